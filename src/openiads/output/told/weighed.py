"""The disputed claim on which a study's result hangs, chosen from its sweeps."""

from math import isfinite

from openiads.campaign.estimates import Interval
from openiads.knowledge.library import Library
from openiads.output.disputed import Side
from openiads.output.fights import Measured
from openiads.output.influence_words import farthest, file_of, leading, mainly, who
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.sensitivity import Sensitivity
from openiads.output.sentences import COARSE
from openiads.output.told.carried import apart, carried
from openiads.output.told.draft import Condition, Undrafted
from openiads.output.told.joined import Influence, grades_of, stated_by
from openiads.scenario.model import Scenario

MODELS = {"area": "coverage", "capacity": "closed-form", "fight": "fight"}  # of each kind of metric
ASSUMED = "assumed"


def influence_in(scenario: Scenario, library: Library, matter: ClaimsMatter | None,
                 grade: str) -> Influence | Undrafted:
    """What moves the first of a study's sweeps that a disputed claim moves clearly, or why nothing is told.

    Parameters
    ----------
    scenario : Scenario
    library : Library
        The ledger of the study.
    matter : ClaimsMatter or None
        Its sweeps are tried in their own order, in which those come first that the study's answer speaks of.
    grade : str
        Of the terrain; on a coarse one areas are told as "at most".

    Notes
    -----
    A sweep is passed over where not even the most figures that a result may carry tell its two values apart.
    """
    if matter is None:
        return Undrafted("hangs-on", 6, "the study weighed no claims")
    found = (_influence(scenario, library, name, sweep, grade) for name, sweep in matter.sweeps.items())
    return next((item for item in found if item is not None),
                Undrafted("hangs-on", 6, "no disputed claim changes what was swept by more than chance and rounding"))


def _influence(scenario: Scenario, library: Library, name: str, sweep: Sensitivity, grade: str) -> Influence | None:
    first = leading(sweep)
    if first is None:
        return None
    item, effect = first
    (nominal, here), (rival, there) = farthest(item, effect)
    claims = [library.claim(claim_id) for side in (nominal, rival) for claim_id in side.claims]
    stated, values = stated_by(claims), (here.value.value, there.value.value)
    known = all(isfinite(value) for value in (*values, sweep.usual.value, sweep.low, sweep.high))
    if not known or apart(*values, carried(stated)) is None:
        return None
    grades = grades_of(claims)
    if not (nominal.claims and rival.claims):
        grades[ASSUMED] = 1
    over_ground = sweep.metric.kind == "area"
    return Influence(
        f"{sweep.metric.label} ({sweep.what})", sweep.metric.unit,
        Measured(sweep.usual.value, sweep.low, sweep.high), sweep.doubt_level, item.label, _says(nominal),
        _says(rival), *values, _measured(there.against, 100.0 if sweep.metric.unit == "share" else 1.0),
        there.against.level, _measured(effect.first), mainly(effect), stated,
        tuple(claim.id for claim in claims), grades,
        Condition(site=scenario.site(scenario.arms.first.site).name, as_of=scenario.date.isoformat(),
                  terrain=grade if over_ground else "", model=MODELS[sweep.metric.kind]),
        f"tables/{file_of(name)}", over_ground and grade in COARSE)


def _measured(found: Interval, factor: float = 1.0) -> Measured:
    return Measured(factor * found.value, factor * found.low, factor * found.high)


def _says(side: Side) -> str:
    return f"{who(side)} with {side.text}"
