"""What no sentence, caption or alt text may say: one check that every text passes before it leaves."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from openiads.errors import Fault, OpenIADSError
from openiads.output.language import LANGUAGES

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|[\"'“«(])")
INVISIBLE = {"Cf", "Mn"}  # format characters and combining marks, which would split a word unseen
CLAIM_ID = re.compile(r"(?<!\w)(?:[A-Z]{3}-){1,2}\d{3}(?!\w)")
TOLD = 160  # letters of a text in a fault


@dataclass(frozen=True)
class Refusal:
    """One thing that a text must not say, and where it says it."""

    rule: str
    why: str
    words: str


@dataclass(frozen=True)
class _Rule:
    name: str
    why: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    needs: re.Pattern[str] | None
    lifted_by: str  # start of the quantity of a claim that vouches for it; empty where none does


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)


def _countries() -> Iterator[str]:
    from babel import Locale

    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():  # regions of the world have numbers
                yield re.escape(folded(str(name)))


@cache
def _rules() -> tuple[_Rule, ...]:
    body = tomllib.loads((files("openiads") / "data/refusals.toml").read_text(encoding="utf-8"))
    names = {"war": _any_of(body["war"]["names"]), "nation": _any_of([*body["nation"]["names"], *_countries()])}

    def compiled(rule: Mapping[str, Any], key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(text, re.IGNORECASE) for text in rule.get(key, ()))

    return tuple(_Rule(rule["name"], rule["why"], compiled(rule, "patterns"), compiled(rule, "unless"),
                       names.get(rule.get("needs", "")), rule.get("lifted_by", ""))
                 for rule in body["rules"])


def _vouched(quantity: str, claims: Iterable[str]) -> bool:
    """Whether one of these claims of the ledger states such a quantity."""
    if not claims:
        return False
    from openiads.knowledge.library import load_library

    ledger = load_library().by_id
    return any(name in ledger and ledger[name].quantity.startswith(quantity) for name in claims)


def folded(text: str) -> str:
    """A text as the rules read it: compatible forms made one, invisible marks gone, one space between words.

    Examples
    --------
    >>> folded("s\\u00ada\\u200bfe\\u00a0 route")
    'safe route'
    """
    plain = unicodedata.normalize("NFKC", text)
    marks = "".join(letter for letter in plain if unicodedata.category(letter) not in INVISIBLE)
    return " ".join(marks.split())


def refusals(text: str, *, claims: Collection[str] = ()) -> list[Refusal]:
    """Everything that a text must not say; empty when it may leave.

    Parameters
    ----------
    text : str
        One sentence or several, in any language of the catalogues.
    claims : collection of str
        Ids of the claims that the text rests on; one that states a kill probability vouches for it, as does one that
        the sentence names itself.

    Examples
    --------
    >>> [item.rule for item in refusals("It can shoot down an F-16. The system is useless.")]
    ['a kill foretold', 'a verdict on a system']
    >>> refusals("The kill probability of 0.7 is assumed."), refusals("A kill probability of 0.9.", claims=["MIS-130"])
    ([], [])
    >>> [item.rule for item in refusals("A kill probability of 0.9.", claims=["MIS-001"])]  # which states a range
    ['a kill probability without a claim']
    """
    found = []
    for sentence in SENTENCE_ENDS.split(folded(text)):
        for rule in _rules():
            if rule.needs is not None and not rule.needs.search(sentence):
                continue
            match = next((hit for pattern in rule.patterns if (hit := pattern.search(sentence))), None)
            if match is not None and not any(pattern.search(sentence) for pattern in rule.unless) and not (
                    rule.lifted_by and _vouched(rule.lifted_by, [*claims, *CLAIM_ID.findall(sentence)])):
                found.append(Refusal(rule.name, rule.why, match.group()))
    return found


def passed(text: str, *, what: str = "sentence", claims: Collection[str] = ()) -> str:
    """The text itself, if it may leave.

    Parameters
    ----------
    text : str
    what : str
        What the text is, for the fault: "caption of ring-against-reality".
    claims : collection of str
        Ids of the claims that it rests on.

    Raises
    ------
    OpenIADSError
        E0801, one for each thing that it must not say.
    """
    found = refusals(text, claims=claims)
    if found:
        short = text if len(text) <= TOLD else f"{text[:TOLD]}..."
        raise OpenIADSError([Fault("E0801", f"this {what} would say {item.rule}: {item.words!r}", where=short,
                                   why=item.why, fix="write what was found, under which condition, with its interval")
                             for item in found])
    return text


def all_passed(value: Any, *, what: str = "text", claims: Collection[str] = ()) -> Any:
    """A structure of plain values, if every text in it may leave."""
    if isinstance(value, str):
        passed(value, what=what, claims=claims)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            all_passed(item, what=f"{what}, {key}", claims=claims)
    elif isinstance(value, list | tuple):
        for item in value:
            all_passed(item, what=what, claims=claims)
    return value
