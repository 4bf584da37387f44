"""Filters of a track: constant velocity in three axes, one or several noise levels mixed, each a packed row of numbers.

A record holds position (0 to 2), velocity (3 to 5), and the covariance: of position (6 to 11, upper triangle), of
position with velocity (12 to 20, by rows), of velocity (21 to 26, upper triangle). A plot is position (0 to 2) and
covariance (3 to 8, upper triangle).
"""

import numpy as np

from openiads.compiled import compiled_bare

RECORD = 27
PLOT = 9
_LOG_TWO_PI = np.log(2.0 * np.pi)


@compiled_bare
def copy_row(values, out):
    """Copy one row of numbers onto another; slices would do the same but take seconds to compile."""
    for place in range(out.size):
        out[place] = values[place]


@compiled_bare
def start_record(plot, max_speed_mps, out):
    """Record of a target seen once, whose velocity is anything up to the greatest speed along each axis.

    Parameters
    ----------
    plot : (9,) array
    max_speed_mps : float
    out : (27,) array
        Filled.

    References
    ----------
    blackman-1999, chapter 6
    """
    for place in range(RECORD):
        out[place] = 0.0
    for axis in range(3):
        out[axis] = plot[axis]
    for place in range(6):
        out[6 + place] = plot[3 + place]
    variance = max_speed_mps * max_speed_mps / 3.0
    out[21], out[24], out[26] = variance, variance, variance


@compiled_bare
def know_rate(rate, rate_error_mps, out):
    """Let the record of a target seen once know the speed at which it recedes from the radar that saw it.

    Parameters
    ----------
    rate : (4,) array
        Direction from the radar, and the speed along it. [m/s]
    rate_error_mps : float
        Standard error of that speed. [m/s]
    out : (27,) array
        From `start_record`; its velocity is changed.

    References
    ----------
    blackman-1999, chapter 6
    """
    known = rate_error_mps * rate_error_mps - out[21]
    for axis in range(3):
        out[3 + axis] = rate[3] * rate[axis]
    place = 21
    for one in range(3):
        for other in range(one, 3):
            out[place] += known * rate[one] * rate[other]
            place += 1


@compiled_bare
def carry(record, interval_s, noise, out):
    """Carry a record forward under continuous white acceleration of one intensity.

    Parameters
    ----------
    record : (27,) array
    interval_s : float
    noise : float
        Power spectral density of the acceleration. [m2/s3]
    out : (27,) array
        Filled; may be the record itself.

    References
    ----------
    barshalom-2001, chapter 6
    """
    t = interval_s
    added, cross, speed = noise * t * t * t / 3.0, noise * t * t / 2.0, noise * t
    for axis in range(3):
        out[axis] = record[axis] + t * record[3 + axis]
        out[3 + axis] = record[3 + axis]
    c0, c1, c2, c3, c4, c5 = record[21], record[22], record[23], record[24], record[25], record[26]
    b0, b1, b2, b3, b4 = record[12], record[13], record[14], record[15], record[16]
    b5, b6, b7, b8 = record[17], record[18], record[19], record[20]
    out[6] = record[6] + t * (b0 + b0 + t * c0) + added
    out[7] = record[7] + t * (b1 + b3 + t * c1)
    out[8] = record[8] + t * (b2 + b6 + t * c2)
    out[9] = record[9] + t * (b4 + b4 + t * c3) + added
    out[10] = record[10] + t * (b5 + b7 + t * c4)
    out[11] = record[11] + t * (b8 + b8 + t * c5) + added
    out[12], out[13], out[14] = b0 + t * c0 + cross, b1 + t * c1, b2 + t * c2
    out[15], out[16], out[17] = b3 + t * c1, b4 + t * c3 + cross, b5 + t * c4
    out[18], out[19], out[20] = b6 + t * c2, b7 + t * c4, b8 + t * c5 + cross
    out[21], out[22], out[23], out[24], out[25], out[26] = c0 + speed, c1, c2, c3 + speed, c4, c5 + speed


@compiled_bare
def inverse_of(s0, s1, s2, s3, s4, s5):
    """Determinant and upper triangle of the inverse of a symmetric 3 x 3 matrix given by its upper triangle.

    Examples
    --------
    >>> inverse_of(2.0, 0.0, 0.0, 4.0, 0.0, 5.0)
    (40.0, 0.5, 0.0, 0.0, 0.25, 0.0, 0.2)
    """
    m0, m1, m2 = s3 * s5 - s4 * s4, s2 * s4 - s1 * s5, s1 * s4 - s2 * s3
    size = s0 * m0 + s1 * m1 + s2 * m2
    scale = 1.0 / size
    return (size, m0 * scale, m1 * scale, m2 * scale, (s0 * s5 - s2 * s2) * scale, (s1 * s2 - s0 * s4) * scale,
            (s0 * s3 - s1 * s1) * scale)


