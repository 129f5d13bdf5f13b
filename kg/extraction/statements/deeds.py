"""Attributions that nobody would file: deeds, impressions, and what the writer or reader thinks."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Form, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.fragments import is_fragment
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import is_headed, source_head
from kg.extraction.wordlists import word_lists, word_set

_THAT, _AS = "that", "as"
_NAMED = ("CD", "NNP", "NNPS")
_DOUBTED = 0.05
_BEFORE_SUBJECT = frozenset(("IN", "CC", "RB", *".,:", "``", "''"))
_REFUSALS = frozenset(("deny", "refuse", "reject"))
_OF_NOBODY = frozenset(("Asks", "Criticizes"))
_ASKS, _LET = "ask", "let"
_WHETHER = frozenset(("if", "whether"))
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
    if not layout.tokens_of(attribution.content):
        return True
    if any(is_none(layout, attribution) for is_none in _NONE):
        return False
    if form_of(layout, attribution) is not Form.INDIRECT or _is_clause(layout, attribution):
        return True
    return not any(is_deed(layout, attribution) for is_deed in _DEEDS)


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


def _is_no_voice(layout: Layout, attribution: Attribution) -> bool:
    """Whether a source is nobody, the writer or reader, or a deed: "no one", "neither side",
    "praising him was like saying"."""
    tokens = layout.tokens_of(attribution.source)
    if tokens and layout.lower[tokens[0]] in word_set("reporting", "nobody"):
        following = layout.doc[tokens[0] + 1 : tokens[0] + 2]  # "No 10" is somebody
        return all(
            t.tag_ not in _NAMED or t.lower_ == "one" or t.ent_type_ == "NORP" for t in following
        )
    if len(tokens) == 1:
        return layout.lower[tokens[0]] in word_set("reporting", "writer_and_reader")
    head = source_head(layout, attribution.source[0]) if tokens else None
    is_deed = head is not None and layout.is_verb(head) and layout.is_verb(tokens[0])
    return is_deed and not layout.tags[tokens[-1]].startswith("NNP")


def _may_happen(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue tells what somebody may or is to say, or leaves open: "can ask", "evidence to
    show", "let them know", "if they say", "did not say how it began", "did not mention rain"."""
    cue = layout.tokens_of(attribution.cue)
    words = {layout.lemmas[token] for token in cue}
    if any(layout.deps[token] == "neg" for token in cue):
        first = layout.tokens_of(attribution.content)[:2]
        first = first[layout.deps[first[0]] == "prep" :][:1]
        own = [token for token in first if layout.quote_of[token] == -1]
        is_open = any(layout.tags[t].startswith("W") or layout.lower[t] in _WHETHER for t in own)
        return is_open or not words.isdisjoint(word_set("reporting", "withheld_if_not"))
    is_let = layout.deps[cue[0]] == "ccomp" and layout.lemmas[layout.heads[cue[0]]] == _LET
    words |= {layout.lower[t] for verb in cue for t in layout.children_of(verb, "mark")}
    possible = word_set("reporting", "possible")
    return is_let or layout.tags[cue[0]] == "TO" or not words.isdisjoint(possible)


def _is_of_nobody(layout: Layout, attribution: Attribution) -> bool:
    """Whether nobody is said to say or think it: "is expected to pass", "the storm claimed two
    lives", "asked whether it rained, Roe said", "a man accused of theft"."""
    cue = attribution.concept or concept_of(layout, attribution.cue)
    if attribution.found_by is Construction.ADVERB:
        verbs = {layout.heads[token] for token in layout.tokens_of(attribution.cue)}
        is_cut = bool(attribution.source) or verbs.isdisjoint(layout.tokens_of(attribution.content))
        return cue is None or is_cut
    if attribution.found_by is Construction.ACCORDING_TO:
        return is_headed(layout, attribution.source, "yardsticks")
    if attribution.source:
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
    is_held = layout.lemmas[last] in word_set("reporting", "said_to_be")
    is_held = is_held and layout.tags[last + 1 : last + 2] == ["TO"]
    if is_held or layout.child(last, "nsubj", "nsubjpass", "aux", "auxpass") is not None:
        return is_held and layout.child(last, "aux", "auxpass") is None
    if attribution.source:
        is_apart = layout.deps[last] in ("advcl", "acl", "xcomp")
        is_told = layout.child(last, "agent") is None
        is_of_noun = layout.deps[last] == "acl" and layout.child(last, "xcomp") is not None
        return is_apart and is_told and (is_of_noun or layout.lemmas[last] == _ASKS)
    return layout.deps[last] in ("advcl", "prep", "ccomp", "parataxis")


