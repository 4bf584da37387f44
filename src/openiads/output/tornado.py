"""The tornado as a figure: bars whose ends are sources, coloured and patterned by the grade of the evidence."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from openiads.earth.terrain import TerrainInfo
from openiads.output.disputed import Side
from openiads.output.figures import INK, MUTED, STYLE, write_around
from openiads.output.influence import SideEffect
from openiads.output.influence_words import (
    change_unit,
    csv_of,
    interval,
    main_sentence,
    signed,
    title_of,
    who,
    with_unit,
)
from openiads.output.pictures import Picture, parsed, publish
from openiads.output.sensitivity import Metric, Sensitivity
from openiads.output.sentences import at_most

# Okabe and Ito's colours, and a pattern each, so that greyscale tells them apart too
GRADES = {"primary": ("#0072b2", ""), "official": ("#56b4e9", "//"), "secondary": ("#d55e00", "\\\\"),
          "press": ("#e69f00", ".."), "estimate": ("#cc79a7", "xx"), "unsourced": ("#999999", "--"),
          "assumed": ("#ffffff", "++")}
SHOWN = 8  # bars
ROW_IN, EDGE_IN = 0.62, 1.9
WIDE_IN = 9.6
LABEL_LETTERS = 34
TITLE_LETTERS = 88
ROOM = 1.9  # of the longest bar, for the labels at its ends
Bar = tuple[str, list[tuple[Side, SideEffect]], bool]


def _end(axes: Axes, metric: Metric, row: int, side: Side, one: SideEffect, right: bool) -> None:
    color, hatch = GRADES[side.grade]
    axes.barh(row, one.change.value, color=color, hatch=hatch, edgecolor=INK, linewidth=0.6, height=0.46)
    axes.hlines(row, one.change.low, one.change.high, color=INK, linewidth=1.4)
    name = side.claims[0] if side.claims else "assumed"
    more = f" +{len(side.claims) - 1}" if len(side.claims) > 1 else ""
    said = "read by us so" if side.reading else side.sources[0] if side.sources else ""
    source = textwrap.shorten(said, LABEL_LETTERS, placeholder="…")
    outer = (max if right else min)(one.change.low, one.change.high, one.change.value, 0, key=float)
    axes.annotate(f"{signed(metric, one.change.value)}  {name}{more}\n{source}", (outer, row), fontsize=7,
                  xytext=(4 if right else -4, 0), textcoords="offset points", va="center",
                  ha="left" if right else "right")


def _bars(found: Sensitivity) -> list[Bar]:
    """What is drawn: label, sides with what each does, and whether any of them does it clearly."""
    bars: list[Bar] = [(item.label, list(zip(item.sides, effect.sides, strict=True)), effect.clear)
                       for item, effect in found.ranked]
    if found.switch is not None:
        sides = [(side, one) for _, side, one in found.switch.sides]
        bars.insert(0, (found.switch.label, sides, any(one.change.clear for _, one in sides)))
    return bars[:SHOWN]


def _ends(sides: Sequence[tuple[Side, SideEffect]]) -> list[tuple[Side, SideEffect]]:
    """The farthest two sides of a bar; one where they are the same."""
    low = min(sides, key=lambda pair: pair[1].change.value)
    high = max(sides, key=lambda pair: pair[1].change.value)
    return [low] if low is high else [low, high]


def tornado(found: Sensitivity) -> Figure:
    """Change of the metric while each witness in turn is believed; the farthest two of every quantity are drawn."""
    metric = found.metric
    bars = _bars(found)
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(WIDE_IN, EDGE_IN + ROW_IN * max(len(bars), 1)))
        tall = figure.get_figheight()
        figure.subplots_adjust(left=0.2, right=0.97, top=1 - 0.9 / tall, bottom=1.0 / tall)
        used = set()
        for row, (_, sides, clear) in enumerate(bars):
            if not clear:
                axes.annotate("no clear difference", (0, row), fontsize=7.5, xytext=(5, 0),
                              textcoords="offset points", va="center")
                continue
            for side, one in _ends(sides):
                _end(axes, metric, row, side, one, right=one.change.value > 0)
                used.add(side.grade)
        reach = max((abs(each) for _, sides, _ in bars for _, one in sides
                     for each in (one.change.low, one.change.high)), default=0.0) or 1.0
        axes.set_xlim(-ROOM * reach, ROOM * reach)
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.set_yticks(range(len(bars)), [textwrap.fill(label, 24) for label, _, _ in bars], fontsize=8)
        axes.set_ylim(len(bars) - 0.4, -0.6)
        unit = change_unit(metric)
        axes.set_xlabel(f"change from what the draws believe{', ' + unit if unit else ''}", fontsize=8)
        factor = 100 if metric.unit == "share" else 1
        axes.xaxis.set_major_formatter(lambda value, _: f"{factor * value:,.4g}")
        axes.tick_params(axis="x", labelsize=7.5, colors=MUTED)
        axes.legend(handles=[Patch(facecolor=color, hatch=hatch, edgecolor=INK, label=grade)
                             for grade, (color, hatch) in GRADES.items() if grade in used],
                    fontsize=7, frameon=False, loc="lower right", title="grade of the evidence", title_fontsize=7)
        write_around(figure, textwrap.fill(title_of(found), TITLE_LETTERS), _note(found))
    return figure


def _note(found: Sensitivity) -> str:
    partial = f"partial, {found.draws} of {found.asked} draws; " if found.stage == "partial" else ""
    return (f"{partial}{found.what}; {found.draws} draws, all other luck held; whiskers: {found.usual.level:.0%} "
            "paired intervals, for all bars at once")


def _alt(found: Sensitivity) -> str:
    """What the bars show: each quantity with its farthest two ends, and who stands there."""
    metric, told = found.metric, []
    for label, sides, clear in _bars(found):
        ends = "; ".join(f"{signed(metric, one.change.value)} ({interval(metric, one.change, change=True)}) "
                         f"{_if(side)}" for side, one in _ends(sides))
        told.append(f"{label[0].upper()}{label[1:]}: {ends if clear else 'no clear difference'}.")
    unit = change_unit(metric)
    return (f"Tornado of {metric.label}, {found.what}: change from {with_unit(metric, found.usual.value)}"
            f"{f' in {unit}' if unit else ''} while one witness at a time is believed. {' '.join(told)}")


def _if(side: Side) -> str:
    """Under which condition a bar ends where it does."""
    if side.reading:
        return f"with “{side.text}” ({who(side, why=True)})"
    return f"if {who(side)} is right with {side.text}"


def draw_tornado(name: str, found: Sensitivity, terrain: TerrainInfo, folder: Path, footer: str) -> Iterator[Path]:
    """Write a sweep's tornado with its table and its words, under the page's name for the sweep."""
    header, rows = parsed(csv_of(found))
    change = header.index("change")
    caveat = f" {found.metric.caveat[0].upper()}{found.metric.caveat[1:]}." if found.metric.caveat else ""
    ground = (f" Terrain grade {terrain.grade}{': read every area as at most' if at_most(terrain) else ''}."
              if found.metric.kind == "area" else "")
    note = _note(found)
    yield from publish(tornado(found), folder, Picture(
        f"tornado-{name.replace('_', '-')}", title_of(found),
        f"{main_sentence(found)} {note[0].upper()}{note[1:]}.{caveat}{ground}",
        _alt(found), header, tuple(row for row in rows if row[change])), footer)
