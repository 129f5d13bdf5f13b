"""The command line: what each command prints, and one clear line for everything that is wrong."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from forked import Forked, run_kg
from kg.cli import main
from kg.cli.app import COMMANDS
from kg.documents.formats import FORMATS, SUPPORTED
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.store import GraphStore
from newsroom import ARTICLES, write_articles
from waiting import LONGEST, until


class Result(NamedTuple):
    status: int
    out: str
    err: str


Kg = Callable[..., Result]


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kg:
    """Runs the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        capfd.readouterr()
        status = main()
        sys.stdout.flush()
        return Result(status, *capfd.readouterr())

    return run


@pytest.fixture(scope="module")
def four_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four articles and their store."""
    folder = tmp_path_factory.mktemp("built")
    write_articles(folder / "articles")
    run_kg("build", "articles", cwd=folder).check_returncode()
    return folder


@pytest.fixture
def built(kg: Kg, four_articles: Path, tmp_path: Path) -> Kg:
    """The same, with a copy of them."""
    shutil.copytree(four_articles, tmp_path, dirs_exist_ok=True)
    return kg


def fails(result: Result, message: str, status: int = 1) -> None:
    assert result.status == status
    assert result.out == ""
    assert result.err.startswith("kg: ")
    assert message in result.err
    assert result.err.count("\n") == 1, "one line"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(kg: Kg, name: str) -> None:
    result = kg(name, "--help")
    assert result.status == 0
    assert f"Usage: kg {name}" in result.out
    assert f"Example: kg {name}" in result.out


def test_help_lists_every_command(kg: Kg) -> None:
    result = kg("--help")
    assert all(f"  {name}  " in result.out for name in COMMANDS)


def test_help_of_build_lists_every_format(kg: Kg) -> None:
    assert " ".join(kg("build", "--help").out.split()).count(SUPPORTED) == 1
    assert all(suffix in SUPPORTED for suffix in FORMATS)


def test_build_says_what_it_did(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    first = kg("build", "articles")
    assert first.status == 0
    assert first.out.startswith("4 built; ")
    assert first.out.endswith("; 4 documents in store\n")
    assert first.err == ""
    second = kg("build", "articles", "--verbose")
    assert second.out.startswith("4 unchanged; 0 statements read; 4 documents")
    assert "unchanged: articles/bridge.txt\n" in second.err


def test_build_reads_standard_input(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("Jane Alderman said no.", "Jane Alderman said yes."):
        with subprocess.Popen(["printf", "%s", text], stdout=subprocess.PIPE) as source:
            assert source.stdout is not None
            monkeypatch.setattr(sys, "stdin", os.fdopen(os.dup(source.stdout.fileno())))
            assert kg("build", "-").status == 0
            sys.stdin.close()
    assert kg("stats").out.split("\n")[0].split() == ["documents", "2"]


def test_annotate_prints_a_line_a_document_in_the_order_given(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path)
    result = kg("annotate", "school.md", "bridge.txt")
    first, second = (json.loads(line) for line in result.out.splitlines())
    assert (first["path"], second["path"]) == ("school.md", "bridge.txt")
    assert second["text"] == ARTICLES["bridge.txt"]
    names = {entity["name"] for entity in second["entities"]}
    assert "Jane Alderman" in names
    for entity in second["entities"]:
        assert 0 <= entity["start"] < entity["end"] <= len(second["text"])
        assert entity["kind"] in ("name", "description", "pronoun")
    said = second["attributions"][0]
    assert said["speaker"] == "Jane Alderman"
    assert said["speaker_iri"].endswith("person/jane-alderman")
    ((begin, end),) = said["cue"]
    assert second["text"][begin:end] == "said"
    (drivers,) = second["quantities"]
    assert (drivers["value"], drivers["approximation"]) == (3000, "about")
    assert second["positions"][0]["person"] == "Jane Alderman"
    assert second["positions"][0]["former"] is False


def test_annotate_prints_times_with_their_precision(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path, "harbour.txt")
    row = json.loads(kg("annotate", "--published", "2023-05-04", "harbour.txt").out)
    (time,) = row["times"]
    assert row["text"][time["start"] : time["end"]] == "Tuesday"
    assert (time["value"], time["kind"]) == ("2023-05-02", "day")


def test_annotate_prints_all_who_speak_together(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jane Alderman and Tom Lind said no.", encoding="utf-8")
    (said,) = json.loads(kg("annotate", "a.txt").out)["attributions"]
    assert said["speaker"] == "Jane Alderman"
    assert said["joint_speakers"] == [
        {"speaker": "Tom Lind", "speaker_iri": "https://example.org/kg/person/tom-lind"}
    ]


def test_annotate_prints_all_who_take_part_and_the_pronoun_that_stands_for_them(
    kg: Kg, tmp_path: Path
) -> None:
    text = "The old ships, which were bought by Norway and Peru, sank."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    frames = json.loads(kg("annotate", "a.txt").out)["frames"]
    (bought,) = (each for each in frames if each["lemma"] == "buy")
    parts = [
        ([text[slice(*span)] for span in each["span"]], text[slice(*each["head"])])
        for each in bought["arguments"]
    ]
    assert parts == [
        (["The old ships", "which"], "which"),
        (["by Norway and Peru"], "Norway"),
        (["Peru"], "Peru"),
    ]


def test_annotate_takes_the_id_of_a_record(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"id": "n-1", "text": "Jane Alderman said no."}\n{')
    result = kg("annotate", "news.jsonl")
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["n-1"]
    assert result.status == 1
    assert result.err.startswith("kg: news.jsonl:2: is not JSON")


def test_query_binds_parameters(built: Kg) -> None:
    result = built("query", "statements", "-p", "speaker=person/jane-alderman", "-f", "csv")
    lines = result.out.splitlines()
    assert lines[0] == "statement,speaker,speakerName,cue,form,stance,text,date,document,begin,end"
    assert len(lines) > 1
    assert all("Jane Alderman" in line for line in lines[1:])


def test_query_formats(built: Kg) -> None:
    names = json.loads(built("query", "entities", "--format", "json").out)
    assert "name" in names["head"]["vars"]
    assert built("query", "entities", "--format", "xml").out.startswith("<?xml")
    table = built("query", "entities").out
    assert "person:jane-alderman" in table
    assert "\x1b" not in table, "no colours in a pipe"


def test_query_takes_files_and_sparql(built: Kg, tmp_path: Path) -> None:
    text = "ASK { ?s a <https://schema.org/NewsArticle> }"
    (tmp_path / "ask.rq").write_text(text)
    assert built("query", "ask.rq").out == "true\n"
    assert built("query", text).out == "true\n"


def test_queries_lists_them_with_their_parameters(kg: Kg) -> None:
    assert "[speaker]" in next(
        line for line in kg("queries").out.splitlines() if line.startswith("statements")
    )
    assert "-p speaker (iri, optional)" in kg("queries", "statements").out
    assert kg("queries", "nonsense").status == 2


def test_export_by_the_name_of_the_file(built: Kg, tmp_path: Path) -> None:
    assert built("export", "-o", "graph.nq", "--no-text").status == 0
    exported = (tmp_path / "graph.nq").read_text()
    assert exported.count("\n") > 100
    assert "isString" not in exported
    assert "startedAtTime" not in exported
    assert "startedAtTime" in built("export", "--runs", "-f", "nquads").out
    assert "\nperson:jane-alderman a schema:Person ;\n" in built("export").out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "graph.nq", "store"]


def test_export_of_one_document(built: Kg) -> None:
    documents = built("query", "documents", "-f", "csv").out.splitlines()[1:]
    iri = documents[0].split(",")[0]
    lines = built("export", "--graph", iri, "-f", "nquads").out.splitlines()
    assert lines
    assert all(line.endswith(f" <{iri}> .") for line in lines)


def test_explain_marks_the_spans_of_a_statement(built: Kg) -> None:
    rows = built("query", "statements", "-p", "speaker=person/jane-alderman", "-f", "csv").out
    statement = next(line.split(",")[0] for line in rows.splitlines() if "Monday" in line)
    out = built("explain", statement).out
    assert "[content: The bridge over the Ladda will close on Monday], [speaker: Mayor " in out
    assert "] [cue: said]." in out
    assert "found by" in out
    assert "score" in out
    assert "read from         articles/bridge.txt" in out
    assert "model version" in out


@pytest.mark.parametrize(
    ("query", "column"), [("quantities", 0), ("positions", 2), ("positions", 0), ("entities", 0)]
)
def test_explain_leads_from_everything_to_its_sentence(built: Kg, query: str, column: int) -> None:
    row = json.loads(built("query", query, "-f", "json").out)
    name = row["head"]["vars"][column]
    found = [each[name]["value"] for each in row["results"]["bindings"] if name in each]
    assert found
    for iri in found:
        result = built("explain", iri)
        assert result.status == 0
        assert "at characters " in result.out


def test_explain_takes_short_names(built: Kg) -> None:
    long = built("explain", "https://example.org/kg/person/jane-alderman")
    assert long.out.count("[mention: ") > 1
    assert built("explain", "person:jane-alderman") == long
    assert built("explain", "person/jane-alderman") == long
    fails(built("explain", "person:nobody"), "holds nothing of that name")


def test_validate_and_stats(built: Kg) -> None:
    assert built("validate").out == "4 of 4 documents conform\n"
    rows = dict(line.rsplit(maxsplit=1) for line in built("stats").out.splitlines())
    assert rows["documents"] == "4"
    assert rows["schema:NewsArticle"] == "4"


@pytest.mark.parametrize("by", ["path", "folder", "id", "iri"])
def test_remove(built: Kg, by: str) -> None:
    iri = next(
        line.split(",")[0]
        for line in built("query", "documents", "-f", "csv").out.splitlines()
        if "A school opens" in line
    )
    name = {
        "path": "articles/school.md",
        "folder": "articles",
        "id": iri.rpartition("/")[2],
        "iri": iri,
    }[by]
    assert built("remove", name).out.startswith("removed ")
    left = built("stats").out.splitlines()[0].split()[1]
    assert left == ("0" if by == "folder" else "3")
    fails(built("remove", name), "no such document")


def test_settings_are_read(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", "bridge.txt")
    (tmp_path / "kg.toml").write_text('base = "https://news.example/"\nstore = "graph"\n')
    assert kg("build", "articles").out.endswith("1 document in graph\n")
    assert "https://news.example/person/jane-alderman" in kg("export", "-f", "ntriples").out
    (tmp_path / "kg.toml").write_text("colour = 1")
    fails(kg("stats"), "kg.toml: unknown key 'colour'")
    fails(kg("--config", "none.toml", "stats"), "none.toml: cannot be read")


BAD_INPUT = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "matter.md": (b"---\ntitle: [\n---\nText.\n", "matter.md"),
    "broken.jsonl": (b'{"text": "a"}\n{"text": "b"}\n{"text": \n', "broken.jsonl:3: is not JSON"),
    "long.jsonl": (b'{"text": "' + b"a " * 25_000_001 + b'"}\n', "long.jsonl"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_named_in_one_line_and_the_rest_built(
    kg: Kg, tmp_path: Path, name: str
) -> None:
    content, message = BAD_INPUT[name]
    write_articles(tmp_path / "articles", "bridge.txt")
    (tmp_path / "articles" / name).write_bytes(content)
    result = kg("build", "articles")
    assert result.status == 1
    assert "1 failed" in result.out
    assert " built" in result.out
    assert result.err.count("\n") == 1
    assert result.err.startswith(f"kg: articles/{name}")
    assert message in result.err


def test_a_missing_path_is_named_and_the_rest_built(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", "bridge.txt")
    result = kg("build", "nowhere", "articles")
    assert result.err == "kg: nowhere: does not exist\n"
    assert result.out.startswith("1 built, 1 failed")
    assert result.status == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_named(kg: Kg, tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "articles")
    (articles / "bridge.txt").chmod(0)
    result = kg("build", "articles")
    assert result.err.startswith("kg: articles/bridge.txt: ")
    assert result.out.startswith("3 built, 1 failed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "no saved query 'nonsense'; `kg queries` lists them"),
        (["statement"], "did you mean statements?"),
        (["statements", "-p", "colour=red"], "no parameter colour; its parameters are speaker"),
        (["statements", "-p", "since=soon"], "not a date; give one such as 2024-10-23"),
        (["SELECT ?s WHERE {\n  ?s ?p }"], "at line 2, column"),
        (["INSERT DATA { <a:a> <a:b> <a:c> }"], "would change the store"),
        (["none.rq"], "none.rq: cannot be read"),
    ],
)
def test_what_is_wrong_with_a_query(built: Kg, arguments: list[str], message: str) -> None:
    fails(built("query", *arguments), message)


@pytest.mark.parametrize(
    "arguments",
    [
        ["query"],
        ["query", "statements", "-p", "speaker"],
        ["query", "statements", "-f", "pdf"],
        ["build", "--published", "soon", "articles"],
        ["build", "--jobs", "0"],
        ["nonsense"],
    ],
)
def test_wrong_usage_ends_with_2(kg: Kg, arguments: list[str]) -> None:
    result = kg(*arguments)
    assert result.status == 2
    assert "Error: " in result.err


def test_a_store_that_is_not_there_or_none_or_of_another_version(kg: Kg, tmp_path: Path) -> None:
    fails(kg("stats"), "there is no store here; make one with `kg build --store DIR`")
    write_articles(tmp_path / "articles")
    fails(kg("build", "articles", "--store", "articles"), "no kg store")
    kg("build", "articles", "--store", "old")
    version = tmp_path / "old" / "kg-store.json"
    version.write_text(version.read_text().replace('"version": 2', '"version": 0'))
    fails(kg("stats", "--store", "old"), "has version 0")


def test_a_store_that_another_process_holds(built: Kg, tmp_path: Path) -> None:
    holder = "import sys, kg; g = kg.open('store'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        fails(built("build", "articles"), "in use by another process")
        fails(built("stats"), "being written by another process")
        process.communicate(b"")


def test_many_can_read_a_store_together(built: Kg, tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "store", read_only=True):
        assert built("stats").status == 0


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", *arguments]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments",
    [
        ["export"],
        ["query", "entities"],
        ["query", "entities", "-f", "csv"],
        ["stats"],
        ["annotate", "articles"],
    ],
)
def test_a_full_disk_is_one_clear_line(built: Kg, tmp_path: Path, arguments: list[str]) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        Forked(arguments, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path) as process,
    ):
        assert process.communicate()[1] == "kg: No space left on device\n"
        assert process.returncode == 1


def test_a_reader_that_leaves_early_is_no_error(built: Kg, tmp_path: Path) -> None:
    shell = f"{sys.executable} -m kg export -f nquads | head -n 1"
    result = subprocess.run(shell, shell=True, capture_output=True, cwd=tmp_path, check=False)
    assert result.stdout.count(b"\n") == 1
    assert result.stderr == b""


def children(process: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            yield int(status.parent.name)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_an_interruption_that_becomes_another_error_ends_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("cannot release a lock")

    monkeypatch.setattr("kg.build.analysis.resolve", interrupted)
    (tmp_path / "news.txt").write_text("Ana Roe said that it rained.")
    monkeypatch.chdir(tmp_path)
    assert main(["build", "news.txt"]) == 130
    assert capfd.readouterr().err == "\nkg: interrupted; what was built is kept\n"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_build_cleanly(tmp_path: Path, jobs: str) -> None:
    lines = (json.dumps({"text": f"{text} {n}"}) for n in range(500) for text in ARTICLES.values())
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    process = subprocess.Popen(
        command("build", "news.jsonl", "--jobs", jobs),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        # A shell that runs the tests in the background has it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until((tmp_path / "store" / "oxigraph").exists)
    time.sleep(3)  # what it is at then makes no difference
    workers = list(children(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    # Python ends by the signal where it came within exec(); a shell shows 130 for both.
    assert process.returncode in (130, -signal.SIGINT), err.decode()
    assert (out, err) == (b"", b"\nkg: interrupted; what was built is kept\n")
    until(lambda: not any(map(is_running, workers)))
    with GraphStore.open(tmp_path / "store") as store:
        assert store.graphs()


@pytest.mark.parametrize("command", [("annotate",), ("build",)])
def test_without_the_tagger_it_is_said_once(
    kg: Kg, tmp_path: Path, command: tuple[str, ...]
) -> None:
    write_articles(tmp_path / "articles")
    on, off = (kg(*command, "articles", f) for f in ("--tagger", "--no-tagger"))
    assert on.err == ""
    assert off.err == "kg: the tagger is off: the parse alone finds statements\n"


def test_statements_below_the_least_score_are_left_out(kg: Kg, tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")

    def scores(*options: str) -> list[float]:
        rows = map(json.loads, kg("annotate", "articles", *options).out.splitlines())
        return [each["score"] for row in rows for each in row["attributions"]]

    every, some = scores("--min-score", "0"), scores("--min-score", "0.95")
    assert some == [score for score in every if score >= 0.95]
    assert len(some) < len(every)
    assert scores("--min-score", "1") == []
    kg("build", "articles", "--min-score", "1")
    assert kg("query", "statements", "-f", "csv").out.count("\n") == 1


@pytest.mark.parametrize("option", ["--tagger", "--no-tagger"])
def test_explain_names_the_tagger_that_read_a_statement(
    kg: Kg, tmp_path: Path, option: str
) -> None:
    kg("build", str(write_articles(tmp_path / "articles")), option)
    statement = kg("query", "statements", "-f", "csv").out.splitlines()[1].split(",")[0]
    tagger = SpanTagger.load()
    version = tagger.version if tagger and option == "--tagger" else "parse only"
    lines = [line.split(maxsplit=2) for line in kg("explain", statement).out.splitlines()]
    assert ["tagger", "version", version] in lines
    assert [line[2] for line in lines if line[:2] == ["found", "by"]]
    assert [line[1] for line in lines if line[:1] == ["score"]]


def test_missing_weights_are_said(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extraction.tagger.WEIGHTS", tmp_path)
    write_articles(tmp_path / "articles", "bridge.txt")
    result = kg("annotate", "articles")
    assert result.err.startswith("kg: the tagger's weights are missing (reinstall kg): the parse")
    assert result.err.count("\n") == 1
    assert result.status == 0


def test_judgements_are_listed_written_and_taken_away(built: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('judgements = "judged.tsv"\n', encoding="utf-8")
    text = "J. Alderman said the toll would rise.\n"
    (tmp_path / "articles" / "toll.txt").write_text(text, encoding="utf-8")
    assert built("build", "articles").status == 0
    listed = built("judge", "--list")
    assert "person/j-alderman" in listed.out and text.strip() in listed.out
    pair = ("person/jane-alderman", "person/j-alderman")
    assert built("judge", "same", *pair, "--note", "the mayor").status == 0
    file = tmp_path / "judged.tsv"
    assert (
        file.read_text("utf-8") == "\t".join(("same", *pair, "Jane Alderman", "the mayor")) + "\n"
    )
    assert "person/j-alderman" not in built("judge", "--list").out
    assert built("build", "articles").out.startswith("5 built")
    assert "mergedFrom" in built("export", "--format", "nquads").out
    assert built("judge", "remove", *pair).status == 0
    assert file.read_text("utf-8") == ""
    fails(built("judge", "remove", *pair), "judged.tsv: has no judgement of person/jane-alderman")
    fails(built("judge", "same", "person/jane-alderman", "Jane"), "'Jane' is no entity")


def test_a_judgement_of_what_is_not_there_is_said_at_every_build(built: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('judgements = "judged.tsv"\n', encoding="utf-8")
    (tmp_path / "judged.tsv").write_text("unsure\tperson/a\tperson/jane-alderman\n", "utf-8")
    result = built("build", "articles")
    assert result.status == 0
    assert "judged.tsv:1: the store has no person/a" in result.err


def test_linking_anew_changes_nothing_where_nothing_changed(built: Kg) -> None:
    before = built("export", "--format", "nquads").out
    assert built("link").out.endswith(" links\n")
    assert built("export", "--format", "nquads").out == before


def test_on_a_terminal_each_pair_is_asked_for(built: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('judgements = "judged.tsv"\n', encoding="utf-8")
    text = "J. Alderman said the toll would rise.\n"
    (tmp_path / "articles" / "toll.txt").write_text(text, encoding="utf-8")
    assert built("build", "articles").status == 0
    keyboard, terminal = os.openpty()
    os.write(keyboard, b"d\nq\n")
    command = [sys.executable, "-m", "kg", "judge"]
    done = subprocess.run(command, stdin=terminal, capture_output=True, text=True, check=True)
    os.close(keyboard)
    os.close(terminal)
    assert "(d)ifferent" in done.stdout
    (line,) = (tmp_path / "judged.tsv").read_text("utf-8").splitlines()
    assert line.split("\t") == ["different", "person/j-alderman", "person/jane-alderman"]
