"""kg explain"""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.shared.options import endpoint_of, reading, with_endpoint, with_store
from kg.cli.shared.printing import Visible, say, styled
from kg.review.explain import Explanation
from kg.review.passages import Mark, Origin, Passage
from kg.settings import Settings
from kg.store import Prefixes
from kg.terminal import visible

_COLOURS = {
    "speaker": "green",
    "cue": "yellow",
    "content": "cyan",
    "title": "magenta",
    "time": "blue",
    "place": "blue",
}


@click.command(epilog="Example: kg explain person:lloyd-austin")
@click.argument("iri")
@with_store
@with_endpoint
@click.pass_obj
def command(
    settings: Settings, iri: str, store: Path | None, endpoint: str | None, user: str | None
) -> None:
    """Show how a statement, event, mention, position, quantity or entity came into the graph.

    IRI is a full one or a short one as tables show it. The sentence is printed with the spans
    marked, then how they were found, the document, and the run that read it.
    """
    with reading(settings, store, endpoint_of(endpoint, user, store)) as graph:
        explanation = graph.explain(iri)
        lines = list(_lines(explanation, Prefixes(graph.store.base)))
    for line in lines:
        say(line)


def _lines(explanation: Explanation, prefixes: Prefixes) -> Iterator[str]:
    kinds = ", ".join(explanation.kinds)
    heading = styled(prefixes.short(explanation.iri), bold=True)
    yield Visible(heading + visible(f"  ({kinds})" if kinds else ""))
    yield from _pairs(explanation.facts)
    shown: Origin | None = None
    for passage in explanation.passages:
        if shown is not None and passage.origin != shown:
            yield from ("", *_origin(shown, prefixes))
        shown = passage.origin
        yield from ("", f"at {_place(passage)}:", *_indented(_marked(passage)))
    if explanation.found > len(explanation.passages):
        yield from ("", f"… and {explanation.found - len(explanation.passages)} more places")
    last = shown or explanation.origin
    if last is not None:
        yield from ("", *_origin(last, prefixes))


def _origin(origin: Origin, prefixes: Prefixes) -> Iterator[str]:
    described = [
        ("document", prefixes.short(origin.document)),
        ("title", origin.title),
        ("published", origin.published),
        ("publisher", origin.publisher),
        ("url", origin.url),
        *(("read from", path) for path in origin.paths),
        *origin.run,
    ]
    yield from _pairs((name, value) for name, value in described if value is not None)


def _pairs(pairs: object) -> Iterator[str]:
    rows = list(pairs)  # type: ignore[call-overload]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        yield f"  {name:{width}}  {value}"


def _place(passage: Passage) -> str:
    begin, end = passage.marks[0].start, max(mark.end for mark in passage.marks)
    return f"characters {passage.begin + begin} to {passage.begin + end}"


def _indented(text: Visible) -> Iterator[Visible]:
    for line in text.splitlines():
        if line.strip():
            yield Visible("  " + line.strip())


def _marked(passage: Passage) -> Visible:
    """The text with each mark between brackets that name its role, coloured on a terminal."""
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in passage.marks:
        opening.setdefault(mark.start, []).append(mark)
        closing.setdefault(mark.end, []).append(mark)
    parts: list[str] = []
    text = visible(passage.text, keep="\n")
    for position in range(len(text) + 1):
        # What opened last closes first, so that marks nest.
        for mark in sorted(closing.get(position, []), key=lambda m: -m.start):
            parts.append(_style("]", mark))
        for mark in sorted(opening.get(position, []), key=lambda m: -m.end):
            parts.append(_style(f"[{mark.role}: ", mark))
        if position < len(text):
            parts.append(text[position])
    return Visible("".join(parts))


def _style(text: str, mark: Mark) -> Visible:
    return styled(text, fg=_COLOURS.get(mark.role, "cyan"), bold=True)
