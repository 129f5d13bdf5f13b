"""Who held the highest posts of countries, and from when to when.

They are known, and stand in no graph until an article names them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.identity.entities import Post
from kg.identity.slug import slug
from kg.identity.tables import curated

TENURES = "tenures.csv"
"""The name of the file in a folder of curated knowledge."""


def read_tenures(paths: Iterable[Path]) -> Iterator[Post]:
    """The rows of the files of that name among some files of curated knowledge.

    Raises:
        KnowledgeError: a file cannot be read, or a row lacks a column.
    """
    columns = "post, in, holder, since, until, checked and verified"
    return curated(paths, TENURES, columns, _tenure)


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
