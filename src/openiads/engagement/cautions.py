"""What a user should hear about a defence before it fights: what would make its results say less than they seem to."""

from openiads.engagement.lower import Laydown
from openiads.scenario.doctrine import Doctrine


def cautions_of(laydown: Laydown, doctrine: Doctrine) -> tuple[str, ...]:
    """Sentences about a doctrine that does not do what its words promise over this laydown.

    Parameters
    ----------
    laydown : Laydown
    doctrine : Doctrine
    """
    guides = {battery.guide for battery in laydown.batteries}
    search = {stand.component for stand in laydown.stands if stand.name not in guides}
    present = {stand.component for stand in laydown.stands}
    found = [f"doctrine: silent names {name!r}, and no such radar stands here"
             for name in doctrine.silent if name not in present]
    parts = {*present, laydown.command_post, *(battery.kind for battery in laydown.batteries), "link", "power"}
    found += [f"doctrine: losses name {loss.component!r}, and nothing of that kind stands here"
              for loss in doctrine.losses if loss.component not in parts]
    if not laydown.posts and search:
        found.append("order_of_battle: no command post; its search radars tell nobody what they see")
    if any(stand.spares < 0 for stand in laydown.stands):
        found.append("order_of_battle: fire units without an engagement radar never fire")
    if doctrine.silent and doctrine.emission != "on-cue":
        found.append('doctrine: silent names radars, but emission is "always", so none is silent')
    if doctrine.emission == "on-cue" and search <= set(doctrine.silent) and doctrine.on_air_at is None:
        found.append("doctrine: every search radar is silent until another sees something; nothing will be seen")
    return tuple(found)
