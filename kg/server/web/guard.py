"""What a client may not ask for: that the server calls another one, or that it writes unasked."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Collection

from starlette.requests import Request

from kg.errors import QueryError
from kg.queries import check_query, check_update
from kg.server.web.errors import HttpError

_OWN_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?", re.IGNORECASE)


class Calls:
    """Which other servers queries and updates may call.

    Args:
        hosts: their names, each with a port or, for all ports, without.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)

    def query(self, text: str) -> str:
        """A query that neither writes nor calls any other server, as it is to be run.

        Raises:
            HttpError: 400.
        """
        return self._checked(check_query, text)

    def update(self, text: str) -> str:
        """An update that calls no other server, as it is to be run.

        Raises:
            HttpError: 400.
        """
        return self._checked(check_update, text)

    def _checked(self, check: Callable[[str, Collection[str]], str], text: str) -> str:
        try:
            return check(text, self._hosts)
        except QueryError as error:
            raise HttpError(400, str(error)) from None


class Writers:
    """Who may write.

    Args:
        update: whether anybody may.
        token: what they must know; None for nothing, where the server is reached over the
            loopback address alone.
    """

    def __init__(self, update: bool, token: str | None) -> None:
        self._update = update
        self._token = token

    def check(self, request: Request) -> None:
        """Let a request pass that may write.

        Raises:
            HttpError: 401, no or a wrong token; 403, nobody may, or a page of another site asks.
        """
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
    # Without a token, a page of any site could write through the browser of somebody here, by a
    # form (it sends Origin) or by a name of its own that leads to this machine (it sends Host).
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if _OWN_HOST.fullmatch(host) is None:
        raise HttpError(403, "without a token only this machine may write")
    if origin is not None and origin.partition("://")[2] != host:
        raise HttpError(403, "without a token no page of another site may write")
