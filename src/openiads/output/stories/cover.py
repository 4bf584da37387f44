"""What a story asks of coverage: shares of the ring by class and altitude, ranges by class, claims beside them."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from openiads.coverage.lookup import bits_of, outermost_m
from openiads.coverage.reads import detection_keys, engagement_keys
from openiads.earth.terrain import Terrain
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import value_in_words
from openiads.output.labels import class_label
from openiads.output.sentences import COARSE, label_of, terrain_doubt, uncited_ranges
from openiads.output.site_answer import Asked, SiteAnswer, answer_sites, terrain_under
from openiads.output.site_results import results_of
from openiads.output.statistics import Estimate, estimate
from openiads.output.stories.records import KM, MISSILE, Bar, Chart, Part, length_m, length_words, reach_words, who
from openiads.output.words import listing, percent, rounded, spread
from openiads.scenario.model import Site
from openiads.scenario.story import Cover, Story
from openiads.units import counted


def asked_of(story: Story, asked: Cover, library: Library, terrain: Terrain) -> Asked:
    """The question as `openiads coverage` would put it."""
    assert story.antenna is not None
    return Asked(
        positions=tuple(story.site(name).position for name in asked.sites), antenna=story.antenna.height,
        targets=asked.targets, altitudes=asked.altitudes, terrain=terrain, refraction=story.refraction,
        ring_m=length_m(library.claim(story.circle.radius))[1], radar=story.radar, guide=story.guide,
        missiles=asked.missiles, pd=0.5, pfa=1e-6, swerling=1, draws=story.draws, seed=story.seed, level=story.level,
        believe=(),
    )


def engaged_km(answer: SiteAnswer, number: int, target: int, altitude: int) -> Estimate:
    """Outermost range at which a class is engageable, the median over bearings, with its interval. [km]"""
    site = answer.sites[number]
    outer_m = np.array([np.median(outermost_m(site, bits_of(site, row).engaged[target])[altitude])
                        for row in range(site.rows.total)])
    return estimate(float(outer_m[0]), outer_m[site.rows.claim_rows], site.rows.level).scaled(KM)


def _row(results: dict[str, Any], site: Site, target: str, altitude: str) -> dict[str, Any]:
    here = [site.position.lat_deg, site.position.lon_deg]
    return next(row for row in results["table"]
                if (row["site"], row["target"], row["altitude"]) == (here, target, altitude))


def _altitude_sentence(site: Site, target: str, rows: list[dict[str, Any]], ring: str, *, at_most: str,
                       past: bool) -> str:
    seen = [f"{at_most}{percent(Estimate(**row['detection']['share_of_ring']))} at {row['altitude']}" for row in rows]
    return (f"From {site.name}, {label_of(target)} {'was' if past else 'is'} in sight and within the radar's power "
            f"over {listing(seen)}, of the {ring}.")


def ring_words(story: Story, ring_km: float, library: Library) -> str:
    """The ring that shares are of, and what its radius is a claim of."""
    radius = library.claim(story.circle.radius)
    beside = " and not sight" if reach_words(radius) == MISSILE else ""
    return f"{rounded(ring_km, 3)} km ring, which is {reach_words(radius)} ({radius.id}){beside}"


def _class_sentence(rows: list[dict[str, Any]], altitude: str) -> str:
    seen = [f"{label_of(row['target'])} out to {spread(Estimate(**row['detection']['range_km']), 'km')}"
            for row in rows]
    return (f"By power alone at {altitude}: {listing(seen)}; range goes with the fourth root of the cross-section, "
            "less what the air takes, whatever the circle's radius.")


def keys_of(answer: SiteAnswer) -> list[str]:
    """Inputs of radars, missiles and classes that the models read; the story itself sets how high antennas stand."""
    post = answer.sites[0].post
    behind = engagement_keys if post.missiles else detection_keys
    wanted = {key for target in answer.asked.targets for key in behind(post, target)}
    return sorted(wanted & set(answer.beliefs.nominal))


def condition_sentence(results: dict[str, Any], story: Story, beliefs: Beliefs, keys: list[str]) -> str:
    """What every figure of the part holds for, what it rests on, and what would change it."""
    seen, reference = results["detection"], results["detection"]["reference"]
    pfa = f"{seen['pfa']:g}".replace("e-0", "e-")
    mix = ", ".join(f"{number} {grade}" for grade, number in beliefs.evidence_mix(keys).items())
    return (f"The {story.radar}'s power follows {reference['claim']} ({reference['grade']}). Single scan, "
            f"Pd {seen['pd']:g}, Pfa {pfa}, Swerling {seen['swerling']}; intervals hold {story.level:.0%} of "
            f"{counted(story.draws, 'draw')} over what the sources say. Rests on {mix} inputs; this would change with "
            "what is believed of any disputed one.")


def open_inputs(beliefs: Beliefs, keys: Iterable[str]) -> tuple[str, ...]:
    """Disputed, unsourced and assumed inputs, in words."""
    lines = []
    disputed = {item.key: item for item in beliefs.disputes()}
    for key in keys:
        name, belief = key.replace(".", ", ", 1).replace("_", " "), beliefs.nominal[key]
        if key in disputed:
            groups = disputed[key].groups
            ends = " to ".join(value_in_words(value, belief.unit)
                               for value in (min(item.low for item in groups), max(item.high for item in groups)))
            lines.append(f"{name}: disputed, {ends} in {len(groups)} independent groups of sources")
        elif belief.status in ("assumed", "unsourced"):
            lines.append(f"{name}: {belief.status}, {value_in_words(belief.value, belief.unit)}")
    return tuple(lines)


def command_of(asked: Asked, story: Story) -> str:
    """The command that gives the same figures."""
    options = [f"--site {place.lat_deg:g},{place.lon_deg:g}" for place in asked.positions]
    options += [f'--antenna "{asked.antenna}"', *(f"--target {name}" for name in asked.targets)]
    options += [f'--altitude "{str(altitude).replace(",", "")}"' for altitude in asked.altitudes]
    options += [f"--missile {name}" for name in asked.missiles]
    if story.terrain == "none":
        options += ["--terrain none", f'--ground-height "{story.ground_height_m or 0:g} m"']
    options += [f'--ring "{asked.ring_m * KM:g} km"', f"--seed {asked.seed}"]
    return f"openiads coverage {' '.join(options)}"


def cover_part(story: Story, asked: Cover, library: Library, terrain: Terrain) -> Part:
    """How much of the ring is seen by class and altitude, how far by class, and the claims beside it."""
    answer = answer_sites(asked_of(story, asked, library, terrain))
    results = results_of(answer)
    info = max((terrain_under(answer.asked, site) for site in answer.sites), key=lambda item: item.grade)
    grade = info.grade if terrain.layers else ""
    at_most = "at most " if grade in COARSE else ""
    sites, altitudes = [story.site(name) for name in asked.sites], [str(item) for item in asked.altitudes]
    ring = ring_words(story, results["ring_km"], library)
    # what no citable source states is told before the numbers that rest on it
    sentences = [uncited_ranges({story.radar: answer.beliefs.reference_range(story.radar)})]
    sentences += [
        _altitude_sentence(site, target, [_row(results, site, target, name) for name in altitudes], ring,
                           at_most=at_most, past=story.told == "past")
        for site in sites for target in (asked.targets[:1] if len(asked.targets) > 2 else asked.targets)
    ]
    if len(asked.targets) > 1:
        sentences.append(_class_sentence([_row(results, sites[0], target, altitudes[-1]) for target in asked.targets],
                                         altitudes[-1]))
    if asked.missiles:
        sentences += beside_sentences(story, asked, answer, results, library)
    keys = keys_of(answer)
    sentences.append(condition_sentence(results, story, answer.beliefs, keys))
    low = asked.altitudes[0]
    if grade and low.reference == "AGL":
        sentences.append(terrain_doubt(info, low.value_m))
    columns, rows = table_of(sites, results, with_engagement=bool(asked.missiles))
    return Part("What is covered", tuple(text for text in sentences if text), columns, rows,
                charts_of(story, asked, results, sites, library), grade,
                tuple(sorted({*answer.beliefs.claims_used(), *asked.beside})),
                open_inputs(answer.beliefs, keys), commands=(command_of(answer.asked, story),))


def beside_sentences(story: Story, asked: Cover, answer: SiteAnswer, results: dict[str, Any],
                     library: Library) -> list[str]:
    """What others state as a range, and the model's ranges of the highest and of the lowest flyer beside it."""
    site = story.site(asked.sites[0])
    told = [f"{length_words(library.claim(name))} ({who(library.claim(name))}, {name}"
            f"{'' if library.claim(name).is_linked else ', recalled and not checked'})" for name in asked.beside]
    sentences = [f"Others state a reach of {listing(told)}."] if told else []
    for c, a in ((0, len(asked.altitudes) - 1), (len(asked.targets) - 1, 0)):
        target, altitude = asked.targets[c], str(asked.altitudes[a])
        first = _row(results, site, target, altitude)["detection"]["first_detection_km"]
        sentences.append(
            f"The model: {label_of(target)} at {altitude} is first detected at {spread(Estimate(**first), 'km')} and "
            f"engageable with the {listing(list(asked.missiles))} out to {spread(engaged_km(answer, 0, c, a), 'km')}, "
            "kinematics only.")
    return sentences


