"""Claims: what is said, apart from who says it and whether it is so."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def claim_words(content: str) -> str:
    """The words of a content in lower case, joined by single spaces; empty where there are none.

    Equal words make equal claims, whatever the punctuation, so that statements of several
    sources about one claim meet.

    >>> claim_words("“Troops are  there,” he")
    'troops are there he'
    """
    return " ".join(_WORD.findall(content.casefold())).replace("’", "'")
