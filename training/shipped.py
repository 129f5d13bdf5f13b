"""The network that the package ships, read back from its 8-bit weights, to train it further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from eight_bits import matrices
from model import Layer, SpanNetwork
from onnx import numpy_helper
from torch import nn


def shipped(folder: Path) -> SpanNetwork:
    """The network of a folder that `export` wrote. A head that the folder lacks starts anew."""
    stored = onnx.load(str(folder / "model.onnx"))
    initial = stored.graph.initializer
    given = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in initial}
    network = SpanNetwork()
    state = {name: value for name, value in given.items() if name in network.state_dict()}
    state["words.weight"] = given["words.rows"].float() * given["words.scale"]
    network.load_state_dict(state, strict=False)
    with torch.no_grad():
        # The graph names matrices by number, and has the links' before the labels'.
        for linear, weight in zip(_linear(network), matrices(stored), strict=False):
            linear.weight.copy_(torch.tensor(weight.T))
    return network


def _linear(network: SpanNetwork) -> Iterator[nn.Linear]:
    for layer in network.layers:
        assert isinstance(layer, Layer)
        yield from (layer.qkv, layer.out, layer.up, layer.down)
    yield from (network.links, network.labels, network.names)
