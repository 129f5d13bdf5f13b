"""Errors as pages, for requests that ask for a page."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.server.pages.pages import Pages
from kg.server.pages.routes import wants_page
from kg.server.web.requests import accepted

Handler = Callable[[Request, Exception], Awaitable[Response]]


def page_errors(pages: Pages, answer: Handler) -> Handler:
    """A handler of errors that makes a page of the JSON of another one, for browsers."""

    async def handle(request: Request, error: Exception) -> Response:
        answered = await answer(request, error)
        accept = accepted(request)
        if not isinstance(answered, JSONResponse) or not wants_page(accept, "application/json"):
            return answered
        status, reason = answered.status_code, json.loads(bytes(answered.body))["error"]
        page = pages.show(request, "error.html", status, code=status, reason=reason)
        own = {"content-type", "content-length"}
        page.headers.update({k: v for k, v in answered.headers.items() if k not in own})
        return page

    return handle
