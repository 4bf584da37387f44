"""Tests of noise jamming: burn-through is where echo and jamming stand in the wanted ratio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.interference import (
    burnthrough_self_screening_m,
    burnthrough_stand_off_m,
    jam_to_noise,
    share_received,
)
from openiads.physics.radar import (
    noise_power_w,
    ratio_of_db,
    received_power_one_way_w,
    received_power_two_way_w,
)

CLOSED_FORM = 1e-6
RADAR = {"power_w": 1e5, "gain": ratio_of_db(35), "rcs_m2": 5.0}
NOISE = {"jammer_erp_w": 1e3, "jammer_bandwidth_hz": 50e6, "receiver_bandwidth_hz": 1e6}


def test_self_screening_range_is_the_closed_form():
    # ratio of the skin-return to the barrage-noise equation, reference case radar-burnthrough-ssj
    range_m = burnthrough_self_screening_m(**RADAR, **NOISE, signal_over_jamming=10.0, loss=ratio_of_db(3))
    assert range_m == pytest.approx(561.519797, rel=CLOSED_FORM)


@given(st.floats(1e4, 1e7), st.floats(10, 1e5), st.floats(1e5, 1e9), st.floats(1, 100))
def test_at_burnthrough_echo_and_jamming_stand_in_the_wanted_ratio(power_w, erp_w, bandwidth_hz, ratio):
    radar = {**RADAR, "power_w": power_w}
    noise = {**NOISE, "jammer_erp_w": erp_w, "jammer_bandwidth_hz": bandwidth_hz}
    share = share_received(bandwidth_hz, 1e6)
    own_m = burnthrough_self_screening_m(**radar, **noise, signal_over_jamming=ratio, loss=2.0)
    gain = radar["gain"]
    echo_w = received_power_two_way_w(power_w, gain, gain, 3e9, 5.0, own_m, loss=2.0)
    assert echo_w == pytest.approx(ratio * share * received_power_one_way_w(erp_w, 1.0, gain, 3e9, own_m))
    far_m = burnthrough_stand_off_m(**radar, **noise, mainlobe_over_sidelobe=300.0, jammer_range_m=2e5,
                                    signal_over_jamming=ratio, loss=2.0)
    echo_w = received_power_two_way_w(power_w, gain, gain, 3e9, 5.0, far_m, loss=2.0)
    assert echo_w == pytest.approx(ratio * share * received_power_one_way_w(erp_w, 1.0, gain / 300.0, 3e9, 2e5))


def test_a_narrow_jammer_loses_nothing():
    assert share_received(0.5e6, 1e6) == 1.0
    assert share_received(4e6, 1e6) == 0.25


def test_jam_to_noise_is_the_ratio_of_the_two_powers():
    jamming_w = received_power_one_way_w(1e3, 1.0, 2.0, 3e9, 1.5e5) / 50
    ratio = jam_to_noise(1e3, 2.0, 3e9, 1.5e5, 50e6, 1e6, 500.0)
    assert ratio == pytest.approx(jamming_w / noise_power_w(1e6, 500.0))
    assert jam_to_noise(1e3, 2.0, 3e9, 3e5, 50e6, 1e6, 500.0) == pytest.approx(ratio / 4)
