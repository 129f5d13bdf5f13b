"""The application: its parts put together, its routes and middleware, its start and its end."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
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
from kg.server.pages.headers import SafeHeaders
from kg.server.pages.routes import Site, page_errors, page_routes
from kg.server.pages.searching import Indexes
from kg.server.reconciliation.routes import PREVIEW, reconciliation_routes
from kg.server.web.bodies import BoundedBodies
from kg.server.web.errors import HttpError
from kg.server.web.guard import Calls, Writers
from kg.server.web.http import METHODS, PlainHttp, answer_error
from kg.server.web.routes import Shortcut, compressed, raw_route
from kg.store.folder import check_folder
from kg.store.migration import migrate
from kg.store.remote import Endpoint
from kg.version import __version__


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries and updates may take.

    Attributes:
        deadline: seconds for each.
        result: bytes of a result.
        memory: bytes for all of them together; None for half of the machine's.
        bodies: bytes of all bodies of requests together.
    """

    deadline: float = DEADLINE
    queries: int = 32
    result: int = 1 << 30
    memory: int | None = None
    bodies: int = 256 << 20
    hosts: tuple[str, ...] = ()


class _App(FastAPI):
    in_front: Sequence[Middleware] = ()

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's own layers, with our middleware in front of them."""
        app = super().build_middleware_stack()
        for kind, args, kwargs in reversed(self.in_front):
            app = kind(app, *args, **kwargs)
        return app

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
) -> FastAPI:
    """The application that serves a store.

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
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await source.start()
            yield
        finally:
            if indexes is not None:
                indexes.close()
            await source.close()

    app = _App(
        title="kg",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.end_queries = source.end_queries
    on_error = page_errors(site.graph, answer_error)
    sparql = sparql_endpoints(answers, writers, calls)
    app.in_front = [
        *_middleware(limits.bodies, names, origins),
        Middleware(Shortcut, SPARQL, sparql, on_error),
        Middleware(compressed),
    ]
    app.router.routes.append(raw_route(SPARQL, "sparql", sparql))
    app.router.routes += store_routes(answers, writers)
    if indexes is not None:
        app.router.routes += reconciliation_routes(indexes, site.graph, base)
    app.include_router(query_routes(answers, site.asking, saved, base))
    app.include_router(description_routes(answers, saved, base))
    app.include_router(page_routes(site))
    app.include_router(ontology_routes(site.graph, base))
    app.include_router(data_routes(answers, site.graph, base))
    app.add_exception_handler(HttpError, on_error)
    app.add_exception_handler(HTTPException, on_error)
    return app


def _middleware(
    bodies: int, names: Collection[str] | None, origins: Sequence[str]
) -> list[Middleware]:
    """The middleware, the outermost first."""
    shared = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=["Accept", "Authorization", "Content-Type"],
        expose_headers=["ETag", "Link", "Location"],
    )
    return [
        Middleware(SafeHeaders, framed=PREVIEW, sites=origins),
        *([shared] if origins else []),
        Middleware(PlainHttp, names=names),
        Middleware(BoundedBodies, most=bodies),
    ]
