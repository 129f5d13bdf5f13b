"""The application: its parts put together, its routes and middleware, its start and its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from kg.mapping import DEFAULT_BASE
from kg.queries import saved_queries
from kg.queries.limits import DEADLINE, half_of_memory
from kg.server.endpoints.description import description_routes
from kg.server.endpoints.graph_store import store_routes
from kg.server.endpoints.linked_data import data_routes
from kg.server.endpoints.ontology import ontology_routes
from kg.server.endpoints.openapi import raw_paths
from kg.server.endpoints.protocol import SPARQL, sparql_endpoints
from kg.server.endpoints.saved import query_routes
from kg.server.engine.answers import Answers
from kg.server.engine.far_store import FarStore
from kg.server.engine.own_store import OwnStore, Source
from kg.server.pages import SafeHeaders, Site, page_errors, page_routes
from kg.server.pages.searching import Indexes
from kg.server.reconciliation import PREVIEW, reconciliation_routes
from kg.server.web.bodies import BoundedBodies
from kg.server.web.errors import HttpError
from kg.server.web.guard import Calls, Writers
from kg.server.web.http import METHODS, PlainHttp, answer_error
from kg.server.web.routes import compressed, raw_route
from kg.store.folder import check_folder
from kg.store.migration import migrate
from kg.store.remote import Endpoint
from kg.version import __version__


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries and updates may take.

    Attributes:
        deadline: seconds for each.
        queries: how many queries may run at once.
        result: bytes of a result.
        memory: bytes for all of them together; None for half of the machine's.
        bodies: bytes of all bodies of requests together.
        hosts: other servers that they may call, as `Calls` takes them.
    """

    deadline: float = DEADLINE
    queries: int = 32
    result: int = 1 << 30
    memory: int | None = None
    bodies: int = 256 << 20
    hosts: tuple[str, ...] = ()


class _Described(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The description in OpenAPI: by FastAPI of its routes, by openapi.yaml of the others."""
        described = super().openapi()
        described["paths"] |= raw_paths()
        return described


def create_app(
    store: Path | Endpoint,
    *,
    base: str = DEFAULT_BASE,
    limits: Limits | None = None,
    update: bool = False,
    token: str | None = None,
    own_queries: Path | None = None,
    names: Collection[str] | None = None,
    origins: Sequence[str] = (),
) -> Starlette:
    """The application that serves a store.

    The protocols have routes of their own. What OpenAPI can describe is answered by FastAPI, whose
    layers take longer than a small query.

    Args:
        store: the store's folder, or the SPARQL endpoint of another server.
        base: the base IRI of what kg has put into another server's store.
        limits: what queries and updates may take.
        update: whether clients may write.
        token: the token that clients need for that; None if they need none.
        own_queries: folder of the user's own saved queries, served beside kg's.
        names: the hosts that the server answers for, as `PlainHttp` takes them; None for any.
        origins: the sites whose pages may read the answers; "*" for all.

    Raises:
        StoreError: there is no store, or the address is none of a server.
        QueryError: a saved query cannot be read.
    """
    limits = limits or Limits()
    saved = saved_queries(own_queries)
    source: Source
    if isinstance(store, Endpoint):
        late = replace(store, timeout=limits.deadline)
        source, indexes = FarStore(late, queries=limits.queries), None
    else:
        check_folder(store, may_create=False)
        base = migrate(store)
        source = OwnStore(
            store,
            base,
            queries=limits.queries,
            deadline=limits.deadline,
            memory=limits.memory or half_of_memory(),
        )
        indexes = Indexes(source.snapshots, base)
    answers = Answers(source, limits.result)
    writers, calls = Writers(update, token), Calls(limits.hosts)
    site = Site(answers, indexes, calls, saved, base)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            await source.start()
            yield
        finally:
            if indexes is not None:
                indexes.close()
            await source.close()

    described = _Described(
        title="kg",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    described.include_router(query_routes(answers, site.asking, saved, base))
    described.include_router(description_routes(answers, saved, base))
    described.include_router(page_routes(site))
    described.include_router(ontology_routes(site.graph, base))
    described.include_router(data_routes(answers, site.graph, base))

    routes = [
        raw_route(SPARQL, "sparql", sparql_endpoints(answers, writers, calls)),
        *store_routes(answers, writers),
        *([] if indexes is None else reconciliation_routes(indexes, site.graph, base)),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.router.default = described
    app.state.end_queries = source.end_queries
    on_error = page_errors(site.graph, answer_error)
    for each in (app, described):
        each.add_exception_handler(HttpError, on_error)
        each.add_exception_handler(HTTPException, on_error)
    app.middleware_stack = _in_front(app.build_middleware_stack(), limits.bodies, names, origins)
    return app


def _in_front(
    app: ASGIApp, bodies: int, names: Collection[str] | None, origins: Sequence[str]
) -> ASGIApp:
    """An application with our middleware in front of all layers of the framework."""
    app = PlainHttp(BoundedBodies(compressed(app), bodies), names)
    if origins:
        app = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=["Accept", "Authorization", "Content-Type"],
            expose_headers=["ETag", "Link", "Location"],
        )
    return SafeHeaders(app, PREVIEW, origins)
