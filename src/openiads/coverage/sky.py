"""One site's sky, draw by draw: which cells it sees, detects and can engage at eight altitudes at once.

A cell of the polar grid carries one byte; bit `a` stands for altitude `a`. Sight is a look-up between rungs of the
site's floor ladder, detection adds the greatest range of each radar, engagement adds the engagement radar, the reach
of the missiles and the time that is left.
"""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled

ALTITUDES = 8


class Sky(NamedTuple):
    """What a site's position fixes: floors on ladders of position, antenna height and refraction, about the site.

    P positions, M antenna heights, K curvatures, B bearings, R rings.
    """

    floor_amsl_m: np.ndarray  # (P, M, K, B, R) int16; NEVER where nothing below it is seen
    terrain_amsl_m: np.ndarray  # (P, B, R) int16
    ring_cell_area_m2: np.ndarray  # (R,) area of one cell of each ring
    altitude_m: np.ndarray  # (8,) heights of the altitudes asked for
    above_ground: np.ndarray  # (8,) bool, True where the height is above ground
    ring_step_m: float  # width of a ring


class Beliefs(NamedTuple):
    """What each draw believes about one site, in rings of its polar grid.

    N draws, G radars, C target classes; ring numbers count whole rings that are inside a limit.
    """

    position: np.ndarray  # (N,) int64 rung of the position
    curvature_rung: np.ndarray  # (N,) int64 lower rung
    curvature_weight: np.ndarray  # (N,) weight of the rung above
    antenna_rung: np.ndarray  # (N, G) int64 lower rung
    antenna_weight: np.ndarray  # (N, G) weight of the rung above
    searches: np.ndarray  # (G,) bool, True where the radar feeds the air picture
    guides: np.ndarray  # (G,) bool, True where the radar guides missiles
    near_ring: np.ndarray  # (N, G, C, 8) int64 rings inside the cone of silence
    far_ring: np.ndarray  # (N, G, C, 8) int64 rings inside the radar's range
    hold_m: np.ndarray  # (N, G, C) way that a class flies in a radar's sight until its track is confirmed
    reach: np.ndarray  # (N, C, R) uint8, bit a where a missile can meet the class at altitude a
    needed_m: np.ndarray  # (N, C, 8, R) range at which the track must be confirmed for a meeting in each ring


class Scratch(NamedTuple):
    """Bytes of one site that a thread fills anew for every draw."""

    seen: np.ndarray  # (G, B, R) uint8, sight of each radar
    seen_from: np.ndarray  # (G, 5) rungs and weights for which it was filled; NaN before
    sight: np.ndarray  # (B, R) uint8, sight of any radar
    detected: np.ndarray  # (C, B, R) uint8
    engaged: np.ndarray  # (C, B, R) uint8
    allowed: np.ndarray  # (C, G, R) uint8
    counts: np.ndarray  # (12, R) uint16, four rows of nibbles and eight of counts
    held: np.ndarray  # (2, R) uint8, one bearing's rings in which a track is held
    track_m: np.ndarray  # (8,) range of the confirmed track by altitude
    outer: np.ndarray  # (3, C) int64 rings of sight, detection and engagement; further out all cells are empty


def scratch_for(sky: Sky, beliefs: Beliefs) -> Scratch:
    """Scratch of the right shapes for one thread."""
    radars, classes = beliefs.searches.size, beliefs.hold_m.shape[2]
    bearings, rings = sky.terrain_amsl_m.shape[1:]
    return Scratch(
        seen=np.zeros((radars, bearings, rings), np.uint8),
        seen_from=np.full((radars, 5), np.nan),
        sight=np.zeros((bearings, rings), np.uint8),
        detected=np.zeros((classes, bearings, rings), np.uint8),
        engaged=np.zeros((classes, bearings, rings), np.uint8),
        allowed=np.zeros((classes, radars, rings), np.uint8),
        counts=np.zeros((12, rings), np.uint16),
        held=np.zeros((2, rings), np.uint8),
        track_m=np.zeros(ALTITUDES),
        outer=np.full((3, classes), rings),
    )


