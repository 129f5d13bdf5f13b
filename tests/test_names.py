"""Names by the trained tagger, the gazetteer and what identity makes of both."""

from collections.abc import Callable
from functools import cache

import pytest

from kg.build.rows import Row, annotation_row
from kg.documents import Document
from kg.extraction import EntityType
from kg.extraction.annotate import annotate
from kg.extraction.mentions.things import thing_type
from kg.extraction.pipeline import load_pipeline
from kg.extraction.tagger import has_weights
from kg.extraction.text.signatures import is_signature
from kg.identity import Knowledge, resolve
from kg.identity.known_names import known_names
from kg.mapping import Namespaces
from kg.mapping.entities import TYPES

pytestmark = pytest.mark.skipif(not has_weights(), reason="the tagger's weights are not installed")

Entities = Callable[[str], dict[str, Row]]
BODY, PLACE = EntityType.ORGANIZATION, EntityType.PLACE


@pytest.fixture(scope="module")
def row() -> Callable[[str], Row]:
    """What `kg annotate` gives for a text."""
    nlp, names = load_pipeline(gazetteer=known_names(Knowledge()), tagger=True), Namespaces()

    @cache
    def read(text: str) -> Row:
        return annotation_row(resolve(next(annotate(nlp, [Document(text)])), Knowledge()), names)

    return read


@pytest.fixture(scope="module")
def entities(row: Callable[[str], Row]) -> Entities:
    """The names in a text as `kg annotate` gives them, by their words."""

    def read(text: str) -> dict[str, Row]:
        found = (each for each in row(text)["entities"] if each["kind"] == "name")
        return {text[each["start"] : each["end"]]: each for each in found}

    return read


def test_a_department_before_a_name_belongs_to_the_post(row: Callable[[str], Row]) -> None:
    found = row("U.S. Secretary of State Maria Holt met Secretary of Defense Tom Becker in Oslo.")
    assert [(each["post"], each["person"]) for each in found["positions"]] == [
        ("Secretary of State", "Maria Holt"),
        ("Secretary of Defense", "Tom Becker"),
    ]


def test_a_country_is_no_person_where_nobody_has_its_name(entities: Entities) -> None:
    found = entities(
        "Norway has not confirmed the deployment. China's Foreign Ministry has said that it knows "
        "nothing about the matter."
    )
    assert found["China"]["type"] == "Country"
    found = entities("Chad Orrin sold the mill in May. Chad said on Monday that he would stay.")
    assert {found[name]["type"] for name in found if "Chad" in name} == {"Person"}


def test_a_nationality_names_a_group_and_stands_for_its_country(entities: Entities) -> None:
    found = entities("The Greek foreign minister met Kenyan officials in London on Friday.")
    assert {name: found[name]["type"] for name in ("Greek", "Kenyan")} == {
        "Greek": "Group",
        "Kenyan": "Group",
    }
    assert found["Greek"]["iri"].endswith("country/greece")
    assert found["Greek"]["same_as"]


def test_words_around_a_name_are_no_part_of_it(entities: Entities) -> None:
    found = entities(
        "Former Boulder City police officer Thomas Finn and Ms Holt said so. Elmsford Police Chief"
        " Ada Roe agreed."
    )
    assert {"Thomas Finn", "Holt", "Ada Roe"} <= found.keys()
    assert not any("police" in name or "Chief" in name for name in found)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_space_that_breaks_no_line_breaks_no_name(entities: Entities, space: str) -> None:
    assert f"Thomas{space}Finn" in entities(f"Thomas{space}Finn said that Elmsford was calm.")


def test_a_company_has_its_form(entities: Entities) -> None:
    found = entities("Goldman, Sachs and Co said on Monday that it bought Orrin Foods Inc.")
    assert found["Goldman, Sachs and Co"]["type"] == "Organization"
    assert any(name.startswith("Orrin Foods Inc") for name in found)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("European Convention on Human Rights", EntityType.LEGISLATION),
        ("Six-Day War", EntityType.EVENT),
        ("Republican National Convention", EntityType.EVENT),
        ("Geneva Convention", EntityType.LEGISLATION),
        ("Bloody Friday", EntityType.EVENT),
        ("Toyota Camry", EntityType.PRODUCT),
        ("Farsi", EntityType.OTHER),
    ],
)
def test_the_words_of_a_things_name_tell_what_it_is(name: str, kind: EntityType) -> None:
    assert thing_type(name) is kind


def test_a_thing_is_neither_a_person_nor_a_body_nor_a_place(entities: Entities) -> None:
    found = entities("He won the World Cup in 2002 and sold three million copies of Purple Rain.")
    things = [each for each in found.values() if "/thing/" in each["iri"]]
    assert found["World Cup"] in things
    assert found["World Cup"]["type"] == "Event"


def test_each_type_has_a_class_of_its_own() -> None:
    assert TYPES.keys() == set(EntityType)
    assert len(set(TYPES.values())) == len(EntityType)


def test_a_county_is_a_place(entities: Entities) -> None:
    found = entities("Anderson County sued. Laurel County officials said that they would not.")
    assert {found[name]["type"] for name in ("Anderson County", "Laurel County")} == {"Place"}


def test_a_name_with_a_hyphen_is_whole(entities: Entities) -> None:
    found = entities("Moon Jae-in met Bashar al-Assad in Paris. Moon said it went well.")
    assert {"Moon Jae-in", "Bashar al-Assad"} <= found.keys()
    assert found["Moon"]["iri"] == found["Moon Jae-in"]["iri"]


def test_a_family_is_a_group(entities: Entities) -> None:
    found = entities("Ada Moayyad left Iran in 1984. Friends of the Moayyads helped.")
    assert found["Moayyads"]["type"] == "Group"


def test_what_nobody_sees_is_no_part_of_a_name(entities: Entities) -> None:
    assert "Thomas Finn" in entities("The officer was Thomas Finn.\ufeff")


def test_names_are_read_in_capitals(entities: Entities) -> None:
    assert "MARIA DELGADO" in entities("MAYOR MARIA DELGADO OPENS BRIDGE IN CHICAGO AFTER FIRE")


