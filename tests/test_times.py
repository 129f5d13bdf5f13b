from datetime import date

import pytest

from kg.extraction.times import resolve_time

WEDNESDAY = date(2024, 10, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wednesday", "2024-10-23"),
        ("Earlier Wednesday", "2024-10-23"),
        ("Tuesday", "2024-10-22"),
        ("last Friday", "2024-10-18"),
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
