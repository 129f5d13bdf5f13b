"""Seconds by length, for ordinary text and for texts made to take long.

    python benchmarks/linearity.py [--doublings 3] [stories.jsonl.gz]

Each row is a kind of text at a length, its double and so on. The last column is the time of the
longest by that of the one before: about 2 where time grows with length. The ordinary text is
stories of the corpus, where one is given, run together into one paragraph.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from itertools import islice
from pathlib import Path

from spacy.language import Language

from hostile import KINDS
from kg.documents import Document
from kg.extraction.annotate import annotate
from kg.extraction.pipeline import load_pipeline


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, help="stories, a JSON object a line")
    parser.add_argument("--doublings", type=int, default=3)
    options = parser.parse_args()
    nlp = load_pipeline(tagger=True)
    for kind, (text, n) in KINDS.items():
        report(nlp, kind, [text(n << i) for i in range(options.doublings + 1)])
    if options.corpus:
        story = prose(options.corpus, 12_500 << options.doublings)
        lengths = [12_500 << i for i in range(options.doublings + 1)]
        report(nlp, "stories", [story[:length] for length in lengths])


def prose(corpus: Path, length: int) -> str:
    """That many characters of the corpus, in one paragraph."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line).get("text") or "" for line in islice(lines, length // 100))
        return " ".join(" ".join(texts).split())[:length]


def report(nlp: Language, kind: str, texts: list[str]) -> None:
    """Print one row."""
    taken = [seconds(nlp, text) for text in texts]
    cells = [f"{len(text):>9,}: {t:6.2f}" for text, t in zip(texts, taken, strict=True)]
    print(f"{kind:20}", *cells, f"  x{taken[-1] / taken[-2]:.1f}", flush=True)


def seconds(nlp: Language, text: str) -> float:
    """The processor's time for one document, so that other work on the machine counts little."""
    start = time.process_time()
    list(annotate(nlp, [Document(text)]))
    return time.process_time() - start


if __name__ == "__main__":
    main()
