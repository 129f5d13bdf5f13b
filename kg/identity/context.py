"""What a document tells about a mention: the words around it, and its other mentions."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from kg.extraction import Annotations, EntityType, Mention, MentionKind
from kg.extraction.wordlists import word_set
from kg.identity.mentioned import countries_mentioned
from kg.identity.names import fold
from kg.identity.places.countries import Country, countries
from kg.identity.tables import entries

_REACH = 80
_LOCATING = (" in", " near", " around", " outside", " throughout")
_ORIGIN = re.compile(
    r"(?:(?:\d|old|both|man|woman|girl|boy|resident|native|,),? (?:from|of)"
    r"|(?:city|mayor|people|residents|suburb|town|village) of)$"
)
_DIRECTED = (" at", " from", " to")
_IN_LIST = (", ", " and ", ", and ")
_LISTED = re.compile(
    r"\b(state|province)s? of (?:[A-Z][\w.]+(?: (?:d[aeo] )?[A-Z]\w+)*(?:,? and |, ))*\Z"
)
_ARTICLE, _NOUN = re.compile(r"\b(?:[Aa]n?|[Tt]he) \Z"), re.compile(" [a-z]")
_SHORT = re.compile(
    r"(?:(?P<sure> \(|, or )|, )(?P<short>(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{1,10}[A-Z])[),]"
)
_GAPS = ("’s ", "'s ", "’ ", "' ", " ")


class Context:
    """What the resolution of a mention asks about its document.

    Attributes:
        mentioned: codes of the countries that the document mentions.
        speaking: indexes of the mentions that speak or hold a post.
        means_else: whether the name of a country means a town or state here, once that is known.
    """

    def __init__(self, annotations: Annotations) -> None:
        self.mentioned = countries_mentioned(annotations)
        self.means_else: Callable[[str], bool] = frozenset[str]().__contains__
        speakers = ((each.speaker, *each.joint_speakers) for each in annotations.statements)
        self.speaking = {mention for each in speakers for mention in each}
        self.speaking |= {each.holder for each in annotations.positions}
        self._text = annotations.document.text
        self._mentions = annotations.mentions
        self._types: dict[str, Counter[EntityType]] = defaultdict(Counter)
        self._ending: dict[int, str] = {}
        self._people_end = {each.span.end for each in self.named(EntityType.PERSON)}
        self._starting = {each.span.start: each.name for each in annotations.mentions}
        for mention in annotations.mentions:
            if mention.kind is MentionKind.NAME:
                self._types[fold(mention.name)][mention.type] += 1
            if mention.kind is not MentionKind.PRONOUN:
                self._ending[mention.span.end] = mention.name

    def named(self, type: EntityType) -> list[Mention]:
        """The names of a type, in text order."""
        names = (each for each in self._mentions if each.kind is MentionKind.NAME)
        return [each for each in names if each.type is type]

    def is_ever(self, name: str, type: EntityType) -> bool:
        """Whether the document has a name with this type somewhere."""
        return type in self._types[fold(name)]

    def is_mostly(self, name: str, type: EntityType) -> bool:
        """Whether more than half of a name's mentions in the document have this type."""
        types = self._types[fold(name)]
        return 2 * types[type] > types.total()

    def is_located(self, name: str) -> bool:
        """Whether a name mostly stands where places do: after "in", "at" and so on, or in a
        dateline. Mostly, because a stake may be "in" a company."""
        named, placed = self._placed.get(fold(name), (0, 0))
        return 2 * placed >= named > 0

    @cached_property
    def _placed(self) -> dict[str, tuple[int, int]]:
        """By folded name, its mentions as a place, and how many of them stand where places do."""
        found: dict[str, tuple[int, int]] = {}
        for each in self.named(EntityType.PLACE):
            there = self._before(each).endswith((*_LOCATING, *_DIRECTED))
            named, placed = found.get(fold(each.name), (0, 0))
            placed += there or each.found_by == "dateline"
            found[fold(each.name)] = named + 1, placed
        return found

    def is_somewhere(self, mention: Mention) -> bool:
        """Whether the words beside a mention are those of a place: "in Vladivostok", "Ada Roe, 40,
        of Vladivostok", "Vladivostok police", "Vladivostok-based"."""
        before, noun = self._before(mention), self._noun_after(mention)
        if noun == "-based" or noun in entries("local_nouns.txt"):
            return True
        return before.endswith(_LOCATING) or bool(_ORIGIN.search(before)) or self._is_from(mention)

    def is_scene(self, mention: Mention) -> bool:
        """Whether the word after a mention is for what happened at a place: "Fallujah fighting"."""
        return self._noun_after(mention) in word_set("places", "happenings")

    def is_modifier(self, mention: Mention) -> bool:
        """Whether a mention stands between an article and a noun: "a Chicago firm"."""
        start = mention.span.start
        has_article = _ARTICLE.search(self._text, max(0, start - 5), start) is not None
        return has_article and _NOUN.match(self._text, mention.span.end) is not None

    def has_locals(self, name: str) -> bool:
        """Whether the document speaks of the people of a place with this name: "a Crafton man",
        "Crafton-based", "the mayor of Crafton"."""
        return fold(name) in self._with_locals

    @cached_property
    def _with_locals(self) -> frozenset[str]:
        named = (each for each in self._mentions if each.kind is MentionKind.NAME)
        return frozenset(fold(each.name) for each in named if self._is_local(each))

    def _is_local(self, mention: Mention) -> bool:
        before = self._before(mention).lower()
        owner = before.removesuffix(" of").split()[-1:] if before.endswith(" of") else []
        noun = self._noun_after(mention)
        return noun == "-based" or not entries("local_nouns.txt").isdisjoint((noun, *owner))

    def _noun_after(self, mention: Mention) -> str:
        """The word right after a mention, in small letters."""
        after = self.following(mention)
        if after.startswith("-based"):
            return "-based"
        words = after.split(maxsplit=1) if after[:1] == " " else []
        word = words[0].strip(".,;").lower() if words else ""
        return word.removesuffix("'s").removesuffix("’s")

    def _is_from(self, mention: Mention) -> bool:
        """Whether a mention is where somebody is from: "Ada Roe of Vladivostok"."""
        end = mention.span.start - len(" of ")
        return self._text[max(0, end) : mention.span.start] == " of " and end in self._people_end

    def together(self, people: Sequence[Mention]) -> Iterator[str]:
        """The names of those who share the family name of the one after them: "Tom and Ada Roe"."""
        for first, second in pairwise(people):
            if first.name.split()[-1] not in self._text[slice(*first.span)]:
                yield from (first.name, second.name)

    def before_comma(self, mention: Mention) -> str | None:
        """The name before a mention, with a comma between them: "Seattle, Washington"."""
        is_after = self._text.endswith(", ", 0, mention.span.start)
        return self._ending.get(mention.span.start - 2) if is_after else None

    def listed_with(self, mention: Mention) -> Iterator[str]:
        """The names right before and after a mention in a list: "Elmsford, Orrin and Brae"."""
        for gap in _IN_LIST:
            before = self._text.endswith(gap, 0, mention.span.start)
            if before and (name := self._ending.get(mention.span.start - len(gap))):
                yield name
            after = self._text.startswith(gap, mention.span.end)
            if after and (name := self._starting.get(mention.span.end + len(gap))):
                yield name

    def _before(self, mention: Mention) -> str:
        start = mention.span.start
        return f" {self._text[max(0, start - _REACH) : start].rstrip()}".removesuffix(" the")

    def region_after(self, mention: Mention) -> str:
        """The text after a place, with what it is before: " state" of "the states of Ohio and"."""
        found = _LISTED.search(self._text, max(0, mention.span.start - _REACH), mention.span.start)
        return f" {found[1]}{self.following(mention)}" if found else self.following(mention)

    def following(self, mention: Mention) -> str:
        """The text right after a mention."""
        return self._text[mention.span.end : mention.span.end + _REACH]

    def written(self, mention: Mention) -> str:
        """The name of a mention, with an acronym that follows in brackets or between commas."""
        found = _SHORT.match(self.following(mention))
        if found and (found["sure"] or re.match(".*".join(found["short"]), mention.name, re.I)):
            return f"{mention.name} ({found['short']})"
        return mention.name

    def country_of(self, mention: Mention) -> Country | None:
        """The country in the mention itself, as in "Norwegian ships"."""
        return self._country(mention.of_country) if mention.of_country else None

    def country_beside(self, mention: Mention) -> Country | None:
        """The country named right before a mention, as in "South Korea’s Foreign Ministry"."""
        before = self._text[max(0, mention.span.start - _REACH) : mention.span.start]
        for gap in _GAPS:
            name = self._ending.get(mention.span.start - len(gap))
            if name and before.endswith(gap):
                return self._country(name)
        return None

    def is_half_of_korea(self, mention: Mention) -> bool:
        """Whether a mention is "the North" or "the South" in a document about Korea."""
        before = self._text[max(0, mention.span.start - 4) : mention.span.start].lower()
        named = mention.name.lower().startswith("the ") or before == "the "
        return named and countries().in_context(mention.name, self.mentioned) is not None

    def _country(self, name: str) -> Country | None:
        if self.means_else(name):
            return None
        return countries().concerning(name) or countries().in_context(name, self.mentioned)
