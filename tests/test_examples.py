"""The notebooks in examples/ run from their first cell to their last."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from kg.queries.rows import Rows
from kg.review.explain import Explanation

EXAMPLES = Path(__file__).parents[1] / "examples"


def shown(source: str, names: dict[str, Any]) -> object:
    """Run a cell; the value of its last line, where that is an expression."""
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        before, last = [*before, last], ast.Expr(ast.Constant(None))
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.parametrize("notebook", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_shows_tables(
    notebook: Path, seeds_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seeds_store.parent)
    content = json.loads(notebook.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    values = [shown("".join(cell["source"]), names) for cell in cells]
    tables = [value for value in values if isinstance(value, Rows)]
    assert len(tables) == 3 and all(tables)
    assert all("<table" in table._repr_html_() for table in tables)
    explained = [value for value in values if isinstance(value, Explanation)]
    assert [each.kinds[0] for each in explained] == ["kg:SpeechStatement", "schema:Person"]
    assert all("Austin</mark>" in each._repr_html_() for each in explained)
    assert any(isinstance(value, str) and "Austin" in value for value in values)
    assert all(cell["outputs"] == [] for cell in cells)  # which would grow old
