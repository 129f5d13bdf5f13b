"""A SPARQL endpoint with Wikidata's RDF, asked so that it is not overrun and may fail.

https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from kg.errors import ServiceError
from kg.identity.reconciliation.web import Web

RESULTS = "application/sparql-results+json"
WIKIDATA_ENDPOINT = "https://query.wikidata.org/sparql"

Row = dict[str, dict[str, str]]

_PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_ITEMS = """
SELECT DISTINCT ?number WHERE {{
  ?item wikibase:sitelinks ?pages .
  FILTER(?pages >= {least} && ?pages <= {most})
  FILTER(EXISTS {{ ?item wdt:P31 wd:Q5 }} || EXISTS {{ ?item wdt:P625 ?where }}
         || EXISTS {{ ?item wdt:P31/wdt:P279* wd:Q43229 }})
  BIND(xsd:integer(STRAFTER(STR(?item), "http://www.wikidata.org/entity/Q")) AS ?number)
  FILTER(?number > {after})
}}
ORDER BY ?number LIMIT {limit}
"""
_FACTS = """
SELECT ?item ?property ?value ?term ?begin ?end WHERE {{
  VALUES ?item {{ {items} }}
  {{
    VALUES ?property {{
      rdfs:label skos:altLabel wikibase:sitelinks wdt:P31 wdt:P279 wdt:P17 wdt:P27 wdt:P39 wdt:P54
      wdt:P102 wdt:P108 wdt:P131 wdt:P159 wdt:P463 wdt:P625 wdt:P1566
    }}
    ?item ?property ?value .
    FILTER(LANG(?value) IN ({languages}) || !isLiteral(?value))
  }}
  UNION {{
    ?item p:P39 ?term . ?term ps:P39 ?value . BIND(p:P39 AS ?property)
    FILTER NOT EXISTS {{ ?term wikibase:rank wikibase:DeprecatedRank }}
    OPTIONAL {{ ?term pq:P580 ?begin }} OPTIONAL {{ ?term pq:P582 ?end }}
  }}
  UNION {{
    ?page schema:about ?item ; schema:isPartOf <https://en.wikipedia.org/> ; schema:name ?value .
    BIND(schema:about AS ?property)
  }}
}}
"""
_CLASSES = """
SELECT DISTINCT ?item ?parent WHERE {{
  VALUES ?type {{ {items} }}
  ?type wdt:P279* ?item . ?item wdt:P279 ?parent .
}}
"""


class Endpoint:
    """Asks an endpoint.

    Args:
        attempts: how often a page is asked for that is no result.
    """

    def __init__(
        self, address: str, web: Web, attempts: int = 4, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.address = address
        self._web = web
        self._attempts = attempts
        self._sleep = sleep

    def items(self, least: int, most: int, after: int, limit: int) -> list[int]:
        """The numbers of people, organizations and places, in their order.

        Args:
            least, most: between which the number of pages about them is.
            after: their numbers are greater.

        Raises:
            ServiceError: the endpoint gave no answer.
        """
        query = _ITEMS.format(least=least, most=most, after=after, limit=limit)
        return [int(row["number"]["value"]) for row in self._rows(query)]

    def facts(self, items: Iterable[int], languages: Iterable[str]) -> list[Row]:
        """What is known of items, a row for each value, with names in some languages; ServiceError
        where the endpoint gave no answer."""
        tags = ", ".join(f'"{each}"' for each in ("", *languages))
        return self._rows(_FACTS.format(items=_written(items), languages=tags))

    def classes(self, types: Iterable[int]) -> list[Row]:
        """The classes that some types are below, each with one that it is a subclass of;
        ServiceError where the endpoint gave no answer."""
        return self._rows(_CLASSES.format(items=_written(types)))

    def _rows(self, query: str) -> list[Row]:
        for attempt in range(1, self._attempts + 1):
            reply = self._web.fetch(self.address, {"query": _PREFIXES + query})
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
