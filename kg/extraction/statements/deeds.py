"""Attributions that nobody would file: deeds, impressions, and what the writer or reader thinks."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Form, Span, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.fragments import is_fragment
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import source_head
from kg.extraction.wordlists import word_lists, word_set

_THAT, _AS = "that", "as"
_DOUBTED = 0.05
_BEFORE_SUBJECT = frozenset(("IN", "CC", "RB", *".,:", "``", "''"))
_REFUSALS = frozenset(("deny", "refuse", "reject"))
_OF_NOBODY = frozenset(("Asks", "Criticizes"))
_ASKS, _LET = "ask", "let"
_PERSONS = frozenset(("he", "her", "him", "she", "them", "they"))


def with_doubt(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution, with a low score if it does not tell what somebody said, thinks or intends.

    It does not where the cue is a deed or an impression ("tolerated the protests", "it seems"), or
    only may be said ("can ask", "declined to say", "if they hope"), where a picture shows
    something, or where the writer ("I think") or the reader ("you agree") is the source.
    Such attributions are kept, as annotators of attitudes mark them.
    """
    if _is_statement(layout, attribution):
        return attribution
    return replace(attribution, sure=_DOUBTED)


def _is_statement(layout: Layout, attribution: Attribution) -> bool:
    if attribution.found_by is Construction.TURN or not attribution.cue:
        return True
    if layout.quote_at(attribution.cue[0].start) is not None:
        return attribution.found_by is not Construction.ADVERB
    if _is_writer_or_reader(layout, attribution) or _is_of_nobody(layout, attribution):
        return False
    cue = layout.tokens_of(attribution.cue)
    if any(layout.lower[t] == "if" for verb in cue for t in layout.children_of(verb, "mark")):
        return False
    if any(layout.lemmas[token] in word_set("reporting", "left_unsaid") for token in cue):
        return False
    if _may_happen(layout, attribution, cue) or _is_asked(layout, attribution):
        return False
    is_piece = _is_relative(layout, attribution) or is_fragment(layout, attribution)
    if is_piece or _is_empty(layout, attribution):
        return False
    if form_of(layout, attribution) is not Form.INDIRECT or _is_clause(layout, attribution):
        return True
    verbs = [layout.lemmas[token] for token in cue if layout.is_verb(token)]
    if not word_set("reporting", "deeds").isdisjoint(verbs[-1:]):
        return False
    if _is_topic(layout, attribution, verbs):
        return False
    if any(_has_other_particle(layout, token) for token in cue):
        return False
    if _is_withheld(layout, attribution, verbs[-1:]) or _is_of_person(layout, attribution, verbs):
        return False
    return not (verbs[-1:] == ["show"] and _is_picture(layout, attribution.source))


