"""Print how well the shipped tagger, alone, finds a gold file's attributions.

    python training/evaluate.py ../shared/gold/polnear-dev.jsonl

Precision, recall and F1 by measure. The package's rules mend and add to what the tagger finds;
they have no part in these figures.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from metrics import Tally

from examples import read_gold
from kg.extraction.tagger import WEIGHTS
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.extraction.text.paragraphs import paragraphs


def main() -> None:
    """Read the arguments, tag, count, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path, help="gold attributions, JSON lines")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    tagger, tally = SpanTagger(given.weights), Tally()
    for document in read_gold(given.gold):
        found = tagger.tag(document["text"], paragraphs(document["text"]))
        tally.add(document, map(asdict, found.attributions))
    for measure, (precision, recall, f1) in tally.figures().items():
        line = f"{measure:12s} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}\n"
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
