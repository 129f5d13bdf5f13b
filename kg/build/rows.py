"""A resolved document as plain JSON values: a line of `kg annotate`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg.extraction import (
    Annotations,
    Argument,
    EntityType,
    Frame,
    Mention,
    MentionKind,
    Quantity,
    Span,
    Statement,
)
from kg.identity import Entity, Resolved, ResolvedPosition, ResolvedStatement
from kg.mapping import Namespaces

Row = dict[str, Any]
Names = dict[str, str]


def annotation_row(resolved: Resolved, namespaces: Namespaces) -> Row:
    """A document as a JSON object; offsets are code points into its `text`.

    `entities` has every name, and the descriptions and pronouns that were resolved. What they are
    called is the fullest name that the document has: an IRI says who is meant in all documents.
    """
    annotations, document = resolved.annotations, resolved.annotations.document
    names = _names(resolved)
    return {
        "id": document.record or document.id,
        "path": document.path,
        "text": document.text,
        "entities": [
            _mention(each.mention, each.entity, names, namespaces)
            for each in resolved.mentions
            if each.entity is not None or each.mention.kind is MentionKind.NAME
        ],
        "attributions": [
            _statement(each, _source_words(each.statement, annotations), names, namespaces)
            for each in resolved.statements
        ],
        "quantities": [_quantity(quantity) for quantity in annotations.quantities],
        "positions": [_position(each, names, namespaces) for each in resolved.positions],
        "times": [
            {"start": each.span.start, "end": each.span.end, "value": each.value, "kind": each.kind}
            for each in annotations.times
        ],
        "frames": [_frame(frame, resolved, namespaces) for frame in annotations.frames],
    }


def _names(resolved: Resolved) -> Names:
    """By key, the names of entities that other documents or knowledge call something else."""
    own: defaultdict[str, list[str]] = defaultdict(list)
    for each in resolved.mentions:
        mention, entity = each.mention, each.entity
        if entity and mention.kind is MentionKind.NAME and mention.found_by != "adjective":
            own[entity.key].append(mention.name)
    return {
        entity.key: max(own[entity.key], key=lambda name: (len(name.split()), len(name)))
        for entity in resolved.entities
        if own[entity.key] and entity.name not in own[entity.key]
    }


def _name(entity: Entity | None, names: Names) -> str | None:
    return None if entity is None else names.get(entity.key, entity.name)


def _mention(mention: Mention, entity: Entity | None, names: Names, namespaces: Namespaces) -> Row:
    # "Greek" names a group, though it stands for the country.
    is_country = entity is not None and entity.type is EntityType.COUNTRY
    is_people = mention.found_by == "adjective" or (is_country and mention.found_by == "demonym")
    own = entity is None or is_people
    named = mention if entity is None or own else entity
    row: Row = {
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.kind.value,
        "type": named.type.value,
        "iri": _iri(entity, namespaces),
        "name": mention.name if own else _name(entity, names),
        "same_as": [link.external for link in entity.links] if entity else [],
    }
    if entity is not None and entity.latitude is not None:
        row |= {"lat": entity.latitude, "lon": entity.longitude}
    return row


def _statement(
    resolved: ResolvedStatement, words: str | None, names: Names, namespaces: Namespaces
) -> Row:
    statement, speaker = resolved.statement, resolved.speaker
    return {
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "speaker": _name(speaker, names) or words,
        "speaker_iri": _iri(speaker, namespaces),
        "joint_speakers": [
            {"speaker": _name(each, names), "speaker_iri": _iri(each, namespaces)}
            for each in resolved.joint_speakers
        ],
        "kind": statement.kind.value,
        "form": statement.form.value,
        "stance": statement.stance,
        "found_by": statement.found_by.value,
        "score": statement.score,
    }


def _source_words(statement: Statement, annotations: Annotations) -> str | None:
    """The words of a statement's source, or of the one that it continues, for unknown speakers."""
    if statement.speaker is None and statement.continues is not None:
        statement = annotations.statements[statement.continues]
    words = [annotations.document.text[start:end] for start, end in statement.source]
    return " ".join(" ".join(words).split()) or None


def _position(resolved: ResolvedPosition, names: Names, namespaces: Namespaces) -> Row:
    position, holder, organization = resolved.position, resolved.holder, resolved.organization
    return {
        "start": position.span.start,
        "end": position.span.end,
        "post": position.title,
        "person": _name(holder, names),
        "person_iri": _iri(holder, namespaces),
        "organization": _name(organization, names),
        "organization_iri": _iri(organization, namespaces),
        "found_by": position.found_by,
        "former": position.former,
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


def _frame(frame: Frame, resolved: Resolved, namespaces: Namespaces) -> Row:
    return {
        "span": _spans(frame.span),
        "lemma": frame.lemma,
        "type": frame.type,
        "arguments": [
            _argument(each, resolved, namespaces) for each in (*frame.arguments, *frame.joint)
        ],
        "polarity": "negative" if frame.negated else "positive",
        "modality": frame.modality,
        "tense": frame.tense and frame.tense.value,
        "conditional": frame.conditional,
        "time": frame.time,
        "place": _mentioned(frame.place, resolved, namespaces),
        "asserted": frame.asserted,
        "statement": frame.statement,
    }


def _argument(argument: Argument, resolved: Resolved, namespaces: Namespaces) -> Row:
    """An argument; where a pronoun stands for it, that is among its words, and their head."""
    pronoun = argument.pronoun
    return {
        "role": argument.role,
        "name": argument.name,
        "span": _spans([argument.span] if pronoun is None else [argument.span, pronoun]),
        "head": list(pronoun or argument.head),
        "entity_iri": _mentioned(argument.mention, resolved, namespaces),
        "quantity": argument.quantity,
    }


def _mentioned(mention: int | None, resolved: Resolved, namespaces: Namespaces) -> str | None:
    return None if mention is None else _iri(resolved.mentions[mention].entity, namespaces)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _iri(entity: Entity | None, namespaces: Namespaces) -> str | None:
    return None if entity is None else namespaces.entity(entity.key).value
