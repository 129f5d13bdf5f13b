"""Which of its namesakes a place is."""

import pytest

from kg.documents import Document
from kg.documents.document import Metadata
from kg.identity.entities import Entity
from kg.identity.places.cities import cities
from kg.identity.places.countries import WIKIDATA, countries
from kg.identity.places.home import Home, home_of
from kg.identity.places.places import Places
from kg.identity.places.regions import regions


def find(name: str, *others: str, mentioned: frozenset[str] = frozenset()) -> Entity | None:
    places = Places(mentioned, [(each, "") for each in (name, *others)])
    return places.find(name, "")


def region_of(name: str, *others: str) -> tuple[int, int] | None:
    found = find(name, *others)
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return round(found.latitude), round(found.longitude)


def test_places_near_each_other_are_meant_together() -> None:
    assert region_of("Dublin", "Macon", "Warner Robins", "Perry") == (33, -83)
    assert region_of("Dublin", "Cork", "Limerick") == (53, -6)
    assert region_of("Dublin") == (53, -6)


def test_a_town_counts_only_where_the_document_speaks_for_it() -> None:
    alone, beside = find("Ball"), find("Ball", "Pineville", "Louisiana")
    assert alone is not None and not alone.links
    assert beside is not None and beside.links


def test_one_of_several_counties_needs_a_place_or_region_beside_it() -> None:
    alone, beside = find("Walker County"), find("Walker County", "Texas")
    assert alone is not None and not alone.links
    assert beside is not None and beside.key == "place/walker-county-us-tx"


def test_a_town_abroad_is_of_a_country_that_the_document_mentions() -> None:
    there, elsewhere = (find("Sucre", mentioned=frozenset({code})) for code in ("bo", "no"))
    assert there is not None and there.links
    assert elsewhere is None or not elsewhere.links


def test_the_order_of_names_makes_no_difference() -> None:
    names = ["Springfield", "Decatur", "Bloomington", "Illinois"]
    assert region_of(*names) == region_of("Springfield", *reversed(names[1:])) == (40, -90)


def test_a_county_is_that_of_the_state_named() -> None:
    found = find("Jefferson County", "Birmingham", "Alabama")
    assert found is not None and found.key == "place/jefferson-county-us-al"
    alone = find("Jefferson County")
    assert alone is None or alone.latitude is None


def test_saint_may_be_shortened() -> None:
    assert region_of("St. Paul", "Minnesota") == region_of("Saint Paul", "Minnesota") == (45, -93)


def test_the_middle_of_what_crosses_the_180th_meridian_is_there() -> None:
    fiji, columbia = countries().by_code["fj"].entity, regions()["british-columbia"].entity
    assert fiji.latitude is not None and -20 < fiji.latitude < -15
    assert fiji.longitude is not None and 177 < abs(fiji.longitude) <= 180
    assert columbia.latitude is not None and 50 < columbia.latitude < 53


def test_a_part_of_a_place_lies_where_the_whole_does() -> None:
    found = find("northern Minnesota")
    assert found is not None and found.key == "place/northern-minnesota"
    assert not found.links and region_of("northern Minnesota") == region_of("Minnesota")


def test_a_capital_does_not_speak_for_itself() -> None:
    assert region_of("Dublin", "Columbus", "Ohio", "Hilliard") == (40, -83)
    named = [(each, "") for each in ("Dublin", "Columbus", "Ohio")]
    irish = Places(frozenset({"ie"}), named).find("Dublin", "")
    assert irish is not None and irish.of_country == "country/ireland"


def test_the_domain_of_the_publisher_tells_the_country() -> None:
    names = [(name, "") for name in ("London", "Ontario", "Woodstock")]
    found = Places(frozenset(), names, home=Home("ca")).find("London", "")
    assert found is not None and found.of_country == "country/canada"


def test_a_paper_that_is_named_after_a_town_is_at_home_there() -> None:
    url = "http://www.palestineherald.com/local/story_1"
    home = home_of(Document("", metadata=Metadata(url=url)))
    named = [("Palestine", ""), ("Anderson County", ""), ("Texas", "")]
    at_home = Places(frozenset({"us"}), named, home=home)
    assert at_home.country("Palestine") is None
    found = at_home.find("Palestine", "")
    assert found is not None and found.of_country == "country/united-states"
    assert Places(frozenset({"us", "il"}), named, home=home).country("Palestine") is not None
    assert Places(frozenset({"us"}), named).country("Palestine") is not None


def test_the_home_is_told_by_the_address_or_by_the_name_of_the_publisher() -> None:
    def code(url: str | None, publisher: str | None) -> str | None:
        return home_of(Document("", metadata=Metadata(url=url, publisher=publisher))).country

    assert code("https://www.example.co.uk/news/1", None) == code(None, "example.co.uk") == "gb"
    assert code("https://example.ie/1", "The Example") == "ie"
    assert code("https://example.io/1", None) is code(None, "The Example") is code(None, None)
    assert code("http://[broken", "example.ie") == "ie"


