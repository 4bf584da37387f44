"""Answers to the radar cases on detection, the range equation, interception and jamming."""

from typing import Any

import numpy as np

from openiads.physics.detection import pd_coherent, pd_swerling, snr_for_pd, threshold_for_pfa
from openiads.physics.detection_logic import cfar_multiplier, pd_cfar_finn_johnson_1968
from openiads.physics.detection_named import snr_albersheim_1981, snr_shnidman_2002
from openiads.physics.interference import burnthrough_self_screening_m, burnthrough_stand_off_m
from openiads.physics.radar import (
    db_of_ratio,
    free_space_loss_allowed,
    intercept_range_kerr_1951_m,
    peak_power_needed_w,
    range_for_snr_m,
    ratio_of_db,
    received_power_one_way_w,
    received_power_two_way_w,
    snr_of_pulse,
)
from tests.cases.registry import Case, answers, each

PULSE = {"frequency_hz", "pulse_width_s", "rcs_m2", "system_temperature_k", "loss_db"}


def _ratios(case: Case, *names: str) -> list[np.ndarray]:
    return [ratio_of_db(case.array(name)) for name in names]


def _conditions(case: Case) -> dict[str, Any]:
    return {
        "system_temperature_k": case.array("system_temperature_k"),
        "loss": ratio_of_db(case.array("loss_db")),
    }


@answers("radar", inputs={"pfa", "snr_db", "n_pulses", "swerling"}, expected={"pd", "pd_*"})
def swerling(case: Case) -> dict[str, Any]:
    (snr,) = _ratios(case, "snr_db")
    pd = each(pd_swerling, snr, case.array("pfa"), case.array("n_pulses"), case.array("swerling"))
    return {item.name: pd for item in case.expected}


@answers("radar", inputs={"pfa", "n_pulses"}, expected={"threshold", "threshold_exact"})
def threshold(case: Case) -> dict[str, Any]:
    value = each(threshold_for_pfa, case.array("pfa"), case.array("n_pulses"))
    return {"threshold": value, "threshold_exact": value}


@answers("radar", inputs={"pfa", "snr_db", "n_pulses"}, expected={"pd"})
def coherent(case: Case) -> dict[str, Any]:
    return {"pd": pd_coherent(*_ratios(case, "snr_db"), case.array("pfa"), case.array("n_pulses"))}


@answers("radar", inputs={"pfa", "snr_db"}, expected={"pd"})
def marcum(case: Case) -> dict[str, Any]:
    return {"pd": each(pd_swerling, *_ratios(case, "snr_db"), case.array("pfa"), 1, 0)}


@answers("radar", inputs={"pd", "pfa", "n_pulses", "swerling"}, expected={"snr_db"})
def required_snr(case: Case) -> dict[str, Any]:
    names = ("pd", "pfa", "n_pulses", "swerling")
    return {"snr_db": db_of_ratio(each(snr_for_pd, *(case.array(name) for name in names)))}


def _series(case: Case, model: Any) -> dict[str, Any]:
    return {
        f"snr_db_series_{place}": db_of_ratio(model(*np.broadcast_arrays(series["pd"], series["pfa"], series["n"])))
        for place, series in enumerate(case.inputs["series"], start=1)
    }


@answers("radar", inputs={"series"}, expected={"snr_db_series_*"}, title="Albersheim")
def albersheim(case: Case) -> dict[str, Any]:
    return _series(case, snr_albersheim_1981)


@answers("radar", inputs={"series"}, expected={"snr_db_series_*"}, title="Shnidman")
def shnidman(case: Case) -> dict[str, Any]:
    return _series(case, snr_shnidman_2002)


@answers("radar", inputs=PULSE | {"range_m", "peak_power_w", "gain_db"}, expected={"snr_db"})
def snr_monostatic(case: Case) -> dict[str, Any]:
    (gain,) = _ratios(case, "gain_db")
    snr = snr_of_pulse(case.array("peak_power_w"), case.array("pulse_width_s"), gain, gain, case.array("frequency_hz"),
                       case.array("rcs_m2"), case.array("range_m"), **_conditions(case))
    return {"snr_db": db_of_ratio(snr)}


@answers("radar", inputs=PULSE | {"range_tx_m", "range_rx_m", "peak_power_w", "gain_tx_db", "gain_rx_db"},
         expected={"snr_db"})
def snr_bistatic(case: Case) -> dict[str, Any]:
    gain_tx, gain_rx = _ratios(case, "gain_tx_db", "gain_rx_db")
    snr = snr_of_pulse(case.array("peak_power_w"), case.array("pulse_width_s"), gain_tx, gain_rx,
                       case.array("frequency_hz"), case.array("rcs_m2"), case.array("range_tx_m"),
                       case.array("range_rx_m"), **_conditions(case))
    return {"snr_db": db_of_ratio(snr)}


