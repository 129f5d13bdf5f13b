"""Finds owners in texts that have lost their apostrophes: "Orrins" for "Orrin's"."""

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Doc

_NOUNS = frozenset({"ADJ", "NOUN", "NUM", "PROPN"})


def without_owners(
    doc: Doc, names: Iterable[tuple[int, int]], forms: Collection[str], known: Collection[str] = ()
) -> Iterator[int]:
    """Where each name starts without its owner: in "Orrins Elmsford" with "Elmsford". A name that
    is an owner alone starts where it ends, for nothing is left of it.

    Args:
        names: the tokens [start, end) of names.
        forms: what the document's names read.
        known: names that are not owners, though they end with "s".
    """
    lost = not any("'" in token.text or "’" in token.text for token in doc)
    for start, end in names:
        ends = (i for i in range(end - 1, start - 1, -1) if lost and doc[i].text.endswith("s"))
        owners = (i for i in ends if any(each.pos_ in _NOUNS for each in doc[i + 1 : i + 2]))
        texts = ((i, doc[start : i + 1].text) for i in owners)
        own = (i for i, text in texts if text[:-1] in forms and text not in known)
        yield next(own, start - 1) + 1
