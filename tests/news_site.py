"""A site of news on loopback, with feeds that change, break and mislead; it counts requests."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from http_server import http_server

PEOPLE = ["Jane Alderman", "Peter Halvorsen", "Maria Okafor", "Tom Whitfield"]


@dataclass
class Reply:
    """What a path answers; a body that is called gives parts, which may take their time."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """The replies by path; `asked` counts requests, `unchanged` those answered with 304."""

    address: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)


@contextmanager
def site(host: str = "127.0.0.1") -> Iterator[Site]:
    """A site that runs during the block."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked[self.path] += 1
            made.agents.add(str(self.headers.get("User-Agent")))
            reply = made.replies.get(self.path, Reply(status=404))
            tag = reply.headers.get("ETag")
            if tag is not None and self.headers.get("If-None-Match") == tag:
                made.unchanged[self.path] += 1
                reply = Reply(status=304)
            if "Date" in reply.headers:
                self.send_response_only(reply.status)
            else:
                self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            parts = [reply.body] if isinstance(reply.body, bytes) else reply.body()
            if isinstance(reply.body, bytes):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            for part in parts:
                try:
                    self.wfile.write(part)
                except OSError:
                    return

    with http_server(Handler, host) as made.address:
        yield made


def page(number: int) -> Reply:
    """An article; the pages differ in where they say what they are, in encoding and packing."""
    speaker = PEOPLE[number % len(PEOPLE)]
    text = (
        f"{speaker}, the mayor of Northfield, said on Tuesday that bridge {number} will close. "
        f"“We are sorry,” {speaker.split()[1]} said, “but café number {number} must move.”"
    )
    meta = '<meta property="article:published_time" content="2024-10-22T08:00:00Z">'
    head = f"<title>Bridge {number} closes</title>" + (meta if number % 2 else "")
    whole = f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>"
    if number % 5 == 1:
        return Reply(whole.encode("cp1252"), kind="text/html; charset=windows-1252")
    if number % 5 == 2:
        return Reply(gzip.compress(whole.encode()), headers={"Content-Encoding": "gzip"})
    return Reply(whole.encode(), headers={"ETag": f'"{number}"'})


def rss(site: Site, numbers: range) -> Reply:
    """A feed of some pages."""
    items = "".join(
        f"<item><title>Bridge {n}</title><link>{site.address}/{n}</link>"
        f"<pubDate>Wed, 23 Oct 2024 08:{n:02}:00 GMT</pubDate></item>"
        for n in numbers
    )
    body = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    return Reply(body.encode(), kind="application/rss+xml", headers={"ETag": f'"{numbers.stop}"'})


def redirect(url: str) -> Reply:
    """A redirection."""
    return Reply(status=302, headers={"Location": url})


def dripping() -> Iterator[bytes]:
    """An answer without end, a byte at a time."""
    for _ in range(200):
        yield b"<"
        time.sleep(0.05)
