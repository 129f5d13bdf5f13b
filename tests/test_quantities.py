from collections.abc import Callable

import pytest

from kg.extraction import Annotations

Read = Callable[[str], Annotations]


@pytest.mark.parametrize(
    ("phrase", "value", "low", "high", "hedge", "unit"),
    [
        ("3,000 troops", 3000, None, None, None, "troops"),
        ("about 10,000 soldiers", 10000, None, None, "about", "soldiers"),
        ("up to 12,000 Polish soldiers", None, None, 12000, "up to", "Polish soldiers"),
        ("at least forty ships", None, 40, None, "at least", "ships"),
        ("more than 2.5 million people", None, 2500000, None, "more than", "people"),
        ("a few thousand soldiers", None, 2000, 9000, "a few", "soldiers"),
        ("tens of thousands of refugees", None, 20000, 99999, "tens of thousands of", "refugees"),
        ("between 8,000 and 10,000 soldiers", None, 8000, 10000, "between", "soldiers"),
        ("five to six million barrels", None, 5e6, 6e6, "between", "barrels"),
        ("25 percent", 25, None, None, None, "%"),
        ("nearly 40% of the votes", 40, None, None, "nearly", "%"),
        ("at least 4,000", None, 4000, None, "at least", None),
        ("over 9,000 Norwegians", None, 9000, None, "over", "Norwegians"),
        ("$3 billion", 3e9, None, None, None, "US dollars"),
        ("twice the previous number", 2, None, None, None, "times the previous number"),
        ("almost three times its budget", 3, None, None, "almost", "times its budget"),
        ("tens of thousands dead", None, 20000, 99999, "tens of thousands", "dead"),
        ("about 40 homeless families", 40, None, None, "about", "homeless families"),
        ("at least 12 wounded", None, 12, None, "at least", "wounded"),
    ],
)
def test_numbers_keep_their_hedge_and_unit(
    read: Read,
    phrase: str,
    value: float | None,
    low: float | None,
    high: float | None,
    hedge: str | None,
    unit: str | None,
) -> None:
    (found,) = read(f"The report counted {phrase} in the north.").quantities
    assert (found.value, found.minimum, found.maximum) == (value, low, high)
    assert (found.approximation, found.unit) == (hedge, unit)


@pytest.mark.parametrize(
    "text",
    ["It happened in 1998.", "They met on March 3.", "One never knows.", "He is one of them."],
)
def test_years_dates_and_pronouns_count_nothing(read: Read, text: str) -> None:
    assert read(text).quantities == ()


def test_a_quantity_in_a_statement_points_to_it(read: Read) -> None:
    found = read("The mine is old. Ana Quispe said that 300 miners were trapped.")
    (quantity,) = found.quantities
    assert quantity.statement is not None
    speaker = found.statements[quantity.statement].speaker
    assert speaker is not None and found.mentions[speaker].name == "Ana Quispe"


def test_a_preposition_of_place_is_no_hedge_of_a_vague_number(read: Read) -> None:
    (found,) = read("The men were spread over several camps.").quantities
    assert (found.approximation, found.unit) == ("several", "camps")
