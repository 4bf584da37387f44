"""The visibility floor of a big grid against GDAL's minimum-height mode in memory: time, error, many sites, memory."""

import tracemalloc

import numpy as np
from peers import (
    FROM_GROUND,
    FROM_SEA_LEVEL,
    GDAL_EARTH_RADIUS_M,
    GDAL_VERSION,
    Viewshed,
    fractal_terrain_m,
    highest_cell,
)
from verdict import Verdict, timed

from openiads.coverage.floor import floor_ladder_amsl_m, lowest_floor_and_depth, visibility_floor_amsl_m
from openiads.earth.sightline import profile_floor_amsl_m, sample_profile

CELLS = 8000
CELL_M = 90.0
RANGE_M = 360_000.0
MAST_M = 24.0
RADIUS_M = GDAL_EARTH_RADIUS_M * 4 / 3
CURVATURE = 0.75
REPEATS = 5
TRUTH_CELLS = 10_000
MASK_M = 100.0
ACCEPTED_TIME = 1.5  # of GDAL's
ACCEPTED_RMSE = 30.0  # times smaller than GDAL's
MOONSHOT_TIME = 1 / 3
LINEAR = 1.1  # ten sites in ten times one, a tenth more for the noise of the machine
TWO_RASTERS = 2.05  # a twentieth for lines of scratch
DEPTH_RASTERS = 0.25  # the count of sites has one byte where a floor has four


