"""Small forces for the tests of the stock: one component type, at most one missile type, rates as plain numbers."""

from math import inf
from typing import Any

import numpy as np

from openiads.draws import word
from openiads.programme.readiness import live
from openiads.programme.stock import Items, Policy, Rates

READY, WAITS, FAILED, IMPORT_LINE, HOME_LINE, ROUNDS = range(6)  # columns of one type and one missile type

PLAIN: dict[str, Any] = {
    "failure_ps": 1 / 30.0, "repair_s": 3.0, "spare_needed": 0.0, "home_share": 0.0, "imported": 0, "home": 0,
    "rounds": 0, "rounds_home": False, "lot": 1, "crews": 100, "fired_ps": 0.0, "withdrawn_ps": 0.0, "resupply_s": 10.0,
    "home_s": 5.0, "delivery_s": inf, "second": 0, "second_spares": 0, "second_rounds": 0, "second_crews": 0,
    "second_fired_ps": 0.0,
}


def lived(items: int, *, runs: int = 400, steps: int = 40, step_s: float = 10.0, stop_s: float = inf,
          home_from_s: float = inf, seed: int = 11, draws: int = 1, **given: Any) -> np.ndarray:
    """Columns of every run, (draws, runs, steps, 6) int32; what is not given is `PLAIN`."""
    asked = {**PLAIN, **given}
    assert set(asked) == set(PLAIN), set(asked) - set(PLAIN)

    def one(name: str) -> np.ndarray:
        return np.full((draws, 1), float(asked[name]))

    def row(*values: Any) -> np.ndarray:
        return np.tile(np.array(values), (draws, 1))

    number = items + int(asked["second"])
    table = Items(np.zeros(number, np.int64), np.array([word(f"item/{n}") for n in range(number)], np.int64),
                  (np.arange(number) >= items).astype(np.int64), np.array([word("round")], np.int64))
    base = np.stack([row(asked["imported"], asked["home"], asked["rounds"]),
                     row(asked["second_spares"], 0, asked["second_rounds"])], axis=1).astype(np.int64)
    fired_ps = np.tile(np.array([[[asked["fired_ps"]], [asked["fired_ps"] + asked["second_fired_ps"]]]]), (draws, 1, 1))
    rates = Rates(
        one("failure_ps"), one("repair_s"), one("spare_needed"), one("home_share"), base,
        row(False, True, bool(asked["rounds_home"])), np.full((draws, 3), int(asked["lot"]), np.int64),
        row(asked["crews"], asked["second_crews"]).astype(np.int64), fired_ps, one("withdrawn_ps")[:, 0],
        one("resupply_s")[:, 0], one("home_s")[:, 0], one("delivery_s")[:, 0])
    return live(rates, table, Policy(stop_s, home_from_s, step_s), seed=seed, runs=runs, steps=steps)


def interval_of_runs(values: np.ndarray, z: float = 4.0) -> tuple[float, float, float]:
    """Mean over runs, and z standard errors about it; each run counts once."""
    means = values.reshape(values.shape[0] * values.shape[1], -1).mean(axis=1)
    error = means.std(ddof=1) / np.sqrt(means.size)
    return float(means.mean()), float(means.mean() - z * error), float(means.mean() + z * error)
