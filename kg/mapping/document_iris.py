"""Makes the IRIs of a document's statements, positions, quantities and posts."""

from collections.abc import Iterable, Sequence
from itertools import chain, count

from pyoxigraph import NamedNode

from kg.extraction import EntityType, Span
from kg.identity import Resolved, ResolvedPosition
from kg.identity.slug import slug
from kg.mapping.iris import Namespaces

_NO_SPAN = Span(0, 0)


def statement_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """The IRI of each statement, from its first cue span, or its first content span without a cue.

    Statements with the same span ("said A and B") are told apart by their first content span.
    """
    spans = [
        (_first(statement.cue, statement.content, statement.source), _first(statement.content))
        for statement in resolved.annotations.statements
    ]
    return _unique(resolved, "statement", spans, namespaces)


def membership_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """The IRI of each position, from its span, and its title's where several share the span."""
    spans = [(each.span, each.title_span) for each in resolved.annotations.positions]
    return _unique(resolved, "position", spans, namespaces)


def frame_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """The IRI of each frame, from its predicate's span."""
    spans = [(frame.span[0], frame.span[-1]) for frame in resolved.annotations.frames]
    return _unique(resolved, "frame", spans, namespaces)


def quantity_iris(resolved: Resolved, namespaces: Namespaces) -> list[NamedNode]:
    """The IRI of each quantity, from its span."""
    spans = [(each.span, each.span) for each in resolved.annotations.quantities]
    return _unique(resolved, "quantity", spans, namespaces)


def post_iri(
    position: ResolvedPosition, document_id: str, namespaces: Namespaces
) -> NamedNode | None:
    """The IRI of a position's post, the same in every document that names the post alike.

    A post in a body that the document does not identify is below the document. None where the
    holder turned out not to be a person: then there is no post.
    """
    if position.holder is None or position.holder.type is not EntityType.PERSON:
        return None
    if position.post is not None:
        return namespaces.below(position.post.key)
    title, organization = slug(position.position.title), position.organization
    if organization is None:
        return namespaces.below(f"post/none/{title}")
    path = f"post/{organization.key.rpartition('/')[2]}/{title}"
    return namespaces.below(f"doc/{document_id}/{path}" if organization.local else path)


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
    longer = f"{path}/{suffix}"
    choices = chain((path, longer), (f"{longer}/{number}" for number in count(2)))
    return next(each for each in choices if each not in taken)
