"""What a story asks of sight alone: from where a target is first seen, and how high it must be to be seen."""

from typing import NamedTuple

import numpy as np

from openiads.coverage.profile import VerticalProfile, refraction_at, vertical_profile
from openiads.earth.geodesy import bearing_and_range
from openiads.earth.terrain import Terrain, open_terrain
from openiads.knowledge.library import Library
from openiads.output.sentences import COARSE, at_least, label_of
from openiads.output.stories.records import KM, Bar, Chart, Part, Section, length_m, length_words
from openiads.output.words import rounded
from openiads.physics.propagation import FOUR_THIRDS, horizon_range_m
from openiads.scenario.model import Site
from openiads.scenario.story import Heights, Point, Sight, Story

LONGEST_M = 1_000_000.0  # of a profile
SECTION_SAMPLES = 160  # of a small figure
WEATHERS = ("weak", "median", "strong")
ROOM = 1.25  # length of a section beside the distance asked about


class Look(NamedTuple):
    """One site that looks at one place at one distance."""

    site: Site
    point: Point
    distance_m: float
    smooth_m: float  # height needed over a smooth earth, above its ground
    profile: VerticalProfile
    grade: str
    place: str  # in words


def antenna_height_m(story: Story, ground_amsl_m: float) -> float:
    """Height of the story's antenna above the ground at its foot. [m]"""
    assert story.antenna is not None
    height = story.antenna.height
    return height.value_m if height.reference == "AGL" else height.value_m - ground_amsl_m


def sight_part(story: Story, asked: Sight, library: Library) -> Part:
    """From where a target is first in sight over a smooth earth, low and raised; the closed form of the horizon."""
    claim = library.claim(asked.raised_by)
    raised_m = sum(length_m(claim)) / 2
    low_m = antenna_height_m(story, 0.0)
    target_m = asked.altitude.amsl_m(0.0)
    heights_m = (low_m, low_m + raised_m)
    sight_km = [float(horizon_range_m(height_m, target_m, FOUR_THIRDS)) * KM for height_m in heights_m]
    low, high = (rounded(value, 3) for value in sight_km)
    verb = "came" if story.told == "past" else "comes"

    def at_the(which: str) -> str:
        return f" ({claim.condition[which]})" if which in claim.condition else ""

    sentence = (
        f"Over a smooth earth with the textbook's 4/3 refraction {label_of(asked.target)} at {asked.altitude} {verb} "
        f"into sight at about {low} km from an antenna {low_m:g} m up{at_the('lower')} and at about {high} km "
        f"from one {length_words(claim)} higher{at_the('higher')} ({claim.id})."
    )
    labels = [f"antenna at {height_m:,g} m" for height_m in heights_m]
    chart = Chart(f"First sight of {label_of(asked.target)} at {asked.altitude}, smooth earth", tuple(
        Bar(label, value, f"{rounded(value, 3)} km") for label, value in zip(labels, sight_km, strict=True)))
    rows = tuple((height_m, str(asked.altitude), round(value, 1))
                 for height_m, value in zip(heights_m, sight_km, strict=True))
    altitude = f'--altitude "{asked.altitude}"'
    commands = tuple(f'openiads coverage --site 35,36 --antenna "{height_m:g} m" --target {asked.target} {altitude} '
                     "--terrain none --refraction 4/3" for height_m in heights_m)
    doubt = ("Sight is not detection: power may take more away. Real ground may take more away or, where the radar "
             "stands higher than what lies about it, give some. This would change with the heights.")
    return Part("From where it is first in sight", (sentence, doubt),
                ("antenna, m above the lower ground", "target", "first sight, km"), rows, (chart,), claims=(claim.id,),
                commands=commands)


def _distances_m(asked: Heights, away_m: float, library: Library) -> tuple[float, ...]:
    if asked.distance is None:
        return (away_m,)
    return tuple(dict.fromkeys(length_m(library.claim(asked.distance))))


def looks_of(story: Story, asked: Heights, library: Library, terrain: Terrain) -> tuple[Look, ...]:
    """Every site at every point that its circle holds, or at each stated distance towards it."""
    radius_m = length_m(library.claim(story.circle.radius))[1]
    found = []
    for site in map(story.site, asked.sites):
        lat_deg, lon_deg = site.position.lat_deg, site.position.lon_deg
        ground_m = terrain.height_at(lat_deg, lon_deg)
        height_m = antenna_height_m(story, ground_m)
        for point in map(story.point, asked.points):
            bearing, away = bearing_and_range(lat_deg, lon_deg, point.position.lat_deg, point.position.lon_deg)
            for distance_m in _distances_m(asked, float(away), library):
                if distance_m > radius_m:
                    continue  # the circle itself has told that it lies outside
                length = min(max(ROOM * distance_m, 1000.0), LONGEST_M)
                smooth = vertical_profile(
                    open_terrain("none"), lat_deg, lon_deg, float(bearing), antenna_height_m=height_m,
                    refraction=refraction_at(lat_deg, lon_deg, FOUR_THIRDS, 0.0), max_range_m=length)
                real = vertical_profile(
                    terrain, lat_deg, lon_deg, float(bearing), antenna_height_m=height_m,
                    refraction=refraction_at(lat_deg, lon_deg, story.refraction, ground_m), max_range_m=length)
                info = terrain.info_along(lat_deg, lon_deg, real.bearing_rad, real.distance_m)
                place = point.name if asked.distance is None else f"{point.name}, {rounded(distance_m * KM, 3)} km out"
                found.append(Look(site, point, distance_m, smooth.floor_at_m(distance_m)["median"], real, info.grade,
                                  place))
    return tuple(found)


