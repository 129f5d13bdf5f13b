"""What a saved query with a parameter takes in a store, and in one that is ten times as large.

kg build stories.jsonl --store store --no-tagger
python benchmarks/parameters.py store
python benchmarks/parameters.py store --large larger-store

Without --large, the larger store is the same graph with nine copies of it beside, each of other
documents and entities, and older: so every answer is the same in both. Times are of the processor,
the least of many runs, in turns.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from kg.queries import bind, format_results, run, saved_queries
from kg.store import GraphStore
from kg.store.merge import in_default_graph

SCHEMA, ITS = "https://schema.org/", "http://www.w3.org/2005/11/its/rdf#"
DATES = {SCHEMA + "datePublished", SCHEMA + "dateCreated"}
MOST = 1.3
FEWEST = 300  # statements since a date
# The query, its parameter, and what has the parameter's value: of those, the one with most uses.
ASKED = [
    ("said", "speaker", SCHEMA + "spokenByCharacter"),
    ("statements", "speaker", SCHEMA + "spokenByCharacter"),
    ("statements", "about", SCHEMA + "about"),
    ("statements", "document", SCHEMA + "isPartOf"),
    ("statements", "since", ""),
    ("mentions-of", "entity", ITS + "taIdentRef"),
    ("figures-of", "entity", "ns#ofWhat"),
    ("entity-said", "speaker", SCHEMA + "spokenByCharacter"),
    ("timeline", "speaker", SCHEMA + "spokenByCharacter"),
    ("timeline", "since", ""),
    ("denials", "about", SCHEMA + "about"),
    ("quantities", "speaker", SCHEMA + "spokenByCharacter"),
    ("mentioned-with", "entity", ITS + "taIdentRef"),
    ("co-mentions", "entity", ITS + "taIdentRef"),
    ("provenance", "fact", ITS + "taIdentRef"),
]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--large", type=Path, help="a larger store, with the same stories and more")
    parser.add_argument("--copies", type=int, default=9)
    parser.add_argument("--repeats", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = options.store, options.large
        if large is None:
            small = make_copies(options.store, Path(folder) / "small", 0)
            large = make_copies(options.store, Path(folder) / "large", options.copies)
        with (
            GraphStore.open(small, read_only=True) as one,
            GraphStore.open(large, read_only=True) as ten,
        ):
            print(f"{one.count()} and {ten.count()} quads\n")
            print(
                f"{'query':15}{'parameter':10}{'rows':>6}{'rows':>6}{'ms':>9}{'ms':>9}{'ratio':>7}"
            )
            for name, parameter, role in ASKED:
                compare(one, ten, name, parameter, role, options.repeats)


def make_copies(store: Path, target: Path, copies: int) -> Path:
    """A store's graph, and once more for each copy, of other things; as compact as can be."""
    shutil.copytree(store, target)
    with GraphStore.open(store, read_only=True) as source:
        copied = (_copied(quad, n, source.base) for n in range(copies) for quad in source.quads())
        quads = (each for quad in copied for each in (quad, *in_default_graph([quad])))
        engine = pyoxigraph.Store(target / "oxigraph")
        engine.bulk_extend(quads)
        # What was just loaded lies in many files, each of which is looked into.
        engine.optimize()
    return target


def _copied(quad: Quad, copy: int, base: str) -> Quad:
    subject, value, graph = (
        _renamed(term, copy, base) for term in (quad.subject, quad.object, quad.graph_name)
    )
    if quad.predicate.value in DATES and value.value[:4].isdigit():
        older = f"{int(value.value[:4]) - 100 - copy:04}{value.value[4:]}"
        value = Literal(older, datatype=value.datatype)
    return Quad(subject, quad.predicate, value, graph)


def _renamed(term: object, copy: int, base: str) -> object:
    # `person/jane-doe` becomes `person/copy-1-jane-doe`; the terms of the ontology stay.
    if not isinstance(term, NamedNode) or not term.value.startswith(base):
        return term
    folder, slash, name = term.value[len(base) :].partition("/")
    return NamedNode(f"{base}{folder}/copy-{copy}-{name}") if slash and folder != "ns" else term


def compare(
    one: GraphStore, ten: GraphStore, name: str, parameter: str, role: str, repeats: int
) -> None:
    """A line of the table."""
    values = same_size(one, ten, role) if role else same_dates(one, ten)
    query = saved_queries()[name]
    asked = [
        (store, bind(query, {parameter: value}, base=store.base))
        for store, value in zip((one, ten), values, strict=True)
    ]
    rows = [len(format_results(run(*each), "tsv").splitlines()) - 1 for each in asked]
    best = [float("inf")] * 2
    for _, (index, each) in itertools.product(range(repeats), enumerate(asked)):
        begun = time.thread_time()
        format_results(run(*each), "tsv")
        best[index] = min(best[index], (time.thread_time() - begun) * 1000)
    ratio = best[1] / best[0]
    print(f"{name:15}{parameter:10}{rows[0]:6}{rows[1]:6}{best[0]:9.2f}{best[1]:9.2f}{ratio:7.2f}"
          f"{'' if ratio <= MOST else '  more than ' + str(MOST)}")  # fmt: skip


def same_size(one: GraphStore, ten: GraphStore, role: str) -> tuple[str, str]:
    """What has a role most often, of all that have it as often in the larger store."""
    counts = [
        Counter(
            quad.object.value
            for quad in store.engine.quads_for_pattern(None, NamedNode(iri), None)
            if isinstance(quad.object, NamedNode) and isinstance(quad.graph_name, NamedNode)
        )
        for store in (one, ten)
        for iri in [store.base + role if role.startswith("ns#") else role]
    ]
    alike = {value: n for value, n in counts[0].items() if counts[1][value] == n}
    value = max(sorted(alike), key=lambda each: alike[each])
    return value, value


def same_dates(one: GraphStore, ten: GraphStore) -> tuple[str, str]:
    """Dates since which the stores have as many statements, or most nearly, some hundreds."""
    counts = [_statements_since(store) for store in (one, ten)]
    pairs = itertools.product(*(each.items() for each in counts))
    differences = (
        (abs(n - m) / n, n, (day, other)) for (day, n), (other, m) in pairs if n >= FEWEST
    )
    *_, pair = min(differences)
    return pair


def _statements_since(store: GraphStore) -> dict[str, int]:
    """For each day of an article, how many statements are dated then or later."""
    text = f"""SELECT ?said ?published {{ GRAPH ?document {{
        ?statement <{SCHEMA}isPartOf> ?document ; <{SCHEMA}text> ?text .
        ?document <{SCHEMA}datePublished> ?published .
        OPTIONAL {{ ?statement <{SCHEMA}dateCreated> ?said . }} }} }}"""
    rows = [(row["said"], row["published"].value[:10]) for row in run(store, text)]
    dates = sorted(published if said is None else said.value[:10] for said, published in rows)
    return {day: len(dates) - bisect_left(dates, day) for day in {day for _, day in rows}}


if __name__ == "__main__":
    main()
