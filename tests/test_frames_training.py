"""The tables of weights: what the trainer makes of annotated text, and how it is read again."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

from kg.extraction.frames.weights import Weights, read_weights

ROOT = Path(__file__).parent.parent


def predicate(text: str, verb: str, **arguments: str) -> dict[str, object]:
    def span(words: str) -> list[list[int]]:
        return [[text.index(words), text.index(words) + len(words)]]

    roles = [{"role": role, "span": span(words)} for role, words in arguments.items()]
    return {"span": span(verb), "arguments": roles}


def train(data: Path, out: Path) -> None:
    out.mkdir()
    command = [sys.executable, "training/frames.py", "--data", str(data), "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def test_a_table_is_made_of_annotated_text_and_the_same_twice(tmp_path: Path) -> None:
    sentences = [f"{name} sold the ships." for name in ("Norway", "Peru", "France", "Spain")]
    with (tmp_path / "ewt-propbank-train.jsonl").open("w", encoding="utf-8") as file:
        for number, text in enumerate(sentences):
            found = predicate(text, "sold", ARG0=text.split()[0], ARG1="the ships")
            file.write(json.dumps({"id": str(number), "text": text, "predicates": [found]}) + "\n")
    train(tmp_path, tmp_path / "one")
    train(tmp_path, tmp_path / "two")
    for name in ("predicates.tsv.gz", "roles.tsv.gz"):
        made = (tmp_path / "one" / name).read_bytes()
        assert made == (tmp_path / "two" / name).read_bytes()
        assert not any(text in gzip.decompress(made).decode() for text in sentences)
    lines = gzip.decompress(made).decode().splitlines()
    classes = lines[0].split("\t")
    (subject,) = [line.split("\t") for line in lines if line.startswith("nsubj/acto sell\t")]
    weights = dict(zip(subject[1::2], subject[2::2], strict=True))
    best = max(weights, key=lambda number: int(weights[number]))
    assert classes[int(best)] == "ARG0"


def test_probabilities_come_from_the_sums_of_weights() -> None:
    weights = Weights(("no", "yes"), {"a": "1 100", "b": "1 -200"})
    none, one, both = weights.probabilities([[], ["a", "unknown"], ["a", "b"]]).tolist()
    assert none == [0.5, 0.5]
    assert one[1] > 0.7
    assert both[1] < 0.3


def test_the_tables_that_ship_know_the_roles_of_propbank() -> None:
    assert read_weights("predicates").classes == ("-", "predicate")
    assert {"ARG0", "ARG1", "ARG2", "TMP", "LOC", "NEG", "MOD"} <= set(
        read_weights("roles").classes
    )


def test_heads_are_not_made_by_several_threads_whose_sums_differ(tmp_path: Path) -> None:
    command = [sys.executable, "training/heads.py", "--data", str(tmp_path), "--out", str(tmp_path)]
    several = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    tried = subprocess.run(command, cwd=ROOT, env=several, capture_output=True, text=True)
    assert tried.returncode == 1
    assert "set OPENBLAS_NUM_THREADS=1" in tried.stderr
    assert not [*tmp_path.iterdir()]
