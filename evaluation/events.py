"""Scores of frames that compare more than spans and roles: what is said, negation, types.

    python evaluation/events.py GOLD.jsonl PREDICTED.jsonl

Prints what the gold allows. "said": of the gold links from a reporting word to what is said, the
share whose reporting word has an argument or a statement that holds it. "negation": the predicates
that are negated. "types": of sentences with a type of PLOVER, the share whose words for it have a
frame of that type, or of a kind of it; the first typed frame counts.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.resources import read_facts, resource

_SKOS = "http://www.w3.org/2004/02/skos/core#"
# The names of PLOVER's first version, and of those since.
_RENAMED = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}

Record = dict[str, Any]
Span = list[int]


def main() -> None:
    """Print the figures."""
    gold = list(_records(Path(sys.argv[1])))
    predicted = {str(each["id"]): each for each in _records(Path(sys.argv[2]))}
    pairs = [(each, predicted.get(str(each["id"]), {})) for each in gold]
    if any("links" in each for each in gold):
        _print_share("said", [found for pair in pairs for found in said(*pair)])
    if any("predicates" in each for each in gold):
        _print_f1("negation", [found for pair in pairs for found in negations(*pair)])
    if any("event" in each for each in gold):
        ancestors = plover_types()
        _print_share("types", [has_type(*pair, ancestors) for pair in pairs])


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def said(gold: Record, predicted: Record) -> Iterator[bool]:
    """For each gold link from a reporting word to what is said, whether it was found."""
    for link in gold.get("links", ()):
        if link["kind"] == "SLINK":
            holders = [
                *_arguments(predicted, link["source"]),
                *_contents(predicted, link["source"]),
            ]
            yield _touch(holders, link["target"])


def _arguments(predicted: Record, word: Iterable[Span]) -> Iterator[Span]:
    for frame in predicted.get("frames", ()):
        if _touch(frame["span"], word):
            for argument in frame["arguments"]:
                yield from argument["span"]


def _contents(predicted: Record, word: Iterable[Span]) -> Iterator[Span]:
    for statement in predicted.get("attributions", ()):
        if _touch(statement["cue"], word):
            yield from statement["content"]


def negations(gold: Record, predicted: Record) -> Iterator[tuple[bool, bool]]:
    """For each gold predicate, whether it is negated, and whether a frame there says so."""
    for predicate in gold.get("predicates", ()):
        frames = [f for f in predicted.get("frames", ()) if _touch(f["span"], predicate["span"])]
        found = any(frame["polarity"] == "negative" for frame in frames)
        negative = any(each["role"] == "ARGM-NEG" for each in predicate["arguments"])
        yield negative or predicate.get("polarity") == "NEG", found


def has_type(gold: Record, predicted: Record, ancestors: dict[str, set[str]]) -> bool:
    """Whether the first typed frame at the words of a sentence's event is of its type."""
    words = set(re.findall(r"\w+", gold["event_text"].lower()))
    text = gold["text"].lower()
    typed = [frame for frame in predicted.get("frames", ()) if frame["type"]]
    at_words = [f for f in typed if any(text[slice(*span)] in words for span in f["span"])]
    first = next(iter(at_words), None)
    wanted = _RENAMED.get(gold["event"], gold["event"])
    return first is not None and wanted in ancestors[first["type"]]


def plover_types() -> dict[str, set[str]]:
    """By type, PLOVER's names of it and of what it is a kind of."""
    broader: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for subject, predicate, value in read_facts(resource("ontology/events.ttl")):
        name = subject.rpartition("#")[2]
        if predicate == f"{_SKOS}broader":
            broader[name] = value.rpartition("#")[2]
        elif predicate == f"{_SKOS}notation":
            names.setdefault(name, set()).add(value)
        elif predicate == f"{_SKOS}prefLabel":
            names.setdefault(name, set())
    for name in names:
        above = broader.get(name)
        while above is not None:
            names[name] |= names[above]
            above = broader.get(above)
    return names


def _touch(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in spans for b in others)


def _print_share(name: str, found: list[bool]) -> None:
    print(f"{name}  {sum(found) / len(found) if found else 0:.3f}   ({len(found)} gold)")


def _print_f1(name: str, found: list[tuple[bool, bool]]) -> None:
    right = sum(gold and predicted for gold, predicted in found)
    predicted = sum(each for _, each in found)
    gold = sum(each for each, _ in found)
    precision, recall = right / max(1, predicted), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}   ({gold} gold)")


if __name__ == "__main__":
    main()
