"""What the missiles of a site reach in every row, and how long they take: fly-outs fitted once per set of witnesses."""

from dataclasses import dataclass

import numpy as np

from openiads.coverage.flyouts import Job, coarse_ranges_m, fitted, flight_table_s
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.knowledge.resolve import Beliefs
from openiads.physics.missile_fit import Residual
from openiads.scenario.loads import held

VARIED = ("max_range", "speed_max")  # quantities whose witnesses make a fit of their own; the rest stay nominal
SURE = 0.5  # the nominal beliefs hold a missile type that is as likely there as not


@dataclass(frozen=True)
class Fit:
    """One missile fitted to one set of witnesses."""

    missile: str
    witnesses: tuple[str, ...]
    residuals: tuple[Residual, ...]
    flight_s: np.ndarray  # (8, R)


@dataclass(frozen=True)
class Salvo:
    """Reach of a site's missile mix over the rows; T sets of missile beliefs."""

    flight_s: np.ndarray  # (T, 8, R) shortest time of flight among the missiles in stock; NaN out of reach
    kit: np.ndarray  # (N,) int64, set of each row
    reach: np.ndarray  # (N, R) uint8, bit a where some missile in stock can meet a target at altitude a
    fits: tuple[Fit, ...]

    def reach_m(self, row: int, polar: PolarGrid) -> tuple[np.ndarray, np.ndarray]:
        """Least and greatest ground range of the mix by altitude, (8,) each; zeros where it reaches nothing. [m]"""
        marked = (self.reach[row][None, :] >> np.arange(8)[:, None] & 1).astype(bool)
        rings = np.arange(polar.rings)
        far = np.where(marked, rings + 1, 0).max(axis=1) * polar.ring_step_m
        near = np.where(marked, rings, polar.rings).min(axis=1) * polar.ring_step_m
        return np.where(far > 0, near, 0.0), far


def stocked(beliefs: Beliefs, missile: str, rows: Rows, seed: int) -> np.ndarray:
    """Rows in which the site holds a missile type, (total,) bool; a type that nobody doubts is always held."""
    key = f"{missile}.in_stock"
    if key not in beliefs.nominal:
        return np.ones(rows.total, bool)
    drawn = held(beliefs, missile, rows.chance(seed, missile, "in_stock"))
    return np.concatenate([np.full(1 + rows.weather, beliefs.value(key) >= SURE), drawn])


def _group_rows(beliefs: Beliefs, key: str, rows: Rows) -> np.ndarray:
    return np.concatenate([np.zeros(1 + rows.weather, np.int64), beliefs.witness(key)[: rows.draws]])


def stated_of(beliefs: Beliefs, missile: str, sets: np.ndarray) -> list[dict[str, float]]:
    """What is stated of a missile in each set of witnesses: the arguments of its fit.

    Parameters
    ----------
    sets : (S, 2) int
        Numbers of the groups believed of each of `VARIED`.
    """
    fixed = {
        "launch_mass_kg": beliefs.value(f"{missile}.launch_mass"),
        "max_altitude_m": beliefs.value(f"{missile}.max_altitude"),
        "min_range_m": beliefs.value(f"{missile}.min_range"),
        "diameter_m": beliefs.value(f"{missile}.diameter"),
        "mean_speed_mps": beliefs.value(f"{missile}.speed_mean"),
    }
    ranges, speeds = beliefs.pool(f"{missile}.max_range"), beliefs.pool(f"{missile}.speed_max")
    return [{**fixed, "max_range_m": ranges[group].nominal, "burnout_speed_mps": speeds[speed].nominal}
            for group, speed in sets]


