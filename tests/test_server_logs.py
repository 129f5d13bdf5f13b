"""What a server prints cannot steer the terminal that shows it."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from kg.server.web.logs import PlainFormatter, plain
from server_process import make_store

CLEAR = "\x1b[2J\x9b31m\x07\u202e"


@pytest.mark.parametrize("text", [CLEAR, "\r", "\x00", "\x7f", "\ud800", "\u2028"])
def test_control_characters_become_escapes(text: str) -> None:
    assert plain(text).isprintable()
    assert plain("two\nlines é 你") == "two\nlines é 你"


def test_a_traceback_is_escaped_too() -> None:
    try:
        raise ValueError(CLEAR)
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "%s", (CLEAR,), info)
    said = PlainFormatter().format(record)
    assert "Traceback" in said
    assert plain(said) == said


def test_a_server_says_where_it_listens_in_one_plain_line(tmp_path: Path) -> None:
    store = make_store(tmp_path / f"store{CLEAR}")
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.terminate()
    assert "\ufffd[2J" in line
    assert plain(line) == line
