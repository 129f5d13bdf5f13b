"""The pages of the graph. Each shows the results of some saved queries."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.queries import SavedQuery
from kg.server.engine.answers import Answers
from kg.server.pages.article import Article, place_of_event
from kg.server.pages.drawings import drawing_of_pairs
from kg.server.pages.kept import KeptPanels
from kg.server.pages.labels import known_facts
from kg.server.pages.maps import map_of
from kg.server.pages.panels import Asker, Panel
from kg.server.pages.rendering import environment
from kg.server.pages.terms import Row
from kg.server.pages.time_lines import time_line
from kg.server.web.errors import HttpError
from kg.store import Prefixes

_WHOLE_GRAPH = ("latest-articles", "overview", "top-speakers", "speakers-about", "places")
_ENTITIES = {"Person", "Organization", "Country", "Place", "Group"}


class Pages:
    """Renders the pages; `answers` gives results of at most the size that a page can hold."""

    def __init__(self, answers: Answers, queries: Mapping[str, SavedQuery], base: str) -> None:
        self.asker = Asker(answers, queries, base)
        self._whole_graph = KeptPanels(answers.source, self.asker, _WHOLE_GRAPH)
        self._templates = environment(base)

    def show(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """The page that a template makes of some values."""
        context = {"path": request.url.path, "words_sought": "", **values}
        page = self._templates.get_template(template).render(context)
        return HTMLResponse(page, status, headers={"Vary": "Accept"})

    async def start(self, request: Request) -> Response:
        """The start page: what is in the graph."""
        found, whole = await self._whole_graph.found(request)
        pairs, places = found.get("speakers-about"), found.get("places")
        columns = "speaker", "about", "statements"
        return self.show(
            request,
            "start.html",
            panels=found,
            whole=whole,
            drawing=pairs and drawing_of_pairs(pairs.rows, columns, Prefixes(self.asker.base)),
            map=places and map_of(places.rows),
        )

    async def about(self, request: Request, iri: str) -> Response:
        """The page of an IRI; HttpError 404 where the graph neither describes nor refers to it."""
        found = await self.asker.panel(request, "kinds", iri=iri)
        kinds = {re.split("[/#]", row["class"])[-1] for row in found.rows}
        if "NewsArticle" in kinds:
            return await self._article(request, iri)
        if "Statement" in kinds:
            return await self._statement(request, iri, sorted(kinds))
        if "Frame" in kinds:
            return await self._event(request, iri, sorted(kinds))
        if kinds & _ENTITIES:
            return await self._entity(request, iri)
        return await self._resource(request, iri, sorted(kinds))

    async def _resource(self, request: Request, iri: str, kinds: list[str]) -> Response:
        facts = await self.asker.panel(request, "facts", iri=iri)
        things = None if facts.rows else await self.asker.panel(request, "graph-things", graph=iri)
        if things is not None and not things.rows:
            raise HttpError(404, f"Nothing is said of {iri}.")
        own = [row for row in facts.rows if row["direction"] == "of"]
        if not own:
            own = known_facts(iri, self.asker.base)
            facts = replace(facts, result=replace(facts.result, rows=[*own, *facts.rows]))
        names = [row["value"] for row in own if row["property"].endswith("schema.org/name")]
        return self.show(
            request,
            "resource.html",
            iri=iri,
            name=min(names, default=""),
            facts=facts,
            things=things,
            kinds=kinds,
        )

    async def _article(self, request: Request, iri: str) -> Response:
        about, article, panels = await self._read(request, iri)
        places = await self.asker.panel(request, "places", document=iri)
        values: dict[str, Any] = {
            "iri": iri,
            "about": about,
            "article": article,
            "panels": {**panels, "places": places},
            "map": map_of(places.rows),
        }
        # A long article takes a while, and other requests are answered meanwhile.
        return await asyncio.to_thread(self.show, request, "article.html", **values)

    async def _read(self, request: Request, iri: str) -> tuple[Row, Article, Mapping[str, Panel]]:
        names = ("article", "article-mentions", "article-spans", "article-statements",
                 "article-sentences", "article-events")  # fmt: skip
        found = await self._panels(request, *((name, {"document": iri}) for name in names))
        about = found[0].first
        rows = [panel.rows for panel in found[1:]]
        article = await asyncio.to_thread(Article, about.get("text", ""), *rows)
        return about, article, dict(zip(names, found, strict=True))

    async def _statement(self, request: Request, iri: str, kinds: list[str]) -> Response:
        facts = await self.asker.panel(request, "facts", iri=iri)
        parts = [row["value"] for row in facts.rows if row["property"].endswith("/isPartOf")]
        document = parts[0] if parts else iri
        about, article, panels = await self._read(request, document)
        if iri not in article.numbers:
            return await self._resource(request, iri, kinds)
        contradictions, events = await self._panels(
            request,
            ("contradictions-of", {"statement": iri}),
            ("statement-events", {"statement": iri}),
        )
        return self.show(
            request,
            "statement.html",
            iri=iri,
            document=document,
            about=about,
            said=article.numbers[iri],
            article_text=article.text,
            place=article.place_of(article.numbers[iri]),
            panels=panels,
            contradictions=contradictions,
            events=events,
            facts=facts,
        )

    async def _event(self, request: Request, iri: str, kinds: list[str]) -> Response:
        event, reports, claims, facts = await self._panels(
            request,
            ("event", {"event": iri}),
            ("same-events", {"event": iri}),
            ("event-claims", {"event": iri}),
            ("facts", {"iri": iri}),
        )
        if not event.rows:
            return await self._resource(request, iri, kinds)
        names = ("article", "article-sentences")
        article, sentences = await self._panels(
            request, *((name, {"document": event.first["document"]}) for name in names)
        )
        return self.show(
            request,
            "event.html",
            iri=iri,
            about=event.first,
            event=event,
            # A row stands there for each of several claimants.
            roles=list({(row.get("role"), row.get("begin")): row for row in event.rows}.values()),
            place=place_of_event(article.first.get("text", ""), event.rows, sentences.rows),
            reports=reports,
            claims=claims,
            facts=facts,
        )

    async def _entity(self, request: Request, iri: str) -> Response:
        names = {
            "entity": "entity",
            "entity-links": "entity",
            "entity-posts": "entity",
            "entity-said": "speaker",
            "entity-said-of": "about",
            "entity-events": "entity",
            "figures-of": "entity",
            "figures-by": "speaker",
            "mentioned-with": "entity",
            "entity-articles": "entity",
        }
        found = await self._panels(request, *((name, {key: iri}) for name, key in names.items()))
        panels = dict(zip(names, found, strict=True))
        lists = {"speaker": panels["entity-said"], "about": panels["entity-said-of"]}
        counted = await self._panels(request, *(("stances", {key: iri}) for key in lists))
        return self.show(
            request,
            "entity.html",
            iri=iri,
            panels=panels,
            lines={key: time_line(panel.rows) for key, panel in lists.items()},
            stances=dict(zip(lists, counted, strict=True)),
            **_entity(panels["entity"]),
        )

    async def _panels(self, request: Request, *asked: tuple[str, Mapping[str, str]]) -> list[Panel]:
        # One after the other: so a page is one of the queries that run at once.
        return [await self.asker.panel(request, name, **values) for name, values in asked]


def _entity(panel: Panel) -> dict[str, Any]:
    """The name and kinds of an entity, and the rows of the query `entity` by property."""
    said: dict[str, list[Row]] = {}
    for row in panel.rows:
        said.setdefault(row["property"].rpartition("#")[2].rpartition("/")[2], []).append(row)
    names = [row["value"] for row in said.get("name", [])]
    return {"said": said, "name": min(names, default=""), "kinds": said.get("type", [])}
