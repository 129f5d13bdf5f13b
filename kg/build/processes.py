"""Works on a stream in several processes, with the results in the order of the input.

Each worker is a spawned process with a pipe of its own to the parent. When the parent dies, the
worker ends, on Linux whatever it does, so that a killed build leaves no process behind.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from kg.errors import WorkerError

if sys.platform == "linux":
    import fcntl

Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Item], Result]

# Items sent to each worker: one that it works on, and one in its pipe, so that it does not wait for
# a parent that is busy writing.
_AHEAD = 2
_PATIENCE = 10.0  # seconds to wait for the end of a process that is ending


def ordered(
    prepare: Callable[[], Work[Item, Result]], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """Yield the result of some work on each item, in the order of the items.

    Args:
        prepare: makes the function that does the work; called once in each process, or not at all
            where there are no items. With more than one job it must be picklable, as must items
            and results.
        items: what to work on; only a few of them are read ahead of the results.

    Raises:
        WorkerError: a worker process died (killed, or out of memory).
        Exception: whatever `prepare` or the work raised.
    """
    iterator = iter(items)
    first = list(islice(iterator, 1))
    if not first:
        return
    items = chain(first, iterator)
    if jobs == 1:
        yield from map(prepare(), items)
        return
    with closing(_Pool(prepare, jobs)) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(item))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def tune_interpreter() -> None:
    """Let Python look for cyclic garbage less often in this process, and change threads more often.

    Analysis makes hundreds of thousands of short-lived objects without cycles, beside a language
    model that stays: looking through all of them takes a tenth of the time of a build. The tagger
    runs in a thread of its own, and after each window may wait that long for its turn; at Python's
    usual interval that takes a fifteenth of the time.
    """
    gc.set_threshold(50_000, 20, 20)
    sys.setswitchinterval(0.001)  # seconds


class _Pool(Generic[Item, Result]):
    """Worker processes, each with a few threads of this process that wait for its results."""

    def __init__(self, prepare: Callable[[], Work[Item, Result]], jobs: int) -> None:
        self._workers = [Worker(prepare) for _ in range(jobs)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers * _AHEAD:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(jobs * _AHEAD)

    def submit(self, item: Item) -> Future[Result]:
        return self._threads.submit(self._do, item)

    def _do(self, item: Item) -> Any:
        worker = self._idle.get()
        try:
            return worker.do(item)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        # Workers first: the threads that wait for them then read the end of the pipe.
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)


class Worker:
    """A worker process, and this process's end of its pipe."""

    def __init__(self, prepare: Callable[[], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, prepare), daemon=True)
        with _interrupts_held():
            self._process.start()
            theirs.close()
        self._turn = threading.Condition()
        self._sent = self._received = 0

    def do(self, item: Any, seconds: float | None = None) -> Any:
        """Send an item and wait for its result; several threads may do so at once.

        Args:
            seconds: how long to wait; without end where it is None.

        Raises:
            WorkerError: the process died, or the time is over; then the worker must be stopped.
            Exception: whatever the work raised.
        """
        try:
            with self._turn:
                ticket, self._sent = self._sent, self._sent + 1
                self._pipe.send(item)
            with self._turn:
                self._turn.wait_for(lambda: self._received == ticket)
            if seconds is not None and not self._pipe.poll(seconds):
                raise WorkerError(f"took more than {seconds:.0f} seconds")
            failed, result = self._receive()
        except (EOFError, OSError) as error:
            raise WorkerError(self._how_it_ended()) from error
        if failed:
            raise result
        return result

    def _receive(self) -> Any:
        """The next result, and whether it is an error; then it is the next thread's turn."""
        try:
            return self._pipe.recv()
        finally:
            with self._turn:
                self._received += 1
                self._turn.notify_all()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._wait()
        self._pipe.close()

    def _wait(self) -> int | None:
        """Wait for the end of the process; its status, as `Process.exitcode`."""
        # With a lock: of two threads that wait for a process at once, one may not find it.
        with self._turn:
            self._process.join(timeout=_PATIENCE)
            return self._process.exitcode

    def _how_it_ended(self) -> str:
        code = self._wait()
        how = f"by {signal.Signals(-code).name}" if code and code < 0 else f"with status {code}"
        return (
            f"a worker process was ended {how}, perhaps for want of memory; what was built is "
            "kept: run the same build again, or with fewer --jobs"
        )


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended, and keep it from processes started in the block.

    Ctrl-C reaches all processes of the group; the parent alone handles it and ends the workers,
    which otherwise would print a traceback while they still import. Only the main thread can do so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # here, as it lets through what is held when it starts
    came: list[int] = []
    # Processes inherit the mask; the handler is for what another thread takes.
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        for number in came:
            signal.raise_signal(number)


def _end_with_parent() -> None:
    """Have Linux send SIGIO when the parent ends, which ends a process that hangs as well."""
    parent = multiprocessing.parent_process()
    if sys.platform == "linux" and parent is not None:
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, os.O_ASYNC)


def _serve(pipe: Connection, prepare: Callable[[], Work[Any, Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    tune_interpreter()
    work: Work[Any, Any] | None = None
    with suppress(EOFError, OSError):  # the parent has ended
        while True:
            item = pipe.recv()
            try:
                work = work or prepare()
                answer = (False, work(item))
            except Exception as error:
                answer = (True, error)
            pipe.send(answer)
