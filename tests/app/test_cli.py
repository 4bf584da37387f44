"""The command line as a whole: help, versions, verbs and what they import."""

import subprocess
import sys

import pytest

from openiads import __version__
from openiads.app.cli import VERBS, main

HEAVY = ("numba", "scipy", "rasterio", "matplotlib", "numpy", "pydantic", "shapely", "pyproj", "rich")


def test_alone_it_shows_five_examples_and_where_the_documentation_is(openiads):
    answer = openiads()
    assert answer.code == 0
    assert sum(line.startswith("  openiads ") for line in answer.out.splitlines()) == 5
    assert "docs/README.md" in answer.out


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("help",)])
def test_help_lists_every_verb_with_exit_codes_and_no_telemetry(openiads, arguments):
    answer = openiads(*arguments)
    assert answer.code == 0
    assert all(f"  {verb} " in answer.out for verb in VERBS)
    assert "Exit codes" in answer.out
    assert "No telemetry" in answer.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(openiads, verb):
    for arguments in ((verb, "--help"), ("help", verb), (verb, "-h")):
        answer = openiads(*arguments)
        assert answer.code == 0
        assert "Example: openiads" in answer.out
        assert "--color" in answer.out


@pytest.mark.parametrize("verb", VERBS)
def test_only_five_short_options_exist(openiads, verb):
    from openiads.app.cli import load

    command = load(verb)
    for each in (command, *getattr(command, "commands", {}).values()):
        short = {name for parameter in each.params for name in parameter.opts if len(name) == 2 and name[0] == "-"}
        assert short <= {"-o", "-q", "-v", "-n", "-j", "-h"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_json(verb):
    from openiads.app.cli import load

    command = load(verb)
    for each in getattr(command, "commands", {"": command}).values():
        assert "--json" in {name for parameter in each.params for name in parameter.opts}


def test_the_version(openiads):
    assert openiads("--version").out == f"openiads {__version__}\n"


def test_the_program_is_a_module_too():
    told = subprocess.run([sys.executable, "-m", "openiads", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"openiads {__version__}\n"


def test_a_mistyped_verb_is_met_with_the_nearest(openiads):
    answer = openiads("coverge")
    assert answer.code == 2
    assert 'did you mean "coverage"?' in answer.err
    assert answer.out == ""


def test_help_imports_nothing_heavy():
    code = ("import sys; sys.argv = ['openiads', '--help']; from openiads.app.cli import main; main();"
            f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_entry_point_reads_the_command_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["openiads", "explain", "E0312"])
    assert main() == 0
    assert "altitude has no reference" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "at", "offered"), [
    ("openiads scen", 1, "scenario"), ("openiads scenario val", 2, "validate"), ("openiads claims ", 2, "show"),
])
def test_completion_offers_verbs_and_their_parts(words, at, offered):
    code = "import sys; sys.argv = ['openiads']; from openiads.app.cli import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          env={"_OPENIADS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at),
                               "PATH": "/usr/bin:/bin"})
    assert offered in done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_completion_script_names_the_program(openiads, shell):
    assert "openiads" in openiads("completions", shell).out
    assert openiads("completions", shell, "--json").json["results"]["script"]
