"""Answers kept in memory for as long as they hold: until the store has a newer snapshot."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.engine.snapshots import Snapshot, Snapshots

_MOST_ANSWERS = 512
_MOST_BYTES = 1 << 16  # of an answer
_LONGEST_QUERY = 1 << 12
_VARY = frozenset({b"host", b"accept", b"accept-encoding", b"origin", b"if-none-match"})
_USED = "kg.snapshots"

Key = tuple[object, ...]


@dataclass(slots=True)
class _Answer:
    snapshots: set[Snapshot] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    may_be_kept: bool = True

    @property
    def is_kept(self) -> bool:
        """Whether the same request would get the same answer, and it is short."""
        start, *bodies = self.messages or [{}]
        length = sum(len(body.get("body", b"")) for body in bodies)
        succeeded = start.get("status") in (200, 304)
        one = len(self.snapshots) == 1
        return self.may_be_kept and one and succeeded and length <= _MOST_BYTES


def note_snapshot(request: Request, snapshot: Snapshot) -> None:
    """Say what the answer to a request was read from."""
    if (answer := request.scope.get(_USED)) is not None:
        answer.snapshots.add(snapshot)


def forbid_keeping(request: Request) -> None:
    """Say that the same request may get another answer from the same snapshot."""
    if (answer := request.scope.get(_USED)) is not None:
        answer.may_be_kept = False


class KeptAnswers:
    """Middleware: sends again what was sent for the same request on the same snapshot.

    Args:
        app: what answers otherwise.
        snapshots: knows which is the newest.
    """

    def __init__(self, app: ASGIApp, snapshots: Snapshots) -> None:
        self._app = app
        self._snapshots = snapshots
        self._kept: OrderedDict[Key, _Answer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or not _is_query(scope):
            await self._app(scope, receive, send)
            return
        key = _key(scope)
        kept = self._kept.get(key)
        if kept is not None and all(map(self._snapshots.is_newest, kept.snapshots)):
            self._kept.move_to_end(key)
            for message in kept.messages:
                await send(message)
        else:
            await self._answer(key, scope, receive, send)

    async def _answer(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer()

        async def send_and_keep(message: Message) -> None:
            if message.get("more_body"):
                answer.may_be_kept = False
            if answer.may_be_kept:
                answer.messages.append(message)
            await send(message)

        await self._app({**scope, _USED: answer}, receive, send_and_keep)
        self._kept.pop(key, None)
        if answer.is_kept:
            self._kept[key] = answer
            if len(self._kept) > _MOST_ANSWERS:
                self._kept.popitem(last=False)


def _is_query(scope: Scope) -> bool:
    path, long = scope["path"], len(scope["query_string"]) > _LONGEST_QUERY
    return (
        scope["method"] == "GET"
        and not long
        and (path == "/sparql" or path.startswith("/queries/"))
    )


def _key(scope: Scope) -> Key:
    headers = (header for header in scope["headers"] if header[0] in _VARY)
    return (scope["path"], scope["query_string"], *headers)
