"""The mentions of a document, looked up by where they stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.genders import gender_of
from kg.extraction.statements.layout import Layout

_SPEAKERS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)
_NEAR = 200  # mentions; keeps the time linear


class MentionIndex:
    """The mentions of a document, in the order of the text; results are their indexes."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self._longest = max((m.span.end - m.span.start for m in mentions), default=0)

    def type_of(self, mention: int | None) -> EntityType | None:
        """The type of a mention, None for none."""
        return None if mention is None else self.mentions[mention].type

    def is_name(self, i: int) -> bool:
        """Whether a mention is a name, no description or pronoun."""
        return self.mentions[i].kind is MentionKind.NAME

    def can_speak(self, i: int) -> bool:
        """Whether a mention is a person, body or group."""
        return self.mentions[i].type in _SPEAKERS

    def named(self, mention: int) -> Mention | None:
        """The name that a mention is or refers back to, None where it has no name."""
        found = self.mentions[mention]
        if found.antecedent is not None:
            found = self.mentions[found.antecedent]
        return found if found.kind is MentionKind.NAME else None

    def may_be(self, text: str, gender: str, person: int) -> bool:
        """Whether nothing tells that a person is of another gender ("f", "m")."""
        name = self.named(person)
        near = self.mentions[max(0, person - _NEAR) : person + _NEAR]
        same = (m for m in near if name is not None and self._is(m, name))
        return {gender_of(text, each) for each in same} <= {gender, None}

    def _is(self, mention: Mention, name: Mention) -> bool:
        meant = mention if mention.antecedent is None else self.mentions[mention.antecedent]
        return meant.name.split()[-1:] == name.name.split()[-1:]

    def at(self, layout: Layout, token: int) -> list[int]:
        """The mentions that hold a token."""
        word = Span(layout.starts[token], layout.ends[token])
        return [
            i
            for i in self.near(word)
            if self.mentions[i].span.start <= word.start and word.end <= self.mentions[i].span.end
        ]

    def inside(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The mentions inside one of these spans, in order."""
        found: set[int] = set()
        for span in spans:
            first = bisect_left(self._starts, span.start)
            last = bisect_left(self._starts, span.end)
            found.update(i for i in range(first, last) if self.mentions[i].span.end <= span.end)
        return tuple(sorted(found))

    def near(self, span: Span) -> range:
        """The mentions that may overlap a span."""
        first = bisect_left(self._starts, span.start - self._longest)
        return range(first, bisect_right(self._starts, span.end - 1))

    def longest(self, found: Iterable[int]) -> int | None:
        """The longest of some mentions, of several the first; None of none."""
        return max(found, key=lambda i: (self.length(i), -i), default=None)

    def length(self, i: int) -> int:
        """How many characters a mention has."""
        return self.mentions[i].span.end - self.mentions[i].span.start
