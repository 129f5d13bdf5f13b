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
        ("more than 21,000 jobs", None, 21000, None, "more than", "jobs"),
        ("25 newly hired recruits", 25, None, None, None, "newly hired recruits"),
        ("half a percent", 0.5, None, None, None, "%"),
        ("a quarter of a percent", 0.25, None, None, None, "%"),
        ("less than half of 1 percent", None, None, 0.5, "less than", "%"),
        ("two-and-a-half miles", 2.5, None, None, None, "miles"),
        ("two cents", 2, None, None, None, "cents"),
        ("one percent", 1, None, None, None, "%"),
        ("about 5 percent", 5, None, None, "about", "%"),
        ("around 2000 people", 2000, None, None, "around", "people"),
        ("300,000  tonnes", 300000, None, None, None, "tonnes"),
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


def test_a_unit_ends_with_its_measure(read: Read) -> None:
    (found,) = read("They built a 70 meter memorial hall.").quantities
    assert (found.value, found.unit) == (70, "meter")


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 1998.",
        "Note 747986907162 was sent.",
        "They met on March 3.",
        "One never knows.",
        "He is one of them.",
    ],
)
def test_years_dates_and_pronouns_count_nothing(read: Read, text: str) -> None:
    assert read(text).quantities == ()


def test_a_quantity_in_a_statement_points_to_it(read: Read) -> None:
    found = read("The mine is old. Ana Quispe said that 300 miners were trapped.")
    (quantity,) = found.quantities
    assert quantity.statement is not None
    speaker = found.statements[quantity.statement].speaker
    assert speaker is not None and found.mentions[speaker].name == "Ana Quispe"


@pytest.mark.parametrize(
    ("phrase", "value", "low", "high", "unit"),
    [
        ("8-1/2 pct", 8.5, None, None, "%"),
        ("3/4 pct", 0.75, None, None, "%"),
        ("$12-1/2 a share", 12.5, None, None, "US dollars"),
        ("97 3/8 miles", 97.375, None, None, "miles"),
        ("33.3 mln barrels", 33300000, None, None, "barrels"),
        ("4.5 billion U.S. Dlrs of debt", 4.5e9, None, None, "U.S. Dlrs"),
        ("a 600 million dollar bridge", 6e8, None, None, "dollar"),
        ("1.1 mln Swiss francs of debt", 1.1e6, None, None, "Swiss francs"),
        ("one in 20, and so on", 5, None, None, "%"),
        ("forty-one ferries", 41, None, None, "ferries"),
        ("three hundred and twelve thousand votes", 312000, None, None, "votes"),
        ("sixteen hundred homes", 1600, None, None, "homes"),
        ("half a dozen boats", 6, None, None, "boats"),
        ("two dozen goats", 24, None, None, "goats"),
        ("half-a-million euros", 500000, None, None, "euros"),
        ("a quarter of a million tonnes", 250000, None, None, "tonnes"),
        ("three-fifths of the harvest", 60, None, None, "%"),
        ("nearly half of the houses", 50, None, None, "%"),
        ("one in eight pupils", 12.5, None, None, "%"),
        ("one of every nine wells", 11.11, None, None, "%"),
        ("nine out of 10 wells", 90, None, None, "%"),
        ("€3.4bn", 3.4e9, None, None, "euros"),
        ("£15tn", 15e12, None, None, "pounds"),
        ("$640k", 640000, None, None, "US dollars"),
        ("NZ$7 million", 7e6, None, None, "New Zealand dollars"),
        ("S$20m", 2e7, None, None, "Singapore dollars"),
        ("Rs 1.5 lakh crore", 1.5e12, None, None, "rupees"),
        ("₹3 lakh", 300000, None, None, "rupees"),
        ("4.5m people", 4.5e6, None, None, "people"),
        ("2 431 000 voters", 2431000, None, None, "voters"),
        ("45\u202f600 voters", 45600, None, None, "voters"),
        ("12,50,000 voters", 1250000, None, None, "voters"),
        ("a 24-seat plane", 24, None, None, "seat"),
        ("a 700-square-foot shed", 700, None, None, "square-foot"),
        ("30–40 % of it", None, 30, 40, "%"),
        ("between 5 percent and 8 percent", None, 5, 8, "%"),
        ("60 mph to 75 mph", None, 60, 75, "mph"),
        ("€5-6bn", None, 5e9, 6e9, "euros"),
        ("two or three wolves", None, 2, 3, "wolves"),
        ("minus 14 degrees", -14, None, None, "degrees"),
        ("-20 °C", -20, None, None, "°C"),
        ("60-odd guests", 60, None, None, "guests"),
        ("7pc", 7, None, None, "%"),
        ("−2.5%", -2.5, None, None, "%"),
        ("1,000-plus guests", None, 1000, None, "guests"),
        ("60 guests or fewer", None, None, 60, "guests"),
        ("more than a mile", None, 1, None, "mile"),
        ("three of the bridges", 3, None, None, "bridges"),
        ("90km/h", 90, None, None, "km/h"),
    ],
)
def test_the_many_ways_to_write_a_number(
    read: Read,
    phrase: str,
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str | None,
) -> None:
    (found,) = read(f"The report mentioned {phrase}.").quantities
    assert (found.value, found.minimum, found.maximum, found.unit) == (value, low, high, unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The flood killed 31 and injured six.", [31, 6]),
        ("Ferry Fire Kills 12 in Busan", [12]),
        ("Nearly 70 were arrested.", [70]),
        ("The index climbed to 412.", [412]),
        ("Output rose from 5 percent to 7 percent.", [5, 7]),
        ("Sales fell to 98,036 from 107,207 a year before.", [98036, 107207]),
        ("It has 20 billion dlrs, plus 2.9 billion carried over.", [20e9, 2.9e9]),
    ],
)
def test_numbers_without_a_unit_are_counted_by_their_verb(
    read: Read, text: str, values: list[float]
) -> None:
    assert [found.value for found in read(text).quantities] == values


