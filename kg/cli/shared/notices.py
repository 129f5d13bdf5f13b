"""What a command says beside its results."""

from kg.build.analysis import why_parse_only
from kg.cli.shared.printing import warn
from kg.settings import Settings


def say_if_parse_only(settings: Settings) -> None:
    """One line on standard error where no trained tagger will find the statements."""
    reason = why_parse_only(settings)
    if reason is not None:
        warn(f"{reason}: the parse alone finds statements")
