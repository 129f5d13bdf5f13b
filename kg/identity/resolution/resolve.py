"""Mentions -> entities, for one document, with curated knowledge."""

from kg.extraction import Annotations, EntityType, Mention, MentionKind, Statement
from kg.identity.entities import Entity, Resolved
from kg.identity.knowledge import Knowledge
from kg.identity.merging import judged
from kg.identity.posts import day_of, holder_of
from kg.identity.resolution.assembling import assembled
from kg.identity.resolution.resolver import Resolver


def resolve(annotations: Annotations, knowledge: Knowledge) -> Resolved:
    """The annotations of a document with the entities that its mentions refer to.

    The result depends on the document and the knowledge alone: other documents and their order make
    no difference. A mention that does not tell who or what it is gets a local entity of the
    document; pronouns and descriptions like "the country" without antecedent get none.
    """
    resolver = Resolver(annotations, knowledge)
    own = [resolver.entity(index) for index in range(len(annotations.mentions))]
    tied = [_through_antecedents(index, annotations.mentions, own) for index in range(len(own))]
    tied = [
        _holder_unless_sure(each, entity, annotations, knowledge)
        for each, entity in zip(annotations.mentions, tied, strict=True)
    ]
    holders = [_unnamed_holder(each, annotations, knowledge) for each in annotations.statements]
    after = judged([*tied, *holders], knowledge, annotations.document.id)
    tied, holders = ([each and after[each.key] for each in found] for found in (tied, holders))
    return assembled(annotations, tied, holders, knowledge)


def _through_antecedents(
    index: int, mentions: tuple[Mention, ...], own: list[Entity | None]
) -> Entity | None:
    seen: set[int] = set()
    current: int | None = index
    while current is not None and current not in seen:
        seen.add(current)
        if found := own[current]:
            return found if _may_mean(mentions[index], found) else None
        current = mentions[current].antecedent
    return None


def _may_mean(mention: Mention, entity: Entity) -> bool:
    """He and she are people, "the company" is no place, whatever their antecedent is."""
    is_body = mention.type in (EntityType.ORGANIZATION, EntityType.GROUP)
    if mention.kind is MentionKind.DESCRIPTION and is_body and entity.type is EntityType.PLACE:
        return False
    is_pronoun = mention.kind is MentionKind.PRONOUN and mention.type is EntityType.PERSON
    return entity.type is EntityType.PERSON or not is_pronoun


def _holder_unless_sure(
    mention: Mention, found: Entity | None, annotations: Annotations, knowledge: Knowledge
) -> Entity | None:
    """Who a description means: "the U.S. president" is nobody whose posts are all in France."""
    if mention.kind is not MentionKind.DESCRIPTION or mention.type is not EntityType.PERSON:
        return found
    words = annotations.document.text[mention.span.start : mention.span.end]
    holder = holder_of(words, knowledge, day_of(annotations))
    if holder is None or found is None:
        return holder or found
    elsewhere = knowledge.countries_of(found)
    return holder if elsewhere and not elsewhere & knowledge.countries_of(holder) else found


def _unnamed_holder(
    statement: Statement, annotations: Annotations, knowledge: Knowledge
) -> Entity | None:
    """Who speaks where the text has a post alone: "the British prime minister"."""
    if statement.speaker is not None or len(statement.source) != 1:
        return None
    (span,) = statement.source
    words = annotations.document.text[span.start : span.end]
    return holder_of(words, knowledge, day_of(annotations))
