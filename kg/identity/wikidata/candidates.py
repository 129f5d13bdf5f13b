"""Which of the items that bear a name is meant: candidates of the fitting type, ranked.

A candidate weighs what its popularity says (one more than its pages in Wikimedia projects),
times what speaks for or against it in the document. The share of its weight in that of all
candidates, and of someone of the name whom Wikidata does not have, is its score: so an obscure
namesake wins only where the document supports it, and nobody does where two are as likely. This
is the prior by popularity times compatibility with the context of entity linking (Ganea and
Hofmann, Deep Joint Entity Disambiguation, EMNLP 2017, section 3), with weights set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction import EntityType
from kg.identity.posts import title_words
from kg.identity.wikidata import Candidate, Index

SURE = 0.8  # the least score of a link

_HUMAN, _ORGANIZATION = 5, 43229
_NOBODY = 3.0  # the weight of a namesake without an item
_SAME_PLACE = 1000.0
_POST = 5.0
_OWN_COUNTRY, _OTHER_COUNTRY = 4.0, 0.1
_COUNTRY_MENTIONED, _COUNTRY_UNMENTIONED = 2.0, 0.5
_RELATED = 3.0
_ALIAS = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document tells of an entity that it names; items are numbers.

    Attributes:
        country: the country that it belongs to.
        countries: the countries that the document mentions.
        entities: whatever else in the document is linked.
        titles: titles of the posts that the document gives the person.
        geonames: the place's number in GeoNames.
    """

    country: int | None = None
    countries: frozenset[int] = frozenset()
    entities: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (0 to 1), whether it is the most popular of the fitting ones,
    and what speaks for it, for people to read."""

    candidate: Candidate
    score: float
    most_popular: bool
    reasons: tuple[str, ...]


def rank(name: str, type: EntityType, evidence: Evidence, index: Index) -> list[Ranked]:
    """The items of a type that go by a name, the likeliest first."""
    fitting = [each for each in index.lookup(name) if fits(each, type, index)]
    weighed = [(each, *_weight(each, evidence, index)) for each in fitting]
    total = _NOBODY + sum(weight for _, weight, _ in weighed)
    ranked = [
        Ranked(each, round(weight / total, 2), each is fitting[0], reasons)
        for each, weight, reasons in weighed
    ]
    return sorted(ranked, key=lambda each: (-each.score, -each.candidate.sitelinks))


def choose(name: str, type: EntityType, evidence: Evidence, index: Index) -> Ranked | None:
    """The item that a name means; None where that is not sure."""
    ranked = rank(name, type, evidence, index)
    return ranked[0] if ranked and ranked[0].score >= SURE else None


def fits(candidate: Candidate, type: EntityType, index: Index) -> bool:
    """Whether an item can be of a type: people are human, organizations below that class, and
    places have coordinates. Nothing else is linked by its name."""
    if type is EntityType.PLACE:
        return candidate.latitude is not None and _HUMAN not in candidate.types
    if type is EntityType.PERSON:
        return _HUMAN in candidate.types
    return type is EntityType.ORGANIZATION and _ORGANIZATION in index.classes(candidate.types)


def _weight(
    candidate: Candidate, evidence: Evidence, index: Index
) -> tuple[float, tuple[str, ...]]:
    weight, reasons = candidate.sitelinks + 1.0, ["name"]
    for reason, factor in _factors(candidate, evidence, index):
        weight *= factor
        if factor > 1:
            reasons.append(reason)
    return weight, tuple(reasons)


def _factors(candidate: Candidate, evidence: Evidence, index: Index) -> Iterable[tuple[str, float]]:
    if not candidate.by_label:
        yield "alias", _ALIAS
    if candidate.countries:
        yield "country", _of_countries(frozenset(candidate.countries), evidence)
    if evidence.geonames is not None and candidate.geonames is not None:
        same = evidence.geonames == candidate.geonames
        yield "GeoNames", _SAME_PLACE if same else 1 / _SAME_PLACE
    if not evidence.entities.isdisjoint(candidate.related):
        yield "other entities", _RELATED
    if evidence.titles and candidate.posts and _holds(candidate, evidence.titles, index):
        yield "post", _POST


def _of_countries(countries: frozenset[int], evidence: Evidence) -> float:
    if evidence.country is not None:
        return _OWN_COUNTRY if evidence.country in countries else _OTHER_COUNTRY
    if not evidence.countries:
        return 1.0
    mentioned = not countries.isdisjoint(evidence.countries)
    return _COUNTRY_MENTIONED if mentioned else _COUNTRY_UNMENTIONED


def _holds(candidate: Candidate, titles: tuple[str, ...], index: Index) -> bool:
    held = [title_words(label) for label in index.labels(candidate.posts).values()]
    return any(title_words(title) <= words for title in titles for words in held)
