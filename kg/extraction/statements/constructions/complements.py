"""Contents that are objects and infinitives of the cue verb: "denied the report", "vowed to go"."""

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions.attribution import Content
from kg.extraction.statements.constructions.cue_words import CueVerb, is_passive
from kg.extraction.statements.layout import Layout, TokenRange

_SPOKEN_OF = frozenset(("of", "as", "for", "about", "on", "over", "with", "from", "against"))


def _after(layout: Layout, verb: CueVerb, *deps: str) -> list[int]:
    return [c for c in layout.children_of(verb.token, *deps) if c > verb.last]


def request(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "urged them to leave": what is to be done and by whom."""
    action = next(iter(_after(layout, verb, "xcomp", "ccomp")), None)
    if action is None or layout.tags[action] != "VB" or not _has_to(layout, action):
        return None
    start = verb.last + 1
    return _passive_or(Construction.REQUEST, layout, verb, [(start, layout.edges(action)[1])])


def marked_request(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "called for them to leave", where the parse attaches "for" to "leave"."""
    action = layout.heads[verb.last]
    if layout.deps[verb.last] != "mark" or not _has_to(layout, action):
        return None
    return _passive_or(
        Construction.REQUEST, layout, verb, [(verb.last + 1, layout.edges(action)[1])]
    )


def infinitive(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "vowed to leave"."""
    action = next(iter(_after(layout, verb, "xcomp")), None)
    if action is None or not _has_to(layout, action):
        return None
    return _passive_or(Construction.INFINITIVE, layout, verb, [layout.edges(action)])


def _has_to(layout: Layout, action: int) -> bool:
    return any(layout.lower[c] == "to" for c in layout.children_of(action, "aux"))


def name(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "called it a failure": what is named and its name."""
    parts = _after(layout, verb, "dobj", "oprd", "ccomp", "xcomp", "attr", "acomp")
    parts += [c for c in _after(layout, verb, "prep") if layout.lower[c] == "as"]
    if len(parts) < 2 and not any(layout.deps[c] in ("ccomp", "oprd") for c in parts):
        return None
    end = max(layout.edges(c)[1] for c in parts)
    return _passive_or(Construction.NAME, layout, verb, [(verb.last + 1, end)])


def object_(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "denied the report", "dismissed the claim as false", "accused them of it"."""
    things = _after(layout, verb, "dobj", "pobj", "pcomp", "oprd", "ccomp", "xcomp")
    if verb.last != verb.token:
        things += layout.children_of(verb.last, "pobj", "pcomp", "dobj")
    if not things and not is_passive(layout, verb.token):
        return _object_after_as(layout, verb)
    return _passive_or(Construction.OBJECT, layout, verb, _complements(layout, verb, things))


def _object_after_as(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "dismissed as idle talk the claim": all to the full stop, as parsers often
    miss the object."""
    first = verb.last + 1
    if first >= len(layout.lower) or layout.lower[first] != "as":
        return None
    end = first + 1
    while end < len(layout.lower) and layout.goes_on(end - 1, end):
        end += 1
    return Construction.OBJECT, [(first, end)]


def _complements(layout: Layout, verb: CueVerb, things: list[int]) -> list[TokenRange]:
    parts = things + [
        c
        for c in _after(layout, verb, "prep", "xcomp", "oprd")
        if layout.deps[c] != "prep" or _belongs_to_object(layout, c)
    ]
    if not parts:
        return []
    edges = [layout.edges(c) for c in parts]
    return [(max(verb.last + 1, min(e[0] for e in edges)), max(e[1] for e in edges))]


def _belongs_to_object(layout: Layout, preposition: int) -> bool:
    """Whether a phrase with a preposition is part of the content: "of lying", not "on Friday"."""
    thing = layout.child(preposition, "pobj")
    is_time = thing is not None and layout.doc[thing].ent_type_ in ("DATE", "TIME")
    return layout.lower[preposition] in _SPOKEN_OF and not is_time


def _passive_or(
    construction: Construction, layout: Layout, verb: CueVerb, content: list[TokenRange]
) -> Content | None:
    """A content; in the passive, together with the subject: "the plan was rejected"."""
    if not is_passive(layout, verb.token):
        return (construction, content) if content else None
    patient = layout.child(verb.token, "nsubjpass")
    if patient is not None:
        content = [layout.edges(patient), *content]
    return (Construction.PASSIVE, content) if content else None


def prepositional(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "warned of rain", with a preposition that the cue takes."""
    for preposition in layout.children_of(verb.token, "prep", "dative", "prt"):
        if preposition > verb.last and layout.lower[preposition] in verb.cue.takes:
            thing = layout.child(preposition, "pobj", "pcomp")
            if thing is not None:
                return _passive_or(Construction.PREPOSITION, layout, verb, [layout.edges(thing)])
    return None
