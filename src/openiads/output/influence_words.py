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
LEAST_SHARE = 0.005  # of the variance: less is printed as 0 %, and what knowing it is worth is lost in chance
MAINLY = 0.5  # of the variance: what explains less is not what a result mainly depends on
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


def change_unit(metric: Metric) -> str:
    """Unit of a change; of a share in points."""
    return "points" if metric.unit == "share" else UNITS[metric.unit]


def of_change(metric: Metric, value: float) -> str:
    """The size of a change with its unit."""
    return f"{number(metric, value)} {change_unit(metric)}".strip()


def signed(metric: Metric, value: float) -> str:
    """A change with its sign, without the unit."""
    text = number(metric, abs(value))
    return text if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def interval(metric: Metric, found: Interval, *, change: bool = False) -> str:
    """The ends of an interval."""
    write = signed if change else number
    return f"{write(metric, found.low)} to {write(metric, found.high)}"


def change_words(metric: Metric, found: Interval) -> str:
    """A paired change with its unit and interval."""
    return (f"{signed(metric, found.value)} {change_unit(metric)}".strip()
            + f", {found.level:.0%} interval {interval(metric, found, change=True)}")


def told_apart(metric: Metric, now: float, before: float) -> str:
    """What becomes of the mean, with as many digits as tell it from what it was."""
    factor = 100 if metric.unit == "share" else 1
    for digits in range(DIGITS, MOST_DIGITS + 1):
        texts = [rounded(factor * value, digits) for value in (now, before)]
        if texts[0] != texts[1]:
            told = " instead of ".join(f"{text} {UNITS[metric.unit]}".strip() for text in texts)
            return f"the mean becomes {told}"
    return f"there is no change in the figures printed, {with_unit(metric, now)}"


def who(side: Side, *, why: bool = False) -> str:
    """Claims and publishers of a side, the first few of each; of a reading of ours, from which claims we read it."""
    def few(names: Sequence[str]) -> str:
        told = ", ".join(shorten(name, NAME_LETTERS, placeholder=" …") for name in names[:NAMED])
        return told + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")

    claims, sources = few(side.claims), few(side.sources)
    if side.reading:
        return (f"read by us from {claims}" if claims else "assumed by us") + (f": {side.reading}" if why else "")
    return f"{sources} ({claims})" if claims and sources else claims or "an assumption"


def farthest(item: Quantity, effect: Influence) -> tuple[tuple[Side, SideEffect], tuple[Side, SideEffect]]:
    """The nominal side, and the other one that is farthest from it: clearly so, where one is."""
    nominal, *others = zip(item.sides, effect.sides, strict=True)
    return nominal, max(others, key=lambda pair: (pair[1].against.clear, abs(pair[1].against.value)))


def leading(found: Sensitivity) -> tuple[Quantity, Influence] | None:
    """The disputed quantity of which one side differs clearly from the nominal one, and most; None where none does."""
    pairs = [(item, effect) for item, effect in found.ranked if any(side.against.clear for side in effect.sides[1:])]
    return max(pairs, key=lambda pair: abs(farthest(*pair)[1][1].against.value), default=None)


def ranks(found: Sensitivity) -> bool:
    """Whether some disputed claim can be told from the others by what it does."""
    return any(effect.clear for _, effect in found.ranked)


def mainly(effect: Influence) -> bool:
    """Whether one quantity alone explains most of the variance between draws, beyond chance."""
    return isfinite(effect.first.low) and effect.first.low >= MAINLY


def title_of(found: Sensitivity) -> str:
    """What moves the metric most, in one line."""
    metric, first = found.metric, leading(found)
    begins = f"{metric.label[0].upper()}{metric.label[1:]}"
    what = "no disputed claim moves it clearly" if first is None else f"{first[0].label} moves it most"
    return passed(f"{begins}: {what}", claims=found.named)


def usual_words(found: Sensitivity) -> str:
    """The mean as the draws have it, and how far they lie apart."""
    metric = found.metric
    apart = ", chance in the fight apart," if metric.kind == "fight" else ""
    return (f"mean {with_unit(metric, found.usual.value)} ({found.doubt_level:.0%} of the draws{apart} from "
            f"{number(metric, found.low)} to {number(metric, found.high)})")


