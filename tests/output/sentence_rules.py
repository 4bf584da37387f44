"""The rules that every drafted sentence keeps."""

import re

REFUSED = {
    "a kill foretold": r"\b(can|could|will|would) (shoot|bring) down\b|\bshoots? down\b|\bdestroys?\b",
    "airspace declared without danger": r"\bsafe(ly|r|st|ty)?\b|\bunsafe\b|\bno danger\b",
    "a verdict on a system": r"\buseless\b|\binvincible\b|\bimpenetrable\b|\binvulnerable\b|\bworthless\b",
    "a probability of kill": r"\bprobability of kill\b|\bkill probability\b|\bPk\b",
    "a ranking": r"\b(best|worst|strongest|weakest|superior|inferior|better than|worse than|ranks?|ranked)\b",
}


def broken_rules(text: str) -> list[str]:
    """Names of the rules that a text breaks."""
    return [name for name, pattern in REFUSED.items() if re.search(pattern, text, re.IGNORECASE)]
