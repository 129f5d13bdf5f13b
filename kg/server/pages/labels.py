"""Labels for things that a saved query gives without a name, and for articles without a title."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from string import Template

from kg.mapping import Namespaces, map_known
from kg.server.pages.terms import Result, Row, Term, term_of

LABELS = Template(Path(__file__).with_name("labels.rq").read_text(encoding="utf-8"))
"""Query for the names of `things`, and for the beginning of the text of articles."""

_NAME = "https://schema.org/name"
_UNTITLED = "Article without a title"
_LENGTH = 80  # characters of the first words of an article
_LABEL_COLUMNS = {"document": "headline", "value": "name"}


def first_words(text: str) -> str:
    """The first words of a text, in one line.

    >>> first_words("We will pay half,\\nJane Alderman said.")
    'We will pay half, Jane Alderman said.'
    >>> first_words("我" * 100) == "我" * 80 + " …"
    True
    """
    line = " ".join(text.split())
    if len(line) <= _LENGTH:
        return line or _UNTITLED
    start = line[:_LENGTH]
    return f"{start.rpartition(' ')[0] or start} …"


def read_labels(rows: Collection[Row], iris: Collection[str], base: str) -> Mapping[str, str]:
    """A label for each IRI that has one.

    Args:
        rows: the result of the query LABELS for the IRIs.
        iris: the IRIs; a country is named even if the graph only refers to it.
    """
    found = {iri: label for iri in iris if (label := _known_name(iri, base))}
    for row in rows:
        if "label" in row:
            found[row["thing"]] = row["label"]
        elif "text" in row:
            found[row["thing"]] = first_words(row["text"])
    return found


def known_facts(iri: str, base: str) -> list[Row]:
    """The facts that kg knows of an IRI without a store, as rows of the query `facts`."""
    direction = Term.literal("of")
    return [
        {"direction": direction, "property": term_of(each.predicate), "value": term_of(each.object)}
        for each in map_known(iri, Namespaces(base))
    ]


def _known_name(iri: str, base: str) -> str:
    facts = known_facts(iri, base)
    return next((row["value"] for row in facts if row["property"] == _NAME), "")


def unnamed(result: Result, base: str) -> set[str]:
    """The IRIs below the base that lack a name in a table which has a column for it."""
    return {iri for row in result.rows for iri, _ in _gaps(row, result.columns, base)}


def with_labels(result: Result, labels: Mapping[str, str], base: str) -> Result:
    """The same table, with labels where names are missing."""
    rows: list[Row] = []
    for row in result.rows:
        gaps = _gaps(row, result.columns, base)
        added = {column: Term.literal(labels[iri]) for iri, column in gaps if iri in labels}
        rows.append({**row, **added})
    return replace(result, rows=rows)


def _gaps(row: Row, columns: Collection[str], base: str) -> Iterator[tuple[str, str]]:
    for column, term in row.items():
        may_have_name = term.is_iri and term.startswith(base) and "#" not in term
        for label in (f"{column}Name", _LABEL_COLUMNS.get(column, "")):
            if label in columns and label not in row and may_have_name:
                yield term, label
