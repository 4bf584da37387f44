"""How a command starts and ends."""

import io
import json
import sys

import pytest
import typer

from openiads.app import shell
from openiads.app.progress import stoppable
from openiads.errors import Fault, OpenIADSError, fault


def raising(error):
    """A command that fails."""
    def command(_arguments):
        raise error
    return command


@pytest.mark.parametrize(("error", "code"), [
    (fault("E0312", "no reference"), 3), (fault("E0104", "usage"), 2), (typer.BadParameter("bad"), 2),
    (KeyboardInterrupt(), 130), (typer.Abort(), 130), (ZeroDivisionError("oh"), 1),
])
def test_exit_codes(error, code, capsys):
    assert shell.guard(raising(error), []) == code
    assert capsys.readouterr().out == ""


def test_an_exit_code_asked_for_is_given():
    assert shell.guard(lambda _: 5, []) == 5


def test_all_faults_are_told_and_counted(capsys):
    shell.guard(raising(OpenIADSError([Fault("E0312", "one", "a:1", "so", "mend"), Fault("E0311", "two")])), [])
    told = capsys.readouterr().err
    assert "error[E0312] one" in told
    assert "learn: openiads explain E0311" in told
    assert "2 faults" in told


def test_with_json_the_faults_are_one_object_on_standard_output(capsys):
    shell.guard(raising(fault("E0312", "no reference", where="x:1", why="why", fix="fix")), ["--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == shell.ERROR_SCHEMA
    assert told["exit_code"] == 3
    assert told["errors"] == [{"code": "E0312", "what": "no reference", "where": "x:1", "why": "why", "fix": "fix",
                               "learn": "openiads explain E0312"}]


def test_an_internal_error_is_one_line_and_a_traceback_only_with_debug(capsys):
    assert shell.guard(raising(ZeroDivisionError("oh\nno")), []) == 1
    told = capsys.readouterr().err
    assert "error[E0199] internal error: ZeroDivisionError: oh no" in told
    assert "Traceback" not in told
    with pytest.raises(ZeroDivisionError):
        shell.guard(raising(ZeroDivisionError()), ["--debug"])


def test_a_closed_pipe_is_no_error(monkeypatch):
    class Closed(io.StringIO):
        def fileno(self):
            return duplicate

    import os

    duplicate = os.dup(1)
    monkeypatch.setattr(sys, "stdout", Closed())
    assert shell.guard(raising(BrokenPipeError()), []) == 0
    os.close(duplicate)


def test_common_options_stand_anywhere_and_end_at_two_dashes():
    rest, found = shell.take_common_options(["a", "-v", "--no-input", "--color", "always", "b", "--", "-q"])
    assert rest == ["a", "b", "--", "-q"]
    assert (found.verbose, found.no_input, found.color, found.quiet) == (True, True, "always", False)


def test_an_unknown_colour_is_a_usage_error(capsys):
    assert shell.guard(lambda _: 0, ["--color=purple"]) == 2
    assert "auto, always or never" in capsys.readouterr().err


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("environment", "stream", "arguments", "wanted"), [
    ({}, Screen(), [], True), ({}, io.StringIO(), [], False), ({"NO_COLOR": "1"}, Screen(), [], False),
    ({"FORCE_COLOR": "1"}, io.StringIO(), [], True), ({"TERM": "dumb"}, Screen(), [], False),
    ({"NO_COLOR": "1"}, io.StringIO(), ["--color=always"], True), ({}, Screen(), ["--color", "never"], False),
])
def test_colour(monkeypatch, environment, stream, arguments, wanted):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    seen = []
    shell.guard(lambda _: seen.append(shell.colour_wanted(stream)) or 0, arguments)
    assert seen == [wanted]


def test_errors_bear_colour_only_where_wanted(capsys):
    shell.guard(raising(fault("E0312", "x")), ["--color=always"])
    assert "\033[" in capsys.readouterr().err
    shell.guard(raising(fault("E0312", "x")), [])
    assert "\033[" not in capsys.readouterr().err


def test_warnings_are_collected_once_and_silent_when_quiet(capsys):
    def command(_arguments):
        shell.warn("coarse")
        shell.warn("coarse")
        assert shell.session().warnings == ["coarse"]
        return 0

    assert shell.guard(command, []) == 0
    assert capsys.readouterr().err == "warning: coarse\n"
    assert shell.guard(command, ["-q"]) == 0
    assert capsys.readouterr().err == ""


def test_a_clean_stop_ends_with_130(capsys):
    import os
    import signal

    def command(_arguments):
        with stoppable() as stopping:
            assert not stopping()
            os.kill(os.getpid(), signal.SIGINT)
            assert stopping()
        return 0

    assert shell.guard(command, []) == 130
    assert "partial" in capsys.readouterr().err
    with stoppable():
        pass


def test_a_second_interrupt_aborts(capsys):
    import os
    import signal

    def command(_arguments):
        with stoppable():
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
        return 0

    assert shell.guard(command, []) == 130
    assert "nothing was finished" in capsys.readouterr().err
    with stoppable():
        pass


def test_files_are_read_and_written_or_refused_in_words(tmp_path):
    shell.write_text(str(tmp_path / "new" / "a.txt"), "text")
    assert shell.read_text(str(tmp_path / "new" / "a.txt")) == "text"
    with pytest.raises(OpenIADSError, match="E0101"):
        shell.read_text(str(tmp_path / "none"))
    with pytest.raises(OpenIADSError, match="E0105"):
        shell.write_text(str(tmp_path / "new"), "a folder")


def test_a_dash_is_standard_input_and_output(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("given"))
    assert shell.read_text("-") == "given"
    shell.write_text("-", "told")
    assert capsys.readouterr().out == "told"
