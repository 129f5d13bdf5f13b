"""Which names in a document are one body's."""

from kg.extraction.mentions.body_keys import body_keys


def test_a_short_name_is_that_of_the_only_full_one_that_begins_so() -> None:
    keys = body_keys(["Orrin International Inc", "Orrin", "Finch and Co", "Finch", "Brae Bank"])
    assert keys["Orrin"] == keys["Orrin International Inc"]
    assert keys["Finch"] == keys["Finch and Co"]
    assert len(set(keys.values())) == 3


def test_a_company_with_its_form_is_not_its_daughter() -> None:
    keys = body_keys(["Orrin Inc", "Orrin", "Orrin Canada Inc"])
    assert keys["Orrin"] == keys["Orrin Inc"] != keys["Orrin Canada Inc"]
