"""A process that works on an Oxigraph store for the server, and that can be killed at any time.

It is run as a script and imports pyoxigraph and the standard library alone, which halves its
start. A request is a line of JSON on standard input, the answer one on standard output; what a
query gives goes to a file. It ends when its input ends, even in the midst of a query.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import platform
import queue
import struct
import sys
import threading
from typing import Any

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

_SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
_MESSAGE_LENGTH = 2000


class TooLargeError(Exception):
    """A result is larger than allowed."""


class NotAcceptableError(Exception):
    """The client takes no format that this kind of result has."""


class _Spool(io.FileIO):
    """A new file that refuses to grow beyond a number of bytes."""

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(path, "w")
        self._left = limit

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError
        return super().write(data)


class _Engine:
    """Carries out requests; keeps the snapshot open that it read last."""

    def __init__(self) -> None:
        self._path = ""
        self._store: pyoxigraph.Store | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": True, **getattr(self, "do_" + request["do"])(**request["with"])}
        except TooLargeError:
            return _failure("too large", "")
        except NotAcceptableError as error:
            return _failure("not acceptable", str(error))
        except SyntaxError as error:
            return _failure("syntax", str(error))
        except RuntimeError as error:
            return _failure("refused", str(error))
        except Exception as error:
            return _failure("failed", str(error))

    def do_query(
        self,
        snapshot: str,
        text: str,
        base: str | None,
        union: bool,
        default: list[str] | None,
        named: list[str] | None,
        formats: dict[str, str | None],
        spool: str,
        limit: int,
    ) -> dict[str, Any]:
        results = self._open(snapshot).query(
            text,
            base_iri=base,
            use_default_graph_as_union=union,
            default_graph=None if default is None else [NamedNode(iri) for iri in default],
            named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        )
        triples = isinstance(results, QueryTriples)
        media_type = formats["triples" if triples else "results"]
        if media_type is None:
            raise NotAcceptableError("a graph" if triples else "a table of results")
        with _Spool(spool, limit) as file:
            if isinstance(results, QueryTriples):
                results.serialize(file, RdfFormat.from_media_type(media_type))
            else:
                results.serialize(file, QueryResultsFormat.from_media_type(media_type))
        return {"media_type": media_type}

    def do_graph(
        self, snapshot: str, graph: str | None, media_type: str, spool: str, limit: int
    ) -> dict[str, Any]:
        store = self._open(snapshot)
        name = DefaultGraph() if graph is None else NamedNode(graph)
        if graph is not None and not store.contains_named_graph(name):
            return {"exists": False}
        with _Spool(spool, limit) as file:
            store.dump(file, RdfFormat.from_media_type(media_type), from_graph=name)
        return {"exists": True, "media_type": media_type}

    def do_write(
        self, store: str, text: str, base: str | None, probe: str | None, backup: str
    ) -> dict[str, Any]:
        engine = pyoxigraph.Store(store)
        existed = probe is None or engine.contains_named_graph(NamedNode(probe))
        if text:
            engine.update(text, base_iri=base)
        engine.backup(backup)
        return {"existed": existed}

    def _open(self, snapshot: str) -> pyoxigraph.Store:
        if self._store is None or self._path != snapshot:
            self._store = pyoxigraph.Store.read_only(snapshot)
            self._path = snapshot
        return self._store


def _failure(kind: str, message: str) -> dict[str, Any]:
    return {"ok": False, "kind": kind, "message": message[:_MESSAGE_LENGTH]}


def _forbid_sockets() -> None:
    """Refuse the system call socket() to this process for good (seccomp(2)).

    Queries with SERVICE or LOAD are refused before they come here; this holds what slips through.
    """
    number = _SOCKET_CALL.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return
    refuse = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, refuse), (0x06, 0, 0, 0x7FFF0000)]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(buffer))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    libc.prctl(22, 2, ctypes.c_void_p(ctypes.addressof(program)), 0, 0)  # PR_SET_SECCOMP, a filter


def _receive(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def main() -> None:
    """Answer requests until the input ends."""
    _forbid_sockets()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    engine = _Engine()
    while True:
        answer = engine.answer(json.loads(requests.get()))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
