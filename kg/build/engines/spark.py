"""Makes shards with Spark (https://spark.apache.org)."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from pyspark.sql import SparkSession

from kg.build.engines import LOOPBACK, Result, Task

_FAILURES = 4


def run(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, address: str | None
) -> Iterator[Result]:
    """As `kg.build.engines.Engine.run`; the address is that of a master."""
    session = _session(jobs, address)
    try:
        yield from session.sparkContext.parallelize(tasks, len(tasks)).map(work).collect()
    finally:
        session.stop()


def _session(jobs: int, address: str | None) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else whatever python3 is on the PATH
    builder = (
        SparkSession.builder.appName("kg shard")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if address is not None:
        return builder.master(address).getOrCreate()
    os.environ["SPARK_LOCAL_IP"] = LOOPBACK
    return (
        builder.master(f"local[{jobs},{_FAILURES}]")
        .config("spark.driver.host", LOOPBACK)
        .config("spark.driver.bindAddress", LOOPBACK)
        .getOrCreate()
    )
