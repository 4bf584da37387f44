"""Small figures of stories as SVG: text stays text, colours are the page's own, no mark is told by colour alone."""

from html import escape

import numpy as np

from openiads.output.stories.records import Chart, Section

WIDTH = 360.0  # of the drawing; it scales with its column
ROW, BAR, TOP = 40.0, 12.0, 30.0
LETTERS = 58  # of a label that fits the width
SECTION_HEIGHT, PAD_LEFT, PAD_BOTTOM, PAD_TOP = 190.0, 40.0, 26.0, 20.0
STROKE = 'fill="none" stroke="var(--{color})" stroke-width="{width}"'


def _text(x: float, y: float, text: str, *, anchor: str = "start", color: str = "ink") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="var(--{color})">'
            f"{escape(text)}</text>")


def _open(height: float, alt: str) -> str:
    return (f'<svg class="story-figure" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{escape(alt)}" '
            'xmlns="http://www.w3.org/2000/svg">')


def _short(label: str, room: int) -> str:
    return label if len(label) <= room else f"{label[: room - 1]}…"


def chart_svg(chart: Chart) -> str:
    """Bars with their intervals and values in words, and the circle as a dashed line.

    Examples
    --------
    >>> from openiads.output.stories.records import Bar
    >>> "55 km" in chart_svg(Chart("Sight", (Bar("low", 55.0, "55 km"),)))
    True
    """
    ends = [value for bar in chart.bars for value in (bar.value, bar.high or 0.0)]
    most = max([*ends, chart.mark or 0.0, chart.full, 1e-9])
    height = TOP + ROW * len(chart.bars) + 6
    lines = [_open(height, chart.alt)]

    def x(value: float) -> float:
        return 1 + (WIDTH - 2) * max(value, 0.0) / most

    for number, bar in enumerate(chart.bars):
        y = TOP + ROW * number
        lines.append(_text(0, y, _short(bar.label, LETTERS - len(bar.words))))
        lines.append(_text(WIDTH, y, bar.words, anchor="end", color="soft"))
        lines.append(f'<rect x="1" y="{y + 6:.1f}" width="{max(x(bar.value) - 1, 0.5):.1f}" height="{BAR:g}" '
                     'fill="var(--accent)" fill-opacity="0.55"/>')
        if bar.low is not None and bar.high is not None and bar.high > bar.low:
            low, high, middle = x(bar.low), x(bar.high), y + 6 + BAR / 2
            lines.append(f'<path d="M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 5:.1f}v10M{high:.1f} '
                         f'{middle - 5:.1f}v10" {STROKE.format(color="ink", width=1.6)}/>')
    if chart.mark is not None:
        at = x(chart.mark)
        over_bars = "".join(f"M{at:.1f} {TOP + ROW * number + 3:.1f}v{BAR + 6:g}" for number in range(len(chart.bars)))
        lines.append(f'<path d="{over_bars}" stroke-dasharray="4 2" {STROKE.format(color="ink", width=2)}/>')
        lines.append(_text(min(at, WIDTH), 12, chart.mark_label, anchor="end" if at > WIDTH / 2 else "start"))
    return "".join([*lines, "</svg>"])


def _path(x: np.ndarray, y: np.ndarray) -> str:
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def section_svg(section: Section) -> str:
    """Ground, the lowest height in sight as a dashed line over it, and the place asked about."""
    top_m = 1.15 * float(np.max(section.floor_m))
    base = SECTION_HEIGHT - PAD_BOTTOM
    last_km = float(section.distance_km[-1])

    def x(km: np.ndarray | float) -> np.ndarray:
        return PAD_LEFT + (WIDTH - PAD_LEFT - 4) * np.asarray(km) / last_km

    def y(m: np.ndarray | float) -> np.ndarray:
        return base - (base - PAD_TOP) * np.asarray(m) / top_m

    ground = _path(x(section.distance_km), y(section.terrain_m))
    floor_m = float(np.interp(section.place_km, section.distance_km, section.floor_m))
    at, up = float(x(section.place_km)), float(y(floor_m))
    words = [
        _open(SECTION_HEIGHT, section.alt),
        f'<path d="{ground}L{float(x(last_km)):.1f} {base:.1f}L{PAD_LEFT:.1f} {base:.1f}Z" fill="var(--edge)" '
        'fill-opacity="0.6"/>',
        f'<path d="{_path(x(section.distance_km), y(section.floor_m))}" stroke-dasharray="6 3" '
        f'{STROKE.format(color="accent", width=2)}/>',
        f'<path d="M{at:.1f} {base:.1f}V{up:.1f}" {STROKE.format(color="ink", width=1.2)}/>',
        f'<circle cx="{at:.1f}" cy="{up:.1f}" r="3.5" fill="var(--ink)"/>',
        _text(at - 7, max(up - 6, 12), section.label, anchor="end"),
        _text(PAD_LEFT, SECTION_HEIGHT - 8, "0", anchor="middle", color="soft"),
        _text(at, SECTION_HEIGHT - 8, f"{section.place_km:.0f} km", anchor="middle", color="soft"),
        *(_text(PAD_LEFT - 6, float(y(m)) + 4, f"{m / 1000:g}", anchor="end", color="soft") for m in _ticks(top_m)),
        _text(0, 11, "km AMSL", color="soft"), "</svg>",
    ]
    return "".join(words)


def _ticks(top_m: float) -> list[float]:
    """Three or so round heights up to the top. [m]

    Examples
    --------
    >>> _ticks(6200.0)
    [0.0, 2000.0, 4000.0, 6000.0]
    """
    step_m = next(step for step in (500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0)
                  if top_m / step <= 4 or step == 50_000.0)
    return [step_m * number for number in range(int(top_m / step_m) + 1)]


def figure_svg(figure: Chart | Section) -> str:
    """A story's figure as SVG."""
    return chart_svg(figure) if isinstance(figure, Chart) else section_svg(figure)
