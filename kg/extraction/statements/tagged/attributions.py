"""Attributions by the trained tagger: the construction of each, and which are none."""

from collections.abc import Container, Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Form, Span
from kg.extraction.statements.avowals import weighed
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import listener
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.extents import subordinate
from kg.extraction.statements.extents.completing import completed
from kg.extraction.statements.joining import missed, parted
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.tagged.contents import content_of, tells
from kg.extraction.statements.tagged.cues import whole_cue
from kg.extraction.statements.tagged.sources import source_of
from kg.extraction.tagger.span_decoding import TaggedAttribution

_LONGEST_READ = 8
# Of attributions that the parse does not have, six in seven without a source are wrong below the
# first score, and four in five that may be deeds below the second.
_SURE_OF_NOBODY, _SURE_OF_DEED = 0.3, 0.4
_SURE_OF_NONE = 0.1  # Such cues end no content.


def with_constructions(
    layout: Layout, found: Sequence[TaggedAttribution], parsed: Sequence[Attribution]
) -> list[Attribution]:
    """The tagger's attributions, each with its construction.

    Construction and concept are those of the parse's attribution with the same cue, where there is
    one. Contents without a cue are left out: free-standing quotations are found by their marks.
    """
    by_cue = {
        token: attribution
        for attribution in reversed(parsed)
        for token in layout.tokens_of(attribution.cue)
    }
    with_cue = [each for each in found if each.cue]
    own = {token for each in with_cue for token in layout.tokens_of(each.cue)}
    likely = [each.cue for each in with_cue if each.sure is None or each.sure > _SURE_OF_NONE]
    cues = {token for cue in likely for token in layout.tokens_of(cue)} | by_cue.keys()
    made = (_with_construction(layout, each, by_cue, cues) for each in with_cue)
    kept = [each for each in made if each is not None]
    others = [each for each in parsed if own.isdisjoint(layout.tokens_of(each.cue))]
    return [*parted(layout, kept, others), *missed(layout, kept, others)]


def _with_construction(
    layout: Layout, tagged: TaggedAttribution, by_cue: dict[int, Attribution], cues: Container[int]
) -> Attribution | None:
    """None where the content tells nothing, or where the tagger is unsure and the parse has no
    attribution with this cue."""
    cue = whole_cue(layout, tagged.cue)
    tokens = layout.tokens_of(cue)
    parsed = [by_cue[token] for token in reversed(tokens) if token in by_cue]
    same = next(iter(parsed), None)
    if same is not None and _is_turned(tagged, same):
        tagged = replace(tagged, source=same.source, content=same.content)
    if denial := next((each for each in parsed if _denies(each, cue[-1])), None):
        same, cue, tagged = denial, denial.cue, replace(tagged, content=denial.content)
    told = listener(layout, layout.tokens_of(cue))
    source, content = (
        tuple(span for span in spans if told not in layout.tokens_in(span))
        for spans in (source_of(layout, tagged, same), content_of(layout, tagged))
    )
    if not any(tells(layout, span) for span in content):
        return None
    attribution = Attribution(source, cue, content, Construction.INDIRECT, tagged.score)
    attribution = replace(attribution, kind=tagged.kind, sure=tagged.sure)
    attribution = subordinate.without_topic(layout, completed(layout, attribution, same, cues))
    attribution = subordinate.with_denied(layout, subordinate.with_teller(layout, attribution))
    attribution = subordinate.with_quoted(layout, _with_read(layout, attribution))
    attribution = replace(attribution, sure=weighed(layout, attribution, same))
    if same is not None:
        return replace(attribution, found_by=same.found_by, concept=same.concept)
    if _is_doubtful(layout, attribution):
        return None
    return replace(attribution, found_by=_construction_of(layout, attribution, tokens))


def _denies(attribution: Attribution, cue: Span) -> bool:
    """Whether the parse has what is denied in the content and the tagger in the cue: "claims"."""
    denies = attribution.concept is not None and attribution.concept.stance == "Denies"
    is_thing = attribution.found_by is Construction.OBJECT and bool(attribution.source)
    return denies and is_thing and cue.overlaps(attribution.content[0])


def _is_turned(tagged: TaggedAttribution, same: Attribution) -> bool:
    """Whether the tagger takes who speaks for what is said, or the other way round: "the firm" and
    "Roe" in "the firm said Roe, who left, will be back"."""
    if not (tagged.content and same.source and same.content and same.found_by.is_clausal):
        return False
    inner, outer = (tagged.content, same.source)
    if tagged.source and same.source[-1].end <= tagged.cue[0].start < tagged.source[0].start:
        inner, outer = tagged.source, same.content
    return outer[0].start <= inner[0].start and inner[-1].end <= outer[-1].end


def _with_read(layout: Layout, attribution: Attribution) -> Attribution:
    """With the verb before a quotation in the cue: "issued a note which read", "“…”"."""
    cue, content = attribution.cue, attribution.content
    tokens = layout.tokens_in(content[0]) if content else range(0)
    quoted = next((t for t in tokens if layout.quote_of[t] != -1), tokens.start)
    is_next = bool(tokens) and cue[-1].end <= content[0].start
    is_next = is_next and not layout.text[cue[-1].end : content[0].start].strip()
    words = range(tokens.start, quoted)
    if not (is_next and 1 < len(words) < _LONGEST_READ and layout.tags[words[0]] == "WDT"):
        return attribution
    read = Span(cue[-1].start, layout.ends[words[1]])
    said = Span(layout.starts[quoted], content[0].end)
    return replace(attribution, cue=(*cue[:-1], read), content=(said, *content[1:]))


def _is_doubtful(layout: Layout, attribution: Attribution) -> bool:
    if not attribution.source and attribution.score < _SURE_OF_NOBODY:
        return True
    return attribution.score < _SURE_OF_DEED and _may_be_deed(layout, attribution)


def _may_be_deed(layout: Layout, attribution: Attribution) -> bool:
    """Whether an attribution may say what somebody did: its cue is not in the lexicon and its
    content has no verb ("ratified", "the treaty")."""
    has_verb = any(map(layout.is_verb, layout.tokens_of(attribution.content)))
    is_quoted = form_of(layout, attribution) is not Form.INDIRECT
    return not (has_verb or is_quoted) and concept_of(layout, attribution.cue) is None


def _construction_of(layout: Layout, attribution: Attribution, cue: Sequence[int]) -> Construction:
    """The construction by the form of cue and content, where the parse has none."""
    if [layout.lower[token] for token in cue] == [":"]:
        return Construction.HEADLINE
    tags = [layout.tags[token][:2] for token in cue]
    if "VB" not in tags:
        is_adverb = {"RB"}.issuperset(tags)
        other = Construction.ADVERB if is_adverb else Construction.ACCORDING_TO
        return Construction.NOMINAL if "NN" in tags else other
    if form_of(layout, attribution) is Form.DIRECT:
        is_inverted = bool(attribution.source) and attribution.source[0] > attribution.cue[0]
        return Construction.INVERTED if is_inverted else Construction.DIRECT
    if any(layout.deps[token] == "auxpass" for token in cue):
        return Construction.PASSIVE
    if layout.text[slice(*attribution.content[0])].split(maxsplit=1)[:1] == ["to"]:
        return Construction.INFINITIVE
    is_before = attribution.content[0] < attribution.cue[0]
    return Construction.INTERRUPTED if is_before else Construction.INDIRECT
