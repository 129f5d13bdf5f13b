"""All that commands print, but for the formats of programs: nothing in it commands a terminal."""

import logging
import sys
from collections.abc import Iterable
from typing import Any, BinaryIO

import click

from kg.settings import Settings
from kg.terminal import VisibleFormatter, for_terminal, visible


class Visible(str):
    """Text that is safe to print already, with colours of our own in it."""

    __slots__ = ()


def styled(text: str, **style: Any) -> Visible:
    """A text in a style of `click.style`."""
    return Visible(click.style(visible(text), **style))


def say(line: str, *, err: bool = False) -> None:
    """Print a line on standard output, or on standard error."""
    click.echo(line if isinstance(line, Visible) else visible(line), err=err)


def say_row(cells: Iterable[str]) -> None:
    """Print a line of cells with tabs between them."""
    click.echo("\t".join(visible(" ".join(cell.split())) for cell in cells))


def warn(line: object) -> None:
    """Print a line of kg's own on standard error."""
    say("kg: " + " ".join(str(line).split()), err=True)


def say_if_parse_only(settings: Settings) -> None:
    """Print on standard error that no trained tagger will find the statements, where none will."""
    # Reading articles takes a second to import, which help and questions need not wait for.
    from kg.build.analysis import why_parse_only

    if reason := why_parse_only(settings):
        warn(f"{reason}: the parse alone finds statements")


def warn_at_length(text: str) -> None:
    """Print lines on standard error as they are."""
    click.echo(visible(text, keep="\n"), err=True, nl=False)


def standard_output() -> BinaryIO:
    """Standard output for a format of programs; a terminal gets no raw control characters."""
    out = sys.stdout.buffer
    return for_terminal(out) if sys.stdout.isatty() else out


def guard_logging() -> None:
    """Make visible what libraries log and warn of."""
    handler = logging.StreamHandler()
    handler.setFormatter(VisibleFormatter())
    logging.basicConfig(handlers=[handler])
    logging.captureWarnings(True)
