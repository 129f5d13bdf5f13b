"""Invented items in the form of a Wikidata dump."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HUMAN, CITY, BODY = 5, 515, 43229


def wd(id: int) -> str:
    """The IRI of an item."""
    return f"http://www.wikidata.org/entity/Q{id}"


def item(
    id: int,
    label: str,
    *aliases: str,
    pages: int = 0,
    labels: dict[str, str] | None = None,
    page: str | None = None,
    **claims: Any,
) -> dict[str, Any]:
    """An item; `page` is the title of one of its pages, the one in the English Wikipedia; `claims`
    are lists of item numbers, or of values, by property."""
    named = {"en": label} | (labels or {})
    return {
        "type": "item",
        "id": f"Q{id}",
        "labels": {code: {"language": code, "value": text} for code, text in named.items()},
        "descriptions": {},
        "aliases": {"en": [{"language": "en", "value": text} for text in aliases]},
        "claims": {
            each: [statement(each, value) for value in group] for each, group in claims.items()
        },
        "sitelinks": {
            site: {"site": site, "title": page or label}
            for site in [f"site{n}" for n in range(pages - bool(page))] + ["enwiki"] * bool(page)
        },
    }


def statement(property: str, value: Any, rank: str = "normal") -> dict[str, Any]:
    """A statement whose value is an item's number or something else."""
    value = {"entity-type": "item", "id": f"Q{value}"} if isinstance(value, int) else value
    snak = {"snaktype": "value", "property": property, "datavalue": {"value": value}}
    return {"mainsnak": snak, "type": "statement", "rank": rank}


def dump_text(items: Iterable[dict[str, Any]]) -> str:
    """The items as an array with one a line."""
    return "[\n" + ",\n".join(json.dumps(each) for each in items) + "\n]\n"


def write_dump(path: Path, items: Iterable[dict[str, Any]]) -> Path:
    """Write a dump, compressed as the path's ending says."""
    data = dump_text(items).encode()
    if path.suffix == ".bz2":
        data = bz2.compress(data)
    elif path.suffix == ".gz":
        data = gzip.compress(data)
    path.write_bytes(data)
    return path
