"""The addresses of the pages that are no IRIs of the graph, and who gets a page at all."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from kg.server.negotiation import choose
from kg.server.pages.asking import AskingPages
from kg.server.pages.pages import Pages
from kg.server.pages.rendering import HERE
from kg.server.pages.searching import SearchPages


def wants_page(accept: str | None, *others: str) -> bool:
    """Whether a client with this header Accept takes a page rather than other media types."""
    return choose(accept, [*others, "text/html"]) == "text/html"


def page_routes(pages: Pages, asking: AskingPages, searching: SearchPages) -> APIRouter:
    """The start page, the editor, the search, and what the pages are made of."""
    router = APIRouter(include_in_schema=False)
    static = StaticFiles(directory=HERE / "static")

    @router.api_route("/static/{path:path}", methods=["GET", "HEAD"])
    async def file(request: Request, path: str) -> Response:
        return await static.get_response(path, request.scope)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def start(request: Request) -> Response:
        return await pages.start(request)

    @router.api_route("/query", methods=["GET", "HEAD", "POST"])
    async def editor(request: Request) -> Response:
        return await asking.editor(request)

    @router.api_route("/search", methods=["GET", "HEAD"])
    async def search(request: Request) -> Response:
        return await searching.page(request)

    @router.get("/names")
    async def names(request: Request) -> Response:
        return await searching.names(request)

    return router
