"""Tells where the contents of the trained tagger's attributions begin."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span, StatementKind
from kg.extraction.cues import cue_lexicon
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb, opens_deed
from kg.extraction.statements.constructions.free import is_sentence
from kg.extraction.statements.layout import SUBJECTS, Layout
from kg.extraction.wordlists import word_set

LONGEST_HOLE = 2
"""How many words a content may lack and be filled up whatever the parse has."""
_LONGEST_TOLD = 8
_LONGEST_LISTENER = 16
_TOLD = ("dobj", "dative", "npadvmod")
_BEFORE_THE_TOLD = (*_TOLD, "prep")
_ASKS_WHETHER = frozenset(("if", "whether"))
_FARTHEST_HEAD = 2
_MEASURED = ("after", "before")
_OPENS_RELATIVE = frozenset(("WDT", "WP", "WP$", "WRB", "IN"))


def only_opens(layout: Layout, content: Sequence[Span]) -> bool:
    """Whether the first of several parts is no more than "where", or "what" before a verb or what
    something is called: "what", "was a bridge" of "what Roe said was a bridge"."""
    tokens = layout.tokens_in(content[0]) if len(content) > 1 else range(0)
    if len(tokens) != 1:
        return False
    rest = layout.tokens_in(content[1])
    is_told = any(layout.is_finite(t) or layout.lemmas[t - 1] == "be" for t in rest[:1]) or any(
        layout.deps[token] == "oprd" for token in rest
    )
    return layout.tags[tokens[0]] == "WRB" or (layout.lower[tokens[0]] == "what" and is_told)


def identified(layout: Layout, content: list[Span], source: Sequence[int]) -> list[Span]:
    """A content without "is" before what something is: "a bridge" of "what Roe says is a bridge",
    "that it rained" of "one thing Roe said is that it rained"."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    is_what = len(source) > 0 and layout.lower[source[0] - 1] == "what"
    if len(tokens) < 2 or layout.lemmas[tokens[0]] != "be":
        return content
    is_thing = is_what and not layout.tags[tokens[1]].startswith("JJ")
    if not (is_thing or layout.lower[tokens[1]] == "that"):
        return content
    return [Span(layout.starts[tokens[1]], content[0].end), *content[1:]]


def opened(layout: Layout, span: Span, cue: Sequence[int]) -> Span:
    """A part of a content from its clause on, without an adverb of the cue, a day or an addressee
    before it, and with how long "after" or "before" what it tells is, or whose: "last week's"."""
    tokens = layout.tokens_in(span)
    owner = layout.heads[tokens[0]] if tokens and layout.tags[tokens[0]] == "POS" else None
    begins_before = _timed(layout, tokens, cue) if owner is None else layout.edges(owner)[0]
    if begins_before is not None:
        return Span(layout.starts[begins_before], span.end)
    for token in tokens[: _LONGEST_LISTENER if _has_listener(layout, cue) else _LONGEST_TOLD]:
        verb = layout.heads[token]
        if verb > token and layout.heads[verb] in cue and _opens_clause(layout, token):
            return Span(layout.starts[token], span.end)
    if len(tokens) > 1 and layout.deps[tokens[0]] == "advmod" and layout.heads[tokens[0]] in cue:
        return Span(layout.starts[tokens[1]], span.end)
    if tokens and cue and opens_deed(layout, cue[-1] + 1):
        thats = (t for t in tokens if layout.lower[t] == "that")
        return Span(layout.starts[next(thats, tokens[0])], span.end)
    begins = _quoted_after_listener(layout, tokens, cue, span.end)
    if begins < 0 and tokens:
        begins = _told_clause(layout, tokens[0], cue)
    return Span(layout.starts[begins], span.end) if begins in tokens else span


def _has_listener(layout: Layout, cue: Sequence[int]) -> bool:
    """Whether a cue may have whom it tells or asks after it."""
    verbs = (found.cue for token in cue if (found := cue_verb(layout, token)) is not None)
    return any("person" in verb.takes for verb in verbs)


