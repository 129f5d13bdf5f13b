"""The words and dependencies of a document as plain lists, for what looks at most of its words.

Lists, because spaCy takes time to find children that grows with the words between them.
"""

from spacy.tokens import Doc


class Parse:
    """Words and dependencies of one document. Tokens are indexes.

    Attributes:
        lower, lemmas, tags, deps: by token; words and lemmas in lower case.
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
        self.heads = [token.head.i for token in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)

    def child(self, token: int, *deps: str) -> int | None:
        """The first dependant with one of these labels."""
        return next((c for c in self.children[token] if self.deps[c] in deps), None)
