"""What `run` and `compare` tell beside the runs of a campaign: looks at one target, prices, the defended footprint."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.errors import fault

if TYPE_CHECKING:
    from openiads.app.fights import Plan
    from openiads.campaign.estimates import Interval
    from openiads.campaign.fight import FightJob
    from openiads.campaign.survey import Survey
    from openiads.output.cost import Cost

DEPTH_RUNS = 64  # at one target of each class, which takes a few milliseconds each

FootprintOption = Annotated[str | None, typer.Option(
    "--footprint", metavar="ASSET",
    help="Find also the area over which that asset of the raid could stand and still be defended.")]


def check_asset(plan: "Plan", asset: str | None) -> None:
    """Refuse an asset that the raid does not have."""
    known = [item.id for item in plan.raid.assets]
    if asset is not None and asset not in known:
        raise fault("E0507", f"{asset!r} is no asset of {plan.raid.name}", where="--footprint",
                    why="the asset that is moved is one of the raid's own", fix=f"choose of {', '.join(known)}")


def surveys_of(plan: "Plan", jobs: Mapping[str, "FightJob"], asset: str, workers: int | None) -> dict[str, "Survey"]:
    """The footprint of each arm, with progress on standard error."""
    import os

    import numpy as np

    from openiads.app.progress import progress, stoppable
    from openiads.campaign.footprint import footprint_of
    from openiads.scenario.model import Fights, Footprint

    asked = (plan.scenario.fights or Fights()).footprint or Footprint()
    found = {}
    for arm, job in jobs.items():
        most = round(np.pi * (asked.radius / asked.step) ** 2) * asked.runs  # where no place is ever clear
        with stoppable() as stop, progress(f"footprint {arm}".strip(), most) as line:
            behind = [0]

            def step(runs: int, line: Any = line, behind: list[int] = behind, stop: Any = stop) -> bool:
                line.advance(behind[0])
                behind[0] = runs
                return bool(stop())

            found[arm] = footprint_of(job, asset, asked, threads=workers or os.cpu_count() or 1, step=step)
    return found


def write_footprint(folder: Path, surveys: Mapping[str, "Survey"], labels: Mapping[str, str], raid: str,
                    about: Mapping[str, Any], seed: int) -> None:
    """Write footprint.csv and footprint.geojson."""
    from openiads.output.export.geojson import write_geojson
    from openiads.output.footprint import footprint_csv, footprint_layers

    (folder / "footprint.csv").write_text(footprint_csv(surveys), encoding="utf-8", newline="")
    write_geojson(folder / "footprint.geojson", footprint_layers(surveys, labels, raid, seed), about)


def footprint_json(survey: "Survey", area: "Interval", asset: str) -> dict[str, Any]:
    """A footprint as plain values."""
    from openiads.output.footprint import CRITERION, asked_km2

    return {"asset": asset, "criterion": CRITERION, "area_km2": area.value, "asked_km2": asked_km2(survey),
            "cell_km": survey.grid.cell_size_m / 1000, "places": int(survey.inside.sum()),
            "places_fought": int(survey.fought.sum()), "runs": survey.runs, "reaches_beyond": survey.is_cut_off}


def opportunities_of(job: "FightJob", runs: int, level: float) -> dict[str, dict[str, Any]]:
    """M06 by class: mean with its interval, median, and the range of 90 % of the runs."""
    from dataclasses import asdict

    import numpy as np

    from openiads.campaign.estimates import mean_interval
    from openiads.output.depth import TAILS, looks_at_one

    found = {}
    for target, one in looks_at_one(job, min(runs, DEPTH_RUNS)).items():
        low, high = np.quantile(one.looks, TAILS)
        found[target] = {"median": float(np.median(one.looks)), "p5": float(low), "p95": float(high),
                         "mean": asdict(mean_interval(one.looks, one.draw, level=level))}
    return found


def opportunity_lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line for each class."""
    return [f"  {target:<46} median {item['median']:g} (90% of runs {item['p5']:g} to {item['p95']:g})"
            for target, item in found.items()]


def cost_json(cost: "Cost") -> dict[str, Any]:
    """What was spent as plain values; what no claim prices is null, with the words for it."""
    from dataclasses import asdict
    from math import isfinite

    from openiads.output.cost import NO_PRICE

    def known(value: float) -> float | None:
        return value if isfinite(value) else None

    return {
        "currency": cost.currency or None, "cost_per_kill": {"low": known(cost.low), "high": known(cost.high)},
        "rounds_per_kill": {name: asdict(item) for name, item in cost.rounds.items()},
        "prices": {name: asdict(price) if price else {"of": name, "words": NO_PRICE}
                   for name, price in cost.prices.items()},
        "ratio": [{"target": item.target, "low": known(item.low), "high": known(item.high), "words": item.words,
                   "claims": list(item.claims)} for item in cost.exchange],
        "value_defended": asdict(cost.value_defended), "rounds_left": asdict(cost.rounds_left),
    }
