"""Tells from the words of an attribution its kind, stance, modality, negation, form, addressee and
place. Takes attributions from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.annotations import Construction, EntityType, Form, Span, StatementKind
from kg.extraction.cues import Cue, cue_lexicon
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb, is_negated
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import is_written
from kg.extraction.statements.stance import cue_verbs, stance_of
from kg.extraction.text.quotations import Quotation
from kg.extraction.wordlists import word_lists, word_set

_LABELLED = (Construction.HEADLINE, Construction.TURN)
_TOLD = frozenset(("dobj", "dative", "iobj"))
_WORDS = frozenset(" \t\r\n\xa0,.;:!?-–—−…\"'“”‘’«»‹›()[]")


@dataclass(frozen=True, slots=True)
class Description:
    """What the words of a statement tell, with the meaning of the fields of `Statement`."""

    kind: StatementKind
    stance: str
    form: Form
    cue_concept: str | None
    modality: str | None
    negated: bool
    addressee: Span | None
    place: Span | None


def describe(layout: Layout, attribution: Attribution, speaker: EntityType | None) -> Description:
    """What the words of an attribution tell, by its cue's concept and the parse."""
    cue = attribution.concept or concept_of(layout, attribution.cue)
    head = _content_head(layout, attribution.content)
    form = form_of(layout, attribution)
    return Description(
        kind=_kind(layout, attribution, cue, form),
        stance=stance_of(layout, attribution, cue, speaker),
        form=form,
        cue_concept=None if cue is None else cue.concept,
        modality=_modality(layout, head) or (None if cue is None else cue.modality),
        negated=head is not None and is_negated(layout, head),
        addressee=_addressee(layout, attribution),
        place=_place(layout, attribution),
    )


def _kind(layout: Layout, attribution: Attribution, cue: Cue | None, form: Form) -> StatementKind:
    """The kind of the cue's concept, else the tagger's; what a document shows or finds, it says,
    and so does who concludes in his own words. Without both, cues seldom mean that somebody spoke,
    unless the content is quoted; nor do cues of speech in what the tagger takes for no statement.
    """
    if cue is not None:
        is_shown = cue.kind is StatementKind.THOUGHT and is_written(layout, attribution.source)
        is_spoken = not word_set("reporting", "spoken").isdisjoint(cue.labels)
        voicing, cues = word_set("reporting", "voicing"), layout.tokens_of(attribution.cue)
        is_clause = layout.text.startswith("that ", attribution.content[0].start)
        is_voiced = is_clause and any(layout.lemmas[token] in voicing for token in cues)
        is_said = is_shown or is_voiced or (is_spoken and form is Form.DIRECT)
        kind = StatementKind.SPEECH if is_said else cue.kind
    elif attribution.found_by in _LABELLED or form is Form.DIRECT:
        kind = StatementKind.SPEECH
    else:
        kind = attribution.kind or StatementKind.THOUGHT
    is_none = kind is StatementKind.SPEECH and _is_none(layout, attribution)
    return StatementKind.THOUGHT if is_none else kind


def _is_none(layout: Layout, attribution: Attribution) -> bool:
    """Whether the tagger takes something without a verb for no statement: "backed", "the plan"."""
    if not (attribution.cue and attribution.kind is None and attribution.is_doubted):
        return False
    return not any(map(layout.is_verb, layout.tokens_of(attribution.content)))


def concept_of(layout: Layout, spans: Sequence[Span]) -> Cue | None:
    """The concept of the cue in these spans: the last verb's, else the phrase's or a noun's."""
    tokens = layout.tokens_of(spans)
    verbs = [found.cue for token in tokens if (found := cue_verb(layout, token)) is not None]
    if verbs:
        return verbs[-1]
    phrase = " ".join(layout.lower[token] for token in tokens)
    if phrase in cue_lexicon().phrases:
        return cue_lexicon().phrases[phrase]
    nouns = (cue_lexicon().nouns.get(layout.lemmas[token]) for token in tokens)
    return next((noun for noun in nouns if noun is not None), None)


