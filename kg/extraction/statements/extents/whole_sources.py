"""Completes sources: with all whom they list, and the name in apposition to them."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.extents.breaking_off import with_phrase
from kg.extraction.statements.layout import Layout

_LONGEST_REST = 8
_AND = frozenset(("and", "&"))
_CONJUNCTIONS = frozenset(("and", "but", "or", "so", "yet"))
_RELATIVE = frozenset(("who", "which", "whom", "whose"))
_WHEN = ("npadvmod", "advmod", "prep")
_BEFORE_A_NOUN = ("amod", "compound", "det", "nmod", "nummod", "poss", "predet")
_AFTER_A_NOUN = ("acl", "agent", "pobj", "prep", "relcl")
_NO_PART = frozenset(("WDT", "WP", "WRB", "CC", "RB", "RBR", *".,:", "``", "''", "NFP"))
_MARKS = frozenset((",", ":", "--", "-", "–", "—", '"', "“"))
_IN_A_LIST = frozenset((",", "CC", "JJ"))


def whole_source(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source from the first of those that it lists to the last, and with the name that follows in
    apposition: "The" of "The United States and Japan said", "Lind" of "Poe, Lind and Roe said",
    "Roe's partner" of "said Roe's partner, Tom Lind"."""
    if not layout.tokens_in(source) or not cue:
        return source
    source = _begun(layout, _alone(layout, source, cue), cue)
    start = _start_of_list(layout, source)
    source = with_phrase(layout, Span(start, source.end), cue)
    source = Span(start, _name_after(layout, source, cue) or source.end)
    source = _with_relative_clause(layout, source, cue)
    return _without_and(layout, Span(start, _end_of_list(layout, source, cue)))


