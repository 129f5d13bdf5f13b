"""Names as the index compares them."""

import re
import unicodedata

# Letters that Unicode does not decompose, and apostrophes and hyphens that writers exchange.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("‘’ʼ`´", "'")
    | dict.fromkeys("‐‑–—", "-")
)
# Only the marks of Latin, Greek and Cyrillic: those of Indic and Japanese are no decoration.
_MARKS = re.compile("[\u0300-\u036f]+")


def name_key(name: str) -> str:
    """A name for exact comparison: NFKC, case folded, diacritics dropped, white space single.

    Applied to its own result it changes nothing.

    >>> name_key(" Łódź  ŻYWIEC"), name_key("Straße"), name_key("김정은")
    ('lodz zywiec', 'strasse', '김정은')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    while (again := _once(folded)) != folded:
        folded = again
    return folded


def _once(name: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFD", name)).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFKC", plain).casefold().split())
