"""The most memory that a build takes, over few and over many documents, in one process and two.

    python benchmarks/memory.py stories.jsonl.gz --count 10000

Counted is what the build and its workers hold together at their peak (Linux: VmHWM of each).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stories import arguments, stories, write_stories


def main() -> None:
    """Print the table."""
    options = arguments(__doc__.partition("\n")[0], count=10_000)
    few = max(1, options.count // 10)
    texts = stories(options.corpus, options.count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peaks = {
            (count, jobs): peak(
                write_stories(texts[:count], folder / f"{count}.jsonl"),
                folder / f"store-{count}-{jobs}",
                jobs,
            )
            for jobs in (1, 2)
            for count in (few, options.count)
        }
    for (count, jobs), megabytes in peaks.items():
        print(f"--jobs {jobs} {count:8} documents {megabytes:8.0f} MB")
    for jobs in (1, 2):
        print(f"--jobs {jobs}: {peaks[options.count, jobs] / peaks[few, jobs]:.2f} times as much")


def peak(stories: Path, store: Path, jobs: int) -> float:
    """Megabytes that a build holds at most."""
    command = [sys.executable, "-m", "kg", "build", str(stories), "--store", str(store)]
    process = subprocess.Popen([*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL)
    peaks: dict[str, int] = {}
    while process.poll() is None:
        for status in _family(process.pid):
            peaks |= _high_water(status)
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(process.returncode)
    return sum(peaks.values()) / 1024


def _family(parent: int) -> list[Path]:
    children = subprocess.run(
        ["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=False
    ).stdout.split()
    return [Path(f"/proc/{pid}/status") for pid in (parent, *children)]


def _high_water(status: Path) -> dict[str, int]:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    except OSError:
        return {}
    return {str(status): int(found[1])} if found else {}


if __name__ == "__main__":
    main()
