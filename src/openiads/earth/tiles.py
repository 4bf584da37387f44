"""Which public elevation tiles a site needs, how they are named and where they lie; nothing here opens a connection."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openiads.earth.geodesy import bearing_and_range

MARGIN = 1.02  # the nearest point of a cell is found to better than this
EDGE_POINTS = 9  # tried along the edge of a cell that faces the site


@dataclass(frozen=True)
class Product:
    """A public family of one-degree elevation tiles.

    Parameters
    ----------
    key, name : str
        For the command line, and in words.
    licence, page : str
        Terms in short, and the page that describes them and the data.
    base_url : str
        Where files can be fetched without an account; empty where an account is needed.
    pattern : str
        Name of a tile below the base; `{ns}` and `{ew}` are the letters, `{lat}` and `{lon}` the degrees.
    size_mb : float
        Typical size of a tile, for a warning before a download.
    coarser : str
        Key of the product to take where this one has no tile; empty for none.
    """

    key: str
    name: str
    licence: str
    page: str
    base_url: str
    pattern: str
    size_mb: float
    coarser: str = ""


_COPERNICUS_PAGE = "https://registry.opendata.aws/copernicus-dem/"
_COPERNICUS_LICENCE = "free with attribution: © DLR e.V. 2010-2014 and © Airbus Defence and Space GmbH 2014-2018"
_SRTM = "{ns}{lat:02d}{ew}{lon:03d}"

PRODUCTS = {
    product.key: product
    for product in (
        Product("glo30", "Copernicus DEM GLO-30", _COPERNICUS_LICENCE, _COPERNICUS_PAGE,
                "https://copernicus-dem-30m.s3.amazonaws.com",
                "Copernicus_DSM_COG_10_{ns}{lat:02d}_00_{ew}{lon:03d}_00_DEM.tif", 35.0, coarser="glo90"),
        Product("glo90", "Copernicus DEM GLO-90", _COPERNICUS_LICENCE, _COPERNICUS_PAGE,
                "https://copernicus-dem-90m.s3.amazonaws.com",
                "Copernicus_DSM_COG_30_{ns}{lat:02d}_00_{ew}{lon:03d}_00_DEM.tif", 4.5),
        Product("srtm1", "SRTM 1 arc-sec (SRTMGL1)", "public domain; a free account is needed",
                "https://lpdaac.usgs.gov/products/srtmgl1v003/", "", _SRTM + ".SRTMGL1.hgt.zip", 15.0),
        Product("srtm3", "SRTM 3 arc-sec (SRTMGL3)", "public domain; a free account is needed",
                "https://lpdaac.usgs.gov/products/srtmgl3v003/", "", _SRTM + ".SRTMGL3.hgt.zip", 2.0),
    )
}


@dataclass(frozen=True)
class Tile:
    """One tile, named by its south-west corner."""

    product: Product
    south_deg: int
    west_deg: int

    @property
    def filename(self) -> str:
        """Name of the tile's file.

        Examples
        --------
        >>> Tile(PRODUCTS["glo30"], 40, 32).filename
        'Copernicus_DSM_COG_10_N40_00_E032_00_DEM.tif'
        >>> Tile(PRODUCTS["srtm3"], -17, -180).filename
        'S17W180.SRTMGL3.hgt.zip'
        """
        return self.product.pattern.format(
            ns="N" if self.south_deg >= 0 else "S", lat=abs(self.south_deg),
            ew="E" if self.west_deg >= 0 else "W", lon=abs(self.west_deg))

    @property
    def url(self) -> str:
        """Where the file can be fetched; the product's page where that takes an account."""
        if not self.product.base_url:
            return self.product.page
        return f"{self.product.base_url}/{self.filename.removesuffix('.tif')}/{self.filename}"


def _cells(lat_deg: float, lon_deg: float, radius_m: float) -> Iterator[tuple[int, int]]:
    """South-west corners of the one-degree cells that a circle touches, from the south-west."""
    reach_deg = radius_m * MARGIN / 110_500.0  # a degree of latitude is nowhere shorter
    for south in range(max(-90, math.floor(lat_deg - reach_deg)), min(89, math.floor(lat_deg + reach_deg)) + 1):
        widest_deg = min(89.0, max(abs(lat_deg - reach_deg), abs(lat_deg + reach_deg)))
        wide_deg = min(180.0, reach_deg / math.cos(math.radians(widest_deg)))
        for west in range(math.floor(lon_deg - wide_deg), math.floor(lon_deg + wide_deg) + 1):
            near_lat_deg = np.append(np.linspace(south, south + 1, EDGE_POINTS), min(max(lat_deg, south), south + 1))
            near_lon_deg = min(max(lon_deg, west), west + 1)
            if bearing_and_range(lat_deg, lon_deg, near_lat_deg, near_lon_deg)[1].min() <= radius_m * MARGIN:
                yield south, (west + 180) % 360 - 180


def tiles_around(lat_deg: float, lon_deg: float, radius_m: float, product: str = "glo30") -> tuple[Tile, ...]:
    """Tiles that a circle about a site touches, those of open sea included.

    Parameters
    ----------
    lat_deg, lon_deg : float
        The site. [deg]
    radius_m : float
        Ground range that is to be covered. [m]
    product : str
        "glo30", "glo90", "srtm1" or "srtm3".

    Returns
    -------
    tuple of Tile
        From the south-west, row by row.

    Examples
    --------
    >>> [tile.filename[22:33] for tile in tiles_around(40.08, 32.57, 30_000.0)]
    ['N39_00_E032', 'N40_00_E032']
    """
    return tuple(Tile(PRODUCTS[product], *cell) for cell in dict.fromkeys(_cells(lat_deg, lon_deg, radius_m)))
