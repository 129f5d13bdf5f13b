"""A reconciliation service as a knowledge base, which a build can link by."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import ServiceError, SettingsError
from kg.extraction import EntityType
from kg.identity.knowledge_bases.base import Entry
from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.decision import Sureness, sure_candidate
from kg.identity.reconciliation.protocol import Candidate, Query
from kg.identity.reconciliation.web import Manners, Web

DEFAULT_CACHE = Path("kb/reconciliation.sqlite")
# A people, troops or officials are seldom an entry of a knowledge base: only where asked for.
LOOKED_UP = frozenset(EntityType) - {EntityType.GROUP}

_SURE = 100.0  # the popularity of what the service is sure of: no namesake comes near


class Service:
    """Answers from the cache where it has them, so that a build repeated needs no network.

    The service decides by the name alone which of its entries is meant.

    Args:
        types: the entity types to look up, each with the id of that type in the service, None to
            leave it open; empty for all but groups.

    Raises:
        ServiceError: the service says nothing of itself, now or before.
    """

    def __init__(self, client: Client, types: Mapping[EntityType, str | None]) -> None:
        manifest = client.manifest()
        if manifest is None:
            raise ServiceError(client.failure)
        self._client = client
        self._manifest = manifest
        self._types = types or dict.fromkeys(LOOKED_UP)
        self._sureness = Sureness()
        self.name = f"{manifest.name} {client.service}"
        self.space = manifest.iri("") or ""

    @property
    def version(self) -> str:
        """A short hash that changes with the service's description of itself, and when an answer
        that was asked for again is another one."""
        return self._client.version

    def lookup(self, name: str, type: EntityType | None = None, limit: int = 50) -> list[Entry]:
        """The candidates for a name, first the one that is sure, where one is; ServiceError where
        the service gave no answer."""
        if type is not None and type not in self._types:
            return []
        query = Query(name, self._types[type] if type else None)
        answer = self._client.answers([query]).get(query)
        if answer is None:
            raise ServiceError(self._client.failure)
        sure = sure_candidate(answer, self._sureness)
        ordered = sorted(answer.candidates, key=lambda each: each is not sure)
        entries = (self._entry(each, each is sure) for each in ordered[:limit])
        return [each for each in entries if each is not None]

    def entries(self, iris: Iterable[str]) -> Mapping[str, Entry]:
        """Nothing: a service is asked for names alone."""
        return {}

    def close(self) -> None:
        """Release the connection and the cache."""
        self._client.close()

    def _entry(self, candidate: Candidate, sure: bool) -> Entry | None:
        iri = self._manifest.iri(candidate.id)
        if iri is None:
            return None
        score = self._sureness.score(candidate)
        description = ", ".join((*candidate.types, f"score {score:g}"))
        return Entry(iri, candidate.name, description, _SURE if sure else score)


def open_service(place: str) -> Service:
    """A service, from its address and the types to look up: "https://… Person=Q5 Place";
    ServiceError where it cannot be asked, SettingsError for no address, or no such type."""
    address, *types = place.split() or [""]
    if not address.startswith(("http://", "https://")):
        raise SettingsError(f"{address or 'reconciliation'}: give the address of a service, as in "
                            "reconciliation:https://example.org/reconcile")  # fmt: skip
    return Service(Client(address, Web(Manners()), Cache(DEFAULT_CACHE)), types_asked(types))


def types_asked(written: Iterable[str]) -> dict[EntityType, str | None]:
    """The types to look up, with their ids in the service, from "Person=Q5" or "Person";
    SettingsError where there is no such type."""
    found: dict[EntityType, str | None] = {}
    for name, _, id in (each.partition("=") for each in written):
        if name not in list(EntityType):
            raise SettingsError(f"no type {name!r}; choose from {', '.join(EntityType)}")
        found[EntityType(name)] = id or None
    return found
