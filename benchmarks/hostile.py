"""Texts that nobody writes, to see that they take time in proportion to their length."""

from __future__ import annotations

from collections.abc import Callable


def name(number: int) -> str:
    """A word for each number."""
    return "Q" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(4))


# What makes a text of n units, and an n that takes some tenths of a second; what is read in pieces
# of 50,000 characters, or of 2,000 words without an end of a sentence, is longer than one of these.
KINDS: dict[str, tuple[Callable[[int], str], int]] = {
    "quotation marks": (lambda n: "“" * n, 60_000),
    "pairs of single marks": (lambda n: "‘’" * n, 30_000),
    "marks in marks": (lambda n: "“‘" * n, 30_000),
    "nested parentheses": (lambda n: "(" * n + ")" * n, 30_000),
    "one letter": (lambda n: "a" * n, 60_000),
    "letters and marks": (lambda n: "a(" * n, 1_700),
    "white space": (lambda n: " \n" * n, 50_000),
    "spaced quotation marks": (lambda n: "“ " * n, 1_700),
    "spaced parentheses": (lambda n: "( " * n + ") " * n, 850),
    "nested words": (lambda n: "(a " * n + ")" * n, 850),
    "words": (lambda n: "word " * n, 1_700),
    "apostrophes": (lambda n: "the mayors’ cars " * n, 800),
    "names": (lambda n: "Ana Quispe " * n, 700),
    "different names": (
        lambda n: "".join(f"Ana {name(2 * i)} met Ana {name(2 * i + 1)}. " for i in range(n)),
        150,
    ),
    "bodies": (
        lambda n: "".join(f"The {name(2 * i)} Trust met {name(2 * i + 1)} Ltd. " for i in range(n)),
        150,
    ),
    "numbers": (lambda n: "".join(f"About {i} tons of grain cost ${i}. " for i in range(n)), 150),
    "groups": (lambda n: "Peruvian troops " * n, 700),
    "descriptions": (lambda n: "the agency " * n, 700),
    "posts": (lambda n: "Minister Ana Quispe, " * n, 550),
    "sayings": (lambda n: "he said " * n, 700),
    "sayings in sayings": (lambda n: "he said that " * n, 500),
    "sayings without an end": (lambda n: "said it and " * n, 500),
    "statements": (lambda n: "She said 5 troops left on Monday. " * n, 120),
    "quotations": (lambda n: "She said “we can do this.” " * n, 120),
    "paragraphs": (lambda n: "She left.\n" * n, 400),
}
