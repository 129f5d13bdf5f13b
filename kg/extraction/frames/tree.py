"""The parse of a document as plain lists, for what looks at most of its words."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extraction.annotations import Span


class Tree:
    """Words and dependencies of one document. Tokens are indexes.

    Attributes:
        lower, lemmas: by token, in lower case.
        tags, deps, ents: by token, its tag, the label to its head, the type of the name it is in.
        heads: by token, the index of its head; that of itself where it has none.
        children: by token, its dependants in order.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        tokens = list(doc)
        self.lower = [token.lower_ for token in tokens]
        self.lemmas = [token.lemma_.lower() for token in tokens]
        self.tags = [token.tag_ for token in tokens]
        self.deps = [token.dep_ for token in tokens]
        self.ents = [token.ent_type_ for token in tokens]
        self.heads = [token.head.i for token in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)

    def child(self, token: int, *deps: str) -> int | None:
        """The first dependant with one of these labels."""
        return next((c for c in self.children[token] if self.deps[c] in deps), None)

    def particle(self, verb: int) -> int | None:
        """The particle of a verb: "out" in "broke out"; but not the "up" of "up to 300"."""
        found = self.child(verb, "prt")
        if found is not None and self.lower[found + 1 : found + 2] == ["to"]:
            return None
        return found

    def edges(self, token: int) -> tuple[int, int]:
        """The first and the last token of the tree below a token."""
        word = self.doc[token]
        return word.left_edge.i, word.right_edge.i

    def is_filling(self, token: int) -> bool:
        """Whether a token is a mark of punctuation or white space."""
        return self.deps[token] == "punct" or self.tags[token] == "_SP"

    def span(self, first: int, last: int) -> Span:
        """The code points from the start of one token to the end of another."""
        word = self.doc[last]
        return Span(self.doc[first].idx, word.idx + len(word))
