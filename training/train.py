"""Train the span tagger from gold attributions to the weights that the package ships.

    python training/train.py --data ../shared/gold/polnear-train.jsonl \\
        --out kg/extraction/tagger/model

Two networks learn from the gold; two others from the gold and from the mean of the first two; the
mean of these is written, as model.onnx, tokenizer.json and config.json, into the folder given. A
twelfth of the data is held out: it decides when to stop and sets the thresholds; its figures stand
in config.json.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch
from encoder import tokenizer, tokenizer_json
from examples import held_out, read_gold
from export import export
from heldout import figures, scored, set_thresholds
from model import SpanNetwork, averaged
from trainer import Settings, Trainer

from kg.extraction.tagger.span_windows import Windower


def main() -> None:
    """Read the arguments, train, set the thresholds, write the weights."""
    given = _arguments()
    settings = replace(Settings(), epochs=given.epochs)
    _prepare()
    teacher = averaged(_trained(given, settings, settings.teachers))
    network = averaged(_trained(given, settings, settings.students, teacher))
    watched = scored(network, held_out(read_gold(given.data))[1], Windower(tokenizer()))
    thresholds = set_thresholds(watched)
    judged = {
        measure: dict(zip(("precision", "recall", "f1"), (round(n, 4) for n in told), strict=True))
        for measure, told in figures(watched, thresholds).items()
    }
    config = {"thresholds": asdict(thresholds), "held_out": judged, "settings": asdict(settings)}
    export(network, tokenizer_json(), config, given.out)


def _trained(
    given: argparse.Namespace,
    settings: Settings,
    seeds: Sequence[int],
    teacher: SpanNetwork | None = None,
) -> list[SpanNetwork]:
    """A network for each seed, as many at once as there are processes."""
    train = partial(_train, given.data, settings, teacher)
    context = get_context("spawn")
    with ProcessPoolExecutor(given.processes, context, initializer=_prepare) as processes:
        return list(processes.map(train, seeds))


def _prepare() -> None:
    """One thread a process: the sums are then the same however many run."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("trainer").setLevel(logging.INFO)
    torch.set_num_threads(1)


def _train(data: Path, settings: Settings, teacher: SpanNetwork | None, seed: int) -> SpanNetwork:
    trainer = Trainer(settings, Windower(tokenizer()), read_gold(data), seed, teacher)
    trainer.run()
    return trainer.best


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="gold attributions, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--processes", type=int, default=2, help="networks trained at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
