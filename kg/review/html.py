"""How notebooks show a thing of the graph: its sentences, with what was read marked in them."""

import itertools
from collections.abc import Iterable, Sequence

from markupsafe import Markup

_COLOURS = {"speaker": "46,160,67", "cue": "210,153,34", "content": "56,139,253"}
_OTHER_COLOUR = "163,113,247"


def quotation(text: str, spans: Sequence[tuple[int, int, str]], origin: str) -> Markup:
    """A text as HTML, each span marked and followed by its role.

    Args:
        spans: begin and end in code points, and role; they may hold one another or overlap.
        origin: where the text is from.
    """
    text = text.rstrip()
    edges = {0, len(text), *(edge for begin, end, _ in spans for edge in (begin, end))}
    parts = Markup("").join(
        _stretch(text, begin, end, spans) for begin, end in itertools.pairwise(sorted(edges))
    )
    quoted = Markup('<blockquote style="white-space:pre-line">{}<br><small>{}</small></blockquote>')
    return quoted.format(parts, origin)


def description(
    heading: str,
    kinds: Iterable[str],
    facts: Sequence[tuple[str, str]],
    quotations: Iterable[str],
    more: int,
) -> Markup:
    """A thing of the graph as HTML: what it is, its sentences, in how many more places it was read,
    and its facts folded away."""
    rows = Markup("").join(map(Markup("<tr><th>{0[0]}</th><td>{0[1]}</td></tr>").format, facts))
    folded = Markup("<details><summary>{} facts</summary><table>{}</table></details>")
    return Markup("<div><p><b>{}</b> <small>{}</small></p>{}{}{}</div>").format(
        heading,
        ", ".join(kinds),
        Markup("").join(map(Markup, quotations)),
        Markup("<p>and {} more places</p>").format(more) if more else "",
        folded.format(len(facts), rows),
    )


def _stretch(text: str, begin: int, end: int, spans: Sequence[tuple[int, int, str]]) -> Markup:
    """A stretch within which no span begins or ends, and the roles of those that end with it."""
    covering = [span for span in spans if span[0] <= begin and end <= span[1]]
    if not covering:
        return Markup("{}").format(text[begin:end])
    inner = min(covering, key=lambda span: span[1] - span[0])[2]
    marked = Markup('<mark style="background:rgba({},.3);color:inherit">{}</mark>{}')
    ended = Markup("").join(Markup("<sub>{}</sub>").format(s[2]) for s in covering if s[1] == end)
    return marked.format(_COLOURS.get(inner, _OTHER_COLOUR), text[begin:end], ended)
