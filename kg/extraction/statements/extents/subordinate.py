"""Sources that are not the cue's own: whom another quotes, or what the parse takes for another."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.constructions.sources import phrase, trimmed
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_QUOTE = frozenset(("cite", "quote"))
_INSIDE = frozenset(("pobj", "prep", "amod", "acl", "dobj"))
_FARTHEST, _REPORT = 25, 6


def with_quoted(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution of whom another quotes: "Roe" of "the Post quoted Roe as saying it rained"."""
    cue = layout.tokens_of(attribution.cue)
    if (found := _quoting(layout, cue)) is None:
        return attribution
    verb, said = found
    subject = layout.child(verb, "nsubjpass")
    if said == verb + 2 and (subject is None or cue[-1] == said):
        return attribution  # nobody stands between "quoted" and "as", or all is in the cue
    quoted = (verb + 1, said - 1) if subject is None else layout.edges(subject)
    first = Span(min(attribution.cue[0].start, layout.starts[verb]), layout.ends[verb])
    content = _around(attribution.content, Span(first.start, layout.ends[said]))
    if not content:
        return attribution
    source = (layout.span(trimmed(layout, quoted)),)
    said_as = layout.span((said - 1, said + 1))
    return replace(attribution, source=source, cue=(first, said_as), content=content)


def _quoting(layout: Layout, cue: Sequence[int]) -> tuple[int, int] | None:
    """The verb that quotes, and the one after "as", where a cue ends with one of them or right
    after the first: "quoted" and "saying" of "quoted Roe as saying"."""
    before = range(max(0, cue[0] - _FARTHEST), cue[-1] + 1) if cue else range(0)
    verb = next((t for t in reversed(before) if layout.lemmas[t] in _QUOTE), None)
    if verb is None:
        return None
    after = range(verb + 2, min(verb + _FARTHEST, len(layout.tags)))
    said = next((t for t in after if layout.tags[t] == "VBG" and layout.lower[t - 1] == "as"), None)
    return (verb, said) if said is not None and cue[-1] in (verb, verb + 1, said) else None


def _around(content: Sequence[Span], gap: Span) -> tuple[Span, ...]:
    """The parts of a content before a gap, and what others have behind it."""
    parts = (s if s.end <= gap.start else Span(max(s.start, gap.end), s.end) for s in content)
    return tuple(span for span in parts if span.start < span.end)


def with_teller(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution of who tells it, not of whom he tells: "a clerk" of "a clerk told Poe"."""
    cue, source = layout.tokens_of(attribution.cue), layout.tokens_of(attribution.source)
    verb = next((t for t in cue if layout.lemmas[t] == "tell"), 0)
    noun = verb - 1
    while layout.deps[noun] in _INSIDE and layout.heads[noun] < noun:
        noun = layout.heads[noun]
    if not verb or (source and source[0] < verb) or not layout.is_noun(noun):
        return attribution
    teller = phrase(layout, noun, verb) if layout.quote_of[noun] == -1 else None
    return replace(attribution, source=(layout.span(teller.tokens),)) if teller else attribution


def without_topic(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution without the noun before its source that something is said of: "police", and "A
    man", "was shot" of "A man police say was shot" or of "A man, police say, was shot"."""
    source, cue = layout.tokens_of(attribution.source), layout.tokens_of(attribution.cue)
    content = layout.tokens_of(attribution.content)
    if len(source) < 3 or not cue or not content or not layout.is_finite(content[0]):
        return attribution
    comma = next((token for token in source[1:-1] if layout.lower[token] == ","), None)
    nouns = [token for token in source[1:-1] if layout.tags[token] == "NN"]
    is_one = layout.lower[source[0]] in ("a", "an") and layout.tags[source[-1]] in ("NNS", "NNPS")
    is_next = source[-1] + 1 == cue[0] and content[0] == cue[-1] + 1 + (comma is not None)
    if not is_next or (comma is None and not (nouns and is_one)):
        return attribution
    end = nouns[-1] + 1 if comma is None else comma
    topic, teller = (source[0], end), (end + (comma is not None), source[-1] + 1)
    whole = (layout.span(topic), *attribution.content)
    return replace(attribution, source=(layout.span(teller),), content=whole)


def with_denied(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution of reports that are denied: "reports" of "denied reports saying it rained"."""
    cue = layout.tokens_of(attribution.cue)
    alleged = word_set("reporting", "alleged") | word_set("reporting", "documents")
    if len(cue) != 1 or layout.tags[cue[0]] != "VBG" or not layout.is_noun(cue[0] - 1):
        return attribution
    before = range(cue[0] - 1, max(-1, cue[0] - _REPORT), -1)
    noun = next((t for t in before if layout.lemmas[t] in alleged), None)
    denial = None if noun is None else cue_verb(layout, layout.heads[noun])
    if noun is None or denial is None or denial.cue.stance != "Denies":
        return attribution
    return replace(attribution, source=(layout.span((layout.edges(noun)[0], noun + 1)),))