def truth_m(heights_m: np.ndarray, row: int, col: int, antenna_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Random cells in range, (n, 2), and the floor over each by brute force along its own exact profile."""
    cells = np.random.default_rng(2026).integers(0, CELLS, (3 * TRUTH_CELLS, 2))
    distance = np.hypot(*(cells - [row, col]).T)
    cells = cells[(distance > 0) & (distance * CELL_M < RANGE_M)][:TRUTH_CELLS]
    floors_m = [
        profile_floor_amsl_m(sample_profile(heights_m, CELL_M, (row, col), tuple(cell)), antenna_m,
                             effective_earth_radius_m=RADIUS_M)[-1]
        for cell in cells
    ]
    return cells, np.array(floors_m)


def error_line(name: str, floor_m: np.ndarray, want_m: np.ndarray, ground_m: np.ndarray) -> float:
    """Print how far a tool is from brute force; its root mean square error."""
    error_m = np.abs(floor_m - want_m)
    wrong = np.mean((floor_m - ground_m <= MASK_M) != (want_m - ground_m <= MASK_M))
    rmse_m = float(np.sqrt(np.mean(error_m**2)))
    print(f"  {name:9s} RMSE {rmse_m:9.4f} m   median {np.median(error_m):8.4f}   p99 {np.quantile(error_m, 0.99):8.4f}"
          f"   max {error_m.max():9.4f}   within 1 m {np.mean(error_m <= 1):8.3%}   wrong at 100 m AGL {wrong:7.3%}")
    return rmse_m


def one_site(heights_m: np.ndarray, row: int, col: int, antenna_m: float) -> list[Verdict]:
    """One site, above sea level and above ground, run by run beside GDAL."""
    cells, want_m = truth_m(heights_m, row, col, antenna_m)
    at = tuple(cells.T)
    ground_m = heights_m[at].astype(float)
    verdicts = []
    for name, output in (("AMSL", FROM_SEA_LEVEL), ("AGL", FROM_GROUND)):
        def ours(above_ground: bool = output == FROM_GROUND) -> np.ndarray:
            return visibility_floor_amsl_m(heights_m, CELL_M, row, col, antenna_m, effective_earth_radius_m=RADIUS_M,
                                           max_range_m=RANGE_M, above_ground=above_ground)

        def gdal(output: int = output) -> Viewshed:
            return Viewshed(heights_m, CELL_M, row, col, MAST_M, curvature=CURVATURE, max_range_m=RANGE_M,
                            output=output)

        ours()
        gdal().close()
        times = []
        for repeat in range(REPEATS):
            our_wall_s, our_cpu_s, floor_m = timed(ours)
            gdal_wall_s, gdal_cpu_s, viewshed = timed(gdal)
            times.append((our_wall_s, our_cpu_s, gdal_wall_s, gdal_cpu_s))
            if repeat < REPEATS - 1:
                viewshed.close()
        our_wall_s, our_cpu_s, gdal_wall_s, gdal_cpu_s = np.median(times, axis=0)
        ratio = float(np.median([row_s[0] / row_s[2] for row_s in times]))
        print(f"{name}: openiads {our_wall_s:.3f} s (processor {our_cpu_s:.3f})   GDAL {GDAL_VERSION} in memory"
              f" {gdal_wall_s:.3f} s (processor {gdal_cpu_s:.3f})   time ratio {ratio:.2f}, processor"
              f" {our_cpu_s / gdal_cpu_s:.2f}")
        base_m = ground_m if output == FROM_GROUND else 0.0
        our_rmse_m = error_line("openiads", floor_m[at] + base_m, want_m, ground_m)
        gdal_m = np.maximum(viewshed.array()[at] + base_m, ground_m)
        gdal_rmse_m = error_line("GDAL", gdal_m, want_m, ground_m)
        verdicts += [
            Verdict(f"floor {name}, time over GDAL's", ratio, ACCEPTED_TIME),
            Verdict(f"floor {name}, processor time over GDAL's", our_cpu_s / gdal_cpu_s, ACCEPTED_TIME),
            Verdict(f"floor {name}, GDAL's RMSE over ours", gdal_rmse_m / our_rmse_m, ACCEPTED_RMSE, at_least=True),
            Verdict(f"floor {name}, moonshot: time over GDAL's", ratio, MOONSHOT_TIME),
        ]
    return verdicts


def many_sites(heights_m: np.ndarray) -> list[Verdict]:
    """Composite and depth of several sites: linear in sites, memory in rasters of the grid."""
    random = np.random.default_rng(4)
    places = random.integers(CELLS // 4, 3 * CELLS // 4, (10, 2)).tolist()
    sites = [(row, col, float(heights_m[row, col]) + MAST_M) for row, col in places]
    used_s = {}
    for count in (1, 2, 5, 10):
        wall_s, used_s[count], _ = timed(lambda count=count: lowest_floor_and_depth(
            heights_m, CELL_M, sites[:count], depth_at_agl_m=MASK_M, effective_earth_radius_m=RADIUS_M,
            max_range_m=RANGE_M))
        print(f"lowest floor and depth of {count:2d} sites: {wall_s:.2f} s, {wall_s / count:.2f} s a site, processor"
              f" {used_s[count] / count:.2f} s a site")
    tracemalloc.start()
    lowest_floor_and_depth(heights_m, CELL_M, sites[:3], depth_at_agl_m=MASK_M, effective_earth_radius_m=RADIUS_M,
                           max_range_m=RANGE_M)
    peak = tracemalloc.get_traced_memory()[1] / heights_m.nbytes
    tracemalloc.stop()
    return [
        Verdict("ten sites: processor time over ten times one site's", used_s[10] / (10 * used_s[1]), LINEAR),
        Verdict("several sites: rasters beside terrain and 8-bit depth", peak - DEPTH_RASTERS, TWO_RASTERS),
    ]


def small_ladder(heights_m: np.ndarray, row: int, col: int, antenna_m: float) -> None:
    """A ladder of refraction and antenna heights on the small grid of a study."""
    part_m = np.ascontiguousarray(heights_m[row - 250 : row + 250, col - 250 : col + 250])
    antennas_m = [antenna_m + 10 * rung for rung in range(4)]
    curvatures = [share / RADIUS_M for share in (0.5, 0.8, 1, 1.2)]
    wall_s, _, _ = timed(lambda: floor_ladder_amsl_m(part_m, CELL_M, 250, 250, antennas_m, curvatures))
    print(f"ladder of 16 rungs on 500 x 500 cells: {wall_s * 1e3:.0f} ms, {wall_s * 1e3 / 16:.1f} ms a rung")


def main() -> list[Verdict]:
    """Print times, ratios and errors; both tools run by turns in one process."""
    heights_m = fractal_terrain_m(CELLS)
    row, col = highest_cell(heights_m)
    antenna_m = float(heights_m[row, col]) + MAST_M
    print(f"{CELLS} x {CELLS} cells of {CELL_M:.0f} m, {RANGE_M / 1e3:.0f} km, antenna {antenna_m:.0f} m AMSL,"
          f" medians of {REPEATS}; errors of {TRUTH_CELLS:,} cells")
    verdicts = one_site(heights_m, row, col, antenna_m) + many_sites(heights_m)
    small_ladder(heights_m, row, col, antenna_m)
    return verdicts


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
