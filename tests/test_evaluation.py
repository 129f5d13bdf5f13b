"""The evaluation: what it reads off scorers, how it groups errors, what it says without files."""

import json
import subprocess
from pathlib import Path

import pytest

from evaluate import SCORINGS, baselines, figures, markdown, plain
from events import has_type, negations, plover_types, said
from forked import run_kg
from misses import construction, report

ROOT = Path(__file__).parent.parent
TEXT = "Ana Roe said it would rain. “Bring coats,” she added. “Now.”"


def spans(text: str, **roles: str | None) -> dict[str, list[list[int]]]:
    """An attribution by its words; None or nothing is an empty role."""
    found = {role: roles.get(role) for role in ("source", "cue", "content")}
    return {
        role: [[text.index(words), text.index(words) + len(words)]] if words else []
        for role, words in found.items()
    }


GOLD = {
    "a": {
        "id": "a",
        "text": TEXT,
        "attributions": [
            spans(TEXT, source="Ana Roe", cue="said", content="it would rain"),
            spans(TEXT, source="she", cue="added", content="“Bring coats,”"),
            spans(TEXT, content="“Now.”"),
        ],
    }
}


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_kg(ROOT / "evaluation" / script, *arguments)


def test_figures_are_f1_where_there_is_one_and_the_share_else() -> None:
    printed = (
        "attribution  P 0.710 R 0.749 F1 0.729\n"
        "detected       P 0.7 R 0.7 F1 0.700   (7 of 10 gold, 10 predicted)\n"
        "within 161 km  0.612\n"
        "speakers  1.000   (3 of 3 matched)\n"
    )
    assert dict(figures(printed)) == {
        "attribution": ".729",
        "detected": ".700",
        "within 161 km": ".612",
        "speakers": "1.000",
    }


def test_every_baseline_stands_beside_a_corpus_that_is_scored() -> None:
    assert {corpus for corpus, _ in baselines()} <= {scoring.corpus for scoring in SCORINGS}
    assert baselines()["PolNeAR dev", "cue"] == [
        "textacy .21",
        "parse script .40",
        "tagger and nearness .70",
    ]


def test_tables() -> None:
    rows = [("LGL", "detected", ".700", "bare model .67")]
    assert plain(rows).splitlines() == [
        "corpus  measure   kg    baselines",
        "LGL     detected  .700  bare model .67",
    ]
    assert markdown(rows).splitlines() == [
        "| corpus | measure | kg | baselines |",
        "| --- | --- | --- | --- |",
        "| LGL | detected | .700 | bare model .67 |",
    ]


@pytest.mark.parametrize("script", ["evaluate.py", "misses.py"])
def test_without_gold_files_it_says_so_in_one_line(tmp_path: Path, script: str) -> None:
    done = run(script, "--gold", str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(tmp_path / "none") in done.stderr
    assert "make eval GOLD=FOLDER" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_whole_way_with_scorers_of_their_own(tmp_path: Path) -> None:
    gold, scorers = tmp_path / "gold", tmp_path / "eval"
    gold.mkdir()
    scorers.mkdir()
    (gold / "events").mkdir()
    document = {**GOLD["a"], "labels": [], "toponyms": [], "predicates": [], "links": []}
    for attribution in document["attributions"]:
        attribution["reference"] = "Ana Roe"
    for scoring in SCORINGS:
        (gold / scoring.gold).write_text(json.dumps(document), encoding="utf-8")
        # A scorer that says how much kg found, in the form that figures are printed in.
        (scorers / scoring.scorer).write_text(
            "import json, sys\n"
            "rows = json.loads(open(sys.argv[2], encoding='utf-8').read())['attributions']\n"
            "print(f'attribution  P 0.1 R 0.2 F1 {len(rows) / 4}')\n",
            encoding="utf-8",
        )
    done = run("evaluate.py", "--gold", str(gold), "--tagger", "off", "--markdown")
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    own = [scoring for scoring in SCORINGS if scoring.scorer in ("speakers.py", "events.py")]
    assert [row[1] for row in rows].count("attribution") == len(SCORINGS) - len(own)
    assert [row[1] for row in rows].count("speakers") == 1
    assert [row[1] for row in rows].count("said") == len(own) - 1
    assert any("tagger and nearness .64" in row[3] for row in rows)


def test_frames_are_scored_by_what_they_hold_negate_and_mean() -> None:
    text = "Roe said it had not rained."
    frame = {"lemma": "rain", "span": [[20, 26]], "polarity": "negative", "arguments": []}
    say = {"lemma": "say", "span": [[4, 8]], "polarity": "positive", "type": None}
    say["arguments"] = [{"span": [[9, 26]]}]
    predicted = {"frames": [say, {**frame, "type": "Bomb"}]}
    gold = {"text": text, "event": "FIGHT", "event_text": "rained"}
    gold["links"] = [{"kind": "SLINK", "source": [[4, 8]], "target": [[20, 26]]}]
    gold["predicates"] = [
        {"span": [[20, 26]], "arguments": [{"role": "ARGM-NEG"}]},
        {"span": [[4, 8]], "arguments": [], "polarity": "POS"},
    ]
    assert list(said(gold, predicted)) == [True]
    assert list(said(gold, {})) == [False]
    assert list(negations(gold, predicted)) == [(True, True), (False, False)]
    assert has_type(gold, predicted, plover_types())
    assert not has_type({**gold, "event": "AID"}, predicted, plover_types())


@pytest.mark.parametrize(
    ("text", "cue", "content", "name"),
    [
        ("Ana said it rained.", "said", "it rained", "indirect"),
        ("“It rained,” Ana said.", "said", "“It rained,”", "direct"),
        ("Ana called it “wet” again.", "called", "it “wet” again", "mixed"),
        ("It rained, according to Ana.", "according to", "It rained", "according-to"),
        ("Rain is near: Ana", ":", "Rain is near", "headline"),
        ("ANA: Rain is near.", ":", "Rain is near", "dialogue"),
        ("Ana repeated her warning that it rained.", "warning", "that it rained", "nominal"),
        ("Ana repeated her warning that it rained.", "her warning", "that it rained", "nominal"),
        ("Rain is expected to last.", "is expected", "to last", "passive"),
        ("Ana vowed to stay.", "vowed", "to stay", "infinitive"),
        ("“Now.”", None, "“Now.”", "free-standing"),
        ("It rains.", None, "It rains", "no cue"),
    ],
)
def test_gold_attributions_by_construction(
    text: str, cue: str | None, content: str, name: str
) -> None:
    assert construction(text, spans(text, cue=cue, content=content)) == name


def test_the_report_counts_both_sides_and_says_what_differs() -> None:
    found = [
        spans(TEXT, source="Ana Roe", cue="said", content="it would rain"),
        spans(TEXT, source="Ana Roe", cue="added", content="“Bring coats,”"),
        spans(TEXT, source="she", cue="added", content="she"),
    ]
    rows = [{**each, "found_by": name} for each, name in zip(found, "xyz", strict=True)]
    text = report(GOLD, {"a": {"id": "a", "text": TEXT, "attributions": rows}}, examples=1)
    assert "Missed: 2 of 3, by construction" in text
    assert "  direct: 1 of 1\n    another source: 1\n      a: [added] she: “Bring coats,”" in text
    assert "  free-standing: 1 of 1\n    nothing there: 1\n      a: [] nobody: “Now.”" in text
    assert "False: 2 of 3, by what found them" in text
    assert "  y: 1 of 1\n    another source: 1" in text
    assert "  z: 1 of 1\n    nothing there: 1" in text
