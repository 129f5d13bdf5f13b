"""A parsed document as plain lists: its tree, paragraphs, sentences and quotations by token."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import text_of
from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.parse import Parse
from kg.extraction.text.quotations import Quotation, outermost, quotations

TokenRange = tuple[int, int]
SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Limits the time of what goes through sentences; those of news are far shorter.
_LONGEST_SENTENCE = 2000
_BEFORE_SENTENCE = frozenset((".", ":", "''", "``", "-RRB-", "NFP", "_SP"))


class Layout(Parse):
    """Words, tree and layout of one document. Tokens are indexes; ranges of tokens are half-open.

    Attributes:
        starts, ends: by token, where it starts and ends in code points.
        sentence_of: by token, the range of tokens of its sentence.
        paragraphs, paragraph_of: the paragraphs; by token, the index of its paragraph.
        quotes, quote_of: the outermost quotations; by token, the index of its quotation, or -1.
            The marks count as inside.
        all_quotes: all quotations, nested ones among them.
        space: by token, whether it is white space.
    """

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        for clause in list(self._unjoined()):
            self.deps[clause] = "ccomp"
        self.text: str = text_of(doc)
        tokens = list(doc)
        self.starts = [token.idx for token in tokens]
        self.ends = [token.idx + len(token) for token in tokens]
        self.space = [token.is_space for token in tokens]
        self.paragraphs: Sequence[Span] = doc._.kg_paragraphs or tuple(paragraphs(self.text))
        self._paragraph_starts = [paragraph.start for paragraph in self.paragraphs]
        self.paragraph_of = [self.paragraph_at(start) for start in self.starts]
        self.sentence_of = self._sentences()
        self.all_quotes = quotations(self.text, self.paragraphs)
        self.quotes: list[Quotation] = outermost(self.all_quotes)
        self._quote_starts = [quote.span.start for quote in self.quotes]
        found = [self.quote_at(start) for start in self.starts]
        self.quote_of = [-1 if number is None else number for number in found]

    def _unjoined(self) -> Iterator[int]:
        """The clauses that the parser joins to a verb for whose object it takes their subject:
        "sold" in "denied arms have been sold"."""
        for first in filter(self.is_finite, range(len(self.heads))):
            clause = self.heads[first]
            thing = self.child(self.heads[clause], "dobj")
            is_clause = self.deps[clause] == "conj" and self.children[clause][:1] == [first]
            if is_clause and thing is not None and self.edges(thing)[1] == first:
                yield clause

    def _sentences(self) -> list[TokenRange]:
        """The parser's sentences, cut at the ends of paragraphs, and joined again where the parser
        ended one after a word or comma."""
        sentences: list[TokenRange] = []
        start = 0
        for token in range(1, len(self.heads) + 1):
            is_last = token in (len(self.heads), start + _LONGEST_SENTENCE)
            if is_last or self._starts_sentence(token):
                sentences += [(start, token)] * (token - start)
                start = token
        return sentences

    def _starts_sentence(self, token: int) -> bool:
        if self.paragraph_of[token] != self.paragraph_of[token - 1]:
            return True
        return self.doc[token].is_sent_start is True and self.tags[token - 1] in _BEFORE_SENTENCE

    def children_of(self, token: int, *deps: str) -> list[int]:
        """All dependants with one of these labels."""
        return [c for c in self.children[token] if self.deps[c] in deps]

    def edges(self, token: int) -> TokenRange:
        """The range of tokens from the first to the last in the tree below a token."""
        word = self.doc[token]
        return word.left_edge.i, word.right_edge.i + 1

    def tokens_in(self, span: Span) -> range:
        """The tokens that touch a span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def tokens_of(self, spans: Iterable[Span]) -> list[int]:
        """The tokens that touch any of some spans, span by span."""
        return [token for span in spans for token in self.tokens_in(span)]

    def paragraph_at(self, position: int) -> int:
        """The index of the last paragraph that starts at or before a position, 0 before all."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    def quote_at(self, position: int) -> int | None:
        """The index of the outermost quotation, marks included, that holds a position."""
        number = bisect_right(self._quote_starts, position) - 1
        return number if number >= 0 and position < self.quotes[number].span.end else None

    def quotation_at(self, position: int) -> Quotation | None:
        """The outermost quotation, marks included, that holds a position."""
        number = self.quote_at(position)
        return None if number is None else self.quotes[number]

    def span(self, tokens: TokenRange) -> Span:
        """The code points of a range of tokens, without white space around."""
        start, end = tokens
        while start < end and self.space[start]:
            start += 1
        while end > start and self.space[end - 1]:
            end -= 1
        return Span(self.starts[start], self.ends[end - 1]) if start < end else Span(0, 0)

    def goes_on(self, token: int, following: int) -> bool:
        """Whether no paragraph ends and no full stop, colon or comma stands between two tokens."""
        return (
            self.paragraph_of[token] == self.paragraph_of[following]
            and self.tags[following] not in (".", ":", ",", "_SP")
            and not self.space[following]
        )

    def is_verb(self, token: int) -> bool:
        """Whether a token is a verb by its part of speech, but not a modal verb."""
        return self.tags[token].startswith("VB")

    def is_finite(self, token: int) -> bool:
        """Whether a token is a finite verb or a modal verb by its part of speech."""
        return self.tags[token] in ("VBD", "VBP", "VBZ", "MD")

    def is_noun(self, token: int) -> bool:
        """Whether a token is a noun, a name or a pronoun by its part of speech."""
        return self.tags[token].startswith(("NN", "PRP", "WP")) or self.tags[token] in ("CD", "DT")


def without(whole: TokenRange, gaps: Iterable[TokenRange]) -> list[TokenRange]:
    """The parts of a range that are left when gaps are taken out, in order."""
    left: list[TokenRange] = []
    start, end = whole
    for gap_start, gap_end in sorted(gaps):
        if gap_end <= start or gap_start >= end:
            continue
        if gap_start > start:
            left.append((start, gap_start))
        start = max(start, gap_end)
    if start < end:
        left.append((start, end))
    return left
