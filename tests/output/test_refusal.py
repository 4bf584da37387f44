"""What no text may say: each rule catches what it is for, nothing slips through disguise, all shipped words pass."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.output.language import CATALOGUES, LANGUAGES, catalogue_text
from openiads.output.refusal import all_passed, folded, passed, refusals

ROOT = Path(__file__).parents[2]
REFUSED = [
    ("The S-400 can shoot down an F-35.", "a kill foretold"),
    ("It will reliably bring the bomber down.", "a kill foretold"),
    ("Such a battery is able to take an airliner out of the sky.", "a kill foretold"),
    ("A salvo destroys the raid.", "a kill foretold"),
    ("The S-400 downs F-35s.", "a kill foretold"),
    ("The S-400 kills an F-35.", "a kill foretold"),
    ("One battery wipes the whole raid out.", "a kill foretold"),
    ("Bu sistem bir uçağı düşürebilir.", "a kill foretold"),
    ("Комплекс может легко сбить самолёт.", "a kill foretold"),
    ("The airspace is safe above FL300.", "airspace declared without danger"),
    ("Above FL300 there is no danger.", "airspace declared without danger"),
    ("The airspace above FL350 is secure.", "airspace declared without danger"),
    ("Flights above FL350 are not at risk.", "airspace declared without danger"),
    ("Above it there is no real threat to anybody.", "airspace declared without danger"),
    ("Выше этого эшелона самолёты вне опасности.", "airspace declared without danger"),
    ("FL350 üstü güvenlidir.", "airspace declared without danger"),
    ("Выше этого эшелона безопасно.", "airspace declared without danger"),
    ("The system is useless.", "a verdict on a system"),
    ("An invincible shield.", "a verdict on a system"),
    ("Система бесполезна.", "a verdict on a system"),
    ("The probability of kill is 0.9.", "a kill probability without a claim"),
    ("With a Pk of 90 % nothing leaks.", "a kill probability without a claim"),
    ("The missile has a 90 % chance of a kill.", "a kill probability without a claim"),
    ("The odds of shooting it down are 0.9.", "a kill probability without a claim"),
    ("A round's kill probability of 0.7 (TGT-031) is one claim.", "a kill probability without a claim"),
    ("Вероятность сбить цель 0,9.", "a kill probability without a claim"),
    ("Russia beats America.", "a ranking"),
    ("Russian air defence is better than American.", "a ranking"),
    ("Turkey ranks ahead of Greece.", "a ranking"),
    ("Of all, China has the best radars.", "a ranking"),
    ("Российские радары лучше американских.", "a ranking"),
    ("The battery near Kherson covers the coast.", "the present of a site in an ongoing war"),
    ("A radar now stands at Sevastopol.", "the present of a site in an ongoing war"),
    ("Батарея стоит под Харьковом.", "the present of a site in an ongoing war"),
]
ALLOWED = [
    "In 1,000 simulated raids 37 in 100 ended with no leaker.",
    "The kill probability of 0.7 is assumed.",
    "A round's kill probability of 0.7 (MIS-075) is one claim.",
    "The worst run let 4 through.",
    "In 2014 a battery stood near Sevastopol, press reports said.",
    "Russian officials described the contract as signed in 2020.",
    "The ring says nothing of risk, and 90 % of the runs are one draw's.",
    "Of 50 raiders 12 were killed.",
    "A chance of detection of 0.9 is asked for.",
    "A target below 300 m is hidden behind the ridge.",
    "Two independent shots at 0.7 give 0.91.",
]
WORDS = st.text(alphabet="abcdefghij ,", max_size=30)
SPACES = st.sampled_from([" ", "\u00a0", "\n", "  ", "\u2009", "\t"])
MARKS = st.sampled_from(["\u00ad", "\u200b", "\u2060", "\ufeff"])
# what others published under their own title, and how OpenIADS names what it refuses
TITLES_OF_OTHERS = {"title", "url", "publisher"}
NAMES_WHAT_IS_REFUSED = {"refusals.toml", "E08.toml"}


@pytest.mark.parametrize(("text", "rule"), REFUSED)
def test_each_rule_catches_what_it_is_for(text: str, rule: str) -> None:
    assert rule in [item.rule for item in refusals(text)]
    with pytest.raises(OpenIADSError) as error:
        passed(text)
    assert {fault.code for fault in error.value.faults} == {"E0801"}
    assert error.value.exit_code == 3


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_told_with_its_condition_passes(text: str) -> None:
    assert refusals(text) == []
    assert passed(text) == text


def test_a_claim_vouches_for_a_kill_probability_and_for_nothing_else() -> None:
    assert refusals("The probability of kill is 0.9.", claims=["MIS-130"]) == []
    assert refusals("It can shoot down an F-35.", claims=["MIS-130"]) != []


@pytest.mark.parametrize("name", ["MIS-001", "TGT-031", "XXX-999"])
def test_a_claim_of_another_quantity_vouches_for_no_kill_probability(name: str) -> None:
    for text, claims in (("The probability of kill is 0.9.", [name]), (f"A Pk of 0.9 ({name}).", [])):
        assert [item.rule for item in refusals(text, claims=claims)] == ["a kill probability without a claim"]


@given(st.sampled_from(REFUSED), WORDS, WORDS, SPACES, st.sampled_from([str.upper, str.title, str]))
def test_no_surrounding_words_case_or_space_lets_it_slip(
    case: tuple[str, str], before: str, after: str, space: str, cased: Any
) -> None:
    text, rule = case
    if any(letter in text for letter in "ıİğşçöü") and cased is str.upper:
        cased = str  # capital letters of Turkish are not those of the invariant rules
    told = f"{before}. {cased(text).replace(' ', space)} {after}"
    assert rule in [item.rule for item in refusals(told)]


@given(st.sampled_from([case for case in REFUSED if case[0].isascii()]), st.data())
def test_no_invisible_mark_lets_it_slip(case: tuple[str, str], data: st.DataObject) -> None:
    text, rule = case
    place = data.draw(st.integers(1, len(text) - 1))
    told = text[:place] + data.draw(MARKS) + text[place:]
    assert rule in [item.rule for item in refusals(told)]


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_structure_is_read_to_its_leaves() -> None:
    plain = {"a": ["The radar sees 54 km.", {"b": ("none",)}], "n": 3}
    assert all_passed(plain) is plain
    with pytest.raises(OpenIADSError, match="page, a, b"):
        all_passed({"a": [{"b": "The system is useless."}]}, what="page")


def strings(value: Any, key: str = "") -> list[str]:
    """Every text of a TOML body but titles, addresses and publishers, which are other people's words."""
    if isinstance(value, str):
        return [] if key in TITLES_OF_OTHERS else [value]
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in strings(item, name)]
    return [text for item in value for text in strings(item, key)] if isinstance(value, list) else []


