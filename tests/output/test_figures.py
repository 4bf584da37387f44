"""Every figure is drawn twice with the same bytes, carries its footer and its words, and shows what it is given."""

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from openiads.output import figures
from openiads.output.labels import CLASS_LABELS, class_label
from openiads.output.statistics import Estimate
from openiads.output.strips import corridor_chart
from openiads.scenario.files import shipped

FOOTER = "OpenIADS test, simulation from public sources"
TITLE, NOTE = "What is left of the ring?", "At most, on coarse terrain."
INK_SHARE = 0.01  # of the pixels at least


def share(nominal: float) -> Estimate:
    """An estimate with some width."""
    return Estimate(nominal, nominal * 0.8, nominal * 1.2, 0.9)


def map_figure() -> Figure:
    """Ring against reality."""
    y, x = np.mgrid[-50:51, -50:51]
    return figures.coverage_map(
        masks=[("3,000 m", np.hypot(x, y) < 40), ("60 m", np.hypot(x, y) < 15)], engaged=("engaged", np.abs(x) < 8),
        half_km=420, ring_km=400, coast=[np.array([[-400.0, -100], [0, -150], [400, -100]])],
        borders=[np.array([[0.0, 0], [100, 100]])], places=[("Ankara", 10.0, 20.0), ("far away", 900.0, 0.0)],
        title=TITLE, ring_label="400 km, as advertised", note=NOTE)


def share_figure() -> Figure:
    """Share by altitude."""
    return figures.share_chart(rows={"airliner": [share(0.1), share(0.5)], "drone": [share(0.02), share(0.1)]},
                               altitudes=["60 m AGL", "FL350"], title=TITLE, note=NOTE)


def change_figure() -> Figure:
    """A against B."""
    panels = [{"label": "area, km2", "a": share(100.0), "b": share(100.0), "verdict": "no clear difference"},
              {"label": "rounds", "a": share(64.0), "b": share(128.0), "verdict": "+64"}]
    return figures.change_chart(panels=panels, title=TITLE, note=NOTE)


def profile_figure() -> Figure:
    """Terrain and floors."""
    distance_km = np.linspace(0, 400, 100)
    floors_m = {"weak": distance_km**2 / 14, "median": distance_km**2 / 17, "strong": distance_km**2 / 22}
    return figures.profile_chart(distance_km=distance_km, terrain_m=500 + 100 * np.sin(distance_km), floors_m=floors_m,
                                 altitude_lines=[("3,000 m AMSL", np.full(100, 3000.0))], top_m=9000, title=TITLE,
                                 note=NOTE)


def strip_figure() -> Figure:
    """Flight levels along a route."""
    return corridor_chart(levels=["FL100", "FL350"], seen_nm=[[(10.0, 40.0)], [(0.0, 90.0)]],
                          engageable_nm=[[], [(20.0, 60.0)]], waypoints_nm=[("A", 0.0), ("B", 50.0), ("C", 100.0)],
                          length_nm=100.0, title=TITLE, note=NOTE)


FIGURES = {"map": (map_figure, "Ankara"), "share": (share_figure, "airliner"),
           "change": (change_figure, "no clear difference"), "profile": (profile_figure, "3,000 m AMSL"),
           "strip": (strip_figure, "FL350")}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_bytes_twice_with_its_footer_and_words(name: str, tmp_path: Path) -> None:
    draw, word = FIGURES[name]
    for run in ("a", "b"):
        figures.save(draw(), tmp_path / run, FOOTER)
    for ending in (".png", ".svg"):
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for text in (FOOTER, TITLE, NOTE, word):
        assert f"<!-- {text} -->" in svg  # letters are drawn as paths, their text stands beside them
    assert "far away" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "<dc:date>" not in svg
    pixels = imread(tmp_path / "a.png")[..., :3]
    assert np.mean(pixels.min(axis=-1) < 0.9) > INK_SHARE


def boxes(figure: Figure, names: Sequence[str]) -> list[Any]:
    """Where the words stand, in pixels."""
    figure.canvas.draw()
    texts = [item for item in figure.findobj(Text) if item.get_text() in names and item.get_visible()]
    assert len(texts) == len(names)
    return [Text.get_window_extent(item) for item in texts]  # without the leader of an annotation


def test_the_legend_stands_below_the_map_and_above_the_note() -> None:
    figure = map_figure()
    figure.canvas.draw()
    legend, axes = figure.legends[0].get_window_extent(), figure.axes[0].get_window_extent()
    (note,) = boxes(figure, [NOTE])
    assert note.y1 <= legend.y0
    assert legend.y1 <= axes.y0
    assert axes.width == pytest.approx(axes.height)


def test_labels_of_neighbouring_lines_and_ticks_do_not_touch() -> None:
    lines = [(f"{height} m AGL", np.full(100, float(height))) for height in (60, 300, 1000)]
    distance_km = np.linspace(0, 400, 100)
    floors_m = dict.fromkeys(("strong", "median", "weak"), distance_km**2 / 17)
    profile = figures.profile_chart(distance_km=distance_km, terrain_m=np.zeros(100), floors_m=floors_m,
                                    altitude_lines=lines, top_m=17_000, title=TITLE, note=NOTE)
    assert not overlapping(boxes(profile, [label for label, _ in lines]))
    altitudes = ["60 m AGL", "150 m AGL", "300 m AGL", "1,000 m AGL", "3,000 m AMSL", "5,000 m AMSL", "FL250", "FL350"]
    shares = figures.share_chart(rows={"airliner": [share(0.1)] * 8}, altitudes=altitudes, title=TITLE, note=NOTE)
    assert not overlapping(boxes(shares, [text.replace(" A", "\nA") for text in altitudes]))


def overlapping(places: Sequence[Any]) -> bool:
    """Whether any two of the boxes share a pixel."""
    return any(a.overlaps(b) for n, a in enumerate(places) for b in places[:n])


def test_seven_panels_stand_in_two_rows_and_keep_their_words_apart() -> None:
    panels = [{"label": f"area {n} [km²]:\nF-16 class,\n3,000 m AMSL", "a": share(1e5), "b": share(2e5),
               "verdict": f"adds {n}00,000 km² (100,000–900,000)"} for n in range(7)]
    figure = figures.change_chart(panels=panels, title=TITLE, note=NOTE)
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_subplotspec().rowspan.start for axes in shown] == [0] * 4 + [1] * 3
    wanted = [TITLE, NOTE, *(panel["label"] for panel in panels)]
    wanted += [axes.texts[-1].get_text() for axes in shown]
    assert not overlapping(boxes(figure, wanted))
    assert figure.get_figwidth() / figure.get_figheight() == pytest.approx(16 / 9)


def test_every_shipped_class_has_a_readable_label() -> None:
    lines = re.findall(r"(?m)^targets = .*$", "\n".join(shipped().values()))
    asked = {target for line in lines for target in tomllib.loads(line)["targets"]}
    assert asked
    assert asked <= set(CLASS_LABELS)
    assert class_label("su-30") == "Su-30 class"


def is_green(colour: np.ndarray) -> np.ndarray:
    """Pixels that a reader calls green: green well above red and blue."""
    red, green, blue = np.moveaxis(colour, -1, 0)
    return (green > red + 0.15) & (green > blue + 0.15)


@pytest.mark.parametrize("draw", [map_figure, profile_figure, strip_figure])
def test_no_green_says_that_something_is_in_order(draw: Callable[[], Figure], tmp_path: Path) -> None:
    figures.save(draw(), tmp_path / "a", FOOTER)
    assert not is_green(imread(tmp_path / "a.png")[..., :3]).any()
