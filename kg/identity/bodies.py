"""Finds which organization a name means in one document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extraction import EntityType
from kg.extraction.wordlists import word_set
from kg.identity.entities import Entity
from kg.identity.knowledge import Knowledge
from kg.identity.names import fold, tidy
from kg.identity.places.countries import Country, Lead, countries
from kg.identity.places.senses import namesakes
from kg.identity.slug import slug
from kg.identity.tables import entries

_BRACKETED = re.compile(r"^(?P<long>.+?)\s*\((?P<short>[^()]{2,12})\)$")
_OFFICE = re.compile(r"(department|ministry|office|bureau)-(?:of|for)-(?:the-)?(.+)")
_STATION = re.compile(r"([A-Z]{3,4})-(?:TV|FM|AM)")
_LOWER = re.compile(r"^[a-z]{4,}\s+(?=[A-Z])")  # "federal", but not "al" and "de"
_LONGEST_SHORT_NAME, _LONGEST_STEM = 4, 40  # words


class Bodies:
    """The organizations that a document names in full, to which its short names are matched.

    Args:
        names: all names of organizations in the document, in any order, each with the country that
            the text puts it in; a short form may follow in brackets: "Foreign Press Club (FPC)".
        leading: the country that a name starts with in the document.
    """

    def __init__(
        self, names: Iterable[tuple[str, Country | None]], knowledge: Knowledge, leading: Lead
    ) -> None:
        self._knowledge = knowledge
        self._leading = leading
        self._short: dict[str, str] = {}
        self._generic: dict[str, dict[str, Entity]] = {}
        self._longs: dict[str, str] = {}
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._beginning: dict[str, set[str]] = defaultdict(set)
        self._shortened: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, str] = {}
        for name, country in sorted(set(names), key=lambda each: (each[0], str(each[1]))):
            self._admit(name, country)

    def find(
        self, name: str, country: Country | None = None, beside: Country | None = None
    ) -> Entity | None:
        """The body that a name means; None where the name is too general ("the ministry").

        Args:
            name: as written.
            country: the country that the text says it belongs to.
            beside: the country named right before it, which is taken only for names that bodies of
                many countries have.
        """
        long = self.full_name(_LOWER.sub("", name))
        if known := self._known(long, country):
            return known
        country, rest = self._split(long, country)
        if national := self._national(country or beside, rest):
            return national
        if _is_generic(rest):
            return self._of_a_country(rest)
        words = set(fold(rest).split("-"))  # "School Board", "University": there are many
        return None if words <= word_set("no_names", "common bodies") else _body(rest, country)

    def team(self, name: str) -> Entity:
        """The team with the name of its country, state or town, or in full: "Bergen Sharks"."""
        full = self.starting_with(name) or name
        last = full.split()[-1].lower()
        is_whole = last[-1] in "sx" and last not in word_set("no_names", "media")
        return _body(full if is_whole else name, countries().named(name))

    def starting_with(self, name: str) -> str | None:
        """The only body named in full whose name starts with some words: "Equatorial" gives
        "Equatorial Communications"."""
        fitting = {self.full_name(each) for each in self._beginning.get(fold(name), ())}
        return next(iter(fitting)) if len(fitting) == 1 else None

    def full_name(self, name: str) -> str:
        """The full name that a short name stands for in this document, else the name itself."""
        if name not in self._found:
            self._found[name] = name  # where its full name begins with it: "N.O.Roe (Sugar)"
            self._found[name] = self._full_name(name)
        return self._found[name]

    def _full_name(self, name: str) -> str:
        long, _ = _unbracket(name)
        folded = fold(long)
        if folded in self._short:
            return self._short[folded]
        likely = (self._shortened.get(key, ()) for key in {folded, folded.replace("-", "")})
        fitting = {
            self._longs[full] for fulls in likely for full in fulls if self._stands_for(long, full)
        }
        if not fitting and _is_distinctive(long) and (only := self.starting_with(long)):
            return only
        return fitting.pop() if len(fitting) == 1 else long

    def _stands_for(self, name: str, full: str) -> bool:
        """Whether a name can be short for a full name, which is folded."""
        short = fold(name)
        if full.startswith(short + "-"):
            rest = full[len(short) + 1 :].split("-")
            joined = ("of", "for", "and") if "-" in short else ("of", "for")
            return rest[0] in joined or entries("body_nouns.txt").issuperset(rest)
        nouns = entries("body_nouns.txt") | word_set("no_names", "media")
        is_last, is_name = full.endswith("-" + short), name[:1].isupper()
        is_short = short.rpartition("-")[2] in nouns and not short.startswith("national-")
        if is_name and (is_short or "-" in name):  # "the Board of Education", "the Sun-Times"
            return is_last
        if short.endswith("s") and is_last:  # the team of a town
            return is_name and bool(namesakes(full.removesuffix("-" + short)))
        # "NIS", "BoJ", "AT&T"
        is_acronym = " " not in name and name[-1:].isupper() and sum(map(str.isupper, name)) > 1
        return is_acronym and short.replace("-", "") in self._initials[full]

    def _admit(self, name: str, country: Country | None) -> None:
        long, short = _unbracket(name)
        if short:
            self._short[fold(short)] = long
        country, rest = self._split(long, country)
        for other in _other_forms(rest):
            self._short.setdefault(other, rest)
        if _is_generic(rest):
            if entity := self._known(long, country) or self._national(country, rest):
                self._generic.setdefault(fold(rest), {})[entity.key] = entity
        elif len((plain := without_form(rest)).split()) > 1:
            self._admit_long(rest, plain)
        elif plain != rest:  # "Orrin Inc" is "Orrin", though there is an "Orrin Canada Inc".
            self._short.setdefault(fold(plain), rest if self._known(rest, country) else plain)

    def _admit_long(self, written: str, plain: str) -> None:
        folded = fold(plain)
        self._longs[folded] = plain
        self._initials[folded] |= _initials(plain) | _initials(written)
        words = folded.split("-")
        stems = ["-".join(words[:size]) for size in range(1, min(len(words), _LONGEST_STEM + 1))]
        for stem in stems[:_LONGEST_SHORT_NAME]:
            self._beginning[stem].add(plain)
        ends = ("-".join(words[-size:]) for size in range(1, min(len(words), _LONGEST_SHORT_NAME)))
        for short in {*stems, *ends, fold(plain.split()[-1]), *self._initials[folded]}:
            self._shortened[short].add(folded)

    def _known(self, name: str, country: Country | None) -> Entity | None:
        if (known := self._knowledge.find(name, EntityType.ORGANIZATION)) is None:
            return None
        other = country and known.entity.of_country not in (None, country.entity.key)
        return None if other else known.entity

    def _split(self, name: str, country: Country | None) -> tuple[Country | None, str]:
        """The country that a name starts with, and the rest; the name stays whole, with the given
        country, where the rest cannot stand alone."""
        leading = self._leading(name)
        if leading and (
            leading.possessive or _is_generic(leading.rest) or _is_of_the_us(name, leading.rest)
        ):
            return leading.country, tidy(leading.rest)
        return country, tidy(name)

    def _national(self, country: Country | None, rest: str) -> Entity | None:
        if country is None:
            return None
        known = self._known(rest, country)
        if known and known.of_country == country.entity.key:
            return known
        full = f"{country.attributive} {rest}"
        for name in (full, f"{country.entity.name} {rest}"):
            if listed := self._known(name, country):
                return listed
        return _body(full, country) if _is_generic(rest) and _has_head(rest) else None

    def _of_a_country(self, rest: str) -> Entity | None:
        fitting = self._generic.get(fold(rest), {})
        return next(iter(fitting.values())) if len(fitting) == 1 else None


def without_form(name: str) -> str:
    """A company's name without its legal form, unless nothing distinctive would be left.

    >>> without_form("Kidder Peabody and Co Inc"), without_form("Trading Co")
    ('Kidder Peabody', 'Trading Co')
    """
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in entries("legal_forms.txt"):
        words.pop()
        if len(words) > 1 and words[-1].lower() in ("and", "&"):
            words.pop()
    plain = tidy(" ".join(words))
    common = _common_words().issuperset(map(fold, words))
    return name if common or countries().concerning(plain) else plain


def _is_of_the_us(name: str, rest: str) -> bool:
    """Whether a name is "U.S." and the name of a federal body, to which "U.S." does not belong."""
    owner = fold(tidy(name).removesuffix(tidy(rest)))
    return owner in ("us", "united-states") and _has_head(rest) and len(rest.split()) > 1


def _other_forms(name: str) -> Iterator[str]:
    """What a body is called too, folded: "Employment Department" for "Department of Employment",
    "WXYZ" for "WXYZ-TV", "R.J. Roe" and "Roe" for "R.J. Roe Foods Inc", "Orrin Railways"."""
    if fold(f"{name}s").split("-")[-1] in word_set("no_names", "last words of bodies"):
        yield fold(f"{name}s")
    if found := _OFFICE.fullmatch(fold(name)):
        yield f"{found[2]}-{found[1]}"
    if found := _STATION.fullmatch(name):
        yield fold(found[1])
    first, *rest = without_form(name).split() or [""]
    if first.endswith(".") and len(rest) > 1 and without_form(name) != name:
        yield from (fold(f"{first} {rest[0]}"), fold(rest[0]))


def _body(name: str, country: Country | None) -> Entity:
    name, owner = without_form(name), country.entity.key if country else None
    return Entity(f"organization/{fold(name)}", EntityType.ORGANIZATION, name, of_country=owner)


def _unbracket(name: str) -> tuple[str, str | None]:
    found = _BRACKETED.match(name.strip())
    return (found["long"], found["short"]) if found else (name, None)


def _is_distinctive(name: str) -> bool:
    """Whether a word can stand for a body: "Goldman", but not "American" or "Bank"."""
    common = fold(name) in _common_words() or countries().concerning(name)
    return " " not in name and len(name) > 3 and not common


def _initials(name: str) -> set[str]:
    """The acronyms of a name: with and without the letters of its small words, and of what stands
    after its county or region."""
    words = slug(name).split("-")
    seats = [i for i, word in enumerate(words) if word in word_set("places", "regions")]
    own = words[seats[0] + 1 :] if seats else words
    small = entries("small_words.txt")
    large, rest = ([word[0] for word in each if word not in small] for each in (words, own))
    found = {"".join(large), "".join(word[0] for word in words)}
    found.add("".join(word[0] for word in words if word not in entries("legal_forms.txt")))
    return found | {"".join(rest)} if len(rest) > 2 else found


def _is_generic(name: str) -> bool:
    """Whether bodies of many countries have this name ("Defense Ministry")."""
    return entries("generic_bodies.txt").issuperset(fold(name).split("-"))


@cache
def _common_words() -> frozenset[str]:
    return entries("generic_bodies.txt") | entries("body_nouns.txt")


def _has_head(name: str) -> bool:
    """Whether a generic name has the word for a body in it: "Ministry", but not "Defense"."""
    return not entries("generic_heads.txt").isdisjoint(fold(name).split("-"))
