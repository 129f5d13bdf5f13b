"""The mentions of a text where they stand: their words, sentences and quotations."""

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType, Mention, MentionKind
from kg.extraction.extensions import text_of
from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.quotations import outermost, quotations

_MOST_MENTIONS_BACK = 200


class Context:
    """The mentions of one document in text order, looked up by their index.

    Attributes:
        tokens: the words of each, None where it has none.
        sentences: the number of the sentence that each begins in.
        quotes: the number of the outermost quotation that each stands in, None outside any.
        indefinite: by noun, the token where it first stands for somebody new: "an expert".
    """

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc, self.text, self.mentions = doc, text_of(doc), mentions
        self.tokens = [doc.char_span(*m.span, alignment_mode="expand") for m in mentions]
        numbers = [number for number, sentence in enumerate(doc.sents) for _ in sentence]
        self.sentences = [numbers[tokens.start] if tokens else 0 for tokens in self.tokens]
        self.quotes = _quote_numbers(doc, mentions)
        nouns = (token for token in doc if token.pos_ == "NOUN" and not _is_definite(token))
        self.indefinite = {token.lower_: token.i for token in reversed(list(nouns))}

    def before(self, i: int) -> range:
        """The mentions before one, as many as are looked at; keeps the time linear."""
        return range(max(0, i - _MOST_MENTIONS_BACK), i)

    def within(self, i: int) -> Mention | None:
        """The first mention within a description: "Vermont" in "the Vermont senator"."""
        after, end = self.mentions[i + 1 : i + 2], self.mentions[i].span.end
        return next((each for each in after if each.span.end <= end), None)


def is_person(mention: Mention) -> bool:
    """Whether a mention is a person's name."""
    return mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME


def last_word(mention: Mention) -> str:
    """The last word of a mention: a person's family name, the head of a description."""
    return mention.name.rsplit(maxsplit=1)[-1]


def _quote_numbers(doc: Doc, mentions: Sequence[Mention]) -> list[int | None]:
    text = text_of(doc)
    found = outermost(quotations(text, doc._.kg_paragraphs or tuple(paragraphs(text))))
    starts = [quotation.span.start for quotation in found]
    numbers: list[int | None] = []
    for mention in mentions:
        number = bisect_right(starts, mention.span.start) - 1
        inside = number >= 0 and mention.span.start < found[number].span.end
        numbers.append(number if inside else None)
    return numbers


def _is_definite(noun: Token) -> bool:
    determiners = (child for child in noun.lefts if child.dep_ in ("det", "poss"))
    is_known = any(each.lower_ not in ("a", "an", "one", "another") for each in determiners)
    return is_known or noun.dep_ in ("appos", "compound")
