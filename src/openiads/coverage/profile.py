"""From what height a target is seen along one bearing: terrain, the floor over it, and what hides the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.ladder import Refraction
from openiads.coverage.rows import Rows, air_at
from openiads.earth import sightline
from openiads.earth.terrain import Terrain
from openiads.physics.refractivity import surface_refractivity

OWN_GROUND = -1  # nothing hides the air down to the sample's own ground
FLAT_WITHIN_M = 5_000.0  # ground that does not rise within this distance hides by the earth's curve alone
FLAT_M = 1.0


def _told_m(height_m: float) -> float:
    """A height to three figures, and to 10 m at the finest. [m]

    Examples
    --------
    >>> _told_m(17_223.0), _told_m(843.0)
    (17200.0, 840.0)
    """
    finest = len(f"{abs(height_m):.0f}") - 3
    return float(round(height_m, -max(finest, 1)))


@dataclass(frozen=True)
class VerticalProfile:
    """Terrain and floors along one bearing; n samples, the first under the antenna."""

    lat_deg: float
    lon_deg: float
    bearing_rad: float
    antenna_amsl_m: float
    distance_m: np.ndarray  # (n,)
    terrain_amsl_m: np.ndarray  # (n,)
    floor_amsl_m: Mapping[str, np.ndarray]  # by name of the refraction, (n,) each
    blocker: Mapping[str, np.ndarray]  # sample that hides what lies below the floor, (n,); OWN_GROUND where none does
    refraction: Mapping[str, Refraction]

    def sample_at(self, distance_m: float) -> int:
        """Number of the sample nearest to a distance."""
        return int(np.argmin(np.abs(self.distance_m - distance_m)))

    def floor_at_m(self, distance_m: float) -> dict[str, float]:
        """Floor over the sample nearest to a distance, by refraction. [m]"""
        sample = self.sample_at(distance_m)
        return {name: float(floor_m[sample]) for name, floor_m in self.floor_amsl_m.items()}

    def is_curve(self, sample: int) -> bool:
        """Whether the ground about a sample is level, so that only the curve of the earth hides anything there."""
        near = np.abs(self.distance_m - self.distance_m[sample]) <= FLAT_WITHIN_M
        return bool(np.ptp(self.terrain_amsl_m[near]) <= FLAT_M)

    def sentence(self, place: str, distance_m: float, *, name: str = "median", reference: str = "AMSL",
                 verb: str = "is", bound: str = "") -> str:
        """Say below which height a target over a place is hidden, and by what.

        `reference` names its heights, `verb` ("is", "was") the tense; `bound` ("at least ") stands before a height that
        coarse terrain under-states. Heights are told to three figures, and to 10 m at the finest.

        Examples
        --------
        >>> from openiads.earth.terrain import open_terrain
        >>> smooth = vertical_profile(open_terrain("none"), 40.08, 32.57, 0.0, antenna_height_m=30.0,
        ...                           refraction=refraction_at(40.08, 32.57, 4 / 3, 0.0))
        >>> smooth.sentence("the coast", 248e3)
        'A target below 2,990 m AMSL over the coast is hidden by the curve of the earth at 22 km.'
        """
        sample = self.sample_at(distance_m)
        floors_m = {key: _told_m(floor_m) for key, floor_m in self.floor_at_m(distance_m).items()}
        low_m, high_m = min(floors_m.values()), max(floors_m.values())
        spread = "" if low_m == high_m else f" ({low_m:,.0f} to {high_m:,.0f} with the weather)"
        blocker = int(self.blocker[name][sample])
        if blocker == OWN_GROUND:
            return (f"Over {place} a target {verb} in sight down to the ground, {floors_m[name]:,.0f} m "
                    f"{reference}{spread}.")
        what = "the curve of the earth" if self.is_curve(blocker) else (
            f"ground of {_told_m(float(self.terrain_amsl_m[blocker])):,.0f} m")
        return (f"A target below {bound}{floors_m[name]:,.0f} m {reference} over {place}{spread} {verb} hidden by "
                f"{what} at {self.distance_m[blocker] / 1000:,.0f} km.")


def refraction_at(
    lat_deg: float, lon_deg: float, refraction: float | str, ground_amsl_m: float, *, level: float = 0.9
) -> dict[str, Refraction]:
    """Weak, median and strong refraction at a site; all three alike where one effective-earth factor is asked for.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Position, WGS 84.
    refraction : float or "p453"
    ground_amsl_m : float
        Height of the site's ground. [m]
    level : float
        Share of the year between weak and strong. [-]

    Examples
    --------
    >>> [round(rung.k_factor, 2) for rung in refraction_at(40.08, 32.57, "p453", 843.0).values()]
    [1.15, 1.26, 1.5]
    """
    air = air_at(lat_deg, lon_deg, Rows(draws=0, weather=2, level=level), refraction)
    surface_n = surface_refractivity(lat_deg, lon_deg, ground_amsl_m)
    median, weak, strong = (Refraction(float(k_factor), surface_n, air.layered) for k_factor in air.k_factor)
    return {"weak": weak, "median": median, "strong": strong}


def blockers(profile: sightline.Profile, antenna_amsl_m: float, effective_earth_radius_m: float) -> np.ndarray:
    """Sample that hides what lies below the floor over each sample, (n,); OWN_GROUND where its own ground is seen.

    Examples
    --------
    >>> wall = sightline.Profile(np.arange(5) * 1000.0, np.array([0.0, 0.0, 100.0, 0.0, 300.0]))
    >>> blockers(wall, 10.0, np.inf).tolist()
    [-1, -1, -1, 2, -1]
    """
    distance_m, height_m = profile
    ray_m = sightline.grazing_ray_amsl_m(profile, antenna_amsl_m, effective_earth_radius_m=effective_earth_radius_m)
    seen = ~(ray_m > height_m)  # ground that rises to the ray or above it hides everything from there on
    last_seen = np.maximum.accumulate(np.where(seen, np.arange(distance_m.size), 0))
    return np.where(seen, OWN_GROUND, last_seen)


def vertical_profile(
    terrain: Terrain, lat_deg: float, lon_deg: float, bearing_rad: float, *, antenna_height_m: float,
    refraction: Mapping[str, Refraction], max_range_m: float = 400_000.0, step_m: float = 250.0,
) -> VerticalProfile:
    """Floor along one bearing, exact to the sampled profile.

    Parameters
    ----------
    terrain : Terrain
    lat_deg, lon_deg : float
        Site, WGS 84.
    bearing_rad : float
        Clockwise from north. [rad]
    antenna_height_m : float
        Height of the antenna above the site's ground. [m]
    refraction : mapping of str to Refraction
        By name, as `refraction_at` gives them.
    max_range_m, step_m : float
        Length of the profile and distance between samples. [m]

    Returns
    -------
    VerticalProfile

    Notes
    -----
    The greatest slope among all nearer samples, the earth curved by the effective-earth factor; where the factor
    holds in the lowest kilometre only, the floor is lifted to the layered atmosphere as in `coverage.ladder`. The
    floor never lies below the terrain. A blocker is found before that lift.

    References
    ----------
    gdal-viewshed, minimum-height output of the viewshed algorithm; bean-thayer-1959

    Examples
    --------
    >>> from openiads.earth.terrain import open_terrain
    >>> air = refraction_at(40.08, 32.57, 4 / 3, 0.0)
    >>> smooth = vertical_profile(open_terrain("none"), 40.08, 32.57, 0.0, antenna_height_m=30.0, refraction=air)
    >>> round(smooth.floor_at_m(94_000.0)["median"])
    300
    """
    distance_m = np.arange(0.0, max_range_m + step_m / 2, step_m)
    height_m = terrain.profile(lat_deg, lon_deg, bearing_rad, distance_m).astype(float)
    line = sightline.Profile(distance_m, height_m)
    ground_m = float(height_m[0])
    antenna_amsl_m = ground_m + antenna_height_m
    floors: dict[Refraction, np.ndarray] = {}
    hiding: dict[Refraction, np.ndarray] = {}
    for rung in dict.fromkeys(refraction.values()):
        radius_m = EARTH_RADIUS_M * rung.k_factor
        floor_m = sightline.profile_floor_amsl_m(line, antenna_amsl_m, effective_earth_radius_m=radius_m)
        floor_m = rung.lifted_amsl_m(floor_m, ground_m, distance_m, antenna_height_m)
        floors[rung] = np.fmax(floor_m, height_m)
        hiding[rung] = blockers(line, antenna_amsl_m, radius_m)
    return VerticalProfile(
        lat_deg, lon_deg, bearing_rad, antenna_amsl_m, distance_m, height_m,
        {name: floors[rung] for name, rung in refraction.items()},
        {name: hiding[rung] for name, rung in refraction.items()}, refraction,
    )