def _with_relative_clause(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source to the end of the relative clause in which it breaks off: "Roe, whose sister" of
    "said Roe, whose sister is ill"."""
    tokens = layout.tokens_in(source)
    verb = next((t for t in tokens[1:] if layout.tags[t].startswith("W")), tokens[0])
    while layout.heads[verb] > verb and layout.deps[verb] != "relcl":
        verb = layout.heads[verb]
    end = min(layout.edges(verb)[1], layout.sentence_of[tokens[-1]][1])
    while end > tokens.stop and layout.tags[end - 1] in (".", ",", ":"):
        end -= 1
    is_own = layout.deps[verb] == "relcl" and layout.heads[verb] in tokens
    rest = range(tokens.stop, end)
    is_free = all(layout.quote_of[t] == -1 and t not in cue for t in rest)
    return Span(source.start, layout.ends[end - 1]) if is_own and rest and is_free else source


def _without_and(layout: Layout, source: Span) -> Span:
    """A source without the conjunction that it breaks off at: "Roe, whom Poe chose, and"."""
    tokens = layout.tokens_in(source)
    while len(tokens) > 1 and (layout.tags[tokens[-1]] in ("CC", ",")):
        tokens = tokens[:-1]
    return Span(source.start, min(source.end, layout.ends[tokens[-1]]))


def _alone(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source in the cue's sentence, without the conjunction before it, the day or the "who" after
    it: "he" of "And he", "Roe" of "said Roe. Poe left"."""
    tokens = _beside(layout, layout.tokens_in(source), cue)
    while len(tokens) > 1 and _only_joins(layout, tokens[0]):
        tokens = tokens[1:]
    tokens = _without_day(layout, tokens, cue)
    phrase = next((t for t in tokens[1:] if _is_apart(layout, t, cue)), tokens.stop)
    kept = range(tokens.start, phrase)
    while len(kept) > 1 and _is_aside(layout, kept[0], kept[-1], cue):
        kept = kept[:-1]
    marks = _MARKS | {"."} if cue[0] < kept[0] else _MARKS
    while len(kept) > 1 and layout.lower[kept[-1]] in marks:
        kept = kept[:-1]
    is_whole = layout.ends[kept[-1]] >= source.end
    start = max(source.start, layout.starts[kept[0]])
    return Span(start, source.end if is_whole else layout.ends[kept[-1]])


def _only_joins(layout: Layout, token: int) -> bool:
    """Whether a word joins its clause to another: "and", "which" of "a body which some say"."""
    is_then = layout.tags[token] in ("RB", "RBR") and layout.tags[token + 1 : token + 2] == ["NNP"]
    is_relative = is_then or layout.tags[token] in ("WDT", "WP")
    return is_relative or layout.lower[token] in _CONJUNCTIONS or layout.deps[token] == "mark"


def _beside(layout: Layout, tokens: range, cue: Sequence[int]) -> range:
    """The part of a source that no full stop parts from its cue."""
    stops = [t for t in tokens[1:-1] if layout.lower[t] == "." and _ends(layout, t)]
    if not stops:
        return tokens
    if cue[0] < tokens[0]:
        return range(tokens[0], stops[0])
    is_title = stops[-1] == tokens[0] + 1  # "Sens. Roe and Poe"
    return tokens if is_title else range(stops[-1] + 1, tokens[-1] + 1)


def _ends(layout: Layout, stop: int) -> bool:
    following = stop + 1 + layout.space[stop + 1]
    is_last = layout.sentence_of[stop] != layout.sentence_of[following]
    return is_last and layout.ends[stop] < layout.starts[following]


def _without_day(layout: Layout, tokens: range, cue: Sequence[int]) -> range:
    """A source without the day before its cue: "Ada Roe" of "Ada Roe last Friday said"."""
    end = tokens.stop if tokens.stop == cue[0] else tokens.start
    while end > tokens.start and layout.doc[end - 1].ent_type_ == "DATE":
        end -= 1
    end -= layout.lower[end - 1] == "on"
    is_named = end > tokens.start and layout.tags[end - 1] in ("NN", "NNP", "NNS", "-RRB-")
    return range(tokens.start, end) if is_named else tokens


def _is_aside(layout: Layout, first: int, last: int, cue: Sequence[int]) -> bool:
    """Whether the last word of a source says when, or begins what is said of it after the cue."""
    is_who = layout.lower[last] == "who" and layout.lower[last - 1] != ","
    if is_who or (cue[0] < first and layout.lower[last] in _RELATIVE):
        return True
    return layout.deps[last] in _WHEN and layout.heads[last] in cue


def _is_apart(layout: Layout, token: int, cue: Sequence[int]) -> bool:
    """Whether a phrase with a preposition in a source is of the cue: "by contrast" in "Roe, by
    contrast", "to" and "of" in "said Roe to a crowd" and "said Roe of his son"."""
    is_of_cue = layout.deps[token] == "prep" and layout.heads[token] in cue
    if cue[0] < token and layout.tags[token - 1] == "NNP":
        is_topic = layout.lower[token] == "of" and layout.tags[token + 1 : token + 2] == ["PRP$"]
        is_named = is_of_cue or layout.doc[token - 1].ent_type_ == "PERSON"
        return is_topic or (layout.lower[token] == "to" and is_named)
    return is_of_cue and layout.lower[token - 1] == ","


def _begun(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source from the start of its phrase: "North Korea's state agency" for "agency", "a note
    sent by Roe" for "by Roe"."""
    tokens = layout.tokens_in(source)
    head = next((t for t in tokens if layout.heads[t] not in tokens), None)
    if head is None:
        return source
    if layout.deps[tokens[0]] == "prep" and layout.heads[tokens[0]] == tokens[0] - 1:
        head = tokens[0] - 1
    head = _subject_around(layout, head, cue)
    before = [t for t in layout.children_of(head, *_BEFORE_A_NOUN) if t < tokens[0]]
    first = min([*(layout.edges(t)[0] for t in before), head, tokens[0]])
    rest = range(first, tokens[0])
    is_free = all(
        layout.quote_of[t] == layout.quote_of[tokens[0]]
        and t not in cue
        and layout.tags[t] not in _NO_PART
        and layout.sentence_of[t] == layout.sentence_of[tokens[0]]
        for t in rest
    )
    return Span(layout.starts[first], source.end) if rest and is_free else source


def _subject_around(layout: Layout, head: int, cue: Sequence[int]) -> int:
    """The cue's subject if the phrase of a noun is part of it, else the noun."""
    noun = head
    while layout.deps[noun] in _AFTER_A_NOUN and layout.heads[noun] not in cue:
        noun = layout.heads[noun]
    is_subject = layout.deps[noun] == "nsubj" and layout.heads[noun] in cue
    return noun if is_subject and 0 <= head - noun <= _LONGEST_REST else head


def _start_of_list(layout: Layout, source: Span) -> int:
    """Where the list that begins a sentence starts, if a source is its end."""
    tokens = layout.tokens_in(source)
    before = range(layout.sentence_of[tokens[0]][0], tokens[0])
    if not 0 < len(before) <= _LONGEST_REST or layout.lower[before[-1]] not in (",", *_AND):
        return source.start
    is_end = any(layout.lower[token] in _AND for token in (before[-1], *tokens))
    is_list = len(before) > 1 and _is_list(layout, before)
    return layout.starts[before[0]] if is_end and is_list else source.start


def _end_of_list(layout: Layout, source: Span, cue: Sequence[int]) -> int:
    """Where the list before a cue ends that a source begins."""
    last = layout.tokens_in(source)[-1]
    rest = range(last + 1, cue[0])
    goes_on = any(layout.lower[token] in _AND for token in (last, *rest))
    if not (goes_on and 0 < len(rest) <= _LONGEST_REST and _is_list(layout, rest)):
        return source.end
    return layout.ends[rest[-1] - (layout.lower[rest[-1]] == ",")]


def _is_list(layout: Layout, tokens: range) -> bool:
    return all(
        (layout.is_noun(token) or layout.tags[token] in _IN_A_LIST)
        and layout.doc[token].ent_type_ != "DATE"
        for token in tokens
    )


def _name_after(layout: Layout, source: Span, cue: Sequence[int]) -> int | None:
    """Where the name ends that stands in apposition right after a source."""
    tokens = layout.tokens_in(source)
    comma = tokens[-1] + 1
    names = (t for head in tokens for t in layout.children_of(head, "appos") if t > comma)
    name = next(names, comma)
    rest = range(comma + 1, name + 1)
    is_name = rest and all(layout.tags[token].startswith("NNP") for token in rest)
    is_apart = layout.lower[comma : comma + 1] == [","] and not any(t in cue for t in rest)
    return layout.ends[name] if is_name and is_apart else None
