"""The strip of a route: which flight levels lie inside sensor and engagement volume, by nautical mile flown."""

from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from openiads.output.figures import BAND, INK, MUTED, STYLE, write_around

Stretches = Sequence[tuple[float, float]]
BAR = 0.64  # of the distance between two flight levels
ABOVE_IN, BELOW_IN, LEVEL_IN = 0.7, 1.3, 0.5


def corridor_chart(*, levels: Sequence[str], seen_nm: Sequence[Stretches], engageable_nm: Sequence[Stretches],
                   waypoints_nm: Sequence[tuple[str, float]], length_nm: float, title: str, note: str) -> Figure:
    """Strip of a route, one row a flight level, the highest on top.

    Parameters
    ----------
    levels : sequence of str, (F,)
        Flight levels, lowest first.
    seen_nm, engageable_nm : sequences of stretches, (F,)
        Where the class is inside sensor and engagement volume. [NM]
    waypoints_nm : sequence of (name, distance)
        [NM]
    length_nm : float
        Length of the route. [NM]
    title, note : str
    """
    with mpl.rc_context(STYLE):
        tall_in = ABOVE_IN + BELOW_IN + LEVEL_IN * len(levels)
        figure, axes = plt.subplots(figsize=(9.6, tall_in))
        figure.subplots_adjust(left=0.08, right=0.97, top=1 - ABOVE_IN / tall_in, bottom=BELOW_IN / tall_in)
        for row in range(len(levels)):
            for stretches, color, hatch in ((seen_nm[row], BAND[1], ""), (engageable_nm[row], BAND[3], "////")):
                axes.broken_barh([(first, last - first) for first, last in stretches], (row - BAR / 2, BAR),
                                 facecolor=color, edgecolor=INK, linewidth=0.5, hatch=hatch)
        for name, at_nm in waypoints_nm:
            axes.axvline(at_nm, color=MUTED, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
            axes.annotate(name, (at_nm, len(levels) - 0.5), xytext=(0, 4), textcoords="offset points", fontsize=8,
                          ha="left" if at_nm == 0 else "right" if at_nm >= length_nm else "center")
        axes.set_yticks(range(len(levels)), levels)
        axes.set(xlim=(0, length_nm), ylim=(-0.5, len(levels) - 0.5), xlabel="distance flown [NM]")
        axes.legend(handles=[
            mpl.patches.Patch(facecolor=BAND[1], edgecolor=INK, linewidth=0.5, label="inside sensor volume"),
            mpl.patches.Patch(facecolor=BAND[3], edgecolor=INK, linewidth=0.5, hatch="////",
                              label="inside engagement volume too"),
        ], loc="upper center", bbox_to_anchor=(0.5, -0.45 / (LEVEL_IN * len(levels))), ncols=2, fontsize=8.5,
           frameon=False)
        write_around(figure, title, note)
    return figure
