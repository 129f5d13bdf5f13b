"""Nothing that comes from outside reaches a terminal raw, in no command."""

import ast
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.api import Graph
from kg.cli import main
from kg.cli.app import COMMANDS
from kg.terminal import for_terminal, visible
from newsroom import open_store
from reconciliation_servers import MANIFEST, Misbehaving, Reply

# Clears the screen, writes the window's title, the same in one character, turns text about.
EVIL = "x\x1b[2J\x1b]0;owned\x07\x9b2J\u202ey\x08\x7f"
COMMANDS_OF_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OWN_COLOURS = re.compile(r"\x1b\[[0-9;]*m")

TEXTS = st.text(st.sampled_from("a é\n\t\r\x00\x07\x1b\x7f\x9b\u200d\u202e\u2028[2Jm#😀"))

Kg = Callable[..., tuple[int, str, str]]


def harmless(*texts: str) -> bool:
    return not any(map(COMMANDS_OF_TERMINALS.search, texts))


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kg:
    """Runs the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        capfd.readouterr()
        status = main()
        sys.stdout.flush()
        return status, *capfd.readouterr()

    return run


@pytest.fixture
def terminal(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """The same, whose standard output is a terminal as far as it knows."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys.stdout, "isatty", lambda: True)
            return kg(*arguments)

    return run


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A store of articles of which everything is hostile; a file of them lies beside it."""
    record = {
        "id": EVIL,
        "text": f"“We {EVIL} agree,” Jane Alderman {EVIL} said. It is {EVIL} late.",
        "title": f"Title {EVIL}",
        "publisher": EVIL,
        "author": EVIL,
        "url": f"https://a.example/{EVIL}",
    }
    other = {**record, "text": f"Peter Halvorsen {EVIL} denied it, J. Alderman said."}
    news = tmp_path / f"n{EVIL}.jsonl"
    news.write_text("\n".join(map(json.dumps, (record, other, {"id": EVIL}))))
    with open_store(tmp_path / "store", tagger=False) as graph:
        graph.build(news)
    return news


@given(TEXTS)
def test_a_text_is_visible_with_the_same_length(text: str) -> None:
    assert harmless(visible(text))
    assert len(visible(text)) == len(text)
    assert "\n" not in visible(text)
    assert visible(visible(text)) == visible(text)


@given(TEXTS, st.integers(1, 7))
def test_formats_of_programs_are_the_same_value_on_a_terminal(text: str, size: int) -> None:
    out = io.BytesIO()
    stream = for_terminal(out)
    data = json.dumps({"a": text}, ensure_ascii=False).encode()
    for begin in range(0, len(data), size):
        stream.write(data[begin : begin + size])
    shown = out.getvalue().decode()
    assert harmless(shown)
    assert json.loads(shown) == {"a": text}


# Every command, with what it may be given; {} stands for the hostile text.
LINES = [
    "{}", "--{}", "--config {} stats", "backup --store {} x", "build {}", "build --x{}",
    "build --published {} x", "fetch {}", "fetch --x{}", "watch --x{}", "push --to {}",
    "shard {}", "merge {}", "annotate {}", "query {}", "query statements -p {}",
    "query statements -p speaker={}",
    "query documents -f {}", "queries {}", "serve --port x{}", "serve --x{}",
    "export --graph {}", "export --format {}", "explain {}", "validate --store {}",
    "stats --store {}", "stats {}", "judge --most {}", "judge same {} {}", "judge remove {} {}",
    "link {}", "remove {}", "kb {}", "kb import {}", "kb lookup {}", "kb info --index {}",
    "kb reconcile --service {}", "kb reconcile --service http://127.0.0.1:9/{}",
    "kb reconcile --service http://127.0.0.1:9/ --type {}",
    "kb reconcile --service http://127.0.0.1:9/ --property {}",
]  # fmt: skip


def test_no_command_is_left_out() -> None:
    assert {line.split()[0] for line in LINES} >= set(COMMANDS)


@given(st.sampled_from(LINES), TEXTS.map(lambda text: text.replace("\0", "")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_what_is_wrong_is_said_harmlessly(kg: Kg, line: str, text: str) -> None:
    _, out, err = kg(*(word.replace("{}", text) for word in line.split(" ")))
    assert harmless(out, err)
    _, out, err = kg("--traceback", *(word.replace("{}", text) for word in line.split(" ")))
    assert harmless(out, err)


def test_commands_on_a_hostile_store_say_all_harmlessly(
    kg: Kg, terminal: Kg, evil: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "store") as graph:
        iris = interesting(graph)
    assert len(iris) > 3
    printed = [kg("build", "-v", str(evil)), kg("build", "-v", "--force", str(evil))]
    printed += [kg("explain", iri) for iri in iris]
    printed += [kg("stats"), kg("validate"), kg("judge", "--list"), kg("link")]
    printed += [kg("query", name) for name in ("documents", "statements", "entities")]
    lines = [terminal("annotate", str(evil))]
    lines += [terminal("export", "-f", form) for form in ("turtle", "trig", "nquads", "jsonld")]
    lines += [
        terminal("query", "SELECT ?s ?o { ?s ?p ?o FILTER isLiteral(?o) }", "-f", form)
        for form in ("csv", "tsv", "json", "xml", "table")
    ]
    lines.append(terminal("query", "CONSTRUCT WHERE { ?s ?p ?o }"))
    printed += [(status, _OWN_COLOURS.sub("", out), err) for status, out, err in lines]
    printed.append(kg("remove", str(evil)))
    for _, out, err in printed:
        assert harmless(out, err)
    assert "removed" in printed[-1][1]


def interesting(graph: Graph) -> list[str]:
    """IRIs of things of all kinds."""
    rows = graph.query("SELECT (MIN(?s) AS ?thing) { ?s a ?type } GROUP BY ?type")
    assert isinstance(rows, list)
    return [str(row["thing"]) for row in rows]


def test_formats_of_programs_are_untouched_in_a_pipe(kg: Kg, evil: Path) -> None:
    status, out, _ = kg("annotate", str(evil))
    assert status == 1
    assert EVIL in json.loads(out.splitlines()[0])["text"]
    assert json.loads(out.splitlines()[0])["id"] == EVIL


def test_what_a_service_says_is_shown_harmlessly(kg: Kg, evil: Path) -> None:
    unsure = {"result": [{"id": EVIL, "name": EVIL, "score": score} for score in (50, 49)]}
    body = json.dumps({f"q{number}": unsure for number in range(10)}).encode()
    server = Misbehaving()
    server.replies = [
        MANIFEST,
        Reply(body=body),
        Reply(302, headers={"Location": "/\x9b2J"}),
    ]
    with server.running() as address:
        command = ("kb", "reconcile", "--service", address, "--store", str(evil.parent / "store"))
        status, out, err = kg(*command, "--batch", "1")
    assert (status, harmless(out, err)) == (0, True)
    assert "[2J" in out
    assert "moved to" in err


def test_commands_print_by_one_module_alone() -> None:
    folder = Path(main.__code__.co_filename).parent
    for path in folder.glob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if path.name != "printing.py":
            assert not names & {"echo", "secho", "style", "print_exc"}, path.name
