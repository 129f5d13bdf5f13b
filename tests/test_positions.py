from collections.abc import Callable

import pytest

from kg.extraction import Annotations

Read = Callable[[str], Annotations]


@pytest.mark.parametrize(
    ("text", "holder", "title", "body"),
    [
        ("Peruvian President Ana Quispe spoke.", "Ana Quispe", "President", "Peruvian"),
        (
            "U.S. Defense Secretary Maria Holt spoke.",
            "Maria Holt",
            "Defense Secretary",
            "U.S.",
        ),
        (
            "Tom Becker, a senior fellow at the Ford Foundation, spoke.",
            "Tom Becker",
            "senior fellow",
            "Ford Foundation",
        ),
        (
            "“No,” said Tom Becker, vice president and director at the Ford Foundation.",
            "Tom Becker",
            "vice president and director",
            "Ford Foundation",
        ),
        (
            "“Yes,” said Ana Quispe, a member of a trade committee.",
            "Ana Quispe",
            "member of a trade committee",
            None,
        ),
    ],
)
def test_posts_come_from_titles_and_appositions(
    read: Read, text: str, holder: str, title: str, body: str | None
) -> None:
    found = read(text)
    (position,) = found.positions
    assert found.mentions[position.holder].name == holder
    assert position.title == title
    assert text[slice(*position.title_span)] == title
    named = None if position.organization is None else found.mentions[position.organization].name
    assert named == body


def test_a_person_without_a_post_has_none(read: Read) -> None:
    assert read("Ana Quispe, 41, walked to the river, the house and the mill.").positions == ()
