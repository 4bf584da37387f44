"""`openiads terrain`, with a server of our own for the downloads."""

import http.server
import threading
from dataclasses import replace

import numpy as np
import pytest
import rasterio

from openiads.earth import download, tiles


@pytest.fixture
def tile(tmp_path):
    """A small elevation file of one degree."""
    path = tmp_path / "N40E032.tif"
    with rasterio.open(path, "w", driver="GTiff", width=60, height=60, count=1, dtype="int16", crs="EPSG:4326",
                       transform=rasterio.transform.from_origin(32, 41, 1 / 60, 1 / 60)) as sink:
        sink.write(np.full((60, 60), 850, np.int16), 1)
    return path


@pytest.fixture
def server(tmp_path, tile, monkeypatch):
    """A server that has one tile and no other, standing in for the public one."""
    product = tiles.PRODUCTS["glo90"]
    served = tmp_path / "served" / tiles.Tile(product, 40, 32).filename.removesuffix(".tif")
    served.mkdir(parents=True)
    tile.rename(served / tiles.Tile(product, 40, 32).filename)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(tmp_path / "served"))

        def log_message(self, *_arguments):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        local = replace(product, base_url=f"http://127.0.0.1:{listening.server_port}")
        monkeypatch.setitem(tiles.PRODUCTS, "glo90", local)
        monkeypatch.setitem(download.PRODUCTS, "glo90", local)
        monkeypatch.setenv("no_proxy", "*")
        yield listening
        listening.shutdown()


def test_list_shows_the_bundled_grids_and_what_was_added(openiads, tile):
    assert openiads("terrain", "list").out.count("grade") == 2
    assert openiads("terrain", "add", str(tile)).code == 0
    assert "N40E032.tif" in openiads("terrain", "list").out
    body = openiads("terrain", "list", "--json").json["results"]
    assert len(body["bundled"]) == 2
    assert body["registered"][0]["present"]
    tile.unlink()
    assert "no longer there" in openiads("terrain", "list").out


def test_info_tells_grade_origin_and_warning(openiads, tile):
    told = openiads("terrain", "info", "bundled").out
    assert "grade C" in told
    assert "at most" in told
    body = openiads("terrain", "info", str(tile), "--json").json
    assert body["results"][0]["grade"] == "C"
    assert body["warnings"]


def test_a_file_that_is_no_raster_is_refused(openiads, tmp_path):
    (tmp_path / "bad.tif").write_bytes(b"II*\x00 broken")
    answer = openiads("terrain", "add", str(tmp_path / "bad.tif"))
    assert answer.code == 3
    assert "E0402" in answer.err


def test_tiles_are_listed_and_nothing_is_sent(openiads):
    answer = openiads("terrain", "tiles", "--site", "40.5,32.5", "--radius", "20km")
    assert answer.out.startswith("Copernicus_DSM_COG_10_N40_00_E032_00_DEM.tif  https://")
    assert 'write "20 km"' in openiads("terrain", "tiles", "--site", "40.5,32.5", "--radius", "20").err


@pytest.mark.parametrize("radius", ["-5 km", "1e9 km"])
def test_a_radius_that_no_site_has_is_refused(openiads, radius):
    answer = openiads("terrain", "tiles", "--site", "95,0", "--radius", radius)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.count("error[E0314]") == 2


def test_fetch_downloads_and_adds(openiads, server, tmp_path):
    answer = openiads("terrain", "tiles", "--site", "40.5,32.5", "--radius", "20km", "--product", "glo90", "--fetch",
                      "-o", str(tmp_path / "got"), "--json")
    assert answer.code == 0
    (row,) = answer.json["results"]["tiles"]
    assert row["status"] == "fetched"
    assert row["path"] in openiads("terrain", "list").out
