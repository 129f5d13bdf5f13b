"""Gives given names the family name that they share: "Tom" in "Tom and Ada Roe" is Tom Roe."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.extraction.annotations import EntityType, Mention
from kg.extraction.wordlists import given_names


def with_shared_names(text: str, names: Sequence[Mention]) -> Iterator[Mention]:
    """The names of a text; given names of people before "and" and a full name have the family name
    of that, unless the text names somebody in full with this given name."""
    full = {n.name.split()[0] for n in names if n.type is EntityType.PERSON and " " in n.name}
    for name, after in zip_longest(names, names[1:]):
        is_given = name.type is EntityType.PERSON and name.name.lower() in given_names()
        if is_given and name.name not in full and after and _share(text, name, after):
            name = replace(name, name=f"{name.name} {after.name.split()[-1]}")
        yield name


def _share(text: str, name: Mention, after: Mention) -> bool:
    given, _, family = after.name.partition(" ")
    is_full = after.type is EntityType.PERSON and family and given.lower() in given_names()
    return bool(is_full) and text[name.span.end : after.span.start] in (" and ", " & ")
