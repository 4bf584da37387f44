"""Detection beyond one fixed threshold: constant false-alarm rate, m of n, and the sum of many looks."""

import numpy as np
from scipy.stats import binom

from openiads.physics.values import Values


def cfar_multiplier(pfa: Values, reference_cells: Values) -> Values:
    """Threshold of a cell-averaging CFAR over the mean of its reference cells.

    Parameters
    ----------
    pfa : float or array
        Probability of false alarm in exponential noise. [-]
    reference_cells : int or array
        Number of cells averaged. [-]

    Returns
    -------
    float or array
        N (Pfa^(-1/N) - 1). [-]

    References
    ----------
    finn-johnson-1968

    Examples
    --------
    >>> round(float(cfar_multiplier(1e-4, 16)), 6)
    12.452471
    """
    return reference_cells * np.expm1(-np.log(pfa) / reference_cells)


def pd_cfar_finn_johnson_1968(snr: Values, pfa: Values, reference_cells: Values) -> Values:
    """Probability of detection of a Swerling 1 target, one pulse, behind a cell-averaging CFAR.

    Parameters
    ----------
    snr, pfa : float or array
        Mean signal-to-noise ratio and probability of false alarm. [-]
    reference_cells : int or array
        Number of cells averaged; all hold noise alone. [-]

    Returns
    -------
    float or array
        (1 + (Pfa^(-1/N) - 1) / (1 + snr))^-N. [-]

    References
    ----------
    finn-johnson-1968

    Examples
    --------
    >>> round(float(pd_cfar_finn_johnson_1968(10**1.5, 1e-4, 16)), 6)
    0.685759
    """
    return (1 + cfar_multiplier(pfa, reference_cells) / reference_cells / (1 + snr)) ** -np.asarray(reference_cells)


def pd_m_of_n(pd: Values, m: Values, n: Values) -> Values:
    """Probability that at least m of n independent looks detect.

    Parameters
    ----------
    pd : float or array
        Probability that one look detects. [-]
    m, n : int or array
        Looks wanted and looks made. [-]

    Returns
    -------
    float or array
        Upper tail of the binomial law. [-]

    References
    ----------
    skolnik-2008, chapter 7

    Examples
    --------
    >>> round(float(pd_m_of_n(0.9, 2, 3)), 3)
    0.972
    """
    return binom.sf(np.asarray(m) - 1, n, pd)


def pd_cumulative(pd: Values) -> Values:
    """Probability that any of the looks so far has detected.

    Parameters
    ----------
    pd : array
        Probabilities of detection of independent looks in order along the last axis. [-]

    Returns
    -------
    array
        1 - product of (1 - Pd), running along the last axis. [-]

    References
    ----------
    skolnik-2008, chapter 7

    Examples
    --------
    >>> pd_cumulative([0.5, 0.5, 1.0]).tolist()
    [0.5, 0.75, 1.0]
    """
    return 1 - np.cumprod(1 - np.asarray(pd, float), axis=-1)
