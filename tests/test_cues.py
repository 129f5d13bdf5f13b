from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.extraction import StatementKind
from kg.extraction.cues import cue_lexicon, read_lexicon
from kg.resources import resource

HEAD = """
@prefix cue: <https://example.org/kg/ns/cues#> .
@prefix kg: <https://example.org/kg/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.mark.parametrize(
    ("verb", "kind", "stance"),
    [
        ("say", StatementKind.SPEECH, "Affirms"),
        ("deny", StatementKind.SPEECH, "Denies"),
        ("call for", StatementKind.SPEECH, "Demands"),
        ("fear", StatementKind.THOUGHT, "Warns"),
        ("plan", StatementKind.INTENT, "Announces"),
        ("criticise", StatementKind.SPEECH, "Criticizes"),
    ],
)
def test_verbs_imply_kind_and_stance(verb: str, kind: StatementKind, stance: str) -> None:
    cue = cue_lexicon().verbs[verb]
    assert (cue.kind, cue.stance) == (kind, stance)


def test_spellings_share_a_concept() -> None:
    assert cue_lexicon().verbs["criticise"] is cue_lexicon().verbs["criticize"]


def test_noun_and_verb_are_two_concepts() -> None:
    assert cue_lexicon().nouns["claim"].concept != cue_lexicon().verbs["claim"].concept


def test_longer_phrases_come_first() -> None:
    lengths = [len(words) for words in cue_lexicon().phrase_starts["in"]]
    assert lengths == sorted(lengths, reverse=True)


def test_every_stance_and_modality_is_defined() -> None:
    terms = resource("ontology/kg.ttl").read_text(encoding="utf-8")
    for cues in (cue_lexicon().verbs, cue_lexicon().nouns, cue_lexicon().phrases):
        for cue in cues.values():
            assert f"kg:{cue.stance} a kg:Stance" in terms
            assert cue.modality is None or f"kg:{cue.modality} a kg:Modality" in terms


def test_a_cue_is_added_without_code(tmp_path: Path) -> None:
    path = tmp_path / "cues.ttl"
    path.write_text(
        HEAD
        + """cue:bleat a skos:Concept ; skos:prefLabel "bleat"@en ; cue:partOfSpeech "verb" ;
        cue:takes "clause" ; kg:impliesKind kg:SpeechStatement ; kg:impliesStance kg:Affirms ."""
    )
    assert read_lexicon(path).verbs["bleat"].takes == {"clause"}


@pytest.mark.parametrize(
    "broken",
    [
        "cue:bleat a skos:Concept ; skos:prefLabel",
        'cue:bleat skos:prefLabel "bleat"@en ; cue:partOfSpeech "verb" .',
        'cue:bleat skos:prefLabel "bleat"@en ; cue:partOfSpeech "verb" ;'
        " kg:impliesKind kg:Speech ; kg:impliesStance kg:Affirms .",
    ],
)
def test_a_broken_scheme_is_one_clear_error(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "cues.ttl"
    path.write_text(HEAD + broken)
    with pytest.raises(KnowledgeError, match=r"cues\.ttl"):
        read_lexicon(path)
