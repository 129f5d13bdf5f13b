"""One name has one type in a document."""

import pytest

from kg.extraction import Span
from kg.extraction.mentions.agreement import agreed
from kg.extraction.tagger.name_decoding import NameKind, TaggedName

PERSON, BODY, PLACE = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.PLACE


def kinds(text: str, *names: tuple[str, NameKind, float]) -> list[NameKind]:
    """The kinds of names, each given as written with the likeliest kind; the rest is a body's."""
    found, at = [], 0
    for written, kind, likely in names:
        start = text.index(written, at)
        at = start + len(written)
        by_kind = [likely if each is kind else 0.0 for each in NameKind]
        by_kind[1] += 0.0 if kind is BODY else 0.9 - likely
        found.append(TaggedName(Span(start, at), kind, tuple(by_kind)))
    return list(agreed(text, found))


def test_the_likeliest_kind_of_all_mentions_is_that_of_each() -> None:
    text = "Roe said so. Roe agreed, and Roe left."
    found = kinds(text, ("Roe", PERSON, 0.8), ("Roe", BODY, 0.5), ("Roe", PERSON, 0.7))
    assert found == [PERSON] * 3


@pytest.mark.parametrize(
    ("full", "kind"),
    [
        ("Orrin Foods Corp", BODY),
        ("E.F. Orrin Inc", BODY),
        ("Western Orrin Co", BODY),
        ("Orrin AB", BODY),
        ("Orrin-Finch Corp", BODY),
        ("Ada Orrin", PERSON),
    ],
)
def test_a_short_name_is_of_the_kind_of_the_full_one(full: str, kind: NameKind) -> None:
    other = PERSON if kind is BODY else BODY
    assert (
        kinds(f"{full} came. Orrin said so.", (full, kind, 0.8), ("Orrin", other, 0.8))[1] is kind
    )


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ("Orrin and Row", "Orrin said so", BODY),
        ("Orrin City Police", "Orrin has a plan", PLACE),
        ("Orrin and Row", "Mr. Orrin said so", PERSON),
        ("Orrin and Row", "Orrin, Ada Orrin, said so", PERSON),
    ],
)
def test_who_has_no_title_and_no_full_name_is_what_a_body_begins_with(
    body: str, text: str, kind: NameKind
) -> None:
    full = [("Ada Orrin", PERSON, 0.8)] if "Ada" in text else []
    names = ((body, BODY, 0.8), ("Orrin", PERSON, 0.5), *full)
    assert kinds(f"{body} met. {text}.", *names)[1] is kind


def test_letters_are_no_town_of_a_body() -> None:
    names = ("ORN City Police", BODY, 0.8), ("ORN", PERSON, 0.5)
    assert kinds("ORN City Police met. ORN said so.", *names) == [BODY, BODY]


def test_a_place_is_not_somebody_whose_name_ends_so() -> None:
    names = ("Ada Orrin", PERSON, 0.8), ("Orrin", PLACE, 0.5)
    assert kinds("Ada Orrin left for Orrin.", *names) == [PERSON, PLACE]


def test_who_is_named_in_full_is_no_place_where_nothing_tells_of_one() -> None:
    names = ("Ada Orrin", PERSON, 0.8), ("Orrin", PLACE, 0.5)
    assert kinds("Ada Orrin left. Orrin had been ill.", *names) == [PERSON, PERSON]
    assert kinds("Ada Orrin left. It rained in Orrin.", *names) == [PERSON, PLACE]


def test_who_is_surely_somebody_is_not_what_a_body_begins_with() -> None:
    names = ("Orrin City Police", BODY, 0.8), ("Orrin", PERSON, 0.8)
    assert kinds("Orrin City Police held Orrin.", *names) == [BODY, PERSON]


def test_what_reads_less_like_a_place_is_the_company() -> None:
    text = "Orrin Air Lines Corp grew. At Orrin they said so."
    assert kinds(text, ("Orrin Air Lines Corp", BODY, 0.8), ("Orrin", PLACE, 0.42)) == [BODY, BODY]


def test_a_place_may_share_the_name_of_a_company() -> None:
    text = "Elmsford Corp came. It left Elmsford."
    assert kinds(text, ("Elmsford Corp", BODY, 0.8), ("Elmsford", PLACE, 0.8)) == [BODY, PLACE]


