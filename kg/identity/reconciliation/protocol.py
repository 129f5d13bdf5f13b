"""The words of the Entity Reconciliation API 0.2: manifest, queries, candidates.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import quote, urlsplit

from kg.errors import ServiceError

_IRI_CHARACTERS = "/:#?=&;,+-._~!$@%"


@dataclass(frozen=True, slots=True)
class Query:
    """A question to a service (section 4.1).

    Attributes:
        type: id of its type in the service, None for any.
        limit: the most candidates that are wanted.
        properties: pairs of the id of a property in the service and its values.
    """

    name: str
    type: str | None = None
    limit: int = 5
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The query as it is sent."""
        found: dict[str, Any] = {"query": self.name, "limit": self.limit}
        if self.type is not None:
            found["type"] = self.type
        if self.properties:
            found["properties"] = [{"pid": pid, "v": list(v)} for pid, v in self.properties]
        return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a service proposes (section 4.2); `score` is on the service's own scale."""

    id: str
    name: str
    types: tuple[str, ...]
    score: float
    match: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Candidates, best first, and the day on which the service gave them (ISO 8601, or "")."""

    candidates: tuple[Candidate, ...]
    day: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a service says of itself (section 3).

    Attributes:
        name: what it calls itself.
        identifier_space: IRI that tells what its ids are, often the prefix of their IRIs.
        view: template of the address of an entry's page, "{{id}}" for the id; None without.
    """

    name: str
    identifier_space: str
    view: str | None

    def iri(self, id: str) -> str | None:
        """The IRI of an entry, None where the service gives no way to make one.

        >>> Manifest("W", "https://www.wikidata.org/entity/", None).iri("Q42")
        'http://www.wikidata.org/entity/Q42'
        """
        if _is_web_address(id):
            return quote(id, safe=_IRI_CHARACTERS)
        if self.identifier_space.endswith(("/", "#", "=")):
            # The one IRI of an item, whatever address the service is used to.
            space = self.identifier_space.replace("https://www.wikidata", "http://www.wikidata")
            return quote(space, safe=_IRI_CHARACTERS) + quote(id, safe="/:._-~")
        if self.view is not None:
            page = self.view.replace("{{id}}", quote(id, safe="/:._-~"))
            return quote(page, safe=_IRI_CHARACTERS)
        return None


def read_json(text: str) -> Any:
    """What a service sent; ServiceError where it is no JSON."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ServiceError("sent no JSON") from error


def read_manifest(sent: Any) -> Manifest:
    """The manifest in a service's answer; ServiceError where it is none."""
    match sent:
        case {"name": str(name), "identifierSpace": str(space)} if _is_web_address(
            space
        ) and _is_unicode(name):
            match sent:
                case {"view": {"url": str(url)}} if _is_web_address(url) and "{{id}}" in url:
                    return Manifest(name, space, url)
            return Manifest(name, space, None)
    raise ServiceError("sent no manifest of a reconciliation service (name, identifierSpace)")


def read_candidates(sent: Any) -> tuple[Candidate, ...] | None:
    """The candidates of one query, best first, None where they are not what section 4.2 says."""
    match sent:
        case {"result": list(results)}:
            found = [_candidate(each) for each in results]
            known = [each for each in found if each is not None]
            if len(known) == len(found):
                return tuple(sorted(known, key=lambda each: (-each.score, each.id)))
    return None


def _candidate(sent: Any) -> Candidate | None:
    match sent:
        case {"id": str(id), "name": str(name)} if id and _is_unicode(id + name):
            score, types = sent.get("score", 0), sent.get("type", [])
            if isinstance(score, bool | str) or not _is_finite(score):
                return None
            types = types if isinstance(types, list) else [types]
            ids = (each.get("id") if isinstance(each, dict) else each for each in types)
            kinds = tuple(each for each in ids if isinstance(each, str))
            return Candidate(id, name, kinds, float(score), sent.get("match") is True)
    return None


def _is_finite(score: Any) -> bool:
    try:
        return math.isfinite(score)
    except (TypeError, OverflowError):
        return False


def _is_unicode(text: str) -> bool:
    """JSON can hold halves of characters, which no IRI and no file can."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _is_web_address(text: str) -> bool:
    if not _is_unicode(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
