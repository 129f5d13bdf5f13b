"""The same articles give the same bytes, whatever the order, the processes or the hash seed."""

import io
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.api import Graph
from newsroom import fresh, nquads, open_store, write_articles

# The hash of the numbers that the models give for a short text.
NUMBERS = """
from kg.build.analysis import Analyser
from kg.settings import Settings
print(Analyser(Settings()).arithmetic())
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_articles(tmp_path_factory.mktemp("news") / "articles")
    for number in range(12):
        text = f"Jane Alderman said {number} bridges will close. Peter Halvorsen denied it.\n"
        (folder / f"{number}.txt").write_text(text)
    return folder


@pytest.fixture(scope="module")
def expected(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return fresh(articles, tmp_path_factory.mktemp("expected") / "store")


def test_in_another_order(tmp_path: Path, articles: Path, expected: bytes) -> None:
    with open_store(tmp_path / "store") as graph:
        graph.build(*sorted(articles.iterdir(), reverse=True))
        assert nquads(graph) == expected


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_in_batches_of_another_size(
    tmp_path: Path, articles: Path, expected: bytes, batch: int
) -> None:
    with open_store(tmp_path / "store", batch=batch) as graph:
        graph.build(articles)
        assert nquads(graph) == expected


def test_one_article_at_a_time(tmp_path: Path, articles: Path, expected: bytes) -> None:
    for path in sorted(articles.iterdir(), key=lambda path: path.name[::-1]):
        with open_store(tmp_path / "store") as graph:
            graph.build(path)
    with open_store(tmp_path / "store") as graph:
        assert nquads(graph) == expected


@pytest.fixture(scope="module")
def numbers() -> str:
    return numbers_of()


def numbers_of(*emulator: str, **environment: str) -> str:
    command = [*emulator, sys.executable, "-c", NUMBERS]
    environment = {**os.environ, **environment}
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_whatever_kernels_other_programs_are_to_have(numbers: str) -> None:
    assert numbers_of(OPENBLAS_CORETYPE="Haswell", NPY_DISABLE_CPU_FEATURES="") == numbers


@pytest.mark.skipif(platform.machine() != "x86_64", reason="needs a processor with AVX2")
def test_on_a_processor_with_avx2_alone(numbers: str) -> None:
    emulator = shutil.which("qemu-x86_64")
    if emulator is None:
        pytest.skip("needs an emulator: apt-get install qemu-user")
    assert numbers_of(emulator, "-cpu", "max") == numbers


@pytest.mark.parametrize(("jobs", "seed"), [("1", "1"), ("2", "2")])
def test_in_a_fresh_process_with_another_hash_seed(
    tmp_path: Path, articles: Path, expected: bytes, jobs: str, seed: str
) -> None:
    kg = [sys.executable, "-m", "kg"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    build = [*kg, "build", str(articles), "--jobs", jobs]
    subprocess.run(build, cwd=tmp_path, env=environment, check=True, capture_output=True)
    export = [*kg, "export", "--format", "nquads", "--no-merge"]
    exported = subprocess.run(
        export, cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert exported.stdout == expected


@pytest.fixture(scope="module")
def forwards_and_backwards(
    articles: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Graph, Graph]]:
    folder = tmp_path_factory.mktemp("orders")
    with open_store(folder / "one") as one, open_store(folder / "two") as two:
        one.build(*sorted(articles.iterdir()))
        two.build(*sorted(articles.iterdir(), reverse=True))
        yield one, two


@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "jsonld", "rdfxml"])
def test_every_format(forwards_and_backwards: tuple[Graph, Graph], form: str) -> None:
    exports = []
    for graph in forwards_and_backwards:
        out = io.BytesIO()
        graph.export(out, form)
        exports.append(out.getvalue())
    assert exports[0] == exports[1]
