"""Tells which documents are in English, by what they declare or else by their words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from kg.documents.document import Document
from kg.documents.streams import shown
from kg.errors import InputError, LeftOut

_ENGLISH = re.compile(r"en(?:g|glish)?(?:[-_].*)?", re.IGNORECASE)
# A code of BCP 47, but for those that name no language.
_OTHER = re.compile(r"(?!und|mul|mis|zxx)[a-z]{2,3}(?:[-_].*)?", re.IGNORECASE)
_KEEP = "`--any-language` keeps"
_SHOWN = 3

_PIECE = 300  # characters
_MOST_PIECES = 8
# By how much another language must be likelier, as logarithms: per character, and as a whole. Of
# 29,000 pieces of English news, with its tables and lists of names, none comes to the first; of
# texts in ten other languages none stays below twice that.
_LIKELIER, _LIKELIER_IN_ALL = 0.75, 40


def in_english(found: Iterable[Document | InputError]) -> Iterator[Document | InputError]:
    """What one file gave, without the documents in other languages: these cost one line."""
    names: list[str] = []
    path = ""
    for each in found:
        if isinstance(each, InputError) or (language := foreign_language(each)) is None:
            yield each
        elif each.record is None:
            reason = f"is not in English ({language}) and left out; {_KEEP} it"
            yield LeftOut(shown(each.path), reason)
        else:
            path = each.path
            names.append(each.record) if len(names) < _SHOWN else names.append("")
    if names:
        which = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
        yield LeftOut(
            shown(path), f"{len(names)} of its records ({which}) are not in English and left out; "
            f"{_KEEP} them"
        )  # fmt: skip


def foreign_language(document: Document) -> str | None:
    """The language of a document that is not in English, as it declares or as its words tell."""
    declared = (document.metadata.language or "").strip()
    if _ENGLISH.fullmatch(declared):
        return None
    return declared if _OTHER.fullmatch(declared) else detected_foreign(document.text)


@lru_cache(maxsize=1)  # what is read with doubt is asked for twice
def detected_foreign(text: str) -> str | None:
    """The code of the language that the larger part of a text is in, where it is not English.

    None where the text is too short to be certain. Of a long text, pieces from all of it are read.
    """
    pieces = [text[at : at + _PIECE].lower() for at in range(0, len(text), _PIECE)]
    step = -(-len(pieces) // _MOST_PIECES) or 1
    if _detector().classify("".join(pieces[::step]))[0] == "en":
        return None  # most texts, at a tenth of the cost of what follows
    languages = [(_foreign(piece), len(piece)) for piece in pieces[::step]]
    foreign = sum(length for language, length in languages if language is not None)
    if 2 * foreign <= sum(length for _, length in languages):
        return None
    return max((each for each in languages if each[0]), key=lambda each: each[1])[0]


def _foreign(piece: str) -> str | None:
    scores = dict(_detector().rank(piece))
    best = max(scores, key=lambda language: scores[language])
    lead = scores[best] - scores["en"]
    return best if lead > max(_LIKELIER * len(piece), _LIKELIER_IN_ALL) else None


@cache
def _detector() -> Any:
    # Imported here because it takes half a second, and some inputs declare their language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
