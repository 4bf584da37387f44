"""What each piece of evidence weighs: nothing, until it is there."""

import numpy as np
import pytest

from openiads.constants import EARTH_RADIUS_M
from openiads.engagement.identify import (
    FAST,
    INBOUND,
    LOW,
    MOST_ASKED,
    NO_REPLY,
    ON_AIRWAY,
    PRIOR,
    REPLY,
    kinematic_evidence,
    log_odds_of,
)
from openiads.engagement.units import Orders

AIRLINER = (0.0, 50e3, 10_000.0, 240.0, 0.0, 0.0)  # passes far from the asset, high, at 240 m/s
AIRWAY = np.array([[[-20e3, 50e3, 10_000.0], [20e3, 50e3, 10_000.0]]])


def orders(**weights):
    evidence = np.zeros(7)
    for place, weight in weights.items():
        evidence[{"prior": PRIOR, "reply": REPLY, "no_reply": NO_REPLY, "on_airway": ON_AIRWAY, "fast": FAST,
                  "low": LOW, "inbound": INBOUND}[place]] = weight
    return Orders(0, 3.0, False, True, 0, 1, 5.0, 0.0, 0.0, 20.0, False, 20.0, evidence, np.zeros((1, 3)), np.ones(1),
                  AIRWAY)


@pytest.mark.parametrize(("name", "with_it", "without"), [
    ("on_airway", AIRLINER, (0.0, 90e3, 10_000.0, 240.0, 0.0, 0.0)),
    ("fast", (0.0, 50e3, 10_000.0, 600.0, 0.0, 0.0), AIRLINER),
    ("low", (0.0, 50e3, 500.0, 240.0, 0.0, 0.0), AIRLINER),
    ("inbound", (0.0, 50e3, 10_000.0, 0.0, -240.0, 0.0), AIRLINER),
])
def test_a_piece_of_evidence_weighs_where_it_is_there(name, with_it, without):
    assert kinematic_evidence(orders(**{name: 2.5}), *with_it)[0] == 2.5
    assert kinematic_evidence(orders(**{name: 2.5}), *without)[0] == 0.0


@pytest.mark.parametrize("half_m", [100e3, 200e3, 300e3])
def test_an_airway_follows_the_round_earth(half_m):
    def over_m(x, y):  # what flies at 10 km over the round earth, in the level frame
        return 10_000.0 - (x * x + y * y) / (2.0 * EARTH_RADIUS_M)

    legs = np.array([[[-half_m, 50e3, over_m(half_m, 50e3)], [half_m, 50e3, over_m(half_m, 50e3)]]])
    given = orders(on_airway=2.5)._replace(airway_m=legs)
    for x in (-0.9 * half_m, 0.0, 0.5 * half_m):
        assert kinematic_evidence(given, x, 50e3, over_m(x, 50e3), 240.0, 0.0, 0.0)[0] == 2.5
        assert kinematic_evidence(given, x, 50e3, over_m(x, 50e3) - 1600.0, 240.0, 0.0, 0.0)[0] == 0.0


def test_an_answer_outweighs_silence_and_silence_grows_to_a_limit():
    given = orders(prior=1.0, reply=-6.0, no_reply=0.5)
    assert log_odds_of(given, True, 9, 2.0) == pytest.approx(1.0 - 6.0 + 2.0)
    assert [log_odds_of(given, False, asked, 0.0) for asked in (0, 2, MOST_ASKED, 50)] == pytest.approx(
        [1.0, 2.0, 1.0 + 0.5 * MOST_ASKED, 1.0 + 0.5 * MOST_ASKED])
