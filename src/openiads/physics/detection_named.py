"""Well-known approximations to the exact Pd, each by the name of its author: Albersheim and Shnidman."""

import numpy as np

from openiads.physics.values import Values


def snr_albersheim_1981(pd: Values, pfa: Values, n_pulses: Values = 1) -> Values:
    """Signal-to-noise ratio of one pulse that a steady target needs, by Albersheim's equation.

    Parameters
    ----------
    pd, pfa : float or array
        Probabilities of detection and of false alarm. [-]
    n_pulses : int or array
        Pulses summed without phase. [-]

    Returns
    -------
    float or array
        SNR of one pulse. [-]

    Notes
    -----
    SNR_dB = -5 log10 n + (6.2 + 4.54 / sqrt(n + 0.44)) log10(A + 0.12 A B + 1.7 B), A = ln(0.62 / Pfa),
    B = ln(Pd / (1 - Pd)). Made for a linear detector, 1e-7 <= Pfa <= 1e-3, n <= 8096. Beside the exact Pd of a
    square-law detector it errs by 0.35 dB at most for 0.3 <= Pd <= 0.95, and asks 0.9 dB too little at Pd 0.1. Outside
    these bounds it is carried on without a warning, as published tables do; NaN where the logarithm has none.

    References
    ----------
    albersheim-1981; richards-2014, chapter 6

    Examples
    --------
    >>> round(float(10 * np.log10(snr_albersheim_1981(0.5, 1e-6))), 4)
    11.232
    """
    pd, pfa, n_pulses = np.asarray(pd, float), np.asarray(pfa, float), np.asarray(n_pulses, float)
    alarm, detect = np.log(0.62 / pfa), np.log(pd / (1 - pd))
    snr_db = -5 * np.log10(n_pulses)
    snr_db = snr_db + (6.2 + 4.54 / np.sqrt(n_pulses + 0.44)) * np.log10(alarm + 0.12 * alarm * detect + 1.7 * detect)
    return 10 ** (snr_db / 10)


def pd_albersheim_1981(snr: Values, pfa: Values, n_pulses: Values = 1) -> Values:
    """Probability of detection of a steady target by Albersheim's equation, solved for Pd.

    Parameters
    ----------
    snr, pfa : float or array
        Signal-to-noise ratio of one pulse and probability of false alarm. [-]
    n_pulses : int or array
        Pulses summed without phase. [-]

    Returns
    -------
    float or array
        Pd. [-]

    References
    ----------
    albersheim-1981; richards-2014, chapter 6

    Examples
    --------
    >>> round(float(pd_albersheim_1981(snr_albersheim_1981(0.7, 1e-6, 10), 1e-6, 10)), 9)
    0.7
    """
    snr, pfa, n_pulses = np.asarray(snr, float), np.asarray(pfa, float), np.asarray(n_pulses, float)
    alarm = np.log(0.62 / pfa)
    exponent = (10 * np.log10(snr) + 5 * np.log10(n_pulses)) / (6.2 + 4.54 / np.sqrt(n_pulses + 0.44))
    return 1 / (1 + np.exp(-(10**exponent - alarm) / (1.7 + 0.12 * alarm)))


def snr_shnidman_2002(pd: Values, pfa: Values, n_pulses: Values = 1, swerling_case: int = 0) -> Values:
    """Mean signal-to-noise ratio of one pulse that a target needs, by Shnidman's equation.

    Parameters
    ----------
    pd, pfa : float or array
        Probabilities of detection and of false alarm. [-]
    n_pulses : int or array
        Pulses summed behind a square-law detector. [-]
    swerling_case : int
        0 to 4. [-]

    Returns
    -------
    float or array
        SNR of one pulse. [-]

    Notes
    -----
    Within 0.5 dB for 0.1 <= Pd <= 0.99, 1e-9 <= Pfa <= 1e-3, n <= 100; carried on outside without a warning. At 40
    pulses exactly, where the terms below and above meet, those below hold, as in MATLAB; the paper takes those above,
    0.02 dB more.

    References
    ----------
    shnidman-2002; richards-2014, chapter 6

    Examples
    --------
    >>> round(float(10 * np.log10(snr_shnidman_2002(0.5, 1e-6))), 4)
    11.1716
    """
    pd, pfa, n_pulses = np.asarray(pd, float), np.asarray(pfa, float), np.asarray(n_pulses, float)
    shapes: dict[int, Values] = {0: np.inf, 1: 1.0, 2: n_pulses, 3: 2.0, 4: 2 * n_pulses}
    degrees = shapes[swerling_case]
    alpha = np.where(n_pulses <= 40, 0.0, 0.25)
    eta = np.sqrt(-0.8 * np.log(4 * pfa * (1 - pfa)))
    eta = eta + np.sign(pd - 0.5) * np.sqrt(-0.8 * np.log(4 * pd * (1 - pd)))
    summed_snr = eta * (eta + 2 * np.sqrt(n_pulses / 2 + alpha - 0.25))
    loss_db = (((17.7006 * pd - 18.4496) * pd + 14.5339) * pd - 3.525) / degrees
    tail_db = np.exp(27.31 * pd - 25.14) + (pd - 0.8) * (0.7 * np.log(1e-5 / pfa) + (2 * n_pulses - 20) / 80)
    loss_db = loss_db + np.where(pd > 0.872, tail_db / degrees, 0.0)
    return 10 ** (loss_db / 10) * summed_snr / n_pulses