def test_a_name_that_ends_with_of_goes_on(entities: Entities) -> None:
    found = entities("The loan pays five pct, lead manager Bank of Tokyo International Ltd said.")
    assert "Bank of Tokyo International Ltd" in found


def test_a_company_is_one_thing_under_its_short_name(entities: Entities) -> None:
    found = entities(
        "Praxis Pharmaceuticals Inc said the drug works. Arnold Lippa said Praxis will test it."
        " Praxis reported a loss."
    )
    assert found["Praxis"]["iri"] == found["Praxis Pharmaceuticals Inc"]["iri"]


def test_the_words_of_a_name_tell_a_body(entities: Entities) -> None:
    found = entities(
        "A study by the National Commission on Agricultural Policy went to Congress this year, and"
        " <Banque Industrielle Privee> was sold."
    )
    assert {each["type"] for each in found.values()} == {"Organization"}
    assert "Banque Industrielle Privee" in found


def test_a_firm_has_its_partner(entities: Entities) -> None:
    found = entities("The shares are sold through Alder Inc, Hambrecht and Quist Inc and others.")
    assert "Hambrecht and Quist Inc" in found


def test_an_event_is_named_after_a_country(entities: Entities) -> None:
    found = entities("She won the British Open and plays at the U.S. Open in August.")
    assert {found[name]["type"] for name in ("British Open", "U.S. Open")} == {"Event"}


def test_a_year_is_no_part_of_an_events_name(entities: Entities) -> None:
    found = entities("France beat Mexico before the 1998 World Cup in Paris.")
    assert "World Cup" in found


def test_a_hyphen_after_an_abbreviation_ends_the_name(entities: Entities) -> None:
    found = entities("The U.S.-led invasion began in March 2003.")
    assert found["U.S."]["iri"].endswith("country/united-states")


def test_a_word_that_starts_a_sentence_is_no_name(entities: Entities) -> None:
    found = entities("Arbitragers said on Monday that Orrin Inc is for sale.")
    assert "Arbitragers" not in found


def test_the_people_of_a_town_tell_that_it_is_one(entities: Entities) -> None:
    text = "Crafton man sues over a photo. A Crafton man is suing. Crafton council declined."
    assert entities(text)["Crafton"]["type"] == "Place"
    assert entities("Both were told by the mayor of Sligo.")["Sligo"]["type"] == "Place"


def test_west_germany_is_a_country(entities: Entities) -> None:
    found = entities(
        "The cars are sold in West Germany. West German Finance Minister Ulf Roe left."
    )
    assert found["West Germany"]["type"] == "Country"
    assert found["West German"]["iri"] == found["West Germany"]["iri"]
    assert "Ulf Roe" in found


def test_the_place_behind_a_party_is_a_name_without_it(entities: Entities) -> None:
    found = entities("Rep. Jerry McNerney, D-Pleasanton, and Sen. Bob Casey, D-Pa., said so.")
    assert found["Pleasanton"]["type"] == found["Pa."]["type"] == "Place"
    assert not any(name.startswith("D-") for name in found)


def test_where_members_of_a_party_are_from_is_no_body(entities: Entities) -> None:
    found = entities(
        "The West Virginia Democrat said no. Ohio Republicans and Senate Democrats met."
    )
    assert found["West Virginia"]["type"] == found["Ohio"]["type"] == "Place"
    assert found["Democrat"]["iri"] == found["Democrats"]["iri"]
    assert found["Democrats"]["type"] == found["Republicans"]["type"] == "Group"
    assert found["Senate"]["type"] == "Organization"


def test_a_state_that_was_renamed_is_the_one_of_today(entities: Entities) -> None:
    found = entities("Zaire signed the accord. Zairean officials met those of the DRC in Kinshasa.")
    assert found["Zaire"]["iri"] == found["DRC"]["iri"]


def test_a_member_of_a_party_is_not_the_party(row: Callable[[str], Row]) -> None:
    found = row("An Ohio Democrat said the law was good. Democrats said the law was old.")
    iris = [each["speaker_iri"] for each in found["attributions"]]
    assert iris[0] is None and iris[1].endswith("group/democrats")


def test_a_nation_in_the_unit_of_an_amount_is_not_named(entities: Entities) -> None:
    text = "Orrin Corp owes 40 mln Australian dlrs and 200 billion Belgian francs to a Greek bank."
    assert set(entities(text)) == {"Orrin Corp", "Greek"}


def test_a_companys_form_may_be_in_small_letters(entities: Entities) -> None:
    assert "Key Tronic corp" in entities("Key Tronic corp said it has received contracts.")


