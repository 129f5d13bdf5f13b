"""A path answered at once: the framework's own way there takes longer than a small query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.errors import HttpError
from kg.server.web.routes import Endpoint


class Direct:
    """Middleware: answers the requests to a path itself, and leaves all others to the application.

    Args:
        app: answers other paths and methods.
        path: where.
        endpoints: what answers, by method.
        on_error: makes the answer to a request that met an error of HTTP.
    """

    def __init__(
        self,
        app: ASGIApp,
        path: str,
        endpoints: Mapping[str, Endpoint],
        on_error: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        self._app = app
        self._path = path
        self._endpoints = endpoints
        self._on_error = on_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        here = scope["type"] == "http" and scope["path"] == self._path
        endpoint = self._endpoints.get(scope["method"]) if here else None
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await endpoint(request)
        except (HttpError, HTTPException) as error:
            response = await self._on_error(request, error)
        await response(scope, receive, send)