def _is_relative(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content is a relative clause of the noun that ends the cue: "warnings", "that Roe
    had given"."""
    noun = layout.tokens_of(attribution.cue)[-1]
    first = layout.tokens_of(attribution.content)[0]
    is_part = layout.deps[first] in ("dobj", "nsubj", "nsubjpass") and layout.lower[first] == _THAT
    verb = layout.heads[first]
    return is_part and layout.deps[verb] == "relcl" and layout.heads[verb] == noun


def _is_empty(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content says nothing without another: "said so", "said them"."""
    words = [layout.lower[token] for token in layout.tokens_of(attribution.content)]
    return len(words) == 1 and words[0] in word_set("reporting", "empty")


def _is_deed(layout: Layout, attribution: Attribution) -> bool:
    verb, deeds = _verb(layout, attribution), word_set("reporting", "deeds")
    return verb in deeds and (verb != "make" or concept_of(layout, attribution.cue) is None)


def _is_topic(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content is no more than what somebody spoke of: "described the storm"."""
    content = layout.tokens_of(attribution.content)
    tells = any(layout.is_verb(token) or layout.lower[token] == _AS for token in content)
    return not tells and _verb(layout, attribution) in word_set("reporting", "of_topics")


def _has_other_particle(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue verb is another verb with a particle: "called her advisers together"."""
    found = filter(None, (cue_verb(layout, t) for t in layout.tokens_of(attribution.cue)))
    own = word_lists("reporting")["particles"]
    return any(
        token > verb.last and layout.lower[token] in own.get(layout.lemmas[verb.token], ())
        for verb in found
        for token in layout.children_of(verb.token, "prt", "advmod")
    )


def _is_clause(layout: Layout, attribution: Attribution) -> bool:
    first = layout.tokens_of(attribution.content)[:1]
    return any(layout.lower[token] == _THAT and layout.tags[token] == "IN" for token in first)


def _is_withheld(layout: Layout, attribution: Attribution) -> bool:
    """Whether somebody is denied something: "rejected the motion", "denied her a visa"."""
    if _verb(layout, attribution) not in _REFUSALS:
        return False
    content = layout.tokens_of(attribution.content)
    is_alone = len(content) == 1 or layout.tags[content[0]] != "PRP"
    is_of_somebody = layout.deps[content[0]] == "dative" or not is_alone
    return is_of_somebody or is_headed(layout, attribution.content[:1], "withheld")


def _is_of_person(layout: Layout, attribution: Attribution) -> bool:
    """Whether somebody is confirmed in a post, telephoned or quoted, or a meeting is called:
    "confirmed Roe", "confirmed her as", "called him" but not "called him a hero"."""
    head, verb = source_head(layout, attribution.content[0]), _verb(layout, attribution)
    if head is None or verb not in ("confirm", "call", "quote"):
        return False
    content = layout.tokens_of(attribution.content)
    if verb == "call" and layout.lemmas[head] in word_set("reporting", "convened"):
        return all(layout.deps[token] != "oprd" for token in content)
    is_named = verb == "call" and content[-1] >= layout.edges(head)[1]
    is_person = layout.doc[head].ent_type_ == "PERSON" or layout.lower[head] in _PERSONS
    tells = any(map(layout.is_verb, content)) and verb != "quote"
    return is_person and not is_named and not tells


def _shows(layout: Layout, attribution: Attribution) -> bool:
    """Whether a picture shows it: "a camera showed a man"."""
    is_picture = is_headed(layout, attribution.source, "pictures")
    return is_picture and _verb(layout, attribution) == "show"


def _verb(layout: Layout, attribution: Attribution) -> str:
    """The last verb of a cue, "" where it has none."""
    verbs = filter(layout.is_verb, reversed(layout.tokens_of(attribution.cue)))
    return next((layout.lemmas[token] for token in verbs), "")


def _is_christened(layout: Layout, attribution: Attribution) -> bool:
    """Whether a thing or child gets a name: "named the boat Hope", "named her dog Max"."""
    words = layout.tokens_of(attribution.content)
    name = next((t for t in words if layout.tags[t] == "NNP"), 0)
    before = name - 2 - layout.tags[name - 2].startswith("NN")
    is_thing = layout.tags[name - 1] == "NN" and layout.tags[before] in ("DT", "PRP$")
    return is_thing and _verb(layout, attribution) == "name"


_NONE = (_is_no_voice, _is_of_nobody, _may_happen, _is_asked, _is_relative, is_fragment, _is_empty)
_DEEDS = (
    _is_deed,
    _is_topic,
    _has_other_particle,
    _is_withheld,
    _is_of_person,
    _is_christened,
    _shows,
)