def test_a_people_with_two_words_is_one(entities: Entities) -> None:
    found = entities("It burdened African-American voters, and Asian Americans objected.")
    assert {name: each["type"] for name, each in found.items()} == {
        "African-American": "Group",
        "Asian Americans": "Group",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The guard Orrin Security Service of Paramus, N.J., was sold by Finch Services Inc.",
            {"Orrin Security Service", "Paramus", "N.J."},
        ),
        ("Lawyers for Ada Roe of Bethel, Vt., declined to comment on Monday.", {"Bethel", "Vt."}),
        ("It was led by Alex. Orrin and Sons Inc on Monday.", {"Alex. Orrin and Sons Inc"}),
        (
            "It was sold to the venture firm of Welsh, Orrin, Finch and Stowe on Monday.",
            {"Welsh, Orrin, Finch and Stowe"},
        ),
        ("Finch and Finch said that it filed a suit in Ohio.", {"Finch and Finch"}),
        ("First Orrin Corp said on Monday that it would buy a bank.", {"First Orrin Corp"}),
        (
            "Office of Management and Budget Director Ada Roe agreed.",
            {"Office of Management and Budget", "Ada Roe"},
        ),
        (
            "The study was made by UNL’s Department of Agricultural Economics.",
            {"UNL", "Department of Agricultural Economics"},
        ),
        ("Tiger lost the US Open on Sunday.", {"US Open"}),
        ("He said that he wanted Congress to write a better law.", {"Congress"}),
        ("The Finance Ministry said today that the surplus soared.", {"Finance Ministry"}),
        (
            "The Bureau of Alcohol, Tobacco, Firearms and Explosives raided the house on Monday.",
            {"Bureau of Alcohol, Tobacco, Firearms and Explosives"},
        ),
        (
            "A study by the Center for Media and Public Affairs found it. The American Recovery "
            "and Reinvestment Act passed.",
            {"Center for Media and Public Affairs", "American Recovery and Reinvestment Act"},
        ),
        (
            "Orrin Technology and Career Development Schools opened next to Finch & Barrel in May.",
            {"Orrin Technology and Career Development Schools", "Finch & Barrel"},
        ),
        ("The Institute for Strategic Dialogue said.", {"Institute for Strategic Dialogue"}),
        ("The Center for Transatlantic Relations said so.", {"Center for Transatlantic Relations"}),
        ("The Madison County Sheriff's Department said.", {"Madison County Sheriff's Department"}),
        ("He filed suit in Allegheny County Court on Monday.", {"Allegheny County Court"}),
        (
            "The Washington-based Brookings Institution said so.",
            {"Washington", "Brookings Institution"},
        ),
        (
            "Litchfield Selectman Marsha Bernstein and Torrington firefighter Tom Roe spoke.",
            {"Litchfield", "Marsha Bernstein", "Torrington", "Tom Roe"},
        ),
        ("San Fernando City Councilwoman Ada Roe won.", {"San Fernando City", "Ada Roe"}),
        ("A former ambassador to Egypt Dan Kurtzer spoke.", {"Egypt", "Dan Kurtzer"}),
        ("Attorney General of Texas Ken Roe sued on Monday.", {"Texas", "Ken Roe"}),
        ("They spoke of Egyptian-US relations on Monday.", {"Egyptian", "US"}),
        ("A Kettering Republican, Jon Roe, voted on Monday.", {"Kettering", "Republican"}),
        ("“It is,” Ada Roe MP said on Monday.", {"Ada Roe"}),
        ("The Association of Flight Attendants agreed.", {"Association of Flight Attendants"}),
        ("Water stood on Highway 59 in Ohio on Monday.", {"Highway 59"}),
        ("He said so this month on CNBC.", {"CNBC"}),
        ("Officials of Petrobras, S.A. and of Sears, N.V. agreed.", {"Petrobras, S.A."}),
        ("The troops fought Iraqi Kurds near the border.", {"Iraqi Kurds"}),
        ("It went to the Board of Aldermen on Monday.", {"Board of Aldermen"}),
        ("It is a clinic in Gaza City. Photo: AP Ibrahim Lind said he uses it.", {"Ibrahim Lind"}),
        ("Electronic Letter Corp of America said so.", {"Electronic Letter Corp of America"}),
        (
            "It joined Central Bank and Trust Co with the healthy Peoples Bank and Trust Co.",
            {"Central Bank and Trust Co", "Peoples Bank and Trust Co"},
        ),
        ("Shares of soap maker Procter & Gamble rose in the US state of Texas.", {"US", "Texas"}),
        (
            "It is led by First Boston Corp, Norton Simon, Brown and Co and Kelsey Marsh Inc.",
            {"Norton Simon, Brown and Co", "Kelsey Marsh Inc"},
        ),
        ("Trucks lined up at the Port of Oakland on Monday.", {"Port of Oakland"}),
        ("Its board reviewed a Chrysler Corp merger proposal on Monday.", {"Chrysler Corp"}),
        ("Gary Roe Sr. of Elmsford was there on Monday.", {"Gary Roe Sr.", "Elmsford"}),
        (
            "RCMP Const. Kwesi Orrin said so. The RCMP agreed.",
            {"RCMP", "Kwesi Orrin"},
        ),
        (
            "She teaches at Marlow University in New Jersey on Mondays.",
            {"Marlow University", "New Jersey"},
        ),
        (
            "The Heart and Stroke Foundation agreed with the Republican Party and Clinton on it.",
            {"Heart and Stroke Foundation", "Republican Party"},
        ),
        ("First of Marlow Bank Corp. said it was sold.", {"First of Marlow Bank Corp."}),
        ("Finch (Hong Kong) Ltd bought Orrin Corp (Holdings) Plc.", {"Finch (Hong Kong) Ltd"}),
        ("It was made by <Orrin  Technologies Inc>, of Ohio.", {"Orrin  Technologies Inc"}),
        ("He sued Orrin Corp <X>, a firm of Ohio.", {"Orrin Corp"}),
        ("Perth based Orrin Corp Holdings Ltd said so.", {"Perth", "Orrin Corp Holdings Ltd"}),
        ("More than 6 in 10 New York Democratic voters agreed.", {"New York", "Democratic"}),
        ("It is led by the HUD Office of Inspector General.", {"HUD Office of Inspector General"}),
        ("“He is tired,” Wyoming GOP chairman Matt Roe said.", {"Wyoming GOP", "Matt Roe"}),
        ("She quit Mulroney's Progressive Conservative party.", {"Progressive Conservative"}),
        ("U.S. Treasury Secretary James Roe left Paris.", {"U.S.", "James Roe"}),
    ],
)
def test_a_name_is_whole(entities: Entities, text: str, expected: set[str]) -> None:
    assert expected <= entities(text).keys()


