"""Tells whether a woman or a man is meant, by pronouns, courtesies, given names and nouns."""

from kg.extraction.annotations import Mention, MentionKind
from kg.extraction.wordlists import word_lists, word_set

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_LONGEST_COURTESY = 12


def gender_of(text: str, person: Mention) -> str | None:
    """The gender ("f", "m") of a person as a pronoun, a noun, the courtesy before a name ("Ms Roe")
    or the given name tells it; None where they do not."""
    if person.kind is MentionKind.PRONOUN:
        return _PRONOUNS.get(person.name.lower())
    if person.kind is MentionKind.DESCRIPTION:
        return noun_gender(person.name.lower())
    given, _, family = person.name.partition(" ")
    return courtesy_gender(text, person) or (given_gender_of(given) if family else None)


def courtesy_gender(text: str, person: Mention) -> str | None:
    """The gender ("f", "m") that the courtesy before a name tells: "Mrs. Roe"."""
    start = person.span.start
    before = text[max(0, start - _LONGEST_COURTESY) : start].split()[-1:]
    genders: dict[str, str] = word_lists("titles")["genders"]
    return genders.get(before[0].rstrip(".").lower()) if before else None


def given_gender_of(given: str) -> str | None:
    """The gender ("f", "m") that a given name suggests."""
    given = given.lower()
    if given in word_set("given_names", "female"):
        return "f"
    return "m" if given in word_set("given_names", "male") else None


def noun_gender(noun: str) -> str | None:
    """The gender ("f", "m") that a noun for a person tells."""
    for gender in ("female", "male"):
        if f" {noun}".endswith(tuple(word_lists("descriptions")[gender])):
            return gender[0]
    return None
