"""The trained tagger: finds who (source) says (cue) what (content) in passages of a text.

A small encoder labels words and points from contents to cues and from cues to sources; what it
was trained on and how well it does stands in training/README.md. Each window is scored alone and
at its own length: nothing is filled up, so a window's result never depends on another's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.extraction.annotations import Span
from kg.extraction.tagger.span_decoding import Scored, TaggedAttribution, Thresholds, decode
from kg.extraction.tagger.span_windows import Window, Windower
from kg.extraction.tagger.weights import WEIGHTS, has_weights

__all__ = ["SpanTagger", "TaggedAttribution"]


class SpanTagger:
    """Tags attributions with the weights of one folder.

    Args:
        folder: holds model.onnx, tokenizer.json and config.json, as training/train.py writes them.

    Attributes:
        version: names the weights; a statement found by the tagger carries it.
        windower: cuts passages into the windows that the weights were trained on.

    Raises:
        ModelError: the folder's files do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        try:
            config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
            self.version: str = config["version"]
            self._thresholds = Thresholds(**config["thresholds"])
            self.windower = Windower(Tokenizer.from_file(str(folder / "tokenizer.json")))
            self._session = _session(folder / "model.onnx")
        except Exception as error:  # the libraries raise the bare class, with a cause in words
            raise ModelError(
                f"{folder}: the tagger's files are broken ({error!r}); reinstall kg"
            ) from error

    @classmethod
    def load(cls) -> SpanTagger | None:
        """The tagger with the weights that kg ships, None where this kg has none."""
        return cls(WEIGHTS) if has_weights() else None

    def tag(self, text: str, passages: Sequence[Span]) -> list[TaggedAttribution]:
        """Find the attributions within passages of a text, window by window.

        Args:
            text: the whole text.
            passages: the parts to read, in the order of the text and apart from each other, one
                a paragraph (as `kg.extraction.text.paragraphs` gives them) or less. A passage with
                neither a quotation mark nor a cue word may be left out.

        Returns:
            attributions whose spans are of code points into `text`, each within a passage. One
            without a cue is a content alone: a quotation, say, whose speaker stands elsewhere.
        """
        found: list[TaggedAttribution] = []
        for window in self.windower.windows(text, passages):
            found.extend(decode(text, window, self._scores(window), self._thresholds))
        return found

    def _scores(self, window: Window) -> Scored:
        given = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "features": np.array([window.features], dtype=np.int64),
        }
        return Scored(*(scores[0] for scores in self._session.run(None, given)))


def _session(model: Path) -> onnxruntime.InferenceSession:
    """One thread, so that sums are taken in one order, and jobs do not fight over the cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
