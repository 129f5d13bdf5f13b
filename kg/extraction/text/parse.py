"""The words and dependencies of a document as plain lists, for what looks at most of its words.

Lists, because spaCy takes time to find children that grows with the words between them.
"""

from itertools import chain

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, TAG
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
        keys = doc.to_array([LOWER, LEMMA, TAG, DEP]).T.tolist()
        words: dict[int, str] = {key: doc.vocab.strings[key] for key in {*chain(*keys)}}
        self.lower, lemmas, self.tags, self.deps = ([words[k] for k in each] for each in keys)
        self.lemmas = [lemma.lower() for lemma in lemmas]
        away = doc.to_array(HEAD).astype("int64").tolist()
        self.heads: list[int] = [i + each for i, each in enumerate(away)]
        self.children: list[list[int]] = [[] for _ in self.heads]
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)

    def child(self, token: int, *deps: str) -> int | None:
        """The first dependant with one of these labels."""
        for each in self.children[token]:
            if self.deps[each] in deps:
                return each
        return None