@pytest.mark.parametrize(
    ("text", "no_name"),
    [
        ("Killer asks court to wait\n\nThe killer was sentenced in Ohio on Monday.", "Killer"),
        ("Foreign exchange trading income rose to 82 mln dlrs at Orrin Corp.", "Foreign"),
        ("British Chancellor of the Exchequer Ada Roe left on Monday.", "Exchequer"),
        ("Ecuadorean Energy and Mines Minister Ada Roe left on Monday.", "Mines"),
        ("Aides to Republican Sens. Ada Roe (Ky.) and Tom Orrin said so.", "Republican Sens"),
        ("Secretary of State for Health Ada Roe left on Monday.", "State for Health"),
        ("“It burnt,” Fire Chief Ada Roe said on Monday.", "Fire"),
        ("It came from the super PACs on Monday.", "PACs"),
        ("No Western nation has found out how on Monday.", "Western"),
        ("Headington: Mum jailed for fake passport. She wept.", "Mum"),
        ("OTTAWA — Foreign Affairs Minister Ada Roe left on Monday.", "Foreign Affairs"),
    ],
)
def test_words_with_a_capital_that_name_nothing(
    entities: Entities, text: str, no_name: str
) -> None:
    assert no_name not in entities(text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Orrin Hess debt analyst Ada Roe said so.", "Orrin Hess", "Organization"),
        ("He is suing WPXI-TV over a broadcast story.", "WPXI-TV", "Organization"),
        (
            "They were taken to Elmsford Regional Medical Center on Monday.",
            "Elmsford Regional Medical Center",
            "Organization",
        ),
        ("Grounds are built off U.S. 95, north of the lake.", "U.S. 95", "Place"),
        (
            "Sales rose, according to Orrin-Brae Securities analyst Tom Roe.",
            "Orrin-Brae Securities",
            "Organization",
        ),
        (
            "Centrust Savings Bank said so. Centrust added that it would grow.",
            "Centrust",
            "Organization",
        ),
        (
            "Mannesmann AG may invest. Mannesmann managing board chairman Lee Doe told a weekly "
            "that Mannesmann would act. The Mannesmann spokesman said more.",
            "Mannesmann",
            "Organization",
        ),
        ("A student wrote the local newspaper, The Perry Chief, too.", "Perry Chief", BODY),
        ("After BlazeTV’s Glenn Beck asked him, he left.", "BlazeTV", BODY),
        ("Ada Roe of Fox News spoke to him on Monday.", "Fox News", "Organization"),
        ("The Boeing Company said so on Monday.", "Boeing Company", "Organization"),
        ("It was said of Minnesotans on Monday.", "Minnesotans", "Group"),
        ("He spoke to Elmsford Mayor Ada Roe on Monday.", "Elmsford", "Place"),
        (
            "Lead manager Lazard Freres et Cie said the issue was priced. Shares rose on the Paris "
            "Bourse and the Frankfurt Bourse.",
            "Lazard Freres et Cie",
            BODY,
        ),
        ("Shares rose on the Paris Bourse on Monday.", "Paris Bourse", BODY),
        ("Frank Roe Zoo is inviting all of its friends.", "Frank Roe Zoo", BODY),
        ("Under Labour, the health service grew. Labour MPs voted for it.", "Labour", BODY),
        ("Thousands will come to Bikefest in Ohio.", "Bikefest", "Event"),
        ("The kitchen has Formica tables.", "Formica", "Other"),
        (
            "The Orrin Financial Houston Open was won by Al Roe.",
            "Orrin Financial Houston Open",
            "Event",
        ),
        ("Bowne and Co Inc rose. Bowne's plan is new.", "Bowne", BODY),
        ("Johnson Brothers Inc rose; Mr. Johnson came.", "Johnson", "Person"),
        ("Orrin Mills Corp sold land. Orrin Mills rose two dlrs.", "Orrin Mills", BODY),
        ("The oil company, Petroleos Orrin (Pemeg), fell. Pemeg said so.", "Pemeg", BODY),
        ("He writes for Flare magazine on Mondays.", "Flare", BODY),
        ("Baton Rouge Inc fell; the mayor of Baton Rouge left.", "Baton Rouge", "Place"),
        ("An American’s laptop was taken away.", "American", "Group"),
        ("In the Honda, driver Virginia L. Lane, 77, was hurt.", "Virginia L. Lane", "Person"),
        (
            "It got a West Virginia Division of Highways grant.",
            "West Virginia Division of Highways",
            BODY,
        ),
        ("The rebels of central Java, who fled, were found.", "Java", "Place"),
    ],
)
def test_the_words_in_and_beside_a_name_tell_its_type(
    entities: Entities, text: str, name: str, kind: str
) -> None:
    assert entities(text)[name]["type"] == kind


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "R.J. Orrin Tobacco Co said so. Orrin is a unit of Finch Inc.",
            "R.J. Orrin Tobacco Co",
            "Orrin",
        ),
        (
            "The Employment Department said so. The Department of Employment added more.",
            "Employment Department",
            "Department of Employment",
        ),
        (
            "She is suing the station WPXI-TV. The suit against WPXI was filed in Ohio.",
            "WPXI-TV",
            "WPXI",
        ),
        (
            "Kelsey Dunkerson, a daughter of Mike and Gail Dunkerson of Ohio, left. Dunkerson said "
            "that it was hot.",
            "Kelsey Dunkerson",
            "Dunkerson",
        ),
        (
            "He works at Public Services and Procurement. Officials at Public Services agreed.",
            "Public Services and Procurement",
            "Public Services",
        ),
    ],
)
def test_one_thing_is_one_entity(entities: Entities, text: str, one: str, other: str) -> None:
    found = entities(text)
    assert found[one]["iri"] == found[other]["iri"]


def test_a_father_is_not_his_son(entities: Entities) -> None:
    found = entities("Gary Roe Sr. left. His son Gary Roe Jr. stayed, and Roe Jr. wept on Monday.")
    assert found["Gary Roe Sr."]["iri"] != found["Gary Roe Jr."]["iri"]
    assert found["Roe Jr."]["iri"] == found["Gary Roe Jr."]["iri"]


def test_who_was_called_by_a_title_and_surname_is_called_so_again(
    row: Callable[[str], Row],
) -> None:
    text = "Pamela Roe spoke. Ms Roe left. A girl called Elizabeth Roe was born. Ms Roe came."
    names = [each["name"] for each in row(text)["entities"] if each["kind"] == "name"]
    assert names == ["Pamela Roe", "Pamela Roe", "Elizabeth Roe", "Pamela Roe"]


def test_a_name_that_is_whole_once_is_whole_again(row: Callable[[str], Row]) -> None:
    text = "Rival Hillary Roe met USA TODAY. A USA TODAY analysis of it and Hillary Roe agreed."
    names = [each["name"] for each in row(text)["entities"] if each["kind"] == "name"]
    assert names.count("USA TODAY") == names.count("Hillary Roe") == 2


