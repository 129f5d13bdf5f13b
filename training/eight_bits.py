"""Round the matrices of the tagger's network in 8 bits again, by the inputs they have in texts.

    OPENBLAS_NUM_THREADS=1 python training/eight_bits.py kg/extraction/tagger/model \\
        ../shared/gold/polnear-train.jsonl \\
        ../shared/gold/names/{uner,wikigold,wnut,crossner,gum}.jsonl

`export` does so too with the texts that it trained on. The network stays what it was but for
rounding, which loses a good deal less:

- An input is rounded in steps of one size. Where few of its columns are large the others have few
  steps, so each is divided by the root of the most that it was in the texts, and its weights
  multiplied (Xiao et al. 2023, "SmoothQuant").
- Matrices are rounded as training/rounding.py says, which also has processors with instructions for
  sums of 8-bit products and those without give the same.

Takes some minutes of one processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from rounding import Matrix, rounded
from tokenizers import Tokenizer

from kg.extraction.tagger.span_windows import Windower
from kg.extraction.text.paragraphs import paragraphs

_WINDOWS = 600
_VERSION = "minilm-l6-polnear"
_MULTIPLIED = "_multiplied"

_Given = dict[str, np.ndarray]


def main() -> None:
    """Read the arguments, round, name the new version."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path, help="the folder of the weights, which are replaced")
    parser.add_argument("texts", type=Path, nargs="+", help="gold files, JSON lines")
    given = parser.parse_args()
    windower = Windower(Tokenizer.from_file(str(given.model / "tokenizer.json")))
    lines = (line for path in given.texts for line in path.open(encoding="utf-8"))
    round_again(given.model / "model.onnx", (json.loads(line)["text"] for line in lines), windower)
    name_version(given.model)


def name_version(folder: Path) -> None:
    """Write the name of a folder's weights into its config.json."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["version"] = version(folder / "model.onnx")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def version(path: Path) -> str:
    """The name of the weights in a file."""
    return f"{_VERSION}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def round_again(path: Path, texts: Iterable[str], windower: Windower) -> None:
    """Round the matrices of a network that `quantize_dynamic` or this function wrote, in place.

    Args:
        texts: what their inputs are taken from, in windows at even distances.
    """
    network = onnx.load(str(path))
    known = {each.name: each for each in network.graph.initializer}
    products = list(_products(network))
    inputs = _inputs(network, products, _windows(texts, windower))
    for each in products:
        given = inputs[each.given]
        numbers, steps = rounded(each.matrix / given.factors[:, None], given.products())
        for array, name in ((numbers, each.numbers), (steps, each.steps)):
            known[name].CopyFrom(numpy_helper.from_array(array, name))
    for node in list(network.graph.node):
        if node.op_type == "DynamicQuantizeLinear":
            name = node.input[0].removesuffix(_MULTIPLIED)
            factors = numpy_helper.from_array(inputs[name].factors, f"{name}_factors")
            if factors.name in known:
                known[factors.name].CopyFrom(factors)
            else:
                _multiply(network.graph, node, factors)
    path.write_bytes(network.SerializeToString())


def matrices(network: onnx.ModelProto) -> list[Matrix]:
    """The matrices of a network in 8 bits, [inputs, outputs], in the order of the graph."""
    return [each.matrix for each in _products(network)]


@dataclass(frozen=True, slots=True)
class _Product:
    """A matrix, the names of its whole numbers and steps, what it is multiplied with, and the node
    that gives the outcome as floats."""

    matrix: Matrix
    numbers: str
    steps: str
    given: str
    outcome: onnx.NodeProto


class _Input:
    """What a matrix is multiplied with in some texts."""

    def __init__(self) -> None:
        self._words = 0
        self._most = np.zeros(())
        self._sums = np.zeros(())

    def add(self, rows: np.ndarray) -> None:
        """Add the rows of some words."""
        self._words += len(rows)
        self._most = np.maximum(self._most, np.abs(rows).max(axis=0))
        self._sums = self._sums + (rows.T @ rows).astype(np.float64)

    @property
    def factors(self) -> np.ndarray:
        """What each column is multiplied by."""
        return (1 / np.sqrt(np.maximum(self._most, 1e-3))).astype(np.float32)

    def products(self) -> Matrix:
        """The mean product of each two columns, multiplied so."""
        return self._sums * np.outer(self.factors, self.factors) / self._words


def _products(network: onnx.ModelProto) -> Iterator[_Product]:
    graph = network.graph
    known = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    users = {name: node for node in graph.node for name in node.input}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in known:
            steps = node.input[1].removesuffix("_quantized") + "_scale"
            matrix = known[node.input[1]].astype(np.float64) * known[steps]
            given = makers[node.input[0]].input[0]
            if given.endswith(_MULTIPLIED):
                given, factors = makers[given].input
                matrix = matrix * known[factors][:, None]
            # The whole numbers are cast to floats, and these brought to scale.
            outcome = users[users[node.output[0]].output[0]]
            yield _Product(matrix, node.input[1], steps, given, outcome)


def _multiply(graph: onnx.GraphProto, node: onnx.NodeProto, factors: onnx.TensorProto) -> None:
    """Multiply the columns of a node's input."""
    graph.initializer.append(factors)
    given, node.input[0] = node.input[0], node.input[0] + _MULTIPLIED
    multiplication = helper.make_node("Mul", [given, factors.name], [node.input[0]])
    graph.node.insert(list(graph.node).index(node), multiplication)


def _inputs(
    network: onnx.ModelProto, products: Iterable[_Product], windows: Iterable[_Given]
) -> dict[str, _Input]:
    """By name, what the matrices are multiplied with in some windows, in full precision."""
    whole = onnx.ModelProto()
    whole.CopyFrom(network)
    graph = whole.graph
    for each in products:
        name = f"{each.numbers}_whole"
        graph.initializer.append(numpy_helper.from_array(each.matrix.astype(np.float32), name))
        product = helper.make_node("MatMul", [each.given, name], list(each.outcome.output))
        graph.node.insert(list(graph.node).index(each.outcome), product)
        graph.node.remove(each.outcome)
    inputs = {each.given: _Input() for each in products}
    known = {each.name for each in graph.output}
    graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        for name in inputs
        if name not in known
    )
    session = onnxruntime.InferenceSession(
        whole.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    for window in windows:
        for found, values in zip(inputs.values(), session.run(list(inputs), window), strict=True):
            found.add(values.reshape(-1, values.shape[-1]))
    return inputs


def _windows(texts: Iterable[str], windower: Windower) -> Iterator[_Given]:
    windows = [each for text in texts for each in windower.windows(text, tuple(paragraphs(text)))]
    for window in windows[:: max(1, len(windows) // _WINDOWS)]:
        given = {"pieces": window.pieces, "features": window.features}
        yield {name: np.array([value], dtype=np.int64) for name, value in given.items()}


if __name__ == "__main__":
    main()
