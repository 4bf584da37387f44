"""Sweeps of the small study, in which nobody's claim matters clearly, made such that one does."""

from dataclasses import replace

from openiads.output.influence import Influence, SideEffect
from openiads.output.sensitivity import Sensitivity


def decided(sweep: Sensitivity, factor: float = 0.5) -> Sensitivity:
    """The sweep with the first quantity's second side at so many times the usual value, beyond chance."""
    (item, effect), *others = sweep.ranked
    nominal, rival, *rest = effect.sides
    value = sweep.usual.value * factor
    change = value - sweep.usual.value
    there = replace(rival.change, value=change, low=change, high=change)
    moved = SideEffect(replace(rival.value, value=value, low=value, high=value), there, there, rival.width)
    kept = SideEffect(replace(nominal.value, value=sweep.usual.value), nominal.change, nominal.against, nominal.width)
    told: Influence = replace(effect, sides=(kept, moved, *rest), moves=True)
    return replace(sweep, ranked=((item, told), *others))
