"""Who does what an event says, whatever clause names him, and whether that is told."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extraction import Annotations, Frame
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.slots import Slot
from kg.extraction.frames.speaking import with_source

Read = Callable[[str], Annotations]


def only(annotations: Annotations, lemma: str) -> Frame:
    """The only frame of an event type that has a lemma."""
    (found,) = [each for each in annotations.frames if each.lemma == lemma and each.type]
    return found


def fillers(annotations: Annotations, lemma: str, name: str) -> list[str]:
    """What fills a role of the only frame with a lemma: the mention, else the main word."""
    text, mentions = annotations.document.text, annotations.mentions
    return [
        text[slice(*(each.head if each.mention is None else mentions[each.mention].span))]
        for each in only(annotations, lemma).arguments
        if each.name == name
    ]


@pytest.mark.parametrize(
    ("text", "lemma", "doer"),
    [
        ("Norway expects to sell the ships.", "sell", "Norway"),
        ("Norway raised cash by selling ships.", "sell", "Norway"),
        ("Norway may have to sell the ships.", "sell", "Norway"),
        ("Norway is considering selling the ships.", "sell", "Norway"),
        ("Peru's plan to buy ships was known.", "buy", "Peru"),
        ("During a visit to Peru, Ana Roe fell ill.", "visit", "Ana Roe"),
        ("Ana Roe accused Jo Poe of killing a soldier.", "kill", "Jo Poe"),
        ("Police charged Jo Poe with killing a soldier.", "kill", "Jo Poe"),
        ("Norway criticized Peru for selling ships.", "sell", "Peru"),
        ("Norway banned Peru from exporting ships.", "export", "Peru"),
        ("Norway refrained from selling ships.", "sell", "Norway"),
        ("Jo Poe was fined for selling ships.", "sell", "Jo Poe"),
        ("Norway raised the tax, laying off workers.", "lay off", "Norway"),
    ],
)
def test_who_does_it_where_another_clause_names_him(
    read: Read, text: str, lemma: str, doer: str
) -> None:
    assert fillers(read(text), lemma, "Actor") == [doer]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Norway's police seek a man who left a bomb that exploded, killing ten people.", "kill"),
        ("Norway gave money for building ships and buying planes.", "buy"),
        ("Jo Poe is not charged with taking part in the attack.", "attack"),
    ],
)
def test_who_may_not_have_done_it_is_not_told_to_do_it(read: Read, text: str, lemma: str) -> None:
    assert fillers(read(text), lemma, "Actor") == []


def test_it_is_the_body_that_says_so(read: Read) -> None:
    assert fillers(read("Harbour Bank Inc said it sold the ships."), "sell", "Actor") == [
        "Harbour Bank Inc"
    ]


def test_it_that_is_nobody_does_nothing(read: Read) -> None:
    found = read("“It is through waiting and asking for help that they live,” Ana Roe said.")
    assert fillers(found, "ask", "Actor") == []
    assert fillers(read("It cannot buy or sell the ships."), "sell", "Actor") == ["It"]


def test_a_name_beside_a_group_does_what_is_told_of_it(read: Read) -> None:
    found = read("The senior Republican on the committee, Ana Roe, criticised Norway.")
    assert fillers(found, "criticise", "Actor") == ["Ana Roe"]


def test_who_speaks_says_it_and_not_whom_another_clause_names(read: Read) -> None:
    found = read(
        "Ana Roe said that Tom Lind was turning to Norway because the losses were high, and "
        "demanded that both countries stop at once."
    )
    assert fillers(found, "demand", "Actor") == ["Ana Roe"]


def test_a_source_that_governs_all_of_its_sentence_does_what_its_cue_says() -> None:
    words = ["Roe", "demanding", "that", "Poe", "left"]
    relations = ["ROOT", "acl", "mark", "nsubj", "ccomp"]
    doc = Doc(Vocab(), words, heads=[0, 0, 4, 4, 1], deps=relations)
    (found,) = with_source(doc, 1, {0}, [RoleFound("ARG0", Slot("nsubj", 3), 1.0)])
    assert found.slot.token == 0


def test_no_more_may_end_a_text(read: Read) -> None:
    assert read("Norway sold the ships and bought no more").frames


def test_who_suggests_something_need_not_do_it(read: Read) -> None:
    assert fillers(read("Norway suggested selling the ships."), "sell", "Actor") == []


@pytest.mark.parametrize(
    ("text", "lemma", "name", "expected"),
    [
        ("Ana Roe urged shareholders to wait.", "urge", "Recipient", ["shareholders"]),
        ("Ana Roe appealed to Peru to wait.", "appeal", "Recipient", ["Peru"]),
        ("Norway sold the ships for 5 mln dlrs.", "sell", "Recipient", []),
        ("The dollar rose to 5 francs.", "rise", "Time", []),
        ("The resignation of Ana Roe came late.", "resignation", "Actor", ["Ana Roe"]),
        ("The arrest of John Smith came late.", "arrest", "Recipient", ["John Smith"]),
        ("The killing of John Smith shocked Oslo.", "killing", "Recipient", ["John Smith"]),
        ("Norway named John Smith to its council.", "name", "Recipient", ["John Smith"]),
        ("John Smith's hiring was a surprise.", "hiring", "Recipient", ["John Smith"]),
        ("Norway's hiring of John Smith was a surprise.", "hiring", "Actor", ["Norway"]),
        ("Norway's support for John Smith is known.", "support", "Recipient", ["John Smith"]),
        ("LIMA, Peru — Norway agreed on Monday to wait.", "agree", "Actor", ["Norway"]),
        ("LIMA — Norway sold the ships.", "sell", "Actor", ["Norway"]),
        ("Harbour Press A ship collision is shown off Peru.", "collision", "Theme", ["ship"]),
    ],
)
def test_what_an_argument_is_speaks_for_its_role(
    read: Read, text: str, lemma: str, name: str, expected: list[str]
) -> None:
    assert fillers(read(text), lemma, name) == expected


@pytest.mark.parametrize(
    ("text", "lemma", "told"),
    [
        ("Norway sold the ships.", "sell", True),
        ("Norway was invaded.", "invade", True),
        ("The sale of the ships helped.", "sale", False),
        ("A takeover of Harbour Bank Inc followed.", "takeover", False),
        ("Ana Roe appointed as head of Harbour Bank", "appoint", False),
        ("Ana Roe delivers.", "deliver", False),
        ("Peru and Norway are holding panel talks over ships.", "talk", False),
        ("Norway attacked the brothers from the floor of the council.", "attack", False),
        ("Norway supplied Peru with ships.", "supply", True),
        (
            "Two ships were donated to the Harbour Corporation Sailors' Trust by the government and"
            " the Danish company.",
            "donate",
            False,
        ),
    ],
)
def test_an_event_tells_who_does_it_or_to_whom_it_happens(
    read: Read, text: str, lemma: str, told: bool
) -> None:
    assert only(read(text), lemma).told is told


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Peru opposes the proposed sale of the port by Norway.", "sale"),
        ("Prices rose on speculation that Norway bought ships.", "buy"),
        ("Norway rarely sells ships.", "sell"),
        ("Ana Roe recommended the sale of the port by Norway.", "sale"),
        ("Norway is negotiating the purchase of ships from Peru.", "purchase"),
        ("Ana Roe, due tomorrow for a visit to Oslo, fell ill.", "visit"),
        ("Norway's request expected tomorrow is for ships.", "request"),
        ("Jo Poe was arrested for selling ships to Peru.", "sell"),
        ("Norway banned Peru from exporting ships.", "export"),
        ("Norway to increase taxes", "increase"),
        ("Neither Norway nor Peru attacked Chile.", "attack"),
        ("She pays for information leading to the arrest of John Smith.", "arrest"),
        ("The reward for the arrest of John Smith grew.", "arrest"),
        ("Norway allegedly sold the ships.", "sell"),
        ("The port, which Norway supposedly sold, is closed.", "sell"),
        ("The boldest claim is that Norway sold the ships.", "sell"),
        ("What Ana Roe would like to do is go to Oslo and ask Jo Poe to wait.", "ask"),
        ("Ana Roe visits Oslo next week.", "visit"),
        ("The deal requires approval by the Senate.", "approval"),
        ("A warrant was issued for the arrest of John Smith.", "arrest"),
        ("Lee Poe plotted the killing of John Smith.", "killing"),
    ],
)
def test_what_is_proposed_rumoured_or_rare_is_not_asserted(
    read: Read, text: str, lemma: str
) -> None:
    assert not only(read(text), lemma).asserted


def test_who_denies_one_thing_may_do_another(read: Read) -> None:
    text = "Peru and Norway denied it and pledged peace, signing a treaty at a summit in June."
    assert fillers(read(text), "sign", "Actor") == ["Peru"]


def test_an_event_has_the_time_of_the_meeting_at_which_it_is(read: Read) -> None:
    annotations = read("Peru and Norway signed a treaty at a summit in June 2024.")
    time = only(annotations, "sign").time
    assert time is not None
    assert annotations.times[time].value == "2024-06"


@pytest.mark.parametrize(
    ("text", "lemma", "words"),
    [
        ("Ana Roe left Oslo six years after Lee Doe met Jo Poe in May.", "meet", "May"),
        ("An hour after Ana Roe met Jo Poe, it rained.", "meet", None),
        ("For two hours Ana Roe met Jo Poe on Monday.", "meet", "Monday"),
    ],
)
def test_the_time_of_an_event_is_when_it_is(
    read: Read, text: str, lemma: str, words: str | None
) -> None:
    annotations = read(text)
    time = only(annotations, lemma).time
    assert (time is not None and text[slice(*annotations.times[time].span)]) == (words or False)


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The judge set Ana Roe's sentencing for June 2.", "sentencing"),
        ("The risk is that Ana Roe could be met by bankers urging Peru to pay.", "urge"),
    ],
)
def test_what_is_only_set_or_may_be_is_no_fact(read: Read, text: str, lemma: str) -> None:
    assert not only(read(text), lemma).asserted
