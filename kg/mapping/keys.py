"""Which IRI each statement, position, quantity and post of a document has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from kg.extraction import EntityType, Position, Span
from kg.identity import Post, Resolved
from kg.identity.slug import slug
from kg.mapping.iris import Namespaces

_NO_SPAN = Span(0, 0)


def statement_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """One IRI a statement: of its first cue span, or its first content span without a cue.

    Statements that share it ("said A and B") are told apart by their first content span.
    """
    spans = [
        (_first(statement.cue, statement.content, statement.source), _first(statement.content))
        for statement in resolved.annotations.statements
    ]
    return _unique(resolved, "statement", spans, namespaces)


def membership_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """One IRI a position: of its span; positions that share it are told apart by their title."""
    positions = resolved.annotations.positions
    spans = [(position.span, position.title_span) for position in positions]
    return _unique(resolved, "position", spans, namespaces)


def quantity_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """One IRI a quantity: of its span."""
    quantities = resolved.annotations.quantities
    spans = [(quantity.span, quantity.span) for quantity in quantities]
    return _unique(resolved, "quantity", spans, namespaces)


def post_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode | None]:
    """For each position its post, the same one in every document that names it alike.

    A post in a body that the document leaves open stays below the document. What is held by
    something that turned out to be no person is no post: None.
    """
    local = {entity.key for entity in resolved.entities if entity.local}
    people = {e.key for e in resolved.entities if e.type is EntityType.PERSON}
    return [
        namespaces.below(_post_path(index, position, resolved, local))
        if resolved.mention_entities[position.holder] in people
        else None
        for index, position in enumerate(resolved.annotations.positions)
    ]


def _post_path(index: int, position: Position, resolved: Resolved, local: set[str]) -> str:
    known = known_post(index, resolved)
    if known is not None:
        return known.key
    organization = organization_key(index, position, resolved)
    title = slug(position.title)
    if organization is None:
        return f"post/none/{title}"
    name = organization.rpartition("/")[2]
    if organization in local:
        return f"doc/{resolved.annotations.document.id}/post/{name}/{title}"
    return f"post/{name}/{title}"


def known_post(index: int, resolved: Resolved) -> Post | None:
    """The curated post of the position of that index."""
    return resolved.posts[index] if resolved.posts else None


def organization_key(index: int, position: Position, resolved: Resolved) -> str | None:
    """The key of the body that a post is in, None where it is unknown."""
    known = known_post(index, resolved)
    if known is not None and known.organization is not None:
        return known.organization
    if position.organization is None:
        return None
    return resolved.mention_entities[position.organization]


def _first(*choices: Sequence[Span]) -> Span:
    return next((spans[0] for spans in choices if spans), _NO_SPAN)


def _unique(
    resolved: Resolved, kind: str, spans: Iterable[tuple[Span, Span]], namespaces: Namespaces
) -> list[NamedNode]:
    prefix = f"doc/{resolved.annotations.document.id}/{kind}/"
    taken: dict[str, None] = {}
    for span, second in spans:
        taken[_free(f"{span.start}-{span.end}", f"{second.start}-{second.end}", taken)] = None
    return [namespaces.below(prefix + path) for path in taken]


def _free(path: str, suffix: str, taken: dict[str, None]) -> str:
    if path not in taken:
        return path
    longer = f"{path}/{suffix}"
    count = 2
    candidate = longer
    while candidate in taken:
        candidate = f"{longer}/{count}"
        count += 1
    return candidate
