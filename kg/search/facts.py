"""What the index knows of entities beside their names: their properties, for tables."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_SELECT = """
SELECT entity.iri, fact.property, fact.value, fact.name
FROM fact JOIN entity ON entity.id = fact.entity
WHERE entity.iri IN (SELECT value FROM json_each(?))
  AND fact.property IN (SELECT value FROM json_each(?))
ORDER BY entity.iri, fact.property, fact.rowid
"""


class Kind(StrEnum):
    """What the values of a property are: things of the graph, texts, or whole numbers."""

    THING = "thing"
    TEXT = "text"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: what to call it, what its values are, and what type these have if things."""

    name: str
    kind: Kind
    type: str | None = None


PROPERTIES: Mapping[str, Property] = {
    "country": Property("Country", Kind.THING, "Country"),
    "post": Property("Post", Kind.THING, "Post"),
    "link": Property("Link to another knowledge base", Kind.TEXT),
    "statements": Property("Number of statements by it", Kind.COUNT),
    "about": Property("Number of statements about it", Kind.COUNT),
}
"""The properties by id; each has a query in queries/facts."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: a thing's IRI, or a text or number as text; and a thing's name."""

    value: str
    name: str = ""


Facts = Mapping[str, Mapping[str, Sequence[Value]]]


def facts_of(
    connection: sqlite3.Connection, iris: Iterable[str], properties: Iterable[str]
) -> Facts:
    """The values of properties, by IRI of the entity and id of the property.

    What is unknown, entities and properties too, is left out.
    """
    found: dict[str, dict[str, list[Value]]] = {}
    asked = (json.dumps(list(iris)), json.dumps(list(properties)))
    for iri, property, value, name in connection.execute(_SELECT, asked):
        found.setdefault(iri, {}).setdefault(property, []).append(Value(value, name))
    return found
