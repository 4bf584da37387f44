"""A draw believes one witness; a witness displaces priors of its own condition; one claim moves its own keys only."""

import re
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.knowledge.pools import load_weights
from openiads.knowledge.resolve import Believed, resolve
from tests.examples import examples
from tests.knowledge.ledgers import claim, with_claims

DRAWS = 4000
FOUR_SIGMA = 4 * (0.25 / DRAWS) ** 0.5  # a share of fair draws strays farther once in 16,000 seeds
EXACT = 1e-9  # arithmetic only
LEDGER = load_library()
BELIEFS = resolve(LEDGER, n_draws=200)
RADAR = "96L6E"
KEY = "96L6E.detection_range"


def beliefs_of(*claims, draws=DRAWS, **given):
    return resolve(with_claims(*claims, instead_of=RADAR), [RADAR], n_draws=draws, **given)


def test_everything_that_the_models_need_resolves():
    assert all(BELIEFS.pools.values())
    for key, believed in BELIEFS.nominal.items():
        assert believed.low <= believed.value <= believed.high, key
        assert believed.status in ("witness", "unsourced", "assumed"), key


@pytest.mark.parametrize("key", sorted(BELIEFS.pools))
def test_shares_sum_to_one_and_draws_stay_inside_what_is_claimed(key):
    assert sum(BELIEFS.shares(key)) == pytest.approx(1, abs=EXACT)
    drawn, believed = BELIEFS.drawn(key), BELIEFS.nominal[key]
    pool, index = BELIEFS.pool(key), BELIEFS.witness(key)
    low, high = (np.array([getattr(group, end) for group in pool])[index] for end in ("low", "high"))
    assert np.all((drawn >= low * (1 - np.sign(low) * EXACT)) & (drawn <= high * (1 + np.sign(high) * EXACT)))
    assert believed.low == min(group.low for group in pool)
    assert believed.high == max(group.high for group in pool)


def test_no_known_error_and_no_related_claim_is_ever_believed():
    related = {(key, item.claim.id) for key in ("40N6E", "fire-unit", "92N6E")
               for item in LEDGER.about(key) if item.relation == "related"}
    for key, pool in BELIEFS.pools.items():
        for group in pool:
            assert all(member.defect is None for member in group.members)
            assert not any((key.split(".")[0], name) in related for name in group.ids)


def test_a_game_is_never_a_witness():
    for pool in BELIEFS.pools.values():
        for group in pool:
            if group.status == "witness":
                assert group.speaker.claim.kind == "source"
                assert group.speaker.claim.source.url


def test_the_whole_systems_channels_are_never_one_fire_units():
    assert {group.nominal for group in BELIEFS.pool("fire-unit.channels")} == {10}


def test_reprints_of_one_statement_count_once():
    one = [claim("A-1", value=300, independence_group="wire")]
    ten = [claim(f"A-{number}", value=300, independence_group="wire") for number in range(1, 11)]
    other = claim("B-1", value=200)
    assert beliefs_of(*one, other).shares(KEY) == beliefs_of(*ten, other).shares(KEY)
    assert len(beliefs_of(*ten, other).pool(KEY)) == 2


def test_a_draw_believes_one_witness_by_the_weight_of_its_grade():
    beliefs = beliefs_of(claim("A-1", value=300, grade="secondary"), claim("B-1", value=200, grade="press"))
    weights = load_weights().grade
    share = weights["secondary"] / (weights["secondary"] + weights["press"])
    assert np.mean(beliefs.drawn(KEY) == 300e3) == pytest.approx(share, abs=FOUR_SIGMA)
    assert set(beliefs.drawn(KEY)) == {200e3, 300e3}
    assert beliefs.nominal[KEY].claim_id == "A-1"


def test_among_equals_the_nominal_believes_the_newest_then_the_lowest_id():
    newer = claim("B-1", value=200, said="2021-01-01")
    assert beliefs_of(claim("A-1"), newer).nominal[KEY].claim_id == "B-1"
    assert beliefs_of(claim("B-1"), claim("A-1")).nominal[KEY].claim_id == "A-1"


def test_a_witness_displaces_priors_of_the_same_condition_only():
    tagged = claim("P-1", value=200, linked=False, condition={"rcs_m2": 1.0})
    bare = claim("P-2", value=280, linked=False)
    before = beliefs_of(tagged, bare)
    assert {group.claim_id for group in before.pool(KEY)} == {"P-1", "P-2"}
    bare_witness = claim("W-1", value=300)
    after = beliefs_of(tagged, bare, bare_witness)
    assert {group.claim_id for group in after.pool(KEY)} == {"P-1", "W-1"}
    tagged_witness = claim("W-2", value=210, condition={"rcs_m2": 2.0})
    assert {group.claim_id for group in beliefs_of(tagged, bare, tagged_witness).pool(KEY)} == {"P-2", "W-2"}


