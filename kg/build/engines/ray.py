"""Makes shards with Ray (https://docs.ray.io)."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # before it is imported: nothing is reported

import ray

from kg.build.engines import LOOPBACK, Result, Task

_RETRIES = 3


def run(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, address: str | None
) -> Iterator[Result]:
    """As `kg.build.engines.Engine.run`; the address is that of a head node."""
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address is None:
        ray.init(num_cpus=jobs, include_dashboard=False, _node_ip_address=LOOPBACK, **quiet)
    else:
        ray.init(address=address, **quiet)
    try:
        remote = ray.remote(max_retries=_RETRIES)(work)
        waiting = [remote.remote(task) for task in tasks]
        while waiting:
            (done,), waiting = ray.wait(waiting)
            yield ray.get(done)
    finally:
        ray.shutdown()
