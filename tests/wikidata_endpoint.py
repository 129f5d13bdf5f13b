"""A SPARQL endpoint on loopback that holds items as Wikidata's RDF has them, and may misbehave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store

from http_server import http_server

WD, WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
PROP = "http://www.wikidata.org/prop/"
WIKIBASE, XSD = "http://wikiba.se/ontology#", "http://www.w3.org/2001/XMLSchema#"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ALIAS = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
SCHEMA = "http://schema.org/"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def wikidata_store(items: Iterable[dict[str, Any]]) -> Store:
    """Items of a dump as Wikidata's RDF: truthy values, and positions held in full."""
    store = Store()
    for item in items:
        store.extend(quads(item))
    return store


def quads(item: dict[str, Any]) -> Iterator[Quad]:
    node = NamedNode(WD + item["id"])
    for language, label in item["labels"].items():
        yield Quad(node, LABEL, Literal(label["value"], language=language))
    for language, group in item["aliases"].items():
        yield from (Quad(node, ALIAS, Literal(a["value"], language=language)) for a in group)
    pages = item.get("sitelinks", {})
    number = Literal(str(len(pages)), datatype=NamedNode(XSD + "integer"))
    yield Quad(node, NamedNode(WIKIBASE + "sitelinks"), number)
    if "enwiki" in pages:
        page = NamedNode("https://en.wikipedia.org/wiki/" + item["id"])
        yield Quad(page, NamedNode(SCHEMA + "about"), node)
        yield Quad(page, NamedNode(SCHEMA + "isPartOf"), NamedNode("https://en.wikipedia.org/"))
        title = Literal(pages["enwiki"]["title"], language="en")
        yield Quad(page, NamedNode(SCHEMA + "name"), title)
    for property, group in item["claims"].items():
        usable = [each for each in group if each["rank"] != "deprecated"]
        best = [each for each in usable if each["rank"] == "preferred"] or usable
        for each in best:
            if value := term(each["mainsnak"]):
                yield Quad(node, NamedNode(WDT + property), value)
        for n, each in enumerate(group):
            held = NamedNode(f"{WD}statement/{item['id']}-{property}-{n}")
            yield from statement(node, property, each, held)


def statement(node: NamedNode, property: str, each: Any, held: NamedNode) -> Iterator[Quad]:
    value = term(each["mainsnak"])
    if value is not None:
        rank = NamedNode(f"{WIKIBASE}{each['rank'].capitalize()}Rank")
        yield Quad(node, NamedNode(PROP + property), held)
        yield Quad(held, NamedNode(f"{PROP}statement/{property}"), value)
        yield Quad(held, NamedNode(WIKIBASE + "rank"), rank)
    for qualifier, snaks in each.get("qualifiers", {}).items():
        for moment in filter(None, map(term, snaks)):
            yield Quad(held, NamedNode(f"{PROP}qualifier/{qualifier}"), moment)


def term(snak: Any) -> NamedNode | Literal | None:
    match snak.get("datavalue", {}).get("value"):
        case str(text):
            return Literal(text)
        case {"id": str(id)}:
            return NamedNode(WD + id)
        case {"time": str(time)}:
            day = time.removeprefix("+").replace("-00", "-01")
            return Literal(day, datatype=NamedNode(XSD + "dateTime"))
        case {"latitude": latitude, "longitude": longitude, **more}:
            globe = more.get("globe", WD + "Q2")
            where = "" if globe == WD + "Q2" else f"<{globe}> "
            return Literal(f"{where}Point({longitude} {latitude})", datatype=NamedNode(WKT))
    return None


@dataclass
class Endpoint:
    """Answers queries over a store.

    `fault` says by the number of a request how it fails: a status, or "rubbish", "half", "slow".
    """

    store: Store
    fault: Callable[[int], int | str | None] = lambda number: None
    asked: int = 0
    agents: set[str] = field(default_factory=set)
    ended: Event = field(default_factory=Event)

    @contextmanager
    def serving(self) -> Iterator[str]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked += 1
                outer.agents.add(self.headers["User-Agent"])
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                fault = outer.fault(outer.asked)
                if fault == "slow":
                    outer.ended.wait(30)
                    return
                self.send_response_only(fault if isinstance(fault, int) else 200)
                if fault == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(outer.answer(form["query"][0], fault))

        with http_server(Handler) as address:
            try:
                yield f"{address}/sparql"
            finally:
                self.ended.set()

    def answer(self, query: str, fault: int | str | None) -> bytes:
        if fault == "rubbish":
            return json.dumps({"results": "java.util.concurrent.TimeoutException"}).encode()
        body = self.store.query(query).serialize(format=QueryResultsFormat.JSON) or b""
        return body[: len(body) // 2] if fault == "half" else body
