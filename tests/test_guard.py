"""Work that hangs, ends its process or eats memory: the item at fault is found, the others done."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.guard import Guard, Limits
from waiting import LONGEST

LIMITS = Limits(seconds=5.0, memory=500_000_000)


def worker(folder: str) -> Callable[[list[str]], list[str]]:
    """Doubles words; some do harm. How often it was started stands in a folder."""
    (Path(folder) / str(os.getpid())).touch()

    def double(word: str) -> str:
        if word == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "hang":
            time.sleep(1000)
        if word == "eat":
            raise MemoryError(bytearray(600_000_000))
        if word == "once" and not (Path(folder) / "once").exists():
            (Path(folder) / "once").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return word * 2

    return lambda batch: [double(word) for word in batch]


class Prepare:
    """Makes the worker, in another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __call__(self) -> Callable[[list[str]], list[str]]:
        return worker(self.folder)


def given_up(word: str, reason: str) -> str:
    return f"{word}: {reason}"


@pytest.fixture
def guard(tmp_path: Path) -> Guard[str, str]:
    return Guard(Prepare(tmp_path), LIMITS, given_up)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [("kill", "kill: a worker process was ended by SIGKILL"), ("hang", "hang: took more than 5")],
)
def test_one_bad_item_costs_no_other(guard: Guard[str, str], harm: str, reason: str) -> None:
    found = guard.work(["a", "b", harm, "c", "d"])
    guard.close()
    assert found[:2] + found[3:] == ["aa", "bb", "cc", "dd"]
    assert found[2].startswith(reason)


def test_a_large_batch_is_not_waited_for_longer(tmp_path: Path) -> None:
    guard, begun = Guard(Prepare(tmp_path), Limits(seconds=1.0), given_up), time.monotonic()
    found = guard.work(["a"] * 2000 + ["hang"])
    guard.close()
    assert found[-1].startswith("hang: took more than 1")
    assert time.monotonic() - begun < LONGEST


def test_an_item_that_fails_once_is_done(guard: Guard[str, str]) -> None:
    assert guard.work(["once"]) == ["onceonce"]
    guard.close()


def test_the_process_stays_from_one_batch_to_the_next(
    guard: Guard[str, str], tmp_path: Path
) -> None:
    for _ in range(3):
        assert guard.work(["a"]) == ["aa"]
    guard.close()
    assert len(list(tmp_path.iterdir())) == 1


def test_memory_has_a_bound(guard: Guard[str, str]) -> None:
    with pytest.raises(MemoryError):
        guard.work(["eat"])
    guard.close()
