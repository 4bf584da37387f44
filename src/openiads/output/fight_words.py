"""What a campaign of fights says, in sentences: counts out of a hundred, with conditions and intervals."""

from collections.abc import Mapping, Sequence
from math import isfinite, nan

from openiads.campaign.estimates import Doubt, Interval, Paired
from openiads.output.language import ENGLISH, say
from openiads.output.metrics import LABELS
from openiads.output.refusal import passed
from openiads.output.told.carried import MOST, last_place, printed
from openiads.output.words import bound_percent

NO_ESTIMATE = "no estimate"
FIGURES = 6  # more than an interval of any number of runs here carries


def whole(share: float) -> str:
    """A share as a count out of a hundred.

    Examples
    --------
    >>> whole(0.3712), whole(0.004), whole(0.996), whole(1.0)
    ('37 in 100', 'fewer than 1 in 100', 'more than 99 in 100', '100 in 100')
    """
    if 0 < share <= 0.005:
        return "fewer than 1 in 100"
    if 0.995 <= share < 1:
        return "more than 99 in 100"
    return f"{round(100 * share)} in 100"


def number(value: float, low: float = nan, high: float = nan) -> str:
    """A count or a time to the place that its interval carries; what is not zero is never told as zero.

    Examples
    --------
    >>> number(24.53), number(265.4), number(1.998), number(-0.076, -0.138, -0.012), number(4.25, 3.0, 5.5)
    ('24.5', '265', '2.0', '-0.08', '4.2')
    """
    if not isfinite(value):
        return NO_ESTIMATE
    return _printed(value, _place(value, low, high) if isfinite(high - low) else max(last_place(value, MOST), -1))


def _place(value: float, low: float, high: float) -> int:
    return min(last_place(value, FIGURES, low, high), 0)


def _printed(value: float, place: int) -> str:
    return printed(value, place).replace("−", "-")


def size_words(end: float, sizes: Sequence[int], language: str = ENGLISH) -> str:
    """A raid size in words; one beyond the sizes that were fought is told by the last of them, never as a number.

    Examples
    --------
    >>> size_words(33.4, [4, 64]), size_words(float("inf"), [4, 64]), size_words(-float("inf"), [4, 64])
    ('33', 'more than 64', 'fewer than 4')
    """
    if isfinite(end):
        return f"{end:.0f}"
    return (say("v0-more-than", language, n=str(max(sizes))) if end > 0
            else say("v0-fewer-than", language, n=str(min(sizes))))


def of_interval(found: Interval, factor: float = 1.0) -> str:
    """The value of an estimate, to the place that its interval carries."""
    return number(*(factor * end for end in (found.value, found.low, found.high)))


def interval_words(found: Interval, factor: float = 1.0, unit: str = "") -> str:
    """The interval of an estimate in brackets."""
    low, high = found.low * factor, found.high * factor
    if not (isfinite(low) and isfinite(high)):
        return "(too few draws for an interval)"
    place = _place(found.value * factor, low, high)
    told = " to ".join(_printed(end, place) for end in (low, high))
    return f"({found.level:.0%} interval {told}{' ' + unit if unit else ''})"


def no_leak_words(found: Interval) -> str:
    """How many runs ended without a leaker; what never happened is told with its bound."""
    runs, why = f"{found.runs:,} runs", ""
    if 1 < found.draws < found.runs:
        runs, why = f"{runs} in {found.draws:,} draws of belief", "; runs of one draw go together"
    if found.value == 0:
        bound = bound_percent(found.high)
        return (f"in none of {runs} did nothing get through "
                f"(so below {'about ' * (bound != '100')}{bound} %{why})")
    if found.value == 1:
        bound = bound_percent(found.low, upper=False)
        return f"in all {runs} nothing got through (so above {'about ' * (bound != '0')}{bound} %{why})"
    return f"in {whole(found.value)} nothing got through {interval_words(found, 100, '%')}"


def run_sentence(who: str, raid: str, size: int, found: Mapping[str, Interval]) -> str:
    """The answer of one arm as a sentence."""
    leakers = found["leakers"]
    return passed(f"In {leakers.runs:,} simulated raids ({raid}, {size} raiders) against {who}, "
                  f"{no_leak_words(found['p_zero_leak'])}; on average {of_interval(leakers)} of {size} got through "
                  f"{interval_words(leakers)}.")


def compare_sentence(a: str, b: str, raid: str, size: int, change: Mapping[str, Paired]) -> str:
    """The answer of a comparison as a sentence; what spans zero is called no clear difference."""
    leakers = change["leakers"]
    runs = leakers.change.runs
    if not leakers.change.clear:
        verdict = f"no clear difference in what gets through {interval_words(leakers.change)}"
    else:
        way = "more" if leakers.change.value > 0 else "fewer"
        verdict = (f"{of_interval(leakers.change).removeprefix('-')} {way} of {size} get through "
                   f"{interval_words(leakers.change)}")
    return passed(f"In {runs:,} pairs of simulated raids ({raid}, {size} raiders), {b} against {a}: {verdict}; "
                  f"{of_interval(leakers.a)} get through {a}, {of_interval(leakers.b)} {b}.")


def pairing_sentence(pair: Paired) -> str:
    """What the pairing of the arms is worth."""
    if not (isfinite(pair.correlation) and isfinite(pair.unpaired_over_paired)):
        return ("Every run of the two arms, or of one of them, came out alike, so nothing tells what the pairing is "
                "worth.")
    return (f"Runs of the two arms go together (correlation {pair.correlation:.2f}); pairing makes the standard error "
            f"{pair.unpaired_over_paired:.1f} times smaller than two separate campaigns would have.")


def doubt_sentence(found: Doubt, what: str = "leakers") -> str:
    """How much of the spread is doubt about claims, and how much chance."""
    if not isfinite(found.share):
        return f"Doubt and chance cannot be told apart: {found.words}."
    spread = "" if found.words else f" ({found.level:.0%} interval {100 * found.low:.0f} to {100 * found.high:.0f} %)"
    return (f"Of the spread of {what} over runs, {100 * found.share:.0f} % is doubt about claims{spread} and the rest "
            "chance." + (f" ({found.words}.)" if found.words else ""))


def metric_lines(found: Mapping[str, Interval]) -> list[str]:
    """One line for each metric."""
    lines = []
    for name, interval in found.items():
        label, unit = LABELS[name]
        factor, unit = (100.0, "%") if unit == "share" else (1.0, unit if unit in ("s", "min") else "")
        if interval.runs:
            lines.append(f"  {label:<46} {of_interval(interval, factor)} {unit} "
                         f"{interval_words(interval, factor)}".replace("  (", " ("))
    return lines


def change_lines(change: Mapping[str, Paired]) -> list[str]:
    """One line for each metric of a comparison: A, B, the paired difference, and whether it is clear."""
    lines = []
    for name, pair in change.items():
        label, unit = LABELS[name]
        factor, said = (100.0, " %") if unit == "share" else (1.0, f" {unit}" if unit in ("s", "min") else "")
        if pair.change.runs:
            verdict = "" if pair.change.clear else ", no clear difference"
            lines.append(f"  {label:<46} A {of_interval(pair.a, factor)}{said}, B {of_interval(pair.b, factor)}"
                         f"{said}, B-A {of_interval(pair.change, factor)}{' points' if unit == 'share' else said} "
                         f"{interval_words(pair.change, factor)}{verdict}")
    return lines


def cause_lines(causes: Sequence[tuple[str, float]]) -> list[str]:
    """Why raiders were not stopped, the commonest first."""
    return [f"  {words:<46} {mean:.1f} a run" for words, mean in causes]
