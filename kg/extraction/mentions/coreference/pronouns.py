"""Whom a pronoun refers back to: the most salient name before it that fits."""

from kg.extraction.annotations import EntityType
from kg.extraction.genders import gender_of
from kg.extraction.mentions.coreference.context import Context
from kg.extraction.mentions.coreference.salience import REACH, Salience


def meant_by_pronoun(salience: Salience, i: int) -> int | None:
    """Index of the name that pronoun `i` refers to, None where that is unsure; what the pronoun
    tells of the person's gender is noted."""
    context = salience.context
    pronoun = context.mentions[i]
    gender = gender_of(context.text, pronoun)
    found = salience.most_salient(i, pronoun.type, REACH, gender, salience.actors(i))
    if found is not None and pronoun.type is EntityType.GROUP and _may_be_others(context, i):
        return None
    if found is not None and gender:
        salience.people.learn_gender(found, gender)
    return found


def _may_be_others(context: Context, i: int) -> bool:
    """Whether people without a name act before "they" in its sentence, whom it may mean."""
    tokens = context.tokens[i]
    if tokens is None:
        return False
    named = {t.i for j in context.before(i) for t in context.tokens[j] or ()}
    before = context.doc[tokens.sent.start : tokens.start]
    return any(
        t.tag_ == "NNS" and t.dep_ in ("nsubj", "nsubjpass") and t.i not in named for t in before
    )
