"""Sentences of coverage: ring and sight, shares, a second site, ridges, heights, corridors, what is assumed."""

from collections.abc import Iterable

import numpy as np

from openiads.constants import NAUTICAL_MILE_M
from openiads.coverage.arms import post_kind
from openiads.coverage.corridor import Exposure, stretches
from openiads.coverage.profile import OWN_GROUND, VerticalProfile
from openiads.coverage.reads import detection_keys, sight_keys
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import basis_of, used_keys
from openiads.output.findings import Findings, headline_targets
from openiads.output.language import has, say
from openiads.output.sentences import COARSE
from openiads.output.statistics import Estimate, estimate
from openiads.output.told.carried import EXACT, carried
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Term, Undrafted
from openiads.physics.propagation import horizon_range_m
from openiads.scenario.model import ARRIVAL_KEY

KM, KM2 = 1e-3, 1e-6
HIDDEN_AT = 0.5  # of a profile's length: where the sentence on hidden targets looks
WEATHER_LEVEL = 0.8  # of the year, between the weak and the strong refraction of a profile
RAISED_M = 1200.0  # the hill of the published comparison of an S-300's and an S-400's radar
BUFFER_NM = 100.0  # as a safety agency advised about a war zone in February 2022
Told = Draft | Undrafted


def evidence_of(beliefs: Beliefs, keys: Iterable[str]) -> Evidence:
    """Grades of some inputs, and every claim whose value moves them."""
    found = basis_of(beliefs, keys)
    return Evidence(found.grades, found.claims)


def everything(found: Findings) -> Evidence:
    """Evidence of all inputs of a study."""
    return evidence_of(found.study.beliefs, used_keys(found.study))


def quantity(item: Estimate, unit: str, figures: int = 2, factor: float = 1.0) -> Quantity:
    """An estimate as a quantity; one without an interval is told as a fixed number."""
    known = bool(np.isfinite(item.low) and np.isfinite(item.high))
    return Quantity(item.nominal * factor, unit, item.low * factor if known else None,
                    item.high * factor if known else None, item.level if known else None, figures)


def term(key: str, words: str) -> Term:
    """Words of a scenario, by the catalogue's key where it holds exactly these words."""
    return Term(key if has(key) and say(key) == words else "", words)


def target_term(target: str) -> Term:
    """A target class with its article."""
    return Term(f"target-{target}", f"a target of class {target}")


class _Headline:
    """What most sentences of coverage share: the first site, the low flyer, two altitudes, and their claims."""

    def __init__(self, found: Findings, terrain: TerrainInfo) -> None:
        study = found.study
        (c, low), (_, high) = headline_targets(study)
        self.target = study.question.targets[c]
        self.low, self.high = study.question.altitudes[low], study.question.altitudes[high]
        self.site = study.scenario.site(study.scenario.arms.first.site)
        self.ring_m = study.scenario.ring_m
        self.grade = terrain.grade
        radars = [f"{radar}.detection_range" for radar in study.first.post.searches]
        self.figures = carried([study.beliefs.nominal[key].value for key in radars])
        self.evidence = evidence_of(study.beliefs, detection_keys(study.first.post, self.target))

    def bound(self, word: str) -> Term:
        """"at-most" or "at-least" on coarse terrain, which over-states low-level cover; nothing on fine terrain."""
        return Term(word) if self.grade in COARSE else Term("")

    @staticmethod
    def masts(found: Findings) -> Evidence:
        """Who vouches for the heights of the antennas."""
        return evidence_of(found.study.beliefs, sight_keys(found.study.first.post))

    def condition(self, found: Findings, *, altitude: str, model: str = "coverage", terrain: str = "") -> Condition:
        return Condition(self.target, altitude, self.site.name, found.study.scenario.date.isoformat(),
                         terrain if model != "coverage" else self.grade, "", model)


def ring_and_sight(found: Findings, shared: _Headline) -> Told:
    """1: what the ring's figure describes, and where a low flyer comes into sight over perfectly smooth ground."""
    if shared.low.reference != "AGL":
        return Undrafted("ring-and-sight", 1, "the lowest altitude is not above ground")
    study = found.study
    heights_m = np.max([study.first.post.antenna_height_m(radar, study.rows, study.beliefs)
                        for radar in study.first.post.searches], axis=0)
    sight_m = horizon_range_m(heights_m, shared.low.value_m)
    claim_rows = study.rows.claim_rows
    figures = carried([float(heights_m[0]), shared.low.value_m])
    return Draft("ring-and-sight", 1, {
        "ring": Quantity(shared.ring_m * KM, "km", figures=EXACT), "target": target_term(shared.target),
        "altitude": Names((str(shared.low),)),
        "first_sight": quantity(estimate(float(sight_m[0]), sight_m[claim_rows], study.rows.level), "km", figures, KM),
        "antenna": quantity(estimate(float(heights_m[0]), heights_m[claim_rows], study.rows.level), "m", figures),
    }, shared.condition(found, altitude=str(shared.low), model="smooth"),
        Evidence(shared.masts(found).grades, (*study.scenario.ring_claims, *shared.masts(found).claims)),
        "tables/beliefs.csv")


