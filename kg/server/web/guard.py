"""What the server refuses: to call other servers, and to write for those who may not."""

import hmac
import re
from collections.abc import Callable, Collection

from starlette.requests import Request

from kg.errors import QueryError
from kg.queries import check_query, check_update
from kg.server.web.errors import HttpError

_OWN_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?", re.IGNORECASE)
_OWN_PAGES = ("same-origin", "none")


def is_own_host(host: str) -> bool:
    """Whether a header Host names the machine itself, as clients on it do."""
    return _OWN_HOST.fullmatch(host) is not None


class Calls:
    """Lets queries and updates call listed servers only, by names with a port or without."""

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)

    def query(self, text: str) -> str:
        """The text of a query, as it is to be run; HttpError 400 where it would write, or call a
        server that is not listed."""
        return self._checked(check_query, text)

    def update(self, text: str) -> str:
        """The text of an update to run; HttpError 400 where it would call a server not listed."""
        return self._checked(check_update, text)

    def _checked(self, check: Callable[[str, Collection[str]], str], text: str) -> str:
        try:
            return check(text, self._hosts)
        except QueryError as error:
            raise HttpError(400, str(error)) from None


class Writers:
    """Lets clients write that may.

    Args:
        update: whether any client may.
        token: the token that they need; None if they need none, which is for a server that only
            this machine can reach.
    """

    def __init__(self, update: bool, token: str | None) -> None:
        self._update = update
        self._token = token

    def check(self, request: Request) -> None:
        """Refuse a request that may not write: HttpError 401 for no token, or a wrong one; 403
        where no client may write, or a page of another site asks."""
        if not self._update:
            raise HttpError(403, "this server only reads; `kg serve --update` lets clients write")
        if self._token is None:
            _check_own_page(request)
            return
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            given.strip().encode(), self._token.encode()
        ):
            raise HttpError(
                401,
                "writing needs the header `Authorization: Bearer TOKEN` with the right token",
                {"WWW-Authenticate": 'Bearer realm="kg"'},
            )


def _check_own_page(request: Request) -> None:
    # Without a token, a page of any site could write through a browser on this machine: with a
    # form (then Origin or Sec-Fetch-Site says so), or under a name of its own for this machine
    # (then Host has that name).
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if not is_own_host(host):
        raise HttpError(403, "without a token only this machine may write")
    own = origin is None or origin == f"{request.scope['scheme']}://{host}"
    if not own or request.headers.get("sec-fetch-site", "none") not in _OWN_PAGES:
        raise HttpError(403, "without a token no page of another site may write")
