"""A server reached over HTTP: its address, who one is there, and what went wrong."""

from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from kg.errors import StoreError

_MOST_SAID = 300  # characters of what a server says of an error


class EndpointError(StoreError):
    """Another server did not do what was asked."""


class LateError(EndpointError):
    """Another server took too long."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a server, and who one is there.

    Attributes:
        user: the user's name, for Basic or Digest authentication (RFC 7617, RFC 7616).
        token: a bearer token (RFC 6750), in the place of a user.
        timeout: seconds without a byte after which the server is given up.
    """

    url: str
    user: str | None = None
    password: str = ""
    token: str | None = None
    timeout: float = 30.0

    def options(self) -> dict[str, Any]:
        """The arguments of a client of httpx; EndpointError where the address is no server's."""
        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL:
            url = httpx.URL("")
        if url.scheme not in ("http", "https") or not url.host:
            raise EndpointError(f"{self.url}: no address; give one such as http://HOST/sparql")
        if url.userinfo:
            shown = url.copy_with(username=None, password=None)
            raise EndpointError(f"{shown}: give the user by --user, not in the address")
        return {"auth": self._auth(), "timeout": self.timeout, "headers": {"User-Agent": "kg"}}

    def _auth(self) -> httpx.Auth | None:
        if self.token is not None:
            return _Bearer(self.token)
        return None if self.user is None else _Known(self.user, self.password)

    @contextmanager
    def named_faults(self) -> Iterator[None]:
        """Make an EndpointError of what goes wrong on the way to the server and back."""
        try:
            yield
        except httpx.PoolTimeout:
            raise
        except (httpx.TimeoutException, TimeoutError):
            raise LateError(f"{self.url}: no answer for {self.timeout:g} s; ask for less") from None
        except httpx.ConnectError as error:
            raise EndpointError(f"{self.url}: cannot be reached: {error}") from None
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise EndpointError(f"{self.url}: broke off: {reason}") from None

    def fault(self, response: httpx.Response, good: Collection[int] = (200,)) -> str:
        """What is wrong with an answer that has been read, in one line; empty for a good status."""
        status = response.status_code
        if status in good:
            return ""
        if status in (401, 403):
            return (
                f"{self.url}: refused with HTTP {status}; name a --user whose password is in "
                "KG_ENDPOINT_PASSWORD, or put a token into KG_ENDPOINT_TOKEN"
            )
        if response.is_redirect:
            return f"{self.url}: has moved; give {response.headers.get('Location')} instead"
        said = "" if "html" in response.headers.get("Content-Type", "") else response.text
        return f"{self.url}: answered HTTP {status} {' '.join(said.split())[:_MOST_SAID]}".strip()


class Connection:
    """A connection to a server that is kept until it is closed. EndpointError where the address is
    none of a server, and from all methods where that cannot be reached or refuses."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = httpx.Client(**endpoint.options())

    def close(self) -> None:
        """Release the connection."""
        self._client.close()

    def _ask(
        self, method: str, good: Collection[int], url: httpx.URL | None = None, **request: Any
    ) -> httpx.Response:
        """An answer, from any address, with a good status; see `Endpoint.fault`."""
        with self._endpoint.named_faults():
            response = self._client.request(method, url or self._endpoint.url, **request)
        fault = self._endpoint.fault(response, good)
        if fault:
            raise EndpointError(fault)
        return response


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class _Known(httpx.Auth):
    """A user who says the password in the way that the server asks for."""

    def __init__(self, user: str, password: str) -> None:
        self._user = user
        self._password = password
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            response = yield request
            if response.status_code != 401:
                return
            digest = "digest" in response.headers.get("WWW-Authenticate", "").lower()
            way = httpx.DigestAuth if digest else httpx.BasicAuth
            self._way = way(self._user, self._password)
        yield from self._way.auth_flow(request)
