"""A document as identity looks at it: what stands around a mention, and what else it names."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.extraction import Annotations, EntityType, Mention, MentionKind
from kg.identity.mentioned import countries_mentioned
from kg.identity.names import fold
from kg.identity.places.countries import Country, countries
from kg.identity.tables import lines

_REACH = 40
_LOCATING = (" in", " near", " around", " outside", " throughout")
_DIRECTED = (" at", " from", " to")
_POSSESSIVES = ("’s ", "'s ", "’ ", "' ")
_GAPS = (*_POSSESSIVES, " ")


class Context:
    """Answers what resolving one mention needs to know of its document.

    Attributes:
        mentioned: codes of the countries that the document mentions.
        speaking: indexes of the mentions that speak.
    """

    def __init__(self, annotations: Annotations) -> None:
        self.mentioned = countries_mentioned(annotations)
        self.speaking = {
            mention
            for each in annotations.statements
            for mention in (each.speaker, *each.joint_speakers)
        }
        self._text = annotations.document.text
        self._mentions = annotations.mentions
        self._types: dict[str, set[EntityType]] = defaultdict(set)
        self._ending: dict[int, str] = {}
        for mention in annotations.mentions:
            if mention.kind is MentionKind.NAME:
                self._types[fold(mention.name)].add(mention.type)
            if mention.kind is not MentionKind.PRONOUN:
                self._ending[mention.span.end] = mention.name

    def named(self, type: EntityType) -> list[Mention]:
        """The mentions that name something of a type."""
        return [
            mention
            for mention in self._mentions
            if mention.type is type and mention.kind is MentionKind.NAME
        ]

    def is_ever(self, name: str, type: EntityType) -> bool:
        """Whether the document has a name as one of a type somewhere."""
        return type in self._types[fold(name)]

    def is_located(self, name: str) -> bool:
        """Whether the text is mostly somewhere "in" what goes by a name, or has it in a dateline:
        a stake may be "in" a company."""
        placed = self._placed.get(fold(name), [])
        return 2 * sum(placed) >= len(placed) > 0

    @cached_property
    def _placed(self) -> dict[str, list[bool]]:
        """Of each mention of a place's name, whether it stands where places do."""
        found: dict[str, list[bool]] = defaultdict(list)
        for each in self.named(EntityType.PLACE):
            there = self._before(each).endswith((*_LOCATING, *_DIRECTED))
            found[fold(each.name)].append(there or each.found_by == "dateline")
        return found

    def is_somewhere(self, mention: Mention) -> bool:
        """Whether a mention stands where places do: "in Vladivostok", "Vladivostok police"."""
        after = self.following(mention).lower().split(maxsplit=1)
        of_locals = bool(after) and after[0].strip(".,;") in lines("local_nouns.txt")
        return of_locals or self._before(mention).endswith(_LOCATING)

    def _before(self, mention: Mention) -> str:
        start = mention.span.start
        return f" {self._text[max(0, start - _REACH) : start].rstrip()}".removesuffix(" the")

    def following(self, mention: Mention) -> str:
        """The text right after a mention."""
        return self._text[mention.span.end : mention.span.end + _REACH]

    def written(self, mention: Mention) -> str:
        """A body's name with the acronym that the text puts in brackets after it."""
        following = self.following(mention)
        if following.startswith(" (") and ")" in following:
            short = following[2 : following.index(")")]
            if short.isupper() and short.isalpha():
                return f"{mention.name} ({short})"
        return mention.name

    def country_of(self, mention: Mention) -> Country | None:
        """The country that the mention itself says it belongs to."""
        return self._country(mention.of_country) if mention.of_country else None

    def country_beside(self, mention: Mention) -> Country | None:
        """The country named right before a mention, as in "South Korea’s Foreign Ministry"."""
        return self._beside(mention, _GAPS)

    def owner(self, mention: Mention) -> Country | None:
        """The country whose body a mention is, as in "China’s Communist Party"."""
        bodies = lines("generic_heads.txt") | lines("body_nouns.txt")
        named = not bodies.isdisjoint(fold(mention.name).split("-"))
        return self._beside(mention, _POSSESSIVES) if named else None

    def _beside(self, mention: Mention, gaps: tuple[str, ...]) -> Country | None:
        before = self._text[max(0, mention.span.start - _REACH) : mention.span.start]
        for gap in gaps:
            name = self._ending.get(mention.span.start - len(gap))
            if name and before.endswith(gap):
                return self._country(name)
        return None

    def is_half_of_korea(self, mention: Mention) -> bool:
        """Whether a name is "the North" where the document is about Korea."""
        before = self._text[max(0, mention.span.start - 4) : mention.span.start].lower()
        named = mention.name.lower().startswith("the ") or before == "the "
        return named and countries().in_context(mention.name, self.mentioned) is not None

    def _country(self, name: str) -> Country | None:
        return countries().concerning(name) or countries().in_context(name, self.mentioned)
