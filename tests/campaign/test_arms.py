"""What stands where in each arm: every formation and reading, whom batteries join, and how tubes are loaded."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.arms import Arm, Placed, laydown_of, parts_of
from openiads.engagement.sight import Floor
from openiads.scenario.files import load_scenario
from openiads.scenario.loads import loaded

SCENARIO = load_scenario("second-batch")
SHARES = {"48N6E3": 3.0, "40N6E": 1.0}
READINGS = [item.id for item in SCENARIO.batch_meanings]
PLACES = {"colocated": "murted", "apart": "sinop"}


def placed(lat_deg):
    return Placed(lat_deg, 32.0, 900.0, lambda radar: 10.0 + len(radar),
                  lambda radar: Floor(lat_deg, 32.0, np.full((4, 4), float(len(radar))), 1000.0), lat_deg / 30)


PLACED = {"murted": placed(40.0), "sinop": placed(42.0)}


def laydown(arm, scenario=SCENARIO, *, networked=True, **keys):
    return laydown_of(scenario, arm, PLACED, SHARES, networked=networked, **keys)


def arm_b(meaning, placement="colocated"):
    return Arm("B", meaning, placement)


def with_order(**update):
    """The scenario with numbers of its order of battle changed: part, name, value."""
    order = SCENARIO.order_of_battle
    for name, value in update.items():
        part, field = name.split("__")
        record = getattr(order, part)
        number = getattr(record, field)
        number = number.model_copy(update={"value": value}) if hasattr(number, "value") else value
        order = order.model_copy(update={part: record.model_copy(update={field: number})})
    return SCENARIO.model_copy(update={"order_of_battle": order})


def test_labels_name_reading_and_place():
    assert Arm("A").label == "A"
    assert arm_b("one-battery", "apart").label == "B-one-battery-apart"


@pytest.mark.parametrize("placement", PLACES)
@pytest.mark.parametrize("meaning", READINGS)
def test_an_arm_has_the_strength_that_the_scenario_says(meaning, placement):
    found = laydown(arm_b(meaning, placement))
    first, second = SCENARIO.first_strength(), SCENARIO.batch_strength(meaning)
    assert len(found.batteries) == first.fire_units + second.fire_units
    assert len(found.posts) == first.command_posts + second.command_posts
    assert len(found.stands) == sum(
        part.engagement_radars + part.search_radars for part in (first, second))
    assert sum(sum(battery.rounds.values()) for battery in found.batteries) == first.ready_rounds + second.ready_rounds
    names = [stand.name for stand in found.stands]
    assert len({*names, *(battery.name for battery in found.batteries)}) == len(names) + len(found.batteries)
    assert set(found.reports_to) == set(names)
    away = sum(battery.lat_deg == PLACED[PLACES[placement]].lat_deg for battery in found.batteries)
    assert away == second.fire_units + (first.fire_units if placement == "colocated" else 0)


def test_the_first_batch_is_the_same_in_both_arms():
    first = laydown(Arm("A"))
    for meaning in READINGS:
        for placement in PLACES:
            both = laydown(arm_b(meaning, placement))
            assert both.batteries[: len(first.batteries)] == first.batteries
            assert [stand.name for stand in both.stands][: len(first.stands)] == [item.name for item in first.stands]
    never = laydown(arm_b("never-arrives"))
    assert (never.batteries, never.posts, never.reports_to) == (first.batteries, first.posts, first.reports_to)


def test_parts_leave_out_what_never_arrives():
    assert len(parts_of(SCENARIO, arm_b("never-arrives"))) == 1
    assert [tuple(part) for part in parts_of(SCENARIO, arm_b("two-batteries", "apart"))] == [
        ("battalion", 1, "murted"), ("battery", 2, "sinop")]


@pytest.mark.parametrize(("placement", "networked", "joins"), [
    ("colocated", True, True), ("colocated", False, True), ("apart", True, True), ("apart", False, False)])
def test_a_battery_joins_the_network_or_the_post_beside_it(placement, networked, joins):
    found = laydown(arm_b("two-batteries", placement), networked=networked)
    for battery in found.batteries[2:]:
        assert battery.post == ("m0" if joins else "")
        assert found.reports_to[battery.guide] == battery.post
    assert found.posts == ("m0",)


def test_batteries_alone_have_nobody_to_join():
    first = SCENARIO.arms.first.model_copy(update={"formation": "battery", "count": 2})
    plan = SCENARIO.model_copy(update={"arms": SCENARIO.arms.model_copy(update={"first": first})})
    found = laydown(Arm("A"), plan)
    assert [battery.post for battery in found.batteries] == ["", ""]
    assert found.posts == ()
    assert {stand.component for stand in found.stands} == {"92N6E"}


def test_a_regiment_is_battalions_each_with_a_post_and_radars_of_its_own():
    found = laydown(arm_b("one-regiment"))
    assert found.posts == ("m0", "m1", "m2")
    for post in found.posts:
        reporting = [stand for stand in found.stands if found.reports_to[stand.name] == post]
        assert sorted(stand.component for stand in reporting) == ["91N6E", "92N6E", "92N6E", "96L6E"]


def test_radars_stand_as_high_and_see_as_far_as_their_site_has_it():
    for stand in laydown(arm_b("one-battalion", "apart")).stands:
        assert stand.antenna_agl_m == 10.0 + len(stand.component)
        assert stand.floor.amsl_m[0, 0] == len(stand.component)
        site = "sinop" if stand.name.startswith("m1") else "murted"
        assert stand.floor.lat_deg == stand.lat_deg == PLACED[site].lat_deg


def test_units_of_one_site_share_the_horizon():
    found = laydown(arm_b("one-battalion"))
    assert [battery.faces_rad for battery in found.batteries] == [0.0, pi, pi / 2, 3 * pi / 2]
    apart = laydown(arm_b("one-battalion", "apart"))
    assert [battery.faces_rad for battery in apart.batteries] == [0.0, pi, 0.0, pi]


def test_radars_look_through_the_air_of_their_own_site():
    for stand in laydown(arm_b("one-battalion", "apart")).stands:
        assert stand.k_factor == stand.lat_deg / 30


def test_more_posts_and_engagement_radars_than_one_are_spares():
    plan = with_order(fire_unit__engagement_radars=3, battalion__command_posts=2, battalion__of_each_search_radar=2)
    found = laydown(Arm("A"), plan)
    assert found.spare_posts == 1
    assert {(stand.component, stand.copy, stand.spares) for stand in found.stands} == {
        ("91N6E", 0, 0), ("91N6E", 1, 0), ("96L6E", 0, 0), ("96L6E", 1, 0), ("92N6E", 0, 2)}
    assert len(found.batteries) == 2
    plain = laydown(Arm("A"))
    assert (plain.spare_posts, plain.command_post) == (0, "55K6E")
    assert all(stand.copy == stand.spares == 0 for stand in plain.stands)


def test_without_a_command_post_everybody_is_alone():
    found = laydown(Arm("A"), with_order(battalion__command_posts=0))
    assert found.posts == ()
    assert {battery.post for battery in found.batteries} == {""}
    assert set(found.reports_to.values()) == {""}


def test_numbers_of_the_order_of_battle_are_those_of_the_laydown():
    plan = with_order(fire_unit__launchers=3, fire_unit__tubes_per_launcher=2, fire_unit__reloads=4,
                      battalion__fire_units=3, battalion__of_each_search_radar=2)
    found = laydown(Arm("A"), plan, ready=0.5)
    assert len(found.batteries) == 3
    assert found.batteries[0].rounds == {"48N6E3": 2, "40N6E": 1}
    assert found.batteries[0].spare == {"48N6E3": 4 * 5, "40N6E": 4 * 1}  # of every tube, however many are loaded
    assert [stand.name for stand in found.stands if "N6E" in stand.name or "L6E" in stand.name][:4] == [
        "m0/91N6E", "m0/91N6E-1", "m0/96L6E", "m0/96L6E-1"]


def test_a_missile_that_is_not_held_fills_no_tube():
    found = laydown_of(SCENARIO, Arm("A"), PLACED, {"48N6E3": 3.0, "40N6E": 0.0}, networked=True)
    assert found.batteries[0].rounds == {"48N6E3": 32, "40N6E": 0}
    assert loaded({"48N6E3": 0.0, "40N6E": 0.0}, 32) == {"48N6E3": 0, "40N6E": 0}


@given(shares=st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0.0, 50.0), min_size=1, max_size=6),
       tubes=st.integers(0, 400))
def test_tubes_are_shared_by_largest_remainder(shares, tubes):
    found, whole = loaded(shares, tubes), sum(shares.values())
    assert set(found) == set(shares)
    if whole == 0:
        assert not any(found.values())
        return
    assert sum(found.values()) == tubes
    exact = {name: tubes * share / whole for name, share in shares.items()}
    assert all(abs(found[name] - exact[name]) < 1 + 1e-9 for name in shares)
    gained = [exact[name] - int(exact[name]) for name in shares if found[name] > int(exact[name])]
    left = [exact[name] - int(exact[name]) for name in shares if found[name] == int(exact[name])]
    assert not gained or not left or min(gained) >= max(left) - 1e-9