@compiled
def seen_bits(floor_amsl_m, terrain_amsl_m, altitude_m, above_ground, antenna_rung, antenna_weight,
              curvature_rung, curvature_weight, bits):
    """Write the cells in sight of one antenna: bit a where the floor lies at or below altitude a.

    Parameters
    ----------
    floor_amsl_m : (M, K, B, R) int16
        Floors of the ladder at one position. [m]
    terrain_amsl_m : (B, R) int16
    altitude_m, above_ground : (8,)
    antenna_rung, curvature_rung : int
        Lower rungs of the two ladders.
    antenna_weight, curvature_weight : float
        Weights of the rungs above, 0 to 1.
    bits : (B, R) uint8
        Filled.
    """
    antennas, curvatures, bearings, rings = floor_amsl_m.shape
    upper_antenna = min(antenna_rung + 1, antennas - 1)
    upper_curvature = min(curvature_rung + 1, curvatures - 1)
    w11 = antenna_weight * curvature_weight
    w10 = antenna_weight - w11
    w01 = curvature_weight - w11
    w00 = 1.0 - antenna_weight - curvature_weight + w11
    for bearing in range(bearings):
        for ring in range(rings):
            floor_m = (
                w00 * floor_amsl_m[antenna_rung, curvature_rung, bearing, ring]
                + w01 * floor_amsl_m[antenna_rung, upper_curvature, bearing, ring]
                + w10 * floor_amsl_m[upper_antenna, curvature_rung, bearing, ring]
                + w11 * floor_amsl_m[upper_antenna, upper_curvature, bearing, ring]
            )
            floor_agl_m = floor_m - terrain_amsl_m[bearing, ring]
            byte = 0
            for a in range(8):
                height_m = floor_agl_m if above_ground[a] else floor_m
                if height_m <= altitude_m[a]:
                    byte |= 1 << a
            bits[bearing, ring] = byte


@compiled
def _detect(seen, searches, near_ring, far_ring, allowed, detected):
    """Fill the bytes of cells in which some search radar detects each class, and the bytes each radar allows.

    seen (G, B, R), near_ring and far_ring (G, C, 8), allowed (C, G, R), detected (C, B, R).
    """
    classes, bearings, rings = detected.shape
    radars = seen.shape[0]
    for target in range(classes):
        for radar in range(radars):
            for ring in range(rings):
                byte = 0
                for a in range(8):
                    if near_ring[radar, target, a] <= ring < far_ring[radar, target, a]:
                        byte |= 1 << a
                allowed[target, radar, ring] = byte
        for bearing in range(bearings):
            for ring in range(rings):
                detected[target, bearing, ring] = 0
            for radar in range(radars):
                if searches[radar]:
                    for ring in range(rings):
                        detected[target, bearing, ring] |= seen[radar, bearing, ring] & allowed[target, radar, ring]


@compiled
def _rings_in_time(needed_m, track_m):
    """How many rings, from the site outwards, need no more than a track at a range: needed_m (R,) rises outwards."""
    met, left = 0, needed_m.size
    while left > 1:
        half = left // 2
        met = met + half if needed_m[met + half - 1] <= track_m else met
        left -= half
    return met + 1 if needed_m[met] <= track_m else met


@compiled
def _confirm(seen, allowed, outer, hold_m, ring_step_m, held, track_m):
    """Raise the ranges at which the track of a class that runs in along one bearing is confirmed, by altitude.

    A track is confirmed once the class has flown `hold_m` in a radar's sight, which takes a run of whole rings; bytes
    and themselves some rings further out, joined until the run is long enough, keep the bits of runs that begin there.
    seen and allowed (R,), nothing from the ring `outer` on; held (2, R) is scratch, track_m (8,) raised.
    """
    hold = max(int(np.ceil(hold_m / ring_step_m)), 1)
    here, joined = held[0], held[1]
    for ring in range(outer):
        here[ring] = seen[ring] & allowed[ring]
    length, size = 1, outer
    while length < hold and size > 0:
        step = min(length, hold - length)
        size -= step
        ahead = here[step:]
        for ring in range(size):
            joined[ring] = here[ring] & ahead[ring]
        for ring in range(size):  # copied back: arrays that change places would keep the loops scalar
            here[ring] = joined[ring]
        length += step
    pending = np.uint8(0)
    for ring in range(size):
        pending |= here[ring]
    ring = size
    while pending != 0:
        while ring >= 8 and (here[ring - 1] | here[ring - 2] | here[ring - 3] | here[ring - 4] | here[ring - 5]
                             | here[ring - 6] | here[ring - 7] | here[ring - 8]) & pending == 0:
            ring -= 8
        ring -= 1
        while here[ring] & pending == 0:
            ring -= 1
        confirmed, range_m = here[ring] & pending, (ring + hold) * ring_step_m - hold_m
        for a in range(8):
            track_m[a] = max(track_m[a], range_m if confirmed & (1 << a) else -np.inf)
        pending &= ~here[ring]


