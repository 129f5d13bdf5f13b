"""Peoples, troops, lawmakers, officials: groups, and the country they belong to."""

from __future__ import annotations

import re

from kg.extraction import EntityType
from kg.identity.countries import Country, countries
from kg.identity.entities import Entity
from kg.identity.names import fold, tidy
from kg.identity.slug import slug

_COUNTED = re.compile(
    r"^(?:(?:some|several|many|more|few|these|those|all|about|around|a|an|of)\s+|[\d.,]+\s+)+",
    re.IGNORECASE,
)


def find_group(
    name: str, country: Country | None, mentioned: frozenset[str], written: str | None = None
) -> Entity | None:
    """The group that a name denotes, None where it could be anybody's ("officials").

    Args:
        name: as written: "North Koreans", "the North’s troops", "Republicans".
        country: the country that the text says it belongs to, None if it says none.
        mentioned: codes of the countries that the document mentions.
        written: how the name says which country, such as "Seoul" in "Seoul officials".
    """
    plain = _COUNTED.sub("", tidy(name)) or tidy(name)
    if people := countries().by_people.get(fold(plain)):
        return _group(plain, people)
    if leading := countries().leading(plain, mentioned):
        return _group(f"{leading.country.adjective} {tidy(leading.rest)}", leading.country)
    if country:
        rest = tidy(plain.removeprefix(written or "")) if plain != written else plain
        return _group(f"{country.adjective} {rest}", country)
    return _group(plain, None) if plain[:1].isupper() else None


def _group(name: str, country: Country | None) -> Entity:
    key = f"group/{slug(name)}"
    return Entity(key, EntityType.GROUP, name, of_country=country.entity.key if country else None)
