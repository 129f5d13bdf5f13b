"""Work on a stream in several processes, with the results in the order of the input.

Each worker is a spawned process on its own pipe, looked after by a thread of the parent. A worker
whose parent is gone reads the end of its pipe and leaves, so that a killed build leaves no
process behind; `concurrent.futures` hands its workers both ends of one queue, and they stay.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from kg.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Item], Result]

# Items sent to each worker: one in work, one in its pipe, so that it need not wait for a parent
# that is busy writing.
_AHEAD = 2
_PATIENCE = 10.0  # seconds for a process to end that has closed its pipe, or was told to


def ordered(
    prepare: Callable[[], Work[Item, Result]], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """Do some work on each item, in the order of the items; few items are held at a time.

    Args:
        prepare: makes the function that does the work; called once in each process, and not at
            all where there is nothing to do. With more than one job it must be picklable, as
            must items and results.
        items: what to work on; read no further than a few items ahead of the results.
        jobs: number of worker processes; 1 works in this process.

    Raises:
        WorkerError: a worker process died (killed, or out of memory).
        Exception: whatever `prepare` or the work raised.
    """
    iterator = iter(items)
    try:
        first = next(iterator)
    except StopIteration:
        return
    items = chain([first], iterator)
    if jobs == 1:
        yield from map(prepare(), items)
        return
    with _Pool(prepare, jobs) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(item))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def collect_less() -> None:
    """Let Python look for cyclic garbage less often in this process.

    Reading makes hundreds of thousands of short-lived objects without cycles beside a language
    model that stays: looking through them all is a tenth of the time of a build.
    """
    gc.set_threshold(50_000, 20, 20)


class _Pool(Generic[Item, Result]):
    """Worker processes; an idle place of one is tied to whichever thread has taken it."""

    def __init__(self, prepare: Callable[[], Work[Item, Result]], jobs: int) -> None:
        self._workers = [_Worker(prepare) for _ in range(jobs)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers * _AHEAD:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(jobs * _AHEAD)

    def submit(self, item: Item) -> Future[Result]:
        return self._threads.submit(self._do, item)

    def _do(self, item: Item) -> Result:
        worker = self._idle.get()
        try:
            result: Result = worker.do(item)
            return result
        finally:
            self._idle.put(worker)

    def __enter__(self) -> _Pool[Item, Result]:
        return self

    def __exit__(self, *exception: object) -> None:
        # Workers first: a thread that waits for its worker's answer then meets the pipe's end.
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)


class _Worker:
    """One process and the parent's end of its pipe."""

    def __init__(self, prepare: Callable[[], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, prepare), daemon=True)
        self._process.start()
        theirs.close()
        self._turn = threading.Condition()
        self._sent = self._received = 0

    def do(self, item: Any) -> Any:
        """Send an item and wait for its result; several threads may, each has its turn."""
        try:
            with self._turn:
                ticket, self._sent = self._sent, self._sent + 1
                self._pipe.send(item)
            with self._turn:
                self._turn.wait_for(lambda: self._received == ticket)
            failed, result = self._receive()
        except (EOFError, OSError) as error:
            raise WorkerError(self._epitaph()) from error
        if failed:
            raise result
        return result

    def _receive(self) -> tuple[bool, Any]:
        """The next answer; whoever's turn is next is told, whatever comes."""
        try:
            answer: tuple[bool, Any] = self._pipe.recv()
            return answer
        finally:
            with self._turn:
                self._received += 1
                self._turn.notify_all()

    def stop(self) -> None:
        self._process.terminate()
        self._wait()
        self._pipe.close()

    def _wait(self) -> int | None:
        """The status that the process ended with, as `Process.exitcode`."""
        # Of two threads that wait for a process at once, one may be told that there is none.
        with self._turn:
            self._process.join(timeout=_PATIENCE)
            return self._process.exitcode

    def _epitaph(self) -> str:
        code = self._wait()
        how = f"by {signal.Signals(-code).name}" if code and code < 0 else f"with status {code}"
        return (
            f"a worker process was ended {how}, perhaps for want of memory; what was built is "
            "kept: run the same build again, or with fewer --jobs"
        )


def _serve(pipe: Connection, prepare: Callable[[], Work[Any, Any]]) -> None:
    # Ctrl-C reaches the whole process group; only the parent answers it, and ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_less()
    work: Work[Any, Any] | None = None
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            work = work or prepare()
            answer = (False, work(item))
        except Exception as error:
            answer = (True, error)
        pipe.send(answer)
