"""docs/python.md keeps its word: its examples give what it says."""

import doctest
import shutil
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "python.md"


def test_the_examples_give_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert attempted > 20
    assert failed == 0, "the differences stand above"


def test_whatever_can_be_called_stands_on_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [f"kg.{name}" for name in kg.__all__ if name.islower() and name[0] != "_"]
    names += [f"graph.{name}" for name in vars(kg.Graph) if name[0] != "_"]
    assert [name for name in names if f"{name}(" not in page] == []
