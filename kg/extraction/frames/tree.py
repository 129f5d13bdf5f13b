"""The parse of a document as frames are read in it."""

from spacy.attrs import ENT_TYPE, IDX, LENGTH
from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import text_of
from kg.extraction.mentions.datelines import find_datelines
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
        for start, end in find_datelines(doc):
            self._set_apart(start, end)
        for verb in (v for v, tag in enumerate(self.tags) if tag in ("VBD", "VBN")):
            if self.lemmas[verb] in word_set("frames", "done to people"):
                self._set_voice(verb)

    def _set_apart(self, start: int, end: int) -> None:
        """Takes the place of a dateline out of its sentence, whose subject stands behind it: "Roe"
        in "OSLO, Norway — Roe left"."""
        for place in (t for t in range(start, end) if self.deps[t].startswith("nsubj")):
            dash = next((c for c in self.children[place] if self.tags[c] == ":"), end)
            behind = (c for c in self.children[place] if c > dash and self.deps[c] == "appos")
            if (subject := next(behind, None)) is not None:
                self.deps[subject], self.heads[subject] = self.deps[place], self.heads[place]
                self.children[place].remove(subject)
                self.children[self.heads[place]].append(subject)
                self.children[self.heads[place]].sort()
            self.deps[place] = "dep"

    def _set_voice(self, verb: int) -> None:
        """Reads a deed as done to its subject where it has no object, as in "Roe shot in Oslo", and
        as done by it where it has one: "A blast in Oslo killed Roe"; but not "Roe shot at Poe"."""
        subject, aux = self.child(verb, "nsubj"), self.child(verb, "aux", "auxpass", "ccomp")
        verbs = [verb, *(c for c in self.children[verb] if self.deps[c] == "conj")]
        things = [c for each in verbs for c in self.children[each] if self.deps[c] == "dobj"]
        named = {f"{self.lemmas[verb]} {self.lower[c]}" for c in self.children[verb]}
        if aux is not None or not named.isdisjoint(word_set("frames", "done by people")):
            return
        if all(self.ents[c] in ("DATE", "TIME") or self.lower[c] == "times" for c in things):
            if subject is not None and self.tags[subject].startswith(("N", "CD")):
                self.deps[subject] = "nsubjpass"
        elif subject is not None:
            self.tags[verb] = "VBD"
        elif self.deps[verb] == "acl" and self.deps[self.heads[verb]] == "ROOT":
            self.tags[verb] = "VBG"  # as if it were "a blast killing Roe"

    def particle(self, verb: int) -> int | None:
        """The particle of a verb: "out" in "broke out"; but not "up" in "up to 300" nor "over" in
        "over the weekend"."""
        found = self.child(verb, "prt")
        if found is None or self.lower[found + 1 : found + 2] == ["to"]:
            return None
        is_time = self.lower[found : found + 2] == ["over", "the"]
        return None if is_time and self.ents[found + 2] == "DATE" else found

    def edges(self, token: int) -> tuple[int, int]:
        """The first and the last token of the tree below a token, a unit's number among them."""
        is_unit = self.tags[token - 1] == "CD" and self.lemmas[token] in word_set("frames", "units")
        first, word = self.doc[token - is_unit].left_edge.i, self.doc[token]
        return min(first, word.left_edge.i), word.right_edge.i

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
