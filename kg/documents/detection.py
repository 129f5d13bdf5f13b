"""Detects single-byte encodings, and only where the result is nearly certain."""

import re

from charset_normalizer import from_bytes

# The first that fits is taken: English text that is not Unicode is mostly Windows-1252. Where
# another fits too, the two differ in letters about which the text itself gives no evidence.
_ENCODINGS = ("cp1252", "mac_roman", "cp1250", "cp1251")

_LEAST_COHERENCE = 0.3
_MOST_ODD = 0.05

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = re.compile(r"[^\W_]*[^\W_\x00-\x7f][^\W_]*")
_SIGN = re.compile(r"[^\w\x00-\x7f]")
_INSIDE_WORDS = "’–—…·\xa0\xad"
_SIGNS = _INSIDE_WORDS + "“”‘«»¿¡€£¥§©®™°•×±"
_NUMBER_PARTS = re.compile(r"[0-9]*[½¼¾]|[A-Za-z]+[²³]")


def detect_single_byte(data: bytes) -> str | None:
    """The text of bytes in a single-byte encoding; None where the encoding is uncertain.

    An encoding is certain if charset-normalizer recognises a language in the text, no control
    characters are in it, and nearly all characters beyond ASCII stand where a writer would put
    them: letters in words of ordinary case, signs not inside words.
    """
    for name in _ENCODINGS:
        match = from_bytes(data, cp_isolation=[name]).best()
        if match is None or match.encoding != name:
            continue
        text = data.decode(name)
        orderly = match.coherence >= _LEAST_COHERENCE and not _CONTROL.search(text)
        if orderly and _is_natural(text):
            return text
    return None


def is_broken_utf8(data: bytes) -> bool:
    """Whether bytes that do not decode as UTF-8 were meant to be UTF-8.

    Text of another encoding hardly ever holds well-formed sequences of UTF-8.
    """
    read = data.decode("utf-8", "replace")
    faults = read.count("\ufffd")
    whole = sum(character > "\x7f" for character in read) - faults
    return whole > 0 and whole >= faults


def _is_natural(text: str) -> bool:
    words = [_is_natural_word(match[0]) for match in _WORD.finditer(text)]
    signs = [_is_natural_sign(text, match.start()) for match in _SIGN.finditer(text)]
    odd = words.count(False) + signs.count(False)
    return odd <= _MOST_ODD * (len(words) + len(signs))


def _is_natural_word(word: str) -> bool:
    if not word.isalpha():
        return _NUMBER_PARTS.fullmatch(word) is not None
    if len(word) == 1:
        return word in "àÀ" or "а" <= word.lower() <= "я"
    return word[1:].islower() or word.isupper()


def _is_natural_sign(text: str, at: int) -> bool:
    if text[at] in _INSIDE_WORDS:
        return True
    inside = text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
    return text[at] in _SIGNS and not inside