def with_doubt_of_own(layout: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, with a low score for what somebody says that he thinks, which he says: "he
    thinks it rained" of "Roe said he thinks it rained"."""
    said = {_first_word(layout, each) for each in found if each.source and _is_said(layout, each)}
    own = {token for token in said if layout.tags[token] == "PRP"}
    thoughts = {each for each in found if each.source and not _is_said(layout, each)}
    again = {each for each in thoughts if own.issuperset(layout.tokens_of(each.source))}
    return [replace(each, sure=_DOUBTED) if each in again else each for each in found]


def _is_said(layout: Layout, attribution: Attribution) -> bool:
    cue = attribution.concept or concept_of(layout, attribution.cue)
    return cue is not None and cue.kind is StatementKind.SPEECH


def _first_word(layout: Layout, attribution: Attribution) -> int:
    tokens = layout.tokens_of(attribution.content)
    return next((t for t in tokens if layout.tags[t] not in _BEFORE_SUBJECT), -1)


def _is_writer_or_reader(layout: Layout, attribution: Attribution) -> bool:
    words = [layout.lower[token] for token in layout.tokens_of(attribution.source)]
    return len(words) == 1 and words[0] in word_set("reporting", "writer_and_reader")


def _may_happen(layout: Layout, attribution: Attribution, cue: Sequence[int]) -> bool:
    """Whether a cue tells what somebody may or is to say, or leaves open: "can ask", "evidence to
    show", "let them know", "did not say how it began"."""
    if any(layout.deps[token] == "neg" for token in cue):
        first = layout.tokens_of(attribution.content)[:1]
        return any(layout.tags[t].startswith("W") and layout.quote_of[t] == -1 for t in first)
    words = {layout.lower[token] for token in cue}
    is_let = layout.deps[cue[0]] == "ccomp" and layout.lemmas[layout.heads[cue[0]]] == _LET
    return (
        is_let
        or layout.tags[cue[0]] == "TO"
        or not words.isdisjoint(word_set("reporting", "possible"))
    )


def _is_of_nobody(layout: Layout, attribution: Attribution) -> bool:
    """Whether nobody is said to say or think it: "is expected to pass", "fears of violence", "the
    storm claimed two lives", "asked whether it rained, Roe said", "a man accused of theft"."""
    cue = attribution.concept or concept_of(layout, attribution.cue)
    if attribution.found_by is Construction.ADVERB:
        verbs = {layout.heads[token] for token in layout.tokens_of(attribution.cue)}
        is_cut = bool(attribution.source) or verbs.isdisjoint(layout.tokens_of(attribution.content))
        return cue is None or is_cut
    if attribution.source or attribution.found_by is Construction.ACCORDING_TO:
        return False
    if cue is None or cue.kind is not StatementKind.SPEECH:
        return True
    return attribution.found_by is Construction.OBJECT or cue.stance in _OF_NOBODY


def _is_asked(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue is a participle that only tells what is answered, or what is thought of its
    noun: "asked why, Roe said", "Roe said when asked about it", "men believed to be lost"."""
    cue = layout.tokens_of(attribution.cue)
    last = next((token for token in reversed(cue) if layout.is_verb(token)), None)
    if last is None or layout.tags[last] not in ("VBN", "VBD"):
        return False
    if layout.child(last, "nsubj", "nsubjpass", "aux", "auxpass") is not None:
        return False
    if attribution.source:
        is_apart = layout.deps[last] in ("advcl", "acl", "xcomp")
        is_told = layout.child(last, "agent") is None
        is_of_noun = layout.deps[last] == "acl" and layout.child(last, "xcomp") is not None
        return is_apart and is_told and (is_of_noun or layout.lemmas[last] == _ASKS)
    return layout.deps[last] in ("advcl", "prep", "ccomp", "parataxis")


def _is_relative(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content is a relative clause of the noun that ends the cue: "warnings", "that Roe
    had given"."""
    cue, content = layout.tokens_of(attribution.cue), layout.tokens_of(attribution.content)
    if not (cue and content):
        return False
    noun, first = cue[-1], content[0]
    is_part = layout.deps[first] in ("dobj", "nsubj", "nsubjpass") and layout.lower[first] == _THAT
    verb = layout.heads[first]
    return is_part and layout.deps[verb] == "relcl" and layout.heads[verb] == noun


def _is_empty(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content says nothing without another: "said so", "said them"."""
    words = [layout.lower[token] for token in layout.tokens_of(attribution.content)]
    return len(words) == 1 and words[0] in word_set("reporting", "empty")


def _is_topic(layout: Layout, attribution: Attribution, verbs: Sequence[str]) -> bool:
    """Whether a content is no more than what somebody spoke of: "described the storm"."""
    content = layout.tokens_of(attribution.content)
    tells = any(layout.is_verb(token) or layout.lower[token] == _AS for token in content)
    return not tells and not word_set("reporting", "of_topics").isdisjoint(verbs[-1:])


def _has_other_particle(layout: Layout, verb: int) -> bool:
    """Whether a cue verb is another verb with a particle: "called her advisers together"."""
    found = cue_verb(layout, verb)
    particles = layout.children_of(verb, "prt", "advmod")
    own = word_lists("reporting")["particles"].get(layout.lemmas[verb], ())
    return found is not None and any(
        token > found.last and layout.lower[token] in own for token in particles
    )


def _is_clause(layout: Layout, attribution: Attribution) -> bool:
    first = layout.tokens_of(attribution.content)[:1]
    return any(layout.lower[token] == _THAT and layout.tags[token] == "IN" for token in first)


def _is_withheld(layout: Layout, attribution: Attribution, verbs: Sequence[str]) -> bool:
    """Whether somebody is denied something: "rejected the motion", "denied her a visa"."""
    if _REFUSALS.isdisjoint(verbs):
        return False
    content = layout.tokens_of(attribution.content)
    head = source_head(layout, attribution.content[0])
    is_of_somebody = any(
        layout.deps[token] == "dative" or (layout.tags[token] == "PRP" and len(content) > 1)
        for token in content[:1]
    )
    withheld = word_set("reporting", "withheld")
    return is_of_somebody or (head is not None and layout.lemmas[head] in withheld)


def _is_of_person(layout: Layout, attribution: Attribution, verbs: Sequence[str]) -> bool:
    """Whether somebody is confirmed in a post, called on the telephone or quoted: "the Senate
    confirmed Roe", "confirmed her as", "called him" but not "called him a hero"."""
    head = source_head(layout, attribution.content[0])
    if head is None or verbs[-1:] not in (["confirm"], ["call"], ["quote"]):
        return False
    content = layout.tokens_of(attribution.content)
    is_named = verbs == ["call"] and content[-1] >= layout.edges(head)[1]
    is_person = layout.doc[head].ent_type_ == "PERSON" or layout.lower[head] in _PERSONS
    tells = any(map(layout.is_verb, content)) and verbs[-1:] != ["quote"]
    return is_person and not is_named and not tells


def _is_picture(layout: Layout, source: tuple[Span, ...]) -> bool:
    heads = (source_head(layout, span) for span in source)
    pictures = word_set("reporting", "pictures")
    return any(head is not None and layout.lemmas[head] in pictures for head in heads)
