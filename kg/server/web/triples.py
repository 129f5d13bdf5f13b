"""Answers with triples that the server makes itself."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.responses import Response


def write_triples(triples: Iterable[Triple], media_type: str) -> Response:
    """An answer with some triples.

    Args:
        media_type: one of RDF_TYPES.
    """
    body = serialize(triples, format=RdfFormat.from_media_type(media_type))
    return Response(body, headers={"Content-Type": media_type, "Vary": "Accept"})
