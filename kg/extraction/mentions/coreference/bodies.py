"""Which body or group a description refers back to: "the company", "the Norwegian troops"."""

from collections.abc import Collection, Sequence

from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention
from kg.extraction.mentions.coreference.context import last_word
from kg.extraction.mentions.coreference.salience import (
    DESCRIPTION_REACH,
    REACH,
    SPEAKING_REACH,
    Salience,
)
from kg.extraction.mentions.governments import FOUND_BY
from kg.extraction.mentions.references import speaks
from kg.extraction.wordlists import word_lists, word_set


def described_group(salience: Salience, i: int) -> int | None:
    """Index of the last group named with the same noun as description `i`, None without one."""
    mentions = salience.context.mentions
    groups = salience.back(i, EntityType.GROUP, DESCRIPTION_REACH)
    head = last_word(mentions[i])
    return next((name for _, name in groups if last_word(mentions[name]) == head), None)


def described_body(salience: Salience, i: int) -> int | None:
    """Index of the body that description `i` refers to, None where that is unsure.

    It is the last one with a word for such a body in its name; a business is the most salient one
    before, unless others have the word; and an agency that speaks may be any body.
    """
    mentions, tokens = salience.context.mentions, salience.context.tokens[i]
    # The last token, because that made it a description: "bank" in "the 12-bank".
    if tokens is None or _is_another_body(tokens):
        return None
    head = tokens[-1].lower_
    kinds = word_lists("descriptions")["organizations"].get(head, ())
    names = [n for _, n in salience.back(i, EntityType.ORGANIZATION, DESCRIPTION_REACH)]
    fitting = [name for name in names if _has_word(mentions[name], kinds)]
    if head in word_set("descriptions", "businesses"):
        return _business(salience, i, names, fitting)
    if fitting and not _are_of_several_countries([mentions[name] for name in fitting]):
        return fitting[0]
    if speaks(tokens.root) and head in word_set("descriptions", "speaking"):
        return salience.most_salient(i, EntityType.ORGANIZATION, SPEAKING_REACH)
    return None


def _business(
    salience: Salience, i: int, names: Sequence[int], fitting: Sequence[int]
) -> int | None:
    """The most salient of the bodies whose names fit, or of all where none does; else the last one
    that fits."""
    own = {salience.key(name) for name in fitting}
    others = frozenset(key for key in map(salience.key, names) if own and key not in own)
    others |= salience.actors(i)
    found = salience.most_salient(i, EntityType.ORGANIZATION, REACH, others=others)
    return found if found is not None or not fitting else fitting[0]


def _are_of_several_countries(bodies: Sequence[Mention]) -> bool:
    """Whether some bodies are governments, and not all of one country."""
    return len({body.of_country for body in bodies if body.found_by == FOUND_BY}) > 1


def _is_another_body(described: Slice) -> bool:
    """Whether a description is of a body that was not named before: "the new company", "the firm of
    Finch and Orrin"."""
    others = word_set("descriptions", "others")
    is_named_next = described.doc[described.end : described.end + 1].text == "of"
    return is_named_next or any(token.lower_ in others for token in described)


def _has_word(mention: Mention, words: Collection[str]) -> bool:
    return any(word.strip(".").lower() in words for word in mention.name.split())
