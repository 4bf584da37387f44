"""Pd on arrays of any size: a table of cubics over the signal-to-noise ratio, with a proven bound on its error."""

import math
from functools import lru_cache
from typing import NamedTuple

import numba
import numpy as np

from openiads.compiled import compiled, compiled_parallel
from openiads.physics.detection import (
    fluctuation_shape,
    pd_and_slope,
    poisson_probability,
    threshold_for_pfa,
)

ERROR = 1e-6  # what a table promises unless less is asked for
SHARE_OF_ENDS = 0.25  # part of the error that cutting the table off above and below may take
EXACT_ERROR = 1e-10  # error of the exact Pd at the nodes
BITS = {np.dtype(np.float64): (np.int64, 52, 1023), np.dtype(np.float32): (np.int32, 23, 127)}  # mantissa, bias
OCTAVES = 2048  # exponents of a float64
BIAS = 1023
BLOCK = 16384  # points of one block: input and output stay in the second-level cache
MOST_SPLITS = 12
LEAST_SNR = 2.0**-60
MOST_SNR = 2.0**60


class PdTable(NamedTuple):
    """Cubics in the SNR, one for each cell; cells are the SNRs that share exponent and leading bits of the mantissa.

    Every float64 has its cell, so that a look-up needs no comparison; below and above the steps of Pd the cells repeat.
    """

    coefficient: np.ndarray  # (2048 * 2^splits, 4) float64, constant term first
    splits: int  # leading bits of the mantissa that tell cells apart
    snr_min: float  # one cubic serves from zero to here
    snr_max: float  # Pd is constant from here on
    error: float  # proven bound on the error against the exact Pd


@compiled
def _derivative_bounds(threshold, n_pulses):
    """Upper bounds of |u^4 d4 Pd / du4| and of |d4 Pd / du4| over u > 0, of a steady target with u = n snr.

    The fourth derivative is the mean over a Poisson count K of mean u of the third difference of
    P(n + k) = exp(-T) T^(n + k) / (n + k)!; and u^4 P(K = k) = (k+1)(k+2)(k+3)(k+4) P(K = k + 4). A mean is at most the
    greatest of what is averaged.
    """
    scaled = 0.0
    plain = 0.0
    last = int(threshold + 60.0 * math.sqrt(threshold) + 200.0)
    for k in range(max(last - n_pulses, 10)):
        p0 = poisson_probability(n_pulses + k, threshold)
        p1 = poisson_probability(n_pulses + k + 1, threshold)
        p2 = poisson_probability(n_pulses + k + 2, threshold)
        p3 = poisson_probability(n_pulses + k + 3, threshold)
        difference = abs(p3 - 3.0 * p2 + 3.0 * p1 - p0)
        plain = max(plain, difference)
        scaled = max(scaled, difference * (k + 1.0) * (k + 2.0) * (k + 3.0) * (k + 4.0))
    return scaled, plain


@compiled
def _cubics(snr, threshold, n_pulses, shape):
    """Coefficients of the cubics that share value and slope with the exact Pd at the nodes, (nodes - 1, 4)."""
    coefficient = np.empty((snr.size - 1, 4))
    left, left_slope = pd_and_slope(snr[0], threshold, n_pulses, shape)
    for cell in range(snr.size - 1):
        right, right_slope = pd_and_slope(snr[cell + 1], threshold, n_pulses, shape)
        start = snr[cell]
        width = snr[cell + 1] - start
        secant = (right - left) / width
        c2 = (3.0 * secant - 2.0 * left_slope - right_slope) / width
        c3 = (left_slope + right_slope - 2.0 * secant) / (width * width)
        coefficient[cell, 0] = left - start * (left_slope - start * (c2 - start * c3))
        coefficient[cell, 1] = left_slope - start * (2.0 * c2 - 3.0 * start * c3)
        coefficient[cell, 2] = c2 - 3.0 * start * c3
        coefficient[cell, 3] = c3
        left, left_slope = right, right_slope
    return coefficient


def _end_snr(gap: float, threshold: float, n_pulses: int, shape: float) -> float:
    """Power of two from which on the exact Pd lies within `gap` of one."""
    snr = 1.0
    while snr < MOST_SNR and 1.0 - pd_and_slope(snr, threshold, n_pulses, shape)[0] > gap:
        snr *= 2.0
    return snr


