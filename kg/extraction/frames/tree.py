"""The parse of a document as frames are read in it."""

from spacy.attrs import ENT_TYPE, IDX, LENGTH
from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import text_of
from kg.extraction.text.parse import Parse
from kg.extraction.text.signatures import is_signature
from kg.extraction.wordlists import word_set


class Tree(Parse):
    """Words, dependencies and types of names of one document.

    Attributes:
        text: the text.
        ents: by token, the type of the name it is in.
    """

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.text: str = text_of(doc)
        kinds, starts, lengths = doc.to_array([ENT_TYPE, IDX, LENGTH]).T
        self.ents = [doc.vocab.strings[kind] for kind in kinds.tolist()]
        self._spans = list(map(Span, starts.tolist(), (starts + lengths).tolist()))

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
        is_named = self.lower[token] in word_set("frames", "signatures")
        return is_named and is_signature(self.text, *self._spans[token])

    def span(self, first: int, last: int) -> Span:
        """The code points from the start of one token to the end of another."""
        start = self._spans[first]
        return start if first == last else Span(start.start, self._spans[last].end)
