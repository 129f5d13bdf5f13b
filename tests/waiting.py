"""Waiting for what another process does. The limit only ends a test that would hang: however busy
the machine is, it is not reached."""

import time
from collections.abc import Callable

LONGEST = 900.0  # seconds


def until(happened: Callable[[], bool]) -> None:
    """Look again and again whether something has happened.

    Raises:
        AssertionError: it has not, after a quarter of an hour.
    """
    end = time.monotonic() + LONGEST
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
