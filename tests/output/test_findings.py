"""Findings: the areas of a study as estimates, and the arithmetic between them."""

import numpy as np
import pytest

from openiads.coverage.arms import BATTERY_POST, SEARCH_POST
from openiads.output.findings import headline_targets, interval_of, sites_shown
from openiads.output.study import Study

ROUND_OFF = 1e-9  # sums of the same floats in another order
KM2 = 1e-6


def test_every_class_altitude_and_metric_of_every_place_has_its_share(small: Study) -> None:
    found, question = small.findings, small.areas.question
    places = {row.site for row in found.shares}
    assert places == {"murted", "sinop", f"sinop, {BATTERY_POST}"}
    each = len(question.targets) * len(question.altitudes) * 3
    assert len(found.shares) == each * len(places)
    for row in found.shares:
        assert 0 <= row.share.low <= row.share.high <= 1
        assert row.weather_share[0] <= row.share.nominal <= row.weather_share[1]
        disc_km2 = small.areas.first.polar.disc_area_m2 * KM2
        assert row.area_km2.nominal == pytest.approx(row.share.nominal * disc_km2, rel=ROUND_OFF)


def test_what_is_detected_is_in_sight_and_what_is_engaged_is_detected(small: Study) -> None:
    found = small.findings
    for row in found.shares:
        if row.metric == "sight":
            detect = found.share(row.site, row.target, row.altitude)
            engage = found.share(row.site, row.target, row.altitude, "engage")
            assert engage.share.nominal <= detect.share.nominal <= row.share.nominal


def test_an_interval_holds_the_claim_rows_and_leaves_the_weather_out(small: Study) -> None:
    rows = small.areas.rows
    values = np.concatenate([[5.0], np.full(rows.weather, 1e9), np.linspace(0, 1, rows.draws)])
    item = interval_of(small.areas, values)
    tail = (1 - rows.level) / 2
    assert (item.nominal, item.level) == (5.0, rows.level)
    assert (item.low, item.high) == pytest.approx((tail, 1 - tail))


def test_beside_the_first_a_second_batch_adds_no_area_and_apart_it_adds_some(small: Study) -> None:
    found = small.findings
    for row in found.changes:
        if row.unit == "km2":
            nothing = row.placement == "colocated" or row.meaning == "never-arrives"
            change = row.difference.change
            assert (change.nominal == 0) == nothing, row
            assert row.difference.clear == (change.low > 0), row
            assert row.difference.b.nominal - row.difference.a.nominal == pytest.approx(change.nominal)


def test_capacity_follows_the_order_of_battle(small: Study) -> None:
    found = small.findings
    for meaning in small.scenario.batch_meanings:
        units = small.scenario.batch_strength(meaning.id).fire_units
        change = found.change(meaning.id, "colocated", "channels").difference
        assert change.b.nominal / change.a.nominal == pytest.approx((2 + units) / 2)
        assert found.second[meaning.id].channels[0] == pytest.approx(change.change.nominal)
    never = found.change("never-arrives", "apart", "ready_rounds").difference
    assert (never.change.low, never.change.high, never.clear) == (0, 0, False)


def test_the_loss_of_a_radar_takes_no_more_than_there_is(small: Study) -> None:
    found = small.findings
    assert {row.component for row in found.losses} == {"91N6E", "92N6E", "96L6E"}
    for row in found.losses:
        whole = found.share("murted", row.target, row.altitude, row.metric).area_km2.nominal
        assert -ROUND_OFF <= row.lost_km2.nominal <= whole + ROUND_OFF
    guide = [row for row in found.losses if row.component == "92N6E" and row.metric == "engage"]
    assert all(row.lost_km2.nominal == found.share("murted", row.target, row.altitude, "engage").area_km2.nominal
               for row in guide)


def test_the_headline_takes_a_low_flyer_and_an_aircraft_at_medium_height(small: Study) -> None:
    targets, altitudes = small.areas.question.targets, small.areas.question.altitudes
    (low, a), (high, m) = headline_targets(small.areas)
    assert (targets[low], str(altitudes[a])) == ("cruise-missile", "60 m AGL")
    assert (targets[high], str(altitudes[m])) == ("f-16", "5,000 m AMSL")


def test_the_second_place_is_shown_with_the_most_that_may_come(small: Study) -> None:
    first, second = sites_shown(small.areas)
    assert (first.place.id, second.place.id) == ("murted", "sinop")
    assert second is small.areas.pair(SEARCH_POST).site
