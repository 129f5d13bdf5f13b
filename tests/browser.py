"""A real browser, headless, for the tests of pages and for their pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

PATIENCE = 60_000  # milliseconds; the five seconds of Playwright are for an idle machine
expect.set_options(timeout=PATIENCE)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def installed() -> str | None:
    """Where Chromium is, None where there is none; the variable CHROMIUM names another place."""
    places = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((place for place in places if place), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser for as long as the block."""
    with sync_playwright() as playwright:
        # In a container it can have no sandbox of its own, and /dev/shm is small.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=installed(), args=options)
        try:
            yield browser
        finally:
            browser.close()


def tab(browser: Browser, width: int = 1280, **options: object) -> Page:
    """A new page that shares nothing with others. A process of Chromium's starts for it."""
    size = {"width": width, "height": 860}
    context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context.new_page()


class Visit:
    """A stay at a server that takes note of what its pages should not do.

    Attributes:
        page: the page, which is empty first: whoever was here before has left nothing in it.
        complaints: errors and warnings of its console, and exceptions.
        elsewhere: requests that left the server.
        failed: requests that were answered with an error, or not at all while the page was shown.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page, self._base = page, base.rstrip("/")
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.failed: list[str] = []
        self._listeners: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self._hear(message.type, message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "request": lambda request: self._see(request.url),
            "response": lambda r: self.failed.append(r.url) if r.status > 399 else None,
            "requestfailed": self._miss,
        }
        page.goto("about:blank")
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def go(self, path: str) -> Page:
        """Go to a page of the server, and wait until it is still."""
        self.page.goto(self._base + path, wait_until="networkidle")
        return self.page

    def close(self) -> None:
        """Listen no more."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _miss(self, request: Request) -> None:
        # What a page that is left still asks for, its icon, the browser itself ends.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(request.url)

    def _see(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self._base).netloc and not url.startswith("data:"):
            self.elsewhere.append(url)
