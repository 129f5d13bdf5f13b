"""Headers that all answers have, and what a client asks for beyond the answer itself.

The framework's middleware is asked where there is something for it to do, and costs nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.web.http import METHODS

_COMPRESSED_FROM = 1000  # bytes
_LEVEL = 1
_EXPOSED = ("ETag", "Link", "Location")

RawHeaders = Sequence[tuple[bytes, bytes]]


def with_headers(send: Send, headers: RawHeaders) -> Send:
    """Sends answers with some more headers."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return send_with_headers


class CrossOrigin:
    """Middleware: pages of all sites may read the answers (CORS), and send no credentials."""

    HEADERS: RawHeaders = (
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", ", ".join(_EXPOSED).encode()),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._preflight = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=METHODS,
            allow_headers=["Accept", "Authorization", "Content-Type"],
            expose_headers=_EXPOSED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await self._preflight(scope, receive, send)
        else:
            await self._app(scope, receive, with_headers(send, self.HEADERS))


class Compression:
    """Middleware: compresses longer answers for clients that take gzip."""

    HEADERS: RawHeaders = ((b"vary", b"Accept-Encoding"),)

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, _COMPRESSED_FROM, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and _takes_gzip(scope["headers"]):
            await self._gzip(scope, receive, self._varying(send))
        else:
            await self._plain(scope, receive, self._varying(send))

    def _varying(self, send: Send) -> Send:
        more = with_headers(send, self.HEADERS)

        async def send_varying(message: Message) -> None:
            said = [value for name, value in message.get("headers", ()) if name == b"vary"]
            await (send if any(b"Accept-Encoding" in value for value in said) else more)(message)

        return send_varying


def _takes_gzip(headers: RawHeaders) -> bool:
    """Whether the headers of a request, in small letters, say that its client takes gzip."""
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in headers)
