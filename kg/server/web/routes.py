"""Routes whose endpoints read the request themselves, as the protocols need it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Endpoint = Callable[[Request], Awaitable[Response]]


def raw_route(path: str, name: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """A route for which FastAPI reads nothing of the request; openapi.yaml describes it.

    Args:
        path: its path.
        name: its name for `url_for`.
        endpoints: what answers each method.
    """

    async def answer(request: Request) -> Response:
        return await endpoints[request.method](request)

    return Route(path, answer, methods=list(endpoints), name=name)
