"""The error that becomes an answer: an HTTP status and one sentence."""

from collections.abc import Mapping


class HttpError(Exception):
    """A request ends in an error.

    Args:
        status: the HTTP status, 400 or more.
        reason: one sentence: what is wrong and what to do about it.
    """

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})
