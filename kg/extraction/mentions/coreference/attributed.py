"""Who says which words, as the trained tagger found it; that tells whom the mentions there mean."""

from kg.extraction.annotations import EntityType, Span
from kg.extraction.mentions.coreference.context import REFERRING, Context


class Attributed:
    """The mentions of one document that speak, and those in what they say.

    Attributes:
        speakers: the mentions that are sources of statements.
        tellers: by mention in what is told in other words, the bodies named in the source.
        others: by mention those it does not mean: of what is quoted, who says it, and of who
            speaks, those named in what is said. In "'Roe thanked her,' she said" she is neither.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.speakers: set[int] = set()
        self.tellers: dict[int, set[int]] = {}
        self.others: dict[int, set[int]] = {}
        tagged = context.doc._.kg_tagged
        for found in tagged.attributions if tagged else ():
            said = [i for span in found.content for i in context.inside(span)]
            for span in found.source:
                for named in context.inside(span):
                    self._learn(named, self._heads(named, span), said)

    def _learn(self, named: int, speaks: bool, said: list[int]) -> None:
        """Note what follows of the words said from a mention in their source."""
        for i in said:
            is_quoted = self._context.quotes[i] not in (None, self._context.quotes[named])
            if not is_quoted and self._context.mentions[named].type is EntityType.ORGANIZATION:
                self.tellers.setdefault(i, set()).add(named)
            if speaks and is_quoted:
                self.others.setdefault(i, set()).add(named)
            is_near = is_quoted or self._context.sentences[i] == self._context.sentences[named]
            if speaks and is_near and self._context.mentions[i].found_by not in REFERRING:
                self.others.setdefault(named, set()).add(i)
        if speaks:
            self.speakers.add(named)

    def _heads(self, i: int, source: Span) -> bool:
        """Whether a mention in a source speaks: Roe in "Ana Roe, the mayor", not in "Roe's son"."""
        tokens = self._context.tokens[i]
        if tokens is None or tokens.root.dep_ in ("appos", "conj"):
            return tokens is not None
        head = tokens.root.head
        return head == tokens.root or not source.start <= head.idx < source.end
