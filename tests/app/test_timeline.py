"""`openiads timeline`."""

import csv
import io

import pytest

from openiads.programme.belief import CAUTION


@pytest.fixture
def august(openiads):
    return openiads("timeline", "--about", "second batch", "--as-of", "2022-08-16", "--json").json


def test_the_day_on_which_a_contract_was_signed_and_denied(august):
    same_day = [pair for pair in august["results"]["contradictions"] if "same-day" in pair["kinds"]]
    speakers = [{pair["first"]["speaker"], pair["second"]["speaker"]} for pair in same_day]
    assert {"Shugaev, FSVTS", "Turkish defence official"} in speakers
    assert {pair[end]["date"] for pair in same_day for end in ("first", "second")} == {"2022-08-16"}
    assert any("same-document" in pair["kinds"] for pair in same_day)


def test_what_was_said_before_that_day(august):
    said = {row["id"]: row for row in august["results"]["statements"]}
    assert said["TIM-003"]["text"].startswith("contract signed")
    assert (said["TIM-003"]["date"], said["TIM-003"]["mode"]) == ("2020-08-23", "said")
    assert said["TIM-004"]["text"].startswith("contract still to be signed")
    assert (said["TIM-004"]["date"], said["TIM-004"]["mode"]) == ("2021-08-25", "said-will")
    assert said["TIM-004"]["contradicted_by"] == ["TIM-003"]
    assert "TIM-009" not in said  # said in 2023
    assert "TIM-010" not in said  # undated
    assert august["results"]["known"]["undated"] == ["TIM-010"]
    assert said["TIM-007"]["standing"] == "perhaps"  # known to the month
    assert set(august["claims"]) == set(said)


def test_belief_says_what_it_is_not(august):
    belief = august["results"]["belief"]
    assert belief["is"] == CAUTION
    assert [item["says"] for item in belief["witnesses"]] == ["under way"]
    assert belief["share_under_way"] == 1
    assert "none against" in belief["text"]
    assert belief["as_of"] == "2022-08-16"


def test_the_contract_is_told_beside_it(august, openiads):
    contract = august["results"]["contract"]
    assert {item["side"]: {one["organisation"] for one in item["witnesses"]} for item in contract["sides"]} == {
        "own": {"FSVTS"}, "unsigned": {"Rosoboronexport"},
        "within first": {"SSB", "Turkish defence official", "Turkish industry source"}}
    assert "not modelled" in contract["is"]
    assert openiads("timeline", "--about", "F-35", "--json").json["results"]["contract"] is None


def test_no_official_is_made_to_say_that_it_never_arrives(openiads):
    for claim in ("TIM-006", "STM-011", "TIM-009"):
        told = openiads("claims", "show", claim).out
        assert "never" not in told
        assert "counted" in told


def test_announcements_are_counted_once_and_statements_listed(openiads):
    one_day = openiads("timeline", "--speaker", "Shugaev", "--as-of", "2022-08-16")
    assert one_day.out.startswith("2 announcements by 1 speaker")  # one of them in four outlets
    body = openiads("timeline", "--speaker", "Shugaev", "--as-of", "2022-08-16", "--json").json
    assert len(body["results"]["statements"]) == 5


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_an_empty_figure_is_not_written(openiads, tmp_path, ending):
    path = tmp_path / f"empty.{ending}"
    answer = openiads("timeline", "--about", "second batch", "--mode", "observed", "-o", str(path))
    assert answer.code == 3
    assert "nothing to draw" in answer.err
    assert "UserWarning" not in answer.err
    assert not path.exists()


@pytest.mark.parametrize("verb", [("timeline",), ("readiness", "second-batch"), ("coverage", "--site", "40,32"),
                                  ("sensitivity", "second-batch", "covered_area")])
def test_one_standard_output_takes_one_thing(openiads, verb):
    answer = openiads(*verb, "-o", "-", "--json")
    assert "E0103" in answer.err
    assert "both -o - and --json" in answer.err
    assert answer.code == 2


def test_the_table_tells_all_of_it(openiads):
    told = openiads("timeline", "--about", "second batch", "--as-of", "2022-08-16")
    assert told.code == 0
    for words in ("Mikheev, Rosoboronexport", "[fleet]", "Contradictions", "same-day, same-document",
                  "2022-08 (perhaps later)", "1 undated", "no measure of chance",
                  "a contract of its own"):
        assert words in " ".join(told.out.split()), words
    assert max(map(len, told.out.splitlines())) <= 110
    title = " ".join(told.out.split("\n\n")[0].split())
    assert title == "11 announcements by 8 speakers about second batch, as known on 2022-08-16; 3 contradictions"
    assert sum(" (perhaps later)" in line for line in told.out.splitlines()) == 1


