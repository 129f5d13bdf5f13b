"""Claims: what is said, whoever says it and whether it is true or not."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def claim_words(content: str) -> str:
    """The words of a content in lower case, joined by single spaces, without punctuation.

    Equal words make the same claim, so that what several sources say can be compared.

    >>> claim_words("“Troops are  there,” he")
    'troops are there he'
    """
    return " ".join(_WORD.findall(content.casefold())).replace("’", "'")
