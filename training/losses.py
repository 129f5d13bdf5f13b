"""What the network is to make small: wrong labels and wrong links."""

from __future__ import annotations

import torch
from examples import UNLABELLED, Batch
from torch import Tensor, nn
from torch.nn import functional


def loss(network: nn.Module, given: Batch) -> Tensor:
    """Cross entropy of the labels and of both kinds of links, each a mean over its rows, added."""
    labels, to_cue, to_source = network(given.pieces, given.features, given.mask)
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
