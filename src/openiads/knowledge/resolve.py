"""What one draw believes: every quantity that the models need, with its nominal value, its extremes and its draws."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.components import Wanted, component, load_components, target_classes
from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.pools import Believing, Group, Weights, build_pool, load_weights, options
from openiads.knowledge.reader import suggestion

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
PICK, VALUE, CONDITION = 0, 1, 2  # running numbers of the draws within one purpose


@dataclass(frozen=True)
class Believed:
    """What the nominal draw believes of one quantity; SI."""

    key: str
    value: float
    low: float
    high: float
    unit: str
    claim_id: str | None
    status: Believing
    grade: str  # of the claim; "unsourced" without a link, else "assumed" or "inferred"
    condition: Mapping[str, float] = field(default_factory=dict)
    condition_status: str = ""  # "stated", "class" or "assumed", for the cross-section of a radar range
    note: str = ""


@dataclass(frozen=True)
class Dispute:
    """A quantity on which independent sources do not agree."""

    key: str
    unit: str
    groups: tuple[Group, ...]
    shares: tuple[float, ...]


class ReferenceRange(NamedTuple):
    """Range at a cross-section that sets a radar's SNR constant."""

    range_m: float
    rcs_m2: float
    has_rcs_tagged_witness: bool
    believed: Believed


def _in_interval(wanted: Wanted, low: Floats, high: Floats, chance: Floats) -> Floats:
    if wanted.is_integer:
        return np.floor(low + chance * (high - low + 1))
    if wanted.is_log:
        return low * (high / low) ** chance
    return low + chance * (high - low)


