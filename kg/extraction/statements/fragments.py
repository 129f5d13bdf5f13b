"""Contents that cannot stand alone as what was said: pieces of other clauses."""

from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.layout import Layout

_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_AUXILIARIES = frozenset(("be", "have", "can", "could", "may", "might", "will", "would"))


def is_fragment(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content is a relative clause ("which cost a lot"), or begins with "and how" or with
    "is" or "would" without a subject. What begins with a quotation is none."""
    tokens = layout.tokens_of(attribution.content)
    if len(tokens) < 2 or layout.quote_of[tokens[0]] != -1:
        return False
    first, tag = tokens[0], layout.tags[tokens[0]]
    is_labelled = first > 0 and layout.lower[first - 1] == ":"
    if layout.lemmas[first] in _AUXILIARIES and not is_labelled:
        verbs = (first, layout.heads[first])
        return not any(layout.child(verb, *_SUBJECTS) in tokens for verb in verbs)
    if tag == "CC":
        is_quoted = layout.quote_of[tokens[-1]] != -1
        return layout.tags[tokens[1]].startswith("W") and not is_quoted
    if tag == "WRB" and first > 0 and layout.lower[first - 1] == ",":
        return layout.starts[first] < attribution.cue[0].start
    if len(layout.tokens_in(attribution.content[0])) == 1:
        return tag.startswith("W") and not any(map(layout.is_finite, tokens))
    if layout.lower[first] == "that":
        is_verb = layout.is_finite(first + 1) and layout.deps[first + 1] not in _SUBJECTS
        return tag == "WDT" and is_verb and layout.is_noun(first - 1)
    return layout.lower[first] == "which" and layout.deps[first] != "det"
