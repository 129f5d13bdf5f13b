"""How likely a score is right: isotonic regression on held-out documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from heldout import Judged
from kinds import kind_of
from metrics import matched

from examples import Gold
from kg.extraction.tagger.span_decoding import Thresholds, decode

Points = tuple[tuple[float, float], ...]

_FEWEST = 25


def calibrated(given: Sequence[Judged], thresholds: Thresholds) -> Thresholds:
    """The thresholds with the points that make of a score the share of statements at it."""
    plain = replace(thresholds, sure=Thresholds().sure)
    return replace(thresholds, sure=isotonic([pair for each in given for pair in _of(each, plain)]))


def _of(given: Judged, thresholds: Thresholds) -> Iterator[tuple[float, bool]]:
    """The score of each attribution found, and whether a statement of the gold is where it is."""
    document = given.document
    found = [
        each
        for window, scores in given.windows
        for each in decode(document["text"], window, scores, thresholds)
        if each.sure is not None
    ]
    right = matched({**document, "attributions": _statements(document)}, map(asdict, found))
    for number, each in enumerate(found):
        yield each.sure or 0.0, number in right


def _statements(document: Gold) -> list[Gold]:
    return [each for each in document["attributions"] if kind_of(document["text"], each)]


def isotonic(pairs: Sequence[tuple[float, bool]]) -> Points:
    """The points of the rising steps that fit the pairs best (Ayer et al. 1955), at least some
    pairs a step, with the ends of the scale."""
    steps: list[list[float]] = []  # sum of scores, of those right, number
    for score, right in sorted(pairs):
        steps.append([score, float(right), 1.0])
        while len(steps) > 1 and (
            steps[-2][2] < _FEWEST or steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2]
        ):
            last = steps.pop()
            steps[-1] = [a + b for a, b in zip(steps[-1], last, strict=True)]
    inner = [(round(s / n, 4), round(r / n, 4)) for s, r, n in steps]
    return ((0.0, 0.0), *inner, (1.0, 1.0))
