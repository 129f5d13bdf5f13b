"""The epochs of one network's training, and the choice among the weights that they lead through."""

from __future__ import annotations

import copy
import dataclasses
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

import torch
from encoder import encoder_weights
from heldout import figures, goodness, scored
from losses import gold_loss, taught_loss
from model import SpanNetwork, load_encoder
from torch import Tensor, nn

from examples import Batch, Gold, batches, held_out
from kg.extraction.tagger.span_decoding import Thresholds
from kg.extraction.tagger.span_windows import Windower

_LOG = logging.getLogger(__name__)
MASK = 103
_REPORTED = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """What training is run with.

    Attributes:
        seed: of the weights that no encoder gives, alike for all networks.
        teachers, students: the seeds of the order of the examples, one a network. The mean of the
            first ones' weights teaches the others; the mean of theirs is what training ends with.
        batch_size: windows in a step.
        encoder_rate, head_rate: highest learning rates of AdamW (Loshchilov and Hutter 2019).
        warm_up: share of the steps in which the rates rise; they fall to zero after it.
        averaging: share that the averaged weights, which are the ones kept, keep in a step.
        masked: share of the pieces that are hidden from the network in training.
        patience: epochs without a gain on the held-out documents after which training stops.
        half_precision: whether matrices are multiplied in bfloat16; quicker where the processor
            has instructions for it, slower elsewhere.
    """

    seed: int = 20
    teachers: tuple[int, ...] = (21, 22)
    students: tuple[int, ...] = (31, 32)
    epochs: int = 4
    batch_size: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    averaging: float = 0.995
    masked: float = 0.03
    patience: int = 1
    half_precision: bool = dataclasses.field(default_factory=torch.cpu._is_avx512_bf16_supported)


class Trainer:
    """Runs the epochs.

    Args:
        settings, windower, gold: what to train with and from.
        seed: of the order of the examples, and of what is hidden.
        teacher: a network to learn from as much as from the gold.

    Attributes:
        best: the averaged weights that did best on the held-out documents.
    """

    def __init__(
        self,
        settings: Settings,
        windower: Windower,
        gold: Sequence[Gold],
        seed: int,
        teacher: SpanNetwork | None = None,
    ) -> None:
        self._settings, self._windower, self._seed = settings, windower, seed
        self._teacher = teacher.eval() if teacher else None
        self._learn, self._watch = held_out(gold)
        self._chance = random.Random(seed)
        torch.manual_seed(settings.seed)
        self._network = SpanNetwork()
        load_encoder(self._network, encoder_weights())
        self._network.words.requires_grad_(False)
        self._average = copy.deepcopy(self._network)
        self.best = copy.deepcopy(self._network)
        self._epoch = sum(1 for _ in self._batches())
        self._optimizer = _optimizer(self._network, settings)
        self._schedule = schedule(self._optimizer, settings.warm_up, self._epoch * settings.epochs)

    def run(self) -> None:
        """Train until the epochs are over or the held-out documents show no gain."""
        torch.manual_seed(self._seed)
        best = waited = 0.0
        for step, given in enumerate(self._stream(), start=1):
            self._step(given, step)
            if step % self._epoch:
                continue
            reached = self._look(step // self._epoch)
            waited = 0 if reached > best else waited + 1
            if reached > best:
                best, self.best = reached, copy.deepcopy(self._average)
            if waited > self._settings.patience:
                return

    def _batches(self) -> Iterator[Batch]:
        return batches(self._learn, self._windower, self._chance, self._settings.batch_size)

    def _stream(self) -> Iterator[Batch]:
        endless = chain.from_iterable(self._batches() for _ in repeat(None))
        return islice(endless, self._epoch * self._settings.epochs)

    def _step(self, given: Batch, step: int) -> None:
        self._network.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=self._settings.half_precision):
            lost = self._loss(given)
        lost.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._schedule.step()
        self._take_into_average(step)
        if step % _REPORTED == 0:
            total = self._epoch * self._settings.epochs
            _LOG.info("network %d, step %d of %d", self._seed, step, total)

    def _loss(self, given: Batch) -> Tensor:
        scores = self._network(self._masked(given.pieces), given.features, given.mask)
        lost = gold_loss(scores, given)
        if self._teacher is None:
            return lost
        with torch.no_grad():
            taught = self._teacher(given.pieces, given.features, given.mask)
        return (lost + taught_loss(scores, taught, given)) / 2

    def _take_into_average(self, step: int) -> None:
        """Early averages forget faster, or the start would weigh on them for an epoch."""
        kept = min(self._settings.averaging, step / (9 + step))
        with torch.no_grad():
            torch._foreach_lerp_(learned(self._average), learned(self._network), 1 - kept)

    def _masked(self, pieces: Tensor) -> Tensor:
        """Hide a few pieces, so that the network leans on more than one word."""
        hide = (torch.rand(pieces.shape) < self._settings.masked) & (pieces > MASK)
        return pieces.masked_fill(hide, MASK)

    def _look(self, epoch: int) -> float:
        judged = figures(scored(self._average, self._watch, self._windower), Thresholds())
        told = "  ".join(f"{name} {f1:.3f}" for name, (_, _, f1) in judged.items())
        _LOG.info("network %d, epoch %d, held-out F1: %s", self._seed, epoch, told)
        return goodness(judged)


def _optimizer(network: SpanNetwork, settings: Settings) -> torch.optim.Optimizer:
    heads = [*network.labels.parameters(), *network.links.parameters()]
    known = set(map(id, heads))
    body = [p for p in learned(network) if id(p) not in known]
    groups = [
        {"params": body, "lr": settings.encoder_rate},
        {"params": heads, "lr": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=settings.weight_decay, fused=True)


def schedule(
    optimizer: torch.optim.Optimizer, warm_up: float, total: int
) -> torch.optim.lr_scheduler.LRScheduler:
    """The rates rise for a share of `total` steps, then fall to nearly zero."""
    warm = max(1, int(warm_up * total))

    def factor(step: int) -> float:
        return min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def learned(network: SpanNetwork) -> list[Tensor]:
    """The parameters that training changes: all but the word embeddings."""
    return [parameter for name, parameter in network.named_parameters() if name != "words.weight"]
