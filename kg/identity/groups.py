"""Finds groups (peoples, troops, lawmakers, officials) and the country they belong to."""

import re
from functools import cache

from kg.extraction import EntityType
from kg.extraction.wordlists import word_set
from kg.identity.entities import Entity
from kg.identity.names import fold, tidy
from kg.identity.places.countries import Country, Lead, countries
from kg.identity.tables import rows

_COUNTED = re.compile(
    r"^(?:(?:some|several|many|more|few|these|those|all|about|around|a|an|of)\s+|[\d.,]+\s+)+",
    re.IGNORECASE,
)


def find_group(
    name: str, country: Country | None, leading: Lead, written: str | None = None
) -> Entity | None:
    """The group that a name means, None where it is too general ("officials").

    Args:
        name: as written: "North Koreans", "the North’s troops", "Republicans".
        country: the country that the text says it belongs to.
        leading: the country that a name starts with in the text.
        written: the word for the country in the name, such as "Seoul" in "Seoul officials".
    """
    plain = _COUNTED.sub("", tidy(name)) or tidy(name)
    plain = _plurals().get(plain.lower(), plain)
    if people := countries().by_people.get(fold(plain)):
        return _group(plain, people)
    if led := leading(plain):
        return _group(f"{led.country.adjective} {_common(led.rest)}", led.country)
    if country:
        rest = tidy(plain.removeprefix(written or "")) if plain != written else plain
        return _group(f"{country.adjective} {_common(rest)}", country)
    return _group(plain, None) if plain[:1].isupper() else None


def _common(rest: str) -> str:
    """A group's noun in lower case, where it is a common one: "Officials"."""
    plain = tidy(rest)
    is_common = plain.split()[-1].lower() in word_set("descriptions", "groups")
    return plain.lower() if is_common else plain


def group_names() -> frozenset[str]:
    """The names of groups that are no country's people, and the words for a member of one."""
    return frozenset(name for row in rows("groups.csv") for name in row.values())


@cache
def _plurals() -> dict[str, str]:
    """The names of groups, by the words for a member and by the adjective."""
    return {row["written"].lower(): row["group"] for row in rows("groups.csv")}


def _group(name: str, country: Country | None) -> Entity:
    key = f"group/{fold(name)}"
    return Entity(key, EntityType.GROUP, name, of_country=country.entity.key if country else None)
