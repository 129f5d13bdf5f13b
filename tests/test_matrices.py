"""The language model's matrix products: a row's is the same whatever stands beside it."""

import os
import subprocess
import sys

import numpy as np
import pytest
from thinc.api import NumpyOps
from thinc.types import Floats2d

from kg.extraction.language_model.matrices import RowwiseOps, compute_rowwise
from kg.extraction.pipeline import load_model, load_pipeline
from kg.settings import Settings

# Inputs and outputs of the layers of the model: embeddings, convolutions, tagger, parser.
SHAPES = [(384, 288), (576, 288), (288, 288), (96, 50), (96, 1024)]


def matrix(rows: int, columns: int) -> Floats2d:
    values = np.random.default_rng(rows + columns).standard_normal((rows, columns))
    return values.astype(np.float32)


@pytest.mark.parametrize(("inputs", "outputs"), SHAPES)
def test_a_row_is_the_same_alone_and_among_others(inputs: int, outputs: int) -> None:
    x, y = matrix(700, inputs), matrix(outputs, inputs)
    ops = RowwiseOps()
    whole = ops.gemm(x, y, trans2=True)
    for rows in [*range(1, 130), 500]:
        assert np.array_equal(ops.gemm(x[37 : 37 + rows], y, trans2=True), whole[37 : 37 + rows])


def test_so_it_is_where_numpy_came_first_with_kernels_that_add_otherwise() -> None:
    program = (
        "import numpy as np; from kg.extraction.language_model.matrices import RowwiseOps;"
        "x = np.tile(np.sin(np.arange(96, dtype='float32')), (70, 1));"
        "y = np.cos(np.arange(50 * 96, dtype='float32')).reshape(50, 96);"
        "found = RowwiseOps().gemm(x, y, trans2=True); assert (found == found[0]).all()"
    )
    haswell = {**os.environ, "OPENBLAS_CORETYPE": "Haswell"}
    subprocess.run([sys.executable, "-c", program], env=haswell, check=True)


@pytest.mark.parametrize("rows", [1, 5, 300])
def test_products_are_those_of_the_models_own_library(rows: int) -> None:
    x, y = matrix(rows, 96), matrix(50, 96)
    ours, theirs = RowwiseOps(), NumpyOps(use_blis=True)
    expected = theirs.gemm(x, y, trans2=True)
    assert np.allclose(ours.gemm(x, y, trans2=True), expected, atol=1e-4)
    assert np.allclose(ours.gemm(y, x, trans2=True), expected.T, atol=1e-4)
    assert np.allclose(ours.gemm(x, matrix(96, 50)), theirs.gemm(x, matrix(96, 50)), atol=1e-4)
    assert np.allclose(ours.gemm(x, x, trans1=True), theirs.gemm(x, x, trans1=True), atol=1e-4)
    out = np.zeros((rows + 1, 50), dtype=np.float32)
    ours.gemm(x, y, trans2=True, out=out[1:])
    assert np.allclose(out[1:], expected, atol=1e-4)
    assert not out[0].any()


def test_all_networks_of_the_pipeline_multiply_so() -> None:
    nlp = load_pipeline()
    for name in ("tok2vec", "tagger", "parser", "ner"):
        layers = nlp.get_pipe(name).model.walk()  # type: ignore[attr-defined]
        assert all(isinstance(layer.ops, RowwiseOps) for layer in layers)


def test_the_greatest_piece_is_that_of_the_models_own_library() -> None:
    pieces = NumpyOps().reshape3f(matrix(50, 288), 50, 96, 3)
    assert np.array_equal(RowwiseOps().maxout(pieces)[0], NumpyOps().maxout(pieces)[0])


def test_words_embedded_once_have_the_vectors_that_each_would_have_alone() -> None:
    whole, once = load_model(Settings().model), load_model(Settings().model)
    compute_rowwise(once)
    texts = ("The bank said the bank, Don't Bank, would bank on it.", "", "The bank said no.")
    for pipe in ("tok2vec", "ner"):
        embeddings = [
            next(
                layer
                for layer in nlp.get_pipe(pipe).model.walk()  # type: ignore[attr-defined]
                if layer.layers and layer.layers[0].name == "extract_features"
            )
            for nlp in (whole, once)
        ]
        expected, found = (each.predict([*map(whole.make_doc, texts)]) for each in embeddings)
        assert [len(each) for each in found] == [len(each) for each in expected]
        for vectors, others in zip(found, expected, strict=True):
            assert np.allclose(vectors, others, atol=1e-4)
