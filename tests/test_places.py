"""Which of its namesakes a place is."""

from kg.identity.entities import Entity
from kg.identity.places.countries import countries
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
