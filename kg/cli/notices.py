"""What a command says beside its results."""

from __future__ import annotations

import click

from kg.reading import why_parse_only
from kg.settings import Settings


def say_if_parse_only(settings: Settings, asked: bool | None) -> None:
    """One line on standard error where no trained tagger will find the statements, though kg.toml
    has it do so, or by what was `asked` on the command line."""
    reason = why_parse_only(settings)
    if reason is not None and (settings.tagger or asked is not None):
        click.echo(f"kg: {reason}: the parse alone finds statements", err=True)
