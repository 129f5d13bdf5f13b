"""What `kg annotate` says of gold files, and how either command line takes its options."""

from __future__ import annotations

import argparse
from contextlib import redirect_stdout
from pathlib import Path

from kg.cli import main as kg

_ALL_SCORES = frozenset({"polnear-dev.jsonl", "sfu-dev.jsonl"})
"""Gold files that mark attitudes and deeds like statements, or were annotated by other guidelines:
all that is found is scored."""


def parser(description: str) -> argparse.ArgumentParser:
    """The options that evaluations have in common: where the gold files are, how kg is to run."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument(
        "--gold", type=Path, default=Path("../shared/gold"), help="folder of gold files"
    )
    options.add_argument("--tagger", choices=("on", "off"), help="default: as kg.toml says")
    options.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    return options


def needed(path: Path, what: str) -> Path:
    """A path that exists.

    Raises:
        SystemExit: it does not; the message says what is missing.
    """
    if not path.exists():
        raise SystemExit(f"{path}: {what} is not there; say where it is: make eval GOLD=FOLDER")
    return path


def annotated(gold: Path, folder: Path, tagger: str | None, jobs: int) -> Path:
    """A file in a folder with the lines that `kg annotate` prints of a gold file.

    Raises:
        SystemExit: kg fails; it has said why.
    """
    switch = {"on": ["--tagger"], "off": ["--no-tagger"], None: []}[tagger]
    if gold.name in _ALL_SCORES:
        switch += ["--min-score", "0"]
    path = folder / gold.name
    # In this process, which loads the model once for all files.
    with path.open("w", encoding="utf-8") as out, redirect_stdout(out):
        status = kg(["annotate", str(gold), "--jobs", str(jobs), *switch])
    if status:
        raise SystemExit(f"{gold}: kg annotate ended with status {status}")
    return path
