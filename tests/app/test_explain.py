"""Every error code is explained."""

import re
import shlex
from pathlib import Path

import pytest

import openiads as package
from openiads.app.cli import load
from openiads.app.shell import take_common_options
from openiads.errors import catalogue

USED = re.compile(r'"(E\d{4})"')


def test_a_code_is_explained_with_an_example(openiads):
    answer = openiads("explain", "e0312")
    assert "altitude has no reference" in answer.out
    assert "300 m AGL" in answer.out


def test_an_example_of_several_lines_is_told_as_lines(openiads):
    assert 'Example:  terrain = "none"\n          ground_height = "850 m"\n' in openiads("explain", "E0509").out
    assert not [entry.code for entry in catalogue().values() if "\\n" in entry.example]


COMMANDS = {code: shlex.split(entry.example, comments=True)[1:] for code, entry in catalogue().items()
            if entry.example.startswith("openiads ")}


@pytest.mark.parametrize("code", COMMANDS)
def test_an_example_that_is_a_command_is_understood(code):
    verb, *rest = take_common_options(COMMANDS[code])[0]
    command = load(verb)
    if hasattr(command, "commands"):
        command, rest = command.commands[rest[0]], rest[1:]
    if "--help" not in rest:
        command.make_context(verb, rest)


@pytest.mark.parametrize("code", [code for code, words in COMMANDS.items() if words[0] == "coverage"])
def test_an_example_that_asks_for_coverage_runs_as_printed(openiads, code):
    assert openiads(*COMMANDS[code]).code == 0


def test_without_a_code_all_are_listed(openiads):
    assert len(openiads("explain").out.splitlines()) == len(catalogue())
    assert len(openiads("explain", "--json").json["results"]) == len(catalogue())


def test_an_unknown_code_is_met_with_the_nearest(openiads):
    answer = openiads("explain", "E0399")
    assert answer.code == 3
    assert "did you mean" in answer.err


def test_every_code_that_the_package_uses_is_in_the_catalogue_and_none_is_left_over():
    used = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        used |= set(USED.findall(path.read_text(encoding="utf-8")))
    assert used <= set(catalogue())
    assert set(catalogue()) <= used
