"""kg query is ended at its deadline, at its bound of memory, and at once by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from server_process import ENDLESS, QUADS, make_store
from waiting import LONGEST, until

LARGE = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?x ?y ?z"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("watch") / "store")


def asking(store: Path, query: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "query", query, "--store", str(store), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell that runs the tests in the background has it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize(
    ("query", "option", "reason"),
    [
        (ENDLESS, ("--deadline", "0.5"), b"this took longer than --deadline allows"),
        (LARGE, ("--memory", "64"), b"this needs more than 64 MB"),
    ],
)
def test_a_query_that_asks_for_too_much_is_ended(
    store: Path, query: str, option: tuple[str, ...], reason: bytes
) -> None:
    process = asking(store, query, *option)
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"kg: " + reason)
    assert b"; ask for less, or allow more with --deadline and --memory; if little" in err
    assert err.count(b"\n") == 1


def open_files(process: int) -> Iterator[str]:
    """The files that a process has open, without those that it closes meanwhile."""
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(each.readlink())


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_ends_a_query_at_once(store: Path) -> None:
    process = asking(store, ENDLESS)
    until(lambda: "kg-store.lock" in " ".join(open_files(process.pid)))
    time.sleep(0.5)  # what it is at then makes no difference
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out, err) == (130, b"", b"kg: interrupted\n")


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_reader_may_take_any_time(store: Path, form: str) -> None:
    process = asking(store, "SELECT * { ?a ?p ?b . ?c ?q ?d }", "--deadline", "3", "-f", form)
    time.sleep(5)
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, err) == (0, b"")
    assert out.count(b"person") + out.count(b"P") > len(QUADS) ** 2
