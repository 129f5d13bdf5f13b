"""All pages together: the routes of those that have no IRI in the graph, and errors as pages."""

import json
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from kg.queries import SavedQuery
from kg.server.engine.answers import Answers
from kg.server.pages.asking import AskingPages
from kg.server.pages.pages import Pages
from kg.server.pages.rendering import HERE
from kg.server.pages.searching import Indexes, SearchPages
from kg.server.web.guard import Calls
from kg.server.web.negotiation import best_media_type
from kg.server.web.requests import accepted

_MOST_BYTES = 8 << 20  # of a result that a page shows
Handler = Callable[[Request, Exception], Awaitable[Response]]


class Site:
    """The pages.

    Args:
        answers: runs queries whose results are downloaded whole.
        indexes: searches; None where no store is at hand.
    """

    def __init__(
        self,
        answers: Answers,
        indexes: Indexes | None,
        calls: Calls,
        queries: Mapping[str, SavedQuery],
        base: str,
    ) -> None:
        shown = Answers(answers.source, _MOST_BYTES)
        self.graph = Pages(shown, queries, base)
        self.asking = AskingPages(self.graph, answers, calls)
        self.searching = SearchPages(self.graph, indexes)


def wants_page(accept: str | None, *others: str) -> bool:
    """Whether an Accept header prefers a page to the other media types."""
    return best_media_type(accept, *others, "text/html") == "text/html"


def page_routes(site: Site) -> APIRouter:
    """The routes of the start page, the editor, the search and the static files."""
    router = APIRouter(include_in_schema=False)
    static = StaticFiles(directory=HERE / "static")

    @router.get("/static/{path:path}")
    async def file(request: Request, path: str) -> Response:
        return await static.get_response(path, request.scope)

    router.get("/")(site.graph.start)
    router.api_route("/query", methods=["GET", "POST"])(site.asking.editor)
    router.get("/search")(site.searching.page)
    router.get("/names")(site.searching.names)
    return router


def page_errors(pages: Pages, answer: Handler) -> Handler:
    """A handler of errors that shows browsers, as a page, what another handler answers in JSON."""

    async def handle(request: Request, error: Exception) -> Response:
        answered = await answer(request, error)
        accept = accepted(request)
        if not isinstance(answered, JSONResponse) or not wants_page(accept, "application/json"):
            return answered
        status, reason = answered.status_code, json.loads(bytes(answered.body))["error"]
        page = pages.show(request, "error.html", status, code=status, reason=reason)
        own = {"content-type", "content-length"}
        page.headers.update({k: v for k, v in answered.headers.items() if k not in own})
        return page

    return handle
