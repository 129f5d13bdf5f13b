"""The pages of the saved queries, with their forms, and of the SPARQL editor."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryError
from kg.mapping import DEFAULT_BASE
from kg.queries import SavedQuery, bind
from kg.server.engine.answers import Answers
from kg.server.pages.charts import chart
from kg.server.pages.drawings import drawing_of_graph
from kg.server.pages.pages import Pages
from kg.server.pages.panels import query_address
from kg.server.pages.terms import Result
from kg.server.web.errors import HttpError
from kg.server.web.guard import Calls
from kg.server.web.negotiation import RDF_TYPES, RESULT_TYPES
from kg.server.web.requests import (
    check_names,
    media_type,
    named_format,
    parse_fields,
    read_body,
    url_fields,
    values,
)
from kg.store import Prefixes

_MOST_ROWS = 500
_FORMATS = {**RESULT_TYPES, **RDF_TYPES}
_TABLES = ("csv", "tsv", "json", "xml")
_GRAPHS = ("turtle", "ntriples", "jsonld", "rdfxml")
_DRAWN_PAGE = "page"  # the tag of queries that are made for panels
_FIRST = """PREFIX kg: <{base}ns#>
PREFIX schema: <https://schema.org/>

SELECT ?speakerName ?text
WHERE {{
  ?statement kg:stance kg:Denies ;
    schema:text ?text ;
    schema:spokenByCharacter/schema:name ?speakerName .
}}
LIMIT 20
"""


class AskingPages:
    """Renders the pages of the saved queries and of the editor; `answers` runs queries whose
    results are downloaded whole."""

    def __init__(self, pages: Pages, answers: Answers, calls: Calls) -> None:
        self._pages = pages
        self._answers = answers
        self._calls = calls
        self._asker = pages.asker
        self._prefixes = Prefixes(pages.asker.base)

    async def listing(self, request: Request) -> Response:
        """The list of the saved queries; those for panels come last."""
        queries = self._asker.queries.values()
        return self._pages.show(
            request,
            "queries.html",
            queries=[query for query in queries if _DRAWN_PAGE not in query.tags],
            panels=[query for query in queries if _DRAWN_PAGE in query.tags],
        )

    async def saved(
        self, request: Request, query: SavedQuery, fields: Mapping[str, str]
    ) -> Response:
        """A saved query with its form, and its result if it has all the values that it needs."""
        given = {name: value.strip() for name, value in fields.items() if value.strip()}
        text, error = self._bound(query, given)
        missing = [p.name for p in query.parameters if p.required and p.name not in given]
        found = {} if error or missing else await self._found(request, text)
        return self._pages.show(
            request,
            "saved.html",
            **{"error": error, "result": None, **found},
            query=query,
            given=given,
            missing=missing,
            text=text,
            downloads=_downloads(found.get("result"), query_address(query.name, given)),
        )

    async def editor(self, request: Request) -> Response:
        """The editor with a query and its result; with the parameter `format`, the whole result."""
        fields = url_fields(request)
        if media_type(request) == "application/x-www-form-urlencoded":
            fields += parse_fields(await read_body(request))
        check_names(fields, {"query", "format"})
        asked = "".join(values(fields, "query")[:1]).replace("\r\n", "\n")
        accept = named_format(fields, _FORMATS)
        if accept is not None:
            return await self._answers.query(request, self._calls.query(asked), accept=accept)
        found = await self._found(request, asked) if asked.strip() else {}
        return self._pages.show(
            request,
            "editor.html",
            **{"error": "", "result": None, **found},
            text=asked or _FIRST.format(base=self._asker.base),
            downloads=_downloads(found.get("result"), "/query?" + urlencode({"query": asked})),
            prefixes=json.dumps(self._prefixes.namespaces),
        )

    def _bound(self, query: SavedQuery, given: Mapping[str, str]) -> tuple[str, str]:
        """The text of the query, with the values if they are right, and what is wrong with them."""
        unbound = query.text.replace("<" + DEFAULT_BASE, "<" + self._asker.base)
        missing = any(p.required and p.name not in given for p in query.parameters)
        if missing and given.keys() <= {p.name for p in query.parameters}:
            return unbound, ""
        try:
            return bind(query, given, base=self._asker.base), ""
        except QueryError as error:
            return unbound, str(error)

    async def _found(self, request: Request, text: str) -> dict[str, Any]:
        try:
            result = await self._asker.run(request, self._calls.query(text))
        except HttpError as error:
            return {"error": error.reason, "result": None}
        return {
            "result": result,
            "shown": result.rows[:_MOST_ROWS],
            "columns": _merged(result),
            "chart": None if result.is_graph else chart(result),
            "drawing": drawing_of_graph(result, self._prefixes) if result.is_graph else None,
        }


def _merged(result: Result) -> list[tuple[str, str]]:
    """The columns to show, each with the column of IRIs that its cells link to."""
    named = {column for column in result.columns if f"{column}Name" in result.columns}
    return [
        (column, column.removesuffix("Name") if column.removesuffix("Name") in named else column)
        for column in result.columns
        if column not in named
    ]


def _downloads(result: Result | None, address: str) -> list[tuple[str, str]]:
    if result is None:
        return []
    joint = "&" if "?" in address else "?"
    return [(name, f"{address}{joint}format={name}")
            for name in (_GRAPHS if result.is_graph else _TABLES)]  # fmt: skip
