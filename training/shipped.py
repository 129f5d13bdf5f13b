"""The network that the package ships, read back from its 8-bit weights, to train it further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from model import Layer, SpanNetwork
from onnx import numpy_helper
from torch import Tensor, nn


def shipped(folder: Path) -> SpanNetwork:
    """The network of a folder that `export` wrote. A head that the folder lacks starts anew."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    given = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in graph.initializer}
    network = SpanNetwork()
    state = {name: value for name, value in given.items() if name in network.state_dict()}
    state["words.weight"] = given["words.rows"].float() * given["words.scale"]
    network.load_state_dict(state, strict=False)
    with torch.no_grad():
        # The graph names matrices by number, and has the links' before the labels'.
        for linear, weight in zip(_linear(network), _matrices(given), strict=False):
            linear.weight.copy_(weight.T)
    return network


def _linear(network: SpanNetwork) -> Iterator[nn.Linear]:
    for layer in network.layers:
        assert isinstance(layer, Layer)
        yield from (layer.qkv, layer.out, layer.up, layer.down)
    yield from (network.links, network.labels, network.names)


def _matrices(given: dict[str, Tensor]) -> Iterator[Tensor]:
    for name, value in given.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero = given[f"{plain}_zero_point"].float()
            yield (value.float() - zero) * given[f"{plain}_scale"]
