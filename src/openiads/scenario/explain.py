"""Every choice of a scenario beside the claims it follows or the assumption it makes."""

from collections.abc import Iterator
from dataclasses import dataclass

from openiads.scenario.model import Scenario, Sourced

ARRIVAL_WORDS = {
    "arrives": "conditional on its arrival", "as-believed": "each draw believes one witness of its delivery",
    "never": "it never arrives",
}


@dataclass(frozen=True)
class Choice:
    """One choice, in words, with what it rests on."""

    what: str
    choice: str
    claims: tuple[str, ...] = ()
    assumed: str = ""


def choices(scenario: Scenario) -> tuple[Choice, ...]:
    """All choices of a scenario in the order of its file.

    Examples
    --------
    >>> from openiads.scenario.files import load_scenario
    >>> next(c for c in choices(load_scenario("second-batch")) if c.what == "launchers of a fire unit").choice
    '8'
    """
    return (*_question(scenario), *_places(scenario), *_forces(scenario), *_programme(scenario))


def _sourced(what: str, choice: str, source: Sourced) -> Choice:
    return Choice(what, choice, source.claims, source.assumed)


def _question(scenario: Scenario) -> Iterator[Choice]:
    yield Choice("ring", f"{scenario.ring_m / 1000:g} km", scenario.ring_claims)
    terrain = scenario.terrain if isinstance(scenario.terrain, str) else ", ".join(scenario.terrain)
    yield Choice("terrain", terrain)
    yield Choice("refraction", "drawn from ITU-R P.453" if scenario.refraction == "p453"
                 else f"effective-earth factor {scenario.refraction:.4g}")
    yield Choice("detection", f"Pd {scenario.pd:g} at Pfa {scenario.pfa:g}")
    yield Choice("altitudes", ", ".join(map(str, scenario.altitudes)))
    yield Choice("target classes", ", ".join(scenario.targets))
    yield Choice("draws", f"{scenario.draws} from seed {scenario.seed}, intervals of {scenario.level:.0%}")


def _places(scenario: Scenario) -> Iterator[Choice]:
    for site in scenario.sites:
        place = f"{site.name} ({site.position.lat_deg:g}, {site.position.lon_deg:g}), {site.kind}"
        yield Choice(f"site {site.id}", place, site.claims, "" if site.claims else site.note)
        for use, mast in (("search", site.antenna.search), ("engage", site.antenna.engage)):
            if mast is not None:
                yield Choice(f"{use} antenna at {site.id}", str(mast), (), "set by the scenario")
    for bearing in scenario.bearings:
        yield Choice(f"bearing from {bearing.site}", bearing.label)
    if scenario.corridor:
        points = ", ".join(point.name for point in scenario.corridor.points)
        levels = ", ".join(map(str, scenario.corridor.flight_levels))
        yield Choice("corridor", f"{points} at {levels}", (), scenario.corridor.note)


def _forces(scenario: Scenario) -> Iterator[Choice]:
    unit, battalion = scenario.order_of_battle.fire_unit, scenario.order_of_battle.battalion
    yield _sourced(f"{unit.engagement_radar} of a fire unit", str(unit.engagement_radars.value), unit.engagement_radars)
    yield _sourced("launchers of a fire unit", str(unit.launchers.value), unit.launchers)
    yield _sourced("tubes of a launcher", str(unit.tubes_per_launcher.value), unit.tubes_per_launcher)
    yield _sourced("reloads of each tube", str(unit.reloads.value), unit.reloads)
    yield _sourced("fire units of a battalion", str(battalion.fire_units.value), battalion.fire_units)
    yield _sourced(f"{battalion.command_post} of a battalion", str(battalion.command_posts.value),
                   battalion.command_posts)
    yield _sourced(f"each of {', '.join(battalion.search_radars)} of a battalion",
                   str(battalion.of_each_search_radar.value), battalion.of_each_search_radar)
    yield _sourced("vehicles of point defence of a battalion", str(battalion.point_defence.value),
                   battalion.point_defence)
    regiment = scenario.order_of_battle.regiment
    yield _sourced("battalions of a regiment", str(regiment.battalions.value), regiment.battalions)
    first, second = scenario.arms.first, scenario.arms.second
    yield _sourced(f"arm A, {first.label}", f"{first.count} {first.formation} at {first.site}", first)
    places = ", ".join(placement.label for placement in second.placements)
    yield Choice(f"arm B, {second.label}", f"batch means {second.meaning}; {places}; {ARRIVAL_WORDS[second.arrival]}")
    for meaning in scenario.batch_meanings:
        come_to = scenario.batch_strength(meaning.id)
        yield _sourced(f"batch could mean {meaning.label}",
                       f"{come_to.fire_units} fire units, {come_to.ready_rounds} ready rounds", meaning)
    for missile in scenario.missiles:
        yield _sourced(f"missile {missile.id}", "in the mix", missile)


def _programme(scenario: Scenario) -> Iterator[Choice]:
    programme = scenario.programme
    if programme is None:
        return
    yield Choice("upkeep", f"{programme.months} months, {programme.draws} draws of {programme.runs} runs")
    yield _sourced("launchers of a ready fire unit", str(programme.launchers_needed.value), programme.launchers_needed)
    for what, turn in (("imports stop", programme.imports_stop), ("parts made at home", programme.localised_from)):
        if turn is not None:
            yield _sourced(what, f"from {turn.on}", turn)
    for origin in programme.origins:
        yield _sourced(f"where the {origin.component} is made", origin.made, origin)
