"""Catalogues: every key in English, no key or variable that English lacks, numbers and plurals as the CLDR has them."""

import ast
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import format_decimal
from babel.plural import to_python
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.language import (
    CATALOGUES,
    ENGLISH,
    LANGUAGES,
    catalogue_text,
    has,
    joined,
    numbers_in,
    numeral,
    said,
    say,
)

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
PLURAL_UNITS = ("raiders", "channels", "opportunities", "raids")
BUILT = ("unit-", "grade-", "class-", "target-", "meaning-", "raid-", "placement-", "condition-", "model-", "report-",
         "press-", "rcs-", "force-", "v0-arrival-", "over-", "reach-")  # keys that code puts together


class Used(Visitor):
    """Variables of a pattern, and its plural variants."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.variants: list[set[str]] = []

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:
        self.variants.append({str(item.key.name) for item in node.variants if isinstance(item.key, fluent.Identifier)})
        self.generic_visit(node)


def messages(language: str, name: str) -> dict[str, tuple[set[str], list[set[str]]]]:
    """Variables and variants of each message and attribute of a catalogue."""
    found: dict[str, tuple[set[str], list[set[str]]]] = {}
    for entry in FluentParser().parse(catalogue_text(language, name)).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            parts = [("", entry.value), *((f".{item.id.name}", item.value) for item in entry.attributes)]
            for suffix, pattern in parts:
                if pattern is not None:
                    used = Used()
                    used.visit(pattern)
                    assert f"{entry.id.name}{suffix}" not in found, f"{entry.id.name} stands twice"
                    found[f"{entry.id.name}{suffix}"] = (used.names, used.variants)
    return found


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_has_a_key_or_variable_that_english_lacks(language: str, name: str) -> None:
    english, other = messages(ENGLISH, name), messages(language, name)
    assert other.keys() - english.keys() == set()
    assert {key: names - english[key][0] for key, (names, _) in other.items() if names - english[key][0]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_shared_words_stand_in_one_catalogue_only(language: str) -> None:
    shared = messages(language, "shared").keys()
    assert not shared & messages(language, "page").keys()
    assert not shared & messages(language, "sentences").keys()


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_cldr(language: str, name: str) -> None:
    cldr = {"one", "other"} | set(Locale(language).plural_form.tags)
    for key, (_, variants) in messages(language, name).items():
        for tags in variants:
            if tags & {"one", "few", "many", "two", "zero"}:
                assert tags <= cldr, key
                assert Locale(language).plural_form.tags <= tags, key


def keys_of_code() -> set[str]:
    """Keys that Python asks for by name, and ids of drafts."""
    found: set[str] = set()
    for path in (ROOT / "src/openiads").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("say", "said", "Draft", "term", "Term", "bound") and node.args[0].value:
                    found.add(str(node.args[0].value))
    return found


def keys_of_page() -> set[str]:
    """Keys that the page asks for by name."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "web/src").rglob("*.ts")]
    return {key for text in texts for key in re.findall(r'\bw\("([\w-]+)"', text)}


def test_every_key_used_exists_in_english() -> None:
    used = keys_of_code()
    assert len(used) > 60
    assert [key for key in used if not has(key)] == []
    page = {*messages(ENGLISH, "page"), *messages(ENGLISH, "shared")}
    assert len(keys_of_page()) > 150
    assert keys_of_page() - page == set()


def test_every_key_of_english_is_used() -> None:
    unused = {key for key in messages(ENGLISH, "sentences") if "." not in key} - keys_of_code()
    assert {key for key in unused if not key.startswith((*BUILT, "evidence"))} == set()
    assert messages(ENGLISH, "page").keys() - keys_of_page() == set()


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.sampled_from(list(LANGUAGES)))
def test_numbers_are_written_as_the_cldr_has_them(value: float, places: int, language: str) -> None:
    value = round(value, places)
    pattern = f"#,##0{'.' if places else ''}{'0' * places}"
    locale = "en_GB" if language == ENGLISH else language
    assert numeral(f"{value + 0.0:,.{places}f}", language) == format_decimal(value + 0.0, pattern, locale).replace(
        "\u200e", "")


@pytest.mark.parametrize(("text", "told"), [
    ("5,000 m AMSL", "5.000 m AMSL"), ("FL350", "FL350"), ("1.5 km, 12,345.6 m", "1,5 km, 12.345,6 m"),
    ("2022-08-16", "2022-08-16"), ("40.08,32.57", "40.08,32.57"), ("0.1.0", "0.1.0"),
])
def test_numbers_inside_a_text(text: str, told: str) -> None:
    assert numbers_in(text, "tr") == told
    assert numbers_in(text) == text


@given(st.integers(0, 10_000))
def test_plural_forms_follow_the_rules_of_the_cldr(count: int) -> None:
    form = to_python(Locale("ru").plural_form)(count)
    word = {"one": "канал", "few": "канала", "many": "каналов"}[form]
    assert say("unit-channels", "ru", n=str(count), count=count).split()[1] == word
    one = to_python(Locale("en").plural_form)(count) == "one"
    assert say("unit-channels", n=str(count), count=count).endswith("channel" if one else "channels")


def test_percent_stands_where_the_language_puts_it() -> None:
    assert [say("unit-share", language, n="38") for language in ("en", "tr", "ru")] == ["38 %", "%38", "38 %"]


def test_what_is_missing_falls_back_to_english_and_says_so() -> None:
    assert said("statements", "tr", attribute="counter").language == ENGLISH
    assert said("unit-km", "tr", n="3") == ("3 km", "tr")
    with pytest.raises(KeyError):
        said("no-such-key")


def test_lists_are_joined_as_the_language_does() -> None:
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined(["a", "b"], "ru") == "a и b"


@pytest.mark.parametrize("language", OTHERS)
def test_the_answer_and_the_first_sentences_are_translated(language: str) -> None:
    begun = [key for key in messages(ENGLISH, "sentences") if key.startswith("v0-")]
    begun += ["ring-and-sight", "covered-share", "second-share", "no-leak", "inputs", "buffer"]
    assert [key for key in begun if not has(key, language)] == []
    assert messages(ENGLISH, "shared").keys() == messages(language, "shared").keys()
