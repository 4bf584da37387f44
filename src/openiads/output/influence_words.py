"""A sweep in words and tables: the sentence on which claim matters, the lines of a terminal, the rows of a CSV file."""

import csv
import io
from collections.abc import Sequence
from math import isfinite
from textwrap import shorten

from openiads.campaign.estimates import Interval
from openiads.output.disputed import Quantity, Side
from openiads.output.influence import Influence, SideEffect
from openiads.output.refusal import passed
from openiads.output.sensitivity import Metric, Sensitivity
from openiads.output.words import listing, rounded

DIGITS = 3
LEAST_SHARE = 0.005  # of the variance: less is printed as 0 %
NAMED = 2  # sources told of one side before "and others"
NAME_LETTERS = 80  # what a source is, a game among others, is never cut off
MOST_DIGITS = 6
UNITS = {"km2": "km²", "km": "km", "s": "s", "count": "", "share": "%"}
COLUMNS = ("rank", "quantity", "claims", "sources", "grade", "states", "share_of_draws", "unit", "value", "value_low",
           "value_high", "change", "change_low", "change_high", "level", "clear", "first_order", "first_order_low",
           "first_order_high", "total_effect", "total_effect_low", "total_effect_high", "interval_width",
           "interval_width_if_known", "note")


def number(metric: Metric, value: float) -> str:
    """A value in the metric's unit, without the unit."""
    if metric.unit == "count" and isfinite(value) and value == round(value):
        return f"{value:,.0f}"
    return rounded(100 * value if metric.unit == "share" else value, DIGITS)


def with_unit(metric: Metric, value: float) -> str:
    """A value with its unit."""
    return f"{number(metric, value)} {UNITS[metric.unit]}".strip()


def signed(metric: Metric, value: float) -> str:
    """A change with its sign; of a share in points."""
    text = number(metric, abs(value))
    return text if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def interval(metric: Metric, found: Interval, *, change: bool = False) -> str:
    """The ends of an interval."""
    write = signed if change else number
    return f"{write(metric, found.low)} to {write(metric, found.high)}"


def told_apart(metric: Metric, now: float, before: float) -> str:
    """What becomes of the figure, with as many digits as tell it from what it was."""
    factor = 100 if metric.unit == "share" else 1
    for digits in range(DIGITS, MOST_DIGITS + 1):
        texts = [rounded(factor * value, digits) for value in (now, before)]
        if texts[0] != texts[1]:
            told = " instead of ".join(f"{text} {UNITS[metric.unit]}".strip() for text in texts)
            return f"the figure becomes {told}"
    return f"there is no change in the figures printed, {with_unit(metric, now)}"


def who(side: Side) -> str:
    """Claims and publishers of a side, the first few of each."""
    def few(names: Sequence[str]) -> str:
        told = ", ".join(shorten(name, NAME_LETTERS, placeholder=" …") for name in names[:NAMED])
        return told + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")

    claims, sources = few(side.claims), few(side.sources)
    return f"{sources} ({claims})" if claims and sources else claims or "an assumption"


def farthest(item: Quantity, effect: Influence) -> tuple[tuple[Side, SideEffect], tuple[Side, SideEffect]]:
    """The nominal side, and the other one that moves the answer most from it."""
    pairs = list(zip(item.sides, effect.sides, strict=True))
    nominal = pairs[0]
    return nominal, max(pairs[1:], key=lambda pair: abs(pair[1].value.value - nominal[1].value.value))


def leading(found: Sensitivity) -> tuple[Quantity, Influence] | None:
    """The disputed quantity that moves the metric most beyond chance; None where none does."""
    return next(((item, effect) for item, effect in found.ranked if effect.clear), None)