@compiled_bare
def fold_in(record, plot):
    """Update a record with a plot, in place.

    Parameters
    ----------
    record : (27,) array
        Carried to the time of the plot.
    plot : (9,) array

    Returns
    -------
    float
        Log-likelihood of the plot under the record. [-]

    Notes
    -----
    With S = A + R: position covariance R S^-1 A, cross covariance R S^-1 B, velocity covariance C - B' S^-1 B, which
    lose no digits however large A is beside R.

    References
    ----------
    barshalom-2001, chapter 5
    """
    a0, a1, a2, a3, a4, a5 = record[6], record[7], record[8], record[9], record[10], record[11]
    b0, b1, b2, b3, b4 = record[12], record[13], record[14], record[15], record[16]
    b5, b6, b7, b8 = record[17], record[18], record[19], record[20]
    r0, r1, r2, r3, r4, r5 = plot[3], plot[4], plot[5], plot[6], plot[7], plot[8]
    size, i0, i1, i2, i3, i4, i5 = inverse_of(a0 + r0, a1 + r1, a2 + r2, a3 + r3, a4 + r4, a5 + r5)
    y0, y1, y2 = plot[0] - record[0], plot[1] - record[1], plot[2] - record[2]
    w0, w1, w2 = i0 * y0 + i1 * y1 + i2 * y2, i1 * y0 + i3 * y1 + i4 * y2, i2 * y0 + i4 * y1 + i5 * y2
    record[0] += a0 * w0 + a1 * w1 + a2 * w2
    record[1] += a1 * w0 + a3 * w1 + a4 * w2
    record[2] += a2 * w0 + a4 * w1 + a5 * w2
    record[3] += b0 * w0 + b3 * w1 + b6 * w2
    record[4] += b1 * w0 + b4 * w1 + b7 * w2
    record[5] += b2 * w0 + b5 * w1 + b8 * w2
    l0, l1, l2 = r0 * i0 + r1 * i1 + r2 * i2, r0 * i1 + r1 * i3 + r2 * i4, r0 * i2 + r1 * i4 + r2 * i5
    l3, l4, l5 = r1 * i0 + r3 * i1 + r4 * i2, r1 * i1 + r3 * i3 + r4 * i4, r1 * i2 + r3 * i4 + r4 * i5
    l6, l7, l8 = r2 * i0 + r4 * i1 + r5 * i2, r2 * i1 + r4 * i3 + r5 * i4, r2 * i2 + r4 * i4 + r5 * i5
    record[6], record[7] = l0 * a0 + l1 * a1 + l2 * a2, l0 * a1 + l1 * a3 + l2 * a4
    record[8], record[9] = l0 * a2 + l1 * a4 + l2 * a5, l3 * a1 + l4 * a3 + l5 * a4
    record[10], record[11] = l3 * a2 + l4 * a4 + l5 * a5, l6 * a2 + l7 * a4 + l8 * a5
    record[12], record[13], record[14] = (l0 * b0 + l1 * b3 + l2 * b6, l0 * b1 + l1 * b4 + l2 * b7,
                                          l0 * b2 + l1 * b5 + l2 * b8)
    record[15], record[16], record[17] = (l3 * b0 + l4 * b3 + l5 * b6, l3 * b1 + l4 * b4 + l5 * b7,
                                          l3 * b2 + l4 * b5 + l5 * b8)
    record[18], record[19], record[20] = (l6 * b0 + l7 * b3 + l8 * b6, l6 * b1 + l7 * b4 + l8 * b7,
                                          l6 * b2 + l7 * b5 + l8 * b8)
    # columns of S^-1 B
    p0, p3, p6 = i0 * b0 + i1 * b3 + i2 * b6, i1 * b0 + i3 * b3 + i4 * b6, i2 * b0 + i4 * b3 + i5 * b6
    p1, p4, p7 = i0 * b1 + i1 * b4 + i2 * b7, i1 * b1 + i3 * b4 + i4 * b7, i2 * b1 + i4 * b4 + i5 * b7
    p2, p5, p8 = i0 * b2 + i1 * b5 + i2 * b8, i1 * b2 + i3 * b5 + i4 * b8, i2 * b2 + i4 * b5 + i5 * b8
    record[21] -= b0 * p0 + b3 * p3 + b6 * p6
    record[22] -= b0 * p1 + b3 * p4 + b6 * p7
    record[23] -= b0 * p2 + b3 * p5 + b6 * p8
    record[24] -= b1 * p1 + b4 * p4 + b7 * p7
    record[25] -= b1 * p2 + b4 * p5 + b7 * p8
    record[26] -= b2 * p2 + b5 * p5 + b8 * p8
    return -0.5 * (y0 * w0 + y1 * w1 + y2 * w2 + np.log(size) + 3.0 * _LOG_TWO_PI)


