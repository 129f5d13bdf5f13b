"""Does work in a process of its own, so that an input that hangs or kills it harms no other."""

import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from kg.build.processes import Work, Worker
from kg.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

_ATTEMPTS = 2
_TO_START = 120.0  # seconds until the process has loaded what it needs, on a busy machine


@dataclass(frozen=True, slots=True)
class Limits:
    """What an item may take before it is given up.

    Attributes:
        seconds: of the clock, for a batch too: one that takes longer is halved.
        memory: bytes that the process may have; the models take half a gigabyte of it.
    """

    seconds: float = 60.0
    memory: int = 8 << 30


class Guard(Generic[Item, Result]):
    """A process that works on batches and is replaced when it dies or takes too long.

    Args:
        prepare: makes the function that does the work on a batch, in the process. Picklable.
        limits: what an item may take.
        given_up: what stands for an item that cannot be worked on, by the reason.
    """

    def __init__(
        self,
        prepare: Callable[[], Work[list[Item], list[Result]]],
        limits: Limits,
        given_up: Callable[[Item, str], Result],
    ) -> None:
        self._prepare = partial(_limited, prepare, limits.memory)
        self._limits = limits
        self._given_up = given_up
        self._worker: Worker | None = None

    def work(self, batch: Sequence[Item]) -> list[Result]:
        """The results of a batch, in its order.

        A batch that ends the process is halved until the item at fault is found; that one is tried
        a second time alone, since the machine may have been at fault, and given up.
        """
        return self._try(list(batch), _ATTEMPTS)

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _try(self, batch: list[Item], attempts: int) -> list[Result]:
        try:
            return self._once(batch)
        except WorkerError as error:
            self.close()
            if len(batch) > 1:
                middle = len(batch) // 2
                return self._try(batch[:middle], attempts) + self._try(batch[middle:], attempts)
            if attempts > 1:
                return self._try(batch, attempts - 1)
            return [self._given_up(batch[0], str(error).partition(";")[0])]

    def _once(self, batch: list[Item]) -> list[Result]:
        if self._worker is None:
            self._worker = Worker(self._prepare)
            self._worker.do([], _TO_START)  # loads what the work needs
        results: list[Result] = self._worker.do(batch, self._limits.seconds)
        return results


def _limited(
    prepare: Callable[[], Work[list[Item], list[Result]]], memory: int
) -> Work[list[Item], list[Result]]:
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    least = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (least, most))
    return prepare()
