"""Which claim matters: one metric of a study, worked out while each disputed claim is believed in turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np

from openiads.campaign.estimates import Interval
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.output.disputed import Frozen, Quantity, Side, disputed, entering, frozen, input_of
from openiads.output.influence import (
    Design,
    Influence,
    Input,
    SideEffect,
    design_of,
    influences_of,
    ranked,
    switched,
    tables_of,
    value_interval,
)

WATCHED = 8  # draws between two looks at the width
BATCH = "batch.meaning"  # key of the one disputed word that the scenario chooses


@dataclass(frozen=True)
class Metric:
    """A number of the catalogue that a sweep can work out."""

    name: str
    label: str
    unit: str  # km2, km, s, count, or share, 0 to 1
    kind: str  # "area", "capacity" or "fight"
    column: str = ""  # of the model that gives it
    caveat: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """Least and most that it can be."""
        return 0.0, 1.0 if self.unit == "share" else inf

    @property
    def is_somewhere(self) -> bool:
        """Whether it is told for a class at a height."""
        return self.kind == "area" or self.column in ("opportunities", "raid_absorbed")

    @property
    def one_run(self) -> float:
        """The most that one run can differ, where a share of runs is told; `mean_interval` says why."""
        return 1.0 if self.unit == "share" and self.kind == "fight" else 0.0


METRICS = {item.name: item for item in (
    Metric("covered_area", "area detected", "km2", "area", "detection"),
    Metric("share_of_ring", "share of the ring detected", "share", "area", "detection"),
    Metric("engageable_area", "area engageable", "km2", "area", "engagement"),
    Metric("detection_range", "range at which some search radar has the power", "km", "area", "range",
           "horizon and terrain apart"),
    Metric("engagement_opportunities", "salvos at one target, each judged before the next", "count", "capacity",
           "opportunities", "closed form, before any fight"),
    Metric("channels", "guidance channels", "count", "capacity", "channels"),
    Metric("ready_rounds", "ready rounds", "count", "capacity", "ready_rounds"),
    Metric("raid_absorbed", "targets that can be given one salvo each", "count", "capacity", "raid_absorbed",
           "closed form, before any fight"),
    Metric("p_zero_leak", "raids without a leaker", "share", "fight", "p_zero_leak"),
    Metric("leakers", "raiders that got through", "count", "fight", "leakers"),
    Metric("leaked_share", "share of the raid that got through", "share", "fight", "leaked_share"),
    Metric("killed", "raiders killed", "count", "fight", "killed"),
    Metric("warning_time", "first track to arrival", "s", "fight", "warning_time_s"),
    Metric("rounds_spent", "rounds spent", "count", "fight", "rounds_spent"),
    Metric("shots_per_kill", "rounds for each kill", "count", "fight", "shots_per_kill"),
    Metric("magazine_empty", "raids in which every ready round was spent", "share", "fight", "magazine_empty"),
    Metric("neutral_engaged", "airliners fired at", "count", "fight", "neutral_engaged"),
    Metric("saturation_raid", "raid size that is met without a leaker", "count", "fight", "saturation_raid",
           "area under the curve of raids without a leaker; where the curve falls evenly, the size at one half"),
)}


@dataclass(frozen=True)
class Model:
    """A metric of one arm of one scenario as a model of beliefs; `reads` and `over` are made by the kinds of metric."""

    metric: Metric
    what: str  # of what it is asked, in words
    library: Library
    beliefs: Beliefs  # of the ledger, as many draws as can be asked for
    reads: Callable[[], Sequence[str]]  # quantities of which the metric draws
    over: Callable[[Beliefs], Callable[[int, int], np.ndarray]]
    meanings: dict[str, tuple[Side, Callable[[Beliefs], Callable[[int, int], np.ndarray]]]] = field(
        default_factory=dict)  # other readings of the word batch, where the arm rests on one
    chosen: Side | None = None  # the reading that the scenario chooses


@dataclass(frozen=True)
class Switch:
    """A disputed word that the scenario chooses: its readings against the chosen one."""

    key: str
    label: str
    chosen: Side
    sides: tuple[tuple[str, Side, SideEffect], ...]  # name of the reading, who uses it, what it changes

    @property
    def swing(self) -> float:
        """From the lowest bar end to the highest, the chosen reading among them."""
        ends = [0.0, *(effect.change.value for _, _, effect in self.sides)]
        return max(ends) - min(ends)


@dataclass(frozen=True)
class Sensitivity:
    """What each disputed claim does to one metric."""

    metric: Metric
    what: str
    usual: Interval  # mean over the draws as they are
    low: float  # the interval that holds `doubt_level` of the draws, chance in the runs apart
    high: float
    doubt_level: float
    draws: int
    asked: int  # draws that were asked for
    repeats: int
    ranked: tuple[tuple[Quantity, Influence], ...]
    switch: Switch | None
    outside: tuple[Quantity, ...]  # disputed, but nothing of the metric is drawn from them
    frozen: tuple[Frozen, ...]
    claims: tuple[str, ...]  # that speak for what moves the metric
    idle: tuple[str, ...] = ()  # that speak for what the metric reads, and that change nothing here

    @property
    def named(self) -> tuple[str, ...]:
        """Every claim that its words name."""
        return self.claims + self.idle

    @property
    def stage(self) -> str:
        """"partial" where Ctrl-C left draws out."""
        return "finished" if self.draws == self.asked else "partial"


def unit_of(metric: Metric, value: float) -> float:
    """A value as tables print it: shares in percent."""
    return 100 * value if metric.unit == "share" else value


def inputs_of(model: Model, draws: int) -> tuple[list[Quantity], list[Input], Beliefs]:
    """Disputed quantities that the metric draws from, as inputs of the first draws."""
    first = model.beliefs.retold(np.arange(draws), {})
    quantities = entering(disputed(model.library, model.beliefs), model.reads())
    return quantities, [input_of(first, item) for item in quantities], first


def told_again(beliefs: Beliefs, quantities: Sequence[Quantity], design: Design) -> Beliefs:
    """Beliefs of every row of a design."""
    told = {}
    for number, item in enumerate(quantities):
        mine = design.input == number
        group = np.array([side.groups[0] for side in item.sides])
        told[item.key] = np.where(mine, group[np.where(mine, design.side, 0)], -1)
    return beliefs.retold(design.draw, told)


def sensitivity(model: Model, draws: int, *, level: float = 0.95, doubt_level: float = 0.9,
                on_progress: Callable[[int, float], None] = lambda _done, _width: None,
                should_stop: Callable[[], bool] = lambda: False) -> Sensitivity:
    """Sweep one metric over every side of every disputed quantity.

    Parameters
    ----------
    model : Model
    draws : int
        Draws over what the sources say, each told again for every side.
    level : float
        Wanted coverage of the intervals of estimates, 0 to 1.
    doubt_level : float
        Share of the draws that the interval of the metric holds.
    on_progress : callable
        Hears how many draws are done and how wide the interval of the widest bar end is, in the metric's unit.
    should_stop : callable
        True ends the sweep with the draws that are whole.
    """
    quantities, inputs, _ = inputs_of(model, draws)
    design = design_of(inputs, draws)
    answers = model.over(told_again(model.beliefs, quantities, design))
    others = {name: over(model.beliefs.retold(np.arange(draws), {})) for name, (_, over) in model.meanings.items()}
    metric = model.metric
    parts: list[np.ndarray] = []
    read: dict[str, list[np.ndarray]] = {name: [] for name in others}
    done = 0

    def found() -> tuple[np.ndarray, list[Influence], tuple[float, float]]:
        base, tables = tables_of(np.concatenate(parts, axis=1), design, inputs, done)
        effects, ends = influences_of(base, tables, inputs, level=level, doubt_level=doubt_level, ends=metric.ends,
                                      one_run=metric.one_run)
        return base, effects, ends

    while done < draws and not (should_stop() and done > 1):
        until = min(done + WATCHED, draws)
        parts.append(answers(design.until(done), design.until(until)))
        for name, each in others.items():
            read[name].append(each(done, until))
        done = until
        widest = max((side.change.half_width for item in found()[1] for side in item.sides), default=0.0)
        on_progress(done, 2 * widest)
    base, effects, (low, high) = found()
    by_key = {item.key: item for item in quantities}
    switch = None
    if model.chosen is not None and others:
        changed = switched(base, {name: np.concatenate(values, axis=1) for name, values in read.items()}, level=level,
                           ends=metric.ends, one_run=metric.one_run)
        switch = Switch(BATCH, "what the word batch means", model.chosen,
                        tuple((name, model.meanings[name][0], effect) for name, effect in changed.items()))
    moving, idle = claims_of(model, effects)
    known = np.isfinite(base)
    return Sensitivity(
        metric, model.what,
        value_interval(base[known], np.tile(np.arange(base.shape[1]), (base.shape[0], 1))[known], level,
                       metric.one_run),
        low, high, doubt_level, done, draws, base.shape[0],
        tuple((by_key[item.key], item) for item in ranked(effects)), switch,
        tuple(item for item in disputed(model.library, model.beliefs) if item.key not in by_key),
        frozen(model.library, model.beliefs), moving, idle)


def claims_of(model: Model, effects: Sequence[Influence]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Claims that speak for what moves the metric, and those of disputes that it reads and that change nothing.

    What is not disputed cannot be told again under another witness, so all of it that is read counts as moving.
    """
    still = {item.key for item in effects if not item.moves}
    moving = model.beliefs.speaking([key for key in model.reads() if key not in still])
    idle = model.beliefs.speaking(still)
    return tuple(moving), tuple(claim for claim in idle if claim not in moving)


