"""The figure of the statements: lanes by side, marks by mode, arcs of contradiction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from openiads.output.figures import INK, MUTED, PAPER, STYLE, plt, write_around
from openiads.output.timeline import Timeline
from openiads.programme.contradictions import Contradiction
from openiads.programme.statements import SIDES, Statement

MODES = {  # marker, fill, words: the shape alone tells the mode
    "said": ("o", "#0072B2", "said"), "said-will": (">", PAPER, "said that it will be"),
    "denied": ("X", "#D55E00", "denied"), "observed": ("D", "#009E73", "observed"),
}
ROW_IN, LANE_IN, EDGE_IN = 0.2, 0.22, 1.75
WIDTH_IN = 10.5
MARK_SHARE, LETTER_SHARE = 0.014, 0.0058  # of the axis, that a mark and each letter of its noun take
UNDATED_SHARE = 0.05  # of the axis, for statements whose date nobody knows


def _middle(item: Statement) -> date | None:
    return None if item.period is None else item.period.first + (item.period.last - item.period.first) / 2


def _rows(items: Sequence[Statement], where: Mapping[str, date], span_days: int) -> dict[str, int]:
    """Row of each statement inside its lane, so that near ones do not lie on each other."""
    ends: list[date] = []
    rows = {}
    for item in sorted(items, key=lambda item: (where[item.id], item.id)):
        at = where[item.id]
        free = next((n for n, end in enumerate(ends) if at > end), len(ends))
        share = MARK_SHARE + LETTER_SHARE * len(item.claim.unit_word or "")
        ends[free:free + 1] = [at + timedelta(days=round(share * span_days))]
        rows[item.id] = free
    return rows


def _arc(axes: Axes, pair: Contradiction, spots: Mapping[str, tuple[float, float]]) -> None:
    ends = [next((spots[claim_id] for claim_id in side.ids if claim_id in spots), None)
            for side in (pair.first, pair.second)]
    if ends[0] is None or ends[1] is None:
        return
    by_value = "other-value" in pair.kinds
    axes.add_patch(FancyArrowPatch(
        ends[0], ends[1], arrowstyle="-", connectionstyle="arc3,rad=0.25", color=MUTED if by_value else "#D55E00",
        linewidth=0.7 if by_value else 1.3, linestyle=(0, (1, 2)) if by_value else "-", alpha=0.75, zorder=1.5,
        shrinkA=4, shrinkB=4))


def timeline_figure(found: Timeline, title: str) -> Figure:
    """Statements as marks on lanes by side, with arcs between those that contradict each other.

    Undated statements stand at the right-hand edge, behind a line; a bar spans the days that a date may have been.
    """
    lanes = [side for side in SIDES if any(item.side == side for item in found.shown)]
    lanes += sorted({item.side for item in found.shown} - set(lanes))
    dated = [middle for item in found.shown if (middle := _middle(item))]
    first, last = min(dated, default=date(2017, 1, 1)), max(dated, default=date(2018, 1, 1))
    span_days = max((last - first).days, 365)
    undated = last + timedelta(days=round(span_days * UNDATED_SHARE))
    where = {item.id: _middle(item) or undated for item in found.shown}
    rows = {side: _rows([item for item in found.shown if item.side == side], where, span_days) for side in lanes}
    depth = {side: max(rows[side].values(), default=0) + 1 for side in lanes}
    tall = sum(depth[side] * ROW_IN + LANE_IN for side in lanes)
    with mpl.rc_context(STYLE):
        figure = plt.figure(figsize=(WIDTH_IN, tall + EDGE_IN))
        axes = figure.add_axes((0.13, 1.05 / (tall + EDGE_IN), 0.85, tall / (tall + EDGE_IN)))
        spots: dict[str, tuple[float, float]] = {}
        top = 0.0
        for number, side in enumerate(lanes):
            height = depth[side] * ROW_IN + LANE_IN
            if number % 2 == 0:
                axes.axhspan(top, top + height, color="#f3f4f6", zorder=0)
            axes.text(-0.01, top + height / 2, side, transform=axes.get_yaxis_transform(), ha="right", va="center",
                      fontsize=9)
            for item in (item for item in found.shown if item.side == side):
                y = top + LANE_IN / 2 + ROW_IN * (rows[side][item.id] + 0.5)
                spots[item.id] = (float(date2num(where[item.id])), y)
                marker, fill, _ = MODES[item.claim.mode or "said"]
                if item.period and not item.period.is_day:
                    axes.plot([date2num(item.period.first), date2num(item.period.last)], [y, y], color=MUTED,
                              linewidth=1.2, zorder=2, solid_capstyle="butt")
                axes.plot(*spots[item.id], marker=marker, color=INK, markerfacecolor=fill, markersize=6.5,
                          markeredgewidth=0.8, zorder=3)
                if item.claim.unit_word:
                    axes.annotate(item.claim.unit_word, spots[item.id], xytext=(6, -2.5), textcoords="offset points",
                                  fontsize=6.5, color=INK, zorder=4, bbox={"boxstyle": "square,pad=0.15",
                                  "facecolor": PAPER, "alpha": 0.75, "linewidth": 0})
            top += height
        for pair in found.pairs:
            _arc(axes, pair, spots)
        margin = timedelta(days=round(span_days * 0.03))
        if any(item.period is None for item in found.shown):
            axes.axvline(float(date2num(undated - margin)), color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
            axes.text(float(date2num(undated)), 0, "undated", ha="center", va="bottom", fontsize=7.5, color=MUTED)
        axes.set(xlim=(date2num(first - margin), date2num(undated + 4 * margin)), ylim=(top, 0), yticks=[])
        locator = AutoDateLocator()
        ticks = locator.tick_values(datetime.combine(first, time()), datetime.combine(last, time()))
        axes.set_xticks([tick for tick in ticks if tick <= date2num(last + margin)])
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        handles = [mpl.lines.Line2D([], [], linestyle="", marker=marker, color=INK, markerfacecolor=fill, label=words)
                   for marker, fill, words in MODES.values()]
        handles += [mpl.lines.Line2D([], [], color="#D55E00", label="contradict each other"),
                    mpl.lines.Line2D([], [], color=MUTED, linestyle=(0, (1, 2)), label="give other values")]
        figure.legend(handles=handles, loc="lower left", ncols=6, fontsize=8, frameon=False,
                      bbox_to_anchor=(0.02, 0.46 / (tall + EDGE_IN)))
        write_around(figure, title, "Statements, not facts. Bars span the days that a date may have been; the words "
                                    "are the speakers' own nouns for what was bought.")
    return figure
