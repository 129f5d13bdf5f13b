"""When a host may be asked: not too soon after the last time, nor before it says.

How answers say so: RFC 9110, sections 5.6.7 and 10.2.3.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kg.errors import ServiceError

_BUSY = (429, 503)


class BusyError(ServiceError):
    """A host has asked to be left alone for a while."""


class Turns:
    """Waits for the turns of hosts; patience is the longest wait to ask for, in seconds."""

    def __init__(self, patience: float, sleep: Callable[[float], None]) -> None:
        self._patience = patience
        self._sleep = sleep
        self._next: dict[str, float] = defaultdict(float)
        self._left_alone: dict[str, float] = defaultdict(float)

    def wait(self, host: str, pause: float) -> None:
        """Wait until a host may be asked; the next turn is a pause later, in seconds. BusyError
        where it wants a wait longer than the patience, and that is not over."""
        now = time.monotonic()
        if self._left_alone[host] > now + self._patience:
            raise BusyError("the site is busy and asks to be left alone; try again later")
        turn = max(now, self._next[host], self._left_alone[host])
        if turn > now:
            self._sleep(turn - now)
        self._next[host] = turn + pause

    def is_busy(self, host: str, status: int, headers: Mapping[str, str]) -> bool:
        """Whether an answer says that its host is busy (429, 503) and for how long, which `wait`
        heeds from now on."""
        asked = retry_after(headers) if status in _BUSY else 0.0
        self._left_alone[host] = time.monotonic() + asked
        return asked > 0


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks to wait in its headers, by their names in lower case; 0 where it
    does not. A date counts from the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = http_date(value), http_date(headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else 0.0


def http_date(text: str) -> datetime | None:
    """The moment that a header names, in UTC; None where it names none."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
