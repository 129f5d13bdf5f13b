"""The lexicon of cues, from ontology/cues.ttl: the words that announce statements, and what each
says about the statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.errors import KnowledgeError
from kg.extraction.annotations import StatementKind
from kg.resources import read_facts, resource
from kg.settings import DEFAULT_BASE

_KG = DEFAULT_BASE + "ns#"
_CUE = DEFAULT_BASE + "ns/cues#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KINDS = {
    f"{_KG}SpeechStatement": StatementKind.SPEECH,
    f"{_KG}ThoughtStatement": StatementKind.THOUGHT,
    f"{_KG}IntentStatement": StatementKind.INTENT,
}

Properties = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Cue:
    """A concept of ontology/cues.ttl.

    Attributes:
        concept: its local name ("callFor").
        labels: lemmas or spellings, the preferred one first, in lower case.
        part_of_speech: "verb", "noun" or "phrase".
        kind, stance, modality: those of a statement with this cue; `stance` and `modality` are
            local names of ontology/kg.ttl.
        takes: the complements that a verb's content can be: "clause", "infinitive", "quotation",
            a preposition…
    """

    concept: str
    labels: tuple[str, ...]
    part_of_speech: str
    kind: StatementKind
    stance: str
    modality: str | None = None
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by label.

    Verbs are found by lemma, with the particle or preposition after a space ("call for"); nouns
    by lemma; phrases by their words in lower case. `phrase_starts` has the phrases, longest
    first, by first word.
    """

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    phrases: Mapping[str, Cue]
    phrase_starts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


@cache
def cue_lexicon() -> Lexicon:
    """The lexicon that kg ships, read once in a process."""
    return read_lexicon(resource("ontology/cues.ttl"))


def read_lexicon(path: Path) -> Lexicon:
    """Read a SKOS scheme of cues; KnowledgeError where the file does not parse, or a concept lacks
    a property that all cues need."""
    return _indexed([_cue(path, iri, properties) for iri, properties in _concepts(path)])


def _concepts(path: Path) -> Iterator[tuple[str, Properties]]:
    subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in read_facts(path):
        subjects[subject][predicate].append(value)
    for iri in sorted(subjects):
        if subjects[iri].get(f"{_SKOS}prefLabel"):
            yield iri, dict(subjects[iri])


def _cue(path: Path, iri: str, properties: Properties) -> Cue:
    try:
        return Cue(
            concept=local_name(iri),
            labels=tuple(
                label.lower()
                for name in ("prefLabel", "altLabel")
                for label in sorted(properties.get(f"{_SKOS}{name}", ()))
            ),
            part_of_speech=properties[f"{_CUE}partOfSpeech"][0],
            kind=_KINDS[properties[f"{_KG}impliesKind"][0]],
            stance=local_name(properties[f"{_KG}impliesStance"][0]),
            modality=next(map(local_name, properties.get(f"{_KG}impliesModality", ())), None),
            takes=frozenset(properties.get(f"{_CUE}takes", ())),
        )
    except KeyError as missing:
        raise KnowledgeError(f"{path}: {iri} lacks or misspells {missing}; add it") from missing


def local_name(iri: str) -> str:
    """What stands after the "#" of an IRI."""
    return iri.rpartition("#")[2]


def _indexed(cues: Iterable[Cue]) -> Lexicon:
    by_part: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "phrase": {}}
    for cue in cues:
        for label in cue.labels:
            by_part.setdefault(cue.part_of_speech, {}).setdefault(label, cue)
    return Lexicon(
        verbs=by_part["verb"],
        nouns=by_part["noun"],
        phrases=by_part["phrase"],
        phrase_starts=_by_first_word(by_part["phrase"]),
    )


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        words = tuple(phrase.split())
        found[words[0]].append(words)
    return {word: tuple(sorted(group, key=len, reverse=True)) for word, group in found.items()}
