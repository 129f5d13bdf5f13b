"""Ends what breaks off in the middle of a phrase or clause, and what goes on beyond its own."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import SUBJECTS, Layout

_LONGEST_REST = 8
_DEEPEST = 4
_FEWEST_BEFORE_A_CLAUSE = 3
_BEFORE_A_NOUN = frozenset(("amod", "compound", "det", "nummod", "poss"))
_BEFORE_A_VERB = frozenset(
    ("nsubj", "nsubjpass", "expl", "mark", "aux", "auxpass", "neg", "advmod", "dobj", "advcl")
)
_WHEN = ("npadvmod", "prep")
_ADJUNCTS = frozenset(("after", "amid", "at", "before", "during", "following", "through", "via"))
_SUMS = frozenset(("CARDINAL", "MONEY", "PERCENT", "QUANTITY"))
_OPENS = frozenset(("WDT", "WP", "WRB", "IN"))


def ended(layout: Layout, span: Span, source: Container[int], cues: Container[int]) -> Span:
    """A part of a content to the end of the phrase or clause in which it breaks off: "Norwegian",
    "Roe's", "the claims by", "a law which". It stays as it is where the source or, unless a word
    that opens a clause is the last, a cue is in the rest."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_at(span.start) is not None:
        return span
    for _ in range(_DEEPEST):
        end, is_open = _broken_off(layout, tokens)
        rest = range(tokens[-1] + 1, end + 1)
        if not rest or any(t in source or (t in cues and not is_open) for t in rest):
            break
        tokens = range(tokens[0], end + 1)
        span = Span(span.start, layout.ends[end])
    return _without_open_end(layout, span, tokens)


def _without_open_end(layout: Layout, span: Span, tokens: range) -> Span:
    """A part without a preposition at its end whose phrase is not in it, or a subject after "and"
    or "if" whose verb is not: "but the town" of "it rained, but the town hopes for sun"."""
    last = tokens[-1]
    phrase = layout.child(last, "pobj", "pcomp")
    is_open = layout.tags[last] == "IN" and phrase is not None and phrase > last
    subject = _top(layout, last, tokens)
    first = layout.edges(subject)[0]
    if not is_open and layout.deps[subject] in SUBJECTS and layout.heads[subject] > last:
        is_open, last = layout.deps[first - 1] in ("cc", "mark"), first - 1
    return Span(span.start, layout.ends[last - 1]) if is_open and last > tokens[0] else span


def _top(layout: Layout, word: int, tokens: range) -> int:
    """The word of some tokens that a word is in the phrase of, up to one of a later word."""
    while layout.heads[word] in tokens and layout.heads[word] < word:
        word = layout.heads[word]
    return word


def without_adjunct(layout: Layout, span: Span, cue: Sequence[int]) -> Span:
    """A thing that was said, without when, where or how: "a truce" of "declared a truce amid
    talks", "the charges" of "denied the charges through a lawyer". What is said of a thing keeps
    them ("called it common during winters"), and so do clauses, sums ("put it at 3 pct") and what
    another verb tells the time of ("citing her work after the flood")."""
    tokens = layout.tokens_in(span)
    thing = next((t for t in tokens if layout.heads[t] not in tokens), None)
    is_clause = any(layout.is_verb(t) and layout.heads[t] in cue for t in tokens)
    if is_clause or thing is None or layout.deps[thing] not in ("dobj", "pobj"):
        return span
    if any(layout.tags[verb] == "VBG" or layout.child(verb, "oprd") is not None for verb in cue):
        return span
    phrases = (t for t in tokens if t > thing and layout.lower[t] in _ADJUNCTS)
    first = next((t for t in phrases if layout.heads[t] in cue and layout.quote_of[t] == -1), None)
    if first is None or layout.tags[first - 1] == "RB":  # "a share, now at 50 percent"
        return span
    if any(layout.doc[t].ent_type_ in _SUMS for t in range(first, layout.edges(first)[1])):
        return span
    return Span(span.start, layout.ends[first - 1])


def without_next_deed(layout: Layout, content: Sequence[Span], cue: Sequence[int]) -> list[Span]:
    """A thing said, without what the speaker did next: "help" of "called for help and waited"."""
    tokens = range(0) if not content else layout.tokens_in(Span(content[0].start, content[-1].end))
    joins = (t for t in tokens[1:] if layout.tags[t] == "CC" and layout.heads[t] in cue)
    end = next(joins, None)
    if end is None or any(map(layout.is_finite, range(tokens.start, end))):
        return list(content)
    verb = next((t for t in layout.children_of(layout.heads[end], "conj") if t > end), end)
    is_deed = layout.is_finite(verb) and layout.child(verb, "nsubj", "nsubjpass") is None
    if layout.quote_of[end] != -1 or not is_deed:
        return list(content)
    stop = layout.ends[end - 1 - (layout.lower[end - 1] == ",")]
    return [Span(each.start, min(each.end, stop)) for each in content if each.start < stop]


def with_phrase(layout: Layout, span: Span, cues: Container[int]) -> Span:
    """A source to the end of the phrase in which it breaks off: "The" of "The firms said", "his
    sister and" of "his sister and ours". It stays as it is where a cue is in the rest."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_at(span.start) is not None:
        return span
    end = _phrase_end(layout, tokens[-1])
    if layout.tags[tokens[-1]] == "CC":
        joined = layout.children_of(layout.heads[tokens[-1]], "conj")
        end = next((layout.edges(t)[1] - 1 for t in joined if t > tokens[-1]), None)
    if end is None or any(token in cues for token in range(tokens[-1] + 1, end + 1)):
        return span
    return Span(span.start, max(span.end, layout.ends[end]))


def _phrase_end(layout: Layout, last: int) -> int | None:
    """The last token of the phrase that a word leaves open, the word itself where that is too far;
    None where it leaves none open."""
    word = layout.heads[last] if layout.deps[last] == "case" else last
    if layout.deps[last] == "prep":
        end = layout.edges(last)[1] - 1
    elif layout.deps[word] in _BEFORE_A_NOUN and layout.heads[word] > last:
        end = layout.heads[word]
    else:
        return None
    return end if end - last <= _LONGEST_REST else last


def _broken_off(layout: Layout, tokens: range) -> tuple[int, bool]:
    """The last token of the phrase that some tokens break off in, and whether they just open it."""
    last = tokens[-1]
    if (phrase := _phrase_end(layout, last)) is not None:
        return phrase, False
    word = layout.heads[last] if layout.deps[last] == "case" else last
    while word > tokens[0] and layout.deps[word] == "punct":
        word -= 1
    word = _top(layout, word, tokens)
    clause = layout.heads[word]
    opens = layout.tags[last] in _OPENS or layout.deps[clause] == "advcl"
    is_whole = layout.tags[last] != "IN" or any(map(layout.is_verb, tokens))
    is_when = layout.deps[word] in _WHEN and layout.edges(clause)[0] == tokens[0]
    is_before = is_when or layout.deps[word] in _BEFORE_A_VERB
    is_part = len(tokens) >= _FEWEST_BEFORE_A_CLAUSE and is_before
    if clause <= last or not (is_part and is_whole):
        return last, False
    end = min(layout.edges(clause)[1], layout.sentence_of[last][1]) - 1
    return end - (layout.tags[end] == "."), opens
