"""The import script keeps every claim, flags what it knows to be wrong, and writes what the reader reads."""

import runpy
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from openiads.knowledge.reader import read_claims, read_sources
from tests.knowledge.ledgers import TODAY

SCRIPT = Path(__file__).parents[2] / "tools" / "import_claims.py"


def collected(claim_id, **fields):
    source = {"publisher": "The Weekly", "title": 'A "quoted" title', "date": "2018-07-03", "url": "https://example.org"}
    return {"id": claim_id, "subject": "S-400 system", "quantity": "detection_range", "value": 600, "unit": "km",
            "condition": {"rcs_m2": None}, "source": source, "note": "A note.", "confidence": "press",
            "checked": "read", "citable": True, "independence_group": "own:The Weekly", **fields}


@pytest.fixture
def imported(tmp_path, monkeypatch):
    first = [
        collected("RAD-901"), collected("RAD-902", value={"min": 150, "max": 250}),
        collected("RAD-903", value={"min": 150, "mode": 200, "max": 250}, subject="92N6E"),
        collected("RAD-904", citable=False, source={**collected("x")["source"], "url": None}),
        collected("MIS-043", quantity="speed", value=4800, unit="m/s"),
        collected("RAD-905", source={**collected("x")["source"], "publisher": "GitHub NikolaiVChr/f16 (FlightGear)"}),
    ]
    (tmp_path / "one.yaml").write_text(yaml.safe_dump({"claims": first}), encoding="utf-8")
    (tmp_path / "two.yaml").write_text(yaml.safe_dump([collected("CIT-RAD-901", kind="game")]), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"),
                                      "--out", str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    sources = read_sources(tomllib.loads((tmp_path / "sources.toml").read_text(encoding="utf-8")), "s", TODAY)
    assert not sources.faults
    claims = {}
    for path in (tmp_path / "claims").iterdir():
        reading = read_claims(path.read_text(encoding="utf-8"), path.name, sources.sources, TODAY)
        assert not reading.faults
        claims |= {claim.id: claim for claim in reading.claims}
    return claims


def test_every_claim_arrives_as_it_was_written(imported):
    assert set(imported) == {"RAD-901", "RAD-902", "RAD-903", "RAD-904", "RAD-905", "MIS-043", "CIT-RAD-901"}
    assert imported["RAD-901"].value == 600
    assert imported["RAD-902"].value == (150, 250)
    assert imported["RAD-903"].value == {"min": 150, "mode": 200, "max": 250}
    assert imported["RAD-901"].condition == {"rcs_m2": "not stated"}
    assert imported["RAD-901"].source.title == 'A "quoted" title'


def test_flags_are_added_beside_the_claim(imported):
    status = {name: claim.status for name, claim in imported.items()}
    assert status == {"RAD-901": "witness", "RAD-902": "witness", "RAD-903": "witness", "RAD-904": "prior",
                      "RAD-905": "game", "MIS-043": "defect", "CIT-RAD-901": "game"}
    assert imported["MIS-043"].value == 4800
    assert imported["RAD-901"].origin == "agency-boilerplate"
    assert imported["RAD-902"].origin == "own:The Weekly"
