from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations, EntityType, MentionKind
from kg.extraction.annotate import annotate
from kg.extraction.pipeline import load_pipeline

Read = Callable[[str], Annotations]


def names(annotations: Annotations) -> dict[str, EntityType]:
    return {m.name: m.type for m in annotations.mentions if m.kind is MentionKind.NAME}


def stands_for(annotations: Annotations, name: str) -> str | None:
    mention = next(m for m in annotations.mentions if m.name == name)
    return None if mention.antecedent is None else annotations.mentions[mention.antecedent].name


def test_titles_articles_and_possessives_are_no_part_of_a_name(read: Read) -> None:
    found = names(
        read("Defense Secretary Maria Holt met the Ford Foundation’s lawyers in Peru’s capital.")
    )
    assert found["Maria Holt"] is EntityType.PERSON
    assert found["Ford Foundation"] is EntityType.ORGANIZATION
    assert found["Peru"] is EntityType.PLACE
    assert not any("Secretary" in name or "Defense" in name for name in found)


def test_a_country_before_people_makes_a_group_of_that_country(read: Read) -> None:
    annotations = read("Norwegian soldiers crossed the border on Monday.")
    group = next(m for m in annotations.mentions if m.type is EntityType.GROUP)
    assert (group.name, group.of_country) == ("Norwegian soldiers", "Norwegian")


def test_a_name_that_the_model_misses_is_found_by_its_other_mention(read: Read) -> None:
    text = "Nadia Verhoeven won the vote in Ghent. Later Verhoeven thanked the city. Verhoeven!"
    annotations = read(text)
    starts = [m.span.start for m in annotations.mentions if m.name.endswith("Verhoeven")]
    assert [text[s:].split()[0] for s in starts] == ["Nadia", "Verhoeven", "Verhoeven!"]


def test_pronouns_and_descriptions_lead_to_names(read: Read) -> None:
    annotations = read(
        "Nadia Verhoeven, the mayor of Ghent, opened the bridge on Monday. "
        "She thanked the engineers. The mayor then left."
    )
    assert stands_for(annotations, "She") == "Nadia Verhoeven"
    assert stands_for(annotations, "The mayor") == "Nadia Verhoeven"


def test_a_description_with_nothing_to_stand_for_is_no_mention(read: Read) -> None:
    annotations = read("The minister left. The agency is closed.")
    assert annotations.mentions == ()


def test_known_names_are_found_with_their_type() -> None:
    known = ("Xanadu Quarterly", "Xanadu's Own Quarterly")
    nlp = load_pipeline(gazetteer=dict.fromkeys(known, EntityType.ORGANIZATION))
    for name in (*known, "Xanadu’s Own Quarterly"):
        found = next(annotate(nlp, [Document(f"He reads {name} daily.")]))
        assert names(found) == {name: EntityType.ORGANIZATION}


@pytest.mark.parametrize(
    "text", ["– – –", "WORLD NEWS IN BRIEF TODAY", "*** ### ***", "…", "- World Sport"]
)
def test_dashes_and_headlines_in_capitals_name_nothing(read: Read, text: str) -> None:
    assert names(read(text)) == {}


def test_a_name_like_a_pronoun_is_no_pronoun_and_between_them_are_two(read: Read) -> None:
    found = read("Peter Hale met Vice Premier He Lifeng. Ties between them were good.").mentions
    assert not [each for each in found if each.kind is MentionKind.PRONOUN]


@pytest.mark.parametrize(
    ("after", "him"),
    [
        ("Roe thanked him on Monday.", "Peter Hale"),
        ("Roe came late and thanked him.", "Peter Hale"),
        ("Roe came late, thanking him.", "Peter Hale"),
        ("Roe was told to thank him.", "Peter Hale"),
        ("Hale asked Roe to help him.", "Hale"),
    ],
)
def test_who_acts_is_not_who_is_acted_on(read: Read, after: str, him: str) -> None:
    assert stands_for(read(f"Peter Hale met John Roe in Ghent. {after}"), "him") == him


