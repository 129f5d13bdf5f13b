"""kg kb"""

from __future__ import annotations

import click

from kg.cli.reconcile import command as reconcile


@click.group(epilog="Example: kg kb reconcile --service https://example.org/reconcile")
def command() -> None:
    """Link entities to other knowledge bases."""


command.add_command(reconcile, "reconcile")
