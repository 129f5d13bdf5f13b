"""The bodies of requests in memory, all together."""

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.errors import HttpError

HOLD = "kg.hold"
"""The key in the scope of a request of what is called with the number of bytes that it keeps."""

_SMALL = 1 << 16  # bytes of each body that do not count, so that queries are answered at all times


class BoundedBodies:
    """Middleware that refuses a body when those that are being read or worked on have more bytes
    together than `most`, without the first 64 KB of each."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._free = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        length = held = 0

        def hold(number: int) -> None:
            nonlocal length, held
            length += number
            more = max(length - _SMALL, 0) - held
            if more > self._free:
                reason = "too many long requests come at once; try again soon"
                raise HttpError(503, reason, {"Retry-After": "5", "Connection": "close"})
            self._free -= more
            held += more

        scope[HOLD] = hold
        try:
            await self._app(scope, receive, send)
        finally:
            self._free += held
