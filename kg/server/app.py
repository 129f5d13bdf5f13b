"""The application: its routes, what holds for all of them, its start and its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse

from kg import __version__
from kg.queries import load_queries
from kg.resources import resource
from kg.server.answers import Answers
from kg.server.description import description_routes
from kg.server.errors import HttpError
from kg.server.graph_store import store_routes
from kg.server.guard import Writers
from kg.server.linked_data import data_routes
from kg.server.ontology import ontology_routes
from kg.server.pages import (
    AskingPages,
    Indexes,
    Pages,
    SafeHeaders,
    SearchPages,
    page_errors,
    page_routes,
)
from kg.server.protocol import sparql_routes
from kg.server.readers import Readers
from kg.server.saved import query_routes
from kg.server.snapshots import Snapshots
from kg.store.folder import check_folder, read_base

_PAGE_BYTES = 1 << 20  # the longest result that a page shows
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may take.

    Attributes:
        deadline: seconds for a query or an update.
        queries: how many run at once.
        result: bytes of a result.
    """

    deadline: float = 30.0
    queries: int = 32
    result: int = 1 << 30


def create_app(
    store: Path, *, limits: Limits | None = None, update: bool = False, token: str | None = None
) -> FastAPI:
    """The application that serves a store.

    Args:
        store: the store's folder.
        limits: what a client may take.
        update: whether clients may write.
        token: what a client that writes must know; None for nothing.

    Raises:
        StoreError: there is no store.
        QueryError: a saved query cannot be read.
    """
    limits = limits or Limits()
    check_folder(store, may_create=False)
    base = read_base(store)
    queries = load_queries(resource("queries"))
    readers = Readers(limits.queries, limits.deadline)
    snapshots = Snapshots(store, limits.deadline)
    answers = Answers(readers, snapshots, limits.result)
    writers = Writers(update, token)
    pages = Pages(Answers(readers, snapshots, _PAGE_BYTES), queries, base)
    asking, indexes = AskingPages(pages, answers), Indexes(snapshots, base)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await snapshots.start()
            yield
        finally:
            await readers.close()
            indexes.close()
            snapshots.close()

    app = FastAPI(title="kg", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=_METHODS,
        allow_headers=["Accept", "Authorization", "Content-Type"],
        expose_headers=["ETag", "Link", "Location"],
    )
    app.add_middleware(SafeHeaders)
    app.include_router(sparql_routes(answers, writers))
    app.include_router(store_routes(answers, writers))
    app.include_router(query_routes(answers, asking, queries, base))
    app.include_router(description_routes(answers, queries, base))
    app.include_router(page_routes(pages, asking, SearchPages(pages, indexes)))
    app.include_router(ontology_routes(pages, base))
    app.include_router(data_routes(answers, pages, base))
    app.add_exception_handler(HttpError, page_errors(pages, _error))
    app.add_exception_handler(HTTPException, page_errors(pages, _error))
    return app


async def _error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, HttpError):
        return _sentence(error.status, error.reason, error.headers)
    assert isinstance(error, HTTPException)
    return _sentence(error.status_code, str(error.detail), dict(error.headers or {}))


def _sentence(status: int, reason: str, headers: dict[str, str]) -> JSONResponse:
    return JSONResponse({"error": reason}, status, headers)
