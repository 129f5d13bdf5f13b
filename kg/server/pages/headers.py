"""Headers that keep pages safe: they load nothing from other hosts and run no foreign script.

The last one also keeps pages of other sites from loading answers as scripts or images.
"""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    ]
)
"""The content security policy, without who may show a page in a frame. The editor needs `data:` for
the image of a text that is dragged."""


def _headers(frames: str = "frame-ancestors 'none'") -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-security-policy", f"{POLICY}; {frames}".encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    )


_HEADERS = _headers()


class SafeHeaders:
    """Middleware that adds the headers to every answer.

    Args:
        framed: the path of the page that pages of some sites may show in a frame.
        sites: these sites; "*" for all.
    """

    def __init__(self, app: ASGIApp, framed: str, sites: Sequence[str] = ()) -> None:
        self._app = app
        self._framed = framed
        self._in_frames = _headers(f"frame-ancestors {' '.join(sites)}") if sites else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                framed = scope["type"] == "http" and scope["path"] == self._framed
                message["headers"].extend(self._in_frames if framed else _HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