def test_what_was_perhaps_said_by_then_is_counted_apart(openiads):
    title = openiads("timeline", "--about", "second batch", "--as-of", "2020-06-15").out.split("\n\n")[0]
    assert " ".join(title.split()) == ("2 announcements by 2 speakers about second batch, as known on 2020-06-15, and "
                                       "1 more perhaps said by then; 0 contradictions")


def test_a_month_ends_on_its_last_day(openiads):
    body = openiads("timeline", "--as-of", "2020-06", "--json").json
    assert body["inputs"]["as_of"] == "2020-06-30"
    assert "TIM-002" in body["results"]["known"]["known"]


@pytest.mark.parametrize(("options", "ids"), [
    (["--speaker", "Mikheev"], {"TIM-003", "TIM-004"}), (["--mode", "denied", "--about", "second batch"],
                                                         {"TIM-006", "TIM-007", "STM-011"})])
def test_speaker_and_mode_choose(openiads, options, ids):
    body = openiads("timeline", *options, "--json").json
    assert {row["id"] for row in body["results"]["statements"]} == ids
    assert body["results"]["contradictions"]


def test_csv_has_a_row_for_each_statement(openiads, tmp_path):
    path = tmp_path / "said.csv"
    assert openiads("timeline", "--about", "second batch", "-o", str(path)).code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert {"TIM-003", "TIM-010"} <= {row["id"] for row in rows}
    assert next(row for row in rows if row["id"] == "TIM-010")["first_day"] == ""
    assert next(row for row in rows if row["id"] == "TIM-002")["last_day"] == "2020-06-30"


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_figure_is_the_same_every_time(openiads, tmp_path, ending):
    paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for path in paths:
        assert openiads("timeline", "--about", "second batch", "-o", str(path)).code == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_size > 10_000


@pytest.mark.parametrize(("options", "code", "error"), [
    (["--as-of", "yesterday"], 3, "E0208"), (["--as-of", "2021-02-30"], 3, "E0208"),
    (["--about", "no such thing"], 3, "E0212"), (["--speaker", "nobody at all"], 3, "E0212"),
    (["--out", "x.pdf"], 3, "E0105"), (["--mode", "whispered"], 2, "E0104")])
def test_what_cannot_be_answered_is_told(openiads, options, code, error):
    answer = openiads("timeline", *options)
    assert answer.code == code
    assert error in answer.err
    assert "Traceback" not in answer.err


def test_a_day_before_everything_is_no_fault(openiads):
    body = openiads("timeline", "--about", "second batch", "--as-of", "2001-01-01", "--json").json
    assert body["results"]["statements"] == []
    assert body["results"]["belief"]["share_under_way"] is None
    assert openiads("timeline", "--as-of", "2001-01-01").code == 0


MINE = """
[sources.mine]
publisher = "A gazette"
title = "A page"
date = "2023-01-01"
url = "https://example.org/page"
[["Turkey S-400 second batch".status]]
id = "MINE-001"
value = "there will be none"
source = "mine"
grade = "official"
independence_group = "mine"
speaker = "A minister"
side = "Turkey"
mode = "denied"
about = "contract for the second batch"
arrival = "postponed"
contract = "unsigned"
speaks_for = "a ministry"
contradicts = ["{other}"]
"""


def test_a_statement_of_the_users_own_joins(openiads, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(MINE.format(other="TIM-005"), encoding="utf-8")
    body = openiads("timeline", "--about", "second batch", "--claims", str(path), "--json").json
    assert any("MINE-001" in pair["second"]["ids"] for pair in body["results"]["contradictions"])
    assert any(item["claim_id"] == "MINE-001" for item in body["results"]["belief"]["witnesses"])


@pytest.mark.parametrize("change", [("TIM-005", "TIM-999"), ('arrival = "postponed"', 'arrival = "never"'),
                                    ('contract = "unsigned"', 'contract = "perhaps"'),
                                    ('contradicts = ["TIM-005"]', 'contradicts = "TIM-005"')])
def test_a_faulty_statement_is_told(openiads, tmp_path, change):
    path = tmp_path / "mine.toml"
    path.write_text(MINE.format(other="TIM-005").replace(*change), encoding="utf-8")
    answer = openiads("timeline", "--claims", str(path))
    assert answer.code == 3
    assert "MINE-001" in answer.err
