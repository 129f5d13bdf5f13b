"""Ends a command that takes too long or too much memory, and on Ctrl-C at once.

Oxigraph cannot be interrupted, and a damaged table can make it go on without end. So a thread
watches beside it and ends the process, which holds nothing that could be left half done: whatever
runs under a watch only reads, but for a migration, which is then done again.
"""

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NoReturn

from kg.cli.shared.printing import warn
from kg.queries.limits import half_of_memory

_LOOK_EVERY = 0.05  # seconds
_QUICK = 0.3  # seconds; a command that takes no longer need not wait until psutil is imported
_CHUNK = 1 << 16  # bytes


class Watch:
    """Watches this process.

    Args:
        deadline: seconds that it may take, without those that it waits for the reader of its
            output; None for no end.
        memory: bytes of memory that it may have; None for half of the machine's.
        remedy: what to do when it needs more memory, or more time.
    """

    def __init__(self, deadline: float | None, memory: int | None, remedy: str) -> None:
        self._left = deadline
        self._memory = memory
        self._remedy = remedy
        self._is_waiting = False
        self._is_over = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch during the block; called from the main thread before the store is opened.

        A process that is ended prints a line, with status 1, or 130 for Ctrl-C.
        """
        with _interrupts_held_back():
            thread = threading.Thread(target=self._watch, daemon=True)
            thread.start()
            try:
                yield
            finally:
                self._is_over.set()
                thread.join()

    @contextmanager
    def patient(self, out: BinaryIO) -> Iterator[BinaryIO]:
        """A file that writes to `out`, and whose reader may take any time."""
        with io.BufferedWriter(_Patient(self, out), _CHUNK) as writer:
            yield writer

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let the block take any time."""
        self._is_waiting = True
        try:
            yield
        finally:
            self._is_waiting = False

    def _watch(self) -> None:
        start = before = time.monotonic()
        while not self._is_over.wait(_LOOK_EVERY):
            now = time.monotonic()
            if sys.platform != "win32" and signal.SIGINT in signal.sigpending():
                _leave("interrupted", 130)
            self._check_time(now - before)
            if now - start > _QUICK:
                self._check_memory()
            before = now

    def _check_time(self, seconds: float) -> None:
        if self._left is None or self._is_waiting:
            return
        self._left -= seconds
        if self._left < 0:
            _leave(f"this took longer than --deadline allows and was ended; {self._remedy}", 1)

    def _check_memory(self) -> None:
        if self._memory is None:
            self._memory = half_of_memory()
        if _memory() > self._memory:
            _leave(f"this needs more than {self._memory >> 20} MB of memory; {self._remedy}", 1)


class _Patient(io.RawIOBase):
    def __init__(self, watch: Watch, out: BinaryIO) -> None:
        self._watch = watch
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        with self._watch.waiting():
            self._out.write(data)
            self._out.flush()
        return len(data)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    # The watch sees them, while the main thread would not before Oxigraph is done. Threads that
    # Oxigraph starts in the block hold them back too.
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _memory() -> int:
    import psutil

    return int(psutil.Process().memory_info().rss)


def _leave(message: str, status: int) -> NoReturn:
    warn(message)
    os._exit(status)
