"""Noise jamming: how much it raises the noise of a look, and the range at which the echo burns through."""

import numpy as np

from openiads.constants import STANDARD_TEMPERATURE_K
from openiads.physics.radar import noise_power_w, received_power_one_way_w
from openiads.physics.values import Values


def share_received(jammer_bandwidth_hz: Values, receiver_bandwidth_hz: Values) -> Values:
    """Share of an evenly spread jammer's power that falls into the receiver, one at most. [-]

    Examples
    --------
    >>> float(share_received(50e6, 1e6))
    0.02
    """
    return np.minimum(1.0, np.asarray(receiver_bandwidth_hz) / jammer_bandwidth_hz)


def burnthrough_self_screening_m(
    power_w: Values, gain: Values, rcs_m2: Values, jammer_erp_w: Values, jammer_bandwidth_hz: Values,
    receiver_bandwidth_hz: Values, signal_over_jamming: Values, loss: Values = 1.0,
) -> Values:
    """Range inside which the echo of a target that carries the jammer exceeds the jamming as wanted.

    Parameters
    ----------
    power_w, gain : float or array
        Peak power and antenna gain of the radar. [W, -]
    rcs_m2 : float or array
        Cross-section of the target. [m2]
    jammer_erp_w : float or array
        Effective radiated power of the jammer towards the radar. [W]
    jammer_bandwidth_hz, receiver_bandwidth_hz : float or array
        Bandwidths of noise and of receiver. [Hz]
    signal_over_jamming : float or array
        Wanted ratio. [-]
    loss : float or array
        Losses of the echo that the jammer does not share, 1 or more. [-]

    Returns
    -------
    float or array
        sqrt(P G rcs / (4 pi ERP share L (S/J))). [m]

    Notes
    -----
    The jammer sits in the main beam and drowns the receiver's own noise.

    References
    ----------
    adamy-2001, chapter 9; nawcwd-tp-8347, section 4-8

    Examples
    --------
    >>> round(float(burnthrough_self_screening_m(1e5, 10**3.5, 5.0, 1e3, 50e6, 1e6, 10.0, 10**0.3)), 3)
    561.52
    """
    jamming_w = jammer_erp_w * share_received(jammer_bandwidth_hz, receiver_bandwidth_hz)
    return np.sqrt(power_w * gain * rcs_m2 / (4 * np.pi * jamming_w * loss * signal_over_jamming))


def burnthrough_stand_off_m(
    power_w: Values, gain: Values, rcs_m2: Values, jammer_erp_w: Values, mainlobe_over_sidelobe: Values,
    jammer_bandwidth_hz: Values, receiver_bandwidth_hz: Values, jammer_range_m: Values, signal_over_jamming: Values,
    loss: Values = 1.0,
) -> Values:
    """Range inside which a target's echo exceeds the jamming that enters from afar through a sidelobe.

    Parameters
    ----------
    power_w, gain, rcs_m2, jammer_erp_w, jammer_bandwidth_hz, receiver_bandwidth_hz, signal_over_jamming, loss
        As in `burnthrough_self_screening_m`.
    mainlobe_over_sidelobe : float or array
        Gain of the main beam over the gain towards the jammer. [-]
    jammer_range_m : float or array
        Distance of the jammer. [m]

    Returns
    -------
    float or array
        (P G (G / G_s) rcs R_j^2 / (4 pi ERP share L (S/J)))^(1/4). [m]

    References
    ----------
    adamy-2001, chapter 9; nawcwd-tp-8347, section 4-8

    Examples
    --------
    >>> round(float(burnthrough_stand_off_m(1e5, 10**3.5, 5.0, 1e3, 10**2.5, 50e6, 1e6, 100e3, 10.0)))
    37556
    """
    own_m = burnthrough_self_screening_m(
        power_w, gain, rcs_m2, jammer_erp_w, jammer_bandwidth_hz, receiver_bandwidth_hz, signal_over_jamming, loss
    )
    return np.sqrt(own_m * jammer_range_m) * np.asarray(mainlobe_over_sidelobe) ** 0.25


def jam_to_noise(
    jammer_erp_w: Values, gain: Values, frequency_hz: Values, jammer_range_m: Values, jammer_bandwidth_hz: Values,
    receiver_bandwidth_hz: Values, system_temperature_k: Values = STANDARD_TEMPERATURE_K,
) -> Values:
    """Jamming over the receiver's own noise; `look_snr` divides its SNR by one plus this.

    Parameters
    ----------
    jammer_erp_w : float or array
        Effective radiated power of the jammer towards the radar. [W]
    gain : float or array
        Gain of the radar's antenna towards the jammer. [-]
    frequency_hz, jammer_range_m : float or array
        Frequency and distance of the jammer. [Hz, m]
    jammer_bandwidth_hz, receiver_bandwidth_hz : float or array
        Bandwidths of noise and of receiver. [Hz]
    system_temperature_k : float or array
        Noise temperature of the receiving system. [K]

    Returns
    -------
    float or array
        J/N. [-]

    References
    ----------
    adamy-2001, chapter 9

    Examples
    --------
    >>> round(float(10 * np.log10(jam_to_noise(1e3, 1.0, 3e9, 150e3, 50e6, 1e6))), 1)
    11.5
    """
    jamming_w = received_power_one_way_w(jammer_erp_w, 1.0, gain, frequency_hz, jammer_range_m)
    share = share_received(jammer_bandwidth_hz, receiver_bandwidth_hz)
    return jamming_w * share / noise_power_w(receiver_bandwidth_hz, system_temperature_k)