def believed_sets(beliefs: Beliefs, missile: str, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Sets of witnesses that some row believes, (S, 2), and the set of each row, (total,)."""
    believed = np.column_stack([_group_rows(beliefs, f"{missile}.{name}", rows) for name in VARIED])
    sets, which = np.unique(believed, axis=0, return_inverse=True)
    return sets, which.ravel()


def jobs_of(beliefs: Beliefs, missiles: tuple[str, ...], rows: Rows, altitudes_amsl_m: np.ndarray, radius_m: float,
            ground_amsl_m: float) -> list[Job]:
    """Every fly-out table that a salvo needs, each once."""
    launch_m = launch_amsl_m(ground_amsl_m)
    jobs = {
        str(stated): Job(stated, launch_m, tuple(float(height) for height in altitudes_amsl_m), radius_m)
        for missile in missiles for stated in stated_of(beliefs, missile, believed_sets(beliefs, missile, rows)[0])
    }
    return list(jobs.values())


def launch_amsl_m(ground_amsl_m: float) -> float:
    """Height of the launchers, to ten metres, so that neighbouring positions share their fly-outs. [m]"""
    return round(ground_amsl_m, -1)


def fits_of(beliefs: Beliefs, missile: str, sets: np.ndarray, ground_amsl_m: float, altitudes_amsl_m: np.ndarray,
            polar: PolarGrid) -> list[Fit]:
    """Fit one missile to every set of witnesses that some row believes; parameters as in `stated_of` and `jobs_of`."""
    ranges, speeds = beliefs.pool(f"{missile}.max_range"), beliefs.pool(f"{missile}.speed_max")
    coarse_m = coarse_ranges_m(polar.radius_m)
    heights_m = tuple(float(height) for height in altitudes_amsl_m)
    fits = []
    for (group, speed), stated in zip(sets, stated_of(beliefs, missile, sets), strict=True):
        coarse_s = flight_table_s(Job(stated, launch_amsl_m(ground_amsl_m), heights_m, polar.radius_m))
        flight_s = np.array([np.interp(polar.range_m, coarse_m, line) for line in coarse_s])
        witnesses = tuple(item.claim_id or "assumed" for item in (ranges[group], speeds[speed]))
        fits.append(Fit(missile, witnesses, fitted(stated)[1], flight_s))
    return fits


def salvo_of(beliefs: Beliefs, missiles: tuple[str, ...], rows: Rows, altitudes_amsl_m: np.ndarray, polar: PolarGrid,
             ground_amsl_m: float, seed: int) -> Salvo:
    """Reach of a missile mix over all rows.

    Parameters
    ----------
    beliefs : Beliefs
    missiles : tuple of str
        Types of the mix.
    rows : Rows
    altitudes_amsl_m : (8,)
        Heights asked about. [m]
    polar : PolarGrid
    ground_amsl_m : float
        Height of the launchers. [m]
    seed : int
    """
    range_m = polar.range_m
    bit = (1 << np.arange(8)).astype(np.uint8)
    reach = np.zeros((rows.total, polar.rings), np.uint8)
    choice = np.full((rows.total, len(missiles)), -1, np.int64)
    all_fits: list[Fit] = []
    for number, missile in enumerate(missiles):
        held = stocked(beliefs, missile, rows, seed)
        sets, which = believed_sets(beliefs, missile, rows)
        fits = fits_of(beliefs, missile, sets, ground_amsl_m, altitudes_amsl_m, polar)
        choice[:, number] = np.where(held, which + len(all_fits), -1)
        all_fits += fits
        far_m = rows.believed(beliefs, f"{missile}.max_range")[:, None]
        near_m = rows.believed(beliefs, f"{missile}.min_range")[:, None]
        within = (range_m >= near_m) & (range_m <= far_m) & held[:, None]
        meets = np.stack([(np.isfinite(fit.flight_s) * bit[:, None]).sum(axis=0) for fit in fits]).astype(np.uint8)
        reach |= np.where(within, meets[which], 0).astype(np.uint8)
    kits, kit = np.unique(choice, axis=0, return_inverse=True)
    flight_s = np.full((len(kits), 8, polar.rings), np.inf)
    for index, members in enumerate(kits):
        for member in members[members >= 0]:
            flight_s[index] = np.fmin(flight_s[index], all_fits[member].flight_s)
    flight_s[np.isinf(flight_s)] = np.nan
    return Salvo(flight_s, kit.ravel().astype(np.int64), reach, tuple(all_fits))
