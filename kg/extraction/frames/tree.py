"""The parse of a document as frames are read in it."""

from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import text_of
from kg.extraction.text.parse import Parse
from kg.extraction.text.signatures import is_signature


class Tree(Parse):
    """Words, dependencies and types of names of one document.

    Attributes:
        text: the text.
        ents: by token, the type of the name it is in.
    """

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.text: str = text_of(doc)
        self.ents = [token.ent_type_ for token in doc]
        places = doc.to_array([IDX, LENGTH]).tolist()
        self._spans = [(start, start + length) for start, length in places]

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

    def is_signature(self, token: int) -> bool:
        """Whether a token is an agency's signature."""
        return is_signature(self.text, *self.span(token, token))

    def span(self, first: int, last: int) -> Span:
        """The code points from the start of one token to the end of another."""
        return Span(self._spans[first][0], self._spans[last][1])