def test_a_state_and_a_city_of_one_name_are_two(row: Callable[[str], Row]) -> None:
    text = (
        "He flew from Seattle, Washington, to Washington, D.C. “Washington state needs help,” he "
        "said. Washington Gov. Ada Roe met the president in Washington."
    )
    found = [e for e in row(text)["entities"] if text[e["start"] : e["end"]] == "Washington"]
    is_state = [each["iri"].endswith("washington-q1223") for each in found]
    assert is_state == [True, False, True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Speaker of the House Tom Roe spoke.", ("Speaker", "House", False)),
        ("Chief of Police Ada Roe spoke.", ("Chief of Police", None, False)),
        ("Secretary of the Treasury Ada Roe left.", ("Secretary of the Treasury", None, False)),
        ("It is run by its head of marketing Ada Roe.", ("head of marketing", None, False)),
        ("Director of the CIA William Roe spoke.", ("Director", "CIA", False)),
        ("White House Chief of Staff Ron Roe left.", ("Chief of Staff", "White House", False)),
        ("Bank of England Governor Mark Roe spoke.", ("Governor", "Bank of England", False)),
        ("The then-president, Jon Roe, agreed on Monday.", ("president", None, True)),
        ("The president-elect, Maria Roe, spoke on Monday.", ("president-elect", None, False)),
        ("“No,” police spokesman Sgt. Tom Roe said.", ("police spokesman", None, False)),
        ("“It is,” Ada Roe MP said on Monday.", ("MP", None, False)),
        (
            "Carla Hale (Green), a member of parliament, voted on Monday.",
            ("member of parliament", None, False),
        ),
        ("Ada Roe, a London-based analyst at Finch Inc, spoke.", ("analyst", "Finch Inc", False)),
        ("Tom Roe, who was sacked as manager of Leeds, spoke.", ("manager", "Leeds", True)),
        ("Loews Corp <LTR> Chairman Al Roe said so.", ("Chairman", "Loews Corp", False)),
        ("The flamboyant mayor Ada Roe left.", ("mayor", None, False)),
    ],
)
def test_a_post_has_its_words_and_its_body(
    row: Callable[[str], Row], text: str, expected: tuple[str, str | None, bool]
) -> None:
    found = [(p["post"], p["organization"], p["former"]) for p in row(text)["positions"]]
    assert found == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "He met a woman called Ada Roe, a doctor said.",
        "The president of the company Ada Roe founded left on Monday.",
        "The committee members, Ada Roe, said so.",
        "Ada Roe was named the league's best coach.",
    ],
)
def test_what_is_nobodys_post(row: Callable[[str], Row], text: str) -> None:
    assert row(text)["positions"] == []


def test_a_company_is_not_its_daughter(entities: Entities) -> None:
    found = entities("LTV Corp said it will close its LTV Steel Co in May. LTV said so on Monday.")
    assert found["LTV"]["iri"] == found["LTV Corp"]["iri"] != found["LTV Steel Co"]["iri"]


@pytest.mark.parametrize("government", ["The Greek government", "Greece's government"])
def test_a_government_is_that_of_its_country(row: Callable[[str], Row], government: str) -> None:
    found = row(f"{government} withdrew a request. The government said that it would wait.")
    assert {each["speaker"] for each in found["attributions"]} == {"Greek government"}


def test_the_government_of_one_of_two_countries_is_nobodys(row: Callable[[str], Row]) -> None:
    text = "The Greek government met the Turkish government. The government said that it was late."
    assert row(text)["attributions"][0]["speaker_iri"] is None


def test_people_share_the_family_name_behind_them(entities: Entities) -> None:
    found = entities("Mike and Gail Dunkerson of Ohio were there on Monday.")
    assert found["Mike"]["name"] == "Mike Dunkerson"
    other = entities("Mike and Gail Dunkerson of Ohio were there. Mike Roe came on Monday.")
    assert other["Mike"]["name"] == "Mike Roe"


def test_the_full_stop_before_a_sentence_is_no_part_of_a_companys_name(entities: Entities) -> None:
    found = entities("It is a unit of Orrin Corp. Orrin Financial has debt of two billion dlrs.")
    assert "Orrin Corp" in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            "She is a lawyer at Callison Tighe & Robinson in Ohio.",
            "Callison Tighe & Robinson",
            BODY,
        ),
        ("The city hired Gary Realty and Garfield Traub Development.", "Gary Realty", BODY),
        ("Rally Canada volunteer Tom Hinderks said so.", "Rally Canada", BODY),
        ("Teammates of Joe Gibbs Racing won it.", "Joe Gibbs Racing", BODY),
        ("I have heard stories of Albertans afraid to go.", "Albertans", EntityType.GROUP),
        ("The rest are Dargins, Kumyks and Lezgins.", "Lezgins", EntityType.GROUP),
        ("American-led wars went on.", "American", EntityType.GROUP),
        ("Students went from Logan Elementary to Rogersville.", "Logan Elementary", BODY),
        ("Israel occupied the West Bank then.", "West Bank", PLACE),
        ("The party has Senator John McCain (R-AZ) in it.", "AZ", PLACE),
        (
            "The city hired Gary Realty and Garfield Traub Development.",
            "Garfield Traub Development",
            BODY,
        ),
        ("Ms. Roe wrote on OrrinWatch. “It is so,” said OrrinWatch.", "OrrinWatch", BODY),
        ("It could be St. Clair Twp. or Madison Twp. in that case.", "Madison Twp", PLACE),
        ("The owner of the Toyota Hilux is Ian Beesley.", "Toyota Hilux", EntityType.PRODUCT),
        ("Roe founded Orrin Films and sold it on Monday.", "Orrin Films", BODY),
        (
            "The Finch National Bank of Rockland County was closed.",
            "Finch National Bank of Rockland County",
            BODY,
        ),
        ("The 2014 Bagram Airfield bombing killed six soldiers.", "Bagram Airfield", PLACE),
        (
            "RMS International Inc., Hasbrouk Heights, N.J., said it seeks money.",
            "Hasbrouk Heights",
            PLACE,
        ),
    ],
)
def test_the_words_of_a_name_tell_what_it_names(
    entities: Entities, text: str, name: str, kind: EntityType
) -> None:
    assert entities(text)[name]["type"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "They paid US$ 7.2 bn and HK$5 million.",
        "City Councilman Danny Dunagan said so.",
        "The Public Prosecutor's office has it.",
        "GNB Brigade General Hector Ochoa left.",
        "Sens. Ada Roe and Tom Becker left.",
        "Finch Ltd <FNCH ST> has a new owner.",
        "Kahne won before Larson, Earnhardt, Jr., and Dillon. Dale Earnhardt Jr. left.",
    ],
)
def test_money_and_parts_of_posts_are_no_names(entities: Entities, text: str) -> None:
    none = {"US$", "HK$5", "City", "Public", "GNB Brigade", "Jr.", "Sens", "FNCH ST"}
    assert not none & set(entities(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The S.C. Trial Lawyers Association is now known as the S.C. Association for Justice.",
            "S.C. Association for Justice",
        ),
        (
            "The jail of Hall County and Corrections Corporation of America will open.",
            "Corrections Corporation of America",
        ),
        ("They asked the Boy Scouts of America and Orrin Foods.", "Boy Scouts of America"),
        ("The 6th District Court of Appeal overturned it.", "6th District Court of Appeal"),
        ("The News Agency of Nigeria said so on Monday.", "News Agency of Nigeria"),
        ("Orrin Foods, Inc. said so on Monday.", "Orrin Foods, Inc."),
        ("The Dow Jones Industrial Average fell on Monday.", "Dow Jones Industrial Average"),
    ],
)
def test_a_body_is_named_with_what_it_is_for_or_of(
    entities: Entities, text: str, name: str
) -> None:
    assert name in entities(text)


