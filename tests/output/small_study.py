"""A study small enough for tests: the shipped scenario with few draws, classes and altitudes inside a 120 km ring."""

from openiads.scenario.files import shipped

CHANGES = (
    ('name = "second-batch"', 'name = "small"'),
    ("draws = 400 ", "draws = 12 "),
    ('ring = "400 km"', 'ring = "121 km"'),  # an odd number of rings
    ('"60 m AGL", "150 m AGL", "300 m AGL", "1000 m AGL", "3000 m AMSL", "5000 m AMSL", "FL250", "FL350"',
     '"60 m AGL", "1000 m AGL", "5000 m AMSL"'),
    ('"airliner", "bomber", "su-30", "f-16", "f-35", "cruise-missile", "stealthy-cruise", "male-uav", "ballistic"',
     '"airliner", "f-16", "cruise-missile"'),
    ('position = "40.08,32.57"        # rounded to about 1 km and drawn inside that cell\nkind = "reported"',
     'position = "40.08,32.57"\nkind = "user"'),
    ('position = "42.03,35.15"', 'position = "40.78,33.39"'),
)


def small_text() -> str:
    """The text of the small scenario."""
    text = shipped()["second-batch"]
    for sound, changed in CHANGES:
        assert sound in text, sound
        text = text.replace(sound, changed, 1)
    return text
