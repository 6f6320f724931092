"""What the data files hold of the tuned layers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mappings.tagging.model.files import from_4_bits, to_4_bits


@given(st.integers(1, 5), st.integers(1, 8), st.integers(0, 2**32 - 1), st.sampled_from([1e-6, 1e-3, 1.0, 50.0]))
def test_four_bits_hold_each_value_to_half_a_step(rows: int, pairs: int, seed: int, size: float) -> None:
    values = (np.random.default_rng(seed).normal(size=(rows, 2 * pairs)) * size).astype(np.float32)
    packed, scale = to_4_bits(values)
    assert packed.shape == (rows, pairs)
    assert (np.abs(from_4_bits(packed, scale) - values) <= 0.51 * scale.astype(np.float32) + 1e-9).all()


def test_a_row_of_noughts_stays_nought() -> None:
    assert not from_4_bits(*to_4_bits(np.zeros((2, 4), np.float32))).any()
