"""A Wikidata dump becomes an index on disk, and names are looked up there."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from forked import Forked
from kg.build.fingerprint import Fingerprints
from kg.cli import main
from kg.errors import InputError, KnowledgeError, SettingsError
from kg.identity.wikidata import importing
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import import_dump
from kg.identity.wikidata.index import Index
from kg.identity.wikidata.keys import name_key
from kg.settings import Settings
from wikidata_dump import BODY, CITY, HUMAN, item, statement, wd, write_dump

WHERE = {"latitude": 1.5, "longitude": -2.5, "globe": "http://www.wikidata.org/entity/Q2"}
ITEMS = [
    item(101, "Ana Quispe", "A. Quispe", pages=3, P31=[HUMAN], P27=[901], P39=[701]),
    item(102, "Ana Quispe", pages=9, P31=[HUMAN], P27=[902]),
    item(201, "Łomża Górna", pages=1, P31=[CITY], P17=[901], P625=[WHERE], P1566=["4711"]),
    item(301, "Órgano", labels={"de": "Behörde", "ko": "기관"}, P31=[BODY]),
    item(CITY, "city", P279=[486972]),
    item(486972, "human settlement", P279=[27096213]),
]


def indexed(folder: Path, items: list[dict[str, object]], filters: Filters | None = None) -> Index:
    path = folder / "index.sqlite"
    import_dump(write_dump(folder / "dump.json", items), path, filters)
    return Index(path)


def qids(index: Index, name: str) -> list[str]:
    return [each.id for each in index.lookup(name)]


@pytest.mark.parametrize("ending", ["json", "json.gz", "json.bz2"])
def test_what_an_item_says_is_found_under_its_names(tmp_path: Path, ending: str) -> None:
    dump = write_dump(tmp_path / f"dump.{ending}", ITEMS)
    report = import_dump(dump, tmp_path / "kb" / "index.sqlite")
    assert (report.items, report.resumed) == (6, 0)
    with closing(Index(tmp_path / "kb" / "index.sqlite")) as index:
        assert qids(index, "ana QUISPE") == ["Q102", "Q101"], "most popular first"
        assert [each.by_alias for each in index.lookup("A. Quispe")] == [True]
        (place,) = index.lookup("lomza gorna")
        assert (place.types, place.countries) == ((wd(CITY),), (wd(901),))
        assert (place.latitude, place.longitude, place.popularity) == (1.5, -2.5, 1)
        assert place.geonames == "https://sws.geonames.org/4711/"
        assert index.lookup("Ana Quispe")[1].posts == (wd(701),)
        assert index.lookup("Ana") == []
        assert index.classes([CITY]) == {CITY, 486972, 27096213}
    assert sorted(path.name for path in (tmp_path / "kb").iterdir()) == ["index.sqlite"]


def test_names_of_all_scripts_are_found(tmp_path: Path) -> None:
    with closing(indexed(tmp_path, ITEMS)) as index:
        assert qids(index, "BEHORDE") == qids(index, "기관") == qids(index, "organo") == ["Q301"]


def test_filters_keep_types_and_languages(tmp_path: Path) -> None:
    with closing(indexed(tmp_path, ITEMS, Filters.of(["Q43229", "Q515"], ["de"]))) as index:
        assert qids(index, "Behörde") == ["Q301"]
        assert qids(index, "Órgano") == qids(index, "Ana Quispe") == []
        assert index.lookup("Behörde")[0].name == "Behörde"
    with pytest.raises(SettingsError, match="'human' is not the id"):
        Filters.of(["human"])


def test_only_statements_of_the_best_rank_count(tmp_path: Path) -> None:
    mixed = item(1, "Bo")
    mixed["claims"] = {
        "P31": [statement("P31", 7), statement("P31", 8, "preferred")],
        "P27": [statement("P27", 9, "deprecated")],
        "P625": [{"rank": "normal", "mainsnak": {"snaktype": "somevalue"}}],
    }
    with closing(indexed(tmp_path, [mixed])) as index:
        (found,) = index.lookup("Bo")
    assert (found.types, found.countries, found.latitude) == ((wd(8),), (), None)


def test_a_place_on_the_moon_has_no_coordinates(tmp_path: Path) -> None:
    crater = item(1, "Crater", P625=[WHERE | {"globe": "http://www.wikidata.org/entity/Q405"}])
    with closing(indexed(tmp_path, [crater])) as index:
        assert index.lookup("Crater")[0].latitude is None


def test_properties_and_empty_maps_are_passed_over(tmp_path: Path) -> None:
    # Where it has nothing, Wikidata's PHP writes an empty list for an empty map.
    bare = {"type": "item", "id": "Q1", "labels": [], "aliases": [], "claims": [], "sitelinks": []}
    with closing(
        indexed(tmp_path, [{"type": "property", "id": "P31"}, bare, item(2, "Bo")])
    ) as index:
        assert index.meta["items"] == "1"


@pytest.mark.parametrize("ending", ["json", "json.gz", "json.bz2"])
@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_a_truncated_dump_leaves_the_old_index(tmp_path: Path, ending: str, share: float) -> None:
    path = tmp_path / "index.sqlite"
    import_dump(write_dump(tmp_path / "old.json", ITEMS), path)
    before = path.read_bytes()
    dump = write_dump(tmp_path / f"dump.{ending}", ITEMS * 20)
    dump.write_bytes(dump.read_bytes()[: int(dump.stat().st_size * share)])
    with pytest.raises(InputError, match=rf"dump.{ending}:\d+: .*get the dump again"):
        import_dump(dump, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("end", ["\n", ",\n", "\r\n\n"])
def test_an_extract_with_an_item_a_line_is_a_dump(tmp_path: Path, end: str) -> None:
    import_dump(write_dump(tmp_path / "dump.json", ITEMS), tmp_path / "whole.sqlite")
    lines = (tmp_path / "dump.json").read_text().splitlines()[1:-1]
    extract = tmp_path / "extract.ndjson"
    extract.write_text("".join(line.removesuffix(",") + end for line in lines))
    report = import_dump(extract, tmp_path / "index.sqlite")
    with (
        closing(Index(tmp_path / "index.sqlite")) as index,
        closing(Index(tmp_path / "whole.sqlite")) as whole,
    ):
        assert index.meta["items"] == whole.meta["items"] == str(report.items)
    extract.write_text(extract.read_text()[:-40])
    with pytest.raises(InputError, match=r"extract.ndjson:[0-9]+: not JSON"):
        import_dump(extract, tmp_path / "index.sqlite")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken,", "not JSON"),
        ("17,", "not an entity"),
        ('{"type": "item", "id": "L1"},', "not an item as Wikidata writes it"),
        ('{"type": "item", "id": "Q1", "claims": {"P31": [3]}},', "not an item as Wikidata"),
        ("", "not JSON"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    dump = write_dump(tmp_path / "dump.json", ITEMS)
    lines = dump.read_text().splitlines()
    dump.write_text("\n".join([*lines[:3], line, *lines[3:]]))
    with pytest.raises(InputError, match=f"dump.json:4: {reason}"):
        import_dump(dump, tmp_path / "index.sqlite")
    assert not (tmp_path / "index.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\x00\xff", b"[]"])
@pytest.mark.parametrize("ending", ["json", "json.gz", "json.bz2"])
def test_what_is_no_dump_is_told(tmp_path: Path, content: bytes, ending: str) -> None:
    dump = tmp_path / f"dump.{ending}"
    dump.write_bytes(content)
    with pytest.raises(InputError, match=r":1: "):
        import_dump(dump, tmp_path / "index.sqlite")


def test_damage_amid_compressed_data_is_told(tmp_path: Path) -> None:
    for ending in ("gz", "bz2"):
        dump = write_dump(tmp_path / f"dump.json.{ending}", many(2000))
        data = bytearray(dump.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 40] = b"\xaa" * 40
        dump.write_bytes(data)
        with pytest.raises(InputError, match=r"dump.json.\w+:\d+: "):
            import_dump(dump, tmp_path / "index.sqlite")


def many(count: int) -> list[dict[str, object]]:
    chance = random.Random(0)
    return [
        item(n, f"Name {chance.randint(1, count)}", f"Alias {n}", pages=n % 5, P31=[HUMAN])
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("ending", ["json", "json.gz", "json.bz2"])
def test_a_stopped_import_goes_on_to_the_same_bytes(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHECKPOINT", 100)
    dump = write_dump(tmp_path / f"dump.{ending}", many(1000))
    import_dump(dump, tmp_path / "whole.sqlite")

    def stop(line: int) -> None:
        if line >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_dump(dump, tmp_path / "stopped.sqlite", progress=stop)
    assert not (tmp_path / "stopped.sqlite").exists()
    report = import_dump(dump, tmp_path / "stopped.sqlite")
    assert report.resumed == 500
    assert (tmp_path / "stopped.sqlite").read_bytes() == (tmp_path / "whole.sqlite").read_bytes()


def test_another_dump_or_filter_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHECKPOINT", 1)
    dump, path = write_dump(tmp_path / "dump.json", ITEMS), tmp_path / "index.sqlite"

    def stop(line: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_dump(dump, path, progress=stop)
    report = import_dump(dump, path, Filters.of([f"Q{CITY}"]))
    assert (report.resumed, report.items) == (0, 1)


def test_killed_imports_come_to_the_same_bytes(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "dump.json.gz", many(30_000))
    import_dump(dump, tmp_path / "whole.sqlite")
    path, partial = tmp_path / "killed.sqlite", tmp_path / "killed.sqlite.partial"
    command = ["kb", "import", dump, "--index", path]
    for size in (700_000, 1_400_000):
        while not killed_beyond(size, partial, command):
            path.unlink()  # it was done before we saw it
        assert not path.exists()
    assert import_dump(dump, path).resumed > 0
    assert path.read_bytes() == (tmp_path / "whole.sqlite").read_bytes()


def killed_beyond(size: int, partial: Path, command: list[str | Path]) -> bool:
    """Start an import and kill it when its file has grown; whether it was still at work."""
    process = Forked(command)
    while process.poll() is None and not (partial.exists() and partial.stat().st_size > size):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def test_an_import_stopped_while_it_sorts_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = write_dump(tmp_path / "dump.json", ITEMS)
    import_dump(dump, tmp_path / "whole.sqlite")
    sql = importing._sql
    broken = {"index": "; SELECT * FROM nothing_of_that_name"}
    monkeypatch.setattr(importing, "_sql", lambda name: sql(name) + broken.get(name, ""))
    with pytest.raises(KnowledgeError, match="cannot be written"):
        import_dump(dump, tmp_path / "index.sqlite")
    monkeypatch.setattr(importing, "_sql", sql)
    assert import_dump(dump, tmp_path / "index.sqlite").resumed == 7
    same = (tmp_path / "whole.sqlite").read_bytes()
    assert (tmp_path / "index.sqlite").read_bytes() == same


def test_two_imports_into_one_index_are_refused(tmp_path: Path) -> None:
    dump, path = write_dump(tmp_path / "dump.json", many(10)), tmp_path / "index.sqlite"

    def meanwhile(line: int) -> None:
        with pytest.raises(KnowledgeError, match="another import is writing"):
            import_dump(dump, path)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(importing, "CHECKPOINT", 2)
        import_dump(dump, path, progress=meanwhile)


def test_what_is_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="`kg kb fetch` or `kg kb import` makes it"):
        Index(tmp_path / "missing.sqlite")
    (tmp_path / "text.sqlite").write_text("no database " * 100)
    with pytest.raises(KnowledgeError, match="not an index"):
        Index(tmp_path / "text.sqlite")


def test_documents_are_read_again_with_another_index(tmp_path: Path) -> None:
    for number, filters in enumerate((Filters(), Filters.of(languages=["de"]), Filters())):
        import_dump(write_dump(tmp_path / "dump.json", ITEMS), tmp_path / f"{number}", filters)
    versions = [
        Fingerprints(Settings(knowledge_base=tmp_path / name)).versions for name in ("0", "1", "2")
    ]
    assert versions[0] == versions[2] != versions[1]


@given(st.text())
def test_a_key_is_its_own_key_and_knows_no_case(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert name_key(unicodedata.normalize("NFD", name)) == key
    assert name_key(f"  {name}\n") == key


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=12))
def test_every_name_is_found_and_no_other(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        items = [item(n, name, pages=n % 3) for n, name in enumerate(names, 1)]
        with closing(indexed(Path(folder), items)) as index:
            for name in [*names, "absent name"]:
                same = [
                    n
                    for n, each in enumerate(names, 1)
                    if name_key(each) and name_key(each) == name_key(name)
                ]
                expected = sorted(same, key=lambda n: (-(n % 3), n))
                assert [each.iri for each in index.lookup(name)] == [wd(n) for n in expected]


def test_the_command_line_imports_looks_up_and_informs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_dump(tmp_path / "dump.json", ITEMS)
    (tmp_path / "kg.toml").write_text('knowledge_base = "known/wikidata.sqlite"')

    def kg(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        return main(), "".join(capsys.readouterr())

    assert kg("kb", "info")[0] == 1
    status, out = kg("kb", "import", "dump.json", "--language", "en")
    assert (status, "6 items under" in out) == (0, True)
    assert (tmp_path / "known" / "wikidata.sqlite").exists()
    status, out = kg("kb", "lookup", "Łomża Gorna")
    assert (status, out) == (0, "Q201\tŁomża Górna\t1\tlabel\tcity\tQ901\n")
    assert kg("kb", "lookup", "Nobody") == (1, "")
    assert "dump\tdump.json\n" in kg("kb", "info")[1]
    status, out = kg("kb", "import", "missing.json")
    assert (status, out) == (1, f"kg: missing.json: cannot be read: {os.strerror(2)}\n")
    status, out = kg("kb", "fetch", "--endpoint", "query.wikidata.org")
    assert (status, "begins with http:// or https://" in out) == (2, True)
