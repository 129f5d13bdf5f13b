"""The source of a tagged attribution: the tagger's, or the parse's in its place."""

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.tagged.words import whole_words
from kg.extraction.tagger.span_decoding import TaggedAttribution
from kg.extraction.text.signatures import is_signature

_NEAR = 3
_APART = frozenset(",;:-–—―")
_MODIFIES = frozenset(("acl", "advcl", "relcl"))


def source_of(
    layout: Layout, tagged: TaggedAttribution, same: Attribution | None
) -> tuple[Span, ...]:
    """A tagged attribution's source in whole words; `same` is the parse's with this cue."""
    chosen = _chosen(layout, tagged, same)
    return tuple(_without_verb_after(layout, span) for span in whole_words(layout, chosen))


def _chosen(
    layout: Layout, tagged: TaggedAttribution, same: Attribution | None
) -> tuple[Span, ...]:
    """The tagger's source, or the parse's where the tagger's is in another sentence, a signature,
    part of a phrase that reaches the cue, or missing where somebody is cited."""
    if same is None or not same.source:
        return tagged.source
    if not tagged.source and same.found_by is Construction.ACCORDING_TO:
        return same.source
    own, theirs = (layout.tokens_of(each.source) for each in (same, tagged))
    home = {layout.sentence_of[token] for token in (*own, *layout.tokens_of(tagged.cue))}
    is_far = bool(theirs) and home.isdisjoint(layout.sentence_of[token] for token in theirs)
    is_far = is_far and all(layout.quote_of[token] == -1 for token in own)
    is_far = is_far or any(is_signature(layout.text, *span) for span in tagged.source)
    # What begins with a verb behind the source has its subject in it.
    first = next((t for t in layout.tokens_of(same.content) if layout.tags[t] != "RB"), 0)
    is_cut = same.source < same.content and layout.is_finite(first)
    is_part = not is_cut and _is_part(layout, tagged, same.source[0])
    return same.source if is_far or is_part else tagged.source


def _is_part(layout: Layout, tagged: TaggedAttribution, whole: Span) -> bool:
    cue, source = tagged.cue, tagged.source
    end = whole.end + (layout.text[whole.end : whole.end + 1] == ")")
    if len(source) != 1 or not (whole.start <= source[0].start and source[0].end <= end):
        return False
    between = layout.text[min(whole.end, cue[-1].end) : max(whole.start, cue[0].start)]
    is_cited = layout.text[slice(*cue[0])].lower() == "according to"
    added = layout.text[whole.start : source[0].start]
    name = layout.tokens_in(source[0])  # "Roe" of "her aide, Roe"
    is_title = any(layout.deps[t] == "appos" and layout.tags[layout.heads[t]] == "NN" for t in name)
    is_name = is_title and all(layout.tags[t].startswith("NNP") for t in name)
    is_before = whole.end <= cue[0].start and (is_name or _APART.isdisjoint(added))
    return (is_before or is_cited) and len(between) < _NEAR and not between.strip(" ,)")


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