def _timed(layout: Layout, tokens: range, cue: Sequence[int]) -> int | None:
    """Where a clause begins that a time opens right after a cue: with the time, or after one that
    is over by what the clause tells: "it" of "said last month it will close"."""
    time = first = cue[-1] + 1 if cue else tokens.stop
    if not first <= tokens.start < tokens.stop:
        return None
    while layout.heads[time] != time and layout.doc[layout.heads[time]].ent_type_ == "DATE":
        time = layout.heads[time]
    clause, begins = layout.heads[time], layout.edges(time)[1]
    subject = layout.child(clause, *SUBJECTS)
    is_time = layout.doc[time].ent_type_ == "DATE" and layout.heads[clause] in cue
    if not is_time or subject is None or layout.edges(subject)[0] != begins or begins <= tokens[0]:
        return _measured(layout, tokens, cue)
    verb = next((t for t in range(begins, clause + 1) if layout.is_finite(t)), clause)
    is_over = any(layout.lower[t] in word_set("reporting", "over") for t in range(first, begins))
    is_past = layout.tags[verb] == "VBD" or layout.lower[verb] == "could"
    is_perfect = layout.tags[verb] == "MD" and layout.lemmas[verb + 1 : verb + 2] == ["have"]
    return begins if is_over and not (is_past or is_perfect) else first


def _measured(layout: Layout, tokens: range, cue: Container[int]) -> int | None:
    """Where "two days after May 1" begins right after a cue, if some tokens begin in it."""
    near = range(max(0, tokens.start - _FARTHEST_HEAD), min(tokens.start + 2, tokens.stop))
    preposition = next((t for t in near if layout.lower[t] in _MEASURED), None)
    if preposition is None or layout.deps[preposition - 1] != "npadvmod":
        return None
    first, end = layout.edges(preposition - 1)[0], layout.edges(preposition)[1]
    is_number = layout.tags[first] in ("CD", "DT")
    return first if is_number and first - 1 in cue and tokens.start < end else None


def _quoted_after_listener(layout: Layout, tokens: range, cue: Sequence[int], end: int) -> int:
    """The mark of a quotation that a colon, or a comma before a sentence, parts from whom or of
    whom it is told: "Reuters: “It rained”", "the town, “You won.”"; -1 for none."""
    near = tokens[1:_LONGEST_TOLD]
    mark = next((token for token in near if layout.quote_of[token] != -1), 0)
    if not mark or layout.quote_of[mark - 1] != -1:
        return -1
    quote = layout.quotes[layout.quote_of[mark]]
    is_last = (
        max(cue, default=mark) < tokens[0] and quote.span.end >= end and is_sentence(layout, quote)
    )
    is_named = is_last and not any(map(layout.is_verb, range(tokens[0], mark)))
    return mark if layout.lower[mark - 1] in ((":", ",") if is_named else (":",)) else -1


def _opens_clause(layout: Layout, token: int) -> bool:
    """Whether a word opens what is told or asked: "that", "how" of "say Monday how it began", or
    "if" of "asked Roe if it rained"."""
    is_how = layout.tags[token] == "WRB" and layout.deps[layout.heads[token]] == "ccomp"
    if layout.lower[token] == "that" or is_how:
        return True
    asked = cue_verb(layout, layout.heads[layout.heads[token]])
    return layout.lower[token] in _ASKS_WHETHER and asked is not None and asked.cue.stance == "Asks"


def _told_clause(layout: Layout, first: int, cue: Container[int]) -> int:
    """Where the clause begins that is told, given a token of whom it is told; -1 for none."""
    told = first
    while layout.heads[told] != told and layout.heads[told] not in cue:
        told = layout.heads[told]
    verb = layout.heads[told]
    if verb not in cue or verb > first or layout.deps[told] not in _TOLD:
        return -1
    clauses = layout.children_of(verb, "ccomp")
    starts = [layout.edges(c)[0] for c in clauses if layout.child(c, *SUBJECTS) is not None]
    after = [s for s in starts if s >= layout.edges(told)[1] and layout.tags[s] != "-RRB-"]
    is_next = after and all(
        layout.deps[child] in _BEFORE_THE_TOLD
        for child in layout.children[verb]
        if first <= child < after[0]
    )
    return after[0] if is_next else -1


def with_head(
    layout: Layout, content: Sequence[Span], source: Sequence[int], cue: Sequence[int]
) -> list[Span]:
    """A content that begins with a verb without a subject, or with "who", with the noun that it is
    said of: "a sign" of "a sign Roe says means rain", "the mill" of "the mill, Roe said, would
    close", "Poe" of "Roe said Poe, who is ill, left"."""
    content = _with_verb(layout, content, cue)
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if not (tokens and source and cue):
        return list(content)
    is_relative = cue[-1] < tokens[0] and layout.tags[tokens[0]] in ("WP", "WDT")
    first = next((t for t in tokens if layout.tags[t] != "RB"), tokens[0])
    if not (is_relative or layout.is_finite(first)):
        return list(content)
    verb = next((token for token in cue if layout.deps[token] == "relcl"), None)
    topic = _subject_of(layout, first) if verb is None else _modified(layout, verb)
    if topic is not None and cue[-1] < topic.start and 0 <= tokens[0] - topic.stop <= is_relative:
        return [Span(layout.starts[topic.start], content[0].end), *content[1:]]
    if topic is None or not 0 <= source[0] - topic.stop <= _FARTHEST_HEAD:
        return list(content)
    is_between = source[-1] < cue[-1] < tokens[0]
    return [layout.span((topic.start, topic.stop)), *content] if is_between else list(content)


