"""Finds the name that each pronoun and description refers back to."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType, Mention, MentionKind
from kg.extraction.mentions.coreference.bodies import described_body, described_group
from kg.extraction.mentions.coreference.context import Context, last_word
from kg.extraction.mentions.coreference.people import People
from kg.extraction.mentions.coreference.persons import described_person
from kg.extraction.mentions.coreference.pronouns import meant_by_pronoun
from kg.extraction.mentions.coreference.salience import UNNAMED, Salience


def with_antecedents(doc: Doc, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with their antecedents; pronouns and descriptions without one are left out.

    Args:
        mentions: all mentions in text order, names among them.
    """
    context = Context(doc, mentions)
    salience = Salience(context, People(context))
    for i, mention in enumerate(mentions):
        if mention.found_by in UNNAMED and (found := _antecedent(salience, i)) is not None:
            salience.chains[i] = found
    keep = [i for i, m in enumerate(mentions) if m.found_by not in UNNAMED or i in salience.chains]
    index = {old: new for new, old in enumerate(keep)} | {None: None}
    return tuple(replace(mentions[i], antecedent=index[salience.chains.get(i)]) for i in keep)


def _antecedent(salience: Salience, i: int) -> int | None:
    """Index of the name that mention `i` refers to, None where that is unsure."""
    mention = salience.context.mentions[i]
    if mention.kind is MentionKind.PRONOUN:
        return meant_by_pronoun(salience, i)
    if mention.found_by == "headline-post":
        return _only_holder(salience.people, last_word(mention).lower())
    if mention.type is EntityType.PERSON:
        return described_person(salience, i)
    if mention.type is EntityType.GROUP:
        return described_group(salience, i)
    return described_body(salience, i)


def _only_holder(people: People, post: str) -> int | None:
    """The only person named in the text who holds the post that a headline mentions."""
    holders = people.holders.get(post, {})
    return next(iter(holders.values())) if len(holders) == 1 else None
