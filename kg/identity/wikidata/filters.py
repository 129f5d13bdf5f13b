"""Which items and names of a dump go into an index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import SettingsError

_QID = re.compile(r"Q([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What an import keeps.

    Attributes:
        types: numbers of classes, of which an item must be a direct instance (P31) of at least
            one; empty keeps items of any type.
        languages: codes of the languages whose labels and aliases are kept, the first the one to
            show; empty keeps all. Names in Wikidata's "mul" (for many languages) are always kept.
    """

    types: frozenset[int] = frozenset()
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, types: Iterable[str] = (), languages: Iterable[str] = ()) -> Filters:
        """Filters from ids ("Q5") and codes ("en"); SettingsError for what is no id."""
        return cls(frozenset(map(number, types)), tuple(dict.fromkeys(languages)))

    def admits_language(self, language: str) -> bool:
        """Whether names in a language are kept."""
        return not self.languages or language in self.languages or language == "mul"

    def admits_types(self, types: Iterable[int]) -> bool:
        """Whether an item of these types is kept."""
        return not self.types or not self.types.isdisjoint(types)

    def __str__(self) -> str:
        types = [f"Q{each}" for each in sorted(self.types)]
        return json.dumps({"types": types, "languages": list(self.languages)})


def number(qid: str) -> int:
    """The number in the id of an item.

    >>> number("Q42")
    42
    """
    found = _QID.fullmatch(qid)
    if not found:
        raise SettingsError(f'{qid!r} is not the id of a Wikidata item; write it as "Q5"')
    return int(found[1])
