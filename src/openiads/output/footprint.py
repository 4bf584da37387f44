"""M12 as tables, layers and words: where an asset could stand and still be defended."""

import csv
from collections.abc import Mapping
from io import StringIO

import numpy as np

from openiads.campaign.estimates import Interval
from openiads.campaign.survey import KM2, Survey, area_km2
from openiads.output.export.layer import Layer, outline

CRITERION = "no raider that flies at the asset leaks in at least half of the runs"
COLUMNS = ("arm", "east_km", "north_km", "lat_deg", "lon_deg", "p_no_leak", "p_low", "p_high", "runs", "fought",
           "defended")
OUTLINE_SHIFT_M = 1.0  # cells stay squares


def asked_km2(survey: Survey) -> float:
    """Area of all places that were asked about. [km2]"""
    return float(survey.inside.sum()) * survey.cell_m2 * KM2


def footprint_csv(surveys: Mapping[str, Survey]) -> str:
    """Every place of every arm; what was not fought lies between places that agree, and shows their runs together."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for arm, survey in surveys.items():
        x_m, y_m = np.meshgrid(survey.grid.x_m, survey.grid.y_m)
        lat_deg, lon_deg = survey.grid.unproject(x_m, y_m)
        for row, column in np.argwhere(survey.inside):
            at = (row, column)
            found = survey.interval_at(*at)
            writer.writerow([arm, f"{x_m[at] / 1000:g}", f"{y_m[at] / 1000:g}", f"{lat_deg[at]:.5f}",
                             f"{lon_deg[at]:.5f}", f"{found.value:.4g}", f"{found.low:.4g}", f"{found.high:.4g}",
                             found.runs, int(survey.fought[at]), int(found.value >= survey.share)])
    return text.getvalue()


def footprint_layers(surveys: Mapping[str, Survey], labels: Mapping[str, str], raid: str, seed: int) -> list[Layer]:
    """The outline of each arm's footprint; an arm that defends nothing has none."""
    layers: list[Layer] = []
    for arm, survey in surveys.items():
        if not survey.is_held.any():
            continue
        area = area_km2(survey, seed)
        layers.append(Layer(
            f"defended-footprint-{arm}", f"Defended footprint: {labels[arm]}",
            outline(survey.is_held.astype(np.uint8), survey.grid, simplify_m=OUTLINE_SHIFT_M),
            {"kind": "defended-footprint", "arm": arm, "raid": raid, "criterion": CRITERION, "area_km2": area.value,
             "area_low_km2": area.low, "area_high_km2": area.high, "level": area.level,
             "cell_km": survey.grid.cell_size_m / 1000, "caption": footprint_sentence(survey, labels[arm], raid, area)},
            ("Defended footprint",), len(layers) == 0))
    return layers


def _area(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}"


def footprint_sentence(survey: Survey, who: str, raid: str, area: Interval) -> str:
    """How much of the area asked about is defended, with its interval, its criterion and what it is counted in."""
    wider = ", and beyond it on some sides" if survey.is_cut_off else ""
    spread = f"{area.level:.0%} interval {_area(area.low)} to {_area(area.high)} km2"
    return (f"Against {raid}, {who} would defend an asset at {_area(area.value)} of the {_area(asked_km2(survey))} km2 "
            f"within {survey.radius_m / 1000:g} km of its site ({spread}){wider}: {CRITERION}. The raid moves with the "
            f"asset; counted in cells of {survey.grid.cell_size_m / 1000:g} km.")


def footprint_change_sentence(change: Interval) -> str:
    """What the second batch changes of it, or that it is not clear."""
    spread = f"({change.level:.0%} interval {_area(change.low)} to {_area(change.high)} km2)"
    if not change.clear:
        return f"Defended footprint, B minus A: no clear difference {spread}."
    return (f"Defended footprint, B minus A: {_area(abs(change.value))} km2 {'more' if change.value > 0 else 'less'} "
            f"{spread}.")