def table_of(sites: list[Site], results: dict[str, Any], *,
             with_engagement: bool) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Columns and rows: a site, class and altitude each."""
    names = {(site.position.lat_deg, site.position.lon_deg): site.name for site in sites}
    columns = ["site", "class", "altitude", "first sight, km", "in sight, % of ring", "detected, % of ring",
               "range by power, km"] + (["engageable, % of ring"] if with_engagement else [])
    rows = []
    for row in results["table"]:
        engaged = [percent(Estimate(**row["engagement"]["share_of_ring"]))] if "engagement" in row else []
        rows.append((
            names[tuple(row["site"])], class_label(row["target"]), row["altitude"],
            rounded(row["geometric"]["first_sight_km"], 3), rounded(row["geometric"]["share_of_ring_percent"]),
            percent(Estimate(**row["detection"]["share_of_ring"])),
            spread(Estimate(**row["detection"]["range_km"])), *engaged))
    return tuple(columns), tuple(rows)


def charts_of(story: Story, asked: Cover, results: dict[str, Any], sites: list[Site],
              library: Library) -> tuple[Chart, ...]:
    """Shares of the ring by altitude, and first detection by class with the circle as the mark."""
    target, ring_km = asked.targets[0], results["ring_km"]
    shares = []
    for site in sites:
        for altitude in map(str, asked.altitudes):
            share = Estimate(**_row(results, site, target, altitude)["detection"]["share_of_ring"]).scaled(100)
            name = f"{site.name}, {altitude}" if len(sites) > 1 else altitude
            shares.append(Bar(name, share.nominal, percent(share.scaled(0.01)), share.low, share.high))
    top = str(asked.altitudes[-1])
    ranges = []
    for name in asked.targets:
        first = Estimate(**_row(results, sites[0], name, top)["detection"]["first_detection_km"])
        ranges.append(Bar(f"{class_label(name)} at {top}", first.nominal, spread(first, "km"), first.low, first.high))
    for claim in map(library.claim, asked.beside):
        low, high = (value * KM for value in length_m(claim))
        ranges.append(Bar(f"stated: {claim.id}", (low + high) / 2, length_words(claim), low, high))
    radius = library.claim(story.circle.radius)
    return (
        Chart(f"Share of the {rounded(ring_km, 3)} km ring, {reach_words(radius)}, in which {label_of(target)} is "
              "detected", tuple(shares), full=100.0),
        Chart(f"First detection by class, from {sites[0].name}", tuple(ranges), ring_km,
              f"the circle, {reach_words(radius)}: {length_words(radius)}"),
    )
