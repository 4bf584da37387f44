"""Pd of 50 million points from the table against scipy's direct evaluation and a plain copy of the array."""

import time
from collections.abc import Callable

import numpy as np
from scipy.special import gammainc, gammaincc
from scipy.stats import binom, ncx2

from openiads.physics.detection import threshold_for_pfa
from openiads.physics.pd_table import pd_lookup, pd_table

POINTS = 50_000_000
SCIPY_POINTS = 200_000  # direct evaluation is timed on a part and scaled; its time is linear in the points
REPEATS = 7
PFA = 1e-6
PULSES = 10
ACCEPTED_OVER_COPY = 2.0
ACCEPTED_OVER_SCIPY = 200.0


def scipy_pd(snr: np.ndarray, threshold: float, n: int, swerling_case: int) -> np.ndarray:
    """Textbook closed forms in scipy's special functions."""
    if swerling_case == 0:
        return ncx2.sf(2 * threshold, 2 * n, 2 * n * snr)
    if swerling_case == 1:
        mean = n * snr
        tail = (1 + 1 / mean) ** (n - 1) * gammainc(n - 1, threshold / (1 + 1 / mean)) * np.exp(-threshold / (1 + mean))
        return gammaincc(n - 1, threshold) + tail
    if swerling_case == 2:
        return gammaincc(n, threshold / (1 + snr))
    if swerling_case == 3:
        half = n * snr / 2
        ratio = 1 + 1 / half
        first = threshold / (1 + half)
        factor = ratio ** (n - 2) * np.exp(-first)
        lower = gammainc(n - 2, threshold / ratio)
        moment = threshold * gammainc(n - 2, threshold / ratio) - (n - 2) * ratio * gammainc(n - 1, threshold / ratio)
        return gammaincc(n - 2, threshold) + factor * (lower + moment / (1 + half))
    scale = 1 + snr / 2
    share = 1 - 1 / scale
    return sum(binom.pmf(k, n, share) * gammaincc(n + k, threshold / scale) for k in range(n + 1))


def best_s(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Shortest of several times."""
    times = []
    for _ in range(repeats):
        start_s = time.perf_counter()
        work()
        times.append(time.perf_counter() - start_s)
    return min(times)


def main() -> None:
    """Print one line for each Swerling case."""
    snr = 10 ** (np.random.default_rng(2026).uniform(-30, 40, POINTS) / 10)
    pd = np.zeros_like(snr)
    snr_single, pd_single = snr.astype(np.float32), pd.astype(np.float32)
    threshold = threshold_for_pfa(PFA, PULSES)
    print(f"{POINTS:,} points, Pfa {PFA:g}, {PULSES} pulses; accepted: {ACCEPTED_OVER_COPY:g} times a copy, "
          f"{ACCEPTED_OVER_SCIPY:g} times faster than scipy")
    for swerling_case in range(5):
        table = pd_table(PFA, PULSES, swerling_case)
        part = snr[:SCIPY_POINTS]
        exact = scipy_pd(part, threshold, PULSES, swerling_case)
        error = float(np.max(np.abs(pd_lookup(table, part) - exact)))
        scipy_s = best_s(lambda case=swerling_case, part=part: scipy_pd(part, threshold, PULSES, case), 1)
        scipy_s *= POINTS / SCIPY_POINTS
        copy_s = best_s(lambda: np.copyto(pd, snr))
        table_s = best_s(lambda table=table: pd_lookup(table, snr, pd))
        print(f"Swerling {swerling_case}: table {table_s:.3f} s, copy {copy_s:.3f} s ({table_s / copy_s:.2f} times), "
              f"scipy {scipy_s:.1f} s ({scipy_s / table_s:.0f} times); error {error:.1e}, proven {table.error:.1e}")
        copy_s = best_s(lambda: np.copyto(pd_single, snr_single))
        table_s = best_s(lambda table=table: pd_lookup(table, snr_single, pd_single))
        print(f"  in float32: table {table_s:.3f} s, copy {copy_s:.3f} s ({table_s / copy_s:.2f} times), "
              f"scipy in float64 {scipy_s / table_s:.0f} times as long")


if __name__ == "__main__":
    main()
