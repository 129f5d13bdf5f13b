"""Headers that keep a page to itself: nothing from other hosts, no script but the server's own."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.web.middleware import RawHeaders, with_headers

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""The content security policy. The image in data: is what the editor drags."""


class SafeHeaders:
    """Middleware that puts the headers on every answer."""

    HEADERS: RawHeaders = (
        (b"content-security-policy", POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        await self._app(scope, receive, with_headers(send, self.HEADERS))
