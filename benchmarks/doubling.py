"""Processor time and memory of building one document, as its length doubles.

    python benchmarks/doubling.py [--from 50000] [--to 400000] [corpus] [--kinds prose …]

Each length is a `kg build` of its own process. The table has what it takes beyond a build of one
sentence, with the ratio to the length before: about 2 where cost grows with length. Prose is
stories of the corpus, the briefs of seeds/ where none is given; the sentence is the same stories
without a mark. The status is 1 where a ratio is above `MOST`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hostile import KINDS
from stories import stories

MOST = 2.3
"""The most that a doubling may cost, by the cost before it."""

USUAL = "prose", "sentence", "different names", "bodies", "quotations", "numbers", "statements"
"""The kinds that are measured unless others are named."""

_BEFORE = "Mayor Ana Roe said that five people left Springfield on Monday. "


class Cost(NamedTuple):
    """Seconds of the processor, and megabytes at the peak."""

    seconds: float
    megabytes: float


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, help="stories, a JSON object a line")
    parser.add_argument("--from", dest="least", type=int, default=50_000, metavar="CHARACTERS")
    parser.add_argument("--to", dest="most", type=int, default=400_000, metavar="CHARACTERS")
    parser.add_argument("--kinds", nargs="+", default=USUAL, help=f"also {', '.join(KINDS)}")
    options = parser.parse_args()
    prose = "\n\n".join(stories(options.corpus, options.most // 200 + 1))
    makers = {name: _repeated(make) for name, (make, _) in KINDS.items()}
    makers["prose"] = lambda size: prose[:size]
    makers["sentence"] = lambda size: re.sub(r"\W+", " ", prose)[:size]
    floor = cost(_BEFORE)
    print(f"one line: {floor.seconds:.1f} s, {floor.megabytes:.0f} MB", flush=True)
    worst = [report(kind, makers[kind], floor, options) for kind in options.kinds]
    return int(max(worst) > MOST)


def _repeated(make: Callable[[int], str]) -> Callable[[int], str]:
    """Makes a text of a number of characters from what makes one of a number of units."""
    return lambda size: make(size // (len(make(1000)) // 1000) + 1)[:size]


def report(
    kind: str, make: Callable[[int], str], floor: Cost, options: argparse.Namespace
) -> float:
    """Print the rows of one kind of text; its greatest ratio."""
    before: Cost | None = None
    worst = 0.0
    size = options.least
    while size <= options.most:
        found = cost((_BEFORE + make(size))[:size])  # the sentence has all tables read
        own = Cost(found.seconds - floor.seconds, found.megabytes - floor.megabytes)
        ratios = [now / was for now, was in zip(own, before, strict=True)] if before else []
        worst = max(worst, *ratios, 0.0)
        shown = "".join(f"  x{ratio:.2f}" for ratio in ratios)
        print(f"{kind:15}{size:10,}{own.seconds:9.2f} s{own.megabytes:7.0f} MB{shown}", flush=True)
        before, size = own, 2 * size
    return worst


def cost(text: str) -> Cost:
    """What a build of one document costs in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "document.txt"
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "kg", "build", str(path), "--store", f"{name}/store"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"the build of {len(text)} characters ended with {status}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    raise SystemExit(main())
