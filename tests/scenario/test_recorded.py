"""Recorded flights from tables, in the columns of the traffic library and in plain ones."""

import numpy as np
import pytest

from openiads.errors import OpenIADSError
from openiads.scenario.recorded import recorded_flights

TRAFFIC = """timestamp,icao24,callsign,latitude,longitude,altitude,groundspeed
2020-01-01 10:00:00+00:00,4b1814,SWR1,47.0,8.0,35000,450
2020-01-01 10:00:10+00:00,4b1814,SWR1,47.0,8.02,35000,450
2020-01-01 10:00:20+00:00,4b1814,SWR1,,,35000,450
2020-01-01 10:00:30+00:00,4b1814,SWR1,47.0,8.06,35100,450
2020-01-01 10:10:00+00:00,4b1814,SWR1,47.5,9.0,33000,450
2020-01-01 10:10:10+00:00,4b1814,SWR1,47.5,9.02,33000,450
2020-01-01 10:00:05+00:00,3c6444,DLH2,48.0,11.0,10000,300
2020-01-01 10:00:15+00:00,3c6444,DLH2,48.0,11.01,10100,300
"""


def read(tmp_path, text):
    path = tmp_path / "flights.csv"
    path.write_text(text, encoding="utf-8")
    return {name: columns for name, *columns in recorded_flights(str(path))}


def test_columns_of_the_traffic_library(tmp_path):
    found = read(tmp_path, TRAFFIC)
    assert set(found) == {"4b1814/1", "4b1814/2", "3c6444"}
    lat_deg, lon_deg, altitude_m, time_s = found["4b1814/1"]
    assert time_s.tolist() == [0.0, 10.0, 30.0]
    assert lon_deg.tolist() == [8.0, 8.02, 8.06]
    assert lat_deg.tolist() == [47.0] * 3
    assert altitude_m == pytest.approx(np.array([35000, 35000, 35100]) * 0.3048)
    assert found["3c6444"][3].tolist() == [5.0, 15.0]


def test_plain_columns_in_metres(tmp_path):
    found = read(tmp_path, "time_s,id,lat,lon,altitude_m\n5,a,47,8,10000\n15,a,47,8.1,10000\n")
    assert found["a"][2].tolist() == [10000.0, 10000.0]
    assert found["a"][3].tolist() == [0.0, 10.0]


@pytest.mark.parametrize(("text", "names"), [
    ("", "column time"),
    ("timestamp,icao24,latitude,altitude\n", "column lon"),
    ("timestamp,icao24,latitude,longitude\n", "column altitude"),
    ("time_s,id,lat,lon,altitude_m\n", "no flight"),
    ("time_s,id,lat,lon,altitude_m\nsoon,a,47,8,1\n", "not understood"),
])
def test_what_is_wrong_is_told(tmp_path, text, names):
    with pytest.raises(OpenIADSError) as refused:
        read(tmp_path, text)
    assert names in str(refused.value)
    assert refused.value.exit_code == 3


def test_a_missing_file_is_told():
    with pytest.raises(OpenIADSError, match="no recorded flights"):
        list(recorded_flights("nowhere.csv"))