def covered_share(found: Findings, shared: _Headline) -> Told:
    """2: share of the circle that is covered, low and high."""
    def share(altitude: str) -> Quantity:
        row = found.share(shared.site.id, shared.target, altitude)
        return quantity(row.share, "share", shared.figures)

    low, high = str(shared.low), str(shared.high)
    return Draft("covered-share", 2, {
        "site": Names((shared.site.name,)), "ring": Quantity(shared.ring_m * KM, "km", figures=EXACT),
        "target": target_term(shared.target), "low": Names((low,)), "high": Names((high,)),
        "low_share": share(low), "high_share": share(high),
        "at_most": shared.bound("at-most"),
    }, shared.condition(found, altitude=f"{low}, {high}"), shared.evidence, "tables/shares.csv")


def second_share(found: Findings, shared: _Headline) -> Told:
    """4: what a second batch adds to the covered share, paired draw by draw."""
    scenario, study = found.study.scenario, found.study
    meaning = scenario.meaning(scenario.arms.second.meaning)
    placement = scenario.arms.second.placements[-1]
    change = found.change(meaning.id, placement.id, "detect", shared.target, str(shared.low)).difference
    factor = 1 / (study.first.polar.disc_area_m2 * KM2)
    kind = post_kind(meaning.formation, meaning.count)
    apart = placement.site != scenario.arms.first.site
    added = detection_keys(study.pair(kind).site.post, shared.target) if kind and apart else ()
    keys = (*detection_keys(study.first.post, shared.target), *added,
            *([ARRIVAL_KEY] if scenario.arms.second.arrival == "as-believed" else []))
    rests = evidence_of(study.beliefs, keys)
    return Draft("second-share", 4, {
        "meaning": term(f"meaning-{meaning.id}", meaning.label),
        "placement": term(f"placement-{placement.id}", placement.label),
        "target": target_term(shared.target), "altitude": Names((str(shared.low),)),
        "share_a": quantity(change.a, "share", shared.figures, factor),
        "share_b": quantity(change.b, "share", shared.figures, factor),
        "change": quantity(change.change, "points", shared.figures, 100 * factor),
        "ring": Quantity(shared.ring_m * KM, "km", figures=EXACT),
        "verdict": Choice("clear" if change.clear else "none"), "at_most": shared.bound("at-most"),
    }, shared.condition(found, altitude=str(shared.low)),
        Evidence(rests.grades, tuple(dict.fromkeys([*rests.claims, *meaning.claims]))),
        "tables/second-batch.csv")


def hidden_below(found: Findings, shared: _Headline, profiles: tuple[tuple[str, str, VerticalProfile], ...]) -> Told:
    """7: below which height a target is hidden along a bearing, and by what."""
    if not profiles:
        return Undrafted("hidden-below", 7, "the scenario asks for no bearing")
    site, label, profile = profiles[0]
    sample = profile.sample_at(HIDDEN_AT * float(profile.distance_m[-1]))
    blocker = int(profile.blocker["median"][sample])
    if blocker == OWN_GROUND:
        return Undrafted("hidden-below", 7, f"nothing hides the air over that point {label}")
    floors_m = {name: float(floor[sample]) for name, floor in profile.floor_amsl_m.items()}
    name = found.study.scenario.site(site).name
    return Draft("hidden-below", 7, {
        "at_least": shared.bound("at-least"),
        "floor": Quantity(floors_m["median"], "m", min(floors_m.values()), max(floors_m.values()), WEATHER_LEVEL),
        "out": Quantity(float(profile.distance_m[sample]) * KM, "km"), "bearing": Names((label,)),
        "site": Names((name,)), "blocker": Choice("curve" if profile.is_curve(blocker) else "ground"),
        "ridge": Quantity(float(profile.terrain_amsl_m[blocker]), "m"),
        "distance": Quantity(float(profile.distance_m[blocker]) * KM, "km"),
    }, Condition(site=name, terrain=shared.grade, as_of=found.study.scenario.date.isoformat()),
        shared.masts(found), "tables/shares.csv")


