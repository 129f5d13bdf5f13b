"""Teaches a network that marks attributions to mark names too, both tasks in turn."""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from losses import gold_loss, names_loss, taught_loss
from model import SpanNetwork
from names import NamesBatch, name_batches
from torch import Tensor, nn
from trainer import MASK, Settings, learned, schedule

from examples import Batch, Gold, batches, held_out
from kg.extraction.tagger.span_windows import Windower

_LOG = logging.getLogger(__name__)
_REPORTED = 50
_TURN = 4


@dataclass(frozen=True, slots=True)
class JointSettings:
    """What the second part of training is run with.

    Attributes:
        seed: of the order of the examples in the first cycle; the next ones have those after it.
        cycles: the steps of each cycle, after which the rates rise again; every fourth step is one
            of attributions. Each cycle begins with the averaged weights of the one before.
        rate, head_rate: highest learning rates of AdamW, of the network and of the head for names.
        averaging: share that the averaged weights, which are kept, keep in a step.
    """

    seed: int = 41
    cycles: tuple[int, ...] = (1200,)
    batch_size: int = 4
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    averaging: float = 0.995
    masked: float = 0.03


def joint(
    network: SpanNetwork,
    settings: JointSettings,
    windower: Windower,
    attributions: Sequence[Gold],
    names: Sequence[Gold],
) -> SpanNetwork:
    """The network when it has learned names too.

    Args:
        network: marks attributions; it teaches those to its successors.
        settings, windower: what to train with.
        attributions, names: gold to learn from; one document in twelve is left out.
    """
    gold = held_out(attributions)[0], held_out(names)[0]
    learner = network
    for cycle, steps in enumerate(settings.cycles):
        trainer = JointTrainer(settings, windower, learner, network, settings.seed + cycle)
        trainer.run(*gold, steps)
        learner = trainer.average
    return learner


class JointTrainer:
    """Runs a cycle.

    Args:
        settings, windower: what to train with.
        network: what to begin with.
        teacher: marks attributions.
        seed: of the order of the examples, and of what is hidden.

    Attributes:
        average: the averaged weights, which training ends with.
    """

    def __init__(
        self,
        settings: JointSettings,
        windower: Windower,
        network: SpanNetwork,
        teacher: SpanNetwork,
        seed: int,
    ) -> None:
        self._settings, self._windower, self._seed = settings, windower, seed
        self._teacher = teacher.eval()
        self._network = copy.deepcopy(network)
        self._network.words.requires_grad_(False)
        self.average = copy.deepcopy(self._network)
        self._chance = random.Random(seed)

    def run(self, attributions: Sequence[Gold], names: Sequence[Gold], steps: int) -> None:
        """Train for some steps."""
        torch.manual_seed(self._seed)
        optimizer = self._optimizer()
        rates = schedule(optimizer, 0.06, steps)
        of_names, of_attributions = self._names(names), self._attributions(attributions)
        for step in range(1, steps + 1):
            self._step(next(of_names) if step % _TURN else next(of_attributions), optimizer)
            rates.step()
            kept = min(self._settings.averaging, step / (9 + step))
            with torch.no_grad():
                torch._foreach_lerp_(learned(self.average), learned(self._network), 1 - kept)
            if step % _REPORTED == 0:
                _LOG.info("names and attributions, step %d of %d", step, steps)

    def _optimizer(self) -> torch.optim.Optimizer:
        heads = list(self._network.names.parameters())
        known = set(map(id, heads))
        groups = [
            {
                "params": [p for p in learned(self._network) if id(p) not in known],
                "lr": self._settings.rate,
            },
            {"params": heads, "lr": self._settings.head_rate},
        ]
        return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

    def _names(self, gold: Sequence[Gold]) -> Iterator[NamesBatch]:
        while True:
            yield from name_batches(gold, self._windower, self._chance, self._settings.batch_size)

    def _attributions(self, gold: Sequence[Gold]) -> Iterator[Batch]:
        while True:
            yield from batches(gold, self._windower, self._chance, self._settings.batch_size)

    def _step(self, given: Batch | NamesBatch, optimizer: torch.optim.Optimizer) -> None:
        self._network.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=Settings().half_precision):
            lost = self._loss(given)
        lost.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    def _loss(self, given: Batch | NamesBatch) -> Tensor:
        hide = (torch.rand(given.pieces.shape) < self._settings.masked) & (given.pieces > MASK)
        scores = self._network(given.pieces.masked_fill(hide, MASK), given.features, given.mask)
        if isinstance(given, NamesBatch):
            return names_loss(scores, given)
        with torch.no_grad():
            taught = self._teacher(given.pieces, given.features, given.mask)
        return (gold_loss(scores, given) + taught_loss(scores, taught, given)) / 2
