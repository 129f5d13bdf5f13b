"""Tells sentences that are labels: headlines in capitals, names of a paper's sections."""

from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Span as Slice

_DASHES = frozenset({"-", "–", "—", "|", "»", "›"})
_LONGEST = 10
_TITLES = 0.8  # the share of long words with a capital in a headline that has them


@dataclass(frozen=True, slots=True)
class Label:
    """Whether a sentence is a label.

    Attributes:
        in_capitals: whether all its words are in capitals.
        in_title_case: whether its words have capitals, whatever they mean, and none are quoted.
        section_from: the token where the name of a section starts, None where there is none.
    """

    in_capitals: bool
    in_title_case: bool
    section_from: int | None

    def is_section(self, token: int) -> bool:
        """Whether a token is part of a section's name: "World Video" in "CBC – World Video"."""
        return self.section_from is not None and token >= self.section_from


def labels(doc: Doc) -> list[Label]:
    """The label of its sentence for each token."""
    found: list[Label] = []
    for sentence in doc.sents:
        words = [token.text for token in sentence if token.is_alpha and len(token) > 1]
        in_capitals = len(words) > 3 and all(map(str.isupper, words))
        long = [word.istitle() for word in words if len(word) > 3]
        is_plain = not any(token.is_quote for token in sentence)
        in_title_case = is_plain and len(long) > 3 and sum(long) >= _TITLES * len(long)
        found += [Label(in_capitals, in_title_case, _section_from(sentence))] * len(sentence)
    return found


def _section_from(sentence: Slice) -> int | None:
    if len(sentence) >= _LONGEST or any(token.pos_ in ("VERB", "AUX") for token in sentence):
        return None
    return next((token.i + 1 for token in sentence if token.text in _DASHES), None)
