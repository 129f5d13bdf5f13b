"""Transcripts and interviews: each turn is a speech of whom its label names."""

from collections.abc import Callable

import pytest

from kg.extraction import Annotations, Construction, Form, StatementKind

Read = Callable[[str], Annotations]


def turns(found: Annotations) -> list[tuple[str, list[str]]]:
    """The words of each turn's source, and its content by paragraph."""
    text = found.document.text
    return [
        (text[slice(*each.source[0])], [text[slice(*span)] for span in each.content])
        for each in found.statements
        if each.found_by is Construction.TURN
    ]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ("Q: ", "A: "),
        ("Q. ", "A. "),
        ("Q ", "MR. ROE: "),
        ("Herald: ", "Ana Roe: "),
        ("PAT LIND, ANCHOR: ", "ANA ROE, MAYOR OF ELMSFORD: "),
    ],
)
def test_each_turn_is_a_speech_of_its_speaker(read: Read, ask: str, answer: str) -> None:
    found = read(
        f"{ask}Why did you leave the party?\n\n{answer}It lied. I think that was wrong.\n\n"
        f"{ask}Will you return?\n\n{answer}Never."
    )
    asker, answerer = ask.strip(":. "), answer.strip(":. ")
    assert turns(found) == [
        (asker, ["Why did you leave the party?"]),
        (answerer, ["It lied. I think that was wrong"]),
        (asker, ["Will you return?"]),
        (answerer, ["Never"]),
    ]
    assert {(each.kind, each.form) for each in found.statements} == {
        (StatementKind.SPEECH, Form.DIRECT)
    }
    assert [each.stance for each in found.statements][:2] == ["Asks", "Affirms"]


def test_a_turn_goes_on_over_paragraphs_to_the_next_label(read: Read) -> None:
    found = read(
        "MS. LIND: It rained.\n\nThe bridge fell.\n\n(Laughter.)\n\nQ: When?\n\n"
        "MS. LIND: On Monday.\n\nThe council meets today."
    )
    assert turns(found) == [
        ("MS. LIND", ["It rained", "The bridge fell"]),
        ("Q", ["When?"]),
        ("MS. LIND", ["On Monday"]),
    ]
    named = {found.mentions[each.speaker].name for each in found.statements if each.speaker}
    assert named <= {"Lind"}


@pytest.mark.parametrize(
    "text",
    [
        "Where: Town hall.\n\nWhen: Monday.\n\nWhere: The port.\n\nWhen: Tuesday.",
        "Oslo: 3\n\nRome: 4\n\nOslo: 5\n\nRome: 1",
        "Roe: Rain will come\n\nIt was dry on Monday.\n\nThe mayor left.",
    ],
)
def test_lists_and_headlines_are_no_dialogue(read: Read, text: str) -> None:
    assert turns(read(text)) == []
