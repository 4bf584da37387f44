"""`openiads scenario`."""

from openiads.scenario.files import shipped


def test_a_new_scenario_is_valid_at_once(openiads, tmp_path):
    path = str(tmp_path / "my study.toml")
    assert openiads("scenario", "new", "-o", path).code == 0
    answer = openiads("scenario", "validate", path)
    assert (answer.code, answer.err) == (0, "")
    assert 'name = "my-study"' in (tmp_path / "my study.toml").read_text(encoding="utf-8")


def test_a_new_scenario_goes_to_standard_output_too(openiads):
    assert openiads("scenario", "new").out == shipped()["second-batch"]
    assert openiads("scenario", "new", "--json").json["results"]["text"] == shipped()["second-batch"]


def test_a_file_is_not_overwritten_unasked(openiads, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("mine", encoding="utf-8")
    answer = openiads("scenario", "new", "-o", str(path))
    assert answer.code == 3
    assert "--force" in answer.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert openiads("scenario", "new", "-o", str(path), "--force").code == 0


def test_list_names_the_shipped_ones(openiads):
    assert openiads("scenario", "list").out.startswith("second-batch")
    assert openiads("scenario", "list", "--json").json["results"][0]["name"] == "second-batch"


def test_validate_tells_the_faults_of_all_files(openiads, tmp_path):
    text = shipped()["second-batch"]
    (tmp_path / "a.toml").write_text(text.replace("pd = 0.5", "pb = 0.5"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(text.replace('"400 km"', "400"), encoding="utf-8")
    answer = openiads("scenario", "validate", str(tmp_path / "a.toml"), str(tmp_path / "b.toml"), "--json")
    assert answer.code == 3
    assert {item["code"] for item in answer.json["errors"]} == {"E0501", "E0502", "E0311"}


def test_explain_tells_claims_and_assumptions(openiads):
    told = openiads("scenario", "explain").out
    assert "launchers of a fire unit: 8" in told
    assert "ORG-006:" in told
    assert "assumed:" in told
    body = openiads("scenario", "explain", "second-batch", "--json").json
    assert "ORG-006" in body["claims"]
    assert len(body["inputs"]["sha256"]) == 64
