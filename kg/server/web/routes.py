"""Routes whose endpoints read the request themselves, as the protocols need it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Response]]

_SMALL = 1000  # bytes of a body that is not compressed


def raw_route(path: str, name: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """A route for which FastAPI reads nothing of the request; openapi.yaml describes it.

    Args:
        path: its path.
        name: its name for `url_for`.
        endpoints: what answers each method.
    """

    return Route(path, _Answer(endpoints), methods=list(endpoints), name=name)


class _Answer:
    """The endpoints of a route as an ASGI application: a route of functions has one layer more."""

    def __init__(self, endpoints: Mapping[str, Endpoint]) -> None:
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._endpoints[scope["method"]](Request(scope, receive))
        await response(scope, receive, send)


def compressed(app: ASGIApp) -> ASGIApp:
    """An application whose answers are compressed for clients that take that, if they are longer
    than a few lines."""
    # Its own list, which it reads anew each time, has much that is never sent here.
    already_small = ("font/woff2",)
    return GZipMiddleware(
        app, minimum_size=_SMALL, compresslevel=1, exclude_content_types=already_small
    )
