"""The radar range equation in its forms: echo power and SNR, power needed, range; one way for a warning receiver."""

import numpy as np

from openiads.constants import BOLTZMANN_JPK, LIGHT_SPEED_MPS, STANDARD_TEMPERATURE_K
from openiads.physics.values import Values

KERR_CONSTANT_DB = 27.5517  # printed constant; 20 log10(c / 4 pi) in km, MHz, kW and dBm is 27.5522


def ratio_of_db(level_db: Values) -> Values:
    """Plain power ratio of a level in decibels.

    Examples
    --------
    >>> float(ratio_of_db(20))
    100.0
    """
    return 10.0 ** (np.asarray(level_db, float) / 10)


def db_of_ratio(ratio: Values) -> Values:
    """Level in decibels of a power ratio.

    Examples
    --------
    >>> float(db_of_ratio(100))
    20.0
    """
    return 10 * np.log10(ratio)


def noise_power_w(bandwidth_hz: Values, system_temperature_k: Values = STANDARD_TEMPERATURE_K) -> Values:
    """Thermal noise power k T B. [W]

    Examples
    --------
    >>> round(float(db_of_ratio(noise_power_w(1e6))), 1)
    -144.0
    """
    return BOLTZMANN_JPK * system_temperature_k * bandwidth_hz


def received_power_one_way_w(
    power_w: Values, gain_tx: Values, gain_rx: Values, frequency_hz: Values, range_m: Values, loss: Values = 1.0,
) -> Values:
    """Power that a receiver takes from a transmitter in free space.

    Parameters
    ----------
    power_w : float or array
        Transmitted power. [W]
    gain_tx, gain_rx : float or array
        Antenna gains towards each other. [-]
    frequency_hz, range_m : float or array
        Frequency and distance. [Hz, m]
    loss : float or array
        All losses, 1 or more. [-]

    Returns
    -------
    float or array
        P G_t G_r lambda^2 / ((4 pi R)^2 L), Friis; far field. [W]

    References
    ----------
    nawcwd-tp-8347, section 4-3

    Examples
    --------
    >>> power_w = received_power_one_way_w(1e4, ratio_of_db(45), 1.0, 5e9, 31e3, ratio_of_db(5))
    >>> round(float(db_of_ratio(power_w)), 2)
    -56.25
    """
    wavelength_m = LIGHT_SPEED_MPS / frequency_hz
    return power_w * gain_tx * gain_rx / loss * (wavelength_m / (4 * np.pi * range_m)) ** 2


def received_power_two_way_w(
    power_w: Values, gain_tx: Values, gain_rx: Values, frequency_hz: Values, rcs_m2: Values, range_tx_m: Values,
    range_rx_m: Values | None = None, loss: Values = 1.0,
) -> Values:
    """Power of an echo in free space.

    Parameters
    ----------
    power_w : float or array
        Peak transmitted power. [W]
    gain_tx, gain_rx : float or array
        Antenna gains towards the target. [-]
    frequency_hz : float or array
        Frequency. [Hz]
    rcs_m2 : float or array
        Radar cross-section. [m2]
    range_tx_m, range_rx_m : float or array
        Distances from transmitter and to receiver; one for both if the second is left out. [m]
    loss : float or array
        All losses, 1 or more. [-]

    Returns
    -------
    float or array
        P G_t G_r lambda^2 rcs / ((4 pi)^3 R_t^2 R_r^2 L). [W]

    References
    ----------
    nawcwd-tp-8347, section 4-4

    Examples
    --------
    >>> power_w = received_power_two_way_w(
    ...     1e4, ratio_of_db(45), ratio_of_db(40), 5e9, 9.0, 31e3, loss=ratio_of_db(5)
    ... )
    >>> round(float(db_of_ratio(power_w)), 1)  # the handbook reads -107.52 off its rounded constants
    -107.5
    """
    range_rx_m = range_tx_m if range_rx_m is None else range_rx_m
    wavelength_m = LIGHT_SPEED_MPS / frequency_hz
    spread_m4 = (4 * np.pi) ** 3 * (range_tx_m * range_rx_m) ** 2
    return power_w * gain_tx * gain_rx * wavelength_m**2 * rcs_m2 / (spread_m4 * loss)


def snr_of_pulse(
    power_w: Values, pulse_width_s: Values, gain_tx: Values, gain_rx: Values, frequency_hz: Values, rcs_m2: Values,
    range_tx_m: Values, range_rx_m: Values | None = None, *, system_temperature_k: Values = STANDARD_TEMPERATURE_K,
    loss: Values = 1.0,
) -> Values:
    """Signal-to-noise ratio of one pulse behind a matched filter, monostatic or bistatic.

    Parameters
    ----------
    power_w, pulse_width_s : float or array
        Peak power and length of the pulse; the filter is as wide as one over its length. [W, s]
    gain_tx, gain_rx, frequency_hz, rcs_m2, range_tx_m, range_rx_m, loss
        As in `received_power_two_way_w`.
    system_temperature_k : float or array
        Noise temperature of the receiving system. [K]

    Returns
    -------
    float or array
        SNR. [-]

    References
    ----------
    skolnik-2008, chapter 1; mathworks-radareqsnr

    Examples
    --------
    >>> snr = snr_of_pulse(1e6, 0.2e-6, 100.0, 100.0, 1e9, 1.0, 50e3)
    >>> round(float(db_of_ratio(snr)), 4)
    5.5868
    """
    echo_w = received_power_two_way_w(power_w, gain_tx, gain_rx, frequency_hz, rcs_m2, range_tx_m, range_rx_m, loss)
    return echo_w / noise_power_w(1 / pulse_width_s, system_temperature_k)


