"""Tells which names in a document are one body's: "Orrin" and "Orrin Foods Inc"."""

from collections.abc import Iterable

from kg.extraction.mentions.companies import AND
from kg.extraction.wordlists import word_set


def body_keys(names: Iterable[str]) -> dict[str, str]:
    """What the names of one body share, by name: its full name without its legal form.

    A name is short for the only one that starts with it, unless it is itself a company's with its
    form: beside "Orrin Inc" and "Orrin Canada Inc", "Orrin" is the first.
    """
    plain = {name: without_form(name) for name in names}
    whole = {short for name, short in plain.items() if short != name}
    longer: dict[str, set[str]] = {}
    for each in set(plain.values()):
        words = each.split()
        for size in range(1, len(words)):
            longer.setdefault(" ".join(words[:size]), set()).add(each)
    keys = {}
    for name, short in plain.items():
        full = longer.get(short, set())
        keys[name] = next(iter(full)) if len(full) == 1 and short not in whole else short
    return keys


def without_form(name: str) -> str:
    """A company's name without its form and the word for partners: "Finch" of "Finch and Co"."""
    words, forms = name.split(), word_set("no_names", "company_forms")
    while len(words) > 1 and (words[-1].lower().rstrip(".") in forms or words[-1] in AND):
        words.pop()
    return " ".join(words)
