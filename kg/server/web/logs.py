"""What the server says on the terminal, in lines that cannot steer it."""

from __future__ import annotations

import logging
from typing import Any


class PlainFormatter(logging.Formatter):
    """Writes control characters as escapes: requests and the graph may hold any."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a message."""
        return plain(super().format(record))


def plain(text: str) -> str:
    """A text with all but line ends and what can be printed as escapes.

    >>> plain("red \\x1b[31m")
    'red \\\\x1b[31m'
    """
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def log_settings() -> dict[str, Any]:
    """Settings for `logging.config.dictConfig`: warnings and errors go to standard error.

    What uvicorn warns of are faults of requests; their clients are told.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": PlainFormatter, "format": "kg: %(message)s"}},
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "loggers": {"uvicorn.error": {"level": "ERROR"}},
        "root": {"handlers": ["terminal"], "level": "WARNING"},
    }
