"""Turtle files as plain triples: the one place in identity that knows of RDF syntax."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KnowledgeError


class Fact(NamedTuple):
    """A triple of full IRIs, or of a literal's text in `value`."""

    subject: str
    predicate: str
    value: str


def read_facts(path: Path, base: str) -> Iterator[Fact]:
    """The triples of a Turtle file, in its order.

    Raises:
        KnowledgeError: the file cannot be read or is no Turtle; names file and line.
    """
    try:
        content = path.read_bytes()
        for quad in ox.parse(input=content, format=ox.RdfFormat.TURTLE, base_iri=base):
            yield _fact(quad, path)
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error.strerror}") from error
    except SyntaxError as error:
        reason = str(error.msg).split(" on line ")[0]
        raise KnowledgeError(f"{path}:{error.lineno or 1}: not valid Turtle: {reason}") from error


def _fact(quad: ox.Quad, path: Path) -> Fact:
    if not isinstance(quad.subject, ox.NamedNode):
        raise KnowledgeError(f"{path}: has a blank node; give it an IRI: {quad}")
    if isinstance(quad.object, (ox.NamedNode, ox.Literal)):
        return Fact(quad.subject.value, quad.predicate.value, quad.object.value)
    raise KnowledgeError(f"{path}: has a blank node; give it an IRI: {quad}")
