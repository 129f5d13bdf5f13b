"""Says what makes it doubtful that a document can be read: its language, or markup in its text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from kg.documents.document import Document
from kg.documents.streams import shown

_DATA = Path(__file__).parent / "data" / "languages.yaml"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[lr][sd]quo|nbsp|amp|quot|[mn]dash);")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,500}\}\}")
_LEAST_WORDS = 20
_MUCH = 3000  # characters, of which a text's language is seen
_LEAST_SHARE = 0.08


def doubt(document: Document) -> str | None:
    """A line on what makes a document doubtful, None for nothing; names its path."""
    found = []
    if not is_english(document.text):
        found.append("is not in English, as far as its words tell; what is read of it is not right")
    if _TEMPLATE.search(document.text):
        found.append("was saved before its script filled it in ({{…}} stands in it); save it again")
    if _ENTITY.search(document.text):
        found.append(
            "holds HTML entities like &amp; or &nbsp;, which stay in quoted text; unescape it"
        )
    return f"{shown(document.path)}: the text {'; it '.join(found)}" if found else None


def is_english(text: str) -> bool:
    """Whether a text may be English: True for one of too few words to tell.

    By the alphabet, and by the small words of some twenty languages.
    """
    words = [word.lower() for word in _WORD.findall(text[:_MUCH])]
    if len(words) < _LEAST_WORDS:
        return sum(map(len, words)) < _LEAST_WORDS or _is_latin(words)
    if not _is_latin(words):
        return False
    english, others = _small_words()
    own = sum(word in english for word in words)
    other = max(sum(word in small for word in words) for small in others)
    return other <= 2 * own or other < _LEAST_SHARE * len(words)


def _is_latin(words: list[str]) -> bool:
    letters = "".join(words)
    return 2 * len(_LATIN.findall(letters)) > len(letters)


@cache
def _small_words() -> tuple[frozenset[str], list[frozenset[str]]]:
    with _DATA.open(encoding="utf-8") as file:
        loaded = yaml.safe_load(file)
    return frozenset(loaded["english"]), [frozenset(words) for words in loaded["others"]]
