"""Attributions by the trained tagger: the construction of each, and which are none."""

from collections.abc import Container, Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Form, Span
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb, is_passive
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.extents.completing import completed
from kg.extraction.statements.extents.subordinate import (
    with_denied,
    with_main_subject,
    with_own_source,
    with_quoted,
    with_teller,
    without_topic,
)
from kg.extraction.statements.joining import missed, parted
from kg.extraction.statements.layout import Layout, TokenRange
from kg.extraction.statements.weighing import weighed
from kg.extraction.tagger.span_decoding import TaggedAttribution

_NEAR, _LONGEST_READ = 3, 8
_WHERE = frozenset(("as", "during", "in", "under"))
_APART = frozenset(",;:-–—―")
_COLON = ":"
_OPENING = " \"'“‘«"
_CLOSING = "\"'”’»"
_MODIFIES = frozenset(("acl", "advcl", "relcl"))
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_A_NOUN = frozenset(("amod", "compound", "det", "nummod", "poss"))
_TELL_NOTHING = frozenset(("IN", "TO", "CC", "POS", "RP", "_SP", *".,:$()-", "``", "''"))
# Of attributions that the parse does not have, six in seven without a source are wrong below the
# first score, and four in five that may be deeds below the second.
_SURE_OF_NOBODY, _SURE_OF_DEED = 0.3, 0.4


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
    cues = own | by_cue.keys()
    made = (_with_construction(layout, each, by_cue, cues) for each in with_cue)
    kept = [each for each in made if each is not None]
    others = [each for each in parsed if own.isdisjoint(layout.tokens_of(each.cue))]
    return [*parted(layout, kept, others), *missed(layout, kept, others)]


def _with_construction(
    layout: Layout, tagged: TaggedAttribution, by_cue: dict[int, Attribution], cues: Container[int]
) -> Attribution | None:
    """None where the content tells nothing, or where the tagger is unsure and the parse has no
    attribution with this cue."""
    tokens = layout.tokens_of(tagged.cue)
    same = next((by_cue[token] for token in reversed(tokens) if token in by_cue), None)
    content = _near(layout, tagged)
    if not any(_tells(layout, span) for span in content):
        return None
    source = tuple(
        _without_verb_after(layout, span)
        for span in _whole_words(layout, _source(layout, tagged, same))
    )
    cue = (*_whole_words(layout, tagged.cue[:-1]), _cue_alone(layout, tagged.cue[-1]))
    attribution = Attribution(
        source,
        cue,
        content,
        Construction.INDIRECT,
        tagged.score,
        kind=tagged.kind,
        sure=tagged.sure,
    )
    attribution = with_own_source(layout, completed(layout, attribution, same, cues))
    attribution = with_main_subject(layout, without_topic(layout, attribution))
    attribution = with_denied(layout, with_teller(layout, attribution))
    attribution = with_quoted(layout, _with_read(layout, attribution))
    attribution = replace(attribution, sure=weighed(layout, attribution, same))
    if same is not None:
        return replace(attribution, found_by=same.found_by, concept=same.concept)
    if _is_doubtful(layout, attribution):
        return None
    return replace(attribution, found_by=_construction(layout, attribution, tokens))


def _with_read(layout: Layout, attribution: Attribution) -> Attribution:
    """With the verb before a quotation in the cue: "issued a note which read", "“…”"."""
    cue, content = attribution.cue, attribution.content
    tokens = layout.tokens_in(content[0]) if content else range(0)
    quoted = next((t for t in tokens if layout.quote_of[t] != -1), tokens.start)
    is_next = bool(tokens) and not layout.text[cue[-1].end : content[0].start].strip()
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