def test_a_region_is_not_the_body_that_is_named_after_it(entities: Entities) -> None:
    found = entities("The Waterloo Region Record wrote of it. The store is Waterloo Region's best.")
    assert found["Waterloo Region"]["type"] == "Place"


def test_what_follows_a_name_may_be_the_next_ones_title(row: Callable[[str], Row]) -> None:
    found = row("Manager Steve Gantt, Councilwoman Tameika Isaac Devine and Al Pike testified.")
    assert [(each["post"], each["person"]) for each in found["positions"]] == [
        ("Manager", "Steve Gantt"),
        ("Councilwoman", "Tameika Isaac Devine"),
    ]


def test_a_number_in_a_name_counts_nothing(row: Callable[[str], Row]) -> None:
    assert row("The agency puts emphasis on the Ohio 63 extension.")["quantities"] == []


@pytest.mark.parametrize(
    ("text", "post", "body"),
    [
        ("Chiefland Police Chief Robert Douglas said so.", "Police Chief", "Chiefland"),
        ("Senate Minority Whip Dick Holt (D-Ill.) said so.", "Minority Whip", "Senate"),
        (
            "Orrin Corp Public Information Officer Shawn Brown said so on Monday.",
            "Public Information Officer",
            "Orrin Corp",
        ),
        ("Orrin Corp. (ORN) bought it. ORN President Al Roe left.", "President", "Orrin Corp."),
    ],
)
def test_a_post_has_its_own_words_and_none_of_its_bodys(
    row: Callable[[str], Row], text: str, post: str, body: str
) -> None:
    (found,) = row(text)["positions"]
    assert (found["post"], found["organization"]) == (post, body)


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Orrin Bank chief economist, Ada Roe, told us so.", [("chief economist", "Orrin Bank")]),
        ("It is late, said coalition Executive Director Ada Roe.", [("Executive Director", None)]),
        ("The arrest of Ada Roe, officials in Oslo said, was late.", []),
        (
            "He told jurors and U.S. District Judge Ada Roe so.",
            [("District Judge", "U.S.")],
        ),
        ("The film has Dean Becker in it, said Dean Becker on Monday.", []),
        (
            "Sens. Ada Roe (R-Ohio), Tom Becker (D-Iowa) and Carla Hale wrote the bill.",
            [("Sen.", None)] * 3,
        ),
    ],
)
def test_whose_posts_those_beside_names_are(
    row: Callable[[str], Row], text: str, posts: list[tuple[str, str | None]]
) -> None:
    assert [(p["post"], p["organization"]) for p in row(text)["positions"]] == posts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rep. Al Poe, Democrat of Ohio, left.", {"Al Poe", "Democrat", "Ohio"}),
        ("“We know,” said Orrin's Donegan on Monday.", {"Orrin", "Donegan"}),
        ("Reps. Glenn Poe and Ada Lind spoke.", {"Glenn Poe", "Ada Lind"}),
        ("Margaret of York spoke to Defense Secretary Ash Poe.", {"Margaret of York", "Ash Poe"}),
    ],
)
def test_whose_and_of_where_somebody_is_is_no_part_of_a_name(
    entities: Entities, text: str, names: set[str]
) -> None:
    assert names <= entities(text).keys()
    assert not any(name in entities(text) for name in ("Democrat of Ohio", "Reps"))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("The mill was sold, officials said.  Reuter", "Reuter"),
        ("KABUL, Oct. 3 (Xinhua) -- Two mills were sold on Saturday.", "Xinhua"),
    ],
)
def test_an_agency_that_signs_a_story_is_none_of_its_entities(
    entities: Entities, text: str, agency: str
) -> None:
    assert entities(text)[agency]["iri"] is None
    assert entities(f"He told {agency} on Monday that it is so.")[agency]["iri"]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("ELMSFORD, Ohio (AP) The mill was sold.", True),
        ("Mills were sold, the Associated Press (AP) said.", False),
        ("It told the AP so.", False),
    ],
)
def test_an_agency_signs_datelines(text: str, signs: bool) -> None:
    at = text.index("AP")
    assert is_signature(text, at, at + 2) is signs


def test_words_name_one_thing_in_a_text(entities: Entities) -> None:
    found = entities(
        "Finch Computer's iTunes Music Store was sued. The iTunes Music Store sells it."
    )
    assert found["iTunes Music Store"]["type"] == "Organization"


def test_the_mark_of_a_note_is_no_part_of_a_name(entities: Entities) -> None:
    assert "Adrianna Roe" in entities("Special Agent Adrianna Roe[897] died in the attack.")


def test_letters_may_stand_for_a_body_without_its_county(entities: Entities) -> None:
    found = entities(
        "The Butler County Transportation Improvement District has passed a resolution, said Ron "
        "Porter, TID director."
    )
    assert found["TID"]["name"] == "Butler County Transportation Improvement District"


