"""Requests to sites of news: named, bounded, one at a time, and only what robots.txt allows."""

import asyncio
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from kg.errors import ServiceError
from kg.sources.addresses import PublicOnly
from kg.sources.waits import BusyError, Turns
from kg.version import __version__

AGENT = f"kg/{__version__} (reads news into a knowledge graph)"
"""What kg calls itself; robots.txt knows it as "kg"."""

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_LONGEST_PAUSE = 60.0  # seconds between two requests, whatever robots.txt asks for


@dataclass(frozen=True, slots=True)
class Manners:
    """How sites are treated.

    Attributes:
        pause: seconds from one request to a host to the next, at least.
        patience: the longest wait that a host may ask for (Retry-After), in seconds; until it is
            over, a host that asks for more is not asked at all.
        timeout: the longest that one request may take as a whole, in seconds.
        most: bytes that an answer may have, unpacked.
        allowed: hosts that need not have a public address, as "name" or "name:port".
    """

    pause: float = 1.0
    patience: float = 60.0
    timeout: float = 30.0
    most: int = 10_000_000
    allowed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `body` is empty where `status` is 304 (not modified).

    Attributes:
        url: where it came from, after all redirects.
        headers: by their names in lower case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Makes requests."""

    def __init__(
        self, manners: Manners | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._manners = manners or Manners()
        self._turns = Turns(self._manners.patience, sleep)
        self._robots: dict[str, Protego] = {}
        self._ssl = ssl.create_default_context()

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET, after at most five redirects.

        A host that is busy (429, 503) and says for how long (Retry-After) is asked once more.

        Args:
            conditions: headers of a conditional request (RFC 9110, section 13).

        Raises:
            BusyError: the host asks for a wait that is too long, or is not over.
            ServiceError: robots.txt or the address forbids it, the site cannot be reached, answers
                with an error, too slowly or too much.
        """
        try:
            return self._follow(url, conditions or {}, self._check_robots)
        except BusyError as error:
            raise BusyError(f"{url}: {error}") from None
        except ServiceError as error:
            raise ServiceError(f"{url}: {error}") from None

    def _follow(
        self, url: str, conditions: Mapping[str, str], check: Callable[[str], None]
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            check(url)
            answer = self._request(url, conditions)
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = _joined(url, answer.headers["location"])
            elif answer.status == 200 or (answer.status == 304 and conditions):
                return answer
            else:
                raise _StatusError(answer.status)
        raise ServiceError(f"redirects more than {_MOST_REDIRECTS} times")

    def _check_robots(self, url: str) -> None:
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._rules(site)
        if not self._robots[site].can_fetch(url, "kg"):
            raise ServiceError(f"the site's robots.txt does not allow kg to read {url}")

    def _rules(self, site: str) -> Protego:
        """The rules of a site (RFC 9309): none where it has none, no page where it is at fault."""
        try:
            answer = self._follow(f"{site}/robots.txt", {}, lambda url: None)
        except _StatusError as error:
            if error.status < 500:
                return Protego.parse("")
            fault = f"the site's robots.txt {error}, so that kg may not read there; try again later"
            raise ServiceError(fault) from None
        return Protego.parse(answer.body.decode("utf-8", "replace"))

    def _request(self, url: str, conditions: Mapping[str, str]) -> Answer:
        host = urlsplit(url).netloc
        for _ in range(2):
            answer = self._answer(url, conditions)
            if not self._turns.is_busy(host, answer.status, answer.headers):
                break
        return answer

    def _answer(self, url: str, conditions: Mapping[str, str]) -> Answer:
        self._wait_for_turn(url)
        try:
            return asyncio.run(self._timed(url, conditions))
        except TimeoutError:
            fault = f"gave no whole answer within {self._manners.timeout:g} seconds"
        except (httpx.ConnectError, httpcore.ConnectError):
            fault = "cannot be reached; is there a network?"
        except (httpx.InvalidURL, UnicodeError) as error:
            fault = f"is no address: {error}"
        except httpx.HTTPError as error:
            fault = f"broke off: {error or type(error).__name__}"
        except zlib.error:
            fault = "sent what it says is gzip and is not"
        raise ServiceError(fault)

    def _wait_for_turn(self, url: str) -> None:
        site = _site(url)
        asked = self._robots[site].crawl_delay("kg") if site in self._robots else None
        pause = max(self._manners.pause, min(asked or 0, _LONGEST_PAUSE))
        self._turns.wait(urlsplit(url).netloc, pause)

    async def _timed(self, url: str, conditions: Mapping[str, str]) -> Answer:
        # The client's own timeouts are for each read alone, so that an answer may drip for ever.
        async with asyncio.timeout(self._manners.timeout):
            headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **conditions}
            # Without the proxies of the environment, which would connect where kg does not.
            async with (
                httpx.AsyncClient(transport=self._transport(), timeout=None) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                body = await self._body(response)
                return Answer(url, response.status_code, dict(response.headers), body)

    def _transport(self) -> httpx.AsyncHTTPTransport:
        transport = httpx.AsyncHTTPTransport(verify=self._ssl, trust_env=False)
        transport._pool = httpcore.AsyncConnectionPool(
            ssl_context=self._ssl, network_backend=PublicOnly(self._manners.allowed)
        )
        return transport

    async def _body(self, response: httpx.Response) -> bytes:
        packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
        unpack = zlib.decompressobj(47) if packed else None
        body, most = bytearray(), self._manners.most
        async for part in response.aiter_raw():
            # Unpacked here and not by the client, which unpacks a bomb as a whole.
            body += unpack.decompress(part, most + 1 - len(body)) if unpack else part
            if len(body) > most:
                raise ServiceError(f"sent more than {most // 1_000_000} MB")
        if unpack is not None and body and not unpack.eof:
            raise ServiceError("broke off: its gzip is cut off")
        return bytes(body)


class _StatusError(ServiceError):
    def __init__(self, status: int) -> None:
        super().__init__(f"answered HTTP {status}")
        self.status = status


def _joined(url: str, link: str) -> str:
    try:
        joined = urljoin(url, link)
        _site(joined)
    except (ValueError, ServiceError):
        raise ServiceError(f"leads to {link}, which is no address of http or https") from None
    return joined


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        known = None
    if not known:
        raise ServiceError("is no address of http or https")
    return f"{parts.scheme}://{parts.netloc}"
