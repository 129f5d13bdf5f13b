"""An index is fetched from a SPARQL endpoint, whatever the endpoint does meanwhile."""

from __future__ import annotations

import bz2
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ServiceError
from kg.identity.reconciliation.web import Manners
from kg.identity.wikidata import fetching
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import import_dump
from kg.identity.wikidata.index import Index
from kg.review.knowledge_base import fetch_items
from kg.settings import Settings
from wikidata_dump import BODY, CITY, HUMAN, item, statement, wd, write_dump
from wikidata_endpoint import Endpoint, wikidata_store

SHARED = Path(__file__).parents[2] / "shared" / "wikidata" / "sample-items.json.bz2"
QUICK = Manners(timeout=1, attempts=3, pause=0, backoff=0.01)
EARTH = "http://www.wikidata.org/entity/Q2"
WHERE = {"latitude": 1.5, "longitude": -2.5, "globe": EARTH}
MOON = {"latitude": 9.5, "longitude": 9.5, "globe": "http://www.wikidata.org/entity/Q405"}
PARTY, MINISTER = 7278, 701


def moment(time: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": {"time": time}}}


def minister() -> dict[str, Any]:
    held = statement("P39", MINISTER)
    held["qualifiers"] = {"P580": [moment("+2019-05-20T00:00:00Z")],
                          "P582": [moment("+2023-00-00T00:00:00Z")]}  # fmt: skip
    found = item(101, "Ana Quispe", "A. Quispe", pages=60, P31=[HUMAN], P27=[901], P102=[301])
    found["claims"]["P39"] = [held, statement("P39", 702, "deprecated")]
    found["sitelinks"]["enwiki"] = {"site": "enwiki", "title": "Ana Quispe (politician)"}
    return found


ITEMS = [
    minister(),
    item(201, "Łomża Górna", pages=31, P31=[CITY], P17=[901], P625=[WHERE], P1566=["4711"]),
    item(202, "Crater", pages=30, P31=[CITY], P625=[MOON]),
    item(301, "Órgano", labels={"de": "Behörde"}, pages=30, P31=[PARTY]),
    item(401, "Some film", pages=300, P31=[11424]),
    item(501, "Little known", pages=3, P31=[HUMAN]),
    item(PARTY, "party", P279=[BODY]),
    item(MINISTER, "minister of Peru", pages=1, P31=[4164871]),
    *(item(1000 + n, f"Person {n}", pages=20 + n % 9, P31=[HUMAN]) for n in range(90)),
]


def fetched(folder: Path, address: str, least: int = 20) -> Path:
    path = folder / "index.sqlite"
    fetch_items(Settings(), address, path, least, manners=QUICK)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Any, ...]]:
    """What an endpoint without a fault gives."""
    with Endpoint(wikidata_store(ITEMS)).serving() as address:
        return items(fetched(tmp_path_factory.mktemp("whole"), address))


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PAGE", 20)


def test_what_is_fetched_is_found(tmp_path: Path) -> None:
    endpoint = Endpoint(wikidata_store(ITEMS))
    with endpoint.serving() as address:
        path = fetched(tmp_path, address)
    with closing(Index(path)) as index:
        (ana,) = index.lookup("ana quispe")
        assert (ana.popularity, ana.countries, ana.related) == (61, (wd(901),), (wd(301),))
        assert ana.posts == (wd(MINISTER),)
        assert ana.terms == ((wd(MINISTER), "2019-05-20", "2023-01-01"),)
        assert ana.wikipedia == "Ana Quispe (politician)"
        assert index.entries([wd(MINISTER)])[wd(MINISTER)].name == "minister of Peru"
        (place,) = index.lookup("lomza gorna")
        assert (place.latitude, place.longitude) == (1.5, -2.5)
        assert place.geonames == "https://sws.geonames.org/4711/"
        assert index.lookup("Crater")[0].latitude is None
        assert index.classes([PARTY]) == {PARTY, BODY}
        assert not index.lookup("Some film") and not index.lookup("Little known")
        assert not index.lookup("Behörde"), "another language"
        assert all(index.lookup(f"Person {n}") for n in range(90))
    assert all(agent.startswith("kg/") for agent in endpoint.agents)
    assert [each.name for each in tmp_path.iterdir()] == ["index.sqlite"]


