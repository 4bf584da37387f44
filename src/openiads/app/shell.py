"""The one place where a command starts and ends: settings, warnings, faults in words and the exit code."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Annotated, Any, Literal

import typer

from openiads.errors import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, Fault, OpenIADSError, why_not

Colour = Literal["auto", "always", "never"]
ERROR_SCHEMA = "openiads/error/1"

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
OutOption = Annotated[str | None, typer.Option("--out", "-o", help="Where to write; - is standard output.")]

COMMON_OPTIONS = """\
Options that every command takes
  -q, --quiet        no progress and no warnings on standard error
  -v, --verbose      tell more on standard error
  --color WHEN       auto, always or never; NO_COLOR and FORCE_COLOR are honoured
  --no-input         never ask; no command asks anything today
  --debug            show the traceback of an internal error

Exit codes
  0 done   1 internal error   2 command line not understood   3 invalid scenario, claim, raster or value
  4 optional data missing   5 a --fail-if condition held   130 interrupted, what was known is kept
"""


@dataclass
class Session:
    """Settings of the running command and the warnings that it has collected."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    no_input: bool = False
    color: Colour = "auto"
    warnings: list[str] = field(default_factory=list)


_session = Session()


def session() -> Session:
    """Settings and warnings of the command that runs now."""
    return _session


def take_common_options(arguments: Sequence[str]) -> tuple[list[str], Session]:
    """Split the options that every command takes from those of the command itself.

    Examples
    --------
    >>> rest, found = take_common_options(["coverage", "-q", "--color=never", "--json"])
    >>> rest, found.quiet, found.color
    (['coverage', '--json'], True, 'never')
    """
    rest: list[str] = []
    found = Session()
    flags = {"-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose", "--debug": "debug",
             "--no-input": "no_input"}
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return [*rest, argument, *waiting], found
        if argument in flags:
            setattr(found, flags[argument], True)
        elif argument == "--color" or argument.startswith("--color="):
            found.color = _colour(argument.partition("=")[2] or next(waiting, ""))
        else:
            rest.append(argument)
    return rest, found


def _colour(text: str) -> Colour:
    if text in ("auto", "always", "never"):
        return text  # type: ignore[return-value]
    raise OpenIADSError([Fault("E0104", f"--color {text!r} is not known", where="command line",
                               why="colour is switched by one of three words", fix="--color auto, always or never")])


def colour_wanted(stream: IO[str]) -> bool:
    """Whether text for this stream may carry colour."""
    if _session.color != "auto":
        return _session.color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def note(text: str) -> None:
    """Tell the user something on standard error, unless asked to be quiet."""
    if not _session.quiet:
        print(text, file=sys.stderr)


def warn(text: str) -> None:
    """Collect a warning once; it is told on standard error and stands in the envelope."""
    if text not in _session.warnings:
        _session.warnings.append(text)
        note(f"warning: {text}")


def read_text(path: str) -> str:
    """Read a text file; ``-`` is standard input."""
    from pathlib import Path

    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise OpenIADSError([Fault("E0101", f"cannot read {path}", where=path, why=why_not(problem),
                                   fix="check the path and the permissions")]) from None


def write_text(path: str | None, text: str) -> None:
    """Write text to a file, or to standard output for ``-`` and for no path."""
    from pathlib import Path

    if path in (None, "-"):
        sys.stdout.write(text)
        return
    target = Path(str(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise OpenIADSError([Fault("E0105", f"cannot write {target}", where=str(target),
                                   why=why_not(problem),
                                   fix="choose another path with --out")]) from None


def check_out(path: str | None, endings: Sequence[str] = (), *, json: bool = False) -> list[Fault]:
    """Faults of a path that will be written, told before anything is worked out; empty when all is well.

    `json` says that an envelope goes to standard output, where nothing else may stand beside it.
    """
    from pathlib import Path

    from openiads.app.folders import refusal_of_file

    if path == "-" and json:
        return [Fault("E0103", "both -o - and --json", where="--out",
                      why="both would write to standard output, and neither could be read",
                      fix="keep one of the two, or name a file with -o")]
    if path in (None, "-"):
        return []
    target = Path(str(path))
    if endings and target.suffix not in endings:
        return [Fault("E0105", f"{path} has an ending that is not written here", where="--out",
                      why="the ending says which format is wanted",
                      fix=f"end the name with one of {', '.join(endings)}")]
    refused = refusal_of_file(target)
    return [Fault("E0105", f"cannot write {path}", where="--out", why=refused,
                  fix="choose another path with --out")] if refused else []


def fault_record(fault: Fault) -> dict[str, str]:
    """One fault as a JSON object."""
    return {"code": fault.code, "what": fault.what, "where": fault.where, "why": fault.why, "fix": fault.fix,
            "learn": f"openiads explain {fault.code}"}


def report(faults: Sequence[Fault], exit_code: int, *, as_json: bool) -> None:
    """Tell faults: in words on standard error, and with ``--json`` as one object on standard output too."""
    bold, plain = ("\033[1;31m", "\033[0m") if colour_wanted(sys.stderr) else ("", "")
    words = []
    for fault in faults:
        head, *body = str(fault).splitlines()
        words.append("\n".join([f"{bold}{head}{plain}", *body]))
    print("\n\n".join(words), file=sys.stderr)
    if len(faults) > 1:
        print(f"\n{len(faults)} faults", file=sys.stderr)
    if as_json:
        from openiads import __version__

        answer = {"schema": ERROR_SCHEMA, "version": __version__, "exit_code": exit_code,
                  "errors": [fault_record(fault) for fault in faults]}
        print(json.dumps(answer, ensure_ascii=False, indent=2))


def guard(command: Callable[[list[str]], int], arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing leaves it but `SystemExit` of the interpreter itself.

    Parameters
    ----------
    command : callable
        Takes the arguments without the common options, returns an exit code.
    arguments : sequence of str
        The command line after the program's name.

    Returns
    -------
    int
        Exit code by the table in docs/reference/exit-codes.md.
    """
    global _session
    _session = Session()
    as_json = "--json" in arguments
    usage_error: type[Exception] = typer.BadParameter.__mro__[1]  # public under this name only
    try:
        rest, _session = take_common_options(arguments)
        return _finish(command(rest))
    except OpenIADSError as error:
        report(error.faults, error.exit_code, as_json=as_json)
        return error.exit_code
    except usage_error as error:
        report([_usage_fault(error)], EXIT_USAGE, as_json=as_json)
        return EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted: nothing was finished", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception as error:
        if _session.debug:
            raise
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        report([Fault("E0199", f"internal error: {what}", why="this is a fault of OpenIADS, not of your input",
                      fix="run again with --debug and send the traceback")], EXIT_INTERNAL, as_json=as_json)
        return EXIT_INTERNAL


def _finish(exit_code: int) -> int:
    progress = sys.modules.get("openiads.app.progress")
    if progress is not None and progress.stop_requested():
        print("interrupted: what was known is kept and labelled partial", file=sys.stderr)
        return EXIT_INTERRUPTED
    return exit_code


def _usage_fault(error: Any) -> Fault:
    path = error.ctx.command_path if getattr(error, "ctx", None) else "openiads"
    return Fault("E0104", error.format_message().rstrip("."), where=path,
                 why="the command line was not understood", fix=f"{path} --help")
