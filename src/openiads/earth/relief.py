"""How much of the low-level cover that coarse terrain shows is really there, as measured on fine tiles."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from openiads.earth.layers import Grade


class Allowance(NamedTuple):
    """True covered area over the covered area that coarse terrain shows; the median of the sites and their spread."""

    median: float
    low: float
    high: float


@cache
def relief_table() -> dict[str, Any]:
    """Read the calibration: by grade, and under "basis" the tiles, sites and settings that it rests on."""
    return tomllib.loads((files("openiads") / "data/terrain/relief.toml").read_text(encoding="utf-8"))


def cover_allowance(grade: Grade, height_agl_m: float) -> Allowance:
    """Ratio by which covered area on coarse terrain is to be read down.

    Parameters
    ----------
    grade : str
        Grade of the terrain, "A" to "D" or "none".
    height_agl_m : float
        Height of the target above ground; heights beyond the table take its nearest end. [m]

    Returns
    -------
    Allowance
        Median, 5th and 95th percentile over the sites of the calibration. One for grades A and B, against which
        the coarser grades were measured. [-]

    Notes
    -----
    Measured within 150 km of sites on flat ground in two mountainous tiles (Dead Sea, Swiss Alps), whose terrain is
    continued by reflection; gentler ground loses less. So it is a measure of doubt beside a result and corrects none.
    Between the heights of the table the ratio is linear in the logarithm of the height.

    References
    ----------
    srtm-dted1

    Examples
    --------
    >>> cover_allowance("B", 100.0)
    Allowance(median=1.0, low=1.0, high=1.0)
    >>> cover_allowance("C", 100.0).median < 0.7
    True
    """
    row = relief_table().get(grade)
    if row is None:
        return Allowance(1.0, 1.0, 1.0)
    steps = np.log(row["height_agl_m"])
    place = np.log(max(height_agl_m, row["height_agl_m"][0]))
    return Allowance(*(float(np.interp(place, steps, row[key])) for key in Allowance._fields))
