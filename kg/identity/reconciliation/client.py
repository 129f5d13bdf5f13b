"""The client: what is cached is not asked, the rest goes out in batches."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kg.errors import ServiceError
from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.protocol import (
    Answer,
    Manifest,
    Query,
    read_candidates,
    read_json,
    read_manifest,
)
from kg.identity.reconciliation.web import UnreachableError, Web

_MANIFEST = "manifest"
# A service that fails so many batches in a row is left alone.
_MOST_FAILURES = 3


class Client:
    """Asks one reconciliation service.

    Args:
        warn: takes one line for each thing that went wrong.
        refresh: ask again what is cached; the cache still serves where the service fails.
        batch: the most queries in one request.

    Attributes:
        failure: the last line of what went wrong; empty where nothing did.
    """

    def __init__(
        self,
        service: str,
        web: Web,
        cache: Cache,
        warn: Callable[[str], object] = lambda line: None,
        *,
        refresh: bool = False,
        batch: int = 10,
    ) -> None:
        self.service = service
        self._web = web
        self._cache = cache
        self._warn = warn
        self._refresh = refresh
        self._batch = batch
        self.failure = ""

    @property
    def version(self) -> str:
        """A short hash of what the service said of itself and of how often an answer changed."""
        said, _ = self._cache.get(self.service, _MANIFEST) or ("", "")
        return hashlib.sha256(f"{said}\0{self._cache.revision}".encode()).hexdigest()[:16]

    def manifest(self) -> Manifest | None:
        """What the service says of itself; None, and a warning, where it does not say."""
        known = self._cache.get(self.service, _MANIFEST)
        if known is None or self._refresh:
            try:
                reply = self._web.fetch(self.service)
                found = read_manifest(read_json(reply.text))
            except ServiceError as error:
                self._fail(error)
            else:
                self._cache.put(self.service, [(_MANIFEST, reply.text)], reply.day)
                return found
        return None if known is None else read_manifest(read_json(known[0]))

    def answers(self, queries: Iterable[Query]) -> dict[Query, Answer]:
        """The answers to those queries that were answered, now or before.

        A batch that fails costs one warning, and the next one is asked. When the service cannot
        be reached, or fails three times in a row, the rest is not asked. What was answered is
        cached at once.
        """
        asked = list(dict.fromkeys(queries))
        known = {query: answer for query in asked if (answer := self._cached(query)) is not None}
        missing = asked if self._refresh else [query for query in asked if query not in known]
        failures = 0
        for begin in range(0, len(missing), self._batch):
            try:
                known |= self._ask(missing[begin : begin + self._batch])
                failures = 0
            except ServiceError as error:
                self._fail(error)
                failures += 1
                if isinstance(error, UnreachableError) or failures == _MOST_FAILURES:
                    break
        return {query: known[query] for query in asked if query in known}

    def close(self) -> None:
        """Release the connections and the cache."""
        self._web.close()
        self._cache.close()

    def _cached(self, query: Query) -> Answer | None:
        found = self._cache.get(self.service, _question(query))
        candidates = None if found is None else read_candidates(read_json(found[0]))
        return None if found is None or candidates is None else Answer(candidates, found[1])

    def _ask(self, batch: Sequence[Query]) -> dict[Query, Answer]:
        keys = {f"q{index}": query for index, query in enumerate(batch)}
        form = {key: query.as_json() for key, query in keys.items()}
        reply = self._web.fetch(self.service, {"queries": json.dumps(form, ensure_ascii=False)})
        sent: Any = read_json(reply.text)
        if not isinstance(sent, dict):
            raise ServiceError("sent JSON, but no answers to queries")
        found: dict[Query, Answer] = {}
        kept: list[tuple[str, str]] = []
        for key, query in keys.items():
            candidates = read_candidates(sent.get(key))
            if candidates is not None:
                found[query] = Answer(candidates, reply.day)
                kept.append((_question(query), json.dumps(sent[key])))
        self._cache.put(self.service, kept, reply.day)
        if len(found) < len(batch):
            self._fail(ServiceError(f"left {len(batch) - len(found)} of {len(batch)} unanswered"))
        return found

    def _fail(self, error: ServiceError) -> None:
        self.failure = f"{self.service}: {error}"
        self._warn(self.failure)


def _question(query: Query) -> str:
    return json.dumps(query.as_json(), ensure_ascii=False, sort_keys=True)
