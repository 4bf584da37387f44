"""Floors by brute force: for each cell its own ray, every crossing of it visited."""

import numpy as np

from openiads.earth.sightline import profile_floor_amsl_m, sample_profile


def brute_floor_amsl_m(heights_m, cell_size_m, row, col, antenna_amsl_m, cells, effective_earth_radius_m=np.inf):
    """Floor over each (row, col) of `cells`, float64."""
    floors = [
        profile_floor_amsl_m(sample_profile(heights_m, cell_size_m, (row, col), tuple(cell)), antenna_amsl_m,
                             effective_earth_radius_m=effective_earth_radius_m)[-1]
        for cell in cells
    ]
    return np.array(floors)


def every_cell(shape):
    """Rows and columns of every cell, (n, 2)."""
    return np.argwhere(np.ones(shape, bool))
