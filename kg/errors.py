"""The errors that a user of kg can meet.

    KgError
    ├── InputError       an input file or record that cannot be read; the other files go on
    │   └── LeftOut      an input that is not for kg: left out, without a failure
    ├── SettingsError    kg.toml or an option says something impossible
    ├── ModelError       the language model is not installed or does not fit
    ├── KnowledgeError   curated knowledge or an index of a knowledge base is broken
    ├── ServiceError     a service on the network, or the cache of its answers, cannot be used
    ├── ShapeError       a document's graph breaks the shapes; it is not committed
    ├── StoreError       the store cannot be opened, read or written
    │   └── DamageError  a file of the store is damaged or missing
    ├── QueryError       a query or one of its parameters is wrong
    └── WorkerError      a process that annotated was ended from outside

Each message is one line: what is wrong, where, and what to do about it.
"""

from pathlib import Path


class KgError(Exception):
    """Root of all errors that kg raises on purpose; `str()` of it is the line shown to the user."""


class InputError(KgError):
    """An input cannot be read.

    Args:
        source: the file (and record, as in ``news.jsonl:3``) that is at fault.
        reason: what is wrong and what to do about it.

    Attributes:
        path: the file or folder itself, where `source` is how messages name it; "" unknown.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason)
        self.source = source
        self.reason = reason
        self.path = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class LeftOut(InputError):  # noqa: N818 - the one that is no error
    """An input is left out because it is not for kg: not in English, or no web page."""


class SettingsError(KgError):
    """A setting in kg.toml, the environment or an option is impossible."""


class ModelError(KgError):
    """The language model is not installed, or is of a kind that cannot be used."""


class KnowledgeError(KgError):
    """Curated knowledge or the index of a knowledge base cannot be read or written."""


class ServiceError(KgError):
    """A service on the network, or the cache of its answers, cannot be used."""


class ShapeError(KgError):
    """A document's graph does not conform to the shapes and was not committed."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class DamageError(StoreError):
    """A file of the store cannot be read; the reason has what Oxigraph says of it."""

    def __init__(self, folder: Path, reason: str) -> None:
        remedy = f"`kg validate --store {folder}` says what is damaged and how to get it back"
        super().__init__(f"{folder}: {reason}; {remedy}")
        self.folder = folder
        self.reason = reason


class QueryError(KgError):
    """A query does not parse, or a parameter is missing, unknown or of the wrong type."""


class WorkerError(KgError):
    """A worker process was ended before its work was done."""


def is_interrupt(error: BaseException | None) -> bool:
    """Whether an error comes of Ctrl-C: one that arrives within a lock or a library written in C
    can become another error there, with the interruption as its cause."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None
