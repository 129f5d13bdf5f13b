"""The main clauses of a content: who does what, in which mood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.annotations import EntityType, StatementKind
from kg.extraction.cues import cue_lexicon
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb, is_negated, is_passive
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import source_head
from kg.extraction.wordlists import word_lists, word_set

_SUBJECT = ("nsubj", "nsubjpass", "expl", "csubj")
_AROUND = ("aux", "auxpass", "neg", "advmod", "mark")
_COMPLEMENT = ("acomp", "attr", "oprd", "dobj")
_MODIFIER = ("amod", "advmod", "conj", "compound", "nmod")
_PRESENT = ("VBP", "VBZ")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause of a content, words by lemma.

    Attributes:
        verb: the verb that heads it, "" where it has none.
        bare: its part of speech where the verb has no subject: "VB" of "to leave", "VBG" of
            "leaving"; "" where it has one.
        subject: the noun of its subject, "" where it has none.
        own: whether its subject is the speaker.
        is_active, is_negated, is_quoted, is_request: whether its verb is active, is negated, is in
            a quotation, is an imperative.
        around: auxiliaries and adverbs of the verb, and the conjunctions of clauses below it.
        complements: the heads of its complements.
        predicate: the complements and their modifiers.
        performs: the stance that the verb gives the speaker who says it of himself in the present
            ("we urge", "I repeat my call"); None where it gives none.
    """

    verb: str
    bare: str
    subject: str
    own: bool
    is_active: bool
    is_negated: bool
    is_quoted: bool
    is_request: bool
    around: frozenset[str]
    complements: frozenset[str]
    predicate: frozenset[str]
    performs: str | None


def main_clauses(
    layout: Layout, attribution: Attribution, speaker: EntityType | None
) -> list[Clause]:
    """The main clauses of a content in the order of the text, those that are coordinated too.

    Of "I think he is right" it is what is thought.

    Args:
        speaker: the type of who speaks, None where it is not known.
    """
    tokens = layout.tokens_of(attribution.content)
    inside = frozenset(tokens)
    heads = [t for t in tokens if layout.heads[t] == t or layout.heads[t] not in inside]
    verbs = [verb for head in heads for verb in _coordinated(layout, head)]
    return [_clause(layout, _opinion(layout, verb), attribution, speaker) for verb in verbs]


def _coordinated(layout: Layout, head: int) -> Iterator[int]:
    """A head and the verbs that are coordinated with it."""
    if layout.tags[head].startswith(("NN", "JJ")):
        yield head
    verbs = [head] if layout.is_verb(head) else []
    while verbs:
        yield (verb := verbs.pop(0))
        verbs += filter(layout.is_verb, layout.children_of(verb, "conj"))


def _opinion(layout: Layout, verb: int) -> int:
    """For a verb of thinking the verb of what is thought, any other verb as it is."""
    while layout.lemmas[verb] in word_set("stances", "opinion") and not is_negated(layout, verb):
        thought, subject = layout.child(verb, "ccomp"), layout.child(verb, "nsubj")
        if thought is None or subject is None or not layout.is_verb(thought):
            break
        if not layout.tags[subject].startswith("PRP"):
            break
        verb = thought
    return verb


def _clause(
    layout: Layout, verb: int, attribution: Attribution, speaker: EntityType | None
) -> Clause:
    is_verb = layout.is_verb(verb)
    subject = _subject(layout, verb)
    complements = layout.children_of(verb, *_COMPLEMENT) if is_verb else [verb]
    return Clause(
        verb=_plain(layout.lemmas[verb]) if is_verb else "",
        bare=layout.tags[verb] if subject is None else "",
        subject="" if subject is None else layout.lemmas[subject],
        own=subject is not None and _is_own(layout, subject, attribution, speaker),
        is_active=not is_passive(layout, verb),
        is_negated=is_negated(layout, verb),
        is_quoted=layout.quote_of[verb] >= 0,
        is_request=_is_request(layout, verb, attribution),
        around=frozenset(_around(layout, verb, subject)),
        complements=frozenset(layout.lemmas[each] for each in complements),
        predicate=frozenset(word for each in complements for word in _words(layout, each)),
        performs=_performs(layout, verb, complements),
    )