def main_sentence(found: Sensitivity) -> str:
    """On which claim the metric hangs: if one source is right instead of another, the figure becomes another."""
    metric = found.metric
    begins = f"{metric.label[0].upper()}{metric.label[1:]} ({found.what})"
    told = []
    first = leading(found)
    if first is None:
        told.append(f"{begins}: no clear difference between any two witnesses of {len(found.ranked)} disputed "
                    f"quantities, in {found.draws} draws; it is {with_unit(metric, found.usual.value)} whoever is "
                    "right.")
    else:
        (nominal, here), (other, there) = farthest(*first)
        told.append(f"{begins} depends mainly on {first[0].label}: if {who(other)} is right with {other.text} "
                    f"instead of {who(nominal)} with {nominal.text}, "
                    f"{told_apart(metric, there.value.value, here.value.value)}.")
    if found.switch is not None:
        told.append(switch_sentence(found))
    return passed(" ".join(told), claims=found.claims)


def switch_sentence(found: Sensitivity) -> str:
    """What other readings of the word batch make of the figure."""
    assert found.switch is not None
    metric, moved = found.metric, [item for item in found.switch.sides if item[2].change.clear]
    if not moved:
        return "No other reading of the word batch changes it clearly."
    other = max(moved, key=lambda item: abs(item[2].change.value))
    return (f"Of the readings of the word batch, “{other[1].text}” ({who(other[1])}) changes it most: to "
            f"{with_unit(metric, other[2].value.value)} from {with_unit(metric, found.usual.value)}.")


def checking_sentence(found: Sensitivity) -> str:
    """What it is worth to find out who is right about one quantity."""
    best = max((pair for pair in found.ranked if isfinite(pair[1].first.value)),
               key=lambda pair: pair[1].first.value, default=None)
    if best is None or best[1].first.low <= 0 or best[1].first.value < LEAST_SHARE:
        return "Knowing who is right about any one of them is not expected to narrow the interval."
    item, effect = best
    narrows = (f"and to narrow the {found.doubt_level:.0%} interval from {with_unit(found.metric, effect.width)} wide "
               f"to {with_unit(found.metric, effect.width_checked)}" if effect.narrowing > 0
               else f"though not to narrow the {found.doubt_level:.0%} interval")
    return passed(f"If only one thing could be checked: knowing who is right about {item.label} is expected to take "
                  f"away {percent(effect.first)} of the variance, {narrows}.", claims=found.claims)


def rest_sentence(found: Sensitivity) -> str:
    """How much of the spread no disputed quantity explains by itself."""
    firsts = [effect.first.value for _, effect in found.ranked if isfinite(effect.first.value)]
    if not firsts:
        return "No draw moves it, so there is no spread to explain."
    return (f"Taken one by one the disputes explain {100 * min(sum(firsts), 1.0):.0f} % of the variance between draws; "
            "the rest is values inside a claim's own interval, quantities that nobody disputes, where the site stands "
            "inside its rounding, and interactions.")


def percent(index: Interval) -> str:
    """An index with its interval."""
    if not isfinite(index.value):
        return "an unknown share"
    return f"{100 * index.value:.0f} % ({100 * index.low:.0f} to {100 * index.high:.0f})"


