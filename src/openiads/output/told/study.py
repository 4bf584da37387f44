"""All that a study can say: its sentences collected, and written beside its tables."""

from typing import TYPE_CHECKING

from openiads.output.fights import Fights
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.told.cover import cover_drafts
from openiads.output.told.dates import dated
from openiads.output.told.draft import Draft, Drafts, Undrafted, in_order
from openiads.output.told.fought import fight_drafts
from openiads.output.told.joined import joined_drafts
from openiads.output.told.priced import cost_of_first
from openiads.output.told.weighed import influence_in
from openiads.scenario.files import read_raid

if TYPE_CHECKING:
    from openiads.output.study import Study

FILE = "sentences.json"


def drafts_of(study: "Study", fights: Fights | None = None, matter: ClaimsMatter | None = None) -> Drafts:
    """Every sentence of the list that a study's results carry.

    Parameters
    ----------
    study : Study
    fights : Fights or None
        Where it fought.
    matter : ClaimsMatter or None
        Where its claims were weighed.
    """
    raiders = next((read_raid(text, name).size for name, text in study.recipe.raids.items()), 0)
    told = [
        *cover_drafts(study.findings, study.terrain_info, study.claims(fights),
                      scenario_sha256=study.recipe.scenario_sha256, ledger_sha256=study.recipe.ledger_sha256,
                      profiles=study.profiles, exposure=study.exposure),
        *fight_drafts(study.findings, fights, raiders),
        *joined_drafts(study.library, study.scenario.date,
                       influence_in(study.scenario, study.library, matter, study.terrain_info.grade),
                       cost_of_first(study.scenario, study.library, fights)),
    ]
    return in_order([dated(item, study.library) for item in told if isinstance(item, Draft)],
                    [item for item in told if isinstance(item, Undrafted)])
