from collections.abc import Callable
from datetime import date

import pytest

from kg.extraction import Annotations, Span, TimeExpression
from kg.extraction.time_values import resolve_time

Read = Callable[[str], Annotations]
WEDNESDAY = date(2024, 10, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wednesday", "2024-10-23"),
        ("Earlier Wednesday", "2024-10-23"),
        ("Tuesday", "2024-10-22"),
        ("last Friday", "2024-10-18"),
        ("last October", "2023-10"),
        ("next Friday", "2024-10-25"),
        ("yesterday", "2024-10-22"),
        ("December", "2024-12"),
        ("June", "2024-06"),
        ("February", "2025-02"),
        ("Oct. 3", "2024-10-03"),
        ("3 October", "2024-10-03"),
        ("March 3, 2021", "2021-03-03"),
        ("2022", "2022"),
        ("last year", "2023"),
        ("next month", "2024-11"),
        ("last week", "2024-W42"),
        ("2023-05-06", "2023-05-06"),
        ("the morning", None),
        ("Feb. 30", None),
    ],
)
def test_times_are_resolved_against_the_day_of_publication(text: str, value: str | None) -> None:
    assert resolve_time(text, WEDNESDAY) == value


@pytest.mark.parametrize("text", ["Wednesday", "yesterday", "June", "last year"])
def test_relative_times_stay_text_where_the_day_is_unknown(text: str) -> None:
    assert resolve_time(text, None) is None


