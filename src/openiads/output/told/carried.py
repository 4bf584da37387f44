"""How many figures a number may carry: no more than its inputs do, and none finer than its interval allows."""

import math
from collections.abc import Iterable

LEAST, MOST = 2, 3  # figures of a result; "400 km" carries one to two, so two are printed
EXACT = 12  # figures of what was not rounded, such as a computed or a counted value
INTERVAL_STEPS = 5.0  # of an interval's width: a finer last place would say more than is known


def figures(value: float) -> int:
    """Figures that a stated number carries, as it would be written: without zeros at its end.

    Examples
    --------
    >>> figures(400.0), figures(250), figures(54.5), figures(0.05)
    (1, 2, 3, 1)
    """
    if value == 0 or not math.isfinite(value):
        return 1
    digits = f"{abs(value):.{EXACT - 1}e}".split("e")[0].replace(".", "").rstrip("0")
    return len(digits)


def carried(inputs: Iterable[float]) -> int:
    """Figures of a result: those of the coarsest input, but never fewer than two nor more than three.

    Examples
    --------
    >>> carried([400.0, 54.5]), carried([54.5, 30.25]), carried([])
    (2, 3, 2)
    """
    return min(max(min((figures(value) for value in inputs), default=LEAST), LEAST), MOST)


def last_place(value: float, kept: int, low: float | None = None, high: float | None = None) -> int:
    """Power of ten of the last place printed: by figures, coarsened to a fifth of the interval's width.

    Parameters
    ----------
    value : float
    kept : int
        Figures of the value.
    low, high : float, optional
        Interval, in the value's unit.

    Examples
    --------
    >>> last_place(54.49, 2), last_place(38.2, 3, 20.0, 52.0), last_place(502654.0, 2), last_place(1200.0, EXACT)
    (0, 0, 4, 0)
    """
    if value == 0 or not math.isfinite(value):
        place = 0
    elif kept >= EXACT:
        place = min(math.floor(math.log10(abs(value))) - figures(value) + 1, 0)
    else:
        place = math.floor(math.log10(abs(value))) - kept + 1
        if round(abs(value), -place) >= 10.0 ** (place + kept):  # 9.96 has become 10
            place += 1
    if low is not None and high is not None and math.isfinite(high - low) and high > low:
        place = max(place, math.floor(math.log10((high - low) / INTERVAL_STEPS)))
    return place


def printed(value: float, place: int) -> str:
    """A number to a place, thousands separated, in English; an end that would vanish keeps one figure.

    Examples
    --------
    >>> printed(502654.8, 4), printed(54.49, -1), printed(0.4, 0), printed(0.0, 0)
    ('500,000', '54.5', '0.4', '0')
    """
    if not math.isfinite(value):
        return "–"
    kept = round(value, -place)
    if kept == 0 and value != 0:
        place = math.floor(math.log10(abs(value)))
        kept = round(value, -place)
    text = f"{kept:,.{max(-place, 0)}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")


def apart(one: float, other: float, kept: int) -> int | None:
    """Figures that tell two numbers apart: those kept, else the most that a result may carry; None where both fail.

    Examples
    --------
    >>> apart(17200.0, 17400.0, 2), apart(17.0, 24.0, 2), apart(10560.0, 10640.0, 2)
    (3, 2, None)
    """
    def alike(count: int) -> bool:
        return len({printed(value, last_place(value, count)) for value in (one, other)}) == 1

    return next((count for count in (kept, MOST) if not alike(count)), None)