def record_of(found: Sensitivity) -> dict[str, Any]:
    """A sweep as plain values for the envelope: bar ends with their sources, indices, what knowing is worth."""
    return {
        "metric": found.metric.name, "label": found.metric.label, "unit": found.metric.unit, "what": found.what,
        "caveat": found.metric.caveat, "stage": found.stage, "draws": found.draws, "repeats": found.repeats,
        "value": found.usual.value, "interval_over_draws": {"low": found.low, "high": found.high,
                                                            "level": found.doubt_level},
        "ranked": [
            {"key": item.key, "label": item.label, "swing": effect.swing, "clear": effect.clear,
             "first_order": effect.first.value, "total_effect": effect.total.value,
             "moves": effect.moves, "width": effect.width, "width_if_known": effect.width_checked,
             "narrowing": effect.narrowing,
             "sides": [{**side_record(side), "value": one.value.value, "change": one.change.value,
                        "clear": one.change.clear, "against_nominal": one.against.value, "width_if_true": one.width}
                       for side, one in zip(item.sides, effect.sides, strict=True)]}
            for item, effect in found.ranked],
        "switch": None if found.switch is None else {
            "key": found.switch.key, "label": found.switch.label, "chosen": side_record(found.switch.chosen),
            "sides": [{"reading": name, **side_record(side), "value": one.value.value, "change": one.change.value,
                       "clear": one.change.clear} for name, side, one in found.switch.sides]},
        "disputed_elsewhere": [{"key": item.key, "label": item.label,
                                "sides": [side_record(side) for side in item.sides]} for item in found.outside],
        "frozen": [{"key": item.key, "label": item.label, "value": item.text, "claims": list(item.claims),
                    "why": item.why} for item in found.frozen],
        "claims_without_effect": list(found.idle),
    }


def side_record(side: Side) -> dict[str, Any]:
    """Who is on a side, and what they state."""
    return {"text": side.text, "claims": list(side.claims), "sources": list(side.sources), "grade": side.grade,
            "read_so": side.reading, "share_of_draws": side.share}


def intervals_of(found: Sensitivity) -> dict[str, Any]:
    """Intervals of a sweep under the keys of `record_of`."""
    def ends(item: Interval) -> dict[str, float]:
        return {"low": item.low, "high": item.high, "level": item.level}

    return {"value": ends(found.usual), "ranked": {item.key: {
        "first_order": ends(effect.first), "total_effect": ends(effect.total),
        "sides": {" ".join(side.claims) or "assumed": {"value": ends(one.value), "change": ends(one.change),
                                                                     "against_nominal": ends(one.against)}
                  for side, one in zip(item.sides, effect.sides, strict=True)},
    } for item, effect in found.ranked}} | ({"switch": {
        name: {"value": ends(one.value), "change": ends(one.change)} for name, _, one in found.switch.sides
    }} if found.switch else {})