def lines(found: Sensitivity) -> list[str]:
    """The tornado as a terminal prints it.

    Raises
    ------
    OpenIADSError
        E0801 where a line would say what is refused.
    """
    metric = found.metric
    runs = f", {found.repeats} raids each" if found.repeats > 1 or metric.kind == "fight" else ""
    told = [
        f"{metric.label[0].upper()}{metric.label[1:]}, {found.what}" + (f"; {metric.caveat}" if metric.caveat else ""),
        f"As the draws have it: {with_unit(metric, found.usual.value)} ({found.usual.level:.0%} interval of the mean "
        f"{interval(metric, found.usual)}); {found.doubt_level:.0%} of {found.draws} draws{runs} lie from "
        f"{number(metric, found.low)} to {number(metric, found.high)}.", ""]
    if found.stage == "partial":
        told.insert(0, f"PARTIAL: {found.draws} of {found.asked} draws before it was interrupted.")
    for rank, (item, effect) in enumerate(found.ranked, 1):
        swing = f"swing {with_unit(metric, effect.swing)}" if effect.clear else "no clear difference"
        told.append(f"{rank:2d}. {item.label}: {swing}")
        if effect.clear:
            told.append(f"    total effect {percent(effect.total)} of the variance, alone {percent(effect.first)}; "
                        f"if known, the interval is {with_unit(metric, effect.width_checked)} wide instead of "
                        f"{number(metric, effect.width)}")
        told += [f"      {signed(metric, one.change.value):>9} ({interval(metric, one.change, change=True)})  "
                 f"{side.text}  [{side.grade}] {who(side)}"
                 for side, one in zip(item.sides, effect.sides, strict=True)]
    if found.switch is not None:
        told += ["", f"A word that the scenario chooses, {found.switch.label}: “{found.switch.chosen.text}” "
                     f"({who(found.switch.chosen)}); read otherwise:"]
        told += [f"      {signed(metric, one.change.value):>9} ({interval(metric, one.change, change=True)})  "
                 f"{side.text}  [{side.grade}] {who(side)}" for _, side, one in found.switch.sides]
    if found.outside:
        told += ["", "Disputed, but nothing of this metric is drawn from them: "
                 + "; ".join(item.label for item in found.outside) + "."]
    whys: dict[str, int] = {}
    for each in found.frozen:
        why = "witnesses agree" if each.why.endswith("agree") else each.why
        whys[why] = whys.get(why, 0) + 1
    counts = listing([f"{count} {why}" for why, count in sorted(whys.items())])
    told += ["", f"Frozen, because nobody disputes them: {len(found.frozen)} quantities ({counts}); -o FILE.csv or "
                 "--json lists them.", "", rest_sentence(found), checking_sentence(found)]
    return [passed(line, what="line of the sweep", claims=found.claims) for line in told]


def file_of(sweep: str) -> str:
    """File name of a sweep's table in a study's folder, by the page's name for the sweep."""
    return f"claims-{sweep.replace('_', '-')}.csv"


def csv_of(found: Sensitivity) -> str:
    """Every bar end, one row each; then what is disputed elsewhere, and what is frozen."""
    metric, out = found.metric, io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()

    def six(value: float) -> float | str:
        return float(f"{value:.6g}") if isfinite(value) else ""

    def ends(name: str, item: Interval) -> dict[str, object]:
        return {name: six(item.value), f"{name}_low": six(item.low), f"{name}_high": six(item.high)}

    def named(side: Side) -> dict[str, object]:
        return {"claims": " ".join(side.claims), "sources": "; ".join(side.sources), "grade": side.grade,
                "states": side.text, "share_of_draws": six(side.share)}

    def moved(one: SideEffect) -> dict[str, object]:
        return {"unit": metric.unit, **ends("value", one.value), **ends("change", one.change),
                "level": one.change.level, "clear": "yes" if one.change.clear else "no clear difference"}

    stage = f"partial: {found.draws} of {found.asked} draws" if found.stage == "partial" else ""
    for rank, (item, effect) in enumerate(found.ranked, 1):
        writer.writerows({
            "rank": rank, "quantity": item.key, **named(side), **moved(one), **ends("first_order", effect.first),
            **ends("total_effect", effect.total), "interval_width": six(effect.width),
            "interval_width_if_known": six(effect.width_checked), "note": stage,
        } for side, one in zip(item.sides, effect.sides, strict=True))
    if found.switch is not None:
        writer.writerows({"quantity": found.switch.key, **named(side), **moved(one), "share_of_draws": "",
                          "note": "a choice of the scenario"} for _, side, one in found.switch.sides)
    writer.writerows({"quantity": item.key, **named(side), "note": "disputed, but not drawn from here"}
                     for item in found.outside for side in item.sides)
    writer.writerows({"quantity": each.key, "claims": " ".join(each.claims), "states": each.text,
                      "note": f"frozen: {each.why}"} for each in found.frozen)
    return out.getvalue()