def floor_words(look: Look) -> str:
    """Lowest height in sight over the place, with the weather."""
    floors = look.profile.floor_at_m(look.distance_m)
    low, mid, high = min(floors.values()), floors["median"], max(floors.values())
    spread = "" if low == high else f" ({rounded(low, 3)} to {rounded(high, 3)} with the weather)"
    return f"{at_least(look.grade)}{rounded(mid, 3)} m AMSL{spread}"


def _needed(look: Look, *, by_distance: bool) -> str:
    away = "" if by_distance else f", {rounded(look.distance_m * KM, 3)} km away"
    return f"{rounded(look.smooth_m)} m over {look.place}{away}"


def _site_sentences(story: Story, asked: Heights, site: Site, looks: list[Look]) -> list[str]:
    """What one site needs: over a smooth earth in one sentence, over the ground in one for each place."""
    if not looks:
        return [f"About {site.name} the circle holds none of the places asked about, so nothing is left to see there."]
    assert story.antenna is not None
    verb, had = ("was", "had to be") if story.told == "past" else ("is", "has to be")
    smooth = "; ".join(_needed(look, by_distance=asked.distance is not None) for look in looks)
    return [f"From {site.name}, over a smooth earth (4/3, antenna at {story.antenna.height}), a target {had} above "
            f"about {smooth}.",
            *(look.profile.sentence(look.place, look.distance_m, verb=verb, bound=at_least(look.grade))
              for look in looks)]


def command_of(story: Story, look: Look) -> str:
    """The command that repeats one look over the ground."""
    assert story.antenna is not None
    site, point = look.site.position, look.point.position
    return (f'openiads profile --site {site.lat_deg:g},{site.lon_deg:g} --antenna "{story.antenna.height}" '
            f"--towards {point.lat_deg:g},{point.lon_deg:g}")


def heights_part(story: Story, asked: Heights, library: Library, terrain: Terrain) -> Part:
    """How high a target must be to be in sight: over a smooth earth, and over the ground."""
    looks = looks_of(story, asked, library, terrain)
    grade = max((look.grade for look in looks), default="")
    sites = [story.site(name) for name in asked.sites]
    sentences = [text for site in sites for text in _site_sentences(
        story, asked, site, [look for look in looks if look.site.id == site.id])]
    if grade in COARSE:
        sentences.append(f"Terrain grade {grade} has no narrow ridges and over-states what is seen: the heights over "
                         "the ground are at least these. This would change with the very spot and its mast.")
    bars = tuple(
        Bar(f"{look.place}, {word}", value * KM, f"{bound}{rounded(value * KM)} km")
        for look in looks for word, value, bound in (
            ("smooth earth", look.smooth_m, ""),
            ("real ground", look.profile.floor_at_m(look.distance_m)["median"], at_least(look.grade))))
    figures: tuple[Chart | Section, ...] = ()
    if looks:
        figures = (section_of(looks[0]) if asked.distance is None else section_of(looks[-1]),
                   Chart("Height needed to be in sight", bars))
    rows = tuple(
        (look.site.name, look.place, round(look.distance_m * KM), round(look.smooth_m, -1),
         *(round(look.profile.floor_at_m(look.distance_m)[name], -1) for name in WEATHERS), look.grade)
        for look in looks)
    names = tuple(f"ground, {name} refraction, m AMSL" for name in WEATHERS)
    return Part("How high a target has to be", tuple(sentences),
                ("site", "over", "distance, km", "smooth earth, m", *names, "terrain grade"), rows, figures, grade,
                (asked.distance,) if asked.distance else (),
                commands=tuple(dict.fromkeys(command_of(story, look) for look in looks)))


def section_of(look: Look) -> Section:
    """Ground and floor of one look as a small figure."""
    profile = look.profile
    at = np.unique(np.linspace(0, profile.distance_m.size - 1, SECTION_SAMPLES).astype(int))
    verb = f"From {look.site.name} towards {look.point.name}"
    return Section(verb, profile.distance_m[at] * KM, profile.terrain_amsl_m[at], profile.floor_amsl_m["median"][at],
                   look.place, look.distance_m * KM, floor_words(look),
                   f"{at_least(look.grade)}{rounded(profile.floor_at_m(look.distance_m)['median'], 3)} m AMSL")
