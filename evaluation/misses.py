"""Which attributions kg misses, and which it finds that are none, by construction.

    python evaluation/misses.py [polnear-dev] [--gold ../shared/gold] [--examples 3]

Missed ones are grouped by the looks of the gold attribution, false ones by what found them. Where
kg found something near a missed one, it is said in what the two differ. For development: read
the files to learn which constructions need work, not to fit rules to their documents.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from predictions import annotated, needed, parser
from speakers import Row, matches, read

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_WITHOUT_VERB = re.compile(r"according to|in the words of|per|via|in a|on")
_NOUN_BEFORE = re.compile(r"(?:\b(?:a|an|the|this|that|his|her|its|their|my|our)|['’]s?)\s+$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b.*\w(?:ed|en|id|ld|wn|ght)\b")
_WIDTH = 70


class Example(NamedTuple):
    """One attribution that is on one side alone."""

    group: str
    how: str
    line: str


def main() -> None:
    """Print the report."""
    options = parser(__doc__.partition("\n")[0])
    options.add_argument("corpus", nargs="?", default="polnear-dev", help="(default: polnear-dev)")
    options.add_argument("--examples", type=int, default=3, help="of each kind (default: 3)")
    chosen = options.parse_args()
    gold = needed(chosen.gold / f"{chosen.corpus}.jsonl", "this gold file")
    with tempfile.TemporaryDirectory() as folder:
        predicted = read(annotated(gold, Path(folder), chosen.tagger, chosen.jobs))
    print(report(read(gold), predicted, chosen.examples))


def report(gold: dict[str, Row], predicted: dict[str, Row], examples: int) -> str:
    """The text of the report.

    Args:
        gold, predicted: documents by id.
        examples: how many to show of each kind.
    """
    missed: list[Example] = []
    false: list[Example] = []
    golds: list[str] = []
    founds: list[str] = []
    for id_, document in gold.items():
        text, rows = document["text"], predicted.get(id_, {"attributions": []})
        pairs = list(matches(document, rows))
        right, used = [id(one) for one, _ in pairs], [id(other) for _, other in pairs]
        for each in document["attributions"]:
            golds.append(construction(text, each))
            if id(each) not in right:
                how = difference(each, rows["attributions"])
                missed.append(Example(golds[-1], how, f"{id_}: {shown(text, each)}"))
        for each in rows["attributions"]:
            founds.append(each["found_by"])
            if id(each) not in used:
                how = difference(each, document["attributions"])
                false.append(Example(founds[-1], how, f"{id_}: {shown(text, each)}"))
    return "\n".join(
        [
            f"Missed: {len(missed)} of {len(golds)}, by construction",
            *_grouped(missed, golds, examples),
            "",
            f"False: {len(false)} of {len(founds)}, by what found them",
            *_grouped(false, founds, examples),
        ]
    )


def _grouped(found: Iterable[Example], all_: list[str], examples: int) -> Iterable[str]:
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        groups[each.group][each.how].append(each.line)
    for group, ways in sorted(groups.items(), key=lambda item: (-_size(item[1]), item[0])):
        yield f"\n  {group}: {_size(ways)} of {all_.count(group)}"
        for how, lines in sorted(ways.items()):
            yield f"    {how}: {len(lines)}"
            yield from (f"      {line}" for line in lines[:examples])


def _size(ways: dict[str, list[str]]) -> int:
    return sum(map(len, ways.values()))


def construction(text: str, attribution: Row) -> str:
    """What a gold attribution looks like: its cue first, then its quotation marks.

    >>> said = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 20]]}
    >>> construction("Ana said it would rain", said)
    'indirect'
    """
    if not attribution["cue"]:
        return "free-standing" if _form(text, attribution) == "direct" else "no cue"
    begin, end = attribution["cue"][0][0], attribution["cue"][-1][1]
    cue = text[begin:end].casefold()
    if cue == ":":
        return "headline" if attribution["content"][0][0] < begin else "dialogue"
    if _WITHOUT_VERB.match(cue):
        return "according-to"
    if _NOUN_BEFORE.search(text[:begin]) or _NOUN_BEFORE.match(f"{cue.split()[0]} "):
        return "nominal"
    if _PASSIVE.search(cue):
        return "passive"
    if re.match(r"to\s", text[attribution["content"][0][0] :]):
        return "infinitive"
    return _form(text, attribution)


def _form(text: str, attribution: Row) -> str:
    """direct, mixed or indirect: how much of the content stands in quotation marks."""
    quoted = {i for found in _QUOTED.finditer(text) for i in range(*found.span())}
    letters = [i for b, e in attribution["content"] for i in range(b, e) if text[i].isalnum()]
    inside = sum(i in quoted for i in letters)
    return "direct" if letters and inside == len(letters) else "mixed" if inside else "indirect"


def difference(one: Row, others: Iterable[Row]) -> str:
    """In what an attribution that has no match differs from the nearest on the other side."""
    near = [each for each in others if _touch(one["content"], each["content"])]
    same_cue = [each for each in near if _touch(one["cue"], each["cue"])]
    if not near:
        return "nothing there"
    if not any(_touch(one["source"], each["source"]) for each in near):
        return "another source"
    return "another content" if same_cue else "another cue"


def _touch(one: list[list[int]], other: list[list[int]]) -> bool:
    return any(b < stop and start < e for b, e in one for start, stop in other)


def shown(text: str, attribution: Row) -> str:
    """An attribution on a line: [cue] source: content, cut where it is long."""
    cue, source, content = (
        " … ".join(" ".join(text[b:e].split()) for b, e in attribution[role])
        for role in ("cue", "source", "content")
    )
    cut = content if len(content) <= _WIDTH else content[:_WIDTH] + "…"
    return f"[{cue}] {source or 'nobody'}: {cut}"


if __name__ == "__main__":
    main()
