"""Builds that are killed at random moments, and what is left of them."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from forked import Forked
from newsroom import nquads, open_store


def kill_builds(
    articles: Path, store: Path, *, rounds: int, documents: int, jobs: int = 1, seed: int = 0
) -> int:
    """Start a build again and again, and kill it each time at another moment.

    Args:
        articles: what to build.
        store: where to.
        rounds: how many times.
        documents: how many documents may be done at most before the build is killed; the moment
            is drawn between none (while the store is being made) and all of these.
        jobs: processes of the build.
        seed: of the moments.

    Returns:
        How many of the builds were still at work when they were killed.
    """
    dice = random.Random(seed)
    killed = 0
    for _ in range(rounds):
        options = ["--verbose", "--store", str(store), "--jobs", str(jobs)]
        command = ["build", articles, *options]
        quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
        with Forked(command, stdout=quiet, stderr=pipe, cwd=store.parent) as process:
            assert process.stderr is not None
            left = dice.randint(0, documents)
            while left and (line := process.stderr.readline()):
                # What an earlier round has built is no work.
                left -= line.startswith("built: ")
            time.sleep(dice.uniform(0.0, 0.5))
            killed += process.poll() is None
            process.kill()
    return killed


def finished(articles: Path, store: Path) -> bytes:
    """The export after the same build was run to its end."""
    with open_store(store) as graph:
        graph.build(articles)
        return nquads(graph)