def test_a_pronoun_goes_to_a_name_of_its_gender(read: Read) -> None:
    text = "Helen Roe met Peter Hale on Monday. Roe praised the plan. He said it would work."
    assert stands_for(read(text), "He") == "Peter Hale"


@pytest.mark.parametrize(
    "told",
    [
        "A man came to the door, and Paul Roe, who lives there, thanked him.",
        "Sheriff Paul Roe said no. The victim ran off, and he was shot again.",
        "Sheriff Paul Roe said no. An employee came late. The employee said he had slept.",
    ],
)
def test_who_has_no_name_may_be_meant_and_is_nobody_named(read: Read, told: str) -> None:
    assert [each.name for each in read(told).mentions if each.antecedent is not None] == []


@pytest.mark.parametrize("other", ["The senator", "A friend"])
def test_a_name_is_likelier_meant_than_who_has_none(read: Read, other: str) -> None:
    found = read(f"Paul Roe came. {other} thanked Roe. Roe said that he was late.")
    assert stands_for(found, "he") == "Roe"


def test_a_description_that_speaks_stands_for_the_person_just_named(read: Read) -> None:
    text = "Peter Hale opened a shop in Ghent. “I bake myself,” the quiet professor said on Monday."
    assert stands_for(read(text), "the quiet professor") == "Peter Hale"


def test_a_post_that_speaks_in_a_headline_stands_for_its_only_holder(read: Read) -> None:
    headline = "Bridge is safe, Norwegian transport minister says\n\n"
    text = headline + "Transport Minister Ada Hale opened the bridge on Monday."
    assert stands_for(read(text), "minister") == "Ada Hale"
    two = text + " Finance Minister Peter Roe paid."
    assert not any(m.found_by == "headline-post" for m in read(two).mentions)


def test_a_description_of_somebody_unnamed_stands_for_nobody(read: Read) -> None:
    text = "A trader met Peter Hale in Ghent. “It is small,” the trader said."
    assert not any(m.name == "the trader" for m in read(text).mentions)


def test_a_firm_that_is_called_like_a_post_is_nobody_who_holds_it(read: Read) -> None:
    text = "Ana Roe left the firm. Lind Ltd will underwrite the issue, Emperor said."
    assert not [m for m in read(text).mentions if m.name.endswith(", Emperor")]


def test_an_agency_that_speaks_stands_for_the_body_just_named(read: Read) -> None:
    text = "The National Weather Centre published a forecast. The agency said that snow would fall."
    assert stands_for(read(text), "The agency") == "National Weather Centre"


def test_a_surname_is_the_persons_whatever_the_model_takes_it_for(read: Read) -> None:
    text = "Peter Hale owns a shop in Ghent. He sells bread. Hale said that it was small."
    assert {m.type for m in read(text).mentions if m.name == "Hale"} == {EntityType.PERSON}


def test_nobody_in_a_photo_credit_is_meant(read: Read) -> None:
    credit = "The bridge. (Ada Kent/Eastport News)"
    text = f"Anna Wright opened it on Monday.\n\n{credit}\n\n“It will stand,” she said."
    assert stands_for(read(text), "she") == "Anna Wright"


def test_the_full_stop_is_no_part_of_a_bodys_name(read: Read) -> None:
    found = names(read("Last week the bank bought Orrin Foods Corp. The price was not given."))
    assert "Orrin Foods Corp" in found


def test_a_road_is_no_place(read: Read) -> None:
    found = names(read("A fire broke out at 46 Harbour Street in Bristol on Friday."))
    assert "Bristol" in found and not any("Street" in name for name in found)


def test_a_description_may_be_glued_to_the_word_before_it(read: Read) -> None:
    found = read("Deutsche Bank left the 12-bank group. The 12-bank said it paid.").mentions
    assert "Deutsche Bank" in {mention.name for mention in found}