def _with_verb(layout: Layout, content: Sequence[Span], cue: Sequence[int]) -> Sequence[Span]:
    """A content after its cue with the finite verb that what it begins with depends on, and its
    subject: "Roe built" before "a bridge"."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    root = next((t for t in tokens if layout.heads[t] not in tokens), None)
    verb = -1 if root is None else layout.heads[root]
    is_between = bool(cue) and cue[-1] < verb < tokens[0] and layout.is_finite(verb)
    if not is_between or layout.lower[tokens[0]] == "that":
        return content
    subject = layout.child(verb, *SUBJECTS)
    is_before = subject is not None and subject < cue[-1]
    if subject is None or (cue_verb(layout, verb) is not None and not is_before):
        return content
    first = verb if is_before else layout.edges(subject)[0]
    return [Span(layout.starts[first], content[0].end), *content[1:]]


def _modified(layout: Layout, verb: int) -> range | None:
    """The noun, with what stands before it, that a relative clause tells of."""
    noun = layout.heads[verb]
    return range(layout.edges(noun)[0], noun + 1) if layout.is_noun(noun) else None


def _subject_of(layout: Layout, first: int) -> range | None:
    """The subject of the finite verb that begins with a token; for "which" what it stands for."""
    verb = first if layout.is_verb(first) else layout.heads[first]
    noun = layout.child(verb, *SUBJECTS)
    if noun is not None and layout.tags[noun] in _OPENS_RELATIVE:
        return _modified(layout, verb)
    return None if noun is None else range(*layout.edges(noun))


def requested(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """What somebody is asked to do or for, without who is asked: "to pay" of "asked the town to
    pay", "money" of "asked the town for money"."""
    if (asked_for := _asked_for(layout, layout.tokens_in(span), cue)) is not None:
        return Span(layout.starts[asked_for], span.end)
    for token in layout.tokens_in(span)[1:]:
        verb = layout.heads[token]
        asking = layout.heads[verb]
        if layout.tags[token] == "TO" and asking in cue and asking < token < verb:
            asked = cue_verb(layout, asking)
            is_request = (
                asked is not None
                and asked.cue.kind is StatementKind.SPEECH
                and "person-infinitive" in asked.cue.takes
            )
            is_done = layout.child(verb, "auxpass") is not None  # "ordered the men to be freed"
            if not is_request or is_done or layout.starts[verb] >= span.end:
                return span
            first = token - (layout.deps[token - 1] == "neg")
            return Span(layout.starts[first], span.end)
    return span


def _asked_for(layout: Layout, tokens: range, cue: Container[int]) -> int | None:
    """The token after "for", where somebody is asked for something and the cue has no "for"."""
    for token in tokens[: _LONGEST_TOLD if layout.lower[tokens.start - 1] != "for" else 0]:
        verb = layout.heads[token]
        if layout.is_verb(token) or layout.quote_of[token] != -1:
            return None
        if layout.lower[token] == "for" and verb in cue and verb < tokens[0]:
            is_asked = f"{layout.lemmas[verb]} for" in cue_lexicon().verbs
            return token + 1 if is_asked and token + 1 in tokens else None
    return None


def begun(
    layout: Layout,
    attribution: Attribution,
    content: tuple[Span, ...],
    same: Attribution,
    cues: Container[int],
) -> tuple[Span, ...]:
    """A content before its cue, extended to the start of its sentence where only a word or two are
    missing, or where its verb or the parse's content has the first."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if not tokens or only_opens(layout, content) or content[0].start > attribution.start:
        return content
    first = layout.sentence_of[tokens[0]][0]
    hole = Span(layout.starts[first], content[0].start)
    is_short = len(layout.text[slice(*hole)].split()) <= LONGEST_HOLE
    is_bare = not any(token in cues for token in range(first, tokens[0]))
    is_one = any(each.start <= hole.start and content[0].end <= each.end for each in same.content)
    is_main = layout.quote_of[tokens[0]] == -1 and any(
        layout.is_verb(token) and layout.edges(token)[0] == first for token in tokens
    )
    if not ((is_bare and (is_short or is_main)) or is_one):
        return content
    return (Span(hole.start, content[0].end), *content[1:])
