"""Makes shards with Ray (https://docs.ray.io)."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg.build.engines import LOOPBACK, Result, Task


def run(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, address: str | None
) -> Iterator[Result]:
    """As `kg.build.engines.Engine.run`; the address is that of a head node."""
    options = _options(jobs, address)
    import ray  # here, as it reads the environment at once

    ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
    try:
        remote = ray.remote(work)  # tried four times by default
        waiting = [remote.remote(task) for task in tasks]
        while waiting:
            (done,), waiting = ray.wait(waiting)
            yield ray.get(done)
    finally:
        ray.shutdown()


def _options(jobs: int, address: str | None) -> dict[str, Any]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is reported
    if address is not None:
        return {"address": address}
    # Where there may be clusters, Ray listens on all addresses, whatever it is told.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    return {"num_cpus": jobs, "include_dashboard": False, "_node_ip_address": LOOPBACK}