@dataclass(frozen=True)
class Beliefs:
    """Nominal and drawn values of every quantity asked for; draws are made when they are asked for.

    What models read, with `value`, `drawn`, `witness` and `condition_drawn`, is noted, so that results can name the
    claims that stand behind them; `nominal` and `pool` are for telling.
    """

    pools: Mapping[str, tuple[Group, ...]]
    wanted: Mapping[str, Wanted]
    n_draws: int
    seed: int
    pins: tuple[str, ...]
    weights: Weights
    as_of: date | None = None  # day by which statements were known; None counts all
    inferred: Mapping[str, tuple[Believed, Floats]] = field(default_factory=dict)
    order: Indices | None = field(default=None, compare=False)  # draw that each row stands for, where told again
    told: Mapping[str, Indices] = field(default_factory=dict, compare=False)  # group that rows believe; -1 as drawn
    _cache: dict[str, tuple[Floats, Indices]] = field(default_factory=dict, compare=False, repr=False)
    _valued: set[str] = field(default_factory=set, compare=False, repr=False)

    @cached_property
    def nominal(self) -> Mapping[str, Believed]:
        """What the nominal draw believes, by key; a quantity that nobody states and nobody assumes is absent."""
        table = {key: self._nominal(key) for key, pool in self.pools.items() if pool}
        return {**table, **{key: believed for key, (believed, _) in self.inferred.items()}}

    def _nominal(self, key: str) -> Believed:
        pool, wanted = self.pools[key], self.wanted[key]
        group = pool[0]
        condition, condition_status = self._nominal_condition(key, group)
        claim = group.speaker.claim if group.speaker else None
        grade = group.status if claim is None or group.status == "unsourced" else claim.grade
        note = claim.note if claim else (wanted.fallback.note if wanted.fallback else "")
        if claim and group.is_pinned and claim.status in ("game", "defect"):
            note = f"pinned although {claim.defect or 'it is a game or simulator table'}. {note}"
        return Believed(
            key, float(round(group.nominal) if wanted.is_integer else group.nominal),
            min(item.low for item in pool), max(item.high for item in pool), wanted.unit,
            group.claim_id, group.status, grade, condition, condition_status, note,
        )

    def _nominal_condition(self, key: str, group: Group) -> tuple[dict[str, float], str]:
        wanted, speaker = self.wanted[key], group.speaker
        if wanted.quantity != "detection_range":
            return {}, ""
        if speaker and speaker.target_class:
            return {"rcs_m2": self._nominal(f"{speaker.target_class}.rcs").value}, "class"
        low, high = self._rcs_interval(key, group)
        status = "stated" if speaker and speaker.bucket == "rcs" else "assumed"
        return {"rcs_m2": float((low * high) ** 0.5)}, status

    def _rcs_interval(self, key: str, group: Group) -> tuple[float, float]:
        if group.speaker and group.speaker.rcs_m2:
            return group.speaker.rcs_m2
        assumed = self.wanted[key].fallback
        return assumed.rcs_m2 if assumed and assumed.rcs_m2 else self.weights.unstated_rcs_m2

    def pool(self, key: str) -> tuple[Group, ...]:
        """Witnesses (or priors, or the assumption) that draws of a quantity pick from, the nominal one first."""
        if key not in self.pools:
            raise fault("E0212", f"nothing is resolved under {key!r}", where=f"quantity {key!r}",
                        why="a key is COMPONENT.QUANTITY", fix=suggestion(key, self.pools))
        return self.pools[key]

    def shares(self, key: str) -> tuple[float, ...]:
        """Share of the draws that believe each group of the pool."""
        weights = [group.weight for group in self.pool(key)]
        return tuple(weight / sum(weights) for weight in weights)

    def _chance(self, key: str, number: int) -> Floats:
        # compiled code is loaded only when something is drawn
        from openiads.draws import draw_for

        wanted = self.wanted[key]
        return draw_for(self.seed, self.n_draws, self.order, wanted.component, wanted.quantity, number)

    def _draw(self, key: str) -> tuple[Floats, Indices]:
        if key not in self._cache:
            pool, wanted = self.pool(key), self.wanted[key]
            if not pool:
                raise fault("E0212", f"nobody states {key} and nothing is assumed", where=f"quantity {key!r}",
                            why="a model needs it", fix="state it in a claim file")
            edges = np.cumsum(self.shares(key))
            chance = self._chance(key, PICK)
            index = np.minimum(np.searchsorted(edges, chance, side="right"), len(pool) - 1).astype(np.int64)
            if key in self.told:
                index = np.where(self.told[key] >= 0, self.told[key], index)
            low = np.array([group.low for group in pool])[index]
            high = np.array([group.high for group in pool])[index]
            self._cache[key] = (_in_interval(wanted, low, high, self._chance(key, VALUE)), index)
        return self._cache[key]

    def drawn(self, key: str) -> Floats:
        """Values that the draws believe, (n_draws,). [SI]"""
        return self.inferred[key][1] if key in self.inferred else self._draw(key)[0]

    def witness(self, key: str) -> Indices:
        """Group of the pool that each draw believes, (n_draws,)."""
        return self._draw(key)[1]

    def condition_drawn(self, key: str, name: str = "rcs_m2") -> Floats:
        """Condition under which each draw's value holds, (n_draws,); the cross-section of a radar range. [m2]"""
        self.pool(key)
        wanted = self.wanted[key]
        if wanted.quantity != "detection_range" or name != "rcs_m2":
            raise fault("E0212", f"{key} is drawn under no condition {name!r}", where=f"quantity {key!r}",
                        why="a condition is drawn with the quantity that it narrows",
                        fix='only ranges of radars have "rcs_m2"')
        chance = self._chance(key, CONDITION)
        index = self.witness(key)
        rcs_m2 = np.empty(self.n_draws)
        for number, group in enumerate(self.pool(key)):
            mine = index == number
            target = group.speaker.target_class if group.speaker else None
            if target:
                rcs_m2[mine] = self.drawn(f"{target}.rcs")[mine]
            else:
                low, high = self._rcs_interval(key, group)
                rcs_m2[mine] = low * (high / low) ** chance[mine]
        return rcs_m2

    def reference_range(self, radar: str) -> ReferenceRange:
        """Range and cross-section that set the SNR constant of a radar."""
        key = f"{radar}.detection_range"
        believed = self.nominal[key]
        tagged = any(group.speaker and group.speaker.bucket == "rcs" and group.status == "witness"
                     for group in self.pool(key))
        return ReferenceRange(believed.value, believed.condition["rcs_m2"], tagged, believed)

    def value(self, key: str) -> float:
        """Nominal value. [SI]"""
        self._valued.add(key)
        if key not in self.nominal:
            self.pool(key)
            raise fault("E0212", f"nobody states {key} and nothing is assumed", where=f"quantity {key!r}",
                            why="a model needs it", fix="state it in a claim file")
        return self.nominal[key].value

    def evidence_mix(self, keys: Iterable[str] | None = None) -> dict[str, int]:
        """Number of nominal inputs by grade; without a link they count as unsourced."""
        mix: dict[str, int] = {}
        for key in self.nominal if keys is None else keys:
            grade = self.nominal[key].grade
            mix[grade] = mix.get(grade, 0) + 1
        return dict(sorted(mix.items()))

    def disputes(self) -> tuple[Dispute, ...]:
        """Quantities on which independent groups believe different values."""
        return tuple(
            Dispute(key, self.wanted[key].unit, pool, self.shares(key)) for key, pool in self.pools.items()
            if len({(group.low, group.high) for group in pool}) > 1
        )

    @property
    def keys_drawn(self) -> tuple[str, ...]:
        """Quantities of which something was drawn so far: what a model that was run on these beliefs draws."""
        return tuple(self._cache)

    @property
    def keys_read(self) -> tuple[str, ...]:
        """Quantities that the models have read so far, those with a nominal value alone included."""
        return tuple(sorted({*self._cache, *(key for key in self._valued if self.pools.get(key))}))

    def reference_interval(self, key: str, group: Group) -> tuple[float, float] | str:
        """Cross-section for which a group states a radar's range: an interval in m2, or the class that ties it."""
        speaker = group.speaker
        return speaker.target_class if speaker and speaker.target_class else self._rcs_interval(key, group)

    def retold(self, order: Indices, told: Mapping[str, Indices]) -> "Beliefs":
        """The same draws told again, row by row, with some witnesses chosen instead of drawn.

        Parameters
        ----------
        order : (rows,) int
            Draw that each row repeats, with all its luck.
        told : mapping of key to (rows,) int
            Group of the pool that each row believes of a quantity; -1 leaves it as drawn.
        """
        assert not self.inferred, "what was inferred from other draws cannot be told again"
        return replace(self, n_draws=len(order), order=order, told=dict(told), _cache={}, _valued=set())

    def unread(self) -> "Beliefs":
        """The same beliefs of which nothing was read yet."""
        return replace(self, _cache={}, _valued=set())

    def with_inferred(self, values: Mapping[str, tuple[Believed, Floats]]) -> "Beliefs":
        """The same beliefs with values that a model worked out; they stay marked as inferred."""
        marked = {key: (replace(item, key=key, status="inferred", grade="inferred"), drawn)
                  for key, (item, drawn) in values.items()}
        return replace(self, inferred={**self.inferred, **marked})

    def speaking(self, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Every claim that speaks for some quantities, with those of them that it moves.

        A range stated for a class of target is moved by the claims of that class's cross-section too.
        """
        moved: dict[str, dict[str, None]] = {}
        for key in keys:
            pool = self.pools.get(key, ())
            tied = [f"{group.speaker.target_class}.rcs" for group in pool
                    if group.speaker and group.speaker.target_class]
            for source in dict.fromkeys([key, *tied]):
                for group in self.pools.get(source, ()):
                    if group.claim_id:
                        moved.setdefault(group.claim_id, {})[key] = None
        return {claim_id: tuple(found) for claim_id, found in moved.items()}

    def claims_used(self) -> tuple[str, ...]:
        """Ids of every claim that speaks for something which the models read so far."""
        return tuple(sorted(self.speaking(self.keys_read)))


def _pin_faults(
    library: Library, believe: Sequence[str], wanted: Mapping[str, Wanted], weights: Weights
) -> list[Fault]:
    faults = []
    for claim_id in believe:
        feeds = related = False
        for item in wanted.values():
            for option in options(library, item, weights, with_related=True):
                if option.claim.id == claim_id:
                    feeds, related = feeds or option.relation != "related", True
        if not feeds:
            claim = library.claim(claim_id)
            why = (f"it speaks of {claim.subject!r}, which is shown beside the components here but is another thing"
                   if related else f"no quantity of this study is read from {claim.subject!r}, {claim.quantity}")
            faults.append(Fault("E0213", f"claim {claim_id} feeds nothing here", f"--believe {claim_id}", why,
                                _what_feeds(library, claim, wanted, weights)))
    return faults


def _rival_pins(
    library: Library, pins: Sequence[str], wanted: Mapping[str, Wanted], weights: Weights
) -> Iterator[Fault]:
    """Pins of one quantity: no draw can believe both."""
    rivals: dict[tuple[str, ...], list[str]] = {}
    for key, item in wanted.items() if len(pins) > 1 else ():
        feeding = {option.claim.id for option in options(library, item, weights)}
        both = tuple(claim_id for claim_id in pins if claim_id in feeding)
        if len(both) > 1:
            rivals.setdefault(both, []).append(key)
    for both, keys in rivals.items():
        yield Fault("E0220", f"{' and '.join(both)} are claims of one quantity",
                    " ".join(f"--believe {claim_id}" for claim_id in both),
                    f"both feed {', '.join(keys)}, and every draw believes one value of it",
                    f"keep one of them; a run with each tells them apart, and openiads claims diff {both[0]} {both[1]}")


def _what_feeds(library: Library, claim: Claim, wanted: Mapping[str, Wanted], weights: Weights) -> str:
    """A quantity of the study next to what a claim speaks of, some claims that feed it, and how to list them all."""
    subject, spoken = library.aliases.subject(claim.subject), library.aliases.quantities_of(claim)
    by_key = {
        key: list(dict.fromkeys(option.claim.id for option in options(library, item, weights)))
        for key, item in wanted.items()
    }
    key = max((key for key, ids in by_key.items() if ids), default=None, key=lambda key: (
        wanted[key].component == subject, wanted[key].quantity in spoken, len(by_key[key])))
    if key is None:
        return "leave it out: no claim feeds this study"
    item, ids = wanted[key], by_key[key]
    told = ", ".join(ids[:4]) + (" and others feed" if len(ids) > 4 else " feed")
    return f"{told} {key}; openiads claims show {item.component} {item.quantity} lists them"


def feeding(library: Library, components: Iterable[str], believe: Sequence[str],
            quantities: Sequence[str] = ()) -> tuple[str, ...]:
    """Those of some claims that feed a quantity of some components, in their own order; another part may take the rest.

    Parameters
    ----------
    library : Library
    components : iterable of str
    believe : sequence of str
        Ids of claims.
    quantities : sequence of str
        Only these quantities; every one without them.

    Examples
    --------
    >>> feeding(load_library(), ["40N6E"], ["RAD-037", "MIS-001"])
    ('MIS-001',)
    """
    weights = load_weights()
    wanted = [item for key in dict.fromkeys(components) for name, item in component(key).quantities.items()
              if not quantities or name in quantities]
    taken = {option.claim.id for item in wanted for option in options(library, item, weights)} if believe else set()
    return tuple(claim_id for claim_id in believe if claim_id in taken)


def resolve(
    library: Library | None = None,
    components: Iterable[str] | None = None,
    *,
    n_draws: int = 1000,
    seed: int = 2022,
    believe: Sequence[str] = (),
    weights: Weights | None = None,
    as_of: date | None = None,
) -> Beliefs:
    """Decide what to believe of every quantity of some components.

    Parameters
    ----------
    library : Library, optional
        The ledger; the bundled one by default.
    components : iterable of str, optional
        Keys of components and target classes; all by default. Target classes are always among them, because a
        radar's range may be stated for a class.
    n_draws : int
        Number of draws.
    seed : int
        Seed of the study.
    believe : sequence of str
        Ids of claims that every draw believes.
    weights : Weights, optional
        How much a draw leans on a witness of each grade; the bundled weights by default.
    as_of : date, optional
        What is told by statements is believed as it was known on this day; pins are believed whenever they were made.

    Returns
    -------
    Beliefs

    Raises
    ------
    OpenIADSError
        E0212 for an unknown component or claim, E0213 for a claim that feeds nothing here, E0220 for two pinned
        claims of one quantity.

    Examples
    --------
    >>> resolve(components=["40N6E"]).nominal["40N6E.max_range"].value
    400000.0
    """
    library = library or load_library()
    weights = weights or load_weights()
    keys = list(load_components()) if components is None else [*components]
    wanted = {
        item.key: item
        for key in dict.fromkeys([*keys, *target_classes()])
        for item in component(key).quantities.values()
    }
    pins = tuple(dict.fromkeys(library.claim(claim_id, where=f"--believe {claim_id}").id for claim_id in believe))
    faults = [*_pin_faults(library, pins, wanted, weights), *_rival_pins(library, pins, wanted, weights)]
    if faults:
        raise OpenIADSError(faults)

    pools: dict[str, tuple[Group, ...]] = {}

    def class_ratio(target: str) -> float:
        pool = pools[f"{target}.rcs"]
        return max(group.high for group in pool) / min(group.low for group in pool)

    for key in sorted(wanted, key=lambda name: not name.endswith(".rcs")):
        pools[key] = build_pool(library, wanted[key], weights, pins, class_ratio, as_of)
    ordered = {key: pools[key] for key in wanted}
    return Beliefs(ordered, wanted, n_draws, seed, pins, weights, as_of)