def test_a_surname_may_be_a_month(entities: Entities) -> None:
    found = entities("Attorney Ada January sued the mill in Oslo. “It is late,” said January.")
    assert found["January"]["name"] == "Ada January"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("“No,” said AirMarlow boss Tony Brandt.", "AirMarlow", "Organization"),
        ("A former Orrin-Finch CEO, Ada Roe, spoke.", "Orrin-Finch", "Organization"),
        ("The management company Dorrik owns the ship.", "Dorrik", "Organization"),
        ("He sued Orrin Media in May.", "Orrin Media", "Organization"),
        ("A GfK poll said so.", "GfK", "Organization"),
        ("It is read by The Globe and Mail of Oslo.", "Globe and Mail", "Organization"),
        (
            "Banca della Marca Orientale said it expected a profit.",
            "Banca della Marca Orientale",
            "Organization",
        ),
        ("The Planning and Zoning Board met.", "Planning and Zoning Board", "Organization"),
        ("He died at Marlow's Hospital.", "Marlow's Hospital", "Organization"),
        ("She lives near Walker's Point.", "Walker's Point", "Place"),
        ("Pilgrims died at the Hajj.", "Hajj", "Other"),
        ("The Liberal Democrats voted for it.", "Liberal Democrats", "Group"),
        ("Texas Railroad Commissioner Ada Roe spoke.", "Texas", "Place"),
        ("He drove a Honda Accord to Elmsford.", "Honda Accord", "Product"),
        ("Finch Orrin Brothers Inc met. Orrin said so.", "Orrin", "Organization"),
        ("The IRA denied it, and an IRA leader was held.", "IRA", "Organization"),
        ("The talks would hurt Fatah, he said.", "Fatah", "Organization"),
        ("Members of Code Pink sang.", "Code Pink", "Organization"),
        ("J. Henry Orrin Foods Co Ltd grew.", "J. Henry Orrin Foods Co Ltd", "Organization"),
    ],
)
def test_the_words_around_and_in_a_name_tell_what_it_names(
    entities: Entities, text: str, name: str, kind: str
) -> None:
    assert entities(text)[name]["type"] == kind


def test_countries_that_play_are_teams(entities: Entities) -> None:
    found = entities(
        "The striker Tom Orrin scored as Norway beat Peru in a soccer match in Denmark on Sunday."
    )
    kinds = {name: found[name]["type"] for name in ("Norway", "Peru", "Denmark")}
    assert kinds == {"Norway": "Organization", "Peru": "Organization", "Denmark": "Country"}
    assert found["Norway"]["same_as"] == []
    war = entities("Norway beat Peru in the race for the contract, the minister said.")
    assert war["Norway"]["type"] == "Country"


def test_who_scores_for_a_country_plays_in_its_team(entities: Entities) -> None:
    match = entities(
        "The striker Tom Orrin scored for Belgium in a soccer match. Turkey's captain, who was "
        "hurt, left for Austria."
    )
    assert [match[name]["type"] for name in ("Belgium", "Turkey", "Austria")] == [
        "Organization",
        "Organization",
        "Country",
    ]


def test_a_list_of_states_has_no_cities(entities: Entities) -> None:
    listed = entities(
        "It rained in the states of Parana and Sao Paulo, Brazil's weather office said."
    )
    city = entities("It rained in Sao Paulo, Brazil's weather office said.")
    wikidata = "http://www.wikidata.org/entity/"
    assert f"{wikidata}Q175" in listed["Sao Paulo"]["same_as"]
    assert f"{wikidata}Q174" in city["Sao Paulo"]["same_as"]


def test_a_month_is_not_somebody_of_its_name(row: Callable[[str], Row]) -> None:
    text = "Mayor Sarah May led the May 22 march. May left on 24 May 2017. It rained in May."
    found = [each for each in row(text)["entities"] if each["kind"] == "name"]
    assert [text[each["start"] : each["end"]] for each in found] == ["Sarah May", "May"]


def test_letters_for_a_state_behind_a_party_mean_it(entities: Entities) -> None:
    found = entities("Sen. Ada Roe (R-TX) met Sen. Tom Becker (D-FL).")
    iris = [found[name]["iri"].rpartition("/")[2] for name in ("TX", "FL")]
    assert iris == ["texas", "florida"]


def test_common_words_of_a_headline_name_nothing(entities: Entities) -> None:
    text = "Roadside Bomb Kills Two Major Generals In Peru\nThe mine went off on Monday."
    assert entities(text).keys() == {"Peru"}


def test_a_word_for_one_of_a_people_names_the_people(entities: Entities) -> None:
    found = entities("A Spaniard and two Frenchmen were hurt on Monday.")
    assert {each["type"] for each in found.values()} == {"Group"}


def test_towns_that_play_each_other_are_teams(entities: Entities) -> None:
    found = entities(
        "The Bergen Sharks won 4-2 in the hockey league in Oslo on Sunday. Bergen beat Hamburg, "
        "and the Hamburg coach was angry. Oslo police arrested a fan."
    )
    named = {name: found[name]["iri"].rpartition("/")[2] for name in ("Bergen", "Hamburg", "Oslo")}
    assert named == {"Bergen": "bergen-sharks", "Hamburg": "hamburg", "Oslo": "oslo"}
    assert found["Hamburg"]["type"] == "Organization" and found["Oslo"]["type"] == "Place"
    trade = entities("Bergen beat Hamburg as a port, the minister said.")
    assert trade["Hamburg"]["type"] == "Place"


@pytest.mark.parametrize(
    ("text", "words", "iri"),
    [
        ("ATLANTA - Georgia lawmakers met in Macon.", "Georgia lawmakers", "georgia-lawmakers"),
        ("ATLANTA - The Georgia Senate voted in Macon.", "Georgia Senate", "georgia-senate"),
        ("PALESTINE, Texas - Palestine police left.", "Palestine police", "palestine-police"),
        ("Georgia lawmakers met Russians.", "Georgia lawmakers", "georgian-lawmakers"),
    ],
)
def test_the_name_of_a_country_may_mean_a_state_or_town(
    row: Callable[[str], Row], text: str, words: str, iri: str
) -> None:
    found = {text[each["start"] : each["end"]]: each["iri"] for each in row(text)["entities"]}
    assert found[words].rpartition("/")[2] == iri


