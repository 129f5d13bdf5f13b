"""Errors as pages, for those who asked for a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.server.errors import HttpError
from kg.server.pages.pages import Pages
from kg.server.pages.routes import wants_page

Handler = Callable[[Request, Exception], Awaitable[Response]]


def page_errors(pages: Pages, otherwise: Handler) -> Handler:
    """A handler that shows an error as a page to browsers, and as before to all others."""

    async def handle(request: Request, error: Exception) -> Response:
        if not wants_page(request.headers.get("accept"), "application/json"):
            return await otherwise(request, error)
        if isinstance(error, HttpError):
            status, reason, headers = error.status, error.reason, error.headers
        else:
            assert isinstance(error, HTTPException)
            status, reason = error.status_code, str(error.detail)
            headers = dict(error.headers or {})
        page = pages.show(request, "error.html", status, code=status, reason=reason)
        page.headers.update(headers)
        return page

    return handle
