"""README's commands and what they print: `$ command` lines in console blocks, outputs below them.

Run as a program, it puts what the commands print now into README.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from forked import forker, run_kg

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_CONSOLE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(
    r"^```python\n(?P<code>.*?)^```\n\n<!-- prints -->\n```text\n(?P<out>.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)


def as_it_is_now(readme: str) -> str:
    """README with the outputs that its commands have now, run in order in one fresh folder."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as bin_:
        folder = Path(name)
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        shutil.copy(ROOT / "Makefile", folder)
        _write_kg(Path(bin_) / "kg")
        readme = _CONSOLE.sub(lambda block: _session(block[0], folder, bin_), readme)
        return _PYTHON.sub(lambda block: _program(block, folder), readme)


def _write_kg(path: Path) -> None:
    program = Path(__file__).with_name("forked_command.py")
    path.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {program} "$@"\n')
    path.chmod(0o755)


def _session(block: str, folder: Path, bin_: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder, bin_)}" for command in commands)


def _output(command: str, folder: Path, bin_: str) -> str:
    if command.startswith("make "):
        # Nothing is to be installed: kg is in the environment that runs the tests.
        command = f"make -s -o install BIN={bin_} {command.removeprefix('make ')}"
    channel = forker(reads=True)[0].fileno()
    path = f"{bin_}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "MAKEFLAGS": "", "KG_FORKER": str(channel)}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        pass_fds=[channel],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode().replace(str(bin_), ".venv/bin")
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def _program(block: re.Match[str], folder: Path) -> str:
    program = folder / "program.py"
    program.write_text(block["code"], encoding="utf-8")
    done = run_kg(program, cwd=folder)
    done.check_returncode()
    return block[0].removesuffix(block["out"]) + done.stdout


if __name__ == "__main__":
    README.write_text(as_it_is_now(README.read_text(encoding="utf-8")), encoding="utf-8")
