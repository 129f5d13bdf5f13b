"""What a source does with the content, where the cue says only that it speaks."""

import pytest
from spacy.language import Language

from kg.extraction.cues import cue_lexicon
from kg.extraction.wordlists import word_lists
from kg.resources import resource


def stance(nlp: Language, text: str) -> str:
    first, *_ = nlp(text)._.kg_statements
    return str(first.stance)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The speaker does it by saying so, or says what the speaker expects, fears or plans.
        ("“We urge the council to keep the ferry,” Ana Roe said.", "Demands"),
        ("“Today I repeat my call for a ban on gravel,” Ana Roe said.", "Demands"),
        ("Ana Roe said she expects the ferry to be late.", "Speculates"),
        ("Ana Roe said she worries about the bridge.", "Warns"),
        ("Ana Roe said she plans to rewrite her report.", "Announces"),
        ("The staff said they were unsure about the dates.", "Doubts"),
        ("“I do not know who took the boat,” Ana Roe said.", "Doubts"),
        # The speaker denies.
        ("Ana Roe said she did not steal the boat.", "Denies"),
        ("Ana Roe insisted that the boat was not stolen.", "Denies"),
        ("Ana Roe said the claim was groundless.", "Denies"),
        # Somebody shall do it; the speaker will; it is possible.
        ("Ana Roe said the mayor must resign.", "Demands"),
        ("“Do not buy the boat,” Ana Roe said.", "Demands"),
        ("“The boat is old,” Ana Roe said, “and do not buy it.”", "Demands"),
        ("Some had suggested that she should resign.", "Demands"),
        ("“Then just sell it!” Ana Roe suggested.", "Demands"),
        ("“We will mend the bridge,” Ana Roe said.", "Promises"),
        ("Ana Roe said she would mend the bridge.", "Promises"),
        # Who believes it is outside of the quotation, and generates nothing.
        (
            'She believed "a bridge fee would be difficult to operate, would generate '
            'unacceptable costs and would hamper trade," the mayor said.',
            "Affirms",
        ),
        ("The directors said they will spend $2 million on boats.", "Announces"),
        ("Ana Roe said the bridge may close.", "Speculates"),
        ("Ana Roe said the fares would fall if the bridge opened.", "Speculates"),
        ("Ana Roe said profits should rise in May.", "Speculates"),
        ("Ana Roe said the repairs should last ten years.", "Speculates"),
        ("Ana Roe said borrowing should rise in May.", "Speculates"),
        ("Ana Roe said the pact should lead to lower fares.", "Speculates"),
        ("Ana Roe said the rain should taper off at noon.", "Speculates"),
        ("Ana Roe said the new office should be ready by May.", "Speculates"),
        ("Ana Roe said the plan should improve the roads.", "Speculates"),
        ("Ana Roe said the sale should have no effect on fares.", "Speculates"),
        ("Ana Roe said repairs should be completed by Friday.", "Speculates"),
        ("Ana Roe said the funds should be available in May.", "Speculates"),
        ("Ana Roe said the new office should be closed.", "Demands"),
        ("Ana Roe said profits should be taxed.", "Demands"),
        ("Ana Roe said it is vital that the bridge stays.", "Demands"),
        ("The council proposes to sell the ferry.", "Announces"),
        ("The council proposes that the mayor sell the ferry.", "Demands"),
        ("“Is the bridge safe?” Ana Roe said.", "Asks"),
        # It is good or bad.
        ("“I think it is a perfect spot,” Ana Roe said.", "Praises"),
        ("Ana Roe said the plan was unfair.", "Criticizes"),
        ("“It would be bad for the town,” Ana Roe said.", "Warns"),
    ],
)
def test_the_content_tells_the_stance(nlp: Language, text: str, expected: str) -> None:
    assert stance(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ana Roe said the bridge was not closed.",
        "Ana Roe claims that he sank the boat and did not pay.",
        "Ana Roe said the bridge fell and their fate was unclear.",
        "“I do not like bridges,” Ana Roe said.",
        "The police said they had not found the boat.",
        "“I don't lend my boat,” Ana Roe said.",
        "Most of them said they do not trust the mayor.",
        "“I am not afraid of heights,” Ana Roe said.",
        "Ana Roe said she was asked to leave.",
        "Ana Roe said she ordered him to stop.",
        "Ana Roe said the ferries could not sail.",
        "Ana Roe said it was the greatest threat to the town.",
        "Ana Roe said the town had to “put a lid on it” in May.",
        "He declared: “We still believe in the bridge.”",
        "Ana Roe said they would mend the bridge.",
        "Ana Roe said she'd gone to the bridge.",
        "Ana Roe said she'd taken the ferry ten times.",
        "Ana Roe said the road should have been closed.",
        "Ana Roe said the rain will be crucial to the fields.",
        "Ana Roe joked that she would have worn her hat.",
        "Ana Roe insisted that she would not sell the boat.",
        "Sailors who know the mayor say she now acknowledges that the bridge is old.",
    ],
)
def test_what_only_looks_like_it_is_affirmed(nlp: Language, text: str) -> None:
    assert stance(nlp, text) == "Affirms"


def test_the_cue_comes_first(nlp: Language) -> None:
    assert stance(nlp, "Ana Roe warned that the bridge may close.") == "Warns"
    assert stance(nlp, "Ana Roe did not say that the bridge may close.") == "Doubts"


def test_the_rules_name_stances_and_cues_that_there_are() -> None:
    terms = resource("ontology/kg.ttl").read_text(encoding="utf-8")
    rules = word_lists("stances")["rules"]
    for rule in rules:
        for name in (rule.get("stance"), *rule.get("performs", ())):
            assert name is None or f"kg:{name} a kg:Stance" in terms
        assert {"stance", "performs"} & rule.keys(), rule
        assert set(rule.get("cue", ())) <= cue_lexicon().verbs.keys()
