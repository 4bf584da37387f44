"""The documentation says what the code does: generated pages are fresh, links lead somewhere, examples are commands."""

import json
import re
import shlex
from pathlib import Path

import pytest
from docs.generate import pages

from openiads.app.cli import VERBS, load
from openiads.scenario.files import read_raid
from openiads.scenario.raid import Raid
from openiads.scenario.schema import scenario_schema
from openiads.scenario.story import Story
from openiads.scenario.textbook import Textbook

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
COMMAND = re.compile(r"^ {4}(openiads (?:[^\n\\]|\\\n)+)", re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_generated_pages_are_fresh():
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run make reference"


def _keys(schema):
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for item in schema.values():
            yield from _keys(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from _keys(item)


FILES = {"scenario-file.md": json.loads(scenario_schema()), "raid-file.md": Raid.model_json_schema(),
         "textbook-file.md": Textbook.model_json_schema(), "story-file.md": Story.model_json_schema()}


@pytest.mark.parametrize("page", FILES)
def test_every_key_of_a_file_stands_on_its_page(page):
    text = (ROOT / "docs/reference" / page).read_text(encoding="utf-8")
    missing = [key for key in dict.fromkeys(_keys(FILES[page])) if not re.search(rf"\b{key}\b", text)]
    assert not missing


TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)
RAIDS = [text for path in PAGES for text in TOML.findall(path.read_text(encoding="utf-8")) if "openiads/raid/1" in text]


@pytest.mark.parametrize("text", RAIDS, ids=range(len(RAIDS)))
def test_a_raid_of_the_documentation_is_read_without_a_fault(text):
    assert read_raid(text, "my-raid.toml").size > 0


def commands():
    """Every command line of the documentation."""
    for path in PAGES:
        for text in COMMAND.findall(path.read_text(encoding="utf-8")):
            yield shlex.split(text.replace("\\\n", " "), comments=True)[1:]


@pytest.mark.parametrize("words", [words for words in commands() if words], ids=" ".join)
def test_commands_of_the_documentation_exist_with_their_options(words):
    assert words[0] in VERBS
    command = load(words[0])
    parts = getattr(command, "commands", None)
    if parts is not None:
        assert words[1] in parts
        command = parts[words[1]]
    options = {name for parameter in command.params for name in parameter.opts}
    used = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert used <= options | {"-q", "-v", "--debug", "--color", "--no-input", "--help"}
