"""kg keeps to itself: no file outside the store and the working directory, and no socket."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = "Jane Doe, the mayor of Oslo, said on Monday: “We will build 12 schools.”"
COMMANDS = [
    "build news.txt --store store --jobs 2",
    "annotate news.txt",
    "query statements --store store",
    "export -o out.ttl --store store",
]

# Runs commands of kg one after the other.
_EACH = """
import sys
from kg.cli import main
for command in sys.argv[1:]:
    sys.argv = ["kg", *command.split()]
    assert main() == 0, command
"""

# Writes a line for each thing that a library asks Python to do outside.
_WATCHED = """
import sys
log = open(sys.argv.pop(1), "a")
def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        print(event, args, file=log, flush=True)
    if event == "socket.__new__" and args[1] != 1:  # AF_UNIX joins processes of one machine
        print(event, args[1:], file=log, flush=True)
sys.addaudithook(watch)
"""
_WRITING = re.compile(r'(?:openat\([^,]*, |open\(|mkdir\(|creat\()"([^"]*)"[^)]*')


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home beside the working directory, which has one article."""
    (tmp_path / "work").mkdir()
    (tmp_path / "temporary").mkdir()
    (tmp_path / "work/news.txt").write_text(ARTICLE, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    return home


def _run(home: Path, command: list[str]) -> None:
    inherited = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    temporary = str(home.parent / "temporary")
    run = subprocess.run(
        command,
        cwd=home.parent / "work",
        env={**inherited, "HOME": str(home), "TMPDIR": temporary, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()


def test_nothing_is_written_at_home_and_no_socket_is_opened(home: Path) -> None:
    log = home.parent / "log"
    _run(home, [sys.executable, "-c", _WATCHED + _EACH, str(log), *COMMANDS])
    assert log.read_text() == ""
    assert [*home.rglob("*")] == []  # what a compiled library writes would be seen here too


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_system_sees_no_socket_and_no_file_elsewhere(home: Path) -> None:
    trace = home.parent / "trace"
    calls = "trace=socket,connect,sendto,openat,open,creat,mkdir"
    # With a filter in the kernel the other calls, by far the most, are not stopped at.
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-o", str(trace)]
    _run(home, [*strace, sys.executable, "-c", _EACH, *COMMANDS])
    lines = trace.read_text(errors="replace").splitlines()
    assert [line for line in lines if "AF_INET" in line or "AF_NETLINK" in line] == []
    assert sorted({*_written(lines, home.parent)}) == []


def _written(lines: list[str], within: Path) -> list[str]:
    """The files elsewhere that were opened to be written."""
    opened = [
        _WRITING.search(line)
        for line in lines
        if "mkdir(" in line or "creat(" in line or re.search("O_WRONLY|O_RDWR|O_CREAT", line)
    ]
    paths = [found[1] for found in opened if found]
    own = (str(within / "work"), str(within / "temporary"), "/proc/self/task/", "/dev/null")
    return [path for path in paths if path.startswith("/") and not path.startswith(own)]
