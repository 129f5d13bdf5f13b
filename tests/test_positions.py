from collections.abc import Callable

import pytest

from kg.extraction import Annotations

Read = Callable[[str], Annotations]


@pytest.mark.parametrize(
    ("text", "holder", "title", "body"),
    [
        ("Peruvian President Ana Quispe spoke.", "Ana Quispe", "President", "Peruvian"),
        ("LIMA, Peru - President Ana Quispe spoke.", "Ana Quispe", "President", None),
        (
            "U.S. Defense Secretary Maria Holt spoke.",
            "Maria Holt",
            "Defense Secretary",
            "U.S.",
        ),
        ("It is false. Its spokesman, Tom Becker, said so.", "Tom Becker", "spokesman", None),
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


@pytest.mark.parametrize(
    "text",
    [
        "Ana Quispe left it with a family member. Becker was taken to jail.",
        "They shot and wounded a policeman. Becker was wounded too.",
    ],
)
def test_a_post_does_not_reach_over_a_full_stop(read: Read, text: str) -> None:
    assert read(text).positions == ()


@pytest.mark.parametrize(
    ("text", "title", "body", "former"),
    [
        ("Lt. Gen. Tom Becker flew home.", "Lt. Gen.", None, False),
        ("Tom Becker has been named president of Acme Corp.", "president", "Acme Corp", False),
        ("President-elect Tom Becker spoke.", "President-elect", None, False),
        (
            "The firm's chief financial officer, Tom Becker, quit.",
            "chief financial officer",
            None,
            False,
        ),
        (
            "Tom Becker, chairman and chief executive of Acme Corp, quit.",
            "chairman and chief executive",
            "Acme Corp",
            False,
        ),
        ("The mill is in Dover and fire chief Tom Becker spoke.", "fire chief", None, False),
        ("Sen. Tom Becker, R-Ark., spoke.", "Sen.", "Ark.", False),
        ("Texas Gov. Tom Becker signed.", "Gov.", "Texas", False),
        ("Senator Tom Becker of Texas spoke.", "Senator", "Texas", False),
        ("Rep. Tom Becker, Democrat of Texas, spoke.", "Rep.", "Texas", False),
        ("Orrin Corp said it named Tom Becker vice president.", "vice president", None, False),
        ("Lance Cpl. Tom Becker flew home.", "Lance Cpl.", None, False),
        ("She thanked our fabulous president, Tom Becker.", "president", None, False),
        (
            "Tom Becker, 61, a nurse at the Ford Foundation, spoke.",
            "nurse",
            "Ford Foundation",
            False,
        ),
        ("The mayor of Leeds, Tom Becker, said no.", "mayor", "Leeds", False),
        ("Tom Becker, the attorney general of Texas, spoke.", "attorney general", "Texas", False),
        ("The court's chief judge, Tom Becker, spoke.", "chief judge", None, False),
        ("Tom Becker is the governor of Texas.", "governor", "Texas", False),
        ("Tom Becker, who serves as head coach, spoke.", "head coach", None, False),
        ("Tom Becker, a guidance counselor, spoke.", "guidance counselor", None, False),
        ("They sent their defence minister, Tom Becker.", "defence minister", None, False),
        ("Supervisor of Elections Tom Becker spoke.", "Supervisor of Elections", None, False),
        ("Republican Governor Tom Becker signed.", "Governor", None, False),
        ("Today Peruvian Prime Minister Tom Becker left.", "Prime Minister", "Peruvian", False),
        ("Tom Becker was named chief executive on Monday.", "chief executive", None, False),
        ("Former Peruvian President Tom Becker spoke.", "President", "Peruvian", True),
        ("Ex-mayor Tom Becker spoke.", "mayor", None, True),
        ("Tom Becker, a retired judge, spoke.", "judge", None, True),
        ("Tom Becker served as governor of Texas.", "governor", "Texas", True),
    ],
)
def test_posts_cut_short_in_predicates_and_former_ones(
    read: Read, text: str, title: str, body: str | None, former: bool
) -> None:
    found = read(text)
    (position,) = found.positions
    assert found.mentions[position.holder].name == "Tom Becker"
    named = None if position.organization is None else found.mentions[position.organization].name
    assert (position.title, named, position.former) == (title, body, former)


@pytest.mark.parametrize(
    "text",
    [
        "Tom Becker, a biology major, spoke.",
        "The cleric Tom Becker spoke.",
        "They met the mayor of Leeds, Tom Becker and Ana Quispe.",
        "Tom Becker is no longer the mayor.",
        "Tom Becker is a leader who cares.",
        "Tom Becker told reporters Ana Quispe left.",
    ],
)
def test_what_is_no_post_of_the_person(read: Read, text: str) -> None:
    assert read(text).positions == ()


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Tom Becker, the former Greek foreign minister and member of the Socialist Party, spoke.",
         [("foreign minister", "Greek"), ("member", "Socialist Party")]),
        ("Tom Becker, head of the largest party and a longtime friend of Ana Quispe, spoke.",
         [("head of the largest party", None)]),
        ("Tom Becker, a neighbour and a member of the Harbour Council, spoke.",
         [("member", "Harbour Council")]),
    ],
)  # fmt: skip
def test_each_post_has_its_own_words_and_body(
    read: Read, text: str, posts: list[tuple[str, str | None]]
) -> None:
    found = read(text)
    bodies = [found.mentions[p.organization].name if p.organization is not None else None
              for p in found.positions]  # fmt: skip
    assert [(p.title, body) for p, body in zip(found.positions, bodies, strict=True)] == posts


