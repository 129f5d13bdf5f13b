"""Requests to a service that may be slow, busy, broken or away: bounded, polite, repeated."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from threading import Thread
from typing import Any, TypeVar

import httpx

from kg.errors import ServiceError
from kg.sources.waits import http_date, retry_after
from kg.version import __version__

_Value = TypeVar("_Value")

_BUSY = {429, 500, 502, 503, 504}
_MOST_BYTES = 32 * 2**20


class UnreachableError(ServiceError):
    """No connection: no network, no such host, or nothing that listens there."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a service is treated; times are in seconds.

    Attributes:
        timeout: the longest that one request may take as a whole.
        attempts: how often a request is tried.
        pause: the least time from one request to the next.
        backoff: the wait before the second attempt; it doubles before each further one.
        patience: the longest wait that a service may ask for (Retry-After).
    """

    timeout: float = 30
    attempts: int = 4
    pause: float = 0.2
    backoff: float = 1
    patience: float = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of a reply, and the day on which it was sent (ISO 8601, UTC; "" unknown)."""

    text: str
    day: str


class _NoCookies(CookieJar):
    """Keeps no cookies, nor reads them: Python's own reader stumbles over odd ones."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Nothing."""


class Web:
    """Makes requests; `close` releases the connections.

    Args:
        clock: seconds that only ever grow.
        accept: the media type that is asked for.
    """

    def __init__(
        self,
        manners: Manners,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        accept: str = "application/json",
    ) -> None:
        self._manners = manners
        self._sleep = sleep
        self._clock = clock
        self._next = 0.0
        headers = {"Accept": accept, "User-Agent": f"kg/{__version__} (knowledge base client)"}
        # The client's own timeouts are for each read alone, so that a reply may drip for ever. Only
        # an event loop can end a request as a whole; it runs beside whatever loop the caller has.
        self._client = httpx.AsyncClient(timeout=None, headers=headers, cookies=_NoCookies())
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def fetch(self, url: str, form: Mapping[str, str] | None = None) -> Reply:
        """What a GET, or a POST of a form where there is one, brings.

        A busy service (429, 5xx) or one that is too slow is asked again, after what it says in
        Retry-After (RFC 9110, section 10.2.3) or after a wait that doubles.

        Raises:
            UnreachableError: there is no connection.
            ServiceError: no good reply in all attempts.
        """
        for attempt in range(1, self._manners.attempts + 1):
            self._wait_for_turn()
            wait = self._manners.backoff * 2 ** (attempt - 1)
            try:
                response, body = self._done(self._request(url, form))
            except httpx.ConnectError as error:
                raise UnreachableError("cannot be reached; is there a network?") from error
            except TimeoutError:
                fault = f"gave no answer within {self._manners.timeout:g} seconds"
            except httpx.InvalidURL as error:
                raise ServiceError(f"is no address: {error}") from error
            except httpx.HTTPError as error:
                fault = f"broke off: {error or type(error).__name__}"
            else:
                if response.is_success:
                    return Reply(body.decode("utf-8", "replace"), _day(response))
                fault = _fault(response)
                if response.status_code not in _BUSY:
                    raise ServiceError(fault)
                wait = max(wait, retry_after(response.headers))
            if wait > self._manners.patience:
                raise ServiceError(f"{fault} and asks to wait {wait:g} seconds; try again then")
            if attempt < self._manners.attempts:
                self._sleep(wait)
        raise ServiceError(f"{fault}, {self._manners.attempts} times")

    def _wait_for_turn(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._manners.pause

    async def _request(
        self, url: str, form: Mapping[str, str] | None
    ) -> tuple[httpx.Response, bytes]:
        body = bytearray()
        async with (
            asyncio.timeout(self._manners.timeout),
            self._client.stream(
                "GET" if form is None else "POST", url, data=form, follow_redirects=form is None
            ) as response,
        ):
            async for part in response.aiter_bytes():
                body += part
                if len(body) > _MOST_BYTES:
                    raise ServiceError(f"sent more than {_MOST_BYTES} bytes")
        return response, bytes(body)

    def _done(self, work: Coroutine[Any, Any, _Value]) -> _Value:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()  # where Ctrl-C ends the wait

    def close(self) -> None:
        """Release the connections."""
        self._done(self._client.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _fault(response: httpx.Response) -> str:
    moved = response.headers.get("Location") if response.is_redirect else None
    return f"answered HTTP {response.status_code}" + (f", moved to {moved}" if moved else "")


def _day(response: httpx.Response) -> str:
    sent = http_date(response.headers.get("date", ""))
    return "" if sent is None else sent.date().isoformat()
