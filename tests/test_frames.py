"""Frames: predicates with their arguments, and whether the article says that they are so."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations, Argument, Frame, Span, Tense
from kg.extraction.annotate import annotate

Read = Callable[[str], Annotations]


def frame(annotations: Annotations, lemma: str) -> Frame:
    """The only frame with a lemma."""
    (found,) = [each for each in annotations.frames if each.lemma == lemma]
    return found


def words(annotations: Annotations, span: Span) -> str:
    return annotations.document.text[slice(*span)]


def roles(annotations: Annotations, lemma: str, *, core: bool = True) -> dict[str, str]:
    """By role, the head of what fills it; numbered roles alone where only the core counts."""
    return {
        each.role: words(annotations, each.head)
        for each in frame(annotations, lemma).arguments
        if each.role.startswith("ARG") or not core
    }


def argument(annotations: Annotations, lemma: str, role: str) -> Argument:
    (found,) = [each for each in frame(annotations, lemma).arguments if each.role == role]
    return found


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        ("Norway sold the ships.", "sell", {"ARG0": "Norway", "ARG1": "ships"}),
        ("The ships were sold by Norway.", "sell", {"ARG0": "Norway", "ARG1": "ships"}),
        ("The ships were sold.", "sell", {"ARG1": "ships"}),
        ("Prices rose.", "rise", {"ARG1": "Prices"}),
        ("The council agreed to sell the port.", "sell", {"ARG0": "council", "ARG1": "port"}),
        ("The port told Norway to sell ships.", "sell", {"ARG0": "Norway", "ARG1": "ships"}),
        ("Ana Roe, who sold the port, left.", "sell", {"ARG0": "Roe", "ARG1": "port"}),
        ("The port that Roe sold has burned.", "sell", {"ARG0": "Roe", "ARG1": "port"}),
        ("The owners sold and repaired ships.", "sell", {"ARG0": "owners", "ARG1": "ships"}),
        ("Ana Roe came home and sold the ships.", "sell", {"ARG0": "Roe", "ARG1": "ships"}),
        ("The ships sailed to Peru, carrying coal.", "carry", {"ARG0": "ships", "ARG1": "coal"}),
        ("Roe came to Oslo to open the port.", "open", {"ARG0": "Roe", "ARG1": "port"}),
        ("Ships went to Peru.", "go", {"ARG1": "Ships", "ARG4": "Peru"}),
        ("Ana Roe was involved in the attempt.", "attempt", {"ARG0": "Roe"}),
        ("Gunmen launched a series of attacks.", "attack", {"ARG0": "Gunmen"}),
        ("Peru's decision to launch attacks was a mistake.", "attack", {"ARG0": "Peru"}),
        ("The Harbour Watch news agency sold the ships.", "sell",
            {"ARG0": "Watch", "ARG1": "ships"}),
    ],
)  # fmt: skip
def test_who_does_what(read: Read, text: str, lemma: str, expected: dict[str, str]) -> None:
    assert roles(read(text), lemma) == expected


def test_what_a_noun_tells_is_where_the_verb_after_it_says(read: Read) -> None:
    text = "The explosion was at the old bus station."
    assert roles(read(text), "explosion", core=False) == {"LOC": "station"}


def test_who_is_let_do_something_has_part_in_the_letting(read: Read) -> None:
    found = roles(read("The law allows Norway to sell the port."), "allow", core=False)
    assert found == {"ARG0": "law", "GOL": "Norway", "ARG1": "sell"}


def test_all_who_are_joined_have_part_in_what_a_noun_tells(read: Read) -> None:
    annotations = read("The removal of ships and planes surprised Norway.")
    found = frame(annotations, "removal")
    assert [words(annotations, each.head) for each in found.joint] == ["planes"]


def test_those_along_with_whom_somebody_does_it_do_it_too(read: Read) -> None:
    annotations = read("The minister, along with Ana Roe, refused to sign.")
    found = frame(annotations, "refuse")
    assert [words(annotations, each.head) for each in found.joint] == ["Roe"]


def test_a_noun_has_roles_as_its_verb_has(read: Read) -> None:
    found = roles(read("The deployment of troops by Norway alarmed Peru."), "deployment")
    assert found == {"ARG0": "Norway", "ARG1": "troops"}


def test_nouns_of_things_are_no_predicates(read: Read) -> None:
    text = "Norway cut its prices for ships in addition to its sales of planes."
    assert {each.lemma for each in read(text).frames} == {"cut", "sale"}


def test_what_is_said_not_to_be_is_a_predicate(read: Read) -> None:
    found = frame(read("Investors see the measures as not sufficient."), "sufficient")
    assert found.negated


def test_a_particle_belongs_to_the_predicate(read: Read) -> None:
    annotations = read("The fire broke out on Monday.")
    found = frame(annotations, "break out")
    assert [words(annotations, span) for span in found.span] == ["broke", "out"]


def test_an_argument_has_all_its_words_and_no_clause_around_the_predicate(read: Read) -> None:
    annotations = read("The old ships that Norway sold to Peru were burned.")
    assert words(annotations, argument(annotations, "sell", "ARG1").span) == "The old ships"
    sold = "The old ships that Norway sold to Peru"
    assert words(annotations, argument(annotations, "burn", "ARG1").span) == sold


def test_the_head_is_the_name_beside_a_description(read: Read) -> None:
    annotations = read("The transport minister, Ana Roe, sold the ships.")
    seller = argument(annotations, "sell", "ARG0")
    assert words(annotations, seller.head) == "Roe"
    assert seller.mention is not None
    assert annotations.mentions[seller.mention].name == "Ana Roe"


def test_the_head_of_an_amount_is_what_it_is_of(read: Read) -> None:
    annotations = read("The rebels seized hundreds of hostages.")
    assert roles(annotations, "seize") == {"ARG0": "rebels", "ARG1": "hostages"}


@pytest.mark.parametrize(
    ("text", "lemma", "pronoun"),
    [
        ("The ships, which left Norway and reached Peru, were old.", "leave", "which"),
        ("The ships, which left Norway and reached Peru, were old.", "reach", "which"),
        ("The ships that Norway sold were old.", "sell", "that"),
        ("The ships Norway sold were old.", "sell", None),
    ],
)
def test_what_a_relative_clause_is_about_has_its_pronoun(
    read: Read, text: str, lemma: str, pronoun: str | None
) -> None:
    annotations = read(text)
    (ships,) = [
        each
        for each in frame(annotations, lemma).arguments
        if words(annotations, each.head) == "ships"
    ]
    found = None if ships.pronoun is None else words(annotations, ships.pronoun)
    assert found == pronoun


def test_quantities_times_places_and_mentions_are_tied_to_what_they_belong_to(read: Read) -> None:
    annotations = read("Norway sent about 300 troops to Lima in May 2023.")
    found = frame(annotations, "send")
    quantity = argument(annotations, "send", "ARG1").quantity
    assert quantity is not None
    assert annotations.quantities[quantity].value == 300
    assert found.time is not None
    assert annotations.times[found.time].value == "2023-05"
    sender = argument(annotations, "send", "ARG0").mention
    assert sender is not None
    assert annotations.mentions[sender].name == "Norway"
    annotations = read("Two ships collided in Peru.")
    place = frame(annotations, "collide").place
    assert place is not None
    assert annotations.mentions[place].name == "Peru"


@pytest.mark.parametrize(
    ("text", "lemma", "negated", "modality", "tense", "conditional", "asserted"),
    [
        ("Norway sold the ships.", "sell", False, None, Tense.PAST, False, True),
        ("Norway has sold the ships.", "sell", False, None, Tense.PAST, False, True),
        ("Norway sells ships.", "sell", False, None, Tense.PRESENT, False, True),
        ("Norway did not sell the ships.", "sell", True, None, Tense.PAST, False, False),
        ("Norway neither bought nor sold ships.", "sell", True, None, Tense.PAST, False, False),
        ("No ships were sold.", "sell", True, None, Tense.PAST, False, False),
        ("Norway failed to sell the ships.", "sell", True, None, None, False, False),
        ("Norway left without selling the ships.", "sell", True, None, None, False, False),
        ("Norway no longer sells ships.", "sell", True, None, Tense.PRESENT, False, False),
        ("The ship nearly sank.", "sink", True, None, Tense.PAST, False, False),
        ("They dont sell ships.", "sell", True, None, Tense.PRESENT, False, False),
        ("Norway cancelled the sale of ships.", "sale", True, None, None, False, False),
        ("The sale of ships was cancelled.", "sale", True, None, None, False, False),
        ("Norway wants to prevent a sale.", "sale", False, "Open", None, False, False),
        ("The sale was not cancelled.", "sale", False, None, None, False, True),
        ("Roe regretted a delay in the sale of ships.", "sale", True, None, None, False, False),
        ("Peru cancelled a plan to sell ships.", "sell", True, None, None, False, False),
        ("Norway has not made a sale.", "sale", True, None, None, False, False),
        ("Peru wants nothing but ships.", "want", False, None, Tense.PRESENT, False, True),
        ("When it sells ships, Peru may pay.", "sell", False, None, Tense.PRESENT, False, False),
        ("Norway may sell the ships.", "sell", False, "Possible", None, False, False),
        ("Norway will sell the ships.", "sell", False, None, Tense.FUTURE, False, False),
        ("If ships sink, Peru wins.", "sink", False, "Conditional", Tense.PRESENT, True, False),
        ("If ships sink, Peru wins.", "win", False, None, Tense.PRESENT, True, False),
        ("Had Norway sold ships, Peru had won.", "sell", False, None, Tense.PAST, True, False),
        ("Should Norway sell ships, Peru wins.", "sell", False, None, None, True, False),
        ("Norway planned to sell the ships.", "sell", False, None, None, False, False),
        ("Norway has to sell the ships.", "sell", False, None, None, False, False),
        ("The offer enables Norway to sell.", "sell", False, None, None, False, False),
        ("Norway is going to sell the ships.", "sell", False, None, None, False, False),
        ("Norway managed to sell the ships.", "sell", False, None, None, False, True),
        ("Norway sold the ships to build a port.", "build", False, None, None, False, False),
        ("Norway may buy or sell ships.", "sell", False, "Possible", None, False, False),
        ("Norway was the first to sell ships.", "sell", False, None, None, False, False),
        ("Norway planned the sale of the ships.", "sale", False, None, None, False, False),
        ("The sale of the ships was expected.", "sale", False, None, None, False, False),
        ("The sale of the ships was scheduled.", "sale", False, None, None, False, False),
        ("Peru sent the law to Norway for approval.", "approval", False, None, None, False, False),
        ("Roe saw no increase in prices.", "increase", True, None, None, False, False),
    ],
)  # fmt: skip
def test_whether_it_is_so(
    read: Read,
    text: str,
    lemma: str,
    negated: bool,
    modality: str | None,
    tense: Tense | None,
    conditional: bool,
    asserted: bool,
) -> None:
    found = frame(read(text), lemma)
    assert found.negated is negated
    assert found.modality == modality
    assert found.tense is tense
    assert found.conditional is conditional
    assert found.asserted is asserted


def test_what_somebody_says_is_that_statements_and_nothing_the_article_asserts(read: Read) -> None:
    annotations = read("Ana Roe said that Norway had sold the ships. Peru bought a port.")
    assert frame(annotations, "sell").statement == 0
    assert not frame(annotations, "sell").asserted
    assert frame(annotations, "say").statement is None
    assert frame(annotations, "say").asserted
    assert frame(annotations, "buy").statement is None
    assert frame(annotations, "buy").asserted


def test_frames_of_a_text_that_is_read_without_its_markup_lead_back_to_its_characters(
    nlp: Language,
) -> None:
    text = "On Monday the government of Norway sold\n<b>the&nbsp;ships</b> to **Peru**."
    annotations = next(annotate(nlp, [Document(text)]))
    assert words(annotations, frame(annotations, "sell").span[0]) == "sold"
    assert roles(annotations, "sell") == {"ARG0": "government", "ARG1": "ships", "ARG2": "Peru"}


def test_texts_without_words_have_no_frames(read: Read) -> None:
    assert read("").frames == ()
    assert read("... 12 !\n\n—").frames == ()


def test_the_signature_of_an_agency_takes_no_part(read: Read) -> None:
    annotations = read("Norway declined to give details.  REUTER")
    assert [
        each.lemma for found in annotations.frames for each in found.arguments
        if each.head.start > annotations.document.text.index("details.")
    ] == []  # fmt: skip
