"""Drafts put into words of one language; each passes the refusals before it leaves."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openiads.output.language import ENGLISH, Said, has, joined, numbers_in, numeral, said
from openiads.output.refusal import passed
from openiads.output.told.carried import last_place, printed
from openiads.output.told.draft import Choice, Condition, Detecting, Draft, Names, Quantity, Slot, Term
from openiads.output.told.reference import reference_words
from openiads.output.words import bound_percent

HUNDRED = 100.0
RARE, COMMON = 0.005, 0.995  # shares that whole counts of a hundred cannot tell from none and all


@dataclass(frozen=True)
class Sentence:
    """A sentence as it leaves."""

    id: str
    number: int
    text: str
    counter: str  # what would change it
    condition: Mapping[str, str]
    condition_text: str
    numbers: tuple[Mapping[str, Any], ...]  # name, value, unit, low, high, level, text
    grades: Mapping[str, int]
    evidence_text: str
    claims: tuple[str, ...]
    table: str
    language: str
    untranslated: tuple[str, ...]  # messages that came out in English

    @property
    def whole(self) -> str:
        """Sentence, condition, evidence and counter-sentence in one paragraph."""
        return " ".join(part for part in (self.text, self.condition_text, self.evidence_text, self.counter) if part)


class _Teller:
    """Words of one language, with a note of each message that came out in English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.missing: dict[str, None] = {}

    def say(self, key: str, attribute: str = "", **variables: Any) -> str:
        found: Said = said(key, self.language, attribute=attribute, **variables)
        if found.language != self.language:
            self.missing[f"{key}.{attribute}" if attribute else key] = None
        return found.text

    def number(self, value: float, place: int) -> str:
        return numeral(printed(value, place), self.language)

    def term(self, item: Term) -> str:
        return self.say(item.key) if has(item.key) else item.words

    def in_unit(self, unit: str, text: str, value: float) -> str:
        count = round(value) if math.isfinite(value) else 0
        return self.say(f"unit-{unit}", n=text, count=count)

    def percent(self, share: float, kept: int) -> str:
        value = share * HUNDRED
        return self.say("unit-share", n=self.number(value, last_place(value, kept)))

    def bound(self, key: str, item: Quantity, percent: str) -> str:
        text = self.say("unit-share", n=numeral(percent, self.language))
        return self.say(key, bound=text, end="yes" if percent in ("0", "100") else "no",
                        alike="yes" if 1 < item.draws < item.runs else "no")

    def end(self, item: Quantity, name: str, value: float, place: int) -> str:
        """A value or an end of its interval; one of which only a bound is known is told as more or fewer."""
        beyond = "v0-more-than" if name in item.more else "v0-fewer-than" if name in item.fewer else ""
        return self.say(beyond, n=self.number(value, 0)) if beyond else self.number(value, place)


def _share_words(item: Quantity, teller: _Teller) -> tuple[str, str, str]:
    """A share of runs as a count out of a hundred, its bound if it happened never or always, and which of these."""
    low, high = item.low or 0.0, 1.0 if item.high is None else item.high
    if item.runs and item.value == 0:
        return teller.say("never"), teller.bound("never-bound", item, bound_percent(high)), "never"
    if item.runs and item.value == 1:
        return teller.say("always"), teller.bound("always-bound", item, bound_percent(low, upper=False)), "always"
    if item.value <= RARE:
        return teller.say("odds-few"), "", "some"
    if item.value >= COMMON:
        return teller.say("odds-most"), "", "some"
    return teller.say("odds", n=teller.number(item.value * HUNDRED, 0)), "", "some"


def _quantity(name: str, item: Quantity, teller: _Teller) -> dict[str, Any]:
    """Variables of a quantity: text with unit, interval, both, and the count that chooses plural forms.

    A share of runs ("odds") is told as a count out of a hundred and its interval in per cent.
    """
    scale = HUNDRED if item.unit in ("share", "odds") else 1.0
    value, low, high = (None if x is None else x * scale for x in (item.value, item.low, item.high))
    assert value is not None
    place = last_place(value, item.figures, low, high)
    kind = "fixed" if item.is_certain else "spread"
    around = ""
    if item.unit == "odds":
        text, around, kind = _share_words(item, teller)
    else:
        is_bound = "value" in (*item.fewer, *item.more)  # after "more than" languages use the plural of none
        text = teller.in_unit(item.unit, teller.end(item, "value", value, place), 0.0 if is_bound else value)
    if not item.is_certain and kind not in ("never", "always") and low is not None and high is not None:
        level = teller.percent(item.level or 0.0, 2)
        is_open = {"low", "high"} & {*item.fewer, *item.more}
        around = teller.say("interval", level=level, low=teller.end(item, "low", low, place),
                            high=teller.end(item, "high", high, place),
                            over=teller.say(f"over-{item.over}") if item.over else "",
                            unit="share" if item.unit in ("share", "odds") else "open" if is_open else "other")
    return {name: text, f"{name}_interval": around, f"{name}_count": round(value) if math.isfinite(value) else 0,
            f"{name}_kind": kind}