def peak_power_needed_w(
    snr: Values, pulse_width_s: Values, gain: Values, frequency_hz: Values, rcs_m2: Values, range_m: Values,
    **conditions: Values,
) -> Values:
    """Peak power that gives an SNR at a range; `conditions` as in `snr_of_pulse`. [W]

    References
    ----------
    mathworks-radareqpow

    Examples
    --------
    >>> power_w = peak_power_needed_w(10.0, 1e-6, 1e3, 10e9, 0.5, 50e3, system_temperature_k=300.0,
    ...                               loss=ratio_of_db(3))
    >>> round(float(power_w))
    2280882
    """
    return snr / snr_of_pulse(1.0, pulse_width_s, gain, gain, frequency_hz, rcs_m2, range_m, **conditions)


def range_for_snr_m(
    snr: Values, power_w: Values, pulse_width_s: Values, gain: Values, frequency_hz: Values, rcs_m2: Values,
    **conditions: Values,
) -> Values:
    """Range at which one pulse has an SNR in free space; `conditions` as in `snr_of_pulse`. [m]

    References
    ----------
    mathworks-radareqrng

    Examples
    --------
    >>> range_m = range_for_snr_m(ratio_of_db(6), 1e6, 10e-6, 100.0, 10e9, 1.0)
    >>> round(float(range_m))
    41057
    """
    return (snr_of_pulse(power_w, pulse_width_s, gain, gain, frequency_hz, rcs_m2, 1.0, **conditions) / snr) ** 0.25


def free_space_loss(frequency_hz: Values, range_m: Values) -> Values:
    """Loss between isotropic antennas in free space, (4 pi R / lambda)^2. [-]

    References
    ----------
    nawcwd-tp-8347, section 4-3

    Examples
    --------
    >>> round(float(db_of_ratio(free_space_loss(100e6, 1000.0))), 2)
    72.45
    """
    return (4 * np.pi * range_m * frequency_hz / LIGHT_SPEED_MPS) ** 2


def free_space_loss_allowed(power_w: Values, gain_tx: Values, sensitivity_w: Values) -> Values:
    """Loss between a transmitter and an isotropic receiver that leaves just the receiver's sensitivity. [-]

    Examples
    --------
    >>> round(float(db_of_ratio(free_space_loss_allowed(100.0, ratio_of_db(5), 1e-4))), 1)
    65.0
    """
    return power_w * gain_tx / sensitivity_w


def intercept_range_m(power_w: Values, gain_tx: Values, frequency_hz: Values, sensitivity_w: Values) -> Values:
    """Range at which a warning receiver still hears a transmitter in free space; no horizon.

    Parameters
    ----------
    power_w, gain_tx : float or array
        Transmitted power and gain towards the receiver. [W, -]
    frequency_hz : float or array
        Frequency. [Hz]
    sensitivity_w : float or array
        Least power at an isotropic receiving antenna. [W]

    Returns
    -------
    float or array
        lambda / (4 pi) sqrt(P G / S). [m]

    References
    ----------
    nawcwd-tp-8347, section 4-3

    Examples
    --------
    >>> round(float(intercept_range_m(100.0, ratio_of_db(5), 100e6, 1e-4)), 1)
    424.2
    """
    allowed = free_space_loss_allowed(power_w, gain_tx, sensitivity_w)
    return LIGHT_SPEED_MPS / (4 * np.pi * frequency_hz) * np.sqrt(allowed)


def intercept_range_kerr_1951_m(
    power_w: Values, gain_tx: Values, frequency_hz: Values, sensitivity_w: Values
) -> Values:
    """Intercept range by the printed equation of the specification, whose rounded constant makes it 60 ppm shorter.

    Parameters
    ----------
    power_w, gain_tx, frequency_hz, sensitivity_w : float or array
        As in `intercept_range_m`.

    Returns
    -------
    float or array
        10^((P_dBkW - 20 log10 f_MHz + G_dB - S_dBm + 27.5517) / 20) km. [m]

    References
    ----------
    kerr-1951, equation 2-15; hatton-intercept, equation 13

    Examples
    --------
    >>> round(float(intercept_range_kerr_1951_m(1e7, ratio_of_db(50), 100e6, 1e-4)), 1)
    23855306.5
    """
    power_db, sensitivity_dbm = db_of_ratio(power_w / 1000), db_of_ratio(sensitivity_w * 1000)
    level_db = power_db - 20 * np.log10(frequency_hz / 1e6) + db_of_ratio(gain_tx) - sensitivity_dbm
    return 1000 * 10 ** ((level_db + KERR_CONSTANT_DB) / 20)
