"""Errors that teach the mend: what, where, why, fix; all faults of one input together."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EXIT_OK = 0
EXIT_INTERNAL = 1
EXIT_USAGE = 2
EXIT_INVALID_INPUT = 3
EXIT_MISSING = 4
EXIT_INTERRUPTED = 130


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an input."""

    code: str
    what: str
    where: str = ""
    why: str = ""
    fix: str = ""

    def __str__(self) -> str:
        lines = [f"error[{self.code}] {self.what}"]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.why:
            lines.append(f"  why:   {self.why}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        lines.append(f"  learn: openiads explain {self.code}")
        return "\n".join(lines)


class OpenIADSError(Exception):
    """Something that the user can mend; holds every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @property
    def exit_code(self) -> int:
        """Exit code of the first fault's kind."""
        return catalogue()[self.faults[0].code].exit_code if self.faults else EXIT_INTERNAL


def fault(code: str, what: str, *, where: str = "", why: str = "", fix: str = "") -> OpenIADSError:
    """Return the error for a single fault, ready to be raised."""
    return OpenIADSError([Fault(code, what, where, why, fix)])


def why_not(problem: Exception) -> str:
    """Why a file could not be read or written, in words and without the interpreter's own.

    Examples
    --------
    >>> why_not(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    >>> why_not(UnicodeDecodeError("utf-8", b"\\xff", 0, 1, "invalid start byte"))
    'it is not UTF-8 text'
    """
    if isinstance(problem, UnicodeError):
        return "it is not UTF-8 text"
    told = getattr(problem, "strerror", None)
    return told[0].lower() + told[1:] if told else "the system refuses it"


@dataclass(frozen=True)
class Entry:
    """What `openiads explain CODE` tells."""

    code: str
    title: str
    exit_code: int
    explanation: str
    example: str


@cache
def catalogue() -> dict[str, Entry]:
    """Read every error code that the package can answer with."""
    entries = {}
    for path in sorted(files("openiads").joinpath("data/errors").iterdir(), key=lambda item: item.name):
        for code, body in tomllib.loads(path.read_text(encoding="utf-8")).items():
            entries[code] = Entry(code, body["title"], body["exit_code"], body["explanation"], body.get("example", ""))
    return entries
