"""What a server prints cannot steer the terminal that shows it."""

import logging
import subprocess
from pathlib import Path

from forked import Forked
from kg.terminal import VisibleFormatter, visible
from server_process import make_store

CLEAR = "\x1b[2J\x9b31m\x07\u202e"


def test_a_traceback_is_made_visible_too() -> None:
    try:
        raise ValueError(CLEAR)
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "%s", (CLEAR,), info)
    said = VisibleFormatter().format(record)
    assert "Traceback" in said
    assert visible(said, keep="\n") == said


def test_a_server_says_where_it_listens_in_one_plain_line(tmp_path: Path) -> None:
    store = make_store(tmp_path / f"store{CLEAR}")
    command = ["serve", "--store", store, "--port", "0"]
    with Forked(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.terminate()
    assert "\ufffd[2J" in line
    assert visible(line, keep="\n") == line
