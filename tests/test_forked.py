"""A forked process of kg does what one does that Python starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forked import Forked, run_kg
from server_process import make_store


@pytest.mark.parametrize("arguments", [["query", "ASK {}"], ["query", "nonsense"], ["stats", "-x"]])
def test_it_prints_and_ends_the_same(tmp_path: Path, arguments: list[str]) -> None:
    make_store(tmp_path / "other")
    (tmp_path / "kg.toml").write_text('store = "other"\n')
    command = [sys.executable, "-m", "kg", *arguments]
    started = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    forked = run_kg(*arguments, cwd=tmp_path)
    for part in ("returncode", "stdout", "stderr"):
        assert getattr(forked, part) == getattr(started, part)


def test_it_has_the_environment_and_the_input_that_it_is_given(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import os, sys\nprint(os.environ['ÄRA'], sys.argv[1], sys.stdin.read())\n")
    pipe, env = subprocess.PIPE, {**os.environ, "ÄRA": "1"}
    with Forked([program, "-x"], stdin=pipe, stdout=pipe, env=env) as process:
        assert process.communicate("given")[0] == "1 -x given\n"


def test_it_can_be_killed_and_says_so(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    command = ["serve", "--store", store, "--port", "0"]
    with Forked(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert "http://" in process.stderr.readline()
        assert process.poll() is None
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert process.poll() == -signal.SIGKILL
