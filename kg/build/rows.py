"""What was read in a document as plain JSON values: the lines of `kg annotate`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.extraction import Mention, MentionKind, Position, Quantity, Span, Statement
from kg.identity import Entity, Resolved
from kg.mapping import Namespaces

Row = dict[str, Any]


def annotation_row(resolved: Resolved, namespaces: Namespaces) -> Row:
    """A document as one JSON object; all offsets are code points into its `text`.

    `entities` has every name, and the descriptions and pronouns that were resolved.
    """
    document = resolved.annotations.document
    rows = _Rows(resolved, namespaces)
    return {
        "id": document.record or document.id,
        "path": document.path,
        "text": document.text,
        "entities": rows.entities(),
        "attributions": rows.attributions(),
        "quantities": [_quantity(quantity) for quantity in resolved.annotations.quantities],
        "positions": rows.positions(),
    }


class _Rows:
    def __init__(self, resolved: Resolved, namespaces: Namespaces) -> None:
        self._resolved = resolved
        self._namespaces = namespaces
        self._entities = {entity.key: entity for entity in resolved.entities}

    def entities(self) -> list[Row]:
        mentions = self._resolved.annotations.mentions
        pairs = zip(mentions, self._resolved.mention_entities, strict=True)
        return [
            self._mention(mention, key)
            for mention, key in pairs
            if key is not None or mention.kind is MentionKind.NAME
        ]

    def attributions(self) -> list[Row]:
        statements = self._resolved.annotations.statements
        pairs = zip(statements, self._resolved.speakers, strict=True)
        return [self._statement(statement, speaker) for statement, speaker in pairs]

    def positions(self) -> list[Row]:
        return [self._position(position) for position in self._resolved.annotations.positions]

    def _mention(self, mention: Mention, key: str | None) -> Row:
        entity = self._entity(key)
        row: Row = {
            "start": mention.span.start,
            "end": mention.span.end,
            "kind": mention.kind.value,
            "type": (entity or mention).type.value,
            "iri": self._iri(key),
            "name": (entity or mention).name,
            "same_as": [link.external for link in entity.links] if entity else [],
        }
        if entity is not None and entity.latitude is not None:
            row |= {"lat": entity.latitude, "lon": entity.longitude}
        return row

    def _described(self, statement: Statement) -> str | None:
        """An unknown speaker in the words of the text, None where it has none."""
        text = self._resolved.annotations.document.text
        words = [text[start:end] for start, end in statement.source]
        return " ".join(" ".join(words).split()) or None

    def _statement(self, statement: Statement, speaker: str | None) -> Row:
        entity = self._entity(speaker)
        return {
            "source": _spans(statement.source),
            "cue": _spans(statement.cue),
            "content": _spans(statement.content),
            "speaker": entity.name if entity else self._described(statement),
            "speaker_iri": self._iri(speaker),
            "kind": statement.kind.value,
            "form": statement.form.value,
            "stance": statement.stance,
            "found_by": statement.found_by.value,
            "score": statement.score,
        }

    def _position(self, position: Position) -> Row:
        person = self._resolved.mention_entities[position.holder]
        at = position.organization
        body = None if at is None else self._resolved.mention_entities[at]
        holder, organization = self._entity(person), self._entity(body)
        return {
            "start": position.span.start,
            "end": position.span.end,
            "post": position.title,
            "person": holder.name if holder else None,
            "person_iri": self._iri(person),
            "organization": organization.name if organization else None,
            "organization_iri": self._iri(body),
            "found_by": position.found_by,
        }

    def _entity(self, key: str | None) -> Entity | None:
        return None if key is None else self._entities[key]

    def _iri(self, key: str | None) -> str | None:
        return None if key is None else self._namespaces.entity(key).value


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
