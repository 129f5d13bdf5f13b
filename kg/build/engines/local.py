"""Makes shards on this machine, in threads that each have a process that reads."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from kg.build.engines import Result, Task


def run(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, address: str | None
) -> Iterator[Result]:
    """As `kg.build.engines.Engine.run`; there is no address."""
    pool = ThreadPoolExecutor(jobs)
    try:
        for done in as_completed([pool.submit(work, task) for task in tasks]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)
