"""Figures of a study as PNG and SVG, the same bytes from the same inputs."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from openiads.output.refusal import passed
from openiads.output.statistics import Estimate
from openiads.output.words import rounded

INK, PAPER, MUTED = "#1b1f24", "#ffffff", "#6b7280"
BAND = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c", "#08306b")  # one hue, light is high
RING = "#b35806"
STYLE: dict[Any, Any] = {
    "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.edgecolor": MUTED,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": PAPER, "savefig.facecolor": PAPER,
    "svg.hashsalt": "openiads", "svg.fonttype": "path", "text.color": INK, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "font.family": "DejaVu Sans", "hatch.linewidth": 0.6,
}
DPI = 150
IMAGES = (".png", "@2x.png", ".svg")  # endings; the second is twice as dense
WIDE_IN = (9.6, 5.4)  # sixteen to nine
MAP_WIDTH_IN, MAP_EDGE_IN, MAP_TITLE_IN, LEGEND_ROW_IN, NOTE_IN = 9.0, 0.25, 0.7, 0.22, 0.65
PANELS_A_ROW = 4
ROUNDED_FROM = 1000.0  # counts below it are printed whole
VERDICT_LETTERS = 32  # of a line under a panel
LABEL_GAP = 0.045  # of the axis, between labels of neighbouring lines


def save(figure: Figure, path: Path, footer: str, endings: Sequence[str] = IMAGES) -> list[Path]:
    """Write one figure with the footer that every exported image carries: PNG at two densities and SVG, unless told.

    Parameters
    ----------
    figure : Figure
    path : Path
        Without an ending.
    footer : str
    endings : sequence of str
        Of `IMAGES`.

    Raises
    ------
    OpenIADSError
        E0801 where a word in it may not leave.
    """
    figure.text(0.03, 0.07 / figure.get_figheight(), footer, fontsize=7, color=MUTED, ha="left", va="bottom")
    for item in figure.findobj(Text):
        passed(item.get_text(), what=f"figure {path.name}")
    files = [path.with_name(f"{path.name}{ending}") for ending in endings]
    with mpl.rc_context(STYLE):
        for file in files:
            if file.suffix == ".svg":
                figure.savefig(file, metadata={"Date": None, "Creator": None})
            else:
                figure.savefig(file, dpi=2 * DPI if file.stem.endswith("@2x") else DPI, metadata={"Software": None})
    plt.close(figure)
    return files


def write_around(figure: Figure, title: str, note: str) -> None:
    """Title above and note below a figure, at the same distance from the edge whatever its height."""
    tall_in = figure.get_figheight()
    figure.suptitle(title, x=0.03, y=1 - 0.16 / tall_in, ha="left", va="top", fontsize=12.5, fontweight="bold")
    figure.text(0.03, 0.28 / tall_in, note, fontsize=8, ha="left", va="bottom", wrap=True)


def draw_lines(axes: Axes, lines: Sequence[np.ndarray], color: str, width: float) -> None:
    """Coast or borders as polylines in kilometres."""
    for line in lines:
        axes.plot(line[:, 0], line[:, 1], color=color, linewidth=width, solid_joinstyle="round", zorder=3)


def coverage_map(*, masks: Sequence[tuple[str, np.ndarray]], engaged: tuple[str, np.ndarray] | None, half_km: float,
                 ring_km: float, coast: Sequence[np.ndarray], borders: Sequence[np.ndarray],
                 places: Sequence[tuple[str, float, float]], title: str, ring_label: str, note: str) -> Figure:
    """Ring against reality: what is detected at each altitude, on a north-up map about the site.

    Parameters
    ----------
    masks : sequence of (label, (n, n) bool)
        Highest altitude first, so that lower ones lie on top.
    engaged : (label, (n, n) bool) or None
        Hatched where a class is detected at the first altitude but cannot be engaged.
    half_km, ring_km : float
        Half the map's side, and the advertised ring. [km]
    coast, borders : sequences of (n, 2)
        Polylines about the site. [km]
    places : sequence of (name, x, y)
        [km]
    """
    with mpl.rc_context(STYLE):
        map_in = MAP_WIDTH_IN - 2 * MAP_EDGE_IN
        legend_in = LEGEND_ROW_IN * -(-(len(masks) + 2) // 2) + 0.1
        tall_in = NOTE_IN + legend_in + map_in + MAP_TITLE_IN
        figure = plt.figure(figsize=(MAP_WIDTH_IN, tall_in))
        axes = figure.add_axes((MAP_EDGE_IN / MAP_WIDTH_IN, (NOTE_IN + legend_in) / tall_in, map_in / MAP_WIDTH_IN,
                                map_in / tall_in))
        side = masks[0][1].shape[0]
        x_km = np.linspace(-half_km, half_km, side)
        handles = []
        for (label, mask), color in zip(masks, BAND[: len(masks)], strict=True):
            axes.contourf(x_km, -x_km, mask.astype(float), levels=[0.5, 1.5], colors=[color], zorder=1)
            axes.contour(x_km, -x_km, mask.astype(float), levels=[0.5], colors=[INK], linewidths=0.3, zorder=2)
            handles.append(mpl.patches.Patch(facecolor=color, edgecolor=INK, linewidth=0.4, label=label))
        if engaged is not None:
            label, mask = engaged
            axes.contourf(x_km, -x_km, mask.astype(float), levels=[0.5, 1.5], colors="none", hatches=["////"], zorder=2)
            handles.append(mpl.patches.Patch(facecolor="none", edgecolor=INK, hatch="////", label=label))
        draw_lines(axes, coast, INK, 0.7)
        draw_lines(axes, borders, MUTED, 0.5)
        circle = mpl.patches.Circle((0, 0), ring_km, fill=False, edgecolor=RING, linestyle=(0, (6, 3)), linewidth=1.6,
                                    zorder=5, label=ring_label)
        axes.add_patch(circle)
        axes.plot(0, 0, marker="^", color=RING, markersize=8, zorder=6)
        for name, x, y in places:
            if np.hypot(x, y) < ring_km * 1.04:
                axes.plot(x, y, marker="o", color=INK, markersize=2.4, zorder=6)
                axes.annotate(name, (x, y), xytext=(4, 2), textcoords="offset points", fontsize=8, zorder=6,
                              bbox={"boxstyle": "square,pad=0.1", "facecolor": PAPER, "alpha": 0.6, "linewidth": 0})
        axes.set(xlim=(-half_km, half_km), ylim=(-half_km, half_km), aspect="equal", xticks=[], yticks=[])
        for spine in axes.spines.values():
            spine.set_visible(False)
        figure.legend(handles=[*handles, circle], loc="upper left", ncols=2, fontsize=8.5, frameon=False,
                      bbox_to_anchor=(0.02, (NOTE_IN + legend_in) / tall_in), borderaxespad=0.2)
        write_around(figure, title, note)
    return figure


def share_chart(*, rows: Mapping[str, Sequence[Estimate]], altitudes: Sequence[str], title: str, note: str) -> Figure:
    """Share of the ring that is detected, by altitude, one line a class, with its interval."""
    colors = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#000000", "#F0E442", "#999999")
    markers = "osD^vP*Xh<"  # one more than colours, so that a colour that comes back has another mark
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=WIDE_IN)
        figure.subplots_adjust(left=0.08, right=0.77, top=0.89, bottom=0.21)
        positions = np.arange(len(altitudes))
        for number, (label, shares) in enumerate(rows.items()):
            color, shift = colors[number % 9], 0.06 * (number - len(rows) / 2)
            nominal = np.array([item.nominal for item in shares]) * 100
            low = np.array([item.low for item in shares]) * 100
            high = np.array([item.high for item in shares]) * 100
            axes.vlines(positions + shift, low, high, color=color, linewidth=1.4, alpha=0.75)
            axes.plot(positions + shift, nominal, color=color, linewidth=0.8, marker=markers[number % 10], markersize=4,
                      markeredgecolor=INK, markeredgewidth=0.3, label=label)
        axes.set_xticks(positions, [text.replace(" A", "\nA") for text in altitudes], fontsize=8.5)
        axes.set_ylabel("share of the advertised ring [%]")
        axes.set_ylim(0, 102)
        axes.grid(axis="y", color="#e5e7eb")
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8.5, frameon=False)
        write_around(figure, title, note)
    return figure


def change_chart(*, panels: Sequence[Mapping[str, Any]], title: str, note: str) -> Figure:
    """Small multiples of A against B with paired intervals, and the verdict on each in words."""
    with mpl.rc_context(STYLE):
        columns = min(PANELS_A_ROW, len(panels))
        rows = -(-len(panels) // columns)
        figure, grid = plt.subplots(rows, columns, figsize=WIDE_IN, squeeze=False)
        figure.subplots_adjust(left=0.065, right=0.985, top=0.83, bottom=0.2, wspace=0.42, hspace=0.95)
        for axes in grid.flat[len(panels):]:
            axes.set_visible(False)
        for axes, panel in zip(grid.flat, panels, strict=False):
            for position, (name, item) in enumerate((("A", panel["a"]), ("B", panel["b"]))):
                color, hatch = (BAND[1], "") if name == "A" else (BAND[3], "++")
                axes.bar(position, item.nominal, color=color, hatch=hatch, edgecolor=INK, linewidth=0.6, width=0.62)
                axes.vlines(position, item.low, item.high, color=INK, linewidth=1.6)
                value = f"{item.nominal:.0f}" if item.nominal < ROUNDED_FROM else rounded(item.nominal, 3)
                axes.annotate(value, (position, max(item.high, item.nominal)), ha="center",
                              va="bottom", fontsize=8.5, xytext=(0, 2), textcoords="offset points")
            top = max(panel["a"].high, panel["b"].high, panel["b"].nominal, 1e-9)
            axes.set_ylim(0, top * 1.28)
            axes.set_xticks([0, 1], ["A", "B"])
            axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(3))
            axes.yaxis.set_major_formatter("{x:,.0f}")
            axes.set_title(panel["label"], fontsize=8.5, loc="left")
            axes.text(0.0, -0.24, textwrap.fill(panel["verdict"], VERDICT_LETTERS), transform=axes.transAxes,
                      fontsize=8, va="top")
            axes.tick_params(axis="y", labelsize=7.5)
        write_around(figure, title, note)
    return figure


def spread_labels(heights: Sequence[float], gap: float) -> list[float]:
    """Heights of labels, lowest line first, each at its own line or pushed up to a gap above the one below.

    Examples
    --------
    >>> spread_labels([1.0, 1.1, 3.0], 0.5)
    [1.0, 1.5, 3.0]
    """
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed


def profile_chart(*, distance_km: np.ndarray, terrain_m: np.ndarray, floors_m: Mapping[str, np.ndarray],
                  altitude_lines: Sequence[tuple[str, np.ndarray]], top_m: float, title: str, note: str) -> Figure:
    """From what height a target is seen along one bearing: terrain, and the floor by refraction; lowest line first."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=WIDE_IN)
        figure.subplots_adjust(left=0.075, right=0.87, top=0.89, bottom=0.21)
        axes.fill_between(distance_km, terrain_m / 1000, color="#b8a58a", zorder=3, label="terrain")
        names = list(floors_m)
        axes.fill_between(distance_km, floors_m[names[0]] / 1000, floors_m[names[-1]] / 1000, color=BAND[1], alpha=0.7,
                          zorder=1, label=f"floor, {names[0]} to {names[-1]} refraction")
        axes.plot(distance_km, floors_m[names[1]] / 1000, color=BAND[4], linewidth=1.4, zorder=2, label="floor, median")
        heights_km = spread_labels([float(line[-1]) / 1000 for _, line in altitude_lines], LABEL_GAP * top_m / 1000)
        for (label, line), height_km in zip(altitude_lines, heights_km, strict=True):
            axes.plot(distance_km, line / 1000, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=4)
            axes.annotate(label, (distance_km[-1], line[-1] / 1000), xytext=(distance_km[-1] * 1.02, height_km),
                          textcoords="data", ha="left", va="center", fontsize=8, annotation_clip=False,
                          arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.6})
        axes.set(xlim=(0, distance_km[-1]), ylim=(0, top_m / 1000), xlabel="distance from the site [km]",
                 ylabel="height above sea level [km]")
        axes.legend(loc="upper left", fontsize=8.5, frameon=False)
        write_around(figure, title, note)
    return figure
