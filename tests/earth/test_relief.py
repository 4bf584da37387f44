"""The allowance for ridges that coarse terrain does not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.earth.relief import cover_allowance, relief_table

# measured apart from the table, on tile N31E035 and 8 other sites: covered share in truth over that on the coarse grid
INDEPENDENT = {("C", 100.0): 14.4 / 36.5, ("C", 500.0): 32.8 / 62.1, ("C", 2000.0): 75.3 / 97.4,
               ("D", 100.0): 14.4 / 41.7, ("D", 500.0): 32.8 / 65.3, ("D", 2000.0): 75.3 / 98.1}


@pytest.mark.parametrize(("case", "ratio"), INDEPENDENT.items())
def test_an_independent_measurement_lies_within_the_spread(case, ratio):
    allowance = cover_allowance(*case)
    assert allowance.low <= ratio <= allowance.high


@given(st.sampled_from(["A", "B", "C", "D", "none"]), st.floats(0, 30_000))
def test_a_ratio_with_its_spread(grade, height_agl_m):
    allowance = cover_allowance(grade, height_agl_m)
    assert 0 < allowance.low <= allowance.median <= allowance.high <= 1.05


def test_coarser_terrain_over_states_more():
    for height_agl_m in (60.0, 100.0, 300.0, 1000.0, 3000.0):
        ratios = [cover_allowance(grade, height_agl_m).median for grade in ("B", "C", "D", "none")]
        assert ratios == sorted(ratios, reverse=True)


def test_the_table_is_met_at_its_heights_and_held_at_its_ends():
    row = relief_table()["C"]
    for height_agl_m, median in zip(row["height_agl_m"], row["median"], strict=True):
        assert cover_allowance("C", height_agl_m).median == pytest.approx(median)
    assert cover_allowance("C", 0.0) == cover_allowance("C", row["height_agl_m"][0])
    assert cover_allowance("C", 1e5) == cover_allowance("C", row["height_agl_m"][-1])


def test_the_basis_is_told():
    basis = relief_table()["basis"]
    assert basis["sites_per_tile"] * len(basis["tiles"]) >= 20
    assert {"seed", "mast_m", "radius_m", "spread"} <= set(basis)
