"""The answers of the service, in the words of the specification."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from kg.search import PROPERTIES, EntityHit, Kind, Match, SearchIndex, Sought, Value
from kg.server.reconciliation.manifest import TYPES, named_property, named_type, type_id
from kg.server.reconciliation.reading import Wanted

_DESCRIBED_BY = dict.fromkeys(TYPES, ("country",)) | {"Person": ("post", "country")}
_LINES = {id: (name, "Type") for id, (_, name) in TYPES.items()} | {
    id: (property.name, "Property") for id, property in PROPERTIES.items()
}


class Answering:
    """Answers from an index; ids are paths below the base IRI of its store."""

    def __init__(self, index: SearchIndex, base: str) -> None:
        self._index = index
        self._base = base

    def candidates(self, sought: Sequence[Sought]) -> list[dict[str, Any]]:
        """The answers to queries."""
        found = self._index.matcher.find(sought)
        said = self._descriptions(match for each in found for match in each)
        return [{"result": [self._candidate(match, said) for match in each]} for each in found]

    def _candidate(self, match: Match, said: Mapping[str, str]) -> dict[str, Any]:
        return {
            "id": self._id(match.iri),
            "name": match.name,
            "description": said.get(match.iri, ""),
            "type": [named_type(type_id(match.type))],
            "score": match.score,
            "match": match.sure,
        }

    def extension(self, wanted: Wanted) -> dict[str, Any]:
        """The answer to a data extension query; where nothing is known a row has no values."""
        iris = {id: self._iri(id) for id in wanted.ids}
        facts = self._index.facts(iris.values(), wanted.properties)
        rows = {
            id: {
                property: [self._cell(property, each) for each in own.get(property, ())]
                for property in wanted.properties
            }
            for id, own in ((id, facts.get(iri, {})) for id, iri in iris.items())
        }
        return {"meta": [named_property(id) for id in wanted.properties], "rows": rows}

    def _cell(self, property: str, value: Value) -> dict[str, Any]:
        kind = PROPERTIES[property].kind
        if kind is Kind.COUNT:
            return {"int": int(value.value)}
        if kind is Kind.TEXT:
            return {"str": value.value}
        id = self._id(value.value)
        return {"id": id, "name": value.name or id}

    def suggestions(self, hits: Iterable[EntityHit]) -> list[dict[str, Any]]:
        """Entities to choose from."""
        found = list(hits)
        said = self._descriptions(found)
        return [
            {
                "id": self._id(hit.iri),
                "name": hit.name,
                "description": said.get(hit.iri, ""),
                "notable": [named_type(type_id(hit.type))],
            }
            for hit in found
        ]

    def flyout(self, id: str) -> dict[str, str] | None:
        """What is shown beside a suggested entity, type or property; None where there is none."""
        lines = _LINES.get(id) or self._lines(id)
        html = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        return {"id": id, "html": html} if html else None

    def _lines(self, id: str) -> tuple[str, ...]:
        hit = self._index.entity(self._iri(id))
        if hit is None:
            return ()
        said = self._descriptions([hit])
        return hit.name, named_type(type_id(hit.type))["name"], said.get(hit.iri, "")

    def _iri(self, id: str) -> str:
        """The IRI of an id, which may be the IRI itself."""
        return id if id.startswith(self._base) else self._base + id

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _descriptions(self, things: Iterable[Match | EntityHit]) -> Mapping[str, str]:
        """What tells entities from their namesakes: a person's post, and a country."""
        types = {thing.iri: type_id(thing.type) for thing in things}
        facts = self._index.facts(types, ("post", "country"))
        return {
            iri: ", ".join(own[each][0].name for each in _DESCRIBED_BY[types[iri]] if each in own)
            for iri, own in facts.items()
        }
