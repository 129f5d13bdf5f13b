"""Judge the network on held-out documents, and set the thresholds of decoding on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product

import torch
from metrics import Tally, share
from model import SpanNetwork

from examples import Gold
from kg.extraction.tagger.name_decoding import decode_names
from kg.extraction.tagger.span_decoding import Scored, Thresholds, decode
from kg.extraction.tagger.span_windows import Window, Windower
from kg.extraction.text.paragraphs import paragraphs

Figures = Mapping[str, tuple[float, float, float]]
"""Precision, recall and F1 by measure."""

_ATTRIBUTION = (0.15, 0.2)
_OUTSIDE = (-0.25, 0.0)
_CUE = (0.0, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class Judged:
    """A document and the network's scores for its windows."""

    document: Gold
    windows: tuple[tuple[Window, Scored], ...]


@torch.inference_mode()
def scored(
    network: SpanNetwork, documents: Sequence[Gold], windower: Windower
) -> tuple[Judged, ...]:
    """Run the network over documents as the package does: window by window, nothing filled up."""
    network.eval()
    return tuple(Judged(d, tuple(_windows(network, d["text"], windower))) for d in documents)


def _windows(
    network: SpanNetwork, text: str, windower: Windower
) -> Iterator[tuple[Window, Scored]]:
    for window in windower.windows(text, paragraphs(text)):
        scores = network(torch.tensor([window.pieces]), torch.tensor([window.features]))
        labels, to_cue, to_source, _, kinds = (each[0].numpy() for each in scores)
        yield window, Scored(labels, to_cue, to_source, kinds)


def figures(given: Sequence[Judged], thresholds: Thresholds) -> Figures:
    """How well the scores decode with these thresholds."""
    tally = Tally()
    for one in given:
        text = one.document["text"]
        found = (a for w, scores in one.windows for a in decode(text, w, scores, thresholds))
        tally.add(one.document, map(asdict, found))
    return tally.figures()


def set_thresholds(given: Sequence[Judged]) -> Thresholds:
    """The thresholds with the best F1 of attributions, the first among equals."""
    tried = [Thresholds(*three) for three in product(_ATTRIBUTION, _OUTSIDE, _CUE)]
    return max(tried, key=lambda t: round(figures(given, t)["attribution"][2], 3))


def goodness(told: Figures) -> float:
    """The sum of the measures' F1."""
    return sum(f1 for _, _, f1 in told.values())


@torch.inference_mode()
def name_figures(network: SpanNetwork, documents: Sequence[Gold], windower: Windower) -> Figures:
    """How many names are right in span and kind, by the source of the documents.

    Kinds that a source does not mark do not count.
    """
    network.eval()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document in documents:
        text = document["text"]
        found = {
            (*name.span, str(name.kind))
            for window in windower.windows(text, paragraphs(text))
            for name in decode_names(
                window,
                network(torch.tensor([window.pieces]), torch.tensor([window.features]))[3][
                    0
                ].numpy(),
            )
            if name.kind in document["types"]
        }
        gold = {tuple(each) for each in document["entities"]}
        numbers = len(found & gold), len(found), len(gold)
        counts[f"names, {document['source']}"] = [
            a + b for a, b in zip(counts[f"names, {document['source']}"], numbers, strict=True)
        ]
    return {source: share(*each) for source, each in sorted(counts.items())}