@compiled_bare
def _add_mixture(records, mean, weight_of, out):
    # records about their mean, each with its weight; `out` holds the mean already and zeros behind it
    for model in range(records.shape[0]):
        weight, record = weight_of[model], records[model]
        d0, d1, d2 = record[0] - mean[0], record[1] - mean[1], record[2] - mean[2]
        d3, d4, d5 = record[3] - mean[3], record[4] - mean[4], record[5] - mean[5]
        p0, p1, p2, p3, p4, p5 = weight * d0, weight * d1, weight * d2, weight * d3, weight * d4, weight * d5
        out[6] = out[6] + weight * record[6] + p0 * d0
        out[7] = out[7] + weight * record[7] + p0 * d1
        out[8] = out[8] + weight * record[8] + p0 * d2
        out[9] = out[9] + weight * record[9] + p1 * d1
        out[10] = out[10] + weight * record[10] + p1 * d2
        out[11] = out[11] + weight * record[11] + p2 * d2
        out[12] = out[12] + weight * record[12] + p0 * d3
        out[13] = out[13] + weight * record[13] + p0 * d4
        out[14] = out[14] + weight * record[14] + p0 * d5
        out[15] = out[15] + weight * record[15] + p1 * d3
        out[16] = out[16] + weight * record[16] + p1 * d4
        out[17] = out[17] + weight * record[17] + p1 * d5
        out[18] = out[18] + weight * record[18] + p2 * d3
        out[19] = out[19] + weight * record[19] + p2 * d4
        out[20] = out[20] + weight * record[20] + p2 * d5
        out[21] = out[21] + weight * record[21] + p3 * d3
        out[22] = out[22] + weight * record[22] + p3 * d4
        out[23] = out[23] + weight * record[23] + p3 * d5
        out[24] = out[24] + weight * record[24] + p4 * d4
        out[25] = out[25] + weight * record[25] + p4 * d5
        out[26] = out[26] + weight * record[26] + p5 * d5


@compiled_bare
def mixture(records, weight_of, out):
    """Mean and covariance of a weighted mixture of records.

    Parameters
    ----------
    records : (M, 27) array
    weight_of : (M,) array
        Summing to 1.
    out : (27,) array
        Filled.

    References
    ----------
    blom-1988
    """
    if records.shape[0] == 1:
        copy_row(records[0], out)
        return
    for place in range(RECORD):
        out[place] = 0.0
    for model in range(records.shape[0]):
        for place in range(6):
            out[place] += weight_of[model] * records[model, place]
    _add_mixture(records, out, weight_of, out)


@compiled_bare
def mode_after(mode, models, interval_s, sojourn_s):
    """Probability of a mode after an interval in which modes change at random moments, each to any other alike.

    Parameters
    ----------
    mode : float
        Probability before. [-]
    models : int
    interval_s : float
    sojourn_s : float
        Mean time in a mode.

    Returns
    -------
    float

    Notes
    -----
    1/M + (p - 1/M) exp(-M t / ((M - 1) sojourn)): two short intervals give what a long one does.

    References
    ----------
    barshalom-2001, chapter 11

    Examples
    --------
    >>> round(float(mode_after(1.0, 2, 5.0, 94.9122)), 6)
    0.95
    """
    if models == 1:
        return 1.0
    return mode_faded(mode, models, fading(models, interval_s, sojourn_s))


@compiled_bare
def fading(models, interval_s, sojourn_s):
    """How much of what sets two or more modes apart is left after an interval; see `mode_after`. [-]"""
    return np.exp(-models * interval_s / ((models - 1.0) * sojourn_s))


@compiled_bare
def mode_faded(mode, models, left):
    """Probability of a mode once so much is left of what sets it apart, from `fading`. [-]"""
    even = 1.0 / models
    return even + (mode - even) * left


@compiled_bare
def advance(records, modes, interval_s, noises, sojourn_s, plot, out, out_modes, weight_of):
    """One cycle of a track's filters: mix, carry forward, fold the plot in, weigh.

    Parameters
    ----------
    records : (M, 27) array
    modes : (M,) array
        Probabilities.
    interval_s : float
    noises : (M,) array
        Power spectral density of the acceleration of each model. [m2/s3]
    sojourn_s : float
        Mean time in a mode.
    plot : (9,) array
    out, out_modes : (M, 27), (M,) array
        Filled; not the arrays that went in.
    weight_of : (M,) array
        Working space.

    References
    ----------
    blom-1988
    """
    models = noises.size
    if models == 1:
        carry(records[0], interval_s, noises[0], out[0])
        fold_in(out[0], plot)
        out_modes[0] = 1.0
        return
    left = fading(models, interval_s, sojourn_s)
    stays, comes = mode_faded(1.0, models, left), mode_faded(0.0, models, left)
    greatest = -np.inf
    for to in range(models):
        predicted = mode_faded(modes[to], models, left)
        for origin in range(models):
            weight_of[origin] = (stays if origin == to else comes) * modes[origin] / predicted
        mixture(records, weight_of, out[to])
        carry(out[to], interval_s, noises[to], out[to])
        out_modes[to] = np.log(predicted) + fold_in(out[to], plot)
        greatest = max(greatest, out_modes[to])
    total = 0.0
    for model in range(models):
        out_modes[model] = np.exp(out_modes[model] - greatest)
        total += out_modes[model]
    for model in range(models):
        out_modes[model] = max(out_modes[model] / total, 1e-12)
