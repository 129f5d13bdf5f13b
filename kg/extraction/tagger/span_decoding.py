"""The network's scores for a window -> attributions: finds spans, then follows the pointers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extraction.annotations import Span, StatementKind
from kg.extraction.tagger.span_windows import Window

Scores = npt.NDArray[np.float32]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
"""The network's labels, in the order of its outputs: none, then begin and inside of each role."""

KINDS = (None, *StatementKind)
"""What a cue may announce, in the order of the network's outputs; None: a deed, no statement."""

# How many times likelier than an inside a begin must be to start a span right after another one of
# its role: such spans are rare.
_PARTED = 4.0
# A content whose best pointer is less likely mostly belongs to a cue that was not found.
_LEAST_POINTER = 0.3
# A kind that is less likely is left to the words of the cue.
_LEAST_KIND = 0.7

_LOOSE = " ,;:"


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """What the tagger finds: who (source) says by which words (cue) what (content).

    Spans are code points of the text; a role that was not found is empty.

    Attributes:
        score: 0 to 1, for the spans.
        kind: the likeliest kind, None where that is no statement, and without a cue.
        sure: how likely it is that it is a statement with these spans, and no deed; None without a
            cue.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    kind: StatementKind | None = None
    sure: float | None = None


class Scored(NamedTuple):
    """The network's scores for a window, before any softmax.

    Attributes:
        labels: [pieces, labels].
        to_cue: [pieces, pieces], pointers from contents to cues; column 0 stands for none.
        to_source: [pieces, pieces], pointers from cues to sources; column 0 stands for none.
        kinds: [pieces, kinds], for the pieces of cues.
    """

    labels: Scores
    to_cue: Scores
    to_source: Scores
    kinds: Scores


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Which scores the tagger accepts; set on held-out training data.

    Attributes:
        attribution: the least score of an attribution.
        outside: added to the score of having no role; with less, more words get a role.
        cue: added to the score of the role cue.
        untied: the least score of a content without a cue.
        sure: points, in order, between which a score becomes a probability on a straight line.
    """

    attribution: float = 0.0
    outside: float = 0.0
    cue: float = 0.0
    untied: float = 0.9
    sure: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [start, end) of a window with one role, and how likely the role is."""

    start: int
    end: int
    score: float


def decode(
    text: str, window: Window, scores: Scored, thresholds: Thresholds
) -> Iterator[TaggedAttribution]:
    """Yield the window's attributions: in the order of their cues, then contents without a cue."""
    if not window.words:
        return
    words = np.array(window.first)
    runs = _runs(window, _softmax(scores.labels[words] + _bias(thresholds)))
    sources, contents = (_worded(text, window, runs[role]) for role in (0, 2))
    cues = runs[1]
    held = _held(contents, _pointers(contents, cues, scores.to_cue, words), cues)
    chosen = _pointers(cues, sources, scores.to_source, words)
    untied = set(contents)
    for cue, parts, pointers in zip(cues, held, chosen, strict=True):
        score = _score(cue, parts)
        if parts and score >= thresholds.attribution:
            best = int(pointers.argmax())
            source, content = [sources[best - 1]] if best else [], [part for part, _ in parts]
            untied.difference_update(content)
            likely = _softmax(scores.kinds[words[cue.start : cue.end]]).mean(axis=0)
            yield replace(
                _attribution(text, window, (source, [cue], content), score),
                kind=KINDS[int(likely.argmax())] if likely.max() > _LEAST_KIND else None,
                sure=round(_interpolated(score * float(1 - likely[0]), thresholds.sure), 4),
            )
    for left in contents:
        if left in untied and left.score >= thresholds.untied:
            yield _attribution(text, window, ([], [], [left]), left.score)


def _interpolated(score: float, points: Sequence[Sequence[float]]) -> float:
    scores, shares = zip(*points, strict=True)
    return float(np.interp(score, scores, shares))