@lru_cache(maxsize=16)
def pd_table(pfa: float, n_pulses: int = 1, swerling_case: int = 1, error: float = ERROR) -> PdTable:
    """Build the table of Pd over SNR for one threshold and one way to fluctuate.

    Parameters
    ----------
    pfa : float
        Probability of false alarm. [-]
    n_pulses : int
        Pulses summed behind a square-law detector. [-]
    swerling_case : int
        0 to 4. [-]
    error : float
        Greatest error against the exact Pd, anywhere; 1e-8 or more. [-]

    Returns
    -------
    PdTable
        Its `error` is the bound that holds, at most the one asked for.

    Notes
    -----
    A cubic that shares value and slope at both ends of a cell of width w errs by at most w^4 max|f''''| / 384. A cell
    that begins at s has w <= s / 2^p. For a steady target |s^4 f''''(s)| <= M (`_derivative_bounds`); a fluctuating
    target's Pd is a mean of steady ones over a cross-section w of mean one, so the same M bounds it. The bound is
    therefore M / (384 * 16^p) in every cell, and p is the least that suffices. The lowest cell begins at zero, where
    f'''' is at most n^4 E[w^4] times the bound on the plain derivative. Beyond `snr_max` the value at `snr_max` stands.

    References
    ----------
    hildebrand-1974, error of the Hermite cubic; meyer-mayer-1973

    Examples
    --------
    >>> table = pd_table(1e-6, 10, 3)
    >>> table.error <= 1e-6
    True
    >>> pd_lookup(table, np.array([0.0, 10.0])).round(6).tolist()
    [1e-06, 0.913945]
    """
    threshold, shape = threshold_for_pfa(pfa, n_pulses), fluctuation_shape(n_pulses, swerling_case)
    scaled, plain = _derivative_bounds(threshold, n_pulses)
    splits = 0
    while scaled / (384 * 16**splits) > (1 - SHARE_OF_ENDS) * error - EXACT_ERROR and splits < MOST_SPLITS:
        splits += 1
    cell_error = scaled / (384 * 16**splits)
    moment = 1.0 if math.isinf(shape) else (1 + 1 / shape) * (1 + 2 / shape) * (1 + 3 / shape)
    lowest = 1.0
    while (n_pulses * lowest) ** 4 * moment * plain / 384 > cell_error and lowest > LEAST_SNR:
        lowest /= 2
    snr_max = _end_snr(SHARE_OF_ENDS * error, threshold, n_pulses, shape)
    octaves = round(math.log2(snr_max / lowest))
    steps = np.arange(octaves * 2**splits + 1)
    snr = lowest * 2.0 ** (steps >> splits) * (1 + (steps & (2**splits - 1)) / 2**splits)
    cubics = _cubics(np.concatenate([[0.0], snr]), threshold, n_pulses, shape)
    pd_end = pd_and_slope(snr_max, threshold, n_pulses, shape)[0]
    coefficient = np.zeros((OCTAVES << splits, 4))
    first = (BIAS + round(math.log2(lowest))) << splits
    coefficient[:first] = cubics[0]
    coefficient[first : first + steps.size - 1] = cubics[1:]
    coefficient[first + steps.size - 1 :, 0] = pd_end
    return PdTable(coefficient, splits, lowest, snr_max, max(cell_error, 1.0 - pd_end) + EXACT_ERROR)


# multiply-and-add in one rounding: the error bound has room for either, and no sum depends on the order
@numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def _lookup_block(coefficient, shift, offset, snr_max, snr, bits, pd):  # type: ignore[no-untyped-def]
    mask = np.uint64(coefficient.shape[0] - 1)
    for index in range(snr.size):
        cell = np.uint64((bits[index] >> shift) + offset) & mask
        x = float(snr[index])
        x = snr_max if x > snr_max else x
        pd[index] = coefficient[cell, 0] + x * (
            coefficient[cell, 1] + x * (coefficient[cell, 2] + x * coefficient[cell, 3])
        )


@compiled_parallel
def _lookup(coefficient, shift, offset, snr_max, snr, bits, pd):
    # a loop of its own for each block compiles to twice the speed of one parallel loop over the points
    for block in numba.prange((snr.size + BLOCK - 1) // BLOCK):
        part = slice(block * BLOCK, min(snr.size, (block + 1) * BLOCK))
        _lookup_block(coefficient, shift, offset, snr_max, snr[part], bits[part], pd[part])


def pd_lookup(table: PdTable, snr: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Pd of every SNR of an array.

    Parameters
    ----------
    table : PdTable
        Threshold and fluctuation.
    snr : array
        Mean signal-to-noise ratios of one pulse, zero or more, of any shape; float32 stays float32. [-]
    out : array, optional
        Where to write; contiguous, of the shape and type of `snr`.

    Returns
    -------
    array
        Pd, within `table.error` of the exact one (and the rounding of float32); NaN where the SNR is NaN. [-]

    Examples
    --------
    >>> pd_lookup(pd_table(1e-6), np.array([[0.0, np.nan]])).round(12).tolist()
    [[1e-06, nan]]
    """
    snr = np.ascontiguousarray(snr, dtype=np.float32 if np.asarray(snr).dtype == np.float32 else np.float64)
    pd = np.empty_like(snr) if out is None else out
    integer, mantissa_bits, bias = BITS[snr.dtype]
    offset = (BIAS - bias) << table.splits
    flat = snr.reshape(-1)
    _lookup(table.coefficient, mantissa_bits - table.splits, offset, table.snr_max, flat, flat.view(integer),
            pd.reshape(-1))
    return pd
