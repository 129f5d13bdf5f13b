"""kg annotate"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import TypeVar

import click

from kg.build.analysis import Analyser, in_batches
from kg.build.processes import ordered, tune_interpreter
from kg.build.rows import annotation_row
from kg.cli.shared.options import with_extraction
from kg.cli.shared.printing import say_if_parse_only, standard_output, warn
from kg.documents import Document, read_documents
from kg.errors import InputError, LeftOut
from kg.mapping import Namespaces
from kg.settings import Settings

_Value = TypeVar("_Value")


@click.command(epilog="Example: kg annotate article.txt | jq '.attributions[] | .speaker'")
@click.argument("paths", nargs=-1, metavar="[PATH | -]...")
@with_extraction
def command(settings: Settings, paths: tuple[str, ...], published: date | datetime | None) -> int:
    """Print what is read in articles, as JSON: one line a document, in the order of the input.

    Without a PATH, standard input is read. Offsets are code points into the text, end-exclusive.
    Nothing is stored.
    """
    tune_interpreter()
    say_if_parse_only(settings)
    problems = _Problems()
    found = problems.left_out(
        read_documents(paths or ["-"], published, any_language=settings.any_language)
    )
    batches = in_batches(found, settings.batch, lambda document: len(document.text))
    prepare = partial(_prepare, Analyser(settings))
    out = standard_output()
    for lines in ordered(prepare, batches, settings.jobs):
        for line in problems.left_out(lines):
            out.write(line)
        out.flush()
    return 1 if problems.met else 0


class _Problems:
    """Says what is wrong, once, and lets the rest pass."""

    def __init__(self) -> None:
        self.met = False

    def left_out(self, values: Iterable[_Value | InputError]) -> Iterator[_Value]:
        for value in values:
            if isinstance(value, InputError):
                self.met = self.met or not isinstance(value, LeftOut)
                warn(value)
                continue
            if isinstance(value, Document) and value.warning is not None:
                warn(value.warning)
            yield value


def _prepare(analyser: Analyser) -> Callable[[list[Document]], list[bytes | InputError]]:
    analyse = analyser.load()
    namespaces = Namespaces(analyser.settings.base)

    def work(batch: list[Document]) -> list[bytes | InputError]:
        return [
            found
            if isinstance(found, InputError)
            else json.dumps(annotation_row(found, namespaces), ensure_ascii=False).encode() + b"\n"
            for found in analyse(batch)
        ]

    return work
