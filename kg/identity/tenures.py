"""Who held the highest posts of countries, and from when to when.

They are known, and stand in no graph until an article names them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import KnowledgeError
from kg.identity.entities import Post
from kg.identity.slug import slug

TENURES = "tenures.csv"
"""The name of the file in a folder of curated knowledge."""


def read_tenures(paths: Iterable[Path]) -> Iterator[Post]:
    """The rows of the files of that name among some files of curated knowledge.

    Raises:
        KnowledgeError: a file cannot be read, or a row lacks a column.
    """
    for path in (path for path in paths if path.name == TENURES):
        try:
            with path.open(encoding="utf-8", newline="") as file:
                yield from map(_tenure, csv.DictReader(file))
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise KnowledgeError(
                f"{path}: is no table with post, in, holder, since, until, checked and "
                f"verified: {error}"
            ) from error


def _tenure(row: dict[str, str]) -> Post:
    country = row["in"]
    title = row["post"].partition(" of ")[0]
    return Post(
        f"post/{country.rpartition('/')[2]}/{slug(title)}",
        row["post"],
        f"person/{slug(row['holder'])}",
        country,
        row["since"] or None,
        row["until"] or None,
        row["checked"] or None,
    )
