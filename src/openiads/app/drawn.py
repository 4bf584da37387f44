"""Figures written where a user asks for them, and the warning that goes with coarse terrain."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openiads.app.shell import note, warn
from openiads.errors import fault, why_not


def warn_of_terrain(grade: str, note: str) -> None:
    """Warn where the terrain is so coarse that it over-states what is seen."""
    if grade in "CD":
        warn(f"terrain of grade {grade}: {note}")


def write_figure(figure: Any, out: str, footer: str = "") -> None:
    """Write a figure as PNG or SVG, whichever the name's ending asks for; with the footer of a site unless told.

    Raises
    ------
    OpenIADSError
        E0105 where the folder refuses it.
    """
    from openiads.output.figures import save
    from openiads.output.site_answer import FOOTER

    with TemporaryDirectory() as folder:
        drawn, = save(figure, Path(folder) / "figure", footer or FOOTER, (Path(out).suffix,))
        try:
            Path(out).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(drawn, out)
        except OSError as problem:
            raise fault("E0105", f"cannot write {out}", where=out, why=why_not(problem),
                        fix="choose another path with --out") from None
    note(f"wrote {out}")
