"""The gazetteer for extraction: names that are known before a document is read."""

from kg.extraction import EntityType
from kg.extraction.wordlists import word_set
from kg.identity.groups import group_names
from kg.identity.knowledge import Knowledge
from kg.identity.mentioned import borne_by_people
from kg.identity.places.countries import countries
from kg.identity.tables import entries


def known_names(knowledge: Knowledge) -> dict[str, EntityType]:
    """The names of curated entities, countries, capitals, peoples, papers and stations, and of
    ministries, chambers and courts that many countries have, as written, sorted, with the type of
    what they name.

    Names that people have too are left out (Georgia, Paris).
    """
    names = dict.fromkeys((*countries().peoples, *group_names()), EntityType.GROUP)
    names |= dict.fromkeys(countries().capitals, EntityType.PLACE)
    ministries = (f"{word.title()} Ministry" for word in word_set("titles", "departments"))
    files = ("chambers.txt", "firms.txt", "media.txt")
    bodies = (*ministries, *(name for file in files for name in entries(file)))
    names |= dict.fromkeys(bodies, EntityType.ORGANIZATION)
    names |= dict.fromkeys(countries().written, EntityType.COUNTRY)
    for known in knowledge.entities:
        for name in (known.entity.name, *known.aliases):
            names[name] = known.entity.type
    return {name: names[name] for name in sorted(names) if not borne_by_people(name)}
