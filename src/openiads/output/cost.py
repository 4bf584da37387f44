"""M11, cost exchange: a range over the price claims of the ledger, never one number, beside what it was spent for."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf, isfinite

import numpy as np

from openiads.campaign.estimates import Interval, mean_interval
from openiads.campaign.tables import Columns
from openiads.knowledge.library import Library
from openiads.output.fight_words import interval_words, of_interval
from openiads.output.metrics import PerRun, metrics_of, within

NO_PRICE = "no citable source states this"


@dataclass(frozen=True)
class Price:
    """What the claims say of the price of one thing, in one currency."""

    of: str
    currency: str
    low: float
    high: float
    claims: tuple[str, ...]
    note: str

    @property
    def factor(self) -> float:
        """By how much the claims differ; 1 where there is a single one."""
        return self.high / self.low


@dataclass(frozen=True)
class Exchange:
    """Price of what was fired for each raider stopped, over the price of that raider; NaN where a price is missing."""

    target: str
    currency: str
    low: float
    high: float
    words: str  # what is missing, or what it rests on
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """What one arm spent for each raider that it killed, beside what it was spent for."""

    rounds: Mapping[str, Interval]  # of each missile type, for each kill
    prices: Mapping[str, Price | None]  # of each missile type that was fired
    currency: str  # "" where no price of the rounds is known
    low: float  # of the priced rounds for each kill, in that currency; NaN without
    high: float
    exchange: Sequence[Exchange]  # by class, as the raid has them
    value_defended: Interval
    rounds_left: Interval
    killed: Interval  # raiders, a run

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim that states one of the prices."""
        known = [price.claims for price in self.prices.values() if price]
        return tuple(dict.fromkeys(claim for claims in (*known, *(item.claims for item in self.exchange))
                                   for claim in claims))


@cache
def _entries() -> tuple[Mapping[str, object], ...]:
    return tuple(tomllib.loads(files("openiads.data").joinpath("prices.toml").read_text(encoding="utf-8"))["price"])


def price_of(library: Library, component: str) -> Price | None:
    """What the claims say of one component's price, from the lowest to the highest; None where none says anything.

    Claims without a link or a named publisher do not count. Where they are in several currencies, those in the
    commonest are taken: nothing here converts money.
    """
    found: dict[str, list[tuple[float, str, str]]] = {}
    for entry in _entries():
        claim = library.claim(str(entry["claim"]))
        if component not in entry["of"] or claim.defect or not (claim.source.url and claim.source.is_named):  # type: ignore[operator]
            continue
        number = float(claim.condition[str(entry["for_so_many"])]) if "for_so_many" in entry else 1.0
        ends = claim.value if isinstance(claim.value, Sequence) else (claim.value,)
        found.setdefault(str(claim.unit), []).extend(
            (float(end) / number, claim.id, str(entry.get("note", ""))) for end in ends)
    if not found:
        return None
    currency, values = max(found.items(), key=lambda item: (len(item[1]), item[0]))
    amounts, ids, notes = zip(*values, strict=True)
    return Price(component, currency, min(amounts), max(amounts), tuple(dict.fromkeys(ids)),
                 "; ".join(dict.fromkeys(note for note in notes if note)))


def rounds_by_type(events: Columns, runs: np.ndarray) -> dict[str, np.ndarray]:
    """Rounds of each missile type that each run spent, (n,) each."""
    launched = np.asarray(events["event"]) == "launched"
    row, missile = np.searchsorted(runs, np.asarray(events["run"])[launched]), events["missile"][launched].astype(str)
    return {str(name): np.bincount(row[missile == name], minlength=len(runs)).astype(float)
            for name in np.unique(missile)}


def cost_of(library: Library, found: PerRun, spent: Mapping[str, np.ndarray], targets: Sequence[str],
            level: float) -> Cost:
    """What one arm spent for each raider that it killed.

    Parameters
    ----------
    library : Library
    found : PerRun
    spent : mapping
        From `rounds_by_type`, in the order of `found`.
    targets : sequence of str
        Classes of the raid.
    level : float
        Of the intervals, 0 to 1.

    Notes
    -----
    The range of the cost goes from the low end of the interval of the rounds at the lowest price to the high end at the
    highest price, so it holds the doubt about prices, the doubt about claims and the chance of the fight. Rounds
    without a price are left out of it and named. Means are over the runs in which something was killed.
    """
    each = {name: _for_each_kill(count, found, level) for name, count in spent.items()}
    prices = {name: price_of(library, name) for name in spent}
    currencies = {price.currency for price in prices.values() if price}
    currency = currencies.pop() if len(currencies) == 1 else ""
    known = [(name, price) for name, price in prices.items() if price] if currency else []
    low, high = np.nan, np.nan
    if known:
        cheap, dear = (sum(spent[name] * getattr(price, end) for name, price in known) for end in ("low", "high"))
        low, high = _for_each_kill(cheap, found, level).low, _for_each_kill(dear, found, level).high
    exchange = []
    for target in targets:
        price = price_of(library, target)
        claims = tuple(dict.fromkeys(claim for _, item in known for claim in item.claims))
        if price is None or not known or price.currency != currency:
            missing = NO_PRICE if price is None or not known else f"prices are in {currency} and {price.currency}"
            exchange.append(Exchange(target, currency, np.nan, np.nan, missing, ()))
        else:
            exchange.append(Exchange(target, currency, low / price.high, high / price.low, "range over the claims",
                                     (*claims, *price.claims)))
    metrics = metrics_of(found, level)
    return Cost(each, prices, currency, low, high, exchange, metrics["value_defended"], metrics["rounds_left"],
                metrics["killed"])


def _for_each_kill(amount: np.ndarray, found: PerRun, level: float) -> Interval:
    killed = found.values["killed"]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(killed > 0, amount / killed, np.nan)
    return within(mean_interval(each, found.draw, level=level), 0.0, inf)


def _money(amount: float) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if amount >= size:
            return f"{amount / size:.2g} {word}" if amount < 99.5 * size else f"{amount / size:.0f} {word}"
    return f"{amount:,.0f}"


def _untold(cost: Cost) -> str:
    """Why no cost can be told."""
    if cost.killed.value == 0:
        return "Nothing was stopped, so there is no cost per stopped target."
    why = (f"of the rounds' price, {NO_PRICE}" if not any(cost.prices.values())
           else "published prices are in several currencies" if not cost.currency
           else "too few draws in which anything was stopped for an interval")
    return f"What each stopped target cost cannot be told: {why}."


def cost_sentence(cost: Cost) -> str:
    """What each stopped target cost, as a range, with what was defended and what was left; sentence 14."""
    value, left = cost.value_defended, cost.rounds_left
    beside = (f"Of the value that was flown at, {of_interval(value, 100)} % {interval_words(value, 100, '%')} was "
              f"not hit, and {of_interval(left)} {interval_words(left)} ready rounds were left.")
    if not (isfinite(cost.low) and isfinite(cost.high)):
        return f"{_untold(cost)} {beside}"
    priced = [price for price in cost.prices.values() if price]
    claims = dict.fromkeys(claim for price in priced for claim in price.claims)
    said = (f"{len(claims)} published prices, which differ by a factor of {max(price.factor for price in priced):.2g}"
            if len(claims) > 1 else f"the single published price in the ledger ({next(iter(claims))})")
    without = [name for name, price in cost.prices.items() if price is None]
    left_out = f" Not counted is {', '.join(without)}: of its price, {NO_PRICE}." if without else ""
    return (f"Each stopped target cost {_money(cost.low)} to {_money(cost.high)} {cost.currency} in rounds, on {said}."
            f"{left_out} {beside}")
