"""Results of several batches, which are written in one transaction."""

from collections.abc import Sequence

from kg.build.reading import Mapped, Result, Standing, Task

_MOST_WAITING = 40_000_000  # bytes of N-Quads


class Waiting:
    """Results that wait to be written together.

    The engine writes tables at each transaction and merges them with all that it has, so that few
    large ones cost less. A quarter of what was written may wait, so that not much is read again
    after a build that was interrupted, and at most what the memory easily holds.
    """

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._results: list[Result] = []
        self._size = self._written = 0
        self._stand = False

    def add(self, tasks: list[Task], results: Sequence[Result]) -> None:
        """Add the results of some tasks."""
        self._tasks += tasks
        self._results += results
        self._size += sum(len(each.quads) for each in results if isinstance(each, Mapped))
        self._stand = self._stand or any(isinstance(each, Standing) for each in results)

    @property
    def are_many(self) -> bool:
        """Whether they should be written now, as those of graphs that stand always are."""
        may_wait = 0 < self._size < min(_MOST_WAITING, self._written / 4)
        return self._stand or not may_wait

    def taken(self) -> tuple[list[Task], list[Result]]:
        """All that waited; nothing waits afterwards."""
        found = self._tasks, self._results
        self._written += self._size
        self._tasks, self._results, self._size, self._stand = [], [], 0, False
        return found
