"""The engines that make shards on one machine or many, each imported only where it is asked for."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Protocol, TypeVar

from kg.errors import SettingsError

Task = TypeVar("Task")
Result = TypeVar("Result")

LOOPBACK = "127.0.0.1"
"""Where an engine that is started here listens, and nowhere else."""

ENGINES = {"local": None, "ray": "ray", "spark": "pyspark"}
"""The engines, with the library that each needs."""


class Engine(Protocol):
    """Does work on tasks, in any order."""

    def run(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, address: str | None
    ) -> Iterator[Result]:
        """Yield the results as they come.

        Args:
            work: a function of a module, which a machine that has kg can import.
            tasks: what to work on; picklable, as are the results. A task whose machine is lost is
                done again.
            jobs: how many to work on at once, where the engine is started here.
            address: of a cluster that runs; None starts the engine on this machine.

        Raises:
            Exception: whatever the work raised.
        """


def engine(name: str) -> Engine:
    """An engine by its name, one of `ENGINES`; SettingsError where its library is not installed."""
    library = ENGINES[name]
    if library is not None and find_spec(library) is None:
        raise SettingsError(f"--engine {name} needs {library}: pip install 'kg[{name}]'")
    module: Engine = importlib.import_module(f"kg.build.engines.{name}")
    return module
