"""`openiads cite`."""

import json

import pytest

from openiads import __version__


def test_the_software_in_every_form(openiads):
    assert __version__ in openiads("cite").out
    assert openiads("cite", "--format", "bibtex").out.startswith("@software{openiads,")
    assert json.loads(openiads("cite", "--format", "csl-json").out)[0]["id"] == "openiads"
    assert openiads("cite", "--json").json["command"] == "cite"


def test_the_sources_of_a_run(openiads, tmp_path):
    (tmp_path / "manifest.toml").write_text('claims_used = ["MIS-001", "ORG-006"]\n', encoding="utf-8")
    told = openiads("cite", "--run", str(tmp_path)).out
    assert "Army Recognition" in told
    assert "@misc{" in openiads("cite", "--run", str(tmp_path), "--format", "bibtex").out
    assert len(json.loads(openiads("cite", "--run", str(tmp_path), "--format", "csl-json").out)) == 3
    assert openiads("cite", "--run", str(tmp_path), "--json").json["claims"] == ["MIS-001", "ORG-006"]


def test_a_run_without_a_manifest_is_refused(openiads, tmp_path):
    assert openiads("cite", "--run", str(tmp_path)).code == 3
    (tmp_path / "manifest.toml").write_text("claims = [", encoding="utf-8")
    assert "E0511" in openiads("cite", "--run", str(tmp_path)).err


@pytest.mark.parametrize("text", ["claims_used = 5", f"a = {'[' * 5000}{']' * 5000}", f"a = {'9' * 5000}"])
def test_a_manifest_that_nobody_wrote_is_refused_in_words(openiads, tmp_path, text):
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
    answer = openiads("cite", "--run", str(tmp_path))
    assert answer.code == 3
    assert "E0511" in answer.err