def test_the_nominal_prefers_a_stated_cross_section():
    order = [
        claim("A", condition={"rcs_m2": 1.0}), claim("B", condition={"target": "large aircraft"}),
        claim("C", linked=False, condition={"rcs_m2": 1.0}), claim("D"),
        claim("E", linked=False, condition={"target": "large aircraft"}), claim("F", linked=False),
    ]
    for first in range(len(order)):
        assert beliefs_of(*order[first:]).nominal[KEY].claim_id == order[first].id


def test_a_class_that_nobody_knows_ties_a_range_to_nothing():
    stealth = claim("S-1", value=30, condition={"target": "F-35 class"})
    assert {group.claim_id for group in beliefs_of(stealth, claim("W-1")).pool(KEY)} == {"W-1"}
    assert {group.claim_id for group in beliefs_of(stealth, claim("W-1"), believe=["S-1"]).pool(KEY)} == {"S-1"}


def test_a_range_stated_for_a_class_takes_the_class_as_that_draw_believes_it():
    beliefs = beliefs_of(claim("W-1", condition={"target": "large aircraft"}))
    assert np.array_equal(beliefs.condition_drawn(KEY), beliefs.drawn("airliner.rcs"))
    assert beliefs.nominal[KEY].condition_status == "class"


def test_an_unstated_cross_section_is_drawn_and_marked_assumed():
    beliefs = beliefs_of(claim("W-1"))
    low, high = load_weights().unstated_rcs_m2
    rcs_m2 = beliefs.condition_drawn(KEY)
    assert np.all((rcs_m2 >= low) & (rcs_m2 <= high))
    assert np.mean(np.log(rcs_m2)) == pytest.approx(np.log(low * high) / 2, abs=0.05)
    assert beliefs.nominal[KEY].condition_status == "assumed"
    assert not beliefs.reference_range(RADAR).has_rcs_tagged_witness
    assert beliefs_of(claim("W-1", condition={"rcs_m2": 1.0})).reference_range(RADAR).has_rcs_tagged_witness


def test_no_citable_source_ties_the_acquisition_radar_to_a_cross_section():
    reference = BELIEFS.reference_range("91N6E")
    assert not reference.has_rcs_tagged_witness
    assert (reference.range_m, reference.rcs_m2) == (390e3, 4.0)
    assert reference.believed.status == "unsourced"


@examples(25)
@given(st.lists(st.tuples(st.integers(50, 600), st.integers(0, 100), st.booleans(),
                          st.sampled_from(["press", "secondary", "estimate"])), min_size=1, max_size=6))
def test_any_pool_is_sound(rows):
    claims = [claim(f"H-{number}", value=(low, low + width), linked=linked, grade=grade)
              for number, (low, width, linked, grade) in enumerate(rows)]
    beliefs = beliefs_of(*claims, draws=50)
    assert sum(beliefs.shares(KEY)) == pytest.approx(1, abs=EXACT)
    assert all(group.weight > 0 for group in beliefs.pool(KEY))
    if any(linked for _, _, linked, _ in rows):
        assert all(group.status == "witness" for group in beliefs.pool(KEY))
    drawn = beliefs.drawn(KEY)
    assert np.all((drawn >= beliefs.nominal[KEY].low) & (drawn <= beliefs.nominal[KEY].high))


@examples(20)
@given(st.sampled_from(sorted(key for key, pool in BELIEFS.pools.items() if pool[0].claim_id)), st.data())
def test_a_pin_holds_in_every_draw(key, data):
    group = data.draw(st.sampled_from(BELIEFS.pools[key]))
    pinned = resolve(LEDGER, [key.split(".")[0]], n_draws=50, believe=[group.claim_id])
    assert {item.claim_id for item in pinned.pool(key)} == {group.claim_id}
    assert pinned.nominal[key].claim_id == group.claim_id
    assert pinned.pins == (group.claim_id,)


def test_a_pinned_game_is_believed_and_flagged():
    pinned = resolve(LEDGER, ["91N6E"], n_draws=10, believe=["cit-rad-005"])
    believed = pinned.nominal["91N6E.detection_range"]
    assert believed.value == 500e3
    assert believed.status == "unsourced"
    assert "game" in believed.note


def test_pins_that_cannot_hold_are_refused_with_a_reason():
    with pytest.raises(OpenIADSError) as unknown:
        resolve(LEDGER, ["91N6E"], believe=["RAD-37"])
    assert "did you mean" in unknown.value.faults[0].fix
    with pytest.raises(OpenIADSError) as feeds_nothing:
        resolve(LEDGER, ["91N6E"], believe=["TUR-007", "SYS-001"])
    assert [fault.code for fault in feeds_nothing.value.faults] == ["E0213", "E0213"]
    fix = feeds_nothing.value.faults[1].fix
    key, offered = re.search(r"feed ([^;]+);", fix).group(1), re.findall(r"[A-Z]+(?:-[A-Z]+)?-\d{3}", fix)
    assert f"openiads claims show {key.replace('.', ' ')} " in fix
    for claim_id in offered:
        resolve(LEDGER, ["91N6E"], believe=[claim_id])
    with pytest.raises(OpenIADSError) as another_thing:
        resolve(LEDGER, ["fire-unit"], believe=["SYS-001"])
    assert "another thing" in another_thing.value.faults[0].why


