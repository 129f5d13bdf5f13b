"""The mentions of a text where they stand: their words, sentences and quotations."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.extensions import text_of
from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.quotations import outermost, quotations
from kg.extraction.wordlists import word_set

REFERRING, UNNAMED = ("pronoun", "description", "headline-post"), "unnamed"
"""How mentions are found that need an antecedent, and those whom a pronoun alone may mean."""

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
        found = quotations(self.text, doc._.kg_paragraphs or tuple(paragraphs(self.text)))
        quoted = [quotation.span for quotation in outermost(found)]
        self.quotes = [_quote_at(quoted, mention.span.start) for mention in mentions]
        begun = [sentence.start_char - 1 for sentence in doc.sents]
        self._told = list(accumulate(_quote_at(quoted, at) is None for at in begun))
        nouns = [token for token in doc if token.pos_ == "NOUN" and not _is_definite(token)]
        self.indefinite = {token.lower_: token.i for token in reversed(nouns)}

    def distance(self, j: int, i: int) -> int:
        """How many sentences mention `j` is before mention `i`; unless that is in a quotation,
        those that are in one do not count."""
        first, last = self.sentences[j], self.sentences[i]
        return last - first if self.quotes[i] is not None else self._told[last] - self._told[first]

    def inside(self, span: Span) -> range:
        """The mentions that begin in a span."""
        return range(*(bisect_left(self.mentions, at, key=lambda m: m.span.start) for at in span))

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
    words = mention.name.split()
    is_son = len(words) > 1 and words[-1].rstrip(".").lower() in word_set("titles", "generations")
    return words[-2].rstrip(",") if is_son else words[-1]


def is_another(described: Slice) -> bool:
    """Whether a description is of somebody that was not named before: "the new company"."""
    return any(token.text in word_set("descriptions", "others") for token in described)


def _quote_at(quoted: Sequence[Span], at: int) -> int | None:
    number = bisect_right(quoted, at, key=lambda span: span.start) - 1
    return number if number >= 0 and at < quoted[number].end else None


def _is_definite(noun: Token) -> bool:
    determiners = (child for child in noun.lefts if child.dep_ in ("det", "poss"))
    is_known = any(each.lower_ not in ("a", "an", "one", "another") for each in determiners)
    return is_known or noun.dep_ in ("appos", "compound")
