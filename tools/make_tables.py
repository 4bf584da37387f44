"""Write the ITU-R tables of `src/openiads/data/tables` from the PyPI package `itur`, in an environment that has it.

    python tools/make_tables.py src/openiads/data/tables

`itur` is needed here only; the product reads the small files that this script writes.
"""

import csv
import sys
from pathlib import Path

import itur
import numpy as np
from itur.models import itu453, itu1510, itu1511

DATA = Path(itur.__file__).parent / "data"

PERCENTS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.8, 99.9)
WORLD_PERCENTS = (0.1, 1, 10, 30, 50, 70, 90, 99, 99.9)
STEP = 0.05  # quantum of the stored gradients, N-units per km

SCALE_HEIGHT_M = 7350.0  # ITU-R P.453 reference atmosphere
SEA_LEVEL_PRESSURE_HPA = 1013.25


def gradient_map(percent: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Latitudes falling, longitudes rising, and the gradient of the lowest kilometre at one percentage."""
    whole, part = divmod(round(percent * 100), 100)
    values = np.load(DATA / f"453/v12_dn_{whole:02d}d{part:02d}_v1.npz")["arr_0"]
    lat_deg = np.load(DATA / "453/v12_lat0d75.npz")["arr_0"][:, 0]
    lon_deg = np.load(DATA / "453/v12_lon0d75.npz")["arr_0"][0]
    return lat_deg, lon_deg, values


def stack(percents: tuple[float, ...], rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Gradients of several percentages on a part of the grid, as whole multiples of `STEP`."""
    layers = [gradient_map(percent)[2][np.ix_(rows, columns)] for percent in percents]
    return np.round(np.stack(layers) / STEP).astype(np.int16)


def sea_level_refractivity(lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
    """Median surface refractivity reduced to sea level: dry term of the standard pressure plus the P.453 wet term."""
    lat, lon = np.meshgrid(np.clip(lat_deg, -89.9, 89.9), lon_deg, indexing="ij")
    height_m = np.maximum(itu1511.topographic_altitude(lat, lon).value * 1000, 0)
    temperature_k = itu1510.surface_mean_temperature(lat, lon).value
    pressure_hpa = SEA_LEVEL_PRESSURE_HPA * (1 - 2.25577e-5 * height_m) ** 5.2559
    wet = itu453.map_wet_term_radio_refractivity(lat, lon, 50).value
    return (77.6 * pressure_hpa / temperature_k + wet) * np.exp(height_m / SCALE_HEIGHT_M)


def copy_lines(name: str, target: Path) -> None:
    """Copy one table of spectral lines as plain CSV."""
    rows = [line.strip().split(",") for line in (DATA / f"676/{name}").read_text().splitlines() if line.strip()]
    with target.open("w", newline="\n") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([cell.strip() for cell in rows[0]])
        writer.writerows([[f"{float(cell):.10g}" for cell in row] for row in rows[1:]])


def main(folder: Path) -> None:
    """Write every table into the folder."""
    lat_deg, lon_deg, _ = gradient_map(50)
    rows = np.flatnonzero((lat_deg >= 20) & (lat_deg <= 50.01))
    columns = np.flatnonzero((lon_deg >= 15) & (lon_deg <= 60.01))
    coarse_rows, coarse_columns = np.arange(0, lat_deg.size, 2), np.arange(0, lon_deg.size, 2)
    np.savez_compressed(
        folder / "itu_p453_gradient.npz",
        step=STEP,
        region_percent=np.array(PERCENTS),
        region_lat_deg=lat_deg[rows],
        region_lon_deg=lon_deg[columns],
        region_gradient=stack(PERCENTS, rows, columns),
        world_percent=np.array(WORLD_PERCENTS),
        world_lat_deg=lat_deg[coarse_rows],
        world_lon_deg=lon_deg[coarse_columns],
        world_gradient=stack(WORLD_PERCENTS, coarse_rows, coarse_columns),
        world_sea_level_refractivity=sea_level_refractivity(
            lat_deg[coarse_rows], lon_deg[coarse_columns]
        ).astype(np.float16),
    )
    copy_lines("v12_lines_oxygen.txt", folder / "itu_p676_oxygen.csv")
    copy_lines("v12_lines_water_vapour.txt", folder / "itu_p676_water.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
