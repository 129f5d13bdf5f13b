"""What services have answered, kept on disk, so that nothing is asked twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import ServiceError

_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    service TEXT, question TEXT, answer TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (service, question)) WITHOUT ROWID"""


class Cache:
    """A SQLite file of answers by service and question, made with its folder where there is none.
    ServiceError, from every use, where it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._checked():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path)
            self._connection.execute(_TABLE)

    def get(self, service: str, question: str) -> tuple[str, str] | None:
        """The answer and its day, None where there is none."""
        with self._checked():
            row = self._connection.execute(
                "SELECT answer, day FROM answers WHERE service = ? AND question = ?",
                (service, question),
            ).fetchone()
        return None if row is None else (row[0], row[1])

    def put(self, service: str, answers: Iterable[tuple[str, str]], day: str) -> None:
        """Keep pairs of question and answer: all of them, or none where the process is killed."""
        kept = list(answers)
        known = [(answer, self.get(service, question)) for question, answer in kept]
        changed = any(old and old[0] != answer for answer, old in known)
        with self._checked(), self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                [(service, question, answer, day) for question, answer in kept],
            )
            if changed:
                self._connection.execute(f"PRAGMA user_version = {self.revision + 1}")

    @property
    def revision(self) -> int:
        """How often an answer took the place of another one."""
        with self._checked():
            (found,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(found)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    @contextmanager
    def _checked(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise ServiceError(
                f"{self._path}: cannot be used to keep answers: {error}; "
                "mend or remove it, or name another with --cache"
            ) from error