@answers("radar", inputs=PULSE | {"range_m", "snr_db", "gain_db"}, expected={"peak_power_w"})
def power_needed(case: Case) -> dict[str, Any]:
    snr, gain = _ratios(case, "snr_db", "gain_db")
    return {"peak_power_w": peak_power_needed_w(
        snr, case.array("pulse_width_s"), gain, case.array("frequency_hz"), case.array("rcs_m2"), case.array("range_m"),
        **_conditions(case))}


@answers("radar", inputs=PULSE | {"peak_power_w", "snr_db", "gain_db"}, expected={"range_m"})
def range_reached(case: Case) -> dict[str, Any]:
    snr, gain = _ratios(case, "snr_db", "gain_db")
    return {"range_m": range_for_snr_m(
        snr, case.array("peak_power_w"), case.array("pulse_width_s"), gain, case.array("frequency_hz"),
        case.array("rcs_m2"), **_conditions(case))}


ONE_WAY = {"range_m", "frequency_hz", "power_w", "gain_tx_db", "gain_rx_db", "loss_db"}


@answers("radar", inputs=ONE_WAY, expected={"received_power_dbw"})
def one_way(case: Case) -> dict[str, Any]:
    gain_tx, gain_rx, loss = _ratios(case, "gain_tx_db", "gain_rx_db", "loss_db")
    power_w = received_power_one_way_w(case.array("power_w"), gain_tx, gain_rx, case.array("frequency_hz"),
                                       case.array("range_m"), loss)
    return {"received_power_dbw": db_of_ratio(power_w)}


@answers("radar", inputs=ONE_WAY | {"rcs_m2"}, expected={"received_power_dbw"})
def two_way(case: Case) -> dict[str, Any]:
    gain_tx, gain_rx, loss = _ratios(case, "gain_tx_db", "gain_rx_db", "loss_db")
    power_w = received_power_two_way_w(case.array("power_w"), gain_tx, gain_rx, case.array("frequency_hz"),
                                       case.array("rcs_m2"), case.array("range_m"), loss=loss)
    return {"received_power_dbw": db_of_ratio(power_w)}


@answers("radar", inputs={"gain_db", "frequency_mhz", "power_w", "sensitivity_dbm"},
         expected={"range_m", "free_space_loss_db"})
def intercept(case: Case) -> dict[str, Any]:
    gain, sensitivity_mw = _ratios(case, "gain_db", "sensitivity_dbm")
    power_w, sensitivity_w = case.array("power_w"), sensitivity_mw / 1000
    return {
        "range_m": intercept_range_kerr_1951_m(power_w, gain, case.array("frequency_mhz") * 1e6, sensitivity_w),
        "free_space_loss_db": db_of_ratio(free_space_loss_allowed(power_w, gain, sensitivity_w)),
    }


JAMMED = {"peak_power_w", "gain_db", "rcs_m2", "jammer_erp_w", "jammer_bandwidth_hz", "receiver_bandwidth_hz",
          "required_s_over_j_db"}


def _loss(case: Case) -> np.ndarray:
    return ratio_of_db(case.array("loss_db")) if "loss_db" in case.names else np.asarray(1.0)


@answers("radar", inputs=JAMMED, expected={"range_m"})
def burnthrough_self_screening(case: Case) -> dict[str, Any]:
    gain, ratio = _ratios(case, "gain_db", "required_s_over_j_db")
    return {"range_m": burnthrough_self_screening_m(
        case.array("peak_power_w"), gain, case.array("rcs_m2"), case.array("jammer_erp_w"),
        case.array("jammer_bandwidth_hz"), case.array("receiver_bandwidth_hz"), ratio, _loss(case))}


@answers("radar", inputs=JAMMED | {"mainlobe_to_sidelobe_db", "jammer_range_m"}, expected={"range_m"})
def burnthrough_stand_off(case: Case) -> dict[str, Any]:
    gain, sidelobe, ratio = _ratios(case, "gain_db", "mainlobe_to_sidelobe_db", "required_s_over_j_db")
    return {"range_m": burnthrough_stand_off_m(
        case.array("peak_power_w"), gain, case.array("rcs_m2"), case.array("jammer_erp_w"), sidelobe,
        case.array("jammer_bandwidth_hz"), case.array("receiver_bandwidth_hz"), case.array("jammer_range_m"), ratio,
        _loss(case))}


@answers("radar", inputs={"reference_cells", "pfa", "snr_db"}, expected={"multiplier_on_mean", "pd", "pd_known_noise"})
def cfar(case: Case) -> dict[str, Any]:
    (snr,) = _ratios(case, "snr_db")
    pfa, cells = case.array("pfa"), case.array("reference_cells")
    return {
        "multiplier_on_mean": cfar_multiplier(pfa, cells),
        "pd": pd_cfar_finn_johnson_1968(snr, pfa, cells),
        "pd_known_noise": each(pd_swerling, snr, pfa, 1, 1),
    }
