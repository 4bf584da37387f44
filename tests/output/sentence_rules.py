"""The rules that every drafted sentence keeps, as the product itself checks them."""

from openiads.output.refusal import refusals


def broken_rules(text: str) -> list[str]:
    """Names of the rules that a text breaks."""
    return [item.rule for item in refusals(text)]
