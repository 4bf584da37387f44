"""Readiness by month as a figure: small multiples of measures by case, median and range of single runs."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from openiads.output.figures import BAND, INK, MUTED, STYLE, write_around
from openiads.output.readiness import Readiness
from openiads.output.readiness_words import CAVEAT

SIZE_IN = (9.6, 7.4)
DRAWN = ("launchers", "engagement radars", "search radars", "ready rounds")


def _heading(text: str) -> str:
    """The first part of a case's label on one line, the rest below."""
    first, _, rest = text.partition(", ")
    return f"{first},\n{rest}" if rest else f"{first}\n"


def readiness_chart(found: Readiness, arm: str = "") -> Figure:
    """What one arm has ready by month, a column a case and a row a measure.

    Parameters
    ----------
    found : Readiness
    arm : str
        Id of a reading of batch; empty for arm A.
    """
    years = np.arange(found.months + 1) / 12
    with mpl.rc_context(STYLE):
        figure, grid = plt.subplots(len(DRAWN), len(found.cases), figsize=SIZE_IN, squeeze=False, sharex=True)
        figure.subplots_adjust(left=0.085, right=0.985, top=0.885, bottom=0.185, wspace=0.12, hspace=0.22)
        for column, case in enumerate(found.cases):
            kept = found.of(arm, case.id)
            for row, measure in enumerate(DRAWN):
                axes, band = grid[row][column], kept.bands[measure]
                axes.fill_between(years, band.low, band.high, color=BAND[0], linewidth=0, step="mid",
                                  label=f"{found.level:.0%} of single runs")
                axes.fill_between(years, band.expected_low, band.expected_high, color=BAND[2], linewidth=0,
                                  hatch="////", edgecolor=BAND[4], label=f"{found.level:.0%} of the draws' means")
                axes.plot(years, band.expected, color=INK, linewidth=1.0, linestyle=(0, (1, 1)),
                          label="mean of all runs")
                axes.plot(years, band.median, color=INK, linewidth=1.6, drawstyle="steps-mid", label="median run")
                axes.axhline(kept.fielded[measure] / 2, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)),
                             label="half of what is delivered")
                for day in (case.imports_stop, case.localised_from):
                    if day is not None:
                        axes.axvline((day - found.start).days / 365.25, color=INK, linewidth=0.8, linestyle=":")
                axes.set_ylim(0, max(kept.fielded[measure], 1) * 1.08)
                axes.set_xlim(0, years[-1])
                axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4, integer=True))
                axes.tick_params(labelsize=8)
                if column == 0:
                    axes.set_ylabel(f"{measure}", fontsize=8.5)
                else:
                    axes.set_yticklabels([])
                if row == 0:
                    axes.set_title(_heading(case.label), fontsize=8.5, loc="left")
                if row == len(DRAWN) - 1:
                    axes.set_xlabel(f"years after {found.start.isoformat()}", fontsize=8.5)
        figure.legend(*grid[0][0].get_legend_handles_labels(), loc="lower left", bbox_to_anchor=(0.025, 0.098), ncols=5,
                      fontsize=8, frameon=False)
        whose = found.of(arm, found.cases[0].id).label
        write_around(figure, f"What is kept ready, month by month: {whose}",
                     f"Every rate is drawn from a range; {_bare(found)} of {len(found.inputs)} ranges are assumed, "
                     f"because no source states them.\nDotted: imports stop, parts made at home. {CAVEAT}")
    return figure


def _bare(found: Readiness) -> int:
    return sum(item.status != "witness" for item in found.inputs)