def test_one_changed_claim_moves_only_the_keys_that_name_it():
    changed = LEDGER.claim("CIT-MIS-045")
    moved = claim(changed.id, subject=changed.subject, quantity=changed.quantity, value=220, unit="km",
                  grade=changed.grade, independence_group=changed.independence_group, condition=changed.condition)
    after = resolve(with_claims(moved), n_draws=200)
    for key in BELIEFS.pools:
        same = np.array_equal(BELIEFS.drawn(key), after.drawn(key))
        assert same == (key != "48N6E3.max_range"), key


def test_draws_are_the_same_for_any_number_of_draws_and_differ_by_seed():
    more = resolve(LEDGER, ["40N6E"], n_draws=400)
    assert np.array_equal(more.drawn("40N6E.max_range")[:200], BELIEFS.drawn("40N6E.max_range"))
    other = resolve(LEDGER, ["40N6E"], n_draws=200, seed=7)
    assert not np.array_equal(other.drawn("40N6E.max_range"), BELIEFS.drawn("40N6E.max_range"))


def test_picks_of_two_quantities_are_independent():
    beliefs = resolve(LEDGER, ["40N6E", "48N6E3"], n_draws=DRAWS)
    first, second = beliefs.witness("40N6E.max_range") == 0, beliefs.witness("48N6E3.max_range") == 0
    assert np.mean(first & second) == pytest.approx(np.mean(first) * np.mean(second), abs=FOUR_SIGMA)


def test_counts_are_whole_numbers():
    drawn = BELIEFS.drawn("fire-unit.launchers")
    assert set(np.unique(drawn)) == {8, 9, 10, 11, 12}
    channels = resolve(LEDGER, ["pantsir-s1"], n_draws=500, believe=["CIT-PAN-011"]).drawn("pantsir-s1.channels")
    assert set(np.unique(channels)) == {2, 3, 4}


def test_inferred_values_stay_marked():
    value = Believed("", 1.0, 0.5, 2.0, "1", None, "witness", "press")
    beliefs = BELIEFS.with_inferred({"48N6E3.drag": (value, np.ones(200))})
    assert beliefs.nominal["48N6E3.drag"].status == "inferred"
    assert beliefs.evidence_mix()["inferred"] == 1
    assert "48N6E3.drag" not in BELIEFS.nominal


def test_the_mix_counts_every_input_once_and_disputes_have_two_sides():
    assert sum(BELIEFS.evidence_mix().values()) == len(BELIEFS.nominal)
    disputes = {item.key: item for item in BELIEFS.disputes()}
    assert "91N6E.detection_range" in disputes
    assert all(len(item.groups) > 1 for item in disputes.values())
    assert "40V6M.antenna_height" not in disputes


def test_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(OpenIADSError) as raised:
        BELIEFS.drawn("91N6E.detection_rang")
    assert "91N6E.detection_range" in raised.value.faults[0].fix


def test_weights_of_the_users_own_move_the_shares(tmp_path):
    text = files("openiads").joinpath("data/weights.toml").read_text(encoding="utf-8")
    path = tmp_path / "weights.toml"
    path.write_text(text.replace("press = 0.4", "press = 1.0"), encoding="utf-8")
    claims = (claim("A-1", value=300, grade="secondary"), claim("B-1", value=200, grade="press"))
    assert beliefs_of(*claims, weights=load_weights(str(path))).nominal[KEY].claim_id == "B-1"
    assert beliefs_of(*claims).nominal[KEY].claim_id == "A-1"


def test_two_pins_of_one_quantity_are_refused_by_name():
    with pytest.raises(OpenIADSError) as raised:
        resolve(components=["92N6E", "91N6E"], believe=["RAD-037", "RAD-040"])
    (fault,) = raised.value.faults
    assert (fault.code, raised.value.exit_code) == ("E0220", 3)
    assert fault.what.startswith("RAD-037 and RAD-040")
    assert fault.where == "--believe RAD-037 --believe RAD-040"
    assert resolve(believe=["RAD-040", "rad-040"]).pins == ("RAD-040",)


@pytest.mark.parametrize("ask", [
    lambda: resolve(believe=["NOPE"]), lambda: load_library().claim("NOPE"), lambda: load_library().find("zzz"),
    lambda: load_library().find("91N6E", "zzz"), lambda: resolve(components=["zzz"]),
    lambda: resolve(components=["91N6E"]).pool("zzz"), lambda: resolve(components=["91N6E"]).value("91N6E.zzz"),
])
def test_an_unknown_name_is_told_where_it_was_given_and_how_to_find_another(ask):
    with pytest.raises(OpenIADSError) as raised:
        ask()
    (fault,) = raised.value.faults
    assert fault.code == "E0212"
    assert all((fault.where, fault.why, fault.fix))
    assert "MIS-001, " not in fault.fix
