"""What the draws of a scenario believe: with its seed, and as of its date."""

from collections.abc import Iterable, Sequence

from openiads.errors import fault
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.scenario.model import ARRIVAL_KEY, Scenario


def beliefs_of(scenario: Scenario, library: Library, components: Iterable[str], *, n_draws: int,
               believe: Sequence[str] = ()) -> Beliefs:
    """Beliefs of a scenario about some components.

    Parameters
    ----------
    scenario : Scenario
    library : Library
    components : iterable of str
    n_draws : int
        Number of draws.
    believe : sequence of str
        Claims that every draw believes.

    Raises
    ------
    OpenIADSError
        As `resolve` does; E0212 too where draws are to believe a witness of the arrival and there is none.
    """
    found = resolve(library, components, n_draws=n_draws, seed=scenario.seed, believe=believe, as_of=scenario.date)
    if scenario.arms.second.arrival == "as-believed" and found.pools.get(ARRIVAL_KEY) == ():
        raise fault("E0212", f"nobody speaks of the second batch's delivery by {scenario.date}",
                    where="arms.B.arrival",
                    why="as-believed asks for a witness, and statements count from the day on which they were made",
                    fix="--second-batch arrives or never, or a scenario of a later date")
    return found
