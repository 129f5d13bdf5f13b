"""The answers of the service, in the words of the specification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.search import PROPERTIES, EntityHit, Kind, Match, SearchIndex, Sought, Value
from kg.server.reconciliation.manifest import named_property, named_type, type_id
from kg.server.reconciliation.reading import Wanted

_DESCRIBED_BY = ("post", "country")


class Answering:
    """Answers from an index.

    Args:
        index: the index.
        base: the base IRI of its store, below which ids are.
    """

    def __init__(self, index: SearchIndex, base: str) -> None:
        self._index = index
        self._base = base

    def candidates(self, sought: Sequence[Sought]) -> list[dict[str, Any]]:
        """The answers to queries."""
        found = self._index.matcher.find(sought)
        said = self._descriptions(match.iri for each in found for match in each)
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
        said = self._descriptions(hit.iri for hit in found)
        return [
            {
                "id": self._id(hit.iri),
                "name": hit.name,
                "description": said.get(hit.iri, ""),
                "notable": [named_type(type_id(hit.type))],
            }
            for hit in found
        ]

    def _iri(self, id: str) -> str:
        """The IRI of an id, which may be the IRI itself."""
        return id if id.startswith(self._base) else self._base + id

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _descriptions(self, iris: Iterable[str]) -> Mapping[str, str]:
        """What tells entities from their namesakes: a post, and a country."""
        facts = self._index.facts(dict.fromkeys(iris), _DESCRIBED_BY)
        return {
            iri: ", ".join(own[each][0].name for each in _DESCRIBED_BY if each in own)
            for iri, own in facts.items()
        }
