"""What the network is to make small: its differences from the gold, and from a teacher."""

from __future__ import annotations

import torch
from model import Scores
from names import NamesBatch
from torch import Tensor
from torch.nn import functional

from examples import UNLABELLED, Batch
from kg.extraction.tagger.span_decoding import LABELS


def gold_loss(scores: Scores, given: Batch) -> Tensor:
    """Cross entropy of the labels and of both kinds of links, each a mean over its rows, added."""
    labels, to_cue, to_source, *_ = scores
    tags = functional.cross_entropy(
        labels.float().flatten(0, 1), given.labels.flatten(), ignore_index=UNLABELLED
    )
    to_cue_loss = _link_loss(to_cue, given.to_cue, given.candidates)
    return tags + to_cue_loss + _link_loss(to_source, given.to_source, given.candidates)


def _link_loss(scores: Tensor, targets: Tensor, candidates: Tensor) -> Tensor:
    """Of pointing to any of a row's targets, over the rows that have some."""
    rows = targets.any(dim=2)
    if not rows.any():
        return scores.new_zeros(())
    chosen = scores.float()[rows]
    allowed = candidates[:, None, :].expand_as(targets)[rows]
    return (_mass(chosen, allowed) - _mass(chosen, targets[rows])).mean()


def _mass(scores: Tensor, where: Tensor) -> Tensor:
    return scores.masked_fill(~where, torch.finfo(scores.dtype).min).logsumexp(dim=1)


def taught_loss(scores: Scores, taught: Scores, given: Batch) -> Tensor:
    """Cross entropy with a teacher's probabilities in the place of the gold's (Hinton et al. 2015).

    A row of links weighs as much as the teacher takes its piece for a content, or for a cue.
    """
    is_word = (given.labels != UNLABELLED).float()
    likely = taught[0].float().softmax(dim=-1)
    tags = -(likely * scores[0].float().log_softmax(dim=-1)).sum(dim=-1)
    elsewhere = ~given.candidates[:, None, :]

    def links(kind: int, role: str) -> Tensor:
        pointed = -(
            _links(taught[kind], elsewhere).exp()
            * _links(scores[kind], elsewhere).masked_fill(elsewhere, 0)
        ).sum(dim=-1)
        of_role = [number for number, label in enumerate(LABELS) if label.endswith(f"-{role}")]
        return _mean(pointed, likely[..., of_role].sum(dim=-1) * is_word)

    return _mean(tags, is_word) + links(1, "content") + links(2, "cue")


def _links(scores: Tensor, elsewhere: Tensor) -> Tensor:
    lowest = torch.finfo(torch.float32).min
    return scores.float().masked_fill(elsewhere, lowest).log_softmax(dim=-1)


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp_min(1e-3)


def names_loss(scores: Scores, given: NamesBatch) -> Tensor:
    """Cross entropy of the names' labels; of all labels that the gold leaves open, together."""
    to_learn = given.allowed.any(dim=-1)
    likely = scores[3].float()[to_learn].log_softmax(dim=-1)
    open_ = given.allowed[to_learn]
    return -likely.masked_fill(~open_, float("-inf")).logsumexp(dim=-1).mean()
