"""How the tagger's matrices are rounded: training/rounding.py, which is no part of the package."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def rounding() -> ModuleType:
    path = Path(__file__).parent.parent / "training" / "rounding.py"
    spec = importlib.util.spec_from_file_location("rounding", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_two_products_fit_into_16_bits_and_outputs_hardly_change(
    rounding: ModuleType, seed: int
) -> None:
    random = np.random.default_rng(seed)
    inputs = random.normal(size=(400, 40)) @ random.normal(size=(40, 40))  # they vary together
    matrix = random.normal(size=(40, 8)) * random.uniform(0.01, 9, size=8)
    numbers, steps = rounding.rounded(matrix, inputs.T @ inputs / len(inputs))

    signed = np.stack([np.clip(numbers, 0, None), np.clip(numbers, None, 0)]).astype(int)
    pairs = signed.reshape(2, -1, 2, 8).sum(axis=2) * 255
    assert pairs.min() >= -(2**15)
    assert pairs.max() < 2**15

    step = np.abs(matrix).max(axis=0) / 64  # what always fits: one bit less
    plain = np.rint(matrix / step) * step
    assert lost(inputs, matrix, numbers * steps) < lost(inputs, matrix, plain)


def lost(inputs: np.ndarray, matrix: np.ndarray, other: np.ndarray) -> float:
    return float(np.square(inputs @ (matrix - other)).sum())
