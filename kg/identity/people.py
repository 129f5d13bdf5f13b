"""Finds which person a name means in one document: a short name means the full name it fits."""

import re
from collections.abc import Iterable, Iterator

from kg.extraction import EntityType
from kg.extraction.wordlists import word_set
from kg.identity.entities import Entity
from kg.identity.knowledge import Knowledge, KnownEntity
from kg.identity.names import fold, folded_entries, untitled
from kg.identity.slug import slug

_ARTICLED = re.compile(r"(?:al|el|ul|ad|ar|as|at)-(\w+)", re.IGNORECASE)
_DIGRAPH = re.compile("(?<=[aou])e(?=[^aeiou-])")
_USUAL_LENGTH = 3  # words of a full name
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

_Index = dict[str, dict[str, Entity]]


class People:
    """The persons that a document names in full, to which its short names are matched.

    Args:
        names: all names of persons in the document, in the order of its text.
        knowledge: has the known persons with their names, and judgements on who is not who.
        mentioned: codes of the countries that the document mentions, which tell namesakes apart.
        together: names of people who share a family name in the text, "Tom and Ada Roe": that name
            alone means another.
    """

    def __init__(
        self,
        names: Iterable[str],
        knowledge: Knowledge,
        mentioned: frozenset[str] = frozenset(),
        together: Iterable[str] = (),
    ) -> None:
        self._together = frozenset(map(fold, together))
        self._called: dict[tuple[str, str], Entity] = {}
        self._knowledge = knowledge
        self._mentioned = mentioned
        self._full: dict[str, Entity] = {}
        self._written: dict[tuple[str, ...], list[tuple[list[str], Entity]]] = {}
        self._family: _Index = {}
        self._given: _Index = {}
        self._inner: _Index = {}
        self._named: dict[str, list[int]] = {}
        plain = [untitled(name) for name in names]
        longest_first = sorted(set(plain), key=lambda name: (-len(name.split()), -len(name), name))
        for name in longest_first:
            if " " in name and fold(name) not in self._full:
                self._admit(name)
        for number, name in enumerate(plain):
            if entity := self._full.get(fold(name)):
                self._named.setdefault(entity.key, []).append(number)

    def find(
        self, name: str, number: int | None = None, gender: str | None = None
    ) -> Entity | None:
        """The person that a name means; None where it fits several, or nobody.

        Args:
            name: as written; a title in it does not count.
            number: how many names of persons stand before it, None where that is unknown. Of
                several who fit, the only one named in full before it is meant, or the one who was
                so named both first and last.
            gender: "f" or "m", where a title before the name tells it.
        """
        short = untitled(name)
        folded = fold(short)
        if found := self._full.get(folded):
            return found
        for index in (self._family, self._given, self._inner):
            if fitting := index.get(folded) or index.get(_without_digraphs(folded)):
                found = self._only(short, _of_gender(fitting, gender), number)
                return self._as_before((folded, gender), found) if gender else found
        known = self._known(short)
        return known.entity if known else None

    def is_full(self, name: str) -> bool:
        """Whether a name is the full name of a person."""
        return fold(untitled(name)) in self._full

    def has_family(self, name: str) -> bool:
        """Whether a name is the family name of exactly one person named in full."""
        return len(self._family.get(fold(untitled(name)), ())) == 1

    def _admit(self, name: str) -> None:
        words = [word for word in name.split() if fold(word) not in _SUFFIXES]
        known = self._known(name)
        if known is None and self._knowledge.namesakes(name, EntityType.PERSON):
            return  # one of several namesakes, and the document does not tell which
        entity = known.entity if known else self._longer(name, words)
        if entity is None:
            entity = Entity(f"person/{slug(name)}", EntityType.PERSON, name)
        self._full[fold(name)] = entity
        self._index(words, entity, known)

    def _index(self, words: list[str], entity: Entity, known: KnownEntity | None) -> None:
        if known and known.family_name:
            families = [known.family_name, *known.aliases]
        else:
            families = [*_families(words), *(known.aliases if known else ())]
        # "Bashar al-Assad" is "Assad" for short.
        families += [found[1] for each in families if (found := _ARTICLED.fullmatch(each))]
        for family in families:
            _put(self._family, family, entity)
        # "von der Leyen" and "Jong Un" are shorter still than a full name.
        for start in range(1, len(words) - 1):
            _put(self._family, " ".join(words[start:]), entity)
        # Of "José Ramírez Soto" both surnames count, the first of them for short.
        for given in {words[0], *words[-2:]}.difference(families):
            _put(self._given, given, entity)
        # "Luiz Inácio Lula da Silva" is known as "Lula".
        for inner in words[1:-1] if len(words) > _USUAL_LENGTH else ():
            _put(self._inner, inner, entity)
        folded = [fold(word) for word in words]
        for word in dict.fromkeys(folded):
            ends = (folded[0], folded[-1], word)
            self._written.setdefault(ends, []).append((folded, entity))

    def _longer(self, name: str, words: list[str]) -> Entity | None:
        """The only person whose longer name this name shortens."""
        apart = self._knowledge.judgements.different(f"person/{slug(name)}")
        fitting = dict(self._family.get(fold(" ".join(words)), {}))
        fitting |= {entity.key: entity for entity in self._shortened(list(map(fold, words)))}
        fits = [each for key, each in fitting.items() if key not in apart]
        fits = [e for e in fits if _generation(name) <= (_generation(e.name) or _SUFFIXES)]
        return fits[0] if len(fits) == 1 else None

    def _shortened(self, words: list[str]) -> Iterator[Entity]:
        """The persons whose longer names some folded words are without their middle names."""
        if len(words) < 2:
            return
        # By the rarest word: a document may have ten thousand names.
        shared = (self._written.get((words[0], words[-1], word), []) for word in words)
        for longer, entity in min(shared, key=len):
            rest = iter(longer)
            if all(word in rest for word in words):
                yield entity

    def _known(self, name: str) -> KnownEntity | None:
        """The curated person of a name; of namesakes, the only one whose country is mentioned."""
        namesakes = self._knowledge.namesakes(name, EntityType.PERSON)
        if len(namesakes) > 1:
            codes = {each: self._knowledge.countries_of(each.entity) for each in namesakes}
            namesakes = tuple(each for each in namesakes if codes[each] & self._mentioned)
        only = namesakes[0] if len(namesakes) == 1 else None
        apart = self._knowledge.judgements.different(f"person/{slug(name)}")
        return None if only and only.entity.key in apart else only

    def _as_before(self, called: tuple[str, str], found: Entity | None) -> Entity | None:
        """Who was found under a family name and title, else who was before: "Ms. Roe" is one."""
        if found:
            self._called[called] = found
        return found or self._called.get(called)

    def _only(self, short: str, fitting: dict[str, Entity], number: int | None) -> Entity | None:
        """The one that fits, or of several the one that knowledge has under this short name, or
        that was both the first and the last to be named before."""
        known = self._knowledge.find(short, EntityType.PERSON)
        if len(fitting) > 1 and known and known.entity.key in fitting:
            return known.entity
        alone = {k: each for k, each in fitting.items() if fold(each.name) not in self._together}
        fitting = alone or fitting
        if len(fitting) > 1 and number is not None:
            before = [(n, key) for key in fitting for n in self._named[key] if n < number]
            ends = {min(before)[1], max(before)[1]} if before else set[str]()
            fitting = {key: each for key, each in fitting.items() if key in ends}
        return next(iter(fitting.values())) if len(fitting) == 1 else None


