"""Arrays packed for the page, unpacked by plain base64 and struct."""

import base64
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.pack import NEVER_U16, pack_i16, pack_u16


def unpacked(packed: dict[str, Any]) -> list[int]:
    """Whole numbers of a packed array, little endian."""
    raw = base64.b64decode(packed["data"], validate=True)
    return list(struct.unpack(f"<{len(raw) // 2}{'H' if packed['dtype'] == 'u16' else 'h'}", raw))


@given(values=st.lists(st.floats(-500, 9000), min_size=1, max_size=40), scale=st.sampled_from([0.25, 1.0, 5.0]),
       offset=st.sampled_from([-500.0, -600.0]))
def test_values_come_back_within_half_a_step(values: list[float], scale: float, offset: float) -> None:
    packed = pack_u16(np.array(values), scale=scale, offset=offset)
    back = np.array(unpacked(packed)) * packed["scale"] + packed["offset"]
    assert back == pytest.approx(np.array(values), abs=scale / 2 + 1e-9)


def test_never_stands_for_nan_infinity_and_all_that_is_beyond() -> None:
    packed = pack_u16(np.array([1.0, np.nan, np.inf, 30_000.0, 29_999.0]), never_from=30_000)
    assert unpacked(packed) == [1, NEVER_U16, NEVER_U16, NEVER_U16, 29_999]


def test_what_does_not_fit_is_held_at_the_ends_and_is_not_never() -> None:
    assert unpacked(pack_u16(np.array([-5.0, 1e9]))) == [0, NEVER_U16 - 1]
    assert unpacked(pack_i16(np.array([-1e9, 1e9, -7.4]))) == [-32_768, 32_766, -7]


def test_shape_and_order_are_kept() -> None:
    packed = pack_u16(np.arange(6).reshape(2, 3))
    assert packed["shape"] == [2, 3]
    assert unpacked(packed) == [0, 1, 2, 3, 4, 5]
    assert unpacked(pack_u16(np.arange(6).reshape(2, 3).T)) == [0, 3, 1, 4, 2, 5]
