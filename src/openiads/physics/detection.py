"""Probability of detection of steady and fluctuating targets in noise, exact for any number of pulses."""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfc, erfcinv

from openiads.compiled import compiled
from openiads.physics.values import Values

NEGLIGIBLE = 1e-17  # terms smaller than this no longer move a probability held in 53 bits
LEAST_CHANCE = 1e-307  # smaller floats lose their digits
FAR_SIGMAS = 12.0  # a Poisson or negative-binomial count lies this far below its mean with probability under 1e-30
SEARCH_FLOOR_DB = -80.0
SEARCH_CEILING_DB = 160.0


@compiled
def poisson_probability(count, mean):
    """Probability of exactly `count` events where `mean` are expected, from the logarithm of its terms. [-]"""
    if mean == 0.0:
        return 1.0 if count == 0 else 0.0
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1.0))


@compiled
def false_alarm_probability(threshold, n_pulses):
    """Probability that noise alone, summed over n pulses behind a square-law detector, exceeds a threshold.

    Parameters
    ----------
    threshold : float
        Threshold over mean noise power of one pulse. [-]
    n_pulses : int
        Number of pulses summed. [-]

    Returns
    -------
    float
        Regularised upper incomplete gamma function Q(n, threshold). [-]

    Notes
    -----
    Q(n, T) = sum over j < n of T^j exp(-T) / j!, summed from the last term down; all terms are positive.

    References
    ----------
    meyer-mayer-1973

    Examples
    --------
    >>> round(false_alarm_probability(9.210340372, 1), 10)
    0.0001
    """
    term = poisson_probability(n_pulses - 1, threshold)
    total = 0.0
    for below in range(n_pulses - 1, -1, -1):
        total += term
        term *= below / threshold
        if term < NEGLIGIBLE * total and below < threshold:
            break
    return total


@compiled
def threshold_for_pfa(pfa, n_pulses):
    """Threshold over mean noise power that noise alone exceeds with probability pfa.

    Parameters
    ----------
    pfa : float
        Probability of false alarm, between 0 and 1. [-]
    n_pulses : int
        Number of pulses summed behind a square-law detector. [-]

    Returns
    -------
    float
        Inverse regularised incomplete gamma function. [-]

    Notes
    -----
    Newton's method on ln Q(n, T), which is concave; a step that lands where Q underflows is taken half back. Above
    pfa 0.5, where Q is nearly one and tells little of T, on ln(1 - Q), concave as well. Good to 1e-13 of itself up to
    1000 pulses and 5e-13 up to 10,000, for any pfa down to 1e-300; 1 - pfa is taken as it stands in the float.

    References
    ----------
    meyer-mayer-1973; mahafza-2000, table of thresholds

    Examples
    --------
    >>> [round(threshold_for_pfa(1e-4, n), 2) for n in (1, 10, 20, 40)]
    [9.21, 26.19, 41.03, 67.89]
    """
    if not (0.0 < pfa < 1.0):
        return math.nan
    if n_pulses == 1:
        return -math.log(pfa)
    threshold = usable = float(n_pulses)
    often = pfa > 0.5
    wanted = math.log1p(-pfa) if often else math.log(pfa)
    for _ in range(200):
        density = poisson_probability(n_pulses - 1, threshold)
        chance = _stays_below(threshold, n_pulses) if often else false_alarm_probability(threshold, n_pulses)
        if chance < LEAST_CHANCE:
            threshold = 0.5 * (usable + threshold)
            continue
        usable = threshold
        step = (math.log(chance) - wanted) * chance / density
        threshold = max(threshold + (-step if often else step), 0.1 * threshold)
        if abs(step) < 1e-14 * threshold:
            break
    return threshold


@compiled
def _stays_below(threshold, n_pulses):
    # P(n, T) = sum over j >= n of T^j exp(-T) / j!, the complement of `false_alarm_probability`
    term = poisson_probability(n_pulses, threshold)
    total = 0.0
    count = n_pulses
    while term > NEGLIGIBLE * total or count < threshold:
        total += term
        count += 1
        term *= threshold / count
    return total


@compiled
def fluctuation_shape(n_pulses, swerling_case):
    """Shape of the gamma law of the mean cross-section over n pulses; infinite for a steady target. [-]

    One look sees one exponential draw (case 1) or n of them (case 2), one chi-square draw of four degrees (case 3)
    or n of them (case 4).
    """
    if swerling_case == 0:
        return math.inf
    if swerling_case == 1:
        return 1.0
    if swerling_case == 2:
        return float(n_pulses)
    if swerling_case == 3:
        return 2.0
    if swerling_case == 4:
        return 2.0 * n_pulses
    return math.nan


