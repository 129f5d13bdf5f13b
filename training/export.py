"""Write the network's weights as the package reads them: quantized ONNX and its companions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from eight_bits import round_again, version
from model import HIDDEN, LAYERS, SpanNetwork
from onnxruntime.quantization import QuantType, quantize_dynamic
from softmax import spell_out_softmaxes
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.extraction.tagger.span_windows import Windower

OPSET = 17
_BY_PIECE = ("pieces", "features", "labels", "names", "kinds")
_STATES = f"/layers.{LAYERS - 2}/norm_output/LayerNormalization_output_0"


def give_states(path: Path) -> None:
    """Let a network give what its last layer but one makes of each piece, after its scores."""
    network = onnx.load(str(path))
    network.graph.output.append(
        onnx.helper.make_tensor_value_info(_STATES, onnx.TensorProto.FLOAT, [1, "length", HIDDEN])
    )
    path.write_bytes(network.SerializeToString())


class ByteEmbedding(nn.Module):
    """An embedding kept in bytes, each row with a scale of its own: a quarter of the size."""

    rows: Tensor
    scale: Tensor

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        rows = embedding.weight.detach()
        scale = rows.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("rows", (rows / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, index: Tensor) -> Tensor:
        """The rows at `index`, as floats."""
        return self.rows[index].float() * self.scale[index]


def export(
    network: SpanNetwork,
    tokenizer: str,
    config: Mapping[str, Any],
    texts: Iterable[str],
    out: Path,
) -> None:
    """Write model.onnx (8 bits), tokenizer.json and config.json into `out`.

    The weights' hash becomes part of the version in config.json.

    Args:
        texts: matrices are rounded by the inputs that they have in these.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        write_onnx(network, whole)
        quantize_dynamic(
            whole,
            out / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
        )
    round_again(out / "model.onnx", texts, Windower(Tokenizer.from_str(tokenizer)))
    give_states(out / "model.onnx")
    spell_out_softmaxes(out / "model.onnx")
    (out / "tokenizer.json").write_text(tokenizer, "utf-8")
    told = json.dumps({"version": version(out / "model.onnx"), **config}, indent=2)
    (out / "config.json").write_text(told + "\n", "utf-8")


def write_onnx(network: SpanNetwork, path: Path) -> None:
    """Write the network in full precision but for the word embeddings, which are in bytes."""
    network.eval()
    words = network.words
    assert isinstance(words, nn.Embedding)
    network.words = ByteEmbedding(words)
    example = torch.full((1, 9), 1000), torch.zeros((1, 9), dtype=torch.int64)
    try:
        torch.onnx.export(
            network,
            example,
            str(path),
            opset_version=OPSET,
            dynamo=False,
            input_names=["pieces", "features"],
            output_names=["labels", "to_cue", "to_source", "names", "kinds"],
            dynamic_axes={name: {1: "length"} for name in _BY_PIECE}
            | {name: {1: "length", 2: "length"} for name in ("to_cue", "to_source")},
        )
    finally:
        network.words = words