def test_georgia_is_the_state_unless_the_country_is_near() -> None:
    def is_country(*mentioned: str, others: tuple[str, ...] = ()) -> bool:
        named = [(each, "") for each in ("Georgia", *others)]
        return Places(frozenset(mentioned), named).country("Georgia") is not None

    assert not is_country() and not is_country("us") and not is_country(others=("Florida",))
    assert is_country("ru") and is_country("us", "ru") and is_country("us", "ge")


def test_a_province_lies_in_the_country_that_is_mentioned() -> None:
    def country(*mentioned: str) -> str | None:
        found = find("Punjab", mentioned=frozenset(mentioned))
        return found and found.of_country

    assert country("pk") == "country/pakistan"
    assert country() == country("pk", "in") == "country/india"


def test_names_before_counties_are_those_of_counties() -> None:
    named = [("Becker", ", Clay and Otter Tail counties"), ("Minnesota", "")]
    found = Places(frozenset(), named).find(*named[0])
    assert found is not None and found.key == "place/becker-county-us-mn"
    beside = find("DeKalb", "DeKalb County", "Decatur", "Atlanta")
    assert beside is not None and beside.key == "place/dekalb-county-us-ga"


def test_what_is_named_after_a_place_lies_there() -> None:
    found = find("Hershey Lodge", "Hershey", "Harrisburg", "Pennsylvania")
    assert found is not None and found.key == "place/hershey-lodge" and not found.links
    assert region_of("Hershey Lodge", "Hershey", "Harrisburg", "Pennsylvania") == (40, -77)
    alone = find("Hershey Lodge")
    assert alone is not None and alone.latitude is None


def test_bodies_tell_their_regions() -> None:
    named = [("Columbus", "")]
    found = Places(frozenset(), named, ["University of Nebraska", "Columbus Police Department"])
    city = found.find("Columbus", "")
    assert city is not None and round(city.longitude or 0) == -97


@pytest.mark.parametrize(
    ("name", "place"),
    [("Helmand", (31, 64)), ("Anbar", (34, 42)), ("Catalonia", (42, 2)), ("Kent", (51, 1))],
)
def test_provinces_and_counties_are_known(name: str, place: tuple[int, int]) -> None:
    assert region_of(name) == place


def test_directions_may_be_shortened() -> None:
    found = find("N.W. Rochester", "Rochester", "Minnesota")
    assert found is not None and found.latitude is not None and round(found.latitude) == 44


def test_cities_are_found_by_own_names_before_those_in_other_languages() -> None:
    def numbers(name: str) -> list[int]:
        return [city.number for city in cities().named(name)]

    assert numbers("Moscow")[:2] == [524901, 5601538]
    assert numbers("Bombai") == numbers("Mumbai") == [1275339]
    assert numbers("Saint Paul") == numbers("St. Paul") != []
    assert [numbers(name) for name in ("", "~", "Mosc", "Лима \ud800")] == [[]] * 4


def test_new_york_is_a_large_city() -> None:
    places = Places(frozenset(), [])
    assert places.is_large_city("New York") and places.is_large_city("Los Angeles")
    assert not places.is_large_city("New Ulm")


def test_what_reads_like_a_small_town_elsewhere_is_none() -> None:
    for name in ("West", "North Atlantic"):
        found = find(name)
        assert found is not None
        assert found.latitude is None
    angeles = find("L.A.")
    assert angeles is not None
    assert angeles.key == "place/los-angeles"


def test_a_village_is_in_no_other_state_than_the_text_has() -> None:
    places = Places(frozenset({"us"}), [("Wolf Lake", ", Alberta")])
    found = places.find("Wolf Lake", ", Alberta, said")
    assert found is not None
    assert found.latitude is None


@pytest.mark.parametrize(
    ("name", "following", "item"),
    [
        ("Cologne", "", "Q365"),
        ("Bombay", "", "Q1156"),
        ("London", "", "Q84"),
        ("London", ", Ontario", None),
    ],
)
def test_the_cities_that_news_names_most_have_their_items(
    name: str, following: str, item: str | None
) -> None:
    found = Places(frozenset(), [(name, following)]).find(name, following)
    assert found is not None
    items = [link.external for link in found.links if "wikidata" in link.external]
    assert items == ([f"{WIKIDATA}{item}"] if item else [])


@pytest.mark.parametrize(
    ("name", "following", "key", "links"),
    [
        ("Mecca", "", "place/makkah", 2),
        ("Geneva", "", "place/geneva", 2),
        ("Quebec", "", "place/quebec", 2),
        ("Hatay", "", "place/hatay-tr-31", 1),
        ("Kursk", " region", "place/kursk-oblast", 2),
        ("Buenos Aires", " province", "place/buenos-aires-ar-01", 1),
        ("Idlib", " province", "place/idlib-province", 0),
    ],
)
def test_a_city_and_its_province_of_one_name(
    name: str, following: str, key: str, links: int
) -> None:
    found = Places(frozenset(), [(name, following)]).find(name, following)
    assert found is not None
    assert (found.key, len(found.links)) == (key, links)