def test_a_title_ends_at_the_name_of_another_person(read: Read) -> None:
    found = read("German Minister Lena Roth and French Finance Minister Tom Becker met.")
    titles = {found.mentions[each.holder].name: each.title for each in found.positions}
    assert titles == {"Lena Roth": "Minister", "Tom Becker": "Finance Minister"}


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("They met senators Ada Roe and Tom Becker.", ["Ada Roe: senator", "Tom Becker: senator"]),
        (
            "Ford Foundation's chief financial officer, Tom Becker, resigned.",
            ["Tom Becker: chief financial officer"],
        ),
        ("Tom Becker, currently vice president, will lead.", ["Tom Becker: vice president"]),
        ("Republican Sens. Ada Roe and Tom Becker left.", ["Ada Roe: Sen.", "Tom Becker: Sen."]),
        (
            "Ada Roe, director of the Tax Center and a professor at Marlow University, left.",
            ["Ada Roe: director", "Ada Roe: professor"],
        ),
        (
            "Ada Roe, head of the council and a member of the march, left.",
            ["Ada Roe: head of the council"],
        ),
        ("Coalition spokesman US Army Col. Ada Roe left.", ["Ada Roe: Coalition spokesman"]),
        ("Harbour News Editor-in-Chief Ada Roe left.", ["Ada Roe: Editor-in-Chief"]),
        ("The driver of the truck, Ada Roe, fled.", []),
        ("Ada Roe, a bus driver, fled.", ["Ada Roe: bus driver"]),
        ("Military spokesman Lt. Col. Tom Becker left.", ["Tom Becker: Military spokesman"]),
        ("Ada Roe, author of the new book They, and Tom Becker, a Welsh industrialist, left.", []),
    ],
)
def test_each_holder_has_the_posts_that_are_theirs(read: Read, text: str, posts: list[str]) -> None:
    found = read(text)
    held = [f"{found.mentions[each.holder].name}: {each.title}" for each in found.positions]
    assert held == posts


def test_a_post_goes_without_the_last_words_of_its_body(read: Read) -> None:
    (position,) = read("Youngstown State University President Ada Roe spoke.").positions
    assert position.title == "President"