@compiled
def _engage(seen, searches, guides, allowed, outer, hold_m, reach, needed_m, ring_step_m, held, track_m, engaged):
    """Fill the bytes of cells in which each class is guided against, within reach and met in time.

    outer (3, C), hold_m (G, C), reach (C, R), needed_m (C, 8, R); held (2, R) and track_m (8,) are scratch.
    """
    classes, bearings, rings = engaged.shape
    radars = seen.shape[0]
    for target in range(classes):
        last = outer[2, target]
        for bearing in range(bearings):
            for ring in range(rings):
                engaged[target, bearing, ring] = 0
            if last == 0:
                continue
            for a in range(8):
                track_m[a] = -np.inf
            for radar in range(radars):
                if searches[radar]:
                    _confirm(seen[radar, bearing], allowed[target, radar], outer[1, target], hold_m[radar, target],
                             ring_step_m, held, track_m)
                if guides[radar]:
                    for ring in range(last):
                        engaged[target, bearing, ring] |= (
                            seen[radar, bearing, ring] & allowed[target, radar, ring] & reach[target, ring]
                        )
            for a in range(8):
                others = np.uint8(255 ^ (1 << a))
                late = engaged[target, bearing, _rings_in_time(needed_m[target, a], track_m[a]) :]
                for ring in range(late.size):
                    late[ring] &= others


@compiled
def _area_m2(bits, outer, ring_cell_area_m2, count, area_m2):
    """Area of the cells that carry each bit: bits (C, B, R), outer (C,), area_m2 (C, 8) filled, count (12, R) scratch.

    Bits are counted eight side by side: in the nibbles of four bytes for fifteen bearings, then in eight counts.
    """
    classes, bearings, _ = bits.shape
    for target in range(classes):
        last = outer[target]
        for row in range(12):
            for ring in range(last):
                count[row, ring] = 0
        for bearing in range(bearings):
            for ring in range(last):
                byte = bits[target, bearing, ring]
                count[8, ring] += byte & 0x11
                count[9, ring] += (byte >> 1) & 0x11
                count[10, ring] += (byte >> 2) & 0x11
                count[11, ring] += (byte >> 3) & 0x11
            if bearing % 15 == 14 or bearing == bearings - 1:
                for a in range(4):
                    for ring in range(last):
                        count[a, ring] += count[8 + a, ring] & 15
                        count[4 + a, ring] += count[8 + a, ring] >> 4
                        count[8 + a, ring] = 0
        for a in range(8):
            area_m2[target, a] = 0.0
            for ring in range(last):
                area_m2[target, a] += ring_cell_area_m2[ring] * count[a, ring]


@compiled
def _without(bits, outer, pairs_within, cell, other_bits, other_cell):
    """Clear the cells that another site covers: bits (C, N), other_bits (C, M), the same cells (n,) in both.

    outer (C,) ring from which on there is nothing to clear; pairs_within (R + 1,) cells of the list inside each ring.
    """
    for target in range(bits.shape[0]):
        for pair in range(pairs_within[outer[target]]):
            bits[target, cell[pair]] &= ~other_bits[target, other_cell[pair]]


def site_bits(sky: Sky, beliefs: Beliefs, draw: int, scratch: Scratch) -> bool:
    """Fill the scratch with one site's bytes of one draw: sight, detection and engagement by class.

    Returns
    -------
    bool
        False where the site reaches nothing; its bytes of engagement are then left as they were.
    """
    position = beliefs.position[draw]
    for radar, seen in enumerate(scratch.seen):
        rungs = (beliefs.antenna_rung[draw, radar], beliefs.antenna_weight[draw, radar], beliefs.curvature_rung[draw],
                 beliefs.curvature_weight[draw])
        if not np.array_equal(scratch.seen_from[radar], (position, *rungs)):
            seen_bits(sky.floor_amsl_m[position], sky.terrain_amsl_m[position], sky.altitude_m, sky.above_ground,
                      *rungs, seen)
            scratch.seen_from[radar] = (position, *rungs)
    scratch.sight[:] = 0
    for radar in np.flatnonzero(beliefs.searches | beliefs.guides).tolist():  # a radar that is lost sees nothing
        scratch.sight[:] |= scratch.seen[radar]
    _detect(scratch.seen, beliefs.searches, beliefs.near_ring[draw], beliefs.far_ring[draw], scratch.allowed,
            scratch.detected)
    far, reach = beliefs.far_ring[draw].max(axis=-1), beliefs.reach[draw]
    scratch.outer[1] = far[beliefs.searches].max(axis=0, initial=0)
    reached = np.where(reach.any(axis=1), reach.shape[1] - np.argmax(reach[:, ::-1] != 0, axis=1), 0)
    scratch.outer[2] = np.minimum(far[beliefs.guides].max(axis=0, initial=0), reached)
    if not scratch.outer[2].any():
        return False
    _engage(scratch.seen, beliefs.searches, beliefs.guides, scratch.allowed, scratch.outer, beliefs.hold_m[draw], reach,
            beliefs.needed_m[draw], sky.ring_step_m, scratch.held, scratch.track_m, scratch.engaged)
    return True


