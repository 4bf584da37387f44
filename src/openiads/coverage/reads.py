"""Which quantities each answer about a post is worked out from; the claims behind them are the answer's claims."""

from openiads.coverage.site import Post
from openiads.scenario.model import ARRIVAL_KEY, Scenario

POWER = ("detection_range", "instrumented_range", "elevation_min", "elevation_max", "frequency")
FLIGHT = ("max_range", "min_range", "speed_max", "max_altitude", "launch_mass", "diameter", "in_stock")
CAPACITY = ("fire-unit.channels", "fire-unit.missiles_per_target", "fire-unit.launchers", "5P85.tubes_per_launcher")


def sight_keys(post: Post) -> tuple[str, ...]:
    """Quantities behind what the search radars of a post see over the ground: heights of their antennas."""
    return _masts(post, post.searches)


def detection_keys(post: Post, target: str) -> tuple[str, ...]:
    """Quantities behind detection of a class by the search radars of a post."""
    return (*_of(post.searches, ("detection_range",)), f"{target}.rcs", *_of(post.searches, POWER[1:]),
            *sight_keys(post))


def engagement_keys(post: Post, target: str) -> tuple[str, ...]:
    """Quantities behind engagement of a class from a post: detection, guidance, the fly-out and the time it takes."""
    return tuple(dict.fromkeys((
        *_of(post.missiles, FLIGHT[:1]), *detection_keys(post, target), *_of(post.guides, POWER),
        *_masts(post, post.guides), *_of(post.missiles, FLIGHT[1:]), f"{target}.cruise_speed",
        *_of(post.radars, ("scan_period",)), "fire-unit.reaction_time")))


def capacity_keys(post: Post) -> tuple[str, ...]:
    """Quantities behind guidance channels and ready rounds."""
    return (*CAPACITY, *_of(post.missiles, ("in_stock",)))


def arrival_keys(scenario: Scenario) -> tuple[str, ...]:
    """The quantity that decides whether a second batch comes; none where the scenario itself decides."""
    return (ARRIVAL_KEY,) if scenario.arms.second.arrival == "as-believed" else ()


def absorbed_keys(post: Post, target: str) -> tuple[str, ...]:
    """Quantities behind the raid of a class that a force absorbs in closed form."""
    return (*capacity_keys(post), *engagement_keys(post, target))


def fit_keys(post: Post) -> tuple[str, ...]:
    """Quantities that missiles are fitted to, or that a fit is held against."""
    return _of(post.missiles, (*FLIGHT[:-1], "speed_mean"))


def _of(components: tuple[str, ...], quantities: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{component}.{quantity}" for quantity in quantities for component in components)


def _masts(post: Post, radars: tuple[str, ...]) -> tuple[str, ...]:
    heights = [(post.antenna or {}).get(radar, f"{radar}.antenna_height") for radar in radars]
    return tuple(height for height in heights if isinstance(height, str))
