"""Figures of fights: outcomes as fifty dots, and what gets through by the size of the raid."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from openiads.output.fight_words import size_words, whole
from openiads.output.fights import ArmFought, Fights
from openiads.output.figures import BAND, INK, STYLE, WIDE_IN, write_around
from openiads.output.pictures import Picture, publish

DOTS = 50  # each stands for two of a hundred raids
ARM_COLORS, ARM_MARKS = ("#0072B2", "#E69F00"), ("o", "s")
A_ROW, DOT_APART = 5, 0.15  # dots beside each other in a column, and how far apart in columns
MOST_COLUMNS = 24  # of leakers drawn apart; what lies beyond stands in the last


def quantile_dots(leakers: Sequence[int], dots: int = DOTS) -> np.ndarray:
    """Leakers of each of so many dots, the middle of equal shares of the runs, (dots,).

    Examples
    --------
    >>> quantile_dots([5, 3, 2], 5).tolist()
    [0, 0, 0, 1, 2]
    """
    runs = np.repeat(np.arange(len(leakers)), leakers)
    return np.quantile(runs, (np.arange(dots) + 0.5) / dots, method="inverted_cdf").astype(int)


def dot_places(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of the dots, stacked in rows of five so that they can be counted.

    Parameters
    ----------
    columns : (n,) array of int
        Column of each dot.

    Returns
    -------
    tuple of (n,) arrays
        Across, in columns, and row from one.

    Examples
    --------
    >>> across, row = dot_places(np.zeros(6, int))
    >>> across.round(2).tolist(), row.tolist()
    ([-0.3, -0.15, 0.0, 0.15, 0.3, -0.3], [1, 1, 1, 1, 1, 2])
    """
    order = np.array([int(np.sum(columns[:place] == column)) for place, column in enumerate(columns)])
    return columns + DOT_APART * (order % A_ROW - (A_ROW - 1) / 2), order // A_ROW + 1


def dots_chart(arms: Sequence[ArmFought], labels: Sequence[str], title: str, note: str) -> Figure:
    """Fifty dots for each force, by how many got through; filled where none did."""
    with mpl.rc_context(STYLE):
        figure, grid = plt.subplots(len(arms), 1, figsize=WIDE_IN, squeeze=False, sharex=True)
        figure.subplots_adjust(left=0.06, right=0.98, top=0.86, bottom=0.22, hspace=0.45)
        dots = [np.minimum(quantile_dots(arm.leakers), MOST_COLUMNS) for arm in arms]
        last = max(int(item.max()) for item in dots)
        for number, (axes, columns) in enumerate(zip(grid.flat, dots, strict=True)):
            across, heights = dot_places(columns)
            for none in (True, False):
                shown = (columns == 0) == none
                axes.scatter(across[shown], heights[shown], s=26, marker=ARM_MARKS[number % 2], linewidths=1.0,
                             edgecolors=INK, facecolors=ARM_COLORS[number % 2] if none else "none")
            axes.set_title(labels[number], fontsize=9.5, loc="left")
            axes.set(xlim=(-0.7, last + 0.7), ylim=(0, max(int(heights.max()) + 1, 11)), yticks=[])
            axes.spines["left"].set_visible(False)
            axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        grid.flat[-1].set_xlabel("raiders that got through, in one raid")
        write_around(figure, title, note)
    return figure