def _bias(thresholds: Thresholds) -> Scores:
    added = {"O": thresholds.outside, "B-cue": thresholds.cue, "I-cue": thresholds.cue}
    return np.array([added.get(label, 0.0) for label in LABELS], dtype=np.float32)


def _softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _runs(window: Window, likely: Scores) -> tuple[list[_Run], ...]:
    """The runs of words of each of `ROLES`."""
    begins, insides = likely[:, 1::2], likely[:, 2::2]
    by_role = np.concatenate([likely[:, :1], begins + insides], axis=1)
    role = by_role.argmax(axis=1)
    runs: tuple[list[_Run], ...] = tuple([] for _ in ROLES)
    starts = [0, *_parted(window, role, begins, insides), len(role)]
    for start, end in pairwise(starts):
        if role[start]:
            score = float(by_role[start:end, role[start]].mean())
            runs[role[start] - 1].append(_Run(start, end, score))
    return runs


def _parted(
    window: Window, role: npt.NDArray[np.intp], begins: Scores, insides: Scores
) -> list[int]:
    """The words before which a run ends, but the first."""
    passage = np.array(window.passage)
    words = np.arange(len(role))
    anew = begins[words, role - 1] > _PARTED * insides[words, role - 1]
    parted = (role[1:] != role[:-1]) | (passage[1:] != passage[:-1]) | ((role > 0) & anew)[1:]
    return [int(word) for word in np.flatnonzero(parted) + 1]


def _pointers(
    rows: list[_Run], targets: list[_Run], scores: Scores, words: npt.NDArray[np.intp]
) -> Scores:
    """[rows, 1 + targets]: how likely each row points to nothing and to each target.

    Args:
        scores: [pieces, pieces].
        words: the first piece of each word.
    """
    columns = np.concatenate(([0], words))
    result = np.zeros((len(rows), 1 + len(targets)), dtype=np.float32)
    for number, row in enumerate(rows):
        likely = _softmax(scores[np.ix_(words[row.start : row.end], columns)]).mean(axis=0)
        result[number, 0] = likely[0]
        for other, target in enumerate(targets):
            result[number, 1 + other] = likely[1 + target.start : 1 + target.end].sum()
    return result


def _worded(text: str, window: Window, runs: list[_Run]) -> list[_Run]:
    """The runs with a letter or digit in them."""
    places = ((run, _span(window, run)) for run in runs)
    return [run for run, (start, end) in places if any(map(str.isalnum, text[start:end]))]


def _held(
    contents: list[_Run], pointers: Scores, cues: list[_Run]
) -> list[list[tuple[_Run, float]]]:
    """The contents that point to each cue, with how likely each pointer is."""
    held: list[list[tuple[_Run, float]]] = [[] for _ in cues]
    if cues:
        for content, likely in zip(contents, pointers[:, 1:], strict=True):
            best = int(likely.argmax())
            if likely[best] >= _LEAST_POINTER:
                held[best].append((content, float(likely[best])))
    return held


def _score(cue: _Run, contents: list[tuple[_Run, float]]) -> float:
    """How likely the cue, the content with the likeliest pointer to it, and that pointer are."""
    content, pointer = max(contents, key=lambda part: part[1], default=(cue, 0.0))
    return cue.score * content.score * pointer


def _attribution(
    text: str, window: Window, runs: tuple[list[_Run], ...], score: float
) -> TaggedAttribution:
    source, cue, content = (tuple(_span(window, run) for run in role) for role in runs)
    return TaggedAttribution(
        source=tuple(_bared(text, span) for span in source),
        cue=cue,
        content=tuple(_bared(text, span) for span in content),
        score=round(min(score, 1.0), 4),
    )


def _span(window: Window, run: _Run) -> Span:
    return Span(window.words[run.start].start, window.words[run.end - 1].end)


def _bared(text: str, span: Span) -> Span:
    """The span without commas and colons at its ends."""
    kept = text[span.start : span.end]
    start = span.end - len(kept.lstrip(_LOOSE))
    return Span(start, span.start + len(kept.rstrip(_LOOSE)))
