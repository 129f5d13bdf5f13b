"""A resolved document as plain JSON values: a line of `kg annotate`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.extraction import Mention, MentionKind, Quantity, Span, Statement
from kg.identity import Entity, Resolved, ResolvedPosition, ResolvedStatement
from kg.mapping import Namespaces

Row = dict[str, Any]


def annotation_row(resolved: Resolved, namespaces: Namespaces) -> Row:
    """A document as a JSON object; offsets are code points into its `text`.

    `entities` has every name, and the descriptions and pronouns that were resolved.
    """
    annotations, document = resolved.annotations, resolved.annotations.document
    return {
        "id": document.record or document.id,
        "path": document.path,
        "text": document.text,
        "entities": [
            _mention(each.mention, each.entity, namespaces)
            for each in resolved.mentions
            if each.entity is not None or each.mention.kind is MentionKind.NAME
        ],
        "attributions": [
            _statement(each, document.text, namespaces) for each in resolved.statements
        ],
        "quantities": [_quantity(quantity) for quantity in annotations.quantities],
        "positions": [_position(each, namespaces) for each in resolved.positions],
    }


def _mention(mention: Mention, entity: Entity | None, namespaces: Namespaces) -> Row:
    row: Row = {
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.kind.value,
        "type": (entity or mention).type.value,
        "iri": _iri(entity, namespaces),
        "name": (entity or mention).name,
        "same_as": [link.external for link in entity.links] if entity else [],
    }
    if entity is not None and entity.latitude is not None:
        row |= {"lat": entity.latitude, "lon": entity.longitude}
    return row


def _statement(resolved: ResolvedStatement, text: str, namespaces: Namespaces) -> Row:
    statement, speaker = resolved.statement, resolved.speaker
    return {
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "speaker": speaker.name if speaker else _source_words(statement, text),
        "speaker_iri": _iri(speaker, namespaces),
        "joint_speakers": [
            {"speaker": each.name, "speaker_iri": _iri(each, namespaces)}
            for each in resolved.joint_speakers
        ],
        "kind": statement.kind.value,
        "form": statement.form.value,
        "stance": statement.stance,
        "found_by": statement.found_by.value,
        "score": statement.score,
    }


def _source_words(statement: Statement, text: str) -> str | None:
    """The words of a statement's source, which stand for an unknown speaker."""
    words = [text[start:end] for start, end in statement.source]
    return " ".join(" ".join(words).split()) or None


def _position(resolved: ResolvedPosition, namespaces: Namespaces) -> Row:
    position, holder, organization = resolved.position, resolved.holder, resolved.organization
    return {
        "start": position.span.start,
        "end": position.span.end,
        "post": position.title,
        "person": holder.name if holder else None,
        "person_iri": _iri(holder, namespaces),
        "organization": organization.name if organization else None,
        "organization_iri": _iri(organization, namespaces),
        "found_by": position.found_by,
    }


def _quantity(quantity: Quantity) -> Row:
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "value": quantity.value,
        "min": quantity.minimum,
        "max": quantity.maximum,
        "approximation": quantity.approximation,
        "unit": quantity.unit,
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _iri(entity: Entity | None, namespaces: Namespaces) -> str | None:
    return None if entity is None else namespaces.entity(entity.key).value
