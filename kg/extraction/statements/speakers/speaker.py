"""Finds the mention that speaks: the one that a source means, that the label of a turn names, or
that is the subject beside a quotation."""

from collections.abc import Sequence

from kg.extraction.annotations import EntityType, MentionKind, Span
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.mention_index import MentionIndex
from kg.extraction.statements.speakers.sources import source_head
from kg.extraction.wordlists import word_set

_WHO = "who"
_COMMON = frozenset(("NN", "NNS", "JJ"))
_BRACKETS = frozenset("<(")
_WRITTEN_BY = frozenset(("by", "from"))
_OF_A_BODY = frozenset(("NN", "NNS", "NNP", "NNPS"))
_PLACES = (EntityType.PLACE, EntityType.COUNTRY)


def speaker_of(layout: Layout, index: MentionIndex, source: Sequence[Span]) -> int | None:
    """The mention that a source means, None where there is none.

    It is the longest mention around the head of the source, or the name in apposition to it:
    "his father, Al Roe" means Al Roe. A mention beside the head does not count: "a diplomat of
    Norway" does not mean Norway.
    """
    for span in source:
        head = source_head(layout, span)
        if head is None:
            return _named_at_an_end(layout, index, span, _overlapping(layout, index, source))
        if (meant := _who(layout, index, span, head)) is not None:
            return next(iter(meant), None)
        holding = index.at(layout, head) or _apposed_to(layout, index, head, span)
        if not any(index.is_name(i) for i in holding):
            holding = _apposed(layout, index, head, span) or holding
        if not holding and layout.lemmas[head] in word_set("reporting", "documents"):
            holding = _issuer(layout, index, head)
        if layout.lower[head] in word_set("descriptions", "persons"):
            # "A Democrat" is not the party.
            holding = [i for i in holding if index.type_of(i) is not EntityType.GROUP]
        best = index.longest(holding)
        if best is None and layout.lower[head - 1] in _BRACKETS:
            # What a body is called at the stock exchange: "Orrin Ltd <ORR.L>".
            best = _overlapping(layout, index, (span,))
        if best is not None and _is_named_after(layout, index, best, span):
            best = None
        if (speaker := _named_at_an_end(layout, index, span, best)) is not None:
            return speaker
    return None


def _who(layout: Layout, index: MentionIndex, source: Span, head: int) -> list[int] | None:
    """Whom "who" after a place means: the last person before it in its sentence, and nobody
    where there is none. None for any other source."""
    is_place = any(index.type_of(i) in _PLACES for i in index.at(layout, head))
    if layout.text[slice(*source)].lower() != _WHO or not is_place:
        return None
    first, _ = layout.sentence_of[head]
    before = index.inside((Span(layout.starts[first], source.start),))
    return [i for i in before if index.type_of(i) is EntityType.PERSON][-1:]


def _is_named_after(layout: Layout, index: MentionIndex, place: int, source: Span) -> bool:
    """Whether a place ends a longer name, which means another: Norway in "Transport Norway"."""
    mention = index.mentions[place]
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


def _named_at_an_end(
    layout: Layout, index: MentionIndex, source: Span, best: int | None
) -> int | None:
    """The person whose name ends the source, or begins it before a comma or a preposition, or the
    body after where it is based, else `best`, the mention at its head.

    The parse often takes another word for the head: "Ghent University" in "Ghent University
    historian Al Roe", "Defense" in "Defense Secretary Al Roe", "Bureau" in "Al Roe, head of the
    Trade Bureau" and in "Al Roe of the Trade Bureau".
    """
    if best is not None and index.mentions[best].type is EntityType.PERSON:
        return best
    for i in reversed(index.near(source)):
        mention = index.mentions[i]
        begins = mention.span.start == source.start and mention.span.end < source.end
        if begins and mention.type is EntityType.PERSON and index.is_name(i):
            after = layout.tokens_in(Span(mention.span.end, source.end))[:1]
            is_apart = any(layout.lower[t] == "," or layout.tags[t] == "IN" for t in after)
            return i if is_apart else best
        ends = not layout.text[mention.span.end : source.end].strip(" ,.")
        if ends and layout.text[source.start : mention.span.start].endswith("-based "):
            return i
        if ends and mention.type is EntityType.PERSON and index.is_name(i):
            return best if _is_another(layout, source, layout.tokens_in(mention.span)) else i
    return best


