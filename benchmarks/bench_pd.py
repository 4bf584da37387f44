"""Pd of 50 million points from the table against scipy's direct evaluation and a plain copy of the array."""

import numpy as np
from scipy.special import gammainc, gammaincc
from scipy.stats import binom, ncx2
from verdict import Verdict, by_turns, timed

from openiads.physics.detection import threshold_for_pfa
from openiads.physics.pd_table import pd_lookup, pd_table

POINTS = 50_000_000
SCIPY_POINTS = 200_000  # direct evaluation is timed on a part and scaled; its time is linear in the points
REPEATS = 7
PFA = 1e-6
PULSES = 10
ACCEPTED_OVER_COPY = 2.0
ACCEPTED_OVER_SCIPY = 200.0
ACCEPTED_ERROR = 1e-6


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


def main() -> list[Verdict]:
    """Print two lines for each Swerling case: float64 and float32."""
    snr = 10 ** (np.random.default_rng(2026).uniform(-30, 40, POINTS) / 10)
    threshold = threshold_for_pfa(PFA, PULSES)
    print(f"{POINTS:,} points, Pfa {PFA:g}, {PULSES} pulses, medians of {REPEATS};"
          f" scipy on {SCIPY_POINTS:,} of them, scaled")
    over_copy: dict[str, list[float]] = {"float64": [], "float32": []}
    gains, errors = [], []
    for swerling_case in range(5):
        table = pd_table(PFA, PULSES, swerling_case)
        part = snr[:SCIPY_POINTS]
        _, scipy_s, exact = timed(lambda case=swerling_case, part=part: scipy_pd(part, threshold, PULSES, case))
        scipy_s *= POINTS / SCIPY_POINTS  # one thread, so processor time is its time on a free core
        errors.append(float(np.max(np.abs(pd_lookup(table, part) - exact))))
        for kind in over_copy:
            values = snr.astype(kind)
            pd = np.zeros_like(values)
            pd_lookup(table, values, pd)
            (copy, looked), wall_s = by_turns(
                [lambda pd=pd, values=values: np.copyto(pd, values),
                 lambda pd=pd, values=values, table=table: pd_lookup(table, values, pd)], REPEATS)
            over_copy[kind].append(float(np.median(wall_s[:, 1] / wall_s[:, 0])))
            gain = scipy_s / looked.wall_s
            if kind == "float64":
                gains.append(gain)
            print(f"  Swerling {swerling_case}, {kind}: table {looked}, copy {copy}, {over_copy[kind][-1]:.2f} times;"
                  f" scipy {scipy_s:.1f} s, {gain:,.0f} times; a copy {scipy_s / copy.wall_s:,.0f} times")
    return [
        *(Verdict(f"Pd of {kind}, worst case, time over a copy's", max(ratios), ACCEPTED_OVER_COPY)
          for kind, ratios in over_copy.items()),
        Verdict("Pd, greatest error of five cases", max(errors), ACCEPTED_ERROR),
        *(Verdict(f"Pd, Swerling {case}, scipy's time over ours", gain, ACCEPTED_OVER_SCIPY, at_least=True)
          for case, gain in enumerate(gains)),
    ]


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
