"""What the server says on the terminal, in lines that cannot steer it."""

from __future__ import annotations

from typing import Any

from kg.terminal import VisibleFormatter


def log_settings() -> dict[str, Any]:
    """Settings for `logging.config.dictConfig`: warnings and errors go to standard error.

    What uvicorn warns of are faults of requests; their clients are told.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"visible": {"()": VisibleFormatter, "format": "kg: %(message)s"}},
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "visible"}},
        "loggers": {"uvicorn.error": {"level": "ERROR"}},
        "root": {"handlers": ["terminal"], "level": "WARNING"},
    }
