"""Names known before a document is read, for extraction to look out for."""

from __future__ import annotations

from kg.extraction import EntityType
from kg.identity.knowledge import Knowledge
from kg.identity.mentioned import borne_by_people
from kg.identity.places.countries import countries


def known_names(knowledge: Knowledge) -> dict[str, EntityType]:
    """Names as written, of curated entities, of countries, their capitals and peoples, with the
    type of what they name.

    Names that mean something else in other articles are left out (Austin, Georgia), and so are
    the peoples of one word (Thai), which models know; sorted.
    """
    names = dict.fromkeys(countries().peoples, EntityType.GROUP)
    names |= dict.fromkeys(countries().capitals, EntityType.PLACE)
    names |= dict.fromkeys(countries().written, EntityType.COUNTRY)
    for known in knowledge.entities:
        for name in (known.entity.name, *known.aliases):
            names[name] = known.entity.type
    return {name: names[name] for name in sorted(names) if not borne_by_people(name)}