def test_absolute_times_need_no_day_of_publication() -> None:
    assert resolve_time("3 October 2024", None) == "2024-10-03"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four days ago", "2024-10-19"),
        ("three weeks ago", "2024-W40"),
        ("five months ago", "2024-05"),
        ("a decade ago", "2014"),
        ("last night", "2024-10-22"),
        ("this afternoon", "2024-10-23"),
        ("the day before yesterday", "2024-10-21"),
        ("the week ended Oct 13", "2024-10-07/2024-10-13"),
        ("the nine months ended Sept. 30", "2024-01-01/2024-09-30"),
        ("fiscal year ended Nov 29", "2022-11-30/2023-11-29"),
        ("the year to January 2024", "2023-02/2024-01"),
        ("six months to end June", "2024-01/2024-06"),
        ("the year to date", None),
        ("3-5 June", "2024-06-03/2024-06-05"),
        ("between 3 and 5 June 2022", "2022-06-03/2022-06-05"),
        ("this Friday", "2024-10-25"),
        ("this past Friday", "2024-10-18"),
        ("the second half of the year", "2024-07/2024-12"),
        ("March Three", "2025-03-03"),
        ("february", "2025-02"),
        ("end-february 1986", "1986-02"),
        ("march", None),
        ("last weekend", "2024-10-19/2024-10-20"),
        ("the past two years", "2022/2024"),
        ("the next 10 days", "2024-10-23/2024-11-02"),
        ("the 5th of next month", "2024-11-05"),
        ("May last year", "2023-05"),
        ("last November", "2023-11"),
        ("this past August", "2024-08"),
        ("last summer", "2024-06/2024-08"),
        ("last winter", "2023-12/2024-02"),
        ("next winter", "2024-12/2025-02"),
        ("the spring of 2011", "2011-03/2011-05"),
        ("the second quarter of 2022", "2022-04/2022-06"),
        ("Q4 2021", "2021-10/2021-12"),
        ("the first half of last year", "2023-01/2023-06"),
        ("the 1930s", "1930/1939"),
        ("the ’70s", "1970/1979"),
        ("the 18th century", "1701/1800"),
        ("2003 to 2009", "2003/2009"),
        ("1914-18", "1914/1918"),
        ("June 4-9", "2024-06-04/2024-06-09"),
        ("March 30 to April 2, 2020", "2020-03-30/2020-04-02"),
        ("between June and August 2019", "2019-06/2019-08"),
        ("May through July 2019", "2019-05/2019-07"),
        ("23/10/2020", "2020-10-23"),
        ("4/5/2020", "2020"),
        ("six hours", "PT6H"),
        ("just 75 minutes", "PT75M"),
        ("about 12 years", "P12Y"),
        ("the end of the year", "2024"),
        ("the third quarter", None),
        ("the summer", None),
        ("Mondays", None),
        ("a 40-year-old", None),
        ("90210210", None),
    ],
)
def test_periods_ranges_and_durations_have_values(text: str, value: str | None) -> None:
    assert resolve_time(text, WEDNESDAY) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The jury will decide on Friday.", "2024-03-08"),
        ("The jury decided on Friday.", "2024-03-01"),
        ("Miners are due to strike on Monday.", "2024-03-11"),
        ("Ana Quispe said Friday it would close.", "2024-03-01"),
        ("The pier opens on Saturday.", "2024-03-09"),
        ("The trial begins Tuesday in Oslo.", "2024-03-12"),
        ("Figures for January show a rise.", "2024-01"),
        ("The April 9 vote was postponed.", "2024-04-09"),
        ("The pier opens after a fire on April 9.", "2023-04-09"),
        ("The ship sank on Nov. 30 near the pier.", "2023-11-30"),
        ("The ship will sail on Feb. 2 from the pier.", "2025-02-02"),
        ("The pier has been closed since June.", "2023-06"),
        ("The pier must open by January.", "2025-01"),
        ("The April 9 raid on the village was the worst.", "2023-04-09"),
        ("She failed to appear on Thursday.", "2024-02-29"),
        ("Choirs sing there every Sunday.", None),
        ("The offer was extended to May 15.", "2024-05-15"),
        ("They moved to Oslo in May.", "2023-05"),
        ("A motive had not been established by Monday.", "2024-03-04"),
    ],
)
def test_the_tense_of_its_sentence_says_which_day_is_meant(
    read: Read, text: str, value: str | None
) -> None:
    (found,) = read(text).times
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Ana Quispe paid it in March, 1985.", {"March, 1985": "1985-03"}),
        ("She cut this year's plan.", {"this year": "2024"}),
        ("The roof fell on Monday night.", {"Monday night": "2024-03-04"}),
        ("It lost half its pupils between 2000 and 2007.", {"between 2000 and 2007": "2000/2007"}),
        ("The 35-year-old driver and Ana Quispe, age 95, slept.", {}),
        ("He resigned at the eleventh hour.", {}),
        ("Orrin Corp was formed Feb 27 by a merger.", {"Feb 27": "2024-02-27"}),
        (
            "It fell between Feb 3 and Feb 20.",
            {"between Feb 3 and Feb 20": "2024-02-03/2024-02-20"},
        ),
        ("Its debts fell from 2007 to 2020.", {"2007 to 2020": "2007/2020"}),
        ("The pier will open on 7 June.", {"7 June": "2024-06-07"}),
        ("The pier fell into the river (1530 UTC).", {}),
        ("Iraq called the August 4 attack a crime.", {"August 4": "2023-08-04"}),
        ("They made a last-minute attempt to stop it.", {}),
        ("Balances will add some 380 mln stg and 35 mln stg to the system.", {}),
        (
            "They will pay in May, June and July.",
            {"May": "2024-05", "June": "2024-06", "July": "2024-07"},
        ),
        ("It will open on Tuesday, March 19.", {"Tuesday, March 19": "2024-03-19"}),
        ("The bombs of Bloody Friday are not forgotten.", {}),
        ("The Russell 2000 index rose.", {}),
        ("May said that she would go, and Theresa May left.", {}),
        ("He said the February 22 Louvre accord had worked.", {"February 22": "2024-02-22"}),
        ("It was a no-quarter fight.", {}),
        (
            "He fell in the late afternoon hours of June 1, 2007.",
            {"the late afternoon hours of June 1, 2007": "2007-06-01"},
        ),
    ],
)
def test_a_time_is_whole_or_none(read: Read, text: str, times: dict[str, str]) -> None:
    assert {text[slice(*found.span)]: found.value for found in read(text).times} == times


def test_a_mere_number_is_no_time(read: Read) -> None:
    assert read("The account 3881017 was closed.").times == ()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2024-10-23", "day"),
        ("2024-W43", "week"),
        ("2024-10", "month"),
        ("2024", "year"),
        ("1998/2004", "interval"),
        ("P3D", "duration"),
        (None, None),
    ],
)
def test_a_value_says_how_precise_it_is(value: str | None, kind: str | None) -> None:
    assert TimeExpression(Span(0, 1), value).kind == kind


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("text", ["99 decades ago", "next year", "tomorrow", "yesterday", "May"])
def test_a_day_of_publication_at_the_end_of_the_calendar_counts_for_nothing(
    text: str, day: date
) -> None:
    assert resolve_time(text, day) is None
