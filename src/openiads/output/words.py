"""Numbers as a careful reader would print them: rounded to what the inputs carry, with their interval."""

import math
from decimal import ROUND_CEILING, Context, Decimal

from openiads.output.language import ENGLISH, numeral, say
from openiads.output.statistics import Estimate


def rounded(value: float, digits: int = 2, language: str = ENGLISH) -> str:
    """A number to a few significant digits, thousands separated.

    Examples
    --------
    >>> rounded(502654.8), rounded(0.0186, 2), rounded(54.49, 3), rounded(0.0)
    ('500,000', '0.019', '54.5', '0')
    """
    if not math.isfinite(value):
        return say("not-known", language)
    if value == 0:
        return "0"
    kept = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    places = digits - 1 - math.floor(math.log10(abs(kept)))  # one fewer where 9.96 has become 10
    return numeral(f"{kept:,.{max(places, 0)}f}", language)


def plain(value: float, digits: int = 15) -> str:
    """A number as it stands, thousands separated, never with an exponent.

    Examples
    --------
    >>> plain(3.44e9), plain(9.8e-05), plain(2.5), plain(0.1 + 0.2)
    ('3,440,000,000', '0.000098', '2.5', '0.3')
    """
    if not math.isfinite(value):
        return say("not-known")
    told = f"{Decimal(f'{value:.{digits}g}'):,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def bound_percent(share: float, *, upper: bool = True) -> str:
    """A bound of a share in per cent, to two figures of its distance from the end, never rounded inwards.

    Examples
    --------
    >>> bound_percent(0.2347), bound_percent(0.00383), bound_percent(0.998), bound_percent(1.0)
    ('24', '0.39', '100', '100')
    >>> bound_percent(0.7653, upper=False), bound_percent(0.9962, upper=False), bound_percent(0.0, upper=False)
    ('76', '99.62', '0')
    """
    away = f"{100 * (share if upper else 1 - share):.9g}"  # without what binary fractions add
    outwards = min(Context(prec=2, rounding=ROUND_CEILING).create_decimal(away), Decimal(100))
    return f"{(outwards if upper else 100 - outwards).normalize():f}"


def spread(item: Estimate, unit: str = "", digits: int = 2, language: str = ENGLISH) -> str:
    """Nominal value and interval: "38 km (31-44)"; one number where the interval has no width.

    Examples
    --------
    >>> spread(Estimate(38.2, 31.4, 44.0, 0.9), "km")
    '38 km (31–44)'
    """
    tail = f" {unit}" if unit else ""
    nominal, low, high = (rounded(end, digits, language) for end in (item.nominal, item.low, item.high))
    return f"{low}{tail}" if low == high == nominal else f"{nominal}{tail} ({low}–{high})"


def percent(item: Estimate, language: str = ENGLISH) -> str:
    """A share with its interval in per cent.

    Examples
    --------
    >>> percent(Estimate(0.0186, 0.011, 0.024, 0.9)), percent(Estimate(0.385, 0.2, 0.52, 0.9))
    ('1.9 % (1.1–2.4)', '38 % (20–52)')
    """

    def text(share: float) -> str:
        value = 100 * share
        if not math.isfinite(value):
            return say("not-known", language)
        digits = 2 if abs(value) < 1 else 1 if abs(value) < 10 else 0
        return numeral(f"{value:.{digits}f}", language)

    nominal, low, high = text(item.nominal), text(item.low), text(item.high)
    told = say("unit-share", language, n=nominal)
    return told if low == high == nominal else f"{told} ({low}–{high})"


def count(item: Estimate, language: str = ENGLISH) -> str:
    """A count with its interval.

    Examples
    --------
    >>> count(Estimate(20.0, 12.0, 20.0, 0.9)), count(Estimate(64.0, 64.0, 64.0, 0.9))
    ('20 (12–20)', '64')
    """

    def text(value: float) -> str:
        return numeral(f"{round(value):,}", language) if math.isfinite(value) else say("not-known", language)

    nominal, low, high = text(item.nominal), text(item.low), text(item.high)
    return nominal if low == high == nominal else f"{nominal} ({low}–{high})"


def amount(item: Estimate, unit: str = "") -> str:
    """A count whole where there is no unit, anything else to two figures; with its interval.

    Examples
    --------
    >>> amount(Estimate(128.0, 128.0, 128.0, 0.9)), amount(Estimate(502654.8, 502654.8, 502654.8, 0.9), "km²")
    ('128', '500,000 km²')
    """
    return spread(item, unit) if unit else count(item)


def listing(words: list[str]) -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
