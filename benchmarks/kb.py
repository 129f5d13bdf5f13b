"""A dump of a million invented items in Wikidata's format: imported, and names looked up.

    python benchmarks/kb.py [--items 1000000] [--compress bz2|gz]

The dump is the same each time and lies in a temporary folder while this runs.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from kg.identity.wikidata.index import Index

OPENERS: dict[str, Callable[[Path], Any]] = {
    "": partial(open, mode="wb"),
    ".gz": partial(gzip.open, mode="wb", compresslevel=1),
    ".bz2": partial(bz2.open, mode="wb"),
}
WORDS = """Ana Bo Carla Dmitri Élodie Farid Grete Hiro Inès Jovan Kofi Łucja Mina Nuno
ka lo mi ren tas vor bel dun esk fin gar hol jur nem pol quist ros sten
en de fr es ja ru zh ar"""
GIVEN, SYLLABLES, LANGUAGES = (line.split() for line in WORDS.splitlines())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--compress", choices=("bz2", "gz"))
    parser.add_argument("--lookups", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        suffix = f".{options.compress}" if options.compress else ""
        dump = Path(folder) / f"dump.json{suffix}"
        size = write_dump(dump, options.items, OPENERS[suffix])
        index = Path(folder) / "index.sqlite"
        started = time.perf_counter()
        command = ["kb", "import", str(dump), "--index", str(index)]
        subprocess.run([sys.executable, "-m", "kg", *command], check=True)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"dump {size / 1e6:8.0f} MB of JSON, {dump.stat().st_size / 1e6:.0f} MB as written")
        print(f"import {options.items / seconds:8.0f} items/s, {size / 1e6 / seconds:.1f} MB/s")
        print(f"memory {peak:8.0f} MB at most")
        print(f"index {index.stat().st_size / 1e6:8.0f} MB")
        look_up(index, options.lookups, options.items)


def write_dump(path: Path, count: int, opener: Callable[[Path], Any]) -> int:
    """Write the dump; how many bytes it has before compression."""
    with opener(path) as file:
        size = file.write(b"[\n")
        for number in range(1, count + 1):
            line = orjson.dumps(item(number)) + (b",\n" if number < count else b"\n")
            size += file.write(line)
        return size + int(file.write(b"]\n"))


def name(number: int) -> str:
    """The invented name of an item; now and then that of another, too."""
    chance = random.Random(number)
    family = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
    return f"{chance.choice(GIVEN)} {family}"


def item(number: int) -> dict[str, Any]:
    """An item in the form of a dump's."""
    chance = random.Random(number + 10**9)
    label = name(number)
    place = number % 4 == 0
    claims = {
        "P31": [link("P31", number, 486972 if place else 5)],
        "P17" if place else "P27": [link("P17", number, chance.randint(1, 200))],
    }
    if place:
        where = {"latitude": chance.uniform(-90, 90), "longitude": chance.uniform(-180, 180)}
        where |= {"precision": 0.01, "globe": "http://www.wikidata.org/entity/Q2"}
        claims["P625"] = [statement("P625", number, where, "globecoordinate")]
        claims["P1566"] = [statement("P1566", number, str(number), "string")]
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {each: {"language": each, "value": label} for each in LANGUAGES},
        "descriptions": {each: {"language": each, "value": "invented"} for each in LANGUAGES},
        "aliases": {"en": [{"language": "en", "value": f"{label} {number % 97}"}]},
        "claims": claims,
        "sitelinks": {
            f"{each}wiki": {"site": f"{each}wiki", "title": label, "badges": []}
            for each in LANGUAGES[: chance.choice((0, 0, 0, 1, 1, 2, 8))]
        },
    }


def link(property: str, number: int, target: int) -> dict[str, Any]:
    """A statement whose value is an item."""
    value = {"entity-type": "item", "numeric-id": target, "id": f"Q{target}"}
    return statement(property, number, value, "wikibase-entityid")


def statement(property: str, number: int, value: Any, type: str) -> dict[str, Any]:
    """A statement in the form of a dump's."""
    snak = {"snaktype": "value", "property": property, "datavalue": {"value": value, "type": type}}
    return {
        "mainsnak": snak,
        "type": "statement",
        "id": f"Q{number}$00000000-0000-0000-0000-{number:012}",
        "rank": "normal",
    }


def look_up(path: Path, count: int, items: int) -> None:
    """Print how many names a second are found in an index, and how many that it lacks are not."""
    chance = random.Random(0)
    present = [name(chance.randint(1, items)) for _ in range(count)]
    absent = [f"{each} of Nowhere" for each in present]
    with closing(Index(path)) as index:
        for kind, names in (("present", present), ("absent", absent)):
            started = time.perf_counter()
            found = sum(bool(index.lookup(each)) for each in names)
            rate = count / (time.perf_counter() - started)
            print(f"lookup {rate:8.0f} names/s ({kind}; {found} of {count} found)")


if __name__ == "__main__":
    main()