def _subject(layout: Layout, verb: int) -> int | None:
    """The subject of a verb, or of the one before it that it is coordinated with, which is in its
    quotation if it is in one."""
    while (found := layout.child(verb, *_SUBJECT)) is None and layout.deps[verb] == "conj":
        before = layout.heads[verb]
        if layout.quote_of[verb] not in (-1, layout.quote_of[before]):
            break
        verb = before
    return found


def _is_own(
    layout: Layout, subject: int, attribution: Attribution, speaker: EntityType | None
) -> bool:
    """Whether a subject is a pronoun that means the speaker."""
    pronouns = word_lists("stances")["own"]
    heads = (source_head(layout, span) for span in attribution.source)
    are_several = any(head is not None and layout.tags[head] == "NNS" for head in heads)
    unnamed = EntityType.GROUP if are_several else "unknown"
    whose = "quoted" if layout.quote_of[subject] >= 0 else speaker or unnamed
    return layout.lower[subject] in pronouns.get(str(whose), ())


def _is_request(layout: Layout, verb: int, attribution: Attribution) -> bool:
    """Whether a verb is an imperative that starts a content: "Vote", "Please do not panic"."""
    first = verb
    while first and _plain(layout.lower[first - 1]) in word_set("stances", "before_request"):
        first -= 1
    starts = {token for span in attribution.content for token in layout.tokens_in(span)[:1]}
    is_first = first - 1 in starts and not layout.lower[first - 1].isalnum()
    return layout.tags[verb] == "VB" and is_first


def _around(layout: Layout, verb: int, subject: int | None) -> Iterator[str]:
    """The words around a verb; not "should" of "should it rain", which is a condition."""
    for child in layout.children_of(verb, *_AROUND):
        is_condition = layout.deps[child] == "aux" and subject is not None and child < subject
        if not is_condition and not _is_had(layout, child, verb):
            yield _plain(layout.lower[child])
    for clause in layout.children_of(verb, "advcl"):
        for mark in layout.children_of(clause, "mark"):
            yield layout.lower[mark]


def _is_had(layout: Layout, auxiliary: int, verb: int) -> bool:
    """Whether an auxiliary is "had", which "'d" before a participle is too."""
    is_last = layout.children_of(verb, "aux", "auxpass")[-1:] == [auxiliary]
    is_short = layout.lower[auxiliary] in ("'d", "’d") and layout.tags[verb] == "VBN"
    return layout.tags[auxiliary] == "VBD" or (is_short and is_last)


def _plain(word: str) -> str:
    """A word as the rules have it: "be" for "’m", "'ll" for "’ll"."""
    straight = word.replace("’", "'")
    return str(word_lists("stances")["short"].get(straight, straight))


def _words(layout: Layout, token: int) -> Iterator[str]:
    """A word and its modifiers, and theirs."""
    tokens = [token]
    while tokens:
        yield layout.lemmas[token := tokens.pop()]
        tokens += layout.children_of(token, *_MODIFIER)


def _performs(layout: Layout, verb: int, complements: Sequence[int]) -> str | None:
    if layout.tags[verb] not in _PRESENT or is_passive(layout, verb):
        return None
    if layout.lemmas[verb] in word_set("stances", "light_verbs"):
        nouns = (cue_lexicon().nouns.get(layout.lemmas[each]) for each in complements)
        return next((noun.stance for noun in nouns if noun is not None), None)
    found = cue_verb(layout, verb)
    is_said = found is not None and found.cue.kind is StatementKind.SPEECH
    return found.cue.stance if found is not None and is_said else None
