"""News stories to measure with."""

from __future__ import annotations

import argparse
import gzip
import json
from itertools import cycle, islice
from pathlib import Path

_SEEDS = Path(__file__).parent.parent / "seeds" / "articles"


def arguments(description: str, count: int) -> argparse.Namespace:
    """Where the stories are, and how many of them to take.

    Args:
        description: the benchmark's, for --help.
        count: how many stories where the command line does not say.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "corpus",
        nargs="?",
        type=Path,
        help="a .jsonl or .jsonl.gz file with a text a line; without one, the briefs of seeds/ "
        "are taken again and again, each time with another number at the end",
    )
    parser.add_argument("--count", type=int, default=count, help=f"stories (default: {count})")
    return parser.parse_args()


def stories(corpus: Path | None, count: int) -> list[str]:
    """The texts of the first stories of a corpus."""
    if corpus is None:
        briefs = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.*"))]
        numbered = (f"{text}\nNumber {n}.\n" for n, text in enumerate(cycle(briefs)))
        return list(islice(numbered, count))
    with gzip.open(corpus, "rt") if corpus.suffix == ".gz" else corpus.open() as lines:
        return [json.loads(line)["text"] for line in islice(lines, count)]


def write_stories(texts: list[str], path: Path) -> Path:
    """A .jsonl file of the texts, for `kg build`."""
    lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