def form_of(layout: Layout, attribution: Attribution) -> Form:
    """Direct where all of the content is quoted or a turn's, Mixed where some is, else Indirect."""
    if attribution.found_by is Construction.TURN:
        return Form.DIRECT
    quotes = _quotations(layout, attribution.content)
    if not quotes:
        return Form.INDIRECT
    rest = "".join(_unquoted(layout, span, quotes) for span in attribution.content)
    return Form.DIRECT if all(char in _WORDS for char in rest) else Form.MIXED


def _quotations(layout: Layout, content: Sequence[Span]) -> list[Quotation]:
    """The quotations in a content, but for those without a word."""
    numbers = {layout.quote_of[token] for token in layout.tokens_of(content)} - {-1}
    quotes = [layout.quotes[number] for number in sorted(numbers)]
    return [each for each in quotes if any(map(str.isalnum, layout.text[slice(*each.inner)]))]


def _unquoted(layout: Layout, span: Span, quotes: Sequence[Quotation]) -> str:
    pieces, start = [], span.start
    for quote in quotes:
        if quote.span.start < span.end and quote.span.end > start:
            pieces.append(layout.text[start : max(start, quote.span.start)])
            start = quote.span.end
    pieces.append(layout.text[start : span.end])
    return "".join(pieces)


def _content_head(layout: Layout, content: Sequence[Span]) -> int | None:
    """The verb that heads the content: the first one whose own head is outside its span."""
    for span in content:
        tokens = layout.tokens_in(span)
        for token in tokens:
            head = layout.heads[token]
            if layout.is_verb(token) and (head == token or head not in tokens):
                return token
    return None


def _modality(layout: Layout, head: int | None) -> str | None:
    if head is None:
        return None
    around = {layout.lower[c] for c in layout.children[head]}
    for child in layout.children_of(head, "advcl"):
        around |= {layout.lower[c] for c in layout.children_of(child, "mark")}
    for name, signs in word_lists("modality").items():
        if not around.isdisjoint(signs):
            return str(name)
    return None


def _addressee(layout: Layout, attribution: Attribution) -> Span | None:
    """Whom it was told to, beside the verb: "told reporters", "called on the council"."""
    children = [c for verb in cue_verbs(layout, attribution) for c in layout.children[verb]]
    found = (_listener(layout, attribution, child) for child in children)
    return next(filter(None, found), None)


def _listener(layout: Layout, attribution: Attribution, child: int) -> Span | None:
    if layout.deps[child] in _TOLD and layout.is_noun(child):
        span = layout.span(layout.edges(child))
    elif layout.deps[child] in ("prep", "dative") and _opens_listener(layout, child):
        noun = layout.child(child, "pobj")
        if noun is None:
            return None
        span = layout.span(layout.edges(noun))
    else:
        return None
    others = (*attribution.source, *attribution.cue, *attribution.content)
    return None if any(map(span.overlaps, others)) else span


def _opens_listener(layout: Layout, preposition: int) -> bool:
    """Whether a preposition is "to" or that of a request: "on" of "called on them to leave"."""
    found = cue_verb(layout, layout.heads[preposition])
    is_own = found is not None and found.last == preposition
    asks = is_own and found is not None and "person-infinitive" in found.cue.takes
    return asks or layout.lower[preposition] == "to"


def _place(layout: Layout, attribution: Attribution) -> Span | None:
    """Where it was said, beside the verb and outside the content: "said in Rome"."""
    for verb in cue_verbs(layout, attribution):
        for preposition in layout.children_of(verb, "prep"):
            noun = layout.child(preposition, "pobj")
            if noun is None or layout.lower[preposition] not in ("in", "at", "from"):
                continue
            if layout.doc[noun].ent_type_ in ("GPE", "LOC", "FAC"):
                span = layout.span(layout.edges(noun))
                if not any(map(span.overlaps, attribution.content)):
                    return span
    return None
