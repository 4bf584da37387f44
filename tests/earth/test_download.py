"""Fetching tiles from a server of our own: whole, resumed, absent, broken; and never unasked."""

import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from openiads.earth.download import fetch_tiles
from openiads.earth.terrain import open_terrain
from openiads.earth.tiles import PRODUCTS, Tile, tiles_around
from openiads.errors import OpenIADSError
from tests.earth.rasters import ARCSEC_3, north_up, write_tif

ETAG = '"one"'


class Bucket(BaseHTTPRequestHandler):
    """A bucket that knows ranges; it can be told to break off after some bytes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        name = self.path.rsplit("/", 1)[-1]
        server.asked.append((name, self.headers.get("Range")))
        if name not in server.files:
            self.send_error(404)
            return
        content, start = server.files[name], 0
        if self.headers.get("Range") and self.headers.get("If-Range") == server.etag:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        if start > len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("ETag", server.etag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:start + server.break_after])
        if start + server.break_after < len(content):
            self.close_connection = True

    def log_message(self, *_args):
        """Keep the tests' output clean."""


@pytest.fixture
def bucket():
    """A server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.files, server.asked, server.etag, server.break_after = {}, [], ETAG, 1 << 30
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def products(bucket):
    """Copernicus, from the server on this machine."""
    base_url = f"http://127.0.0.1:{bucket.server_port}"
    return {key: replace(product, base_url=base_url) for key, product in PRODUCTS.items()}


@pytest.fixture
def content(tmp_path):
    """A tile's bytes, with 600 m everywhere."""
    path = write_tif(tmp_path / "source.tif", np.full((600, 600), 600, np.int16), north_up(32.0, 41.0, ARCSEC_3))
    found = path.read_bytes()
    path.unlink()
    return found


def test_a_tile_arrives_and_serves(bucket, products, content, tmp_path):
    tile = Tile(products["glo30"], 40, 32)
    bucket.files[tile.filename] = content
    told = []
    fetched, = fetch_tiles([tile], tmp_path / "tiles", products=products, report=lambda *call: told.append(call))
    assert fetched.status == "fetched"
    assert fetched.path.read_bytes() == content
    assert told[-1] == (tile.filename, len(content), len(content))
    assert [path.name for path in (tmp_path / "tiles").iterdir()] == [tile.filename]
    assert open_terrain(tmp_path / "tiles").height_at(40.9, 32.1) == 600
    again, = fetch_tiles([tile], tmp_path / "tiles", products=products)
    assert again.status == "present"
    assert len(bucket.asked) == 1


def test_a_broken_download_is_told_and_resumed(bucket, products, content, tmp_path):
    tile = Tile(products["glo30"], 40, 32)
    bucket.files[tile.filename], bucket.break_after = content, 300_000
    with pytest.raises(OpenIADSError) as caught:
        fetch_tiles([tile], tmp_path, products=products)
    assert (caught.value.faults[0].code, caught.value.exit_code) == ("E0409", 4)
    assert not (tmp_path / tile.filename).exists()
    bucket.break_after = 1 << 30
    fetched, = fetch_tiles([tile], tmp_path, products=products)
    assert fetched.path.read_bytes() == content
    assert bucket.asked[-1] == (tile.filename, "bytes=300000-")


def test_a_file_that_changed_meanwhile_is_begun_anew(bucket, products, content, tmp_path):
    tile = Tile(products["glo30"], 40, 32)
    bucket.files[tile.filename], bucket.break_after = content, 300_000
    with pytest.raises(OpenIADSError):
        fetch_tiles([tile], tmp_path, products=products)
    bucket.etag, bucket.break_after = '"two"', 1 << 30
    fetched, = fetch_tiles([tile], tmp_path, products=products)
    assert fetched.path.read_bytes() == content


def test_a_cell_without_fine_tile_takes_the_coarser(bucket, products, content, tmp_path):
    tile = Tile(products["glo30"], 39, 44)  # Ararat: GLO-30 has no public tile
    coarser = Tile(products["glo90"], 39, 44)
    bucket.files[coarser.filename] = content
    fetched, = fetch_tiles([tile], tmp_path, products=products)
    assert (fetched.status, fetched.path.name) == ("coarser", coarser.filename)


def test_a_cell_of_open_sea_has_no_tile(products, tmp_path):
    fetched, = fetch_tiles([Tile(products["glo30"], 43, 34)], tmp_path, products=products)
    assert (fetched.status, fetched.path) == ("sea", None)


def test_a_tile_that_is_no_raster_is_thrown_away(bucket, products, tmp_path):
    tile = Tile(products["glo30"], 40, 32)
    bucket.files[tile.filename] = b"<html>please sign in</html>"
    with pytest.raises(OpenIADSError) as caught:
        fetch_tiles([tile], tmp_path, products=products)
    assert caught.value.faults[0].code == "E0402"
    assert list(tmp_path.iterdir()) == []


def test_all_failures_are_told_and_the_rest_arrives(bucket, products, content, tmp_path):
    good = Tile(products["glo30"], 40, 32)
    bucket.files[good.filename] = content
    nowhere = replace(products["glo30"], base_url="http://127.0.0.1:9")  # the discard port, where nobody listens
    account = Tile(PRODUCTS["srtm1"], 40, 32)
    with pytest.raises(OpenIADSError) as caught:
        fetch_tiles([Tile(nowhere, 40, 33), account, good], tmp_path, products=products)
    assert [fault.code for fault in caught.value.faults] == ["E0409", "E0409"]
    assert "account" in caught.value.faults[1].what
    assert (tmp_path / good.filename).exists()


def test_naming_tiles_opens_no_connection(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert all(tile.url.startswith("https://") for tile in tiles_around(40.08, 32.57, 360_000.0))
