"""Figures of a study as PNG and SVG, the same bytes from the same inputs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from openiads.output.statistics import Estimate

INK, PAPER, MUTED = "#1b1f24", "#ffffff", "#6b7280"
BAND = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c", "#08306b")  # one hue, light is high
RING = "#b35806"
STYLE: dict[Any, Any] = {
    "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.edgecolor": MUTED,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": PAPER, "savefig.facecolor": PAPER,
    "svg.hashsalt": "openiads", "svg.fonttype": "path", "text.color": INK, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "font.family": "DejaVu Sans", "hatch.linewidth": 0.6,
}


def save(figure: Figure, path: Path, footer: str) -> None:
    """Write one figure as PNG and SVG with the footer that every exported image carries."""
    figure.text(0.01, 0.008, footer, fontsize=6.5, color=MUTED, ha="left", va="bottom")
    with mpl.rc_context(STYLE):
        figure.savefig(path.with_suffix(".png"), dpi=150, metadata={"Software": None})
        figure.savefig(path.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
    plt.close(figure)


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
        figure, axes = plt.subplots(figsize=(8.2, 9.6))
        figure.subplots_adjust(left=0.03, right=0.97, top=0.915, bottom=0.185)
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
                axes.annotate(name, (x, y), xytext=(4, 2), textcoords="offset points", fontsize=7.5, zorder=6)
        axes.set(xlim=(-half_km, half_km), ylim=(-half_km, half_km), aspect="equal", xticks=[], yticks=[])
        for spine in axes.spines.values():
            spine.set_visible(False)
        figure.suptitle(title, x=0.03, y=0.975, ha="left", fontsize=12.5, fontweight="bold", wrap=True)
        axes.legend(handles=[*handles, circle], loc="upper left", bbox_to_anchor=(0.0, -0.01), ncols=2, fontsize=8.5,
                    frameon=False)
        figure.text(0.03, 0.035, note, fontsize=7.5, color=INK, ha="left", va="bottom", wrap=True)
    return figure


def share_chart(*, rows: Mapping[str, Sequence[Estimate]], altitudes: Sequence[str], title: str, note: str) -> Figure:
    """Share of the ring that is detected, by altitude, one line a class, with its interval."""
    colors = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#000000", "#F0E442", "#999999")
    markers = "osD^vP*Xh"
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(9.6, 5.4))
        figure.subplots_adjust(left=0.08, right=0.79, top=0.86, bottom=0.2)
        positions = np.arange(len(altitudes))
        for number, (label, shares) in enumerate(rows.items()):
            color, shift = colors[number % 9], 0.06 * (number - len(rows) / 2)
            nominal = np.array([item.nominal for item in shares]) * 100
            low = np.array([item.low for item in shares]) * 100
            high = np.array([item.high for item in shares]) * 100
            axes.vlines(positions + shift, low, high, color=color, linewidth=1.4, alpha=0.75)
            axes.plot(positions + shift, nominal, color=color, linewidth=0.8, marker=markers[number % 9], markersize=4,
                      markeredgecolor=INK, markeredgewidth=0.3, label=label)
        axes.set_xticks(positions, altitudes, fontsize=8.5)
        axes.set_ylabel("share of the advertised ring [%]")
        axes.set_ylim(0, 102)
        axes.grid(axis="y", color="#e5e7eb")
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8, frameon=False)
        figure.suptitle(title, x=0.03, y=0.97, ha="left", fontsize=12.5, fontweight="bold")
        figure.text(0.03, 0.045, note, fontsize=7.5, ha="left", va="bottom", wrap=True)
    return figure


def change_chart(*, panels: Sequence[Mapping[str, Any]], title: str, note: str) -> Figure:
    """Small multiples of A against B with paired intervals, and the verdict on each in words."""
    with mpl.rc_context(STYLE):
        figure, grid = plt.subplots(1, len(panels), figsize=(2.45 * len(panels) + 0.6, 3.9))
        figure.subplots_adjust(left=0.06, right=0.985, top=0.74, bottom=0.26, wspace=0.42)
        for axes, panel in zip(np.atleast_1d(grid), panels, strict=True):
            for position, (name, item) in enumerate((("A", panel["a"]), ("B", panel["b"]))):
                color, hatch = (BAND[1], "") if name == "A" else (BAND[3], "++")
                axes.bar(position, item.nominal, color=color, hatch=hatch, edgecolor=INK, linewidth=0.6, width=0.62)
                axes.vlines(position, item.low, item.high, color=INK, linewidth=1.6)
                axes.annotate(f"{item.nominal:,.0f}", (position, max(item.high, item.nominal)), ha="center",
                              va="bottom", fontsize=8, xytext=(0, 2), textcoords="offset points")
            top = max(panel["a"].high, panel["b"].high, panel["b"].nominal, 1e-9)
            axes.set_ylim(0, top * 1.22)
            axes.set_xticks([0, 1], ["A", "B"])
            axes.set_title(panel["label"], fontsize=8.5, loc="left")
            axes.text(0.0, -0.3, panel["verdict"], transform=axes.transAxes, fontsize=7.6, va="top", wrap=True)
            axes.tick_params(axis="y", labelsize=7)
        figure.suptitle(title, x=0.02, y=0.97, ha="left", fontsize=12, fontweight="bold")
        figure.text(0.02, 0.035, note, fontsize=7.2, ha="left", va="bottom", wrap=True)
    return figure


def profile_chart(*, distance_km: np.ndarray, terrain_m: np.ndarray, floors_m: Mapping[str, np.ndarray],
                  altitude_lines: Sequence[tuple[str, np.ndarray]], top_m: float, title: str, note: str) -> Figure:
    """From what height a target is seen along one bearing: terrain, and the floor by refraction."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(9.6, 4.6))
        figure.subplots_adjust(left=0.08, right=0.97, top=0.85, bottom=0.22)
        axes.fill_between(distance_km, terrain_m, color="#b8a58a", zorder=3, label="terrain")
        names = list(floors_m)
        axes.fill_between(distance_km, floors_m[names[0]], floors_m[names[-1]], color=BAND[1], alpha=0.7, zorder=1,
                          label=f"floor, {names[0]} to {names[-1]} refraction")
        axes.plot(distance_km, floors_m[names[1]], color=BAND[4], linewidth=1.4, zorder=2, label="floor, median")
        for label, line in altitude_lines:
            axes.plot(distance_km, line, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=4)
            axes.annotate(label, (distance_km[-1], line[-1]), xytext=(-2, 3), textcoords="offset points", ha="right",
                          fontsize=7.5)
        axes.set(xlim=(0, distance_km[-1]), ylim=(0, top_m), xlabel="distance from the site [km]",
                 ylabel="height above sea level [m]")
        axes.legend(loc="upper left", fontsize=8, frameon=False)
        figure.suptitle(title, x=0.03, y=0.97, ha="left", fontsize=12.5, fontweight="bold")
        figure.text(0.03, 0.03, note, fontsize=7.5, ha="left", va="bottom", wrap=True)
    return figure
