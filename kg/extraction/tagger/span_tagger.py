"""The trained tagger: finds names, and who (source) says (cue) what (content), in a text.

A small encoder labels words, and points from contents to cues and from cues to sources;
training/README.md says what it was trained on and how well it does. Each window is scored alone and
without padding, so that its result never depends on another window.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.extraction.annotations import Span
from kg.extraction.tagger import WEIGHTS, has_weights
from kg.extraction.tagger.name_decoding import TaggedName, decode_names
from kg.extraction.tagger.span_decoding import Scored, Scores, TaggedAttribution, Thresholds, decode
from kg.extraction.tagger.span_windows import Window, Windower

__all__ = ["SpanTagger", "Tagged", "TaggedAttribution", "TaggedName"]


class Tagged(NamedTuple):
    """What the tagger finds in passages of a text, in their order.

    Each span lies within one passage. An attribution without a cue has a content alone, such as a
    free-standing quotation.

    Attributes:
        words: the words that the encoder read, in the order of the text.
        states: by window, what its last layer but one makes of them: [words, width].
    """

    attributions: list[TaggedAttribution]
    names: list[TaggedName]
    words: list[Span]
    states: list[Scores]


class SpanTagger:
    """Finds attributions, with the weights in a folder.

    Args:
        folder: holds model.onnx, tokenizer.json and config.json, as training/train.py writes them.

    Attributes:
        version: names the weights; statements found by the tagger carry it.

    Raises:
        ModelError: a file is missing or broken, or the files do not belong together.
    """

    def __init__(self, folder: Path) -> None:
        try:
            config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
            self.version: str = config["version"]
            self._thresholds = Thresholds(**config["thresholds"])
            self.windower = Windower(Tokenizer.from_file(str(folder / "tokenizer.json")))
            self._session = _session(folder / "model.onnx")
        except Exception as error:  # tokenizers and onnxruntime raise the bare class
            raise ModelError(
                f"{folder}: the tagger's files are broken ({error!r}); reinstall kg"
            ) from error

    @classmethod
    def load(cls) -> SpanTagger | None:
        """The tagger with kg's own weights, None where they are not installed."""
        return cls(WEIGHTS) if has_weights() else None

    def tag(self, text: str, passages: Sequence[Span]) -> Tagged:
        """Find the names and attributions in passages of a text.

        Args:
            passages: the parts to read, in the order of the text and not overlapping: paragraphs
                or parts of them.

        Returns:
            what was found; spans are code points into `text`.
        """
        found = Tagged([], [], [], [])
        for window in self.windower.windows(text, passages):
            labels, to_cue, to_source, names, kinds, states = self._scores(window)
            scored = Scored(labels, to_cue, to_source, kinds)
            found.attributions.extend(decode(text, window, scored, self._thresholds))
            found.names.extend(decode_names(window, names))
            found.words.extend(window.words)
            found.states.append(states[list(window.first)])
        return found

    def _scores(self, window: Window) -> list[Scores]:
        given = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "features": np.array([window.features], dtype=np.int64),
        }
        return [scores[0] for scores in self._session.run(None, given)]


def _session(model: Path) -> onnxruntime.InferenceSession:
    """One thread, so that sums have a fixed order and processes do not compete for the cores.

    The matrices are rounded so that no sum of 8-bit products is cut off by processors that add two
    of them in 16 bits, for want of instructions (VNNI): training/rounding.py.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
