"""A SPARQL endpoint with Wikidata's RDF, asked so that it is not overrun and may fail.

https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from string import Template
from typing import Any

import orjson

from kg.errors import ServiceError
from kg.identity.reconciliation.web import Web

RESULTS = "application/sparql-results+json"
WIKIDATA_ENDPOINT = "https://query.wikidata.org/sparql"

Row = dict[str, dict[str, str]]


class Endpoint:
    """Asks an endpoint, again where a page is no result, up to a number of attempts."""

    def __init__(
        self, address: str, web: Web, attempts: int = 4, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.address = address
        self._web = web
        self._attempts = attempts
        self._sleep = sleep

    def items(self, least: int, most: int, after: int, limit: int) -> list[int]:
        """The numbers of people, organizations and places, in their order; ServiceError where the
        endpoint gave no answer.

        Args:
            least, most: between which the number of pages about them is.
            after: their numbers are greater.
        """
        query = _query("items", least=least, most=most, after=after, limit=limit)
        return [int(row["number"]["value"]) for row in self._rows(query)]

    def facts(self, items: Iterable[int], languages: Iterable[str]) -> list[Row]:
        """What is known of items, a row for each value, with names in some languages; ServiceError
        where the endpoint gave no answer."""
        tags = ", ".join(f'"{each}"' for each in ("", *languages))
        return self._rows(_query("facts", items=_written(items), languages=tags))

    def classes(self, types: Iterable[int]) -> list[Row]:
        """The classes that some types are below, each with one that it is a subclass of;
        ServiceError where the endpoint gave no answer."""
        return self._rows(_query("classes", items=_written(types)))

    def _rows(self, query: str) -> list[Row]:
        for attempt in range(1, self._attempts + 1):
            reply = self._web.fetch(self.address, {"query": query})
            rows = _read(reply.text)
            if rows is not None:
                return rows
            if attempt < self._attempts:
                self._sleep(2**attempt)
        raise ServiceError(f"sent no whole result in {self._attempts} attempts")


def _read(text: str) -> list[Row] | None:
    """The rows of a result in JSON; None for anything else, such as half a result."""
    try:
        sent: Any = orjson.loads(text)
        rows = sent["results"]["bindings"]
        whole = all(isinstance(cell["value"], str) for row in rows for cell in row.values())
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None
    return rows if whole else None


def _written(items: Iterable[int]) -> str:
    return " ".join(f"wd:Q{number}" for number in sorted(items))


def _query(name: str, **values: object) -> str:
    """A query of the folder queries/, with values in the places that it leaves for them."""
    path = Path(__file__).parent / "queries" / f"{name}.rq"
    return Template(path.read_text(encoding="utf-8")).substitute(values)
