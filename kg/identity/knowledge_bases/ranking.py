"""Which of the entries that bear a name is meant: those of the fitting type, ranked.

An entry weighs what its popularity says (one more than that), times what speaks for or against
it in the document. The share of its weight in that of all entries, and of someone of the name
whom the knowledge base does not have, is its score: so an obscure namesake wins only where the
document supports it, and nobody does where two are as likely. This is the prior by popularity
times compatibility with the context of entity linking (Ganea and Hofmann, Deep Joint Entity
Disambiguation, EMNLP 2017, section 3), with weights set by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction import EntityType
from kg.identity.knowledge_bases.base import Entry, KnowledgeBase
from kg.identity.posts import title_words

SURE = 0.8  # the least score of a link

_NOBODY = 3.0  # the weight of a namesake without an entry
_SAME_PLACE = 1000.0
_POST = 5.0
_OWN_COUNTRY, _OTHER_COUNTRY = 4.0, 0.1
_COUNTRY_MENTIONED, _COUNTRY_UNMENTIONED = 2.0, 0.5
_RELATED = 3.0
_ALIAS = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document tells of an entity that it names; others are known by their links' IRIs.

    Attributes:
        country: the country that it belongs to.
        countries: the countries that the document mentions.
        entities: whatever else in the document is linked.
        titles: titles of the posts that the document gives the person.
        geonames: the place in GeoNames.
    """

    country: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    geonames: str | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry with its score (0 to 1), whether it is the most popular of those that fit, and
    what speaks for it, for people to read."""

    entry: Entry
    score: float
    most_popular: bool
    reasons: tuple[str, ...]


def rank(name: str, type: EntityType, evidence: Evidence, base: KnowledgeBase) -> list[Ranked]:
    """The entries of a type that go by a name, the likeliest first."""
    fitting = base.lookup(name, type)
    weighed = [(each, *_weight(each, evidence, base)) for each in fitting]
    total = _NOBODY + sum(weight for _, weight, _ in weighed)
    ranked = [
        Ranked(each, round(weight / total, 2), each is fitting[0], reasons)
        for each, weight, reasons in weighed
    ]
    return sorted(ranked, key=lambda each: (-each.score, -each.entry.popularity))


def sure_entry(
    name: str, type: EntityType, evidence: Evidence, base: KnowledgeBase
) -> Ranked | None:
    """The entry that a name means; None where that is not sure."""
    ranked = rank(name, type, evidence, base)
    return ranked[0] if ranked and ranked[0].score >= SURE else None


def _weight(entry: Entry, evidence: Evidence, base: KnowledgeBase) -> tuple[float, tuple[str, ...]]:
    weight, reasons = entry.popularity + 1.0, ["name"]
    for reason, factor in _factors(entry, evidence, base):
        weight *= factor
        if factor > 1:
            reasons.append(reason)
    return weight, tuple(reasons)


def _factors(entry: Entry, evidence: Evidence, base: KnowledgeBase) -> Iterable[tuple[str, float]]:
    if entry.by_alias:
        yield "alias", _ALIAS
    if entry.countries:
        yield "country", _of_countries(frozenset(entry.countries), evidence)
    if evidence.geonames is not None and entry.geonames is not None:
        same = evidence.geonames == entry.geonames
        yield "GeoNames", _SAME_PLACE if same else 1 / _SAME_PLACE
    if not evidence.entities.isdisjoint(entry.related):
        yield "other entities", _RELATED
    if evidence.titles and entry.posts and _holds(entry, evidence.titles, base):
        yield "post", _POST


def _of_countries(countries: frozenset[str], evidence: Evidence) -> float:
    if evidence.country:
        return _OTHER_COUNTRY if countries.isdisjoint(evidence.country) else _OWN_COUNTRY
    if not evidence.countries:
        return 1.0
    mentioned = not countries.isdisjoint(evidence.countries)
    return _COUNTRY_MENTIONED if mentioned else _COUNTRY_UNMENTIONED


def _holds(entry: Entry, titles: tuple[str, ...], base: KnowledgeBase) -> bool:
    held = [title_words(post.name) for post in base.entries(entry.posts).values()]
    return any(title_words(title) <= words for title in titles for words in held)