@compiled
def pd_and_slope(snr, threshold, n_pulses, shape):
    """Probability of detection over a threshold, and its derivative by the signal-to-noise ratio.

    Parameters
    ----------
    snr : float
        Mean signal-to-noise ratio of one pulse; zero or more. [-]
    threshold : float
        Threshold over mean noise power of one pulse. [-]
    n_pulses : int
        Number of pulses summed behind a square-law detector. [-]
    shape : float
        Shape of the target's gamma law over the n pulses; infinite if it is steady. [-]

    Returns
    -------
    tuple of float
        Pd and dPd/dsnr. [-]

    Notes
    -----
    The sum of n pulses is a gamma variable of shape n + K, where K is a Poisson count of mean n snr, and, the target
    fluctuating, a negative-binomial count of that mean. So Pd = sum over k of P(K = k) Q(n + k, threshold) and
    dPd/dsnr = n sum over k of P(K' = k) exp(-threshold) threshold^(n+k) / (n+k)!, with K' of shape one more.
    All terms are positive; the sum ends where Q is one to the last bit.

    References
    ----------
    marcum-1960; swerling-1960; meyer-mayer-1973
    """
    if not (snr >= 0.0 and threshold >= 0.0 and shape > 0.0):
        return math.nan, math.nan
    mean = n_pulses * snr
    spread = 1.0 + mean / shape
    first = max(0, int(mean - FAR_SIGMAS * math.sqrt(mean * spread))) if mean < 1e15 else 10**15
    exceeded = false_alarm_probability(threshold, n_pulses)
    step = poisson_probability(n_pulses, threshold)
    steady = shape == math.inf
    odds = mean if steady else (spread - 1.0) / spread
    weight = 0.0
    weight_sum = 0.0
    pd = 0.0
    slope = 0.0
    k = 0
    while True:
        if k == first:
            if steady:
                weight = poisson_probability(k, mean)
            else:
                log_weight = math.lgamma(shape + k) - math.lgamma(shape) - math.lgamma(k + 1.0)
                log_weight -= shape * math.log(spread)
                weight = math.exp(log_weight + k * math.log(odds)) if k > 0 else math.exp(log_weight)
        if k >= first:
            pd += weight * exceeded
            weight_sum += weight
            slope += step * weight if steady else step * weight * (1.0 + k / shape) / spread
            weight *= odds / (k + 1.0) if steady else odds * (shape + k) / (k + 1.0)
            if k > mean and weight < NEGLIGIBLE * weight_sum * (1.0 if steady else 1.0 - odds):
                return min(pd, 1.0), n_pulses * slope
        exceeded += step
        step *= threshold / (n_pulses + k + 1.0)
        k += 1
        if n_pulses + k > threshold and step < NEGLIGIBLE:
            return min(pd + max(1.0 - weight_sum, 0.0), 1.0), n_pulses * slope


@compiled
def pd_swerling(snr, pfa, n_pulses=1, swerling_case=1):
    """Exact probability of detection of a steady or fluctuating target, n pulses summed behind a square-law detector.

    Parameters
    ----------
    snr : float
        Mean signal-to-noise ratio of one pulse; zero or more. [-]
    pfa : float
        Probability of false alarm, between 0 and 1. [-]
    n_pulses : int
        Number of pulses summed without phase. [-]
    swerling_case : int
        0 steady; 1 slow and 2 fast fluctuation, exponential; 3 slow and 4 fast, chi-square of four degrees. [-]

    Returns
    -------
    float
        Pd. [-]

    Notes
    -----
    See `pd_and_slope`. Good to 1e-10 up to 10,000 pulses. One pulse has no time to fluctuate, so that case 2 equals
    case 1 and case 4 equals case 3 there; a linear detector gives the same Pd for one pulse.

    References
    ----------
    marcum-1960; swerling-1960; meyer-mayer-1973

    Examples
    --------
    >>> round(pd_swerling(10**1.6, 1e-4, 1, 1), 4)
    0.798
    """
    if swerling_case == 1 and n_pulses == 1:
        return pfa ** (1.0 / (1.0 + snr)) if snr >= 0.0 and 0.0 < pfa < 1.0 else math.nan
    pd, _ = pd_and_slope(snr, threshold_for_pfa(pfa, n_pulses), n_pulses, fluctuation_shape(n_pulses, swerling_case))
    return pd


def pd_coherent(snr: Values, pfa: Values, n_pulses: Values = 1) -> Values:
    """Probability of detection with n pulses summed in known phase.

    Parameters
    ----------
    snr, pfa : float or array
        Signal-to-noise ratio of one pulse and probability of false alarm. [-]
    n_pulses : int or array
        Number of pulses. [-]

    Returns
    -------
    float or array
        Pd = erfc(erfcinv(2 Pfa) - sqrt(n snr)) / 2, for a steady target. [-]

    References
    ----------
    richards-2014, chapter 6, known-phase detector

    Examples
    --------
    >>> round(float(pd_coherent(10**1.24, 1e-6)), 4)
    0.8733
    """
    return 0.5 * erfc(erfcinv(2 * np.asarray(pfa)) - np.sqrt(n_pulses * np.asarray(snr)))


def snr_for_pd(pd: float, pfa: float, n_pulses: int = 1, swerling_case: int = 1) -> float:
    """Mean signal-to-noise ratio of one pulse that a probability of detection needs; the root of the exact Pd.

    Parameters
    ----------
    pd, pfa : float
        Wanted probability of detection, above that of false alarm. [-]
    n_pulses : int
        Number of pulses summed behind a square-law detector. [-]
    swerling_case : int
        0 to 4, as in `pd_swerling`. [-]

    Returns
    -------
    float
        SNR; NaN where no SNR between -80 and 160 dB gives this Pd. [-]

    Examples
    --------
    >>> round(10 * math.log10(snr_for_pd(0.9, 1e-6, 1, 0)), 6)
    13.18349
    """
    if not (0 < pfa < pd < 1):
        return math.nan
    if n_pulses == 1 and swerling_case in (1, 2):
        return math.log(pfa) / math.log(pd) - 1
    threshold, shape = threshold_for_pfa(pfa, n_pulses), fluctuation_shape(n_pulses, swerling_case)

    def excess(snr_db: float) -> float:
        return pd_and_slope(10 ** (snr_db / 10), threshold, n_pulses, shape)[0] - pd

    if not (excess(SEARCH_FLOOR_DB) < 0 < excess(SEARCH_CEILING_DB)):
        return math.nan
    return 10 ** (brentq(excess, SEARCH_FLOOR_DB, SEARCH_CEILING_DB, xtol=1e-11, rtol=1e-14) / 10)
