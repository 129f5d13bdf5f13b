"""The language model's networks, with less and faster arithmetic than its own."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps
from thinc.types import Floats2d, Floats3d, Ints2d, Ragged

# numpy has kernels of their own for a few rows, which add in another order.
_ROWS = 64


class RowwiseOps(NumpyOps):  # type: ignore[misc]  # it is compiled and has no types
    """numpy's matrix products, in which a row is the same to the bit however many are beside it.

    The library that spaCy has for them, BLIS, uses its slowest code on processors newer than it. It
    is used where numpy's was loaded before kg could choose its kernels, and these add otherwise.
    """

    def __init__(self) -> None:
        super().__init__(use_blis=not _treats_rows_alike())

    def gemm(
        self,
        x: Floats2d,
        y: Floats2d,
        out: Floats2d | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Floats2d:
        """The product of two matrices, each transposed first where that is asked for."""
        product: Floats2d
        if trans1 or len(x) >= _ROWS:
            product = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            return product
        padded = np.zeros((_ROWS, x.shape[1]), dtype=x.dtype)
        padded[: len(x)] = x
        product = super().gemm(padded, y, trans2=trans2)[: len(x)]
        if out is None:
            return product
        out[:] = product
        return out

    def maxout(self, X: Floats3d) -> tuple[Floats2d, Ints2d]:  # noqa: N803
        """The greatest of each unit's pieces; not which it is, which only training needs."""
        first, *others = np.moveaxis(np.asarray(X), 2, 0)
        best: Any = first.copy()
        for piece in others:
            np.maximum(best, piece, out=best)
        return best, self.alloc2i(0, 0)


def _treats_rows_alike() -> bool:
    """Whether equal rows have equal products wherever they stand. OpenBLAS's kernels for AVX2 take
    six rows in one way and the next six in another."""
    numbers = np.sin(np.arange(384 * 48, dtype=np.float32)).reshape(384, 48)
    products = np.tile(numbers[:, 0], (_ROWS, 1)) @ numbers
    return bool((products == products[0]).all())


def compute_rowwise(nlp: Language) -> None:
    """Let the pipeline's networks multiply with `RowwiseOps`, and embed each word once a batch.

    The pipeline can no longer be trained.
    """
    ops = RowwiseOps()
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, TrainablePipe):
            for layer in pipe.model.walk():
                layer.ops = ops
                if layer.layers and layer.layers[0].name == "extract_features":
                    layer._func = _embedded


def _embedded(
    embedding: Model[Sequence[Doc], list[Floats2d]], docs: Sequence[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[object], object]]:
    """The vectors of each document's tokens; tokens with the same features share one row."""
    extract, _, *networks, _ = embedding.layers
    features = extract.predict(docs)
    rows: Any = np.concatenate(features)
    whole_rows = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel()
    _, first, places = np.unique(whole_rows, return_index=True, return_inverse=True)
    found = Ragged(rows[first], embedding.ops.asarray1i([len(first)]))
    for network in networks:
        found = network.predict(found)
    vectors: Any = np.asarray(found.dataXd)[places]
    lengths = embedding.ops.asarray1i([*map(len, features)])
    return embedding.ops.unflatten(vectors, lengths), lambda gradient: gradient
