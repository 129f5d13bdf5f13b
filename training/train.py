"""Train the span tagger from gold attributions to the weights that the package ships.

    python training/train.py --data ../shared/gold/polnear-train.jsonl --out kg/extraction/tagger

Writes model.onnx, tokenizer.json and config.json into the folder given. A twelfth of the data is
held out: it decides when to stop and sets the thresholds; its figures stand in config.json.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import asdict, replace
from pathlib import Path

import torch
from encoder import tokenizer, tokenizer_json
from examples import read_gold
from export import export
from heldout import figures, scored, set_thresholds
from trainer import Settings, Trainer

from kg.extraction.span_windows import Windower


def main() -> None:
    """Read the arguments, train, set the thresholds, write the weights."""
    given = _arguments()
    settings = replace(Settings(), epochs=given.epochs, threads=given.threads)
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("trainer").setLevel(logging.INFO)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    windower = Windower(tokenizer())
    trainer = Trainer(settings, windower, read_gold(given.data))
    trainer.run()
    watched = scored(trainer.best, trainer.watch, windower)
    thresholds = set_thresholds(watched)
    held_out = {
        measure: dict(zip(("precision", "recall", "f1"), (round(n, 4) for n in told), strict=True))
        for measure, told in figures(watched, thresholds).items()
    }
    config = {"thresholds": asdict(thresholds), "held_out": held_out, "settings": asdict(settings)}
    export(trainer.best, tokenizer_json(), config, given.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="gold attributions, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--threads", type=int, default=Settings().threads)
    return parser.parse_args()


if __name__ == "__main__":
    main()
