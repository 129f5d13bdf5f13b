"""Worker processes that start at once: each is forked from the process that starts it, with the
models that this has loaded, where multiprocessing would start Python anew.

What reaches them is the same: what was pickled for them, the pipes that are theirs and nothing
else. Tests of how workers start, and of what they do without a parent, start them as kg does.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import thread
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import util


@contextmanager
def warm_workers() -> Iterator[None]:
    """Have workers forked in the block."""
    before = util.spawnv_passfds  # type: ignore[attr-defined]
    util.spawnv_passfds = _fork  # type: ignore[attr-defined]
    try:
        yield
    finally:
        util.spawnv_passfds = before  # type: ignore[attr-defined]


def _fork(program: bytes, arguments: Sequence[str], kept: Sequence[int]) -> int:
    """The process that runs `python -c code …`, with no more open files than those named."""
    if process := os.fork():
        return process
    status = 0
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        thread._threads_queues.clear()  # type: ignore[attr-defined]  # those that the parent has
        for last, following in pairwise([2, *sorted(kept), os.sysconf("SC_OPEN_MAX")]):
            os.closerange(last + 1, following)
        code = arguments.index("-c") + 1
        sys.argv = ["-c", *arguments[code + 1 :]]
        exec(arguments[code], {})
        sys.stderr.flush()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        status = 1
        traceback.print_exc()
    finally:
        os._exit(status)
