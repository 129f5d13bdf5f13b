"""Content negotiation: the format of an answer (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.server.web.errors import HttpError

RESULT_TYPES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Media types of tables and of the answers to ASK, by the names that `format` takes."""

GRAPH_TYPES: Mapping[str, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "n3": "text/n3",
}
"""Media types in which the server reads graphs, by the names that `format` takes."""

RDF_TYPES: Mapping[str, str] = {
    **GRAPH_TYPES,
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""Media types in which the server writes graphs, by the names that `format` takes."""

_QUALITY = re.compile(r"0(\.\d*)?|1(\.0*)?", re.ASCII)
_ALIASES: Mapping[str, Sequence[str]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
    "application/n-triples": ("text/plain",),
}


@lru_cache(maxsize=256)
def best_media_type(accept: str | None, *offered: str) -> str | None:
    """The media type that fits an Accept header best; None if none fits.

    Args:
        accept: the header; None if there is none, and then every media type fits.
        offered: media types; of those that fit equally well the first is taken.

    >>> best_media_type("text/csv;q=0.5, text/*;q=0.2", *RESULT_TYPES.values())
    'text/csv'
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best = max(offered, key=lambda media_type: _quality(media_type, ranges))
    return best if _quality(best, ranges) > 0 else None


def best_rdf_type(accept: str | None) -> str:
    """The media type of RDF_TYPES that fits an Accept header best; HttpError 406 for none."""
    found = best_media_type(accept, *RDF_TYPES.values())
    if found is None:
        raise HttpError(406, f"this comes as {', '.join(RDF_TYPES.values())}")
    return found


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return name, float(quality) if _QUALITY.fullmatch(quality) else 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    names = (media_type, *_ALIASES.get(media_type, ()))
    for wanted in (*names, media_type.partition("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
