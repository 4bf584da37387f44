"""Sentences of coverage: ring and sight, shares, a second site, ridges, heights, corridors, what is assumed."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from openiads.constants import NAUTICAL_MILE_M
from openiads.coverage.arms import post_kind
from openiads.coverage.corridor import Exposure
from openiads.coverage.profile import VerticalProfile
from openiads.coverage.reads import arrival_keys, detection_keys, sight_keys
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import basis_of, used_keys
from openiads.output.findings import Findings, headline_targets, sites_standing
from openiads.output.language import has, say
from openiads.output.sentences import COARSE, reach_key
from openiads.output.sight import RAISED_M, FirstSight, first_sights, hidden_at, seen_nm
from openiads.output.statistics import Estimate
from openiads.output.told.carried import EXACT, carried
from openiads.output.told.dates import newest_of
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Term, Undrafted
from openiads.output.told.reference import detecting_by
from openiads.scenario.model import Placement, Scenario

KM, KM2 = 1e-3, 1e-6
WEATHER_LEVEL = 0.8  # of the year, between the weak and the strong refraction of a profile
FIRST_SIGHT = "tables/first-sight.csv"
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
    """An estimate over draws of claims as a quantity; one without an interval is told as a fixed number."""
    known = bool(np.isfinite(item.low) and np.isfinite(item.high))
    return Quantity(item.nominal * factor, unit, item.low * factor if known else None,
                    item.high * factor if known else None, item.level if known else None, figures,
                    over="claims" if known else "")


def term(key: str, words: str) -> Term:
    """Words of a scenario, by the catalogue's key where it holds exactly these words."""
    return Term(key if has(key) and say(key) == words else "", words)


def of_second(condition: Condition, scenario: Scenario, placement: Placement) -> Condition:
    """A condition that also says where the second batch stands, and whether it is taken to arrive."""
    return replace(condition, placement=term(f"placement-{placement.id}", placement.label),
                   arrival=scenario.arms.second.arrival)


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

    def on_smooth_earth(self, found: Findings) -> Condition:
        return Condition(self.target, str(self.low), self.site.name, found.study.scenario.date.isoformat(),
                         model="smooth")

    def where_detected(self, found: Findings, *, target: str, altitude: str, second: tuple[str, ...] = ()) -> Condition:
        """Condition of detection on terrain by the search radars of the first site, and by some at a second."""
        study = found.study
        names = [self.site.name, *(study.scenario.site(study.second_place).name for _ in second[:1])]
        return Condition(target, altitude, " / ".join(names), study.scenario.date.isoformat(), self.grade,
                         detecting=detecting_by(
                             study.beliefs, (*study.first.post.searches, *second), pd=study.question.pd,
                             pfa=study.question.pfa, swerling=study.question.swerling_case))


def _sights(found: Findings, shared: _Headline) -> dict[float, FirstSight]:
    """First sight of the lowest altitude, by how far the antenna is raised."""
    return {item.raised_m: item for item in first_sights(found.study) if item.altitude == shared.low}


def ring_and_sight(found: Findings, shared: _Headline) -> Told:
    """1: what the ring's figure describes, and where a low flyer comes into sight over perfectly smooth ground."""
    if shared.low.reference != "AGL":
        return Undrafted("ring-and-sight", 1, "the lowest altitude is not above ground")
    if not found.study.scenario.ring_claims:
        return Undrafted("ring-and-sight", 1, "no claim stands behind the ring")
    sight = _sights(found, shared)[0.0]
    figures = carried([sight.antenna_m.nominal, shared.low.value_m])
    return Draft("ring-and-sight", 1, {
        "ring": Quantity(shared.ring_m * KM, "km", figures=EXACT),
        "reach": Term(reach_key(found.study.scenario, found.study.library)),
        "target": target_term(shared.target), "altitude": Names((str(shared.low),)),
        "first_sight": quantity(sight.range_m, "km", figures, KM), "antenna": quantity(sight.antenna_m, "m", figures),
    }, shared.on_smooth_earth(found),
        Evidence(shared.masts(found).grades, (*found.study.scenario.ring_claims, *shared.masts(found).claims)),
        FIRST_SIGHT)


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
    }, shared.where_detected(found, target=shared.target, altitude=f"{low}, {high}"), shared.evidence,
        "tables/shares.csv")


def second_share(found: Findings, shared: _Headline) -> Told:
    """4: what a second batch adds to the covered share, paired draw by draw."""
    scenario, study = found.study.scenario, found.study
    meaning = scenario.meaning(scenario.arms.second.meaning)
    placement = scenario.arms.second.placements[-1]
    change = found.change(meaning.id, placement.id, "detect", shared.target, str(shared.low)).difference
    factor = 1 / (study.first.polar.disc_area_m2 * KM2)
    kind = post_kind(meaning.formation, meaning.count)
    apart = placement.site != scenario.arms.first.site
    second = study.pair(kind).site.post if kind and apart and study.arrived.any() else None
    keys = (*detection_keys(study.first.post, shared.target),
            *(detection_keys(second, shared.target) if second else ()),
            *arrival_keys(scenario))
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
    }, of_second(shared.where_detected(found, target=shared.target, altitude=str(shared.low),
                                       second=second.searches if second else ()), scenario, placement),
        Evidence(rests.grades, tuple(dict.fromkeys([*rests.claims, *meaning.claims]))),
        "tables/second-batch.csv")