def _variables(name: str, slot: Slot, teller: _Teller) -> dict[str, Any]:
    if isinstance(slot, Quantity):
        return _quantity(name, slot, teller)
    if isinstance(slot, Term):
        return {name: teller.term(slot)}
    if isinstance(slot, Names):
        return {name: numbers_in(joined(slot.words, teller.language), teller.language)}
    assert isinstance(slot, Choice)
    return {name: slot.word}


def _detecting(item: Detecting, teller: _Teller) -> str:
    """What counts as detection, and the claim behind each radar's range."""
    beliefs = [reference_words(teller.say, each, teller.language) for each in item.references]
    return teller.say("detecting", pd=numeral(f"{item.pd:g}", teller.language),
                      pfa=f"{item.pfa:g}".replace("e-0", "e-"), swerling=str(item.swerling),
                      beliefs=joined(beliefs, teller.language))


def _uncited(item: Condition, teller: _Teller) -> str:
    """What stands before a detection figure that no citable claim carries; empty where one does."""
    bare = [each.radar for each in item.detecting.references if not each.is_cited] if item.detecting else []
    if not bare:
        return ""
    return teller.say("uncited", radars=joined(
        [teller.say("v0-uncited-radar", radar=radar) for radar in bare], teller.language)) + " "


def _condition(item: Condition, teller: _Teller) -> tuple[dict[str, str], str]:
    """Condition in words: as a mapping of its parts, and as one sentence."""
    target = (teller.say(f"class-{item.target}") if has(f"class-{item.target}") else item.target)
    parts = {"target": target, "altitude": numbers_in(item.altitude, teller.language), "site": item.site,
             "raid": item.raid, "terrain": item.terrain, "as_of": item.as_of,
             "detecting": _detecting(item.detecting, teller) if item.detecting else "",
             "placement": teller.term(item.placement),
             "arrival": teller.say(f"condition-arrival-{item.arrival}") if item.arrival else ""}
    told = {name: text for name, text in parts.items() if text}
    words = [text if name == "arrival" else teller.say(f"condition-{name.replace('_', '-')}", words=text)
             for name, text in told.items()]
    if item.newest or item.undated:
        dates = {"newest": item.newest, "undated": numeral(str(item.undated), teller.language)}
        kind = "dated" if not item.undated else "mixed" if item.newest else "undated"
        words.append(teller.say("condition-claims", kind=kind, **dates))
        told |= {name: text for name, text in dates.items() if text not in ("", "0")}
    words.append(teller.say(f"model-{item.model}"))
    return told, teller.say("condition", parts="; ".join(words))


def _evidence(draft: Draft, teller: _Teller) -> str:
    if not draft.evidence.grades:
        return teller.say("evidence-none")
    mix = [teller.say("evidence-part", n=numeral(str(count), teller.language), count=count,
                      grade=teller.say(f"grade-{grade}")) for grade, count in sorted(draft.evidence.grades.items())]
    return teller.say("evidence", mix=joined(mix, teller.language), count=sum(draft.evidence.grades.values()))


def tell(draft: Draft, language: str = ENGLISH) -> Sentence:
    """Put a draft into words.

    Parameters
    ----------
    draft : Draft
    language : str
        One of `language.LANGUAGES`; what its catalogue lacks comes out in English and is named in `untranslated`.

    Raises
    ------
    OpenIADSError
        E0801 where the words would say what is refused.
    """
    spoken = language if has(draft.id, language) else ENGLISH  # no sentence in two languages
    teller = _Teller(spoken)
    variables: dict[str, Any] = {}
    for name, slot in draft.slots.items():
        variables |= _variables(name, slot, teller)
    text = _uncited(draft.condition, teller) + teller.say(draft.id, **variables)
    counter = teller.say(draft.id, "counter", **variables)
    condition, condition_text = _condition(draft.condition, teller)
    evidence = _evidence(draft, teller)
    for part in (text, counter, condition_text, evidence):
        passed(part, what=f"sentence {draft.id}", claims=draft.evidence.claims)
    numbers = tuple(
        {"name": name, "value": slot.value, "unit": slot.unit, "low": slot.low, "high": slot.high,
         "level": slot.level, "fewer": slot.fewer, "more": slot.more,
         "text": variables[name] + variables[f"{name}_interval"]}
        for name, slot in draft.slots.items() if isinstance(slot, Quantity))
    return Sentence(draft.id, draft.number, text, counter, condition, condition_text, numbers, draft.evidence.grades,
                    evidence, draft.evidence.claims, draft.table, spoken,
                    (*((draft.id,) if spoken != language else ()), *teller.missing))
