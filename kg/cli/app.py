"""The command `kg`: its subcommands, and how errors reach the user."""

import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.shared.printing import guard_logging, warn, warn_at_length
from kg.errors import KgError, is_interrupt
from kg.settings import load_settings
from kg.version import __version__

# Each command is a module that is imported when it is called: questions are answered at once,
# though reading articles needs libraries that take a second to import.
COMMANDS = {
    "build": "Read articles into the store.",
    "fetch": "Save web pages, feeds and sitemaps into a folder that `kg build` reads.",
    "watch": "Fetch the articles of feeds again and again, and build what is new.",
    "shard": "Read articles into shards, on one machine or many.",
    "merge": "Merge shards into a store, or into one file.",
    "annotate": "Print what is read in articles, one JSON line each.",
    "query": "Ask a saved query, or one of your own.",
    "queries": "List the saved queries with their parameters.",
    "serve": "Serve the store over HTTP: SPARQL, the saved queries, linked data.",
    "export": "Write the graph to a file.",
    "push": "Push the graph into the store of another server.",
    "explain": "Show how something came into the graph.",
    "validate": "Read the whole store, and check all documents against the shapes.",
    "backup": "Copy the store, and what people wrote beside it, into a new folder.",
    "stats": "Count what the store holds.",
    "judge": "Judge which entities are the same, and which are not.",
    "link": "Link the stored entities anew, without reading the texts.",
    "remove": "Remove a document from the store.",
    "kb": "Import a knowledge base, look names up in one, link by one.",
}
_INTERRUPTED = "interrupted; what was built is kept"


class _Commands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kg.cli.{name}").command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`kg COMMAND --help` shows the options of a command and an example.",
)
@click.option("--config", type=click.Path(path_type=Path),
              help="Settings file instead of kg.toml in the current folder.")  # fmt: skip
@click.option("--traceback", is_flag=True, help="Show where in the program an error arose.")
@click.version_option(__version__, prog_name="kg")
@click.pass_context
def app(context: click.Context, config: Path | None, traceback: bool) -> None:
    """News articles in, a knowledge graph that answers out."""
    context.obj = load_settings(config)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with some arguments, by default those of this process; the exit status
    is 0, 1 for an error, 2 for wrong usage."""
    guard_logging()
    try:
        status = app.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        warn_at_length(shown.getvalue())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say(_INTERRUPTED, 130)
    except Exception as error:
        if is_interrupt(error):
            warn_at_length("\n")  # closes the line with the terminal's ^C, as click does
            return _say(_INTERRUPTED, 130)
        if isinstance(error, BrokenPipeError):
            # Whoever read our output has left, as `head` does: that is no error of ours.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        if "--traceback" in sys.argv:
            warn_at_length(traceback.format_exc())
        return _say(_line(error), 1)
    return status if isinstance(status, int) else 0


def _line(error: Exception) -> str:
    if isinstance(error, KgError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    kind = type(error).__name__
    return f"unexpected {kind}: {error} (`kg --traceback …` shows where; please report it)"


def _say(message: str, status: int) -> int:
    warn(message)
    return status