def test_a_post_of_a_nation_is_that_of_its_holder_alone(read: Read) -> None:
    annotations = read(
        "Norwegian President Nadia Verhoeven met Danish President Emil Krag in Oslo on Monday. "
        "The Norwegian president said it was late. The Danish president said it was cold. "
        "The Finnish president said nothing."
    )
    assert stands_for(annotations, "The Norwegian president") == "Nadia Verhoeven"
    assert stands_for(annotations, "The Danish president") == "Emil Krag"
    assert "The Finnish president" not in {mention.name for mention in annotations.mentions}


@pytest.mark.parametrize(
    "introduced",
    ["Sen. Nadia Verhoeven, D-Ohio,", "Sen. Nadia Verhoeven, an Ohio Democrat,"],
)
def test_a_member_of_a_party_is_who_was_introduced_so(read: Read, introduced: str) -> None:
    text = f"{introduced} met Sen. Tom Quispe in Akron. The Ohio Democrat said the law was good."
    annotations = read(text)
    assert stands_for(annotations, "The Ohio Democrat") == "Nadia Verhoeven"


ORRIN = "Orrin International Inc said it received offers from Finch Inc and Marlow Holdings Inc. "


def test_the_company_is_the_one_that_the_text_is_about(read: Read) -> None:
    found = read(f"{ORRIN}The company said its board plans to meet on Monday.")
    assert stands_for(found, "The company") == "Orrin International Inc"


@pytest.mark.parametrize("other", ["the new company", "the combined company"])
def test_a_company_that_is_new_was_not_named(read: Read, other: str) -> None:
    found = read(f"{ORRIN}It said that {other} would be larger.")
    assert not [each for each in found.mentions if each.name == other]


def test_an_agency_that_was_told_is_not_the_company(read: Read) -> None:
    told = (
        "Orrin Foods Inc grew. Its chairman told Reuters so. Analysts said the company earned much."
    )
    assert stands_for(read(told), "the company") == "Orrin Foods Inc"


def test_where_a_company_is_may_stand_in_its_description(read: Read) -> None:
    found = read("Orrin Foods Inc grew. The Houston-based company said it had bought Finch Inc.")
    assert stands_for(found, "The Houston-based company") == "Orrin Foods Inc"


def test_where_somebody_is_from_may_stand_behind_the_age(read: Read) -> None:
    found = read("Ada Roe won the race. It was hard, the 20-year-old from Brampton said on Monday.")
    assert stands_for(found, "the 20-year-old") == "Ada Roe"


@pytest.fixture
def read_tagged(tagged: Language) -> Read:
    return lambda text: next(annotate(tagged, [Document(text)]))


def test_who_is_quoted_speaks_of_another_and_names_others(read_tagged: Read) -> None:
    found = read_tagged("Tom Quispe won the race on Monday. “He ran fast,” Peter Hale said.")
    assert stands_for(found, "He") == "Tom Quispe"
    found = read_tagged("Peter Hale opened a shop on Monday. “Tom Quispe sold it,” he said.")
    assert stands_for(found, "he") == "Peter Hale"


def test_it_in_what_a_body_says_is_the_body(read_tagged: Read) -> None:
    found = read_tagged("Orrin Foods Inc said on Monday it bought a mill from Finch Inc.")
    assert stands_for(found, "it") == "Orrin Foods Inc"


@pytest.mark.parametrize("clause", ["it was late", "it seems that rain will fall"])
def test_it_may_be_nobody(read_tagged: Read, clause: str) -> None:
    found = read_tagged(f"Orrin Foods Inc said on Monday {clause}.")
    assert not any(m.kind is MentionKind.PRONOUN for m in found.mentions)


def test_the_next_mayor_was_not_named(read: Read) -> None:
    found = read("Mayor Nadia Verhoeven left. The next mayor said it was late.")
    assert not any(m.name == "The next mayor" for m in found.mentions)


def test_a_service_is_no_commission(read: Read) -> None:
    found = read("The Public Service Commission met. They may extend the service to Ghent.")
    assert not any(m.name == "the service" for m in found.mentions)
