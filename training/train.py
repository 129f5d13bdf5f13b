"""Train the tagger from gold to the weights that the package ships.

    python training/train.py --data ../shared/gold/polnear-train.jsonl \\
        --names ../shared/gold/names --out kg/extraction/tagger/model

First attributions: two networks learn from the gold; two others from the gold and from the mean of
the first two; the mean of these goes on. Then names and attributions in turn, the network as it was
teaching the latter. Last the kinds of statements, which leave the rest as it is. A twelfth of the
data is held out: it decides when to stop, sets the thresholds and tells how likely scores are
right; its figures stand in config.json. `--start FOLDER` begins with the weights in a folder in
place of the first part.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch
from calibration import calibrated
from encoder import tokenizer, tokenizer_json
from export import export
from heldout import Figures, figures, name_figures, scored, set_thresholds
from joint import JointSettings, joint
from kinds import teach_kinds
from model import SpanNetwork, averaged
from shipped import shipped
from trainer import Settings, Trainer

from examples import Gold, held_out, read_gold
from kg.extraction.tagger.span_windows import Windower

_SOURCES = ("uner", "wikigold", "wnut", "crossner", "gum")


def main() -> None:
    """Read the arguments, train, set the thresholds, write the weights."""
    given = _arguments()
    settings = replace(Settings(), epochs=given.epochs)
    _prepare()
    names = [each for name in _SOURCES for each in read_gold(given.names / f"{name}.jsonl")]
    attributions = read_gold(given.data)
    network = shipped(given.start) if given.start else _attribution_network(given, settings)
    network = joint(network, JointSettings(), Windower(tokenizer()), attributions, names)
    finish(network, attributions, names, given.out)


def finish(network: SpanNetwork, attributions: list[Gold], names: list[Gold], out: Path) -> None:
    """Teach the kinds, set the thresholds, write the weights and the figures."""
    windower = Windower(tokenizer())
    learn, watch = held_out(attributions)
    teach_kinds(network, learn, windower)
    judged = scored(network, watch, windower)
    thresholds = calibrated(judged, set_thresholds(judged))
    told = {**figures(judged, thresholds), **name_figures(network, held_out(names)[1], windower)}
    config = {
        "thresholds": asdict(thresholds),
        "held_out": _rounded(told),
        "settings": {**asdict(Settings()), "joint": asdict(JointSettings())},
    }
    texts = (each["text"] for each in [*attributions, *names])
    export(network, tokenizer_json(), config, texts, out)


def _rounded(told: Figures) -> dict[str, dict[str, float]]:
    return {
        measure: dict(zip(("precision", "recall", "f1"), (round(n, 4) for n in each), strict=True))
        for measure, each in told.items()
    }


def _attribution_network(given: argparse.Namespace, settings: Settings) -> SpanNetwork:
    teacher = averaged(_trained(given, settings, settings.teachers))
    return averaged(_trained(given, settings, settings.students, teacher))


def _trained(
    given: argparse.Namespace,
    settings: Settings,
    seeds: Iterable[int],
    teacher: SpanNetwork | None = None,
) -> Sequence[SpanNetwork]:
    """A network for each seed, as many at once as there are processes."""
    train = partial(_train, given.data, settings, teacher)
    context = get_context("spawn")
    with ProcessPoolExecutor(given.processes, context, initializer=_prepare) as processes:
        return list(processes.map(train, seeds))


def _prepare() -> None:
    """One thread a process: the sums are then the same however many run."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger().setLevel(logging.INFO)
    torch.set_num_threads(1)


def _train(data: Path, settings: Settings, teacher: SpanNetwork | None, seed: int) -> SpanNetwork:
    trainer = Trainer(settings, Windower(tokenizer()), read_gold(data), seed, teacher)
    trainer.run()
    return trainer.best


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="gold attributions, JSON lines")
    parser.add_argument("--names", type=Path, required=True, help="folder of gold names")
    parser.add_argument("--start", type=Path, help="folder of weights that mark attributions")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--processes", type=int, default=2, help="networks trained at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