def _is_another(layout: Layout, source: Span, name: range) -> bool:
    """Whether the person whose name ends a source is one beside whom the source means: Roe in "a
    spokesman for Mayor Roe", but not in "Mayor Roe" and "Governor of Ohio Al Roe"."""
    posts = word_set("titles", "posts")
    has_title = layout.lower[name.start - 1] in posts
    preposition, head = layout.heads[name[-1]], source_head(layout, source)
    if layout.deps[name[-1]] != "pobj" or layout.starts[preposition] < source.start:
        return layout.deps[name[-1]] in ("pobj", "poss", "dobj", "conj") and not has_title
    if head is None:
        return True
    if has_title:  # "Department of Works spokesman Al Roe", "a study by Professor Roe"
        return layout.tags[head] != "NNP" and layout.lower[preposition] not in _WRITTEN_BY
    if layout.lower[head] not in posts:
        return True
    is_held = layout.child(head, "det", "poss") is None
    return not (is_held and layout.tags[name.start - 1] in _OF_A_BODY)


def _apposed(layout: Layout, index: MentionIndex, head: int, source: Span) -> list[int]:
    """The names of persons, bodies or groups that stand in apposition to the head."""
    return [
        i
        for token in layout.children_of(head, "appos")
        if layout.ends[token] <= source.end
        for i in index.at(layout, token)
        if index.is_name(i) and index.can_speak(i)
    ]


def _apposed_to(layout: Layout, index: MentionIndex, head: int, source: Span) -> list[int]:
    """The mentions that a source is in apposition to: Roe in "Al Roe, a farmer who said"."""
    is_before = layout.deps[head] == "appos" and layout.ends[head] <= source.start
    return index.at(layout, layout.heads[head]) if is_before else []


def _issuer(layout: Layout, index: MentionIndex, document: int) -> list[int]:
    """The mentions of whose document it is: "the council's report", "a letter from Roe"."""
    owners = layout.children_of(document, "poss", "compound")
    for preposition in layout.children_of(document, "prep"):
        if layout.lower[preposition] in ("from", "by"):
            owners += layout.children_of(preposition, "pobj")
    return next((found for token in owners if (found := index.at(layout, token))), [])


def _overlapping(layout: Layout, index: MentionIndex, source: Sequence[Span]) -> int | None:
    """The mention that has most of a source, and does not only describe the noun after it: "An
    FBI agent" is not the FBI."""
    best, size = None, 0
    for span in source:
        for i in index.near(span):
            mention = index.mentions[i].span
            common = min(mention.end, span.end) - max(mention.start, span.start)
            after = layout.tokens_in(Span(mention.end, span.end))[:1]
            is_part = any(layout.tags[token] in _COMMON for token in after)
            if common > size and not is_part:
                best, size = i, common
    return best


def person_labelled(index: MentionIndex, label: Sequence[Span]) -> int | None:
    """The first person that a turn's label names, else the first of what it names."""
    named = [i for i in index.inside(label) if index.is_name(i)]
    persons = [i for i in named if index.mentions[i].type is EntityType.PERSON]
    return next(iter((*persons, *named)), None)


def source_cited(layout: Layout, index: MentionIndex, attribution: Attribution) -> int | None:
    """The mention that a speaker cites, where an attribution says just that: the agency in
    "she said, citing the agency"."""
    cue = [layout.lower[token] for token in layout.tokens_of(attribution.cue)]
    if cue != ["citing"] or len(attribution.content) > 1:
        return None
    source = speaker_of(layout, index, attribution.content)
    return source if source is not None and index.can_speak(source) else None


def subject_beside(layout: Layout, index: MentionIndex, quotation: Span) -> int | None:
    """The speaker of a quotation without a cue: the person, body or group that is the subject
    of the sentence before it in its paragraph, else of the sentence after it."""
    tokens = layout.tokens_in(quotation)
    if len(tokens) == 0:
        return None
    home = layout.paragraph_of[tokens.start]
    for neighbour in (tokens.start - 1, tokens.stop):
        if 0 <= neighbour < len(layout.heads) and layout.paragraph_of[neighbour] == home:
            found = _subject(layout, index, layout.sentence_of[neighbour])
            if found is not None:
                return found
    return None


def _subject(layout: Layout, index: MentionIndex, sentence: tuple[int, int]) -> int | None:
    for token in range(*sentence):
        if layout.deps[token] == "nsubj" and layout.quote_of[token] == -1:
            able = [i for i in index.at(layout, token) if index.can_speak(i)]
            if able:
                return index.longest(able)
    return None
