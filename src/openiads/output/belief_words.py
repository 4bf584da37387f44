"""What is believed of the second batch's delivery, and told of its contract, in words and as rows."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from openiads.output.language import ENGLISH, joined, say
from openiads.programme.belief import CAUTION, TOLD, ArrivalBelief, ContractBelief, Voice


def _day(as_of: date | None) -> str:
    return as_of.isoformat() if as_of else "any"


def _who(voices: Iterable[Voice], language: str) -> str:
    return joined([item.speaker for item in voices], language)


def sides_word(belief: ArrivalBelief) -> str:
    """The one side on which every witness is, for a message to choose by; "both", or "none" without a witness."""
    sides = {item.says.replace(" ", "-") for item in belief.witnesses}
    return sides.pop() if len(sides) == 1 else "both" if sides else "none"


def arrival_text(belief: ArrivalBelief, language: str = ENGLISH) -> str:
    """Who speaks of a delivery and on which side, with what that is not."""
    on, yes, no = sides_word(belief), belief.saying("under way"), belief.saying("postponed")
    who = _who(belief.witnesses, language) if belief.witnesses else ""
    if belief.is_pinned:
        return say("belief-pinned", language, side=on, who=who)
    if on != "both":
        return say("belief-one-side", language, day=_day(belief.as_of), side=on, n=len(belief.witnesses), who=who)
    return say("belief-two-sides", language, day=_day(belief.as_of), n=len(belief.witnesses), n_yes=len(yes),
               n_no=len(no), yes=_who(yes, language), no=_who(no, language),
               share=say("unit-share", language, n=f"{100 * (belief.share_under_way or 0):.0f}"))


def contract_words(side: str, language: str = ENGLISH) -> str:
    """A reading of the contract behind the second batch, in words.

    Examples
    --------
    >>> contract_words("within first")
    'within the first contract'
    """
    return say(f"contract-{side.replace(' ', '-')}", language)


def contract_text(belief: ContractBelief, language: str = ENGLISH) -> str:
    """Who says what of the contract; empty where nobody speaks of it."""
    if not belief.sides:
        return ""
    sides = [say("contract-side", language, words=contract_words(side, language), who=_who(voices, language))
             for side, voices in belief.sides]
    return say("contract-told", language, day=_day(belief.as_of), n=len(sides), sides="; ".join(sides))


def belief_row(belief: ArrivalBelief) -> dict[str, Any]:
    """The share of witnesses' weight that says it is under way, with the witnesses; JSON-able."""
    return {"as_of": belief.as_of.isoformat() if belief.as_of else None, "share_under_way": belief.share_under_way,
            "is": CAUTION, "text": arrival_text(belief), "witnesses": [asdict(item) for item in belief.witnesses],
            "spoken_since": list(belief.spoken_since)}


def contract_row(belief: ContractBelief) -> dict[str, Any]:
    """Who says what of the contract; JSON-able."""
    return {"as_of": belief.as_of.isoformat() if belief.as_of else None, "is": TOLD, "text": contract_text(belief),
            "sides": [{"side": side, "words": contract_words(side), "witnesses": [asdict(item) for item in voices]}
                      for side, voices in belief.sides],
            "spoken_since": list(belief.spoken_since)}
