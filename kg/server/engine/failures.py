"""What went wrong in an engine process, as the error for the client that waits for it."""

import signal
from typing import Any

from kg.server.web.errors import HttpError

_FAILURES = {
    "syntax": (400, "not valid SPARQL: {}"),
    "refused": (400, "this cannot be run: {}"),
    "not acceptable": (406, "the query gives {}; none of its formats is in Accept"),
    "too large": (400, "the result is larger than this server allows; add a LIMIT"),
    "full": (503, "there is no room on the disk for this; ask for less"),
    "far": (502, "the other server did not help: {}"),
    "failed": (500, "the store could not do this: {}"),
}


def raise_failure(answer: dict[str, Any]) -> None:
    """Raise an HttpError if the answer of an engine process is a failure."""
    if answer["ok"]:
        return
    status, reason = _FAILURES[answer["kind"]]
    raise HttpError(status, reason.format(" ".join(answer["message"].split())))


def error_of_end(status: int | None) -> HttpError:
    """The error for a process that ended before it answered, by its exit status."""
    if status == -signal.SIGSEGV:  # the engine had no stack left
        return HttpError(400, "this is nested too deeply; write it in a flatter way")
    killed = status is not None and status < 0
    return HttpError(503 if killed else 500, f"the process that worked on this {how_ended(status)}")


def how_ended(status: int | None) -> str:
    """How a process ended that should not have, by its exit status, negative for a signal."""
    if status is not None and status < 0:
        name = f"signal {-status} ({signal.strsignal(-status)})"
        return f"was ended by {name}, as the system does when memory runs out; ask for less"
    return f"ended with status {status}; please report it"
