"""Routes that read the bytes of a request themselves, as the protocols need it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Endpoint = Callable[[Request], Awaitable[Response]]


def raw_route(path: str, name: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """A route that openapi.yaml describes.

    Args:
        path: where.
        name: what `url_for` knows it by.
        endpoints: what answers, by method.
    """

    async def answer(request: Request) -> Response:
        return await endpoints[request.method](request)

    return Route(path, answer, methods=list(endpoints), name=name)
