"""The option in which language sentences are told, shared by commands."""

from typing import Annotated

import typer

from openiads.errors import fault

LanguageOption = Annotated[str, typer.Option("--language", help="Of the sentences: en, tr or ru.")]


def check_language(language: str) -> None:
    """Refuse a language that has no catalogue.

    Raises
    ------
    OpenIADSError
        E0803.
    """
    from openiads.output.language import LANGUAGES

    if language not in LANGUAGES:
        raise fault("E0803", f"no catalogue for {language!r}", where="--language",
                    why=f"there are {', '.join(LANGUAGES)}", fix="write --language tr")