def saturation_chart(curves: Sequence[tuple[str, np.ndarray]], title: str, note: str) -> Figure:
    """Mean leakers by the size of the raid; `curves` are label and (n, 4) size, value, low, high."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=WIDE_IN)
        figure.subplots_adjust(left=0.08, right=0.97, top=0.86, bottom=0.24)
        for number, (label, rows) in enumerate(curves):
            color = ARM_COLORS[number % 2]
            axes.fill_between(rows[:, 0], rows[:, 2], rows[:, 3], color=color, alpha=0.25, linewidth=0)
            axes.plot(rows[:, 0], rows[:, 1], color=color, marker=ARM_MARKS[number % 2], markeredgecolor=INK,
                      linestyle=("-", (0, (5, 2)))[number % 2], label=label)
        top = max(float(rows[:, 0].max()) for _, rows in curves)
        axes.plot([0, top], [0, top], color=BAND[0], linewidth=1.0, zorder=0, label="all of them")
        axes.set(xlabel="raiders in the raid", ylabel="raiders that got through, mean", xlim=(0, 1.02 * top),
                 ylim=(0, None))
        axes.legend(loc="upper left", fontsize=8.5, frameon=False)
        write_around(figure, title, note)
    return figure


def _shown(fights: Fights, second: str) -> list[ArmFought]:
    """The first force, and the second as the scenario reads it."""
    return [fights.arms[0], *(arm for arm in fights.arms[1:] if arm.id == second)]


def _label(arm: ArmFought) -> str:
    return f"{arm.side}: {arm.label}"


def _interval(arm: ArmFought, level: float) -> str:
    share = arm.p_zero_leak
    return (f"{whole(share.value)} raids without a leaker ({level:.0%} interval {100 * share.low:.0f}–"
            f"{100 * share.high:.0f} %, {arm.runs:,} runs)")


def draw_outcomes(fights: Fights, second: str, folder: Path, footer: str) -> Iterator[Path]:
    """How often nothing got through, as dots that can be counted."""
    arms = _shown(fights, second)
    title = "; ".join(f"{arm.side}: {whole(arm.p_zero_leak.value)} raids without a leaker" for arm in arms)
    note = (f"Raid: {fights.raid}. Each dot stands for 2 of 100 simulated raids; filled where none got through.\n"
            f"{fights.caveat}")
    labels = [f"{_label(arm)}: {_interval(arm, fights.level)}" for arm in arms]
    told = ". ".join(f"{_label(arm)}: {_interval(arm, fights.level)}, {arm.mean_leakers.value:.1f} got through on "
                     f"average, {len(arm.leakers) - 1} at most" for arm in arms)
    rows = tuple((arm.id, leakers, runs) for arm in arms for leakers, runs in enumerate(arm.leakers))
    yield from publish(dots_chart(arms, labels, title, note), folder, Picture(
        "outcomes", title, note.replace("\n", " "), f"Fifty dots for each force. {told}.", ("arm", "leakers", "runs"),
        rows), footer)


def draw_saturation(fights: Fights, second: str, folder: Path, footer: str) -> Iterator[Path]:
    """What gets through by the size of the raid."""
    arms = _shown(fights, second)
    found = {arm.id: sorted((item for item in fights.saturation if item.arm == arm.id), key=lambda item: item.raiders)
             for arm in arms}
    curves = [(_label(arm), np.array([[item.raiders, *item.mean_leakers] for item in found[arm.id]], dtype=float))
              for arm in arms if found[arm.id]]
    if not curves:
        return
    raid = fights.saturation_title
    change = next((item.saturation_raid for item in fights.paired if item.arm == second), None)
    knees = [f"{arm.side} from {size_words(arm.saturation_raid.value, fights.sizes)}" for arm in arms
             if arm.saturation_raid]
    unclear = "; no clear difference" if change is not None and not change.clear else ""
    title = f"Half of the raids leak ({raid}): {'; '.join(knees)}{unclear}"
    note = f"Raid: {raid}. Mean of simulated raids of each size; bands hold {fights.level:.0%}.\n{fights.caveat}"
    told = ". ".join(f"{label}: {rows[0, 1]:.1f} of {rows[0, 0]:.0f} and {rows[-1, 1]:.1f} of {rows[-1, 0]:.0f} got "
                     "through on average" for label, rows in curves)
    header = ("arm", "raiders", "mean_leakers", "low", "high", "p_zero_leak", "p_low", "p_high")
    yield from publish(saturation_chart(curves, title, note), folder, Picture(
        "saturation", title, note.replace("\n", " "),
        f"Curves of what got through by the size of the raid ({raid}). {told}.",
        header, tuple((item.arm, item.raiders, *map(float, item.mean_leakers), *map(float, item.p_zero_leak))
                      for arm in arms for item in found[arm.id])), footer)


def draw_fights(fights: Fights, second: str, folder: Path, footer: str) -> Iterator[Path]:
    """Draw every figure of fights, with its table and its words; `second` is the id of the arm beside the first."""
    yield from draw_outcomes(fights, second, folder, footer)
    yield from draw_saturation(fights, second, folder, footer)