def shipped_files() -> list[Path]:
    """Data files with words."""
    return [path for path in sorted((ROOT / "src/openiads/data").rglob("*.toml"))
            if path.name not in NAMES_WHAT_IS_REFUSED and "references" not in path.parts]


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.name)
def test_every_word_of_the_shipped_data_passes(path: Path) -> None:
    texts = strings(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [item for text in texts for item in refusals(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_passes(language: str, name: str) -> None:
    lines = catalogue_text(language, name).splitlines()
    assert [item for line in lines if not line.startswith("#") for item in refusals(line)] == []


QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


@pytest.mark.parametrize("path", sorted((ROOT / "web/src").rglob("*.ts")), ids=lambda path: path.name)
def test_every_word_of_the_page_passes(path: Path) -> None:
    found = [text for pair in QUOTED.findall(path.read_text(encoding="utf-8")) for text in pair]
    assert [item for text in found for item in refusals(text)] == []


def drafting_modules() -> list[Path]:
    """Modules whose texts reach a reader."""
    source = ROOT / "src/openiads"
    return sorted([*(source / "output").rglob("*.py"), *(source / "app").glob("*.py"), source / "coverage/profile.py"])


def plain_texts(path: Path) -> list[str]:
    """Texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and node.body
            and isinstance(node.body[0], ast.Expr)}
    return [node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            and not node.value.startswith(":root")]


@pytest.mark.parametrize("path", drafting_modules(), ids=lambda path: path.name)
def test_every_text_of_the_drafting_code_passes(path: Path) -> None:
    assert [item for text in plain_texts(path) for item in refusals(text)] == []
