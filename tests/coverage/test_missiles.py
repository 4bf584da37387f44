"""Reach of a missile mix: bounded by what is believed, kept between runs, held in stock by chance."""

import json
from dataclasses import replace

import numpy as np
import pytest

from openiads.compiled import cache_root
from openiads.coverage import flyouts
from openiads.coverage import missiles as module
from openiads.coverage.missiles import fits_of, salvo_of, stocked
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from tests.coverage.small import beliefs

POLAR = PolarGrid(bearings=8, rings=210, ring_step_m=2000.0)
ALTITUDES_M = np.array([60.0, 300, 1000, 3000, 5000, 8000, 11_000, 60_000])
THREE_SIGMA = 3.0  # of a binomial share


def salvo(names: tuple[str, ...], draws: int = 20, altitudes_m: np.ndarray = ALTITUDES_M) -> module.Salvo:
    """Reach of some missiles over a few rows."""
    return salvo_of(beliefs(draws), names, Rows(draws, 2), altitudes_m, POLAR, 0.0, 7)


@pytest.mark.parametrize("name", ["48N6E3", "40N6E"])
def test_reach_stays_inside_what_the_row_believes(name: str) -> None:
    rows, found = Rows(20, 2), salvo((name,))
    far_m = rows.believed(beliefs(20), f"{name}.max_range")
    near_m = rows.believed(beliefs(20), f"{name}.min_range")
    for row in range(rows.total):
        reached_m = POLAR.range_m[found.reach[row] > 0]
        assert (reached_m <= far_m[row]).all()
        assert (reached_m >= near_m[row]).all()
    assert found.reach[0].any()


def test_nothing_is_met_above_the_ceiling() -> None:
    found = salvo(("48N6E3",))
    assert not (found.reach >> 7 & 1).any()  # 60 km is twice any claimed ceiling
    assert np.isnan(found.flight_s[:, 7]).all()


def test_a_bit_is_set_only_where_a_flight_is_known() -> None:
    found = salvo(("48N6E3", "40N6E"))
    for row in range(found.kit.size):
        flown = np.isfinite(found.flight_s[found.kit[row]])
        marked = (found.reach[row][None] >> np.arange(8)[:, None] & 1).astype(bool)
        assert (flown | ~marked).all()


def test_a_mix_flies_no_longer_than_its_best_missile_and_reaches_what_any_does() -> None:
    both, one = salvo(("48N6E3", "40N6E")), salvo(("48N6E3",))
    assert (both.reach[0] & one.reach[0] == one.reach[0]).all()
    mixed_s, alone_s = both.flight_s[both.kit[0]], one.flight_s[one.kit[0]]
    known = np.isfinite(alone_s)
    assert (mixed_s[known] <= alone_s[known]).all()


def test_reach_by_altitude_gives_the_outer_and_inner_edges() -> None:
    found = salvo(("48N6E3",))
    near_m, far_m = found.reach_m(0, POLAR)
    assert far_m[7] == near_m[7] == 0
    for a in range(7):
        rings = np.flatnonzero(found.reach[0] >> a & 1)
        assert (near_m[a], far_m[a]) == (rings[0] * 2000.0, (rings[-1] + 1) * 2000.0)


def test_a_fly_out_is_flown_once_and_read_back_with_its_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = (beliefs(20), "48N6E3", np.array([[0, 0]]), 0.0, ALTITUDES_M, POLAR)
    first = fits_of(*arguments)[0]
    with monkeypatch.context() as patch:
        patch.setattr(flyouts, "fit_missile", lambda **_: pytest.fail("fitted again"))
        patch.setattr(flyouts, "reach_table", lambda *_: pytest.fail("flown again"))
        again = fits_of(*arguments)[0]
    np.testing.assert_array_equal(again.flight_s, first.flight_s)
    assert np.isnan(first.flight_s).any()
    assert np.isfinite(first.flight_s).any()
    assert again.residuals == first.residuals
    assert again.witnesses == first.witnesses


def test_a_damaged_fly_out_is_flown_again() -> None:
    arguments = (beliefs(20), "48N6E3", np.array([[0, 0]]), 0.0, ALTITUDES_M, POLAR)
    first = fits_of(*arguments)[0]
    for path in (cache_root() / "fly-outs").glob("*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    np.testing.assert_array_equal(fits_of(*arguments)[0].flight_s, first.flight_s)
    assert all(json.loads(path.read_text(encoding="utf-8")) for path in (cache_root() / "fly-outs").glob("*.json")
               if path.stat().st_size > 40)


def test_each_set_of_witnesses_is_fitted_and_named() -> None:
    believed = beliefs(20)
    count = len(believed.pool("48N6E3.speed_max"))
    sets = np.array([[0, number] for number in range(min(count, 2))])
    fits = fits_of(believed, "48N6E3", sets, 0.0, ALTITUDES_M, POLAR)
    assert [fit.witnesses[1] for fit in fits] == [
        believed.pool("48N6E3.speed_max")[number].claim_id or "assumed" for _, number in sets]


def test_stock_is_held_with_its_believed_share() -> None:
    draws = 4000
    believed, rows = beliefs(draws), Rows(draws, 3)
    share = believed.nominal["40N6E.in_stock"].value
    held = stocked(believed, "40N6E", rows, 7)
    assert held[rows.claim_rows].mean() == pytest.approx(share, abs=THREE_SIGMA * (share * (1 - share) / draws) ** 0.5)
    assert (held[:4] == (share >= module.SURE)).all()
    assert not np.array_equal(held, stocked(believed, "40N6E", rows, 8))
    assert stocked(believed, "48N6E3", rows, 7).all()


def test_a_missile_out_of_stock_reaches_nothing() -> None:
    believed = beliefs(20)
    never = replace(believed.nominal["40N6E.in_stock"], value=0.0)
    without = believed.with_inferred({"40N6E.in_stock": (never, np.zeros(20))})
    found = salvo_of(without, ("40N6E",), Rows(20, 2), ALTITUDES_M, POLAR, 0.0, 7)
    assert not found.reach.any()
    assert np.isnan(found.flight_s).all()