def hidden_below(found: Findings, shared: _Headline, profiles: tuple[tuple[str, str, VerticalProfile], ...]) -> Told:
    """7: below which height a target is hidden along a bearing, and by what."""
    if not profiles:
        return Undrafted("hidden-below", 7, "the scenario asks for no bearing")
    item = hidden_at(*profiles[0])
    if not item.blocker:
        return Undrafted("hidden-below", 7, f"nothing hides the air over that point {item.bearing}")
    floors_m, name = item.floor_amsl_m, found.study.scenario.site(item.site).name
    return Draft("hidden-below", 7, {
        "at_least": shared.bound("at-least"),
        "floor": Quantity(floors_m["median"], "m", min(floors_m.values()), max(floors_m.values()), WEATHER_LEVEL,
                          over="weather"),
        "out": Quantity(item.out_m * KM, "km"), "bearing": Names((item.bearing,)), "site": Names((name,)),
        "blocker": Choice(item.blocker), "ridge": Quantity(item.blocker_amsl_m, "m"),
        "distance": Quantity(item.blocker_at_m * KM, "km"),
    }, Condition(site=name, terrain=shared.grade, as_of=found.study.scenario.date.isoformat()),
        shared.masts(found), "tables/hidden-below.csv")


def raised_radar(found: Findings, shared: _Headline) -> Told:
    """8: what a hill is worth to first sight on a smooth earth."""
    if shared.low.reference != "AGL":
        return Undrafted("raised-radar", 8, "the lowest altitude is not above ground")
    before, after = (_sights(found, shared)[raised_m] for raised_m in (0.0, RAISED_M))
    figures = carried([RAISED_M, shared.low.value_m])
    return Draft("raised-radar", 8, {
        "higher": Quantity(RAISED_M, "m", figures=EXACT), "altitude": Names((str(shared.low),)),
        "before": quantity(before.range_m, "km", figures, KM), "after": quantity(after.range_m, "km", figures, KM),
    }, shared.on_smooth_earth(found), shared.masts(found), FIRST_SIGHT)


def provenance(found: Findings, claims: tuple[str, ...], scenario_sha256: str, ledger_sha256: str) -> Told:
    """9: which claims and which inputs stand behind the layers."""
    return Draft("provenance", 9, {
        "claim_count": Quantity(len(claims), figures=EXACT), "claims": Names(("tables/claims.csv",)),
        "as_of": Names((found.study.scenario.date.isoformat(),)),
        "newest": Names((newest_of(found.study.library, claims)[0] or "–",)),
        "scenario_hash": Names((scenario_sha256[:12],)), "ledger_hash": Names((ledger_sha256[:12],)),
    }, Condition(as_of=found.study.scenario.date.isoformat()), Evidence(everything(found).grades, claims),
        "tables/claims.csv")


def inputs(found: Findings) -> Told:
    """15: how many inputs are undisputed, disputed, stated by one source that cannot be cited, and assumed."""
    beliefs, keys = found.study.beliefs, used_keys(found.study)
    assumed = {key for key in keys if beliefs.nominal[key].status in ("assumed", "inferred")}
    disputed = {item.key for item in beliefs.disputes()} & set(keys) - assumed
    unsourced = {key for key in keys if beliefs.nominal[key].grade == "unsourced"} - assumed - disputed
    counts = {"all": len(keys), "undisputed": len(keys) - len(assumed) - len(disputed) - len(unsourced),
              "disputed": len(disputed), "unsourced": len(unsourced), "assumed": len(assumed)}
    return Draft("inputs", 15, {name: Quantity(count, figures=EXACT) for name, count in counts.items()},
                 Condition(as_of=found.study.scenario.date.isoformat()), everything(found), "tables/beliefs.csv")


def airliner_exposure(found: Findings, shared: _Headline, exposure: Exposure | None) -> Told:
    """22: over how much of a route an airliner could be observed from what stands in arm B."""
    if exposure is None:
        return Undrafted("airliner-exposure", 22, "the scenario gives no corridor, or no airliner")
    study = found.study
    scenario, level = study.scenario, len(exposure.flight_levels) - 1
    assert scenario.corridor is not None
    second = [site.post for site, _ in sites_standing(study)[1:]]
    keys = [key for post in (study.first.post, *second) for key in detection_keys(post, exposure.target)]
    arrival = scenario.arms.second.arrival
    altitude = str(exposure.flight_levels[level])
    return Draft("airliner-exposure", 22, {
        "place": Names((shared.site.name,)),
        "standing": Choice("first" if not second else "believed" if arrival == "as-believed" else "arrives"),
        "second_place": Names((scenario.site(study.second_place).name,)),
        "level": Names((altitude,)), "at_most": shared.bound("at-most"),
        "distance": quantity(seen_nm(study, exposure, level), "nm"), "route": Names((scenario.corridor.name,)),
    }, shared.where_detected(found, target=exposure.target, altitude=altitude,
                             second=tuple(radar for post in second for radar in post.searches)),
        evidence_of(study.beliefs, [*keys, *arrival_keys(scenario)]),
        "tables/corridor.csv")


def buffer(found: Findings) -> Told:
    """23: a buffer in both units, beside the reach that sources state of the scenario's missiles."""
    beliefs, missiles = found.study.beliefs, found.study.scenario.missiles
    told = [missile for missile in missiles if beliefs.pool(f"{missile.id}.max_range")]
    keys = [f"{missile.id}.max_range" for missile in told]
    reaches_m = [end for key in keys for group in beliefs.pool(key) for end in (group.low, group.high)]
    if not reaches_m:
        return Undrafted("buffer", 23, "no missile of the scenario has a stated reach")
    figures = carried(reaches_m)
    return Draft("buffer", 23, {
        "buffer": Quantity(BUFFER_NM, "nm", figures=3),
        "kilometres": Quantity(BUFFER_NM * NAUTICAL_MILE_M * KM, "km", figures=3),
        "missiles": Names(tuple(missile.id for missile in told)),
        "stock": Choice("assumed" if any(missile.assumed for missile in told) else "stated"),
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
