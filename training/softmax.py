"""Spell out the softmaxes of the tagger's network, so that all processors with AVX2 give the same.

    python training/softmax.py kg/extraction/tagger/model

onnxruntime adds the numbers of a softmax in as many partial sums as the processor's registers hold:
16 with AVX-512, 8 without. The last bit differs, and after it a rounding to 8 bits. All other
operations of the network give the same bits on both. `export` does this too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from eight_bits import name_version
from onnx import NodeProto, helper, numpy_helper

_LAST = "softmax_axis"


def main() -> None:
    """Read the arguments, spell out, name the new version."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path, help="the folder of the weights, which are replaced")
    folder = parser.parse_args().model
    spell_out_softmaxes(folder / "model.onnx")
    name_version(folder)


def spell_out_softmaxes(path: Path) -> None:
    """Put exponentials and their sum for each softmax that a matrix product alone reads.

    The product is divided by the sums, which are fewer numbers than the exponentials.
    """
    network = onnx.load(str(path))
    nodes: list[NodeProto] = []
    sums: dict[str, str] = {}  # the exponentials -> their sum
    for node in network.graph.node:
        if node.op_type == "Softmax":
            nodes += _exponentials(node)
            sums[node.output[0]] = f"{node.name}_sum"
        elif divided := sums.keys() & set(node.input):
            (product,), (exponentials,) = node.output, divided
            assert (node.op_type, node.input[0]) == ("MatMul", exponentials)
            node.output[0] = f"{product}_undivided"
            nodes += [
                node,
                helper.make_node("Div", [node.output[0], sums[exponentials]], [product]),
            ]
        else:
            nodes.append(node)
    del network.graph.node[:]
    network.graph.node.extend(nodes)
    if sums:
        network.graph.initializer.append(numpy_helper.from_array(np.array([-1]), _LAST))
    onnx.checker.check_model(network)
    path.write_bytes(network.SerializeToString())


def _exponentials(softmax: NodeProto) -> list[NodeProto]:
    """Exponentials of what is at most 0, under the name of the softmax, and their sum."""
    (scores,), (out,), name = softmax.input, softmax.output, softmax.name
    most, below, total = f"{name}_most", f"{name}_below", f"{name}_sum"
    return [
        helper.make_node("ReduceMax", [scores], [most], axes=[-1]),
        helper.make_node("Sub", [scores, most], [below]),
        helper.make_node("Exp", [below], [out]),
        helper.make_node("ReduceSum", [out, _LAST], [total]),
    ]


if __name__ == "__main__":
    main()