@pytest.mark.parametrize(
    ("text", "name", "kind", "iri"),
    [
        (
            "Emperor Mines Ltd grew. Emperor produced gold.",
            "Emperor",
            "Organization",
            "emperor-mines",
        ),
        ("She is a Fellow of the Royal Society.", "Royal Society", "Organization", "royal-society"),
        (
            "He ran the West Orrin Railroad.",
            "West Orrin Railroad",
            "Organization",
            "west-orrin-railroad",
        ),
        ("Orrin County police met Ada Roe. Orrin has two jails.", "Orrin", "Place", "orrin-county"),
    ],
)
def test_a_part_of_a_name_means_the_whole(
    entities: Entities, text: str, name: str, kind: str, iri: str
) -> None:
    found = entities(text)[name]
    assert found["type"] == kind and found["iri"].rpartition("/")[2] == iri


def test_a_group_is_no_army_and_this_concern_no_firm(row: Callable[[str], Row]) -> None:
    text = (
        "The Orrin Navy was there. The group sang. Marlow Foods Inc grew, and it shares this "
        "concern, the minister said."
    )
    found = {text[each["start"] : each["end"]]: each["iri"] for each in row(text)["entities"]}
    assert found.keys() >= {"Orrin Navy", "Marlow Foods Inc"}
    assert not found.get("The group") and not found.get("this concern")


def test_bodies_are_called_for_short(entities: Entities) -> None:
    found = entities(
        "The Oslo Oilers beat the Bergen Sharks. The Sharks lost again; the Oilers lead. Bell "
        "Marlow Services Inc paid. Bell Marlow said so. General Motors Corp sued Bell. GM won."
    )
    full = {name: found[name]["iri"].rpartition("/")[2] for name in ("Sharks", "Oilers", "GM")}
    assert full == {"Sharks": "bergen-sharks", "Oilers": "oslo-oilers", "GM": "general-motors-corp"}
    assert found["Bell"]["iri"] == found["Bell Marlow Services Inc"]["iri"]


@pytest.mark.parametrize(
    "credit",
    [
        "Workers of the old mill meet. (Ada Roe / AP)",
        "Ada Roe/AP Workers of the old mill meet.",
        "(A. ROE/Elmsford Foto) Workers of the old mill meet.",
        "Workers meet. (ADA ROE/Elmsford Media) The mill is old.",
        "Workers meet. (Ada Roe/Elmsford Star)\n\nThe mill is old.",
        "Workers meet.\n\nADA B. ROE / ELMSFORD PICTURES\n\nThe mill is old.",
        "Workers meet. Ada Roe/The Canadian Press.\n\nThe mill is old.",
        "REUTERS/Ada Roe Workers of the old mill meet.",
        "Photo by Ada Roe/Elmsford Pictures\n\nThe mill is old.",
    ],
)
def test_who_took_a_picture_is_no_name_in_the_story(entities: Entities, credit: str) -> None:
    assert entities(credit) == {}
    assert "Ada Roe" in entities("Workers met Ada Roe/AP on Monday. (Ada Roe/Norway) She won.")


@pytest.mark.parametrize(
    ("text", "name", "iri"),
    [
        ("They sing on Ada Roe Day. Roe is glad.", "Ada Roe Day", "thing/ada-roe-day"),
        ("He won the Ada Roe Award.", "Ada Roe Award", "thing/ada-roe-award"),
        ("They meet in Ada May Roe Street.", "Ada May Roe Street", "place/ada-may-roe-street"),
        ('See /news/2016">Ada Roe on Monday.', "Ada Roe", "person/ada-roe"),
        ("AP photoJim Brandt waved.", "Jim Brandt", "person/jim-brandt"),
        ("William “Bill” Roe left.", "William “Bill” Roe", "person/william-bill-roe"),
        ('Robert "Chico" Brandt left.', 'Robert "Chico" Brandt', "person/robert-chico-brandt"),
        ("He told Roe “Brandt is ill”.", "Brandt", None),
    ],
)
def test_a_name_is_whole_and_of_its_kind(
    entities: Entities, text: str, name: str, iri: str | None
) -> None:
    found = entities(text)[name]["iri"]
    assert found.endswith(iri) if iri else "/doc/" in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Nikkei 225 rose while the FTSE 100 fell.", "FTSE 100", "Other"),
        ("As a July Norway summit nears, Peru said it would pay more.", "Norway", "Country"),
        ("She was shot in South Los Angeles on Monday.", "South Los Angeles", "Place"),
        ("The Mt. Orrin High School band played.", "Mt. Orrin High School", "Organization"),
        (
            "He was charged in Finch County General Sessions Court.",
            "Finch County General Sessions Court",
            "Organization",
        ),
        ("Traffic near State Road 44 stopped for an hour.", "State Road 44", "Place"),
        ("Harris Finch, an Austin investment firm, sold shares.", "Austin", "Place"),
    ],
)
def test_a_name_is_whole_and_of_its_type(
    entities: Entities, text: str, name: str, kind: str
) -> None:
    assert entities(text)[name]["type"] == kind


def test_classes_of_shares_and_kinds_of_things_in_letters_are_no_names(entities: Entities) -> None:
    found = entities(
        "Holders of its Class A shares met in Oslo. Police found IEDs. Write to roe@orrin.org."
    )
    assert set(found) == {"Oslo"}


def test_a_body_of_two_letters_is_found_again(row: Callable[[str], Row]) -> None:
    text = "GM fell. Analysts at Orrin Inc say GM sold fewer cars, and that for GM makers matter."
    found = [text[e["start"] : e["end"]] for e in row(text)["entities"] if e["kind"] == "name"]
    assert found.count("GM") == 3


def test_every_country_plays_in_a_text_that_is_of_sport_for_certain(entities: Entities) -> None:
    text = "France and Spain drew 2-2 in the semifinal of the rugby tournament. Spain never led."
    assert entities(text)["France"]["type"] == "Organization"
    assert entities("France and Spain signed the treaty.")["France"]["type"] == "Country"
    police = "Police asked people who saw the man near the bakery to call them. " * 40
    text = f"{police}France will host matches of the football tournament, a world cup, in June."
    assert entities(text)["France"]["type"] == "Country"