def _site_area_m2(sky: Sky, scratch: Scratch, engages: bool, area_m2: np.ndarray) -> None:
    """Areas of the site in the scratch into (3, C, 8): sight, detection, engagement."""
    _area_m2(scratch.sight[None], scratch.outer[0, :1], sky.ring_cell_area_m2, scratch.counts, area_m2[0, :1])
    area_m2[0] = area_m2[0, 0]
    _area_m2(scratch.detected, scratch.outer[1], sky.ring_cell_area_m2, scratch.counts, area_m2[1])
    if engages:
        _area_m2(scratch.engaged, scratch.outer[2], sky.ring_cell_area_m2, scratch.counts, area_m2[2])
    else:
        area_m2[2] = 0.0


def site_areas(sky: Sky, beliefs: Beliefs, first: int, last: int, area_m2: np.ndarray) -> None:
    """Areas of one site for a range of draws; ranges may run on threads, each writes its own rows.

    Parameters
    ----------
    sky : Sky
    beliefs : Beliefs
    first, last : int
        Half-open range of draws.
    area_m2 : (N, 3, C, 8)
        Filled with sight, detection and engagement by class and altitude. [m2]
    """
    scratch = scratch_for(sky, beliefs)
    # draws at one position follow each other: there an antenna of undisputed height keeps its sight
    for draw in first + np.argsort(beliefs.position[first:last], kind="stable"):
        engages = site_bits(sky, beliefs, draw, scratch)
        _site_area_m2(sky, scratch, engages, area_m2[draw])


def compile_ahead(sky: Sky, beliefs: Beliefs) -> None:
    """Compile what `pair_areas` takes, by its first draw of a site against itself with everything in reach."""
    rings = sky.floor_amsl_m.shape[-1]
    itself = np.arange(sky.terrain_amsl_m[0].size, dtype=np.int32).reshape(-1, rings)
    everywhere = beliefs._replace(reach=np.full_like(beliefs.reach, 0xFF))
    classes = beliefs.reach.shape[1]
    pair_areas(sky, everywhere, sky, everywhere, itself, 0, 1, np.zeros((1, 3, 3, classes, ALTITUDES)))


def pair_areas(sky: Sky, beliefs: Beliefs, other_sky: Sky, other_beliefs: Beliefs, other_cell: np.ndarray, first: int,
               last: int, area_m2: np.ndarray) -> None:
    """Areas of a site and of what another adds to it, for a range of draws; row n of both beliefs is one draw.

    Parameters
    ----------
    sky, beliefs : Sky, Beliefs
        The site that is there.
    other_sky, other_beliefs : Sky, Beliefs
        The site that is added.
    other_cell : (B, R) int32
        Flat number of the first site's cell at each cell of the added one's grid; -1 outside it.
    first, last : int
        Half-open range of draws.
    area_m2 : (N, 3, 3, C, 8)
        Filled with [site, added by the other, the other alone] x [sight, detection, engagement] by class and
        altitude. [m2]
    """
    scratch, other_scratch = scratch_for(sky, beliefs), scratch_for(other_sky, other_beliefs)
    rings = other_cell.shape[1]
    inside = np.flatnonzero(other_cell.ravel() >= 0)
    inside = inside[np.argsort(inside % rings, kind="stable")].astype(np.uint32)  # ring by ring, outwards
    there = other_cell.ravel()[inside].astype(np.uint32)
    within = np.searchsorted(inside % rings, np.arange(rings + 1))
    for draw in first + np.argsort(beliefs.position[first:last], kind="stable"):
        engages = site_bits(sky, beliefs, draw, scratch)
        _site_area_m2(sky, scratch, engages, area_m2[draw, 0])
        other_engages = site_bits(other_sky, other_beliefs, draw, other_scratch)
        _site_area_m2(other_sky, other_scratch, other_engages, area_m2[draw, 2])
        parts = [(scratch.sight[None], other_scratch.sight[None]), (scratch.detected, other_scratch.detected),
                 (scratch.engaged, other_scratch.engaged)]
        for (mine, other), outer in zip(parts[: 2 + (engages and other_engages)], other_scratch.outer, strict=False):
            _without(other.reshape(len(other), -1), outer, within, inside, mine.reshape(len(mine), -1), there)
        _site_area_m2(other_sky, other_scratch, other_engages, area_m2[draw, 1])
