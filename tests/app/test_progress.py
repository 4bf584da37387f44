"""Progress lines."""

import io

import pytest

from openiads.app.progress import LINE_EVERY_S, Progress, progress, say_compiling
from openiads.app.shell import guard
from openiads.compiled import numba


class Clock:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self):
        return self.now_s


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self):
        return True


@pytest.fixture
def clock():
    return Clock()


def test_short_work_says_nothing(clock):
    stream = Screen()
    line = Progress("draws", 10, stream=stream, clock=clock)
    clock.now_s = 0.9
    line.advance(10)
    line.close()
    assert stream.getvalue() == ""


def test_a_terminal_sees_one_line_that_is_cleared(clock):
    stream = Screen()
    line = Progress("draws", 10, stream=stream, clock=clock)
    clock.now_s = 2.0
    line.advance(5, width="interval 24 km wide")
    assert "draws: 5 of 10, interval 24 km wide, about 2 s left" in stream.getvalue()
    line.close()
    assert stream.getvalue().endswith("\r\033[K")


def test_where_lines_stay_the_last_one_tells_that_all_is_done(clock):
    stream = io.StringIO()
    line = Progress("study", 6, stream=stream, clock=clock)
    clock.now_s = 11.0
    line.advance(4)
    clock.now_s = 15.0
    line.advance()
    line.finish()
    assert stream.getvalue().splitlines()[-1] == "study: 6 of 6, 15 s"
    quick = io.StringIO()
    Progress("study", 6, stream=quick, clock=clock).finish()
    assert quick.getvalue() == ""


def test_elsewhere_a_plain_line_comes_every_ten_seconds(clock):
    stream = io.StringIO()
    line = Progress("draws", 100, stream=stream, clock=clock)
    for second in range(1, 31):
        clock.now_s = float(second)
        line.advance()
    line.close()
    assert len(stream.getvalue().splitlines()) == 30 // LINE_EVERY_S
    assert "\r" not in stream.getvalue()


def test_pieces_of_unlike_length_give_the_time_left(clock):
    stream = Screen()
    line = Progress("study", 3, pieces_s=(8.0, 1.0, 1.0), stream=stream, clock=clock)
    clock.now_s = 16.0
    line.advance()
    assert stream.getvalue().endswith("study: 1 of 3")  # one step tells nothing of the others yet
    clock.now_s = 18.0
    line.advance()
    assert "study: 2 of 3, about 2 s left" in stream.getvalue()


@pytest.mark.parametrize(("name", "told"), [(None, True), ("kernel.nbi", False)])
def test_an_empty_cache_of_kernels_is_told(name, told, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kernels"))
    if name:
        (tmp_path / "kernels" / "physics").mkdir(parents=True)
        (tmp_path / "kernels" / "physics" / name).touch()
    assert guard(lambda _arguments: say_compiling() or 0, []) == 0
    assert ("compiling kernels, the first run only" in capsys.readouterr().err) == told
    guard(lambda _arguments: say_compiling() or 0, ["-q"])
    assert capsys.readouterr().err == ""


def test_quiet_says_nothing(clock):
    stream = Screen()

    def command(_arguments):
        line = Progress("draws", 10, stream=stream, clock=clock)
        clock.now_s = 20.0
        line.advance()
        return 0

    guard(command, ["-q"])
    assert stream.getvalue() == ""


def test_the_block_form_closes_its_line(capsys):
    with progress("draws", 2) as line:
        line.advance()
    assert capsys.readouterr().err == ""