@pytest.mark.parametrize(
    "text",
    [
        "Rovers won 4-1 after a 2-0 lead.",
        "The council voted 5 to 4.",
        "She is ranked No. 3 and flew on Flight 212.",
        "Lena Roe, 33, swam; her son, aged 9, watched.",
        "The 19-year-old driver slept for three hours.",
        "Children under 12 swim free.",
        "The Big Ten plays at 7 p.m. on Oct. 9.",
        "It was one of a kind, and they looked at one another.",
        "In the second half of 1986 it rained.",
        "It is a one-way street.",
        "They agreed on a five year facility.",
        "It sold zero-coupon bonds.",
        "She lives on the 300 block of the street.",
        "Emissions fell below 2005 levels.",
        "She had a win and two thirds.",
        "A Model 12 gun lay there.",
        "Call 555-0134-22 or see page 12.",
        "Storms came with COVID-19 in the 1990s.",
        "He will spend three days visiting hospitals.",
        "At least 30 minutes’ warning was given.",
    ],
)
def test_scores_ranks_ages_times_and_idioms_count_nothing(read: Read, text: str) -> None:
    assert read(text).quantities == ()


def test_a_preposition_of_place_is_no_hedge_of_a_vague_number(read: Read) -> None:
    (found,) = read("The men were spread over several camps.").quantities
    assert (found.approximation, found.unit) == ("several", "camps")


def test_the_year_of_the_first_number_begins_no_range(read: Read) -> None:
    found = read("Sales rose from 400 cars in 2003 to 11,000 cars in 2007.").quantities
    assert [each.value for each in found] == [400, 11000]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The plant cut 21,000 jobs world-wide.", "jobs"),
        ("It hired 40 Paris-based staff.", "Paris-based staff"),
        ("A six-foot-tall man left.", "foot"),
        ("It has a 1.6-per-cent share.", "%"),
        ("At least five times locals warned the police.", "times"),
    ],
)
def test_a_unit_ends_before_half_a_word_and_after_times(read: Read, text: str, unit: str) -> None:
    (found,) = read(text).quantities
    assert found.unit == unit


def test_amounts_that_are_compared_have_one_unit_and_others_are_apart(read: Read) -> None:
    found = read("Profit was 6.5 billion francs vs 5.4 billion. It holds 160GB or 40,000 songs.")
    assert [(each.value, each.unit) for each in found.quantities] == [
        (6.5e9, "francs"),
        (5.4e9, "francs"),
        (160, "GB"),
        (40000, "songs"),
    ]
