"""Make the tables of weights that find predicates and the roles of their arguments.

    python training/frames.py --data ../shared/gold/events

Reads every `*-propbank-train.jsonl` in the folder, parses it as kg does, and writes
kg/extraction/frames/data/predicates.tsv.gz and roles.tsv.gz: weights of single words and of paths
through the parse, no sentences. Predicates are learned from the files that mark all of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from loglinear import Examples, LogLinear

from kg.extraction.annotations import Span
from kg.extraction.components import AFTER_MODEL
from kg.extraction.frames.features import (
    Predicate,
    argument_features,
    predicate_features,
    predicate_kind,
)
from kg.extraction.frames.slots import slots
from kg.extraction.frames.tree import Tree
from kg.extraction.pipeline import load_pipeline
from kg.extraction.text.capitals import casing
from kg.extraction.text.reading import Reading

DATA = Path("kg/extraction/frames/data")
NONE = "-"
_LOG = logging.getLogger(__name__)
ALL_MARKED = "ewt"
_LEAST_FILLED = 0.02


class Example(NamedTuple):
    """A gold document: its predicates, its parse, and where each token stands in its text."""

    predicates: list[dict[str, Any]]
    tree: Tree
    spans: list[Span]


def main() -> None:
    """Train both tables and write them."""
    chosen = options(__doc__)
    files = sorted(chosen.data.glob("*-propbank-train.jsonl"))
    read = {path.name: list(parsed(path)) for path in files}
    complete = [each for name, found in read.items() if ALL_MARKED in name for each in found]
    write(trained(predicate_examples(complete)), chosen.out / "predicates.tsv.gz")
    everything = [each for found in read.values() for each in found]
    write(trained(role_examples(everything)), chosen.out / "roles.tsv.gz")


def options(purpose: str) -> argparse.Namespace:
    """The folders `data` and `out` that the command line names; sets up the log."""
    parser = argparse.ArgumentParser(description=purpose.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of *-propbank-train.jsonl")
    parser.add_argument("--out", type=Path, default=DATA)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    return parser.parse_args()


def parsed(path: Path) -> Iterator[Example]:
    """The documents of a gold file, parsed as kg reads them."""
    nlp = load_pipeline()
    for name in AFTER_MODEL:
        nlp.remove_pipe(name)
    known = cache(partial(casing, nlp))
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        reading = Reading(record["text"], known)
        doc = nlp(reading.text)
        spans = tuple(Span(token.idx, token.idx + len(token)) for token in doc)
        yield Example(record["predicates"], Tree(doc), list(reading.in_given(spans)))


def predicate_examples(examples: Iterable[Example]) -> Examples:
    """Every verb, noun and adjective, and whether it is a predicate."""
    found = Examples([NONE, "predicate"])
    for example in examples:
        gold = aligned(example)
        for token in range(len(example.spans)):
            kind = predicate_kind(example.tree, token)
            if kind is not None:
                answer = "predicate" if token in gold else NONE
                found.add(predicate_features(example.tree, token, kind), answer)
    return found


def role_examples(examples: Iterable[Example]) -> Examples:
    """Every word that may be an argument of a gold predicate, and its role. Paths that hardly ever
    lead to one are left out, so that kg does not look at them either."""
    seen = [
        (example.tree, Predicate.of(example.tree, token), slot, roles.get(slot.token, NONE))
        for example in examples
        for token, roles in aligned(example).items()
        for slot in slots(example.tree, token)
    ]
    total = Counter(slot.path for _, _, slot, _ in seen)
    filled = Counter(slot.path for _, _, slot, role in seen if role != NONE)
    found = Examples([NONE])
    for tree, predicate, slot, role in seen:
        if filled[slot.path] >= _LEAST_FILLED * total[slot.path]:
            found.add(argument_features(tree, predicate, slot), role)
    return found


def aligned(example: Example) -> dict[int, dict[int, str]]:
    """By the token of a gold predicate, the roles of its arguments by their highest tokens."""
    found: dict[int, dict[int, str]] = {}
    for predicate in example.predicates:
        tops = _tops(example, predicate["span"])
        if tops:
            roles = found.setdefault(tops[0], {})
            for argument in predicate["arguments"]:
                for token in _tops(example, argument["span"]):
                    if example.tree.deps[token] != "punct":
                        roles.setdefault(token, _role(argument["role"]))
    return found


def _role(label: str) -> str:
    """PropBank's label as kg writes it: "TMP" for "ARGM-TMP", "ARG1" for "ARG1-DSP"."""
    label = label.removeprefix("ARGM-").replace("ARGA", "ARG0").replace("ARG5", "ARG4")
    return label.partition("-")[0]


def _tops(example: Example, spans: list[list[int]]) -> list[int]:
    """The tokens in some spans whose head is outside them."""
    starts, ends = [s.start for s in example.spans], [s.end for s in example.spans]
    tokens = [
        token
        for start, end in spans
        for token in range(bisect_right(ends, start), bisect_left(starts, end))
        if example.tree.tags[token] != "_SP"
    ]
    inside, heads = set(tokens), example.tree.heads
    return [token for token in tokens if heads[token] not in inside or heads[token] == token]


def trained(examples: Examples) -> LogLinear:
    """The model that some examples make."""
    return LogLinear.fit(examples)


def write(model: LogLinear, path: Path) -> None:
    """Write a table as kg/extraction/frames/weights.py reads it; the same model, the same bytes."""
    lines = ["\t".join(model.classes)]
    for feature, weights in sorted(model.weights()):
        lines.append("\t".join((feature, *(str(each) for pair in weights for each in pair))))
    packed = gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)
    path.write_bytes(packed)
    _LOG.info("%s: %s features, %s bytes", path, len(lines) - 1, len(packed))


if __name__ == "__main__":
    main()
