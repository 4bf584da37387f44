"""Words by language: catalogues of messages, numbers as each language writes them, English where a word is missing.

The catalogues are Fluent files, one format for the sentences drafted here and for the page, with variables, choices and
the plural rules of the Unicode CLDR in both.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "tr": "Türkçe", "ru": "Русский"}
CATALOGUES = ("shared", "sentences", "page")  # of both, of this package, of the page
_CLDR = {ENGLISH: "en_GB", "tr": "tr_TR", "ru": "ru_RU"}  # where lists have no comma before "and"
_NUMBER = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\w|[.,-]\d)")
Value = str | int | float


class Said(NamedTuple):
    """A message and the language that it came out in."""

    text: str
    language: str


def catalogue_text(language: str, name: str) -> str:
    """Text of a catalogue file; `name` is one of `CATALOGUES`."""
    return (files("openiads") / "data" / "locales" / language / f"{name}.ftl").read_text(encoding="utf-8")


@cache
def _bundle(language: str) -> "FluentBundle":
    from fluent.runtime import FluentBundle, FluentResource

    bundle = FluentBundle([_CLDR[language].replace("_", "-")], use_isolating=False)
    for name in ("shared", "sentences"):
        bundle.add_resource(FluentResource(catalogue_text(language, name)))
    return bundle


def has(key: str, language: str = ENGLISH) -> bool:
    """Whether a language's catalogue holds a message."""
    return _bundle(language).has_message(key)


def _said(key: str, attribute: str, language: str, variables: Mapping[str, Value]) -> str | None:
    bundle = _bundle(language)
    if not bundle.has_message(key):
        return None
    message = bundle.get_message(key)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        return None
    text, faults = bundle.format_pattern(pattern, dict(variables))
    return None if faults else str(text)


def said(key: str, language: str = ENGLISH, *, attribute: str = "", **variables: Value) -> Said:
    """A message in a language, or in English where that language does not hold it.

    Parameters
    ----------
    key, attribute : str
        Message of the catalogue, and one of its attributes or nothing.
    language : str
    **variables : str or number
        What the message asks for; a number chooses plural forms.

    Raises
    ------
    KeyError
        Where English does not hold it: a fault of the code, not of the user.
    """
    for each in dict.fromkeys((language, ENGLISH)):
        text = _said(key, attribute, each, variables)
        if text is not None:
            return Said(text, each)
    raise KeyError(f"{key}{'.' if attribute else ''}{attribute}")


def say(key: str, language: str = ENGLISH, **variables: Value) -> str:
    """Text of a message, whatever language it came out in.

    Examples
    --------
    >>> say("unit-km", n="54"), say("unit-share", "tr", n="38"), say("unit-raiders", "ru", n="22", count=22)
    ('54 km', '%38', '22 цели')
    """
    return said(key, language, attribute="", **variables).text


def numeral(text: str, language: str = ENGLISH) -> str:
    """A number written in English, in the separators of a language.

    Examples
    --------
    >>> numeral("1,234.5", "tr"), numeral("0.4", "ru"), numeral("1,234.5")
    ('1.234,5', '0,4', '1,234.5')
    """
    if language == ENGLISH:
        return text
    from babel.numbers import get_decimal_symbol, get_group_symbol

    group, decimal = get_group_symbol(_CLDR[language]), get_decimal_symbol(_CLDR[language])
    return text.translate({ord(","): group, ord("."): decimal})


def numbers_in(text: str, language: str = ENGLISH) -> str:
    """A text whose English numbers with thousands or decimals are written as a language writes them.

    Examples
    --------
    >>> numbers_in("5,000 m AMSL", "tr"), numbers_in("FL350, 60 m AGL", "ru")
    ('5.000 m AMSL', 'FL350, 60 m AGL')
    """
    return _NUMBER.sub(lambda found: numeral(found.group(), language), text)


def joined(words: Sequence[str], language: str = ENGLISH) -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a", "b"], "tr")
    ('a, b and c', 'a ve b')
    """
    from babel.lists import format_list

    return str(format_list(list(words), locale=_CLDR[language]))
