"""Chi-square bounds: gates about a prediction, and how far the normalised error of an honest filter may stray."""

import numpy as np
from scipy.stats import chi2

from openiads.physics.values import Values


def gate_threshold(probability: Values, dimension: Values) -> Values:
    """Squared Mahalanobis distance that holds a share of the true measurements.

    Parameters
    ----------
    probability : float or array
        Share of true measurements inside the gate. [-]
    dimension : int or array
        Of the measurement. [-]

    Returns
    -------
    float or array
        Quantile of the chi-square law. [-]

    References
    ----------
    barshalom-2001, chapter 1

    Examples
    --------
    >>> round(float(gate_threshold(0.99, 3)), 6)
    11.344867
    """
    return chi2.ppf(probability, dimension)


def average_nees_bounds(runs: Values, dimension: Values, confidence: float = 0.95) -> tuple[Values, Values]:
    """Two-sided bounds on the normalised estimation error squared, averaged over independent runs.

    Parameters
    ----------
    runs, dimension : int or array
        Number of runs and size of the state. [-]
    confidence : float
        Share of honest filters inside the bounds. [-]

    Returns
    -------
    low, high : float or array
        The sum over runs is chi-square with runs x dimension degrees of freedom. [-]

    References
    ----------
    barshalom-2001, chapter 5

    Examples
    --------
    >>> [round(float(bound), 6) for bound in average_nees_bounds(50, 4)]
    [3.25456, 4.821158]
    """
    tail = (1 - confidence) / 2
    degrees = np.asarray(runs) * np.asarray(dimension)
    return chi2.ppf(tail, degrees) / runs, chi2.ppf(1 - tail, degrees) / runs
