"""Work in several processes: order, errors, and processes that die."""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from kg.build.processes import ordered
from kg.errors import ModelError, WorkerError
from waiting import until


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def suicides() -> Callable[[int], int]:
    return lambda number: os.kill(os.getpid(), signal.SIGKILL) or number


def fails() -> Callable[[int], int]:
    raise ModelError("there is no such model")


def process_ids() -> Callable[[int], int]:
    return lambda _: os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_keep_the_order_of_the_items(jobs: int) -> None:
    assert list(ordered(squares, range(20), jobs)) == [n * n for n in range(20)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_items_no_results(jobs: int) -> None:
    assert list(ordered(squares, [], jobs)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_worker_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ModelError, match="no such model"):
        list(ordered(fails, range(3), jobs))


def test_a_killed_worker_is_named_and_nothing_hangs() -> None:
    with pytest.raises(WorkerError, match="a worker process was ended by SIGKILL"):
        list(ordered(suicides, range(8), 2))


def test_ctrl_c_does_not_reach_a_worker_that_still_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "interrupted.py").write_text(
        "import os, signal\n"
        f"if os.getpid() != {os.getpid()}: os.kill(os.getpid(), signal.SIGINT)\n"
        "def doubles(): return lambda number: 2 * number\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    doubles = importlib.import_module("interrupted").doubles
    assert list(ordered(doubles, range(4), 2)) == [0, 2, 4, 6]


class Interrupting:
    """Work that is interrupted when it is sent to a worker that starts."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object]]:
        signal.raise_signal(signal.SIGINT)
        return partial, (squares,)

    def __call__(self) -> Callable[[int], int]:
        return squares()


def test_ctrl_c_while_workers_start_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    # A shell starts what runs in the background with Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(ordered(Interrupting(), range(4), 2))
    finally:
        signal.signal(signal.SIGINT, before)
    assert capfd.readouterr().err == ""


def test_a_worker_that_hangs_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "hanging.py").write_text(
        "import os, re\n"
        "from kg.build.processes import Worker\n"
        "def work(item):\n"
        "    # Python itself does nothing else meanwhile.\n"
        "    return re.fullmatch('(a+)+b', 'a' * 60) if item == 'hang' else os.getpid()\n"
        "def hangs(): return work\n"
        "if __name__ == '__main__':\n"
        "    worker = Worker(hangs)\n"
        "    print(worker.do('start'), flush=True)\n"
        "    worker.do('hang')\n"
    )
    command = [sys.executable, "hanging.py"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        busy = worker.cpu_times().user + 1
        until(lambda: worker.cpu_times().user > busy)
        parent.kill()
    until(lambda: has_ended(worker))


def has_ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_items_are_read_only_a_little_ahead() -> None:
    read = []

    def items() -> Iterator[int]:
        for number in range(1000):
            read.append(number)
            yield number

    results = ordered(squares, items(), 2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(read) <= 5


def test_no_process_stays_behind() -> None:
    workers = set(ordered(process_ids, range(8), 2))
    assert os.getpid() not in workers
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