def _generation(name: str) -> set[str]:
    """What tells a son from his father in a name: "jr" of "Ada Roe Jr."."""
    return set(map(fold, name.split())) & _SUFFIXES


def _put(index: _Index, name: str, entity: Entity) -> None:
    for folded in {fold(name), _without_digraphs(fold(name))}:
        index.setdefault(folded, {})[entity.key] = entity


def _without_digraphs(folded: str) -> str:
    """A folded name with the vowels that stand for umlauts: "schroder" for "schroeder"."""
    return _DIGRAPH.sub("", folded)


def _of_gender(people: dict[str, Entity], gender: str | None) -> dict[str, Entity]:
    """The people with women's ("f") or men's ("m") given names, else those who may have."""
    if gender is None:
        return people
    given = {key: fold(each.name.split()[0]) for key, each in people.items()}
    own, other = ("female", "male") if gender == "f" else ("male", "female")
    sure = {k: e for k, e in people.items() if given[k] in word_set("given_names", own)}
    may = {k: e for k, e in people.items() if given[k] not in word_set("given_names", other)}
    return sure or may


def _families(words: list[str]) -> list[str]:
    """The words of a full name that can be the family name.

    Korean and Chinese names start with it. Where the spelling does not tell the order (Kim
    Campbell, Kim Jong Un), the first and the last word count.
    """
    if len(words) > 1 and fold(words[0]) in folded_entries("family_first.txt"):
        return [words[0]] if "-" in words[1] else [words[0], words[-1]]
    return [words[-1]]
