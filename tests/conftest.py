from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from forked import end_forkers, run_kg, share_forkers
from kg.build.processes import tune_interpreter
from kg.documents import Document, Metadata
from kg.extraction import Annotations
from kg.extraction.annotate import annotate
from kg.extraction.pipeline import load_pipeline
from kg.resources import resource

if TYPE_CHECKING:  # spaCy imports numpy, and kg says first how many threads that may have: one
    from spacy.language import Language

# How long an example takes says something of the machine, and nothing of kg.
settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")

PUBLISHED = date(2024, 3, 6)  # a Wednesday

# Modules of tests that take longest, the longest first; those that mostly wait (for a server, a
# deadline) stand apart from each other, that there is always something to compute meanwhile.
LONGEST = [
    "browser", "server_limits", "hostile_texts", "cli", "kb_fetch", "server_openapi", "pages",
    "portable_queries", "build", "shards", "server_failures", "kept", "determinism", "crash",
    "default_graph", "push", "offline", "same_events", "bound_queries", "guard",
    "reconciliation", "damage", "fetch", "queries", "installed", "server_patience", "store",
    "kb", "endpoint", "judgements", "export", "readme", "annotate", "documents", "backup",
    "locale", "language", "knowledge_bases", "frames_training", "evaluation",
]  # fmt: skip


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="session")
def tagged() -> Language:
    """As `nlp`, with the trained tagger."""
    return load_pipeline(tagger=True)


@pytest.fixture(scope="session")
def read(nlp: Language) -> Callable[[str], Annotations]:
    """Annotations of a text published on PUBLISHED."""

    def read_text(text: str) -> Annotations:
        document = Document(text, metadata=Metadata(published=PUBLISHED))
        return next(annotate(nlp, [document]))

    return read_text


def pytest_configure(config: pytest.Config) -> None:
    """Have one process for all of xdist's to fork theirs from: each would load the same models."""
    if (getattr(config.option, "numprocesses", None) or 0) > 1:
        share_forkers()


@pytest.hookimpl(optionalhook=True)  # also without pytest-xdist
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """How many processes `-n auto` means: many tests wait, for a server or a deadline, and each
    process loads the models that its tests read with."""
    is_auto = config.option.numprocesses == "auto"
    return 1 + (os.cpu_count() or 1) if is_auto else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out tests/shared unless it is asked for by name: its checks take minutes."""
    asked = any("shared" in argument for argument in config.args)
    return True if collection_path.name == "shared" and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest: no process is left with one of them at the end."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_collection_finish() -> None:
    """Have Python look for garbage seldom, as a build does, and not in what stays."""
    tune_interpreter()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Let go of the process that the tests have had theirs forked from."""
    end_forkers()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say after a run of all tests what was left out, as is said of what was skipped."""
    if config.args_source is config.ArgsSource.TESTPATHS:
        terminalreporter.write_line("LEFT OUT tests/shared: takes minutes; `pytest tests/shared`")


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the articles of seeds/, for this process alone: a copy of the one that the
    first process to want it builds for all."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    built = shared / "seeds-store"
    with FileLock(f"{built}.lock"):
        if not built.exists():
            _build_seeds(shared / "seeds-store.partial").rename(built)
    return shutil.copytree(built, tmp_path_factory.mktemp("seeds") / "store")


def _build_seeds(store: Path) -> Path:
    run_kg("build", resource("seeds"), "--store", store).check_returncode()
    return store
