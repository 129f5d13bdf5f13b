"""What a project has: its papers say what is true, and the package carries them."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from kg.version import __version__

ROOT = Path(__file__).parent.parent
VENDOR = Path("kg/server/pages/static/vendor")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.iterdir()
    return zipfile.ZipFile(path)


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE"])
def test_the_package_carries_its_licence(wheel: zipfile.ZipFile, name: str) -> None:
    text = wheel.read(f"kg-{__version__}.dist-info/licenses/{name}")
    assert text == (ROOT / name).read_bytes()


def test_the_package_carries_data_and_the_licences_of_what_npm_brings(
    wheel: zipfile.ZipFile,
) -> None:
    names = set(wheel.namelist())
    assert {"kg/data/ontology/kg.ttl", "kg/data/queries/said.rq"} <= names
    assert "kg/extraction/tagger/model/model.onnx" in names
    licences = {str(VENDOR / path.name) for path in (ROOT / VENDOR).glob("LICENSE*")}
    assert licences <= names
    assert bool(licences) == (ROOT / VENDOR / "cytoscape.min.js").exists()


def test_the_notice_names_all_that_npm_brings() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    brought = json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]
    assert [name for name in brought if name.partition("/")[0] not in notice] == []


def test_every_file_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+)`", text))
    paths = {name for name in named if "/" in name or name.endswith((".md", ".toml", ".txt"))}
    assert len(paths) > 20
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_the_changes_begin_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", text, re.M)[0] == __version__


def test_what_is_needed_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed, pinned = {*project["dependencies"], *extras["build"]}, _pins("requirements.txt")
    assert {_name(each) for each in needed} - set(pinned) == set()
    everything = _pins("requirements-dev.txt")
    assert {_name(each) for each in extras["dev"]} - set(everything) == set()
    assert pinned.items() <= everything.items()


def _pins(file: str) -> dict[str, str]:
    """The versions in a file of requirements, each of which has hashes."""
    pins = re.split(r"\n(?=\S)", (ROOT / file).read_text(encoding="utf-8"))[1:]
    assert [pin for pin in pins if not re.match(r"[\w.-]+==.* \\\n    --hash=sha256:", pin)] == []
    return {_name(pin): pin.split()[0] for pin in pins}


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")
