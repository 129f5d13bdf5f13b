"""How well kg reads: its figures on gold files beside those of simpler ways.

    python evaluation/evaluate.py [--gold ../shared/gold] [--tagger on|off] [--markdown]

Runs `kg annotate` over each gold file, scores what it prints, and prints one table. What each
measure means, and what the files are, stands in docs/evaluation.md.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from predictions import annotated, needed, parser

_HERE = Path(__file__).parent
_FIGURE = re.compile(r"^(?P<measure>\S.*?)(?:\s+P [\d.]+ R [\d.]+ F1? |\s{2,})(?P<value>\d?\.\d+)")
_HEADINGS = ("corpus", "measure", "kg", "baselines")


class Scoring(NamedTuple):
    """One scorer on one gold file; arguments that end in .txt are files beside the scorer."""

    corpus: str
    gold: str
    scorer: str
    arguments: tuple[str, ...] = ()


SCORINGS = (
    Scoring("Newsroom dev", "newsroom-dev.jsonl", "score_newsroom.py"),
    Scoring("PolNeAR dev", "polnear-dev.jsonl", "score_attribution.py"),
    Scoring("SFU dev, speech", "sfu-dev.jsonl", "score_attribution.py", ("--only", "speech")),
    Scoring("SFU dev, speech", "sfu-dev.jsonl", "speakers.py"),
    Scoring("Reuters-128", "reuters-128.jsonl", "score_links.py", ("country-qids.txt",)),
    Scoring("KORE 50", "kore50.jsonl", "score_links.py"),
    Scoring("AIDA dev", "aida-conll-dev.jsonl", "score_links.py", ("country-qids.txt",)),
    Scoring("LGL", "lgl.jsonl", "score_toponyms.py"),
    Scoring("EWT dev", "events/ewt-propbank-dev.jsonl", "score_frames.py"),
    Scoring("EWT dev, numbered", "events/ewt-propbank-dev.jsonl", "score_frames.py", ("--core",)),
    Scoring("EWT dev, nouns", "events/ewt-propbank-dev.jsonl", "score_frames.py", ("--pos", "NN")),
    Scoring("EWT dev", "events/ewt-propbank-dev.jsonl", "events.py"),
    Scoring("MASC news dev", "events/masc-news-dev.jsonl", "score_frames.py", ("--given",)),
    Scoring("MEANTIME dev", "events/meantime-dev.jsonl", "score_frames.py", ("--entities",)),
    Scoring("MEANTIME dev", "events/meantime-dev.jsonl", "events.py"),
    Scoring(
        "QA-SRL dev",
        "events/qasrl-wikinews-dev.jsonl",
        "score_frames.py",
        ("--given", "--iou", "0.3"),
    ),
    Scoring(
        "WikiEvents dev",
        "events/wikievents-dev.jsonl",
        "score_frames.py",
        ("--given", "--entities"),
    ),
    Scoring("PLOVER dev", "events/plover-gsr-dev.jsonl", "events.py"),
)


def main() -> None:
    """Print the table."""
    options = parser(__doc__.partition("\n")[0])
    options.add_argument("--scorers", type=Path, help="folder of scorers (default: GOLD/../eval)")
    options.add_argument("--markdown", action="store_true", help="print a Markdown table")
    chosen = options.parse_args()
    scorers = chosen.scorers or chosen.gold.parent / "eval"
    needed(chosen.gold, "the folder of gold files")
    needed(scorers, "the folder of scorers")
    files = {each.gold: needed(chosen.gold / each.gold, "this gold file") for each in SCORINGS}
    with tempfile.TemporaryDirectory() as name:
        predicted = {
            name_: annotated(gold, Path(name), chosen.tagger, chosen.jobs)
            for name_, gold in files.items()
        }
        rows = [
            row
            for each in SCORINGS
            for row in scored(each, files[each.gold], predicted[each.gold], scorers)
        ]
    print(markdown(rows) if chosen.markdown else plain(rows))


def scored(scoring: Scoring, gold: Path, predicted: Path, scorers: Path) -> Iterator[Sequence[str]]:
    """Rows of the table: corpus, measure, what kg reaches, what simpler ways do."""
    own = _HERE / scoring.scorer
    scorer = own if own.exists() else scorers / scoring.scorer
    arguments = [str(scorers / a) if a.endswith(".txt") else a for a in scoring.arguments]
    command = [sys.executable, str(scorer), str(gold), str(predicted), *arguments]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    beside = baselines()
    for measure, value in figures(printed):
        others = beside.get((scoring.corpus, measure), [])
        yield scoring.corpus, measure, value, ", ".join(others)


def figures(printed: str) -> Iterator[tuple[str, str]]:
    """The measures that a scorer prints, with F1 where there is one.

    >>> list(figures("cue          P 0.700 R 0.710 F1 0.705\\nwithin 161 km  0.614"))
    [('cue', '.705'), ('within 161 km', '.614')]
    """
    for line in printed.splitlines():
        if found := _FIGURE.match(line):
            yield found["measure"], found["value"].removeprefix("0")


def baselines() -> dict[tuple[str, str], list[str]]:
    """What simpler ways reach, by corpus and measure, the worst first."""
    found: dict[tuple[str, str], list[str]] = {}
    with (_HERE / "baselines.csv").open(encoding="utf-8", newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: float(row["value"])):
            label = f"{row['baseline']} {row['value']}"
            found.setdefault((row["corpus"], row["measure"]), []).append(label)
    return found


def plain(rows: Sequence[Sequence[str]]) -> str:
    """A table in columns."""
    table = [_HEADINGS, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    table = [_HEADINGS, ("---",) * len(_HEADINGS), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


if __name__ == "__main__":
    main()
