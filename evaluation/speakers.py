"""Whether statements get the right speaker: the share of matched ones whose speaker bears the
name that people gave it.

    python evaluation/speakers.py GOLD.jsonl PRED.jsonl

GOLD is a file of documents with `attributions` that have a `reference`, the speaker's full name;
PRED is what `kg annotate GOLD.jsonl` prints. A predicted attribution matches a gold one where
their contents share at least half of the words that either has, and their sources touch (or
neither has one); each is matched once, the most alike first. Names agree by their last word, a
description ("a spokesman for the union") by its head.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_AFTER_HEAD = re.compile(r"\s+(?:of|for|at|in|from|with|who|on|to)\s|\s*[,(]")


def head(name: str) -> str:
    """Last name, or head of a description, for comparison.

    >>> head("Doug McCallum"), head("the owner of a shop in Ghent"), head("Peru's president")
    ('mccallum', 'owner', 'president')
    """
    words = _WORD.findall(_AFTER_HEAD.split(name)[0].casefold().replace("’s", "").replace("'s", ""))
    return words[-1] if words else ""


def matches(gold: Row, predicted: Row) -> Iterator[tuple[Row, Row]]:
    """Pairs of a gold and a predicted attribution of one document."""
    words = [match.span() for match in _WORD.finditer(gold["text"])]
    golds, rows = gold["attributions"], predicted["attributions"]
    alike = [
        (-overlap, i, j)
        for i, g in enumerate(golds)
        for j, p in enumerate(rows)
        if (overlap := _overlap(words, g, p)) >= 0.5
    ]
    used_gold: set[int] = set()
    used: set[int] = set()
    for _, i, j in sorted(alike):
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
            yield golds[i], rows[j]


def _overlap(words: list[tuple[int, int]], gold: Row, predicted: Row) -> float:
    """Words that both contents have, of those that either has; 0 where the sources differ."""
    sources = _words(words, gold["source"]), _words(words, predicted["source"])
    if not (sources[0] & sources[1]) and any(sources):
        return 0.0
    contents = _words(words, gold["content"]), _words(words, predicted["content"])
    either = contents[0] | contents[1]
    return len(contents[0] & contents[1]) / len(either) if either else 0.0


def _words(words: list[tuple[int, int]], spans: list[list[int]]) -> frozenset[int]:
    return frozenset(
        i for i, (b, e) in enumerate(words) if any(b < end and e > start for start, end in spans)
    )


def read(path: Path) -> dict[str, Row]:
    """The documents of a JSON lines file, by id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {str(row["id"]): row for row in map(json.loads, lines)}


def main() -> None:
    """Print the share, and the pairs that differ where asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--errors", action="store_true", help="print each pair that differs")
    arguments = parser.parse_args()
    predicted = read(arguments.predicted)
    right = total = 0
    for id_, document in read(arguments.gold).items():
        for gold, row in matches(document, predicted.get(id_, {"attributions": []})):
            total += 1
            agrees = head(row["speaker"] or "") == head(gold["reference"])
            right += agrees
            if arguments.errors and not agrees:
                print(f"{id_}: {gold['reference']!r} is not {row['speaker']!r}")
    share = right / total if total else 0.0
    print(f"speakers  {share:.3f}   ({right} of {total} matched)")


if __name__ == "__main__":
    main()
