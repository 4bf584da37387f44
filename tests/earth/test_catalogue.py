"""The registry of the user's own elevation files."""

import numpy as np
import pytest

from openiads.earth.catalogue import add_terrain, describe, list_terrain, registered_files, registry_path
from openiads.earth.terrain import open_terrain
from openiads.errors import OpenIADSError
from tests.earth.rasters import ARCSEC_3, north_up, plane_tif, write_tif


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENIADS_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def tile(tmp_path):
    """A small tile of 2000 m."""
    heights = np.full((60, 60), 2000, np.int16)
    return write_tif(tmp_path / "dem.tif", heights, north_up(32.45, 40.55, ARCSEC_3))


def test_what_is_added_is_listed_and_used(tile):
    assert list_terrain() == ()
    assert open_terrain("auto").height_at(40.52, 32.48) != 2000
    record, = add_terrain(tile)
    assert list_terrain() == (record,)
    assert (record.grade, record.present, record.path) == ("B", True, str(tile))
    assert record.bounds == pytest.approx((32.45, 40.5, 32.5, 40.55))
    for spec in ("auto", "registered"):
        assert open_terrain(spec).height_at(40.52, 32.48) == 2000
    assert open_terrain("bundled").height_at(40.52, 32.48) != 2000


def test_adding_twice_keeps_one(tile, tmp_path):
    add_terrain(tile)
    add_terrain([tile, plane_tif(tmp_path / "b.tif", 33.0, 41.0, ARCSEC_3, (60, 60))])
    assert [record.path for record in list_terrain()] == [str(tmp_path / "b.tif"), str(tile)]


def test_a_file_that_has_gone_is_listed_and_not_used(tile):
    add_terrain(tile)
    tile.unlink()
    assert [record.present for record in list_terrain()] == [False]
    assert registered_files() == ()
    with pytest.raises(OpenIADSError) as caught:
        open_terrain("registered")
    assert (caught.value.faults[0].code, caught.value.exit_code) == ("E0410", 4)


def test_nothing_is_remembered_of_a_folder_with_a_bad_file(tile):
    tile.with_name("bad.tif").write_text("nothing")
    with pytest.raises(OpenIADSError):
        add_terrain(tile.parent)
    assert not registry_path().exists()


def test_describe(tile):
    info, = describe(tile)
    assert (info.name, info.grade, info.posting_text) == ("dem.tif", "B", "3 arc-sec (about 93 m)")
    assert list_terrain() == ()
    assert [item.grade for item in describe("bundled")] == ["C", "D"]
