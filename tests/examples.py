"""How many examples a property is tried on."""

import os

from hypothesis import settings

FACTOR = int(os.environ.get("EXAMPLES_FACTOR", "1"))  # `make fuzz` raises it


def examples(count: int) -> settings:
    """Settings of a property whose examples are dear: so many of them, times the factor of this run."""
    return settings(max_examples=count * FACTOR)