def raised_radar(found: Findings, shared: _Headline) -> Told:
    """8: what a hill is worth to first sight on a smooth earth."""
    if shared.low.reference != "AGL":
        return Undrafted("raised-radar", 8, "the lowest altitude is not above ground")
    study = found.study
    height_m = max(float(study.first.post.antenna_height_m(radar, study.rows, study.beliefs)[0])
                   for radar in study.first.post.searches)
    figures = carried([RAISED_M, shared.low.value_m])
    before_m, after_m = (float(horizon_range_m(height_m + raised_m, shared.low.value_m)) for raised_m in (0, RAISED_M))
    return Draft("raised-radar", 8, {
        "higher": Quantity(RAISED_M, "m", figures=EXACT), "altitude": Names((str(shared.low),)),
        "before": Quantity(before_m * KM, "km", figures=figures),
        "after": Quantity(after_m * KM, "km", figures=figures + 1 if after_m >= 1e5 else figures),
    }, shared.condition(found, altitude=str(shared.low), model="smooth"),
        shared.masts(found), "tables/beliefs.csv")


def provenance(found: Findings, claims: tuple[str, ...], scenario_sha256: str, ledger_sha256: str) -> Told:
    """9: which claims and which inputs stand behind the layers."""
    return Draft("provenance", 9, {
        "claim_count": Quantity(len(claims), figures=EXACT), "claims": Names(("tables/claims.csv",)),
        "as_of": Names((found.study.scenario.date.isoformat(),)), "scenario_hash": Names((scenario_sha256[:12],)),
        "ledger_hash": Names((ledger_sha256[:12],)),
    }, Condition(as_of=found.study.scenario.date.isoformat()), Evidence(everything(found).grades, claims),
        "tables/claims.csv")


def inputs(found: Findings) -> Told:
    """15: how many inputs are undisputed, disputed and assumed."""
    beliefs, keys = found.study.beliefs, used_keys(found.study)
    assumed = {key for key in keys if beliefs.nominal[key].status in ("assumed", "inferred")}
    disputed = {item.key for item in beliefs.disputes()} & set(keys) - assumed
    counts = {"all": len(keys), "undisputed": len(keys) - len(assumed) - len(disputed), "disputed": len(disputed),
              "assumed": len(assumed)}
    return Draft("inputs", 15, {name: Quantity(count, figures=EXACT) for name, count in counts.items()},
                 Condition(as_of=found.study.scenario.date.isoformat()), everything(found), "tables/beliefs.csv")


def airliner_exposure(found: Findings, shared: _Headline, exposure: Exposure | None) -> Told:
    """22: over how much of a route an airliner could be observed."""
    if exposure is None:
        return Undrafted("airliner-exposure", 22, "the scenario gives no corridor, or no airliner")
    study = found.study
    corridor = study.scenario.corridor
    assert corridor is not None
    level = len(exposure.flight_levels) - 1
    seen_m = sum(last - first for first, last in stretches(exposure.seen[level], exposure.route.along_m))
    return Draft("airliner-exposure", 22, {
        "as_of": Names((study.scenario.date.isoformat(),)),
        "place": Names(tuple(site.name for site in study.scenario.sites)),
        "level": Names((str(exposure.flight_levels[level]),)), "at_most": shared.bound("at-most"),
        "distance": Quantity(seen_m / NAUTICAL_MILE_M, "nm"), "route": Names((corridor.name,)),
    }, Condition("airliner", str(exposure.flight_levels[level]), as_of=study.scenario.date.isoformat()),
        evidence_of(study.beliefs, detection_keys(study.first.post, "airliner")), "tables/shares.csv")


def buffer(found: Findings) -> Told:
    """23: a buffer in both units, beside the reach that sources state."""
    beliefs = found.study.beliefs
    keys = [f"{missile.id}.max_range" for missile in found.study.scenario.missiles]
    reaches_m = [end for key in keys for group in beliefs.pool(key) for end in (group.low, group.high)]
    if not reaches_m:
        return Undrafted("buffer", 23, "no missile of the scenario has a stated reach")
    figures = carried(reaches_m)
    return Draft("buffer", 23, {
        "buffer": Quantity(BUFFER_NM, "nm", figures=3),
        "kilometres": Quantity(BUFFER_NM * NAUTICAL_MILE_M * KM, "km", figures=3),
        "low": Quantity(min(reaches_m) * KM, "km", figures=figures),
        "high": Quantity(max(reaches_m) * KM, "km", figures=figures),
    }, Condition(as_of=found.study.scenario.date.isoformat(), model="ledger"), evidence_of(beliefs, keys),
        "tables/claims.csv")


def cover_drafts(found: Findings, terrain: TerrainInfo, claims: tuple[str, ...], *, scenario_sha256: str,
                 ledger_sha256: str, profiles: tuple[tuple[str, str, VerticalProfile], ...],
                 exposure: Exposure | None) -> list[Told]:
    """Every sentence that coverage carries."""
    shared = _Headline(found, terrain)
    return [
        ring_and_sight(found, shared), covered_share(found, shared), second_share(found, shared),
        hidden_below(found, shared, profiles), raised_radar(found, shared),
        provenance(found, claims, scenario_sha256, ledger_sha256), inputs(found),
        airliner_exposure(found, shared, exposure), buffer(found),
    ]
