"""Round a matrix to 8 bits so that processors without instructions for it add its products whole.

A processor with AVX2 alone adds the products of two neighbouring inputs (0 to 255) and weights
in 16 bits, and cuts off what does not fit. It always fits where two weights of one sign are at most
128 together. The bits that this costs come back by rounding the rows one after the other: what one
row's rounding takes from the outputs is made up for by the rows that follow, by how the inputs vary
together (Frantar et al. 2023, "GPTQ").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_MOST, _MOST_OF_TWO = 127, 128
_COARSER = (1.0, 1.06, 1.12, 1.18, 1.25, 1.35, 1.5, 2.0)
"""Steps that are tried, as multiples of the finest one that holds an output's largest weight."""
_DAMPING = 0.01  # added to the mean square of each input, as a share of their mean


def rounded(matrix: Matrix, products: Matrix) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round a matrix, for each output with the step that changes it least.

    Args:
        matrix: weights, [inputs, outputs]; an even number of inputs.
        products: the mean product of each two inputs, [inputs, inputs].

    Returns:
        whole numbers and, by output, the step that they are multiples of.
    """
    damped = products + np.eye(len(products)) * _DAMPING * np.mean(np.diag(products))
    influence = np.linalg.cholesky(np.linalg.inv(damped)).T
    finest = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / _MOST
    best = np.full(matrix.shape[1], np.inf)
    kept, steps = np.zeros_like(matrix), finest.astype(np.float32)
    for coarser in _COARSER:
        step = (finest * coarser).astype(np.float32)
        found = _in_turn(matrix, step.astype(np.float64), influence)
        lost = matrix - found * step
        error = np.einsum("io,io->o", lost, damped @ lost)
        better = error < best
        best[better], steps[better] = error[better], step[better]
        kept[:, better] = found[:, better]
    return kept.astype(np.int8), steps


def _in_turn(matrix: Matrix, step: Matrix, influence: Matrix) -> Matrix:
    """Each row rounded after those before it have passed on what they lost."""
    left, found = matrix.copy(), np.zeros_like(matrix)
    for row in range(len(matrix)):
        whole = np.clip(np.rint(left[row] / step), -_MOST, _MOST)
        if row % 2:
            first = found[row - 1]
            room = np.where(first * whole > 0, _MOST_OF_TWO - np.abs(first), _MOST)
            whole = np.clip(whole, -room, room)
        found[row] = whole
        lost = (left[row] - whole * step) / influence[row, row]
        left[row + 1 :] -= np.outer(influence[row, row + 1 :], lost)
    return found
