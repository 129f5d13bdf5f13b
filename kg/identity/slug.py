"""Makes the readable last part of an entity's key."""

import hashlib
import re
import unicodedata

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "ı": "i", "ß": "ss"}
    | {"Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "Þ": "Th", "þ": "th", "Ð": "D", "ð": "d"}
)


def slug(text: str) -> str:
    """The words of a text in lower-case ASCII letters and digits, joined by single hyphens.

    Accents and apostrophes are dropped. The result is never empty: for a text without ASCII letters
    and digits it is "x-" and 8 hexadecimal digits of its SHA-256.

    >>> slug("Michael O’Hanlon")
    'michael-ohanlon'
    >>> slug("São Tomé & Príncipe")
    'sao-tome-principe'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LETTERS))
    plain = plain.encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words or f"x-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