def _whole_words(layout: Layout, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans extended to whole words: the tagger cuts "3,000" and "they'll"."""
    return tuple(_whole_word(layout, span) for span in spans)


def _whole_word(layout: Layout, span: Span) -> Span:
    tokens = layout.tokens_in(span)
    if not tokens:
        return span
    first, last = tokens[0], tokens[-1]
    start = layout.starts[first] if _is_word(layout, first) else span.start
    end = layout.ends[last] if _is_word(layout, last) else span.end
    return Span(min(start, span.start), max(end, span.end))


def _cue_alone(layout: Layout, span: Span) -> Span:
    """A cue without whom it tells, the day, where, or a phrase that breaks off: "told" of "told
    Roe" and "told a news", "said" of "said Monday", "said in" and "said in a report"."""
    whole = _whole_word(layout, span)
    tokens = layout.tokens_in(whole)
    preposition = next((t for t in tokens[1:] if layout.tags[t] == "IN"), None)
    if preposition is not None and layout.tags[tokens[-1]] == "DT":
        tokens = range(tokens[0], preposition)
    while len(tokens) > 1 and _is_beyond(layout, tokens[:-1], tokens[-1]):
        tokens = tokens[:-1]
    is_whole = not tokens or layout.ends[tokens[-1]] >= whole.end
    return whole if is_whole else Span(whole.start, layout.ends[tokens[-1]])


def _is_beyond(layout: Layout, cue: range, token: int) -> bool:
    preposition = layout.heads[token]
    if layout.deps[token] == "pobj" and preposition in cue and layout.lower[preposition] in _WHERE:
        token = preposition
    dep, verb = layout.deps[token], layout.heads[token]
    if verb not in cue or dep == "npadvmod":
        return verb in cue or (dep in _BEFORE_A_NOUN and verb > token)
    found = cue_verb(layout, verb)
    takes = frozenset[str]() if found is None or token <= found.last else found.cue.takes
    is_told = dep in ("dobj", "dative") and "person" in takes
    is_place = dep == "prep" and layout.lower[token] not in takes and "clause" in takes
    return is_told or is_place


def _without_verb_after(layout: Layout, source: Span) -> Span:
    """A source without a verb at its end, and without the other clause of a headline: "Ada Roe,
    who" of "Ada Roe, who had", "Mayor" of "Mayor backs plan, says"."""
    tokens = layout.tokens_in(source)
    if layout.text[source.end : source.end + 1] == ",":
        clause = next((t for t in tokens[1:] if _is_clause(layout, t, tokens)), tokens.stop)
        tokens = range(tokens.start, clause)
    while len(tokens) > 1 and layout.is_finite(tokens[-1]):
        tokens = tokens[:-1]
    return Span(source.start, layout.ends[tokens[-1]]) if tokens else source


def _is_clause(layout: Layout, verb: int, tokens: range) -> bool:
    """Whether a verb with its subject is the clause that some tokens are."""
    subject = layout.child(verb, "nsubj")
    is_main = layout.is_finite(verb) and layout.deps[verb] not in _MODIFIES
    return is_main and subject in tokens and layout.edges(verb)[0] == tokens.start


def _is_word(layout: Layout, token: int) -> bool:
    return layout.lower[token].strip("'’").replace(",", "").isalnum()


def _tells(layout: Layout, span: Span) -> bool:
    """Whether a part of a content has more than articles, prepositions and conjunctions."""
    return any(
        layout.tags[token] not in _TELL_NOTHING and layout.lower[token] not in _ARTICLES
        for token in layout.tokens_in(span)
    )


def _source(
    layout: Layout, tagged: TaggedAttribution, same: Attribution | None
) -> tuple[Span, ...]:
    """The tagger's source, or the parse's where the tagger's is in another paragraph or a part of
    a phrase that reaches the cue, or where somebody is cited and the tagger has no source."""
    if same is None or not same.source:
        return tagged.source
    if not tagged.source and same.found_by is Construction.ACCORDING_TO:
        return same.source
    home = layout.paragraph_at(tagged.cue[0].start)
    is_far = any(layout.paragraph_at(span.start) != home for span in tagged.source)
    return same.source if is_far or _is_part(layout, tagged, same.source[0]) else tagged.source


def _is_part(layout: Layout, tagged: TaggedAttribution, whole: Span) -> bool:
    cue, source = tagged.cue, tagged.source
    if len(source) != 1 or not (whole.start <= source[0].start and source[0].end <= whole.end):
        return False
    between = layout.text[min(whole.end, cue[-1].end) : max(whole.start, cue[0].start)]
    is_cited = layout.text[slice(*cue[0])].lower() == "according to"
    added = layout.text[whole.start : source[0].start]
    is_before = whole.end <= cue[0].start and _APART.isdisjoint(added)
    return (is_before or is_cited) and len(between) < _NEAR and not between.strip(" ,")


def _near(layout: Layout, tagged: TaggedAttribution) -> tuple[Span, ...]:
    """The parts of a content that are quoted or begin in the cue's sentence, from the first one on
    that is in it or beside source or cue; all where there are none."""
    sentences = {layout.sentence_of[token] for token in layout.tokens_of(tagged.cue)}
    content = [
        _from_quotation(layout, span, sentences) for span in _whole_words(layout, tagged.content)
    ]
    kept = [
        span
        for span in content
        if layout.quote_at(span.start) is not None or _is_in(layout, span, sentences, 0)
    ]
    own = [
        span
        for span in kept
        if _is_in(layout, span, sentences, -1) or _is_beside(layout, tagged, span)
    ]
    near = kept[kept.index(own[0]) :] if own else kept or content
    return tuple(_reached(layout, tagged, near))


def _from_quotation(layout: Layout, span: Span, sentences: Container[TokenRange]) -> Span:
    """A part of a content without the writer's sentences before the quotation that one of some
    sentences begins with."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_of[tokens[0]] != -1:
        return span
    first = layout.sentence_of[tokens[-1]][0]
    is_quoted = layout.quote_of[first] != -1 and layout.tags[first - 1] == "."
    is_own = layout.sentence_of[tokens[-1]] in sentences
    is_later = first > tokens[0] and is_quoted and is_own
    return Span(layout.starts[first], span.end) if is_later else span


def _reached(layout: Layout, tagged: TaggedAttribution, content: Sequence[Span]) -> Sequence[Span]:
    """The parts of a content after its cue and the colon behind it, where there are any. Without
    such a colon only those that stand between source and cue are left out."""
    cue = tagged.cue[-1]
    after = [span for span in content if span.start >= cue.end]
    if after and layout.text[cue.end - 1 : after[0].start].rstrip(_OPENING).strip().endswith(":"):
        return after
    first = max((span.end for span in tagged.source), default=cue.start)
    kept = [s for s in content if not (after and first <= s.start and s.end <= cue.start)]
    is_said_before = any(span.end <= cue.start for span in kept)
    return [s for s in kept if not (is_said_before and _is_aside(layout, cue, s))]


def _is_aside(layout: Layout, cue: Span, span: Span) -> bool:
    """Whether a part after a cue tells where or of what it is said: "trade" in "“It fell,” Roe said
    in a report on trade"."""
    tokens, said = layout.tokens_in(span), layout.tokens_in(cue)
    if not tokens or tokens[0] < said[-1] or layout.deps[said[-1]] != "prep":
        return False
    if any(is_passive(layout, token) or _takes(layout, token, said[-1]) for token in said):
        return False
    word = tokens[0]
    while layout.heads[word] != word and word not in said:
        word = layout.heads[word]
    return word == said[-1] and all(layout.quote_of[token] == -1 for token in tokens)


def _takes(layout: Layout, verb: int, preposition: int) -> bool:
    """Whether a preposition belongs to a cue: "on" to "called on", which tells whom it asks."""
    found = cue_verb(layout, verb)
    return found is not None and found.last >= preposition


def _is_in(layout: Layout, span: Span, sentences: Container[TokenRange], number: int) -> bool:
    """Whether a token of a span, by its number, is in one of some sentences."""
    tokens = layout.tokens_in(span)
    return len(tokens) > 0 and layout.sentence_of[tokens[number]] in sentences


def _is_beside(layout: Layout, tagged: TaggedAttribution, span: Span) -> bool:
    """Whether only a space stands between a part of a content, which no full stop ends, and the
    source or cue after it."""
    if layout.text[span.start : span.end].rstrip(_CLOSING)[-1:] == ".":
        return False
    return any(
        span.end <= each.start and not layout.text[span.end : each.start].strip()
        for each in (*tagged.source, *tagged.cue)
    )


def _construction(layout: Layout, attribution: Attribution, cue: Sequence[int]) -> Construction:
    """The construction by the form of cue and content, where the parse has none."""
    words = [layout.lower[token] for token in cue]
    if words == [_COLON]:
        return Construction.HEADLINE
    if not any(layout.is_verb(token) for token in cue):
        return _without_verb(layout, cue)
    if form_of(layout, attribution) is Form.DIRECT:
        is_inverted = bool(attribution.source) and attribution.source[0] > attribution.cue[0]
        return Construction.INVERTED if is_inverted else Construction.DIRECT
    if any(layout.deps[token] == "auxpass" for token in cue):
        return Construction.PASSIVE
    first = layout.text[slice(*attribution.content[0])].split(maxsplit=1)[:1]
    if first == ["to"]:
        return Construction.INFINITIVE
    return (
        Construction.INTERRUPTED
        if attribution.content[0] < attribution.cue[0]
        else Construction.INDIRECT
    )


def _without_verb(layout: Layout, cue: Sequence[int]) -> Construction:
    if any(layout.tags[token].startswith("NN") for token in cue):
        return Construction.NOMINAL
    return (
        Construction.ADVERB
        if all(layout.tags[token].startswith("RB") for token in cue)
        else Construction.ACCORDING_TO
    )
