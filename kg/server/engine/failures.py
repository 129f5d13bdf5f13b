"""What went wrong in an engine process, as the error for the client that waits for it."""

import signal
from typing import Any

from kg.server.web.errors import HttpError


def raise_failure(answer: dict[str, Any]) -> None:
    """Raise an HttpError if the answer of an engine process is a failure."""
    if answer["ok"]:
        return
    message = " ".join(answer["message"].split())
    if answer["kind"] == "syntax":
        raise HttpError(400, f"not valid SPARQL: {message}")
    if answer["kind"] == "refused":
        raise HttpError(400, f"this cannot be run: {message}")
    if answer["kind"] == "not acceptable":
        raise HttpError(406, f"the query gives {message}; none of its formats is in Accept")
    if answer["kind"] == "too large":
        raise HttpError(400, "the result is larger than this server allows; add a LIMIT")
    if answer["kind"] == "full":
        raise HttpError(503, "there is no room on the disk for this; ask for less")
    if answer["kind"] == "far":
        raise HttpError(502, f"the other server did not help: {message}")
    raise HttpError(500, f"the store could not do this: {message}")


def error_of_end(status: int | None) -> HttpError:
    """The error for a process that ended before it answered, by its exit status."""
    if status == -signal.SIGSEGV:  # the engine had no stack left
        return HttpError(400, "this is nested too deeply; write it in a flatter way")
    killed = status is not None and status < 0
    return HttpError(503 if killed else 500, f"the process that worked on this {how_ended(status)}")


def how_ended(status: int | None) -> str:
    """How a process ended that should not have, as the end of a sentence, by its exit status, which
    is negative for a signal."""
    if status is not None and status < 0:
        name = f"signal {-status} ({signal.strsignal(-status)})"
        return f"was ended by {name}, as the system does when memory runs out; ask for less"
    return f"ended with status {status}; please report it"
