"""Arrays packed for the page: small integers with scale and offset, base64, little endian."""

import base64
from typing import Any

import numpy as np

NEVER_U16 = 65_535


def pack_u16(values: np.ndarray, *, scale: float = 1.0, offset: float = 0.0,
             never_from: float = np.inf) -> dict[str, Any]:
    """Pack values as unsigned 16-bit; what lies at or above `never_from`, and NaN, becomes "never".

    Examples
    --------
    >>> pack_u16(np.array([0.0, 10.0, np.nan]))["data"]
    'AAAKAP//'
    """
    raw = np.rint((np.asarray(values, dtype=float) - offset) / scale)
    never = ~np.isfinite(raw) | (np.asarray(values) >= never_from)
    whole = np.where(never, NEVER_U16, np.clip(np.nan_to_num(raw), 0, NEVER_U16 - 1)).astype("<u2")
    return _packed("u16", whole, scale, offset)


def pack_i16(values: np.ndarray) -> dict[str, Any]:
    """Pack whole numbers as signed 16-bit."""
    return _packed("i16", np.clip(np.rint(values), -32_768, 32_766).astype("<i2"), 1.0, 0.0)


def _packed(dtype: str, whole: np.ndarray, scale: float, offset: float) -> dict[str, Any]:
    return {"dtype": dtype, "shape": list(whole.shape), "data": base64.b64encode(whole.tobytes()).decode("ascii"),
            "scale": scale, "offset": offset}
