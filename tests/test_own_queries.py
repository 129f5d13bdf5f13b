"""A folder of one's own saved queries, which kg.toml names, beside kg's."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg.api
from kg.cli import main
from kg.errors import QueryError
from kg.queries import find_query, saved_queries
from kg.server import create_app
from kg.store import GraphStore
from server_process import FIRST, serving

MINE = (
    "#+ summary: The headlines that have a word\n\n"
    "SELECT ?headline WHERE {\n"
    "  ?article <https://schema.org/headline> ?headline .\n"
    '  FILTER(CONTAINS(?headline, STR(COALESCE(?__word_string, ""))))\n'
    "}\nORDER BY ?headline\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a store and a query of the user's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text('queries = "mine"\n', encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "headlines.rq").write_text(MINE, encoding="utf-8")
    with GraphStore.open(tmp_path / "store") as store:
        headline = NamedNode("https://schema.org/headline")
        store.replace_graphs({FIRST: [Quad(FIRST, headline, Literal("A school opens"), FIRST)]})
    return tmp_path


def test_it_stands_beside_those_of_kg(project: Path) -> None:
    names = list(saved_queries(project / "mine"))
    assert names[-1] == "headlines" and "statements" in names
    assert "headlines" not in saved_queries()
    assert find_query("headlines", project / "mine").parameters[0].name == "word"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["kg", *arguments])
    return main()


def test_the_command_line_asks_and_lists_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "query", "headlines", "-p", "word=school", "-f", "csv") == 0
    assert capfd.readouterr().out.splitlines() == ["headline", "A school opens"]
    assert run(monkeypatch, "queries") == 0
    assert "headlines           The headlines that have a word  [word]" in capfd.readouterr().out


def test_python_asks_it(project: Path) -> None:
    with kg.api.open() as graph:
        assert graph.query("headlines", word="church") == []
        assert graph.query("headlines") == [{"headline": "A school opens"}]


def test_the_server_serves_it(project: Path) -> None:
    with serving(project / "store") as client:
        found = client.get("/queries/headlines", params={"word": "school", "format": "csv"})
        assert found.text.split("\r\n")[:2] == ["headline", "A school opens"]
        assert "headlines" in client.get("/queries").text


def test_a_name_of_kg_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "mine" / "statements.rq").write_text(MINE, encoding="utf-8")
    with pytest.raises(QueryError, match="kg has a query of that name"):
        create_app(project / "store", own_queries=project / "mine")
    for command in ("queries", "serve"):
        assert run(monkeypatch, command) == 1
        line = "kg: mine/statements.rq: kg has a query of that name; name the file anew\n"
        assert capfd.readouterr().err == line


def test_a_folder_that_is_not_there_is_named(project: Path) -> None:
    with pytest.raises(QueryError, match=r"none: no such folder; make it, or mend `queries`"):
        saved_queries(project / "none")