@pytest.mark.parametrize("fault", [429, 500, 503, "rubbish", "half", "slow"])
def test_a_fault_costs_nothing(
    tmp_path: Path,
    fault: int | str,
    whole: dict[int, tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    faulty = Endpoint(wikidata_store(ITEMS), lambda number: fault if number % 9 == 4 else None)
    with faulty.serving() as address:
        assert items(fetched(tmp_path, address)) == whole


def test_a_page_that_is_too_long_is_asked_for_in_halves(
    tmp_path: Path, whole: dict[int, tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    endpoint = Endpoint(wikidata_store(ITEMS))
    answer = endpoint.answer
    endpoint.answer = lambda query, fault: (  # type: ignore[method-assign]
        answer(query, "half" if "LIMIT 20" in query else fault)
    )
    with endpoint.serving() as address:
        assert items(fetched(tmp_path, address)) == whole


def test_an_endpoint_that_fails_for_good_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    endpoint = Endpoint(wikidata_store(ITEMS))
    with endpoint.serving() as address:
        whole = fetched(tmp_path, address).read_bytes()
        (tmp_path / "index.sqlite").unlink()
        begun = endpoint.asked
        endpoint.fault = lambda number: 500 if number > begun + 25 else None
        with pytest.raises(ServiceError, match="call the same command again"):
            fetched(tmp_path, address)
        assert not (tmp_path / "index.sqlite").exists()
        endpoint.fault, asked = (lambda number: None), endpoint.asked
        assert fetched(tmp_path, address).read_bytes() == whole
        assert endpoint.asked - asked < begun, "what was fetched is not asked for again"


def test_nobody_at_the_address_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"^http://127\.0\.0\.1:9/sparql: cannot be reached"):
        fetched(tmp_path, "http://127.0.0.1:9/sparql")


def test_a_fetch_killed_at_any_moment_goes_on_to_the_same_index(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.identity.wikidata import fetching;"
        "from test_kb_fetch import fetched; fetching.PAGE = 20;"
        "fetched(Path(sys.argv[1]), sys.argv[2])"
    )
    endpoint = Endpoint(wikidata_store(ITEMS))
    with endpoint.serving() as address:
        whole = fetched(tmp_path, address).read_bytes()
        (tmp_path / "index.sqlite").unlink()
        requests = endpoint.asked
        for limit in (5, 12, 20):
            begun = endpoint.asked
            command = [sys.executable, "-c", program, str(tmp_path), address]
            with subprocess.Popen(command, cwd=Path(__file__).parent) as process:
                while endpoint.asked < begun + limit and process.poll() is None:
                    time.sleep(0.005)
                process.send_signal(signal.SIGKILL)
        begun = endpoint.asked
        assert fetched(tmp_path, address).read_bytes() == whole
        assert endpoint.asked - begun < requests


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/wikidata")
def test_real_items_give_what_a_dump_of_them_gives(tmp_path: Path) -> None:
    lines = bz2.decompress(SHARED.read_bytes()).decode().splitlines()[1:-1]
    real = [json.loads(line.rstrip(",")) for line in lines]
    known = [each for each in real if each["type"] == "item"]
    import_dump(SHARED, tmp_path / "imported", Filters.of(languages=["en"]))
    with Endpoint(wikidata_store(known)).serving() as address:
        path = fetched(tmp_path, address)
    imported = items(tmp_path / "imported")
    found = {id: row for id, row in items(path).items() if id in imported and row[9] >= 20}
    assert len(found) > 30
    # RDF has no order: of several coordinates or GeoNames ids a dump's first one counts.
    several = {
        int(each["id"][1:])
        for each in known
        if any(len(each["claims"].get(property, ())) > 1 for property in ("P625", "P1566"))
    }
    for id, row in found.items():
        assert row[:6] + row[9:] == imported[id][:6] + imported[id][9:]
        assert id in several or row == imported[id]


def items(path: Path) -> dict[int, tuple[Any, ...]]:
    """The items of an index, with lists in one order, and the names of each."""
    with sqlite3.connect(path) as database:
        names: dict[int, list[Any]] = {}
        for key, _, id, label in database.execute("SELECT * FROM name ORDER BY key"):
            names.setdefault(id, []).append((key, label))
        return {
            row[0]: (*(sorted(c.split()) if n in (2, 3, 4, 5) else c for n, c in enumerate(row)),
                     names.get(row[0]))
            for row in database.execute("SELECT * FROM item")
        }  # fmt: skip


def test_lines_of_json_are_a_dump_too(tmp_path: Path) -> None:
    dump = tmp_path / "items.ndjson"
    dump.write_text("\n".join(json.dumps(each) for each in ITEMS), encoding="utf-8")
    import_dump(dump, tmp_path / "lines")
    import_dump(write_dump(tmp_path / "dump.json", ITEMS), tmp_path / "array")
    assert items(tmp_path / "lines") == items(tmp_path / "array")
