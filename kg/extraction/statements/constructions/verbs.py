"""Attributions whose cue is a verb and whose content is in the parse: "said that", "denied the
report", "vowed to", "urged them to", "called for", "was accused of". Quotations are in `quoted`.
"""

from collections.abc import Iterator

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions import complements
from kg.extraction.statements.constructions.attribution import Attribution, Content
from kg.extraction.statements.constructions.clauses import clause, interrupted
from kg.extraction.statements.constructions.cue_words import (
    CueVerb,
    cue_verb,
    is_passive,
    quoted_as,
    verb_group,
)
from kg.extraction.statements.constructions.sources import Source, source_of, subject, trimmed
from kg.extraction.statements.layout import Layout

_SCORES = {
    Construction.INDIRECT: 0.9,
    Construction.INTERRUPTED: 0.85,
    Construction.HEADLINE: 0.8,
    Construction.OBJECT: 0.75,
    Construction.INFINITIVE: 0.75,
    Construction.REQUEST: 0.75,
    Construction.NAME: 0.75,
    Construction.PREPOSITION: 0.7,
    Construction.PASSIVE: 0.65,
}


def verb_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each cue verb whose content the parse shows."""
    for token in range(len(layout.heads)):
        verb = cue_verb(layout, token)
        if verb is None or _only_quotes(layout, token):
            continue
        if (found := _content(layout, verb)) is not None:
            source = source_of(layout, token)
            construction, content = found
            if (quoting := quoted_as(layout, token)) is not None:
                construction = Construction.PASSIVE
                source = source or subject(layout, quoting)
            elif construction.is_clausal and _ends_headline(layout, verb):
                construction = Construction.HEADLINE
            found = construction, content
            if source is not None or _may_lack_source(layout, verb, found):
                yield _made(layout, verb, source, found)


def _ends_headline(layout: Layout, verb: CueVerb) -> bool:
    """Whether a cue is the last word of its paragraph: "Bridge closed, mayor says"."""
    paragraph = layout.paragraphs[layout.paragraph_of[verb.token]]
    return layout.ends[verb.last] == paragraph.end


def _only_quotes(layout: Layout, verb: int) -> bool:
    """Whether a verb only introduces the cue: "quoted" in "was quoted as saying"."""
    return any(
        layout.lower[preposition] == "as"
        and any(quoted_as(layout, c) == verb for c in layout.children_of(preposition, "pcomp"))
        for preposition in layout.children_of(verb, "prep")
    )


def _made(layout: Layout, verb: CueVerb, source: Source | None, found: Content) -> Attribution:
    """An attribution, from ranges of tokens."""
    construction, content = found
    spans = [layout.span(trimmed(layout, tokens)) for tokens in content]
    said = tuple(span for span in spans if span.end > span.start)
    cue, score = verb_group(layout, verb), _SCORES[construction]
    return Attribution.at(layout, source, cue, said, construction, score, verb.cue)


def _may_lack_source(layout: Layout, verb: CueVerb, found: Content) -> bool:
    """Whether an attribution needs no source: in the passive, except in a relative clause, which is
    the writer's own remark ("which was expected")."""
    construction, content = found
    if layout.tags[content[0][0]] in ("WDT", "WP", "WP$"):
        return False
    return construction is Construction.PASSIVE or (
        construction is Construction.INDIRECT and is_passive(layout, verb.token)
    )


def _content(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of a cue verb, by the first construction that fits."""
    if verb.last != verb.token and (found := complements.marked_request(layout, verb)) is not None:
        return found
    takes = verb.cue.takes
    finders = (
        ("clause", clause),
        ("clause", interrupted),
        ("person-infinitive", complements.request),
        ("infinitive", complements.infinitive),
        ("name", complements.name),
        ("object", complements.object_),
    )
    for frame, finder in finders:
        if frame in takes and (found := finder(layout, verb)) is not None:
            return found
    return complements.prepositional(layout, verb)