def test_letters_are_of_one_kind_even_where_one_is_taken_for_a_place() -> None:
    text = "The OBW met. OBW rates rose at the OBW."
    found = kinds(text, ("OBW", BODY, 0.9), ("OBW", BODY, 0.9), ("OBW", PLACE, 0.6))
    assert found == [BODY] * 3


@pytest.mark.parametrize(
    "text", ["the daily Orrin said", "it sold Orrin shares", "Orrin CEO, Ada Roe"]
)
def test_the_words_beside_a_name_tell_a_body(text: str) -> None:
    assert kinds(text, ("Orrin", PERSON, 0.7)) == [BODY]
    assert kinds("Orrin said", ("Orrin", PERSON, 0.7)) == [PERSON]


def test_a_saint_is_no_initial() -> None:
    text = "St. Orrin Corp came. Orrin said so."
    assert kinds(text, ("St. Orrin Corp", BODY, 0.8), ("Orrin", PERSON, 0.8)) == [BODY, PERSON]


def test_what_a_company_is_named_for_short_is_no_place_here_and_a_body_there() -> None:
    text = "Orrin Tool Co met. Orrin said so, and the Orrin board agreed."
    orrin = (("Orrin", BODY, 0.9), ("Orrin", PLACE, 0.5))
    assert kinds(text, ("Orrin Tool Co", BODY, 0.9), *orrin) == [BODY] * 3


def test_a_holder_of_a_post_in_a_firm_is_no_firm_of_a_person() -> None:
    text = "Orrin spokesman Tom Roe came."
    assert kinds(text, ("Orrin", PERSON, 0.7)) == [PERSON]
    assert kinds(text.replace("spokesman", "debt analyst"), ("Orrin", PERSON, 0.7)) == [BODY]


@pytest.mark.parametrize(
    "text", ["they live in Orrin.", "Orrin Mayor Ada Roe", "the mayor of Orrin"]
)
def test_the_words_beside_a_name_tell_a_place(text: str) -> None:
    assert kinds(text, ("Orrin", PERSON, 0.7)) == [PLACE]


@pytest.mark.parametrize(
    "text", ["they believe in Orrin.", "in Orrin's view", "Orrin Foods Ada Roe"]
)
def test_who_is_believed_in_is_no_place(text: str) -> None:
    assert kinds(text, ("Orrin", PERSON, 0.7)) == [PERSON]


def test_a_place_is_nobody_where_nobody_has_its_name() -> None:
    text = "Orrin grew. Roxton and Orrin fell. "
    names = ("Orrin", PLACE, 0.8), ("Orrin", PERSON, 0.5)
    assert kinds(text, *names) == [PLACE, PLACE]
    assert kinds(f"{text} Ada Orrin left.", *names, ("Ada Orrin", PERSON, 0.8))[1] is PERSON


def test_a_name_of_several_words_is_of_one_kind_even_where_one_is_taken_for_a_place() -> None:
    text = "The Orrin Guard met. The Orrin Guard rose at the Orrin Guard."
    names = [("Orrin Guard", BODY, 0.9), ("Orrin Guard", BODY, 0.9), ("Orrin Guard", PLACE, 0.6)]
    assert kinds(text, *names) == [BODY] * 3


@pytest.mark.parametrize(
    "text", ["they met Orrin, a unit of Brae", "Orrin <ORN> rose", "Orrin and Finch, two units"]
)
def test_what_has_an_owner_or_shares_is_a_body(text: str) -> None:
    assert kinds(text, ("Orrin", PERSON, 0.7)) == [BODY]
    assert kinds("Orrin and Finch, a lawyer, rose", ("Orrin", PERSON, 0.7)) == [PERSON]


def test_an_airline_is_no_place_though_it_is_named_once() -> None:
    assert kinds("the airline Orrin flew", ("Orrin", PLACE, 0.7)) == [BODY]
    assert kinds("the plane to Orrin flew", ("Orrin", PLACE, 0.7)) == [PLACE]


@pytest.mark.parametrize("who", ["Jane Roe", "Andy Roe", "Alex Roe"])
def test_what_begins_like_a_longer_name_of_a_body_is_one_but_for_a_person(who: str) -> None:
    text = f"Orrin Finch Securities rose. Orrin Finch Research fell. {who} Foundation. {who}."
    names = (("Orrin Finch Securities", BODY, 0.8), ("Orrin Finch Research", PERSON, 0.8))
    people = ((f"{who} Foundation", BODY, 0.8), (who, PERSON, 0.8))
    assert kinds(text, *names, *people) == [BODY, BODY, BODY, PERSON]
