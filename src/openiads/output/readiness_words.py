"""Readiness in words: the sentence with its condition and interval, what would change it, and a line an arm."""

import math
from collections.abc import Mapping

from openiads.output.readiness import LOCALISED, ON, SHOWN, STOPPED, Kept, Readiness, months_from
from openiads.output.statistics import Estimate
from openiads.output.words import listing
from openiads.units import counted

TOLD = ("launchers", "engagement radars", "fire units")
CAVEAT = ("What would follow from the assumptions, and no forecast; everything is ready at the start, and parts are "
          "not taken from one item for another.")


def months_left(found: Readiness, kept: Kept) -> int:
    """Months from the stop of imports to the end of what is worked out, whole ones."""
    return math.floor(months_from(found.start, kept.case.imports_stop, found.months))


def months_words(item: Estimate, most: int) -> str:
    """Months with their interval; an end that was not reached is a bound.

    Examples
    --------
    >>> months_words(Estimate(40.0, 1.0, math.inf, 0.9), 80)
    'about 40 months (1 to more than 80)'
    >>> months_words(Estimate(math.inf, 12.0, math.inf, 0.9), 80)
    'more than 80 months (12 to more than 80)'
    >>> months_words(Estimate(1.0, 1.0, 1.0, 0.9), 1)
    'about 1 month'
    """
    def text(value: float) -> str:
        return f"{value:.0f}" if math.isfinite(value) else f"more than {most}"

    about = "about " if math.isfinite(item.nominal) else ""
    ends = f" ({text(item.low)} to {text(item.high)})" if item.low != item.high else ""
    return f"{about}{text(item.nominal)} {'month' if text(item.nominal) in ('1', 'more than 1') else 'months'}{ends}"


def assumed_words(found: Readiness) -> str:
    """How much of it is assumed, said aloud."""
    inputs = found.inputs
    bare = [item for item in inputs if item.status != "witness"]
    if len(bare) == len(inputs):
        return (f"This is assumed: no source of the ledger states any of the {len(inputs)} rates and ranges behind it, "
                "so it says what they imply and not what will be.")
    return f"Of the {len(inputs)} rates and ranges behind it {len(bare)} are assumed and no source states them."


def _last(kept: Kept, measure: str) -> str:
    band = kept.bands[measure]
    return f"{band.expected[-1]:.1f} ({band.expected_low[-1]:.1f}–{band.expected_high[-1]:.1f})"


def readiness_title(found: Readiness) -> str:
    """The shortest of it, for the head of a figure; it says that the rates are assumed."""
    basis = "on assumed rates" if any(item.status != "witness" for item in found.inputs) else "on stated rates"
    kept = found.halved(STOPPED)
    if kept is None:
        return f"What is kept ready, month by month, {basis}"
    months = months_words(kept.half["launchers"], months_left(found, kept))
    return (f"With imports stopped from {kept.case.imports_stop}, half of the launchers are not ready after "
            f"{months}, {basis}")


def readiness_sentence(found: Readiness) -> str:
    """With imports stopped from a day, after how many months half of what is there is not ready on average."""
    kept = found.halved(STOPPED)
    if kept is None:
        kept = found.of("", found.cases[-1].id)
        return (f"If {kept.case.label}, {_last(kept, 'launchers')} of the {kept.fielded['launchers']} launchers of "
                f"{kept.label} are ready on average after {found.months} months. {assumed_words(found)}")
    most = months_left(found, kept)
    parts = [f"half of its {kept.fielded[measure]} {measure} after {months_words(kept.half[measure], most)}"
             for measure in TOLD if measure in kept.half]
    whose = f"half of the {kept.fielded['launchers']} launchers of {kept.label}"
    parts[0] = f"{whose} are not ready, on average over a quarter, after {months_words(kept.half['launchers'], most)}"
    anyway = listing([f"{kept.half_anyway[measure]:.0%} for the {measure}" for measure in TOLD if measure in kept.half])
    return (f"With imports stopped from {kept.case.imports_stop}, {listing(parts)}; brackets hold {found.level:.0%} of "
            f"{counted(found.draws, 'draw')}. With imports going on it comes to that within those months in a share of "
            f"the draws too: {anyway}. {assumed_words(found)}")


def readiness_counter(found: Readiness, name: str) -> str:
    """What would change the sentence: imports, parts made at home, what was not ready already, other rates."""
    parts = [f"if {found.of('', case.id).case.label}, {_last(found.of('', case.id), 'launchers')}"
             for case in found.cases]
    text = f"After {found.months} months the first batch has this many launchers ready on average: {'; '.join(parts)}."
    local = found.halved(LOCALISED)
    if local is not None:
        text += (f" With parts made at home from {local.case.localised_from}, assumed to fit the first batch "
                 "too, half of the launchers are not ready after "
                 f"{months_words(local.half['launchers'], months_left(found, local))}.")
    return (f"{text} It changes with what is believed and with the days: openiads readiness {name} --believe CLAIM, "
            "--imports-stop DATE, --localised-from DATE.")


def arm_lines(found: Readiness, names: Mapping[str, str]) -> list[str]:
    """What each arm has ready on average in the last month, as a table a case; B beside A.

    Parameters
    ----------
    found : Readiness
    names : mapping
        Labels of the readings of batch by their ids.
    """
    lines = []
    for case in found.cases:
        lines += ["", f"If {case.label}, ready on average after {found.months} months, with {found.level:.0%} of the "
                      "draws:"]
        rows = [["", *SHOWN, "the second comes"]]
        for kept in (item for item in found.kept if item.case.id == case.id):
            comes = f"in {kept.arrives:.0%} of draws" if kept.arm else "-"
            rows.append([f"B, {names[kept.arm]}" if kept.arm else "A, the first batch",
                         *(f"{_last(kept, measure)} of {kept.fielded[measure]}" for measure in SHOWN), comes])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines += ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
                  for row in rows]
    return lines[1:]


def doubt_words(found: Readiness) -> str:
    """How the spread in the last month splits into doubt and chance."""
    doubt = found.of("", ON).doubt
    if not math.isfinite(doubt.share):
        return ""
    ends = f" ({doubt.low:.0%} to {doubt.high:.0%})" if math.isfinite(doubt.low) else ""
    return (f"{doubt.share:.0%}{ends} of the spread of ready fire units in the last month, with imports going on, is "
            "doubt about rates; the rest is chance.")
