import pytest

from kg.identity import Knowledge, Post
from kg.identity.posts import known_post

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
