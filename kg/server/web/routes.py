"""Routes whose endpoints read the request themselves, as the protocols need it."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.errors import HttpError

Endpoint = Callable[[Request], Awaitable[Response]]
OnError = Callable[[Request, Exception], Awaitable[Response]]

_SMALL = 1000  # bytes of a body that is not compressed


def raw_route(path: str, name: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """A route for which FastAPI reads nothing of the request; openapi.yaml describes it."""

    async def answer(request: Request) -> Response:
        return await endpoints[request.method](request)

    return Route(path, answer, methods=list(endpoints), name=name)


def compressed(app: ASGIApp) -> ASGIApp:
    """An application that compresses longer answers for clients that take that."""
    return GZipMiddleware(app, minimum_size=_SMALL, compresslevel=1)


class Shortcut:
    """Middleware that answers a path as its raw route would, past the framework's own layers.

    Those layers take longer than a small query.

    Args:
        on_error: what answers where an endpoint raises an HttpError.
    """

    def __init__(
        self, app: ASGIApp, path: str, endpoints: Mapping[str, Endpoint], on_error: OnError
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
        scope["router"] = scope["app"].router  # makes the addresses of pages
        request = Request(scope, receive)
        try:
            response = await endpoint(request)
        except HttpError as error:
            response = await self._on_error(request, error)
        small = not isinstance(response, StreamingResponse) and len(response.body) < _SMALL
        await (response if small else compressed(response))(scope, receive, send)
