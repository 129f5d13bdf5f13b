"""What all requests have in common: Host, HEAD, OPTIONS, and errors in one sentence."""

import re
from collections.abc import Collection, Iterable, Sequence

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.errors import HttpError
from kg.server.web.guard import is_own_host

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
"""All methods that routes have."""

_HOST = re.compile(rb"([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?", re.IGNORECASE)


class PlainHttp:
    """Middleware that refuses a faulty header Host, and handles HEAD as GET.

    Host becomes a part of IRIs in the answers. The server sends no body in answer to HEAD.

    Args:
        names: the hosts, each with a port or, for all ports, without, that the server answers for
            beside those by which clients on the same machine call it; None for any. A page whose
            own name was made to lead to this machine is refused by it (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, names: Collection[str] | None = None) -> None:
        self._app = app
        self._names = None if names is None else {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http":
            headers = scope["headers"]
            old = scope["http_version"] == "1.0" and all(name != b"host" for name, _ in headers)
            refused = None if old else self._refused(headers)
            if refused is not None:
                await refused(scope, receive, send)
                return
            if scope["method"] == "HEAD":
                scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)

    def _refused(self, headers: Sequence[tuple[bytes, bytes]]) -> Response | None:
        """The answer to a request whose Host is faulty, or not of this server."""
        hosts = [value for name, value in headers if name == b"host"]
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None:
            return _sentence(400, "the header Host is not the name of one host")
        host, name = found[0].decode().lower(), found[1].decode().lower()
        if self._names is None or is_own_host(host) or {host, name} & self._names:
            return None
        reason = f"this server does not answer for {name}; `kg serve --server-name` adds a name"
        return _sentence(421, reason)


def answer_triples(triples: Iterable[Triple], media_type: str) -> Response:
    """An answer with triples that the server makes itself, in one of RDF_TYPES."""
    body = serialize(triples, format=RdfFormat.from_media_type(media_type))
    return Response(body, headers={"Content-Type": media_type, "Vary": "Accept"})


def answer_written(status: int, unseen: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that has changed the store.

    Args:
        status: the status where queries see the change.
        unseen: why they do not see it yet; the status is then 202. Empty if they do.
    """
    if not unseen:
        return Response(status_code=status, headers=headers)
    written = f"this is in the store; queries see it later: {unseen}"
    return JSONResponse({"written": written}, 202, headers)


async def answer_error(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in an HttpError, or in one of the framework's."""
    if isinstance(error, HttpError):
        return _sentence(error.status, error.reason, error.headers)
    assert isinstance(error, HTTPException)
    if error.status_code != 405:
        return _sentence(error.status_code, str(error.detail), dict(error.headers or {}))
    allowed = ", ".join(_allowed(request))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    reason = f"{request.method} does not work here; there are: {allowed}"
    return _sentence(405, reason, {"Allow": allowed})


def _sentence(status: int, reason: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": reason}, status, headers)


def _allowed(request: Request) -> list[str]:
    def works(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] == Match.FULL for route in request.app.router.routes)

    return [method for method in METHODS if works("GET" if method == "HEAD" else method)]
