"""Panels: the parts of pages. Each shows the result of one saved query, and links to it."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.queries import SavedQuery, bind
from kg.server.engine.answers import Answers
from kg.server.pages.labels import LABELS, read_labels, unnamed, with_labels
from kg.server.pages.terms import Result, Row, read_result

_ACCEPT = "application/sparql-results+json, application/n-triples"


@dataclass(frozen=True, slots=True)
class Panel:
    """A saved query, the values of its parameters, and its result."""

    query: SavedQuery
    values: Mapping[str, str]
    result: Result

    @property
    def rows(self) -> list[Row]:
        """The rows of its result."""
        return list(self.result.rows)

    @property
    def first(self) -> Row:
        """The first row of its result; empty if there is none."""
        return self.result.rows[0] if self.result.rows else {}

    @property
    def address(self) -> str:
        """The address of the same query with the same values."""
        return query_address(self.query.name, self.values)


def query_address(name: str, values: Mapping[str, str]) -> str:
    """The address of a saved query with values of its parameters."""
    return f"/queries/{name}" + (f"?{urlencode(values)}" if values else "")


class Asker:
    """Runs queries for pages; `answers` gives results of at most the size that a page can hold."""

    def __init__(self, answers: Answers, queries: Mapping[str, SavedQuery], base: str) -> None:
        self._answers = answers
        self.queries = queries
        self.base = base

    async def panel(self, request: Request, name: str, **values: str) -> Panel:
        """The result of a saved query, with labels for the things that it does not name."""
        query = self.queries[name]
        result = await self.run(request, bind(query, values, base=self.base))
        labels = await self.labels(request, unnamed(result, self.base))
        return Panel(query, values, with_labels(result, labels, self.base))

    async def labels(self, request: Request, iris: Collection[str]) -> Mapping[str, str]:
        """The names of things, and the titles of articles or else their first words."""
        if not iris:
            return {}
        things = " ".join(f"<{iri}>" for iri in sorted(iris))
        result = await self.run(request, LABELS.substitute(things=things))
        return read_labels(result.rows, iris, self.base)

    async def run(self, request: Request, text: str) -> Result:
        """The result of a query."""
        response = await self._answers.query(_unconditional(request), text, accept=_ACCEPT)
        body = await _body(response)
        is_graph = "json" not in response.headers["content-type"]
        return await asyncio.to_thread(read_result, body, is_graph)


def _unconditional(request: Request) -> Request:
    """The same request, as if the client did not have an older version of the page."""
    headers = [each for each in request.scope["headers"] if each[0] != b"if-none-match"]
    return Request({**request.scope, "headers": headers}, request.receive)


async def _body(response: Response) -> bytes:
    if not isinstance(response, StreamingResponse):
        return bytes(response.body)
    chunks = [chunk async for chunk in response.body_iterator]
    return b"".join(chunk for chunk in chunks if isinstance(chunk, bytes))
