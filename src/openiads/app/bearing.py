"""The profile along one bearing, told in words, as JSON, as CSV or as a figure."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from openiads.app.drawn import warn_of_terrain, write_figure
from openiads.app.envelope import envelope, print_json
from openiads.app.shell import note, write_text
from openiads.coverage.profile import OWN_GROUND, VerticalProfile, refraction_at, vertical_profile
from openiads.earth.geodesy import bearing_and_range
from openiads.earth.terrain import Terrain, TerrainInfo, check_antenna, check_site
from openiads.errors import OpenIADSError
from openiads.units import Altitude, Position

DEFAULT_RANGE_M = 400e3
ROWS_TOLD = 10  # rows of the table on a terminal
TOP_SHARE = 1.08  # room above the highest thing drawn
HIGHEST_DRAWN_M = 15_000.0


@dataclass(frozen=True)
class BearingAsked:
    """Everything that a user asks of a profile along one bearing; one of bearing and target is given."""

    site: Position
    antenna: Altitude
    bearing_rad: float | None
    towards: Position | None
    range_m: float | None
    altitudes: tuple[Altitude, ...]
    terrain: Terrain
    refraction: float | str
    is_level_known: bool  # False over a smooth earth of unknown height: heights are above ground only


@dataclass(frozen=True)
class BearingAnswer:
    """A profile, the place it looks at, and the words for its heights."""

    asked: BearingAsked
    profile: VerticalProfile
    place: str
    place_m: float
    terrain_info: TerrainInfo  # along the profile, by the rule of `openiads coverage`

    @property
    def reference(self) -> str:
        """What heights are measured from."""
        return "AMSL" if self.asked.is_level_known else "AGL"

    @property
    def sentence(self) -> str:
        """Below which height a target over the place is hidden."""
        return self.profile.sentence(self.place, self.place_m, reference=self.reference)


def answer_bearing(asked: BearingAsked) -> BearingAnswer:
    """Work out the profile.

    Raises
    ------
    OpenIADSError
        E0407, E0408 for a site outside the terrain or an antenna below it.
    """
    site, terrain = asked.site, asked.terrain
    faults = check_site(terrain, site.lat_deg, site.lon_deg, where="--site")
    if not faults and asked.antenna.reference != "AGL":
        faults = check_antenna(terrain, site.lat_deg, site.lon_deg, asked.antenna.value_m, where="--antenna")
    if faults:
        raise OpenIADSError(faults)
    bearing_rad, range_m = asked.bearing_rad, asked.range_m or DEFAULT_RANGE_M
    place, place_m = f"the point {range_m / 1000:,.0f} km out", range_m
    if asked.towards is not None:
        azimuth_rad, distance_m = bearing_and_range(site.lat_deg, site.lon_deg, asked.towards.lat_deg,
                                                    asked.towards.lon_deg)
        bearing_rad, place_m = float(azimuth_rad), float(distance_m)
        place = f"{asked.towards.lat_deg:g},{asked.towards.lon_deg:g}"
        range_m = asked.range_m or max(range_m, place_m)
    assert bearing_rad is not None
    ground_m = terrain.height_at(site.lat_deg, site.lon_deg)
    height_m = asked.antenna.value_m - (0.0 if asked.antenna.reference == "AGL" else ground_m)
    found = vertical_profile(
        terrain, site.lat_deg, site.lon_deg, bearing_rad % (2 * np.pi), antenna_height_m=height_m,
        refraction=refraction_at(site.lat_deg, site.lon_deg, asked.refraction, ground_m), max_range_m=range_m,
    )
    info = terrain.info_along(site.lat_deg, site.lon_deg, found.bearing_rad, found.distance_m)
    return BearingAnswer(asked, found, place, place_m, info)


def altitude_line_m(altitude: Altitude, profile: VerticalProfile) -> np.ndarray:
    """Height of an altitude along the profile, (n,). [m]"""
    if altitude.reference == "AGL":
        return profile.terrain_amsl_m + altitude.value_m
    return np.full(profile.distance_m.size, altitude.value_m)


def in_sight(altitude: Altitude, answer: BearingAnswer) -> dict[str, Any]:
    """How far one altitude is in sight along the profile, by refraction."""
    profile = answer.profile
    line_m = altitude_line_m(altitude, profile)
    seen = {name: line_m >= floor_m for name, floor_m in profile.floor_amsl_m.items()}
    return {
        "altitude": str(altitude),
        "farthest_sight_km": {name: float(profile.distance_m[mask].max()) / 1000 for name, mask in seen.items()},
        "share_in_sight": {name: float(mask.mean()) for name, mask in seen.items()},
    }


def results_of(answer: BearingAnswer) -> dict[str, Any]:
    """Results for the envelope."""
    profile, info = answer.profile, answer.terrain_info
    hidden_by = np.where(profile.blocker["median"] == OWN_GROUND, np.nan,
                         profile.distance_m[profile.blocker["median"]] / 1000)
    return {
        "sentence": answer.sentence,
        "bearing_deg": float(np.degrees(profile.bearing_rad)),
        "heights": answer.reference,
        "antenna_m": profile.antenna_amsl_m,
        "place": {"name": answer.place, "distance_km": answer.place_m / 1000,
                  "floor_m": profile.floor_at_m(answer.place_m)},
        "altitudes": [in_sight(altitude, answer) for altitude in answer.asked.altitudes],
        "refraction": {
            name: {"k": rung.k_factor, "layered": rung.layered} for name, rung in profile.refraction.items()
        },
        "terrain": {"name": info.name, "grade": info.grade, "posting": info.posting_text, "origin": info.origin,
                    "licence": info.licence, "note": info.note},
        "distance_km": profile.distance_m / 1000,
        "terrain_m": profile.terrain_amsl_m.round(1),
        "floor_m": {name: floor_m.round(1) for name, floor_m in profile.floor_amsl_m.items()},
        "hidden_by_km": hidden_by,
    }


def table_csv(answer: BearingAnswer) -> str:
    """The profile as CSV, one row a sample."""
    profile, text = answer.profile, StringIO()
    unit = answer.reference.lower()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["distance_km", f"terrain_m_{unit}", *(f"floor_{name}_m_{unit}" for name in profile.floor_amsl_m),
                     "hidden_by_km"])
    for n, distance_m in enumerate(profile.distance_m):
        blocker = profile.blocker["median"][n]
        writer.writerow([f"{distance_m / 1000:g}", f"{profile.terrain_amsl_m[n]:.1f}",
                         *(f"{floor_m[n]:.1f}" for floor_m in profile.floor_amsl_m.values()),
                         "" if blocker == OWN_GROUND else f"{profile.distance_m[blocker] / 1000:g}"])
    return text.getvalue()


def figure_of(answer: BearingAnswer) -> Any:
    """The profile as a figure."""
    from openiads.output.figures import profile_chart

    profile, asked = answer.profile, answer.asked
    lines = [(str(altitude), altitude_line_m(altitude, profile)) for altitude in asked.altitudes]
    highest_m = max(profile.terrain_amsl_m.max(), min(profile.floor_amsl_m["median"].max(), HIGHEST_DRAWN_M),
                    *(line_m.max() for _, line_m in lines), profile.antenna_amsl_m)
    factors = ", ".join(f"{name} k {rung.k_factor:.2f}" for name, rung in profile.refraction.items())
    return profile_chart(
        distance_km=profile.distance_m / 1000, terrain_m=profile.terrain_amsl_m, floors_m=profile.floor_amsl_m,
        altitude_lines=lines, top_m=TOP_SHARE * float(highest_m),
        title=f"From what height is a target seen on bearing {np.degrees(profile.bearing_rad):.0f}°?",
        note=f"{answer.sentence}\nRefraction: {factors}. Terrain: grade {answer.terrain_info.grade}. "
             f"Heights {answer.reference}.",
    )


def words_of(answer: BearingAnswer) -> str:
    """The profile in words: the sentence, and a short table."""
    profile, info = answer.profile, answer.terrain_info
    names = list(profile.floor_amsl_m)
    lines = [answer.sentence, "",
             f"{'km':>6} {'terrain':>9}" + "".join(f" {name:>9}" for name in names) + f"   m {answer.reference}"]
    for distance_m in np.linspace(0, profile.distance_m[-1], ROWS_TOLD + 1)[1:]:
        n = profile.sample_at(float(distance_m))
        lines.append(f"{profile.distance_m[n] / 1000:6.0f} {profile.terrain_amsl_m[n]:9,.0f}"
                     + "".join(f" {profile.floor_amsl_m[name][n]:9,.0f}" for name in names))
    lines.append("")
    for altitude in answer.asked.altitudes:
        seen = in_sight(altitude, answer)
        lines.append(f"{altitude}: in sight out to {seen['farthest_sight_km']['median']:,.0f} km "
                     f"({seen['farthest_sight_km']['weak']:,.0f} with weak refraction, "
                     f"{seen['farthest_sight_km']['strong']:,.0f} with strong)")
    factors = ", ".join(f"{name} k {rung.k_factor:.2f}" for name, rung in profile.refraction.items())
    at_most = "; at most what lies above these heights is seen" if info.grade in "CD" else ""
    lines.append(f"Refraction: {factors}. Terrain: {info.name}, grade {info.grade}{at_most}.")
    return "\n".join(lines)


def tell_bearing(asked: BearingAsked, out: str | None, *, as_json: bool, inputs: dict[str, Any]) -> None:
    """Answer, write what is asked for, and tell it."""
    answer = answer_bearing(asked)
    warn_of_terrain(answer.terrain_info.grade, answer.terrain_info.note)
    if out is not None and out != "-":
        if Path(out).suffix == ".csv":
            write_text(out, table_csv(answer))
            note(f"wrote {out}")
        else:
            write_figure(figure_of(answer), out)
    if as_json:
        print_json(envelope("profile", results_of(answer), inputs=inputs))
    else:
        print(words_of(answer))
