from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kg.documents import Metadata
from kg.extraction import Annotations
from kg.identity import Knowledge, Post, resolve
from kg.identity.posts import holder_of, known_post
from kg.settings import Settings

POSTS = (
    Post("post/x/minister", "Minister of Defence", "person/ana-quispe", "country/peru"),
    Post("post/x/president", "President of the Senate", "person/ana-quispe", "country/peru"),
    Post("post/y/minister", "Minister of Defence", "person/tom-becker", "country/norway"),
)
KNOWLEDGE = Knowledge(posts=POSTS)


@pytest.mark.parametrize(
    ("title", "holder", "key"),
    [
        ("defense minister", "person/ana-quispe", "post/x/minister"),
        ("Defence Minister", "person/tom-becker", "post/y/minister"),
        ("president", "person/ana-quispe", "post/x/president"),
        ("foreign minister", "person/ana-quispe", None),
        ("the", "person/ana-quispe", None),
        ("minister", "person/nobody", None),
    ],
)
def test_a_title_means_the_holders_post_that_has_all_its_words(
    title: str, holder: str, key: str | None
) -> None:
    found = known_post(title, holder, KNOWLEDGE)
    assert (found.key if found else None) == key


def test_a_title_that_could_be_two_posts_is_none() -> None:
    doubled = Knowledge(posts=(*POSTS, Post("post/z", "Minister of Trade", "person/tom-becker")))
    assert known_post("minister", "person/tom-becker", doubled) is None


LOADED = Knowledge.of(Settings())


@pytest.mark.parametrize(
    ("words", "day", "holder"),
    [
        ("the U.S. president", "2019-03-05", "Donald Trump"),
        ("US President", "2022-03-05", "Joe Biden"),
        ("The president of the United States", "2026-03-05", "Donald Trump"),
        ("the British prime minister", "2019-03-05", "Theresa May"),
        ("Britain's prime minister", "2022-03-05", "Boris Johnson"),
        ("The German chancellor", "2020-03-05", "Angela Merkel"),
        ("the German chancellor", "2022-03-05", "Olaf Scholz"),
        ("the Italian prime minister", "2022-03-05", "Mario Draghi"),
        # No day is known, a day of two, a year in which the post changed hands, after the table.
        ("the U.S. president", "", None),
        ("the U.S. president", "2021-01-20", None),
        ("the Italian prime minister", "2021-03-05", None),
        ("the Italian prime minister", "2023-03-05", None),
        # Not the post, or nobody's country.
        ("the former U.S. president", "2019-03-05", None),
        ("the U.S. vice president", "2019-03-05", None),
        ("a U.S. president", "2019-03-05", None),
        ("the president", "2019-03-05", None),
    ],
)
def test_a_post_means_who_held_it_on_the_day(words: str, day: str, holder: str | None) -> None:
    found = holder_of(words, LOADED, day)
    assert (found.name if found else None) == holder


@pytest.mark.parametrize(
    ("day", "key"),
    [("2019-03-05", "post/united-states/president"), ("2023-03-05", None),
     ("2026-03-05", "post/united-states/president"), ("", "post/united-states/president")],
)  # fmt: skip
def test_a_title_means_a_post_that_is_held_on_the_day(day: str, key: str | None) -> None:
    found = known_post("President", "person/donald-trump", LOADED, day)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("day", "president", "minister"),
    [(date(2019, 3, 5), "Donald Trump", "Theresa May"),
     (date(2022, 3, 5), "Joe Biden", "Boris Johnson"),
     (date(2026, 3, 5), "Donald Trump", None), (None, None, None)],
)  # fmt: skip
def test_a_post_that_speaks_is_who_held_it_when_the_article_was_published(
    read: Callable[[str], Annotations], day: date | None, president: str | None,
    minister: str | None,
) -> None:  # fmt: skip
    found = read(
        "The U.S. president said that a deal was close. The British prime minister warned that it "
        "would take longer. French President Emmanuel Macron said that he agreed."
    )
    document = replace(found.document, metadata=Metadata(published=day))
    resolved = resolve(replace(found, document=document), LOADED)
    speakers = [each.speaker.name if each.speaker else None for each in resolved.statements]
    assert speakers == [president, minister, "Emmanuel Macron"]
