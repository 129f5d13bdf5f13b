"""README keeps its word: its commands print what it says they do, and no command is left out."""

import re

from kg.cli.app import COMMANDS
from readme import README, as_it_is_now


def test_the_commands_print_what_the_readme_says() -> None:
    readme = README.read_text(encoding="utf-8")
    now = as_it_is_now(readme)
    assert _to_a_tenth(now) == _to_a_tenth(readme), "run `make readme` and read what has changed"


def _to_a_tenth(text: str) -> str:
    """A text with its scores cut: the tagger's sums are rounded otherwise on other processors."""
    return re.sub(r"(score +0\.\d)\d+", r"\1", text)


def test_every_command_stands_in_it() -> None:
    readme = README.read_text(encoding="utf-8")
    assert not [name for name in COMMANDS if f"kg {name}" not in readme]
