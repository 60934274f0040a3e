"""Weights as planes of bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from weishang_risk.model import storage


@given(arrays.arrays(np.float32, arrays.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=6), elements=st.floats(-1e6, 1e6, width=32)))
def test_weights_come_back_from_their_planes_to_the_last_bit(weights: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    assert np.array_equal(storage.from_planes(storage.planes(weights)).view(np.uint32), weights.view(np.uint32))


@pytest.mark.parametrize("array", [np.zeros((4, 2), np.uint8), np.zeros((3, 2, 2), np.uint8), np.zeros((4, 2, 2)), np.full((4, 1, 1), 255, np.uint8)])
def test_what_is_no_planes_of_numbers_is_refused(array: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    with pytest.raises(ValueError, match="weight"):
        storage.from_planes(array)
