"""A study small enough for tests: the shipped scenario with few draws, classes and altitudes inside a 121 km ring."""

import re

from openiads.scenario.files import shipped

LINES = {
    "name": '"small"',
    "draws": "12",
    "ring": '"121 km"',  # an odd number of rings
    "altitudes": '["60 m AGL", "1000 m AGL", "5000 m AMSL"]',
    "targets": '["airliner", "f-16", "cruise-missile"]',
    "raid": '"aircraft-wave"',
    "runs": "8",
    "fewer_runs": "8",
    "sizes": "[2, 4]",
    "airliners_every": '["20 min"]',
    "raiders": "2",
    "radius": '"60 km"',
    "step": '"60 km"',
}
WORDS = {
    'kind = "reported"': 'kind = "user"', '"42.03,35.15"': '"40.78,33.39"',  # one position; discs that overlap
    "months = 120 ": "months = 24 ", "draws = 200 ": "draws = 4 ", "on = 2026-01-01": "on = 2023-06-01",
    "on = 2027-01-01": "on = 2024-01-01",
}


def small_text() -> str:
    """The text of the small scenario."""
    text = shipped()["second-batch"]
    for key, value in LINES.items():
        text, changed = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text, count=1)
        assert changed, key
    for sound, small in WORDS.items():
        assert sound in text, sound
        text = text.replace(sound, small, 1)
    return text
