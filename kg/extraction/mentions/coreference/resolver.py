"""Finds the name that each pronoun and description refers back to."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType, Mention, MentionKind
from kg.extraction.genders import gender_of
from kg.extraction.mentions.coreference.context import REFERRING, UNNAMED, Context, last_word
from kg.extraction.mentions.coreference.descriptions import described_body, described_person
from kg.extraction.mentions.coreference.people import People
from kg.extraction.mentions.coreference.salience import REACH, Salience
from kg.extraction.mentions.references import speaks


def with_antecedents(doc: Doc, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with their antecedents; pronouns and descriptions without one are left out.

    Args:
        mentions: all mentions in text order, names among them.
    """
    context = Context(doc, mentions)
    salience = Salience(context, People(context))
    referring = [i for i, mention in enumerate(mentions) if mention.found_by in REFERRING]
    # Who says a quotation tells who is not meant in it.
    for i in sorted(referring, key=lambda i: context.quotes[i] is not None):
        if (found := _antecedent(salience, i)) is not None:
            salience.chains[i] = found
    named = {i for i, m in enumerate(mentions) if m.found_by not in (*REFERRING, UNNAMED)}
    keep = [i for i in range(len(mentions)) if salience.chains.get(i, i) in named]
    index = {old: new for new, old in enumerate(keep)} | {None: None}
    return tuple(replace(mentions[i], antecedent=index[salience.chains.get(i)]) for i in keep)


def _antecedent(salience: Salience, i: int) -> int | None:
    """Index of the name that mention `i` refers to, None where that is unsure."""
    mention = salience.context.mentions[i]
    if mention.kind is MentionKind.PRONOUN:
        return _of_pronoun(salience, i)
    if mention.found_by == "headline-post":
        holders = salience.people.holders.get(last_word(mention).lower(), {})
        return next(iter(holders.values())) if len(holders) == 1 else None
    is_body = mention.type is EntityType.ORGANIZATION
    return described_body(salience, i) if is_body else described_person(salience, i)


def _of_pronoun(salience: Salience, i: int) -> int | None:
    """The most salient name that fits; what the pronoun tells of the person's gender is noted."""
    pronoun = salience.context.mentions[i]
    gender = gender_of(salience.context.text, pronoun)
    found = salience.most_salient(i, pronoun.type, REACH, gender)
    is_body = pronoun.type is EntityType.ORGANIZATION
    if found is None or (is_body and not _is_of_speaker(salience, found, i)):
        return None
    if gender:
        salience.people.learn_gender(found, gender)
    return found


def _is_of_speaker(salience: Salience, body: int, i: int) -> bool:
    """Whether "it" speaks, or stands in what the body it may mean says: "Orrin said it grew"."""
    tokens, tellers = salience.context.tokens[i], salience.attributed.tellers.get(i, ())
    is_told = salience.key(body) in {salience.key(j) for j in tellers}
    return is_told or (tokens is not None and speaks(tokens.root))