def main_sentence(found: Sensitivity) -> str:
    """On which claim the metric hangs: if one source is right instead of another, the mean becomes another."""
    metric = found.metric
    begins = f"{metric.label[0].upper()}{metric.label[1:]} ({found.what}), {usual_words(found)}"
    told = []
    first = leading(found)
    if first is None:
        few = len(found.ranked)
        told.append(f"{begins}: " + (f"no disputed claim moves it clearly, on {few} disputed quantities" if few
                                     else "nobody disputes what it reads") + f", in {found.draws} draws.")
    else:
        item, effect = first
        (nominal, _), (other, there) = farthest(item, effect)
        here = effect.sides[0]
        most = (f"it depends mainly on {item.label}" if mainly(effect)
                else f"of the disputed claims, those on {item.label} move it most")
        share = f", {percent(effect.first)} of the variance by themselves" if isfinite(effect.first.value) else ""
        told.append(f"{begins}: {most}{share}. If {who(other)} is right with {other.text} instead of {who(nominal)} "
                    f"with {nominal.text}, {told_apart(metric, there.value.value, here.value.value)} "
                    f"({change_words(metric, there.against)}).")
    if found.switch is not None:
        told.append(switch_sentence(found))
    return passed(" ".join(told), claims=found.named)


def switch_sentence(found: Sensitivity) -> str:
    """What other readings of the word batch make of the figure."""
    assert found.switch is not None
    metric, moved = found.metric, [item for item in found.switch.sides if item[2].change.clear]
    if not moved:
        return "No other reading of the word batch changes it clearly."
    _, side, one = max(moved, key=lambda item: abs(item[2].change.value))
    return (f"Of the readings of the word batch, “{side.text}” ({who(side, why=True)}) changes it most: to a mean of "
            f"{with_unit(metric, one.value.value)} ({change_words(metric, one.change)}).")


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
                  f"away {percent(effect.first)} of the variance, {narrows}.", claims=found.named)


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
        f"As the draws have it, {usual_words(found)}; {found.usual.level:.0%} interval of the mean "
        f"{interval(metric, found.usual)}; {found.draws} draws{runs}. Intervals of changes hold all together.", ""]
    if found.stage == "partial":
        told.insert(0, f"PARTIAL: {found.draws} of {found.asked} draws before it was interrupted.")
    for rank, (item, effect) in enumerate(found.ranked, 1):
        swing = f"swing {of_change(metric, effect.swing)}" if effect.clear else _unclear(effect)
        told.append(f"{rank:2d}. {item.label}: {swing}")
        if effect.clear:
            known = (f"; if known, the interval is {with_unit(metric, effect.width_checked)} wide instead of "
                     f"{number(metric, effect.width)}" if effect.first.low >= LEAST_SHARE else "")
            told.append(f"    total effect {percent(effect.total)} of the variance, alone {percent(effect.first)}"
                        f"{known}")
        told += [_change_line(metric, side, one) for side, one in zip(item.sides, effect.sides, strict=True)
                 if effect.moves]
    if found.switch is not None:
        told += ["", f"A word that the scenario chooses, {found.switch.label}: “{found.switch.chosen.text}” "
                     f"({who(found.switch.chosen, why=True)}); read otherwise:"]
        told += [_change_line(metric, side, one) for _, side, one in found.switch.sides]
    if found.idle:
        told += ["", f"Read, and without effect here: {', '.join(found.idle)}."]
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
    return [passed(line, what="line of the sweep", claims=found.named) for line in told]


def _unclear(effect: Influence) -> str:
    return "no clear difference" if effect.moves else "no effect in any draw"


def _change_line(metric: Metric, side: Side, one: SideEffect) -> str:
    change = f"{signed(metric, one.change.value)} {change_unit(metric)}".strip()
    return (f"      {change:>12} ({interval(metric, one.change, change=True)})  {side.text}  [{side.grade}] "
            f"{who(side, why=True)}")


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

    def moved(one: SideEffect, otherwise: str) -> dict[str, object]:
        return {"unit": metric.unit, **ends("value", one.value), **ends("change", one.change),
                "level": one.change.level, "clear": "yes" if one.change.clear else otherwise}

    stage = f"partial: {found.draws} of {found.asked} draws" if found.stage == "partial" else ""
    for rank, (item, effect) in enumerate(found.ranked, 1):
        writer.writerows({
            "rank": rank, "quantity": item.key, **named(side), **moved(one, _unclear(effect)),
            **ends("first_order", effect.first), **ends("total_effect", effect.total),
            "interval_width": six(effect.width), "interval_width_if_known": six(effect.width_checked), "note": stage,
        } for side, one in zip(item.sides, effect.sides, strict=True))
    if found.switch is not None:
        writer.writerows({
            "quantity": found.switch.key, **named(side), **moved(one, "no clear difference"), "share_of_draws": "",
            "note": f"a choice of the scenario; {who(side, why=True)}",
        } for _, side, one in found.switch.sides)
    writer.writerows({"quantity": item.key, **named(side), "note": "disputed, but not drawn from here"}
                     for item in found.outside for side in item.sides)
    writer.writerows({"quantity": each.key, "claims": " ".join(each.claims), "states": each.text,
                      "note": f"frozen: {each.why}"} for each in found.frozen)
    return out.getvalue()
