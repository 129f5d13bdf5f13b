"""What all requests have in common: Host, HEAD, OPTIONS, and errors in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.errors import HttpError

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
"""All methods that routes have."""

_HOST = re.compile(rb"([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?", re.IGNORECASE)


class PlainHttp:
    """Middleware that refuses a faulty header Host, and handles HEAD as GET.

    Host becomes a part of IRIs in the answers. The server sends no body in answer to HEAD.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http":
            headers = scope["headers"]
            old = scope["http_version"] == "1.0" and all(name != b"host" for name, _ in headers)
            if not old and not _names_one_host(headers):
                response = _sentence(400, "the header Host is not the name of one host")
                await response(scope, receive, send)
                return
            if scope["method"] == "HEAD":
                scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


def _names_one_host(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    hosts = [value for name, value in headers if name == b"host"]
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


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
