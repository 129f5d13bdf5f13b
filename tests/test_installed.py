"""The wheel, installed somewhere else: it carries what it needs and writes nothing into itself."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from kg.version import __version__
from server_process import make_store

ROOT = Path(__file__).parent.parent
ARTICLE = "Jane Doe, the mayor of Oslo, said on Monday: “We will build 12 schools.”\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and an archive of the sources."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that has the wheel's, and others named as folders of a checkout."""
    site = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    ZipFile(wheel).extractall(site)
    for name in ("queries", "ontology", "seeds"):
        (site / name).mkdir()
        (site / name / "__init__.py").touch()
    return site


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Iterator[list[str]]:
    """The beginning of a command that runs the installed kg in an empty folder."""
    before = _files(site)
    yield [sys.executable, "-B", "-c", _START.format(site=str(site), folder=str(tmp_path))]
    assert _files(site) == before


_START = """
import os, sys
os.chdir({folder!r})
sys.path[:] = [{site!r}, *(path for path in sys.path if path)]
import kg
assert kg.__file__.startswith({site!r}), kg.__file__
from kg.cli import main
sys.exit(main())
"""


def _files(site: Path) -> set[Path]:
    return {path for path in site.rglob("*") if "__pycache__" not in path.parts}


def kg(run: list[str], *arguments: str) -> str:
    """What a command of the installed kg prints."""
    done = subprocess.run([*run, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_kg_builds_asks_and_judges(run: list[str], tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(ARTICLE, encoding="utf-8")
    assert "1 built" in kg(run, "build", "news.txt")
    assert "We will build 12 schools" in kg(run, "query", "statements")
    kg(run, "judge", "different", "person/jane-doe", "wd:Q42")
    assert "person/jane-doe" in (tmp_path / "judgements.tsv").read_text(encoding="utf-8")


def test_an_installed_kg_serves(run: list[str], tmp_path: Path) -> None:
    make_store(tmp_path / "store")
    server = subprocess.Popen([*run, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = next(word for word in server.stderr.readline().split() if "://" in word)
        with urlopen(address) as page:
            assert page.status == 200
    finally:
        server.terminate()
        server.communicate()


def test_the_archive_of_the_sources_is_complete(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    listing = ["git", "ls-files"]
    kept = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if kept.returncode:
        pytest.skip("needs a checkout of git to compare with")
    assert set(kept.stdout.splitlines()) - names == set()


def test_the_command_of_the_environment_runs() -> None:
    kg = Path(sys.executable).with_name("kg")
    told = subprocess.run([kg, "--version"], capture_output=True, text=True, check=True).stdout
    assert told == f"kg, version {__version__}\n"
