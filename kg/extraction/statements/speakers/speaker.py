"""Finds the mentions that speak, and those that a content is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.genders import gender_of
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_WHO = "who"
_RELATIVE = frozenset((_WHO, "which", "that", "whom", "whose"))
_LISTED = re.compile(
    r",? (?:(?:and|&) )?(?:the )?|,? (?:and|&) (?:(?!of |for |to |in )[a-z][\w’'-]*,? ){1,5}"
)
_COMMON = frozenset(("NN", "NNS", "JJ"))
_AND = frozenset(("and", "&"))
_HIGHEST = 8
_NEAR = 200  # mentions; keeps the time linear
_PLACES = (EntityType.PLACE, EntityType.COUNTRY)
_SPEAKERS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)


class MentionIndex:
    """The mentions of a document, looked up by where they stand. Results are their indexes."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self._longest = max((m.span.end - m.span.start for m in mentions), default=0)

    def speaker(self, layout: Layout, source: Sequence[Span]) -> int | None:
        """The mention that a source means, None where there is none.

        It is the longest mention around the head of the source, or the name in apposition to it:
        "his father, Al Roe" means Al Roe. A mention beside the head does not count: "a diplomat of
        Norway" does not mean Norway.
        """
        for span in source:
            head = source_head(layout, span)
            if head is None:
                return self._named_at_an_end(layout, span, self._overlapping(layout, source))
            if (meant := self._who(layout, span, head)) is not None:
                return next(iter(meant), None)
            holding = self.at(layout, head)
            if not any(self.is_name(i) for i in holding):
                holding = self._apposed(layout, head, span) or holding
            if not holding and layout.lemmas[head] in word_set("reporting", "documents"):
                holding = self._issuer(layout, head)
            if layout.lower[head] in word_set("descriptions", "persons"):
                # "A Democrat" is not the party.
                holding = [i for i in holding if self.type_of(i) is not EntityType.GROUP]
            best = max(holding, key=lambda i: (self._length(i), -i), default=None)
            if best is not None and self._is_named_after(layout, best, span):
                best = None
            if (speaker := self._named_at_an_end(layout, span, best)) is not None:
                return speaker
        return None

    def _who(self, layout: Layout, source: Span, head: int) -> list[int] | None:
        """Whom "who" after a place means: the last person before it in its sentence, and nobody
        where there is none. None for any other source."""
        is_place = any(self.type_of(i) in _PLACES for i in self.at(layout, head))
        if layout.text[slice(*source)].lower() != _WHO or not is_place:
            return None
        first, _ = layout.sentence_of[head]
        before = self.inside((Span(layout.starts[first], source.start),))
        return [i for i in before if self.type_of(i) is EntityType.PERSON][-1:]

    def type_of(self, mention: int | None) -> EntityType | None:
        """The type of a mention, None for none."""
        return None if mention is None else self._mentions[mention].type

    def named(self, mention: int) -> Mention | None:
        """The name that a mention is or refers back to, None where it has no name."""
        found = self._mentions[mention]
        if found.antecedent is not None:
            found = self._mentions[found.antecedent]
        return found if found.kind is MentionKind.NAME else None

    def may_be(self, text: str, gender: str, person: int) -> bool:
        """Whether nothing tells that a person is of another gender ("f", "m")."""
        name = self.named(person)
        near = self._mentions[max(0, person - _NEAR) : person + _NEAR]
        same = (m for m in near if name is not None and self._is(m, name))
        return {gender_of(text, each) for each in same} <= {gender, None}

    def _is(self, mention: Mention, name: Mention) -> bool:
        meant = mention if mention.antecedent is None else self._mentions[mention.antecedent]
        return meant.name.split()[-1:] == name.name.split()[-1:]

    def labelled(self, label: Sequence[Span]) -> int | None:
        """The first person that a turn's label names, else the first of what it names."""
        named = [i for i in self.inside(label) if self.is_name(i)]
        persons = [i for i in named if self._mentions[i].type is EntityType.PERSON]
        return next(iter((*persons, *named)), None)

    def joint(self, layout: Layout, source: Sequence[Span], speaker: int) -> tuple[int, ...]:
        """The other mentions that a source coordinates with the speaker: B in "A and B"."""
        found: list[int] = []
        for span in source:
            if _AND.isdisjoint(layout.lower[token] for token in layout.tokens_in(span)):
                continue
            token = source_head(layout, span)
            while token is not None and layout.starts[token] < span.end:
                found += sorted(self.at(layout, token), key=self._length)[-1:]
                token = layout.child(token, "conj") or _after_and(layout, token)
            found += self._listed(layout, span, speaker)
        is_person = self._mentions[speaker].type is EntityType.PERSON
        able = _SPEAKERS if is_person else EntityType
        others = dict.fromkeys(i for i in found if i != speaker)
        return tuple(i for i in others if self._mentions[i].type in able)

    def _listed(self, layout: Layout, source: Span, speaker: int) -> list[int]:
        """The names that a source lists beside the speaker, whatever the parse: A in "A and B"."""
        if speaker not in self.inside((source,)):
            return []
        names = [i for i in self.inside((source,)) if self.is_name(i) or i == speaker]
        at = names.index(speaker)
        found: list[int] = []
        for following in (names[at:], names[at::-1]):
            for one, other in pairwise(following):
                first, second = sorted((self._mentions[one].span, self._mentions[other].span))
                if not _LISTED.fullmatch(layout.text, first.end, max(first.end, second.start)):
                    break
                found.append(other)
        return sorted(found)

    def cited(self, layout: Layout, attribution: Attribution) -> int | None:
        """The mention that a speaker cites, where an attribution says just that: the agency in
        "she said, citing the agency"."""
        cue = [layout.lower[token] for token in layout.tokens_of(attribution.cue)]
        if cue != ["citing"] or len(attribution.content) > 1:
            return None
        source = self.speaker(layout, attribution.content)
        able = source is not None and self._mentions[source].type in _SPEAKERS
        return source if able else None

    def _is_named_after(self, layout: Layout, place: int, source: Span) -> bool:
        """Whether a place ends a longer name, which means another: Norway in "Transport Norway"."""
        mention = self._mentions[place]
        if mention.type not in _PLACES or mention.kind is not MentionKind.NAME:
            return False
        before = layout.tokens_in(mention.span)[0] - 1
        return (
            before >= 0
            and layout.starts[before] >= source.start
            and layout.tags[before].startswith("NNP")
            and layout.deps[before] == "compound"
            and not layout.text[layout.ends[before] : mention.span.start].strip(" ")
        )

    def _named_at_an_end(self, layout: Layout, source: Span, best: int | None) -> int | None:
        """The person whose name ends the source, or begins it before a comma, else `best`, the
        mention at its head.

        The parse often takes another word for the head: "Ghent University" in "Ghent University
        historian Al Roe", "Defense" in "Defense Secretary Al Roe", "Bureau" in "Al Roe, head of the
        Trade Bureau".
        """
        if best is not None and self._mentions[best].type is EntityType.PERSON:
            return best
        for i in reversed(self._near(source)):
            mention = self._mentions[i]
            begins = mention.span.start == source.start and mention.span.end < source.end
            if begins and mention.type is EntityType.PERSON and self.is_name(i):
                return i if layout.text[mention.span.end] == "," else best
            ends = not layout.text[mention.span.end : source.end].strip(" ,.")
            if ends and mention.type is EntityType.PERSON and self.is_name(i):
                tokens = layout.tokens_in(mention.span)
                is_holder = layout.lower[tokens[0] - 1] in word_set("titles", "posts")
                is_other = layout.deps[tokens[-1]] in ("pobj", "poss", "dobj", "conj")
                return best if is_other and not is_holder else i
        return best

    def _apposed(self, layout: Layout, head: int, source: Span) -> list[int]:
        """The names of persons, bodies or groups that stand in apposition to the head."""
        return [
            i
            for token in layout.children_of(head, "appos")
            if layout.ends[token] <= source.end
            for i in self.at(layout, token)
            if self.is_name(i) and self._mentions[i].type in _SPEAKERS
        ]

    def _issuer(self, layout: Layout, document: int) -> list[int]:
        """The mentions of whose document it is: "the council's report", "a letter from Roe"."""
        owners = layout.children_of(document, "poss", "compound")
        for preposition in layout.children_of(document, "prep"):
            if layout.lower[preposition] in ("from", "by"):
                owners += layout.children_of(preposition, "pobj")
        return next((found for token in owners if (found := self.at(layout, token))), [])

    def at(self, layout: Layout, token: int) -> list[int]:
        """The mentions that hold a token."""
        return self._holding(Span(layout.starts[token], layout.ends[token]))

    def is_name(self, i: int) -> bool:
        """Whether a mention is a name, no description or pronoun."""
        return self._mentions[i].kind is MentionKind.NAME

    def named_beside(self, layout: Layout, quotation: Span) -> int | None:
        """The speaker of a quotation without a cue: the person, body or group that is the subject
        of the sentence before it in its paragraph, else of the sentence after it."""
        tokens = layout.tokens_in(quotation)
        if len(tokens) == 0:
            return None
        for neighbour in (tokens.start - 1, tokens.stop):
            if 0 <= neighbour < len(layout.heads) and _same_paragraph(layout, tokens, neighbour):
                found = self._subject(layout, layout.sentence_of[neighbour])
                if found is not None:
                    return found
        return None

    def _subject(self, layout: Layout, sentence: tuple[int, int]) -> int | None:
        for token in range(*sentence):
            if layout.deps[token] == "nsubj" and layout.quote_of[token] == -1:
                holding = self.at(layout, token)
                able = [i for i in holding if self._mentions[i].type in _SPEAKERS]
                if able:
                    return max(able, key=lambda i: (self._length(i), -i))
        return None

    def inside(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The mentions inside one of these spans, in order."""
        found: set[int] = set()
        for span in spans:
            first = bisect_left(self._starts, span.start)
            last = bisect_left(self._starts, span.end)
            found.update(i for i in range(first, last) if self._mentions[i].span.end <= span.end)
        return tuple(sorted(found))

    def _near(self, span: Span) -> range:
        first = bisect_left(self._starts, span.start - self._longest)
        return range(first, bisect_right(self._starts, span.end - 1))

    def _holding(self, word: Span) -> list[int]:
        return [
            i
            for i in self._near(word)
            if self._mentions[i].span.start <= word.start and word.end <= self._mentions[i].span.end
        ]

    def _length(self, i: int) -> int:
        return self._mentions[i].span.end - self._mentions[i].span.start

    def _overlapping(self, layout: Layout, source: Sequence[Span]) -> int | None:
        """The mention that has most of a source, and does not only describe the noun after it: "An
        FBI agent" is not the FBI."""
        best, size = None, 0
        for span in source:
            for i in self._near(span):
                mention = self._mentions[i].span
                common = min(mention.end, span.end) - max(mention.start, span.start)
                after = layout.tokens_in(Span(mention.end, span.end))[:1]
                is_part = any(layout.tags[token] in _COMMON for token in after)
                if common > size and not is_part:
                    best, size = i, common
        return best


def _same_paragraph(layout: Layout, tokens: range, neighbour: int) -> bool:
    return layout.paragraph_of[neighbour] == layout.paragraph_of[tokens.start]


def is_written(layout: Layout, noun: int) -> bool:
    """Whether a noun is of what is written down: "prospectus", "figures"."""
    written = word_set("reporting", "documents") | word_set("reporting", "findings")
    return layout.lemmas[noun] in written


def source_head(layout: Layout, source: Span) -> int | None:
    """The token that heads a source; of "who" the noun that it refers back to."""
    tokens = layout.tokens_in(source)
    head = next((t for t in tokens if _is_head(layout, t, tokens)), None)
    if head is None or layout.lower[head] not in _RELATIVE:
        return head
    return _antecedent(layout, head)


def _after_and(layout: Layout, token: int) -> int | None:
    """The name after "and", which the parse may leave out of the phrase: B in "A and B"."""
    following = token + 2
    if following >= len(layout.lower) or layout.lower[token + 1] != "and":
        return None
    return following if layout.tags[following].startswith("NNP") else None


def _is_head(layout: Layout, token: int, tokens: range) -> bool:
    head = layout.heads[token]
    if head == token:
        return _after_and(layout, token) in tokens
    return not tokens.start <= head < tokens.stop


def _antecedent(layout: Layout, pronoun: int) -> int:
    verb = layout.heads[pronoun]
    for _ in range(_HIGHEST):
        if layout.deps[verb] == "relcl":
            return layout.heads[verb]
        verb = layout.heads[verb]
    return pronoun
