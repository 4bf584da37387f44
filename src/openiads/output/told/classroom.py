"""Sentences of the classroom: the fourth root, Swerling 1, two shots, greedy against the optimum."""

import numpy as np

from openiads.output.told.carried import EXACT
from openiads.output.told.draft import Condition, Draft, Evidence, Names, Quantity

TEXTBOOK = Condition(model="textbook")
SNR_DB, PFA, SHOT, TARGETS = 10.0, 1e-6, 0.7, 10
PK, VALUES = ((0.8, 0.9), (0.7, 0.2)), (8.0, 5.0)  # two rounds, two targets, where greed goes wrong


def fourth_root() -> Draft:
    """18: free-space range goes with the fourth root of power and of cross-section."""
    return Draft("fourth-root", 18, {"power": Quantity(0.5**0.25, "share"), "rcs": Quantity(0.1**0.25, "share")},
                 TEXTBOOK, Evidence())


def swerling() -> Draft:
    """19: detection probability of one pulse against a target that fluctuates from scan to scan."""
    from openiads.physics.detection import pd_swerling

    pd = float(pd_swerling(10.0 ** (SNR_DB / 10), PFA, 1, 1))
    return Draft("swerling", 19, {"snr": Quantity(SNR_DB, "db"), "pfa": Names((f"{PFA:g}".replace("e-0", "e-"),)),
                                  "pd": Quantity(pd, "share", figures=3)}, TEXTBOOK, Evidence())


def two_shots() -> Draft:
    """20: two independent shots at each of ten targets."""
    from openiads.physics.firing import shoot_look_shoot

    both = shoot_look_shoot(SHOT, [1, 1]).kill
    return Draft("two-shots", 20, {
        "shot": Quantity(SHOT, "ratio"), "both": Quantity(both, "ratio"),
        "leak": Quantity(TARGETS * (1 - both), "ratio"), "none": Quantity(both**TARGETS, "share"),
    }, TEXTBOOK, Evidence())


def assignment() -> Draft:
    """21: what the greedy rule leaves of the value that is attacked, and what the best assignment leaves."""
    from openiads.physics.assignment_exact import assign_best
    from openiads.physics.assignment_fast import assign_greedily, surviving_value

    pk, values = np.array(PK), np.array(VALUES)
    greedy = float(surviving_value(pk, values, assign_greedily(pk, values, np.full(values.size, pk.shape[0]))))
    return Draft("assignment", 21, {
        "weapons": Quantity(pk.shape[0], figures=EXACT), "values": Names(tuple(f"{value:g}" for value in VALUES)),
        "greedy": Quantity(greedy, "ratio"),
        "best": Quantity(float(assign_best(pk, values).surviving_value), "ratio"),
    }, TEXTBOOK, Evidence())


def classroom_drafts() -> list[Draft]:
    """All four."""
    return [fourth_root(), swerling(), two_shots(), assignment()]
