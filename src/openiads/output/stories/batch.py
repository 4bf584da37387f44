"""What a story asks of a scenario of two arms: all that a second batch changes, by each meaning of the word."""

from openiads.knowledge.library import Library
from openiads.output.evidence import assumed_words
from openiads.output.findings import ChangeRow, Findings
from openiads.output.manifest import Recipe, ledger_sha256
from openiads.output.stories.records import Bar, Chart, Part
from openiads.output.study import Study, compute
from openiads.output.words import amount, count, spread
from openiads.scenario.files import read_scenario, scenario_text
from openiads.scenario.story import Batch


def study_of(asked: Batch, library: Library) -> Study:
    """The scenario's coverage with the story's number of draws; nothing is fought."""
    from openiads.earth.terrain import open_terrain

    name, text = scenario_text(asked.scenario)
    plan = read_scenario(text, name).model_copy(update={"draws": asked.draws, "fights": None})
    terrain = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    recipe = Recipe(text, name, (), {}, plan.sha256(), ledger_sha256(library), terrain.info.sha256, {})
    return compute(plan, library, terrain, recipe)


def _verdict(row: ChangeRow) -> str:
    change = row.difference.change
    if change.nominal == change.low == change.high == 0:
        return "no change"
    told = f"{change.nominal:+,.0f} ({change.low:+,.0f} to {change.high:+,.0f})"
    return told if row.difference.clear else f"{told}, no clear difference"


def charts_of(found: Findings) -> tuple[Chart, ...]:
    """Channels by meaning of the word beside each other, and the area against a low flyer, beside it and apart."""
    scenario = found.study.scenario
    together, *elsewhere = scenario.arms.second.placements
    chosen = scenario.meaning(scenario.arms.second.meaning)
    channels = [found.change(item.id, together.id, "channels").difference for item in scenario.batch_meanings]
    first = channels[0].a
    bars = (Bar(scenario.arms.first.label, first.nominal, count(first), first.low, first.high), *(
        Bar(f"and {item.label}", change.b.nominal, count(change.b), change.b.low, change.b.high)
        for item, change in zip(scenario.batch_meanings, channels, strict=True)))
    areas: list[Bar] = []
    for placement in (together, *elsewhere):
        row = next(row for row in found.changes_of(chosen.id, placement.id) if row.metric == "detect")
        if not areas:
            areas.append(Bar(scenario.arms.first.label, row.difference.a.nominal, spread(row.difference.a, "km²"),
                             row.difference.a.low, row.difference.a.high))
        areas.append(Bar(f"and {chosen.label}, {placement.label}", row.difference.b.nominal,
                         spread(row.difference.b, "km²"), row.difference.b.low, row.difference.b.high))
    low = next(row for row in found.changes_of(chosen.id, together.id) if row.metric == "detect")
    return (Chart("Guidance channels, by what the word batch stands for", bars),
            Chart(low.label[0].upper() + low.label[1:], tuple(areas)))


def batch_part(asked: Batch, library: Library) -> Part:
    """What a second batch changes: reach hardly, depth, and by which meaning of the word."""
    study = study_of(asked, library)
    found, answer = study.findings, study.answer
    rows = tuple((study.scenario.meaning(row.meaning).label, row.placement, row.label,
                  *(amount(item, row.unit.replace("km2", "km²")) for item in (row.difference.a, row.difference.b)),
                  _verdict(row))
                 for row in found.changes)
    sentences = tuple(str(answer[key]) for key in ("basis", "sentence", "counter_sentence") if answer[key])
    return Part("What a second batch changes", sentences,
                ("batch means", "placed", "what", "first batch", "with the second", "change"), rows, charts_of(found),
                study.terrain_info.grade, study.areas.beliefs.claims_used(), tuple(assumed_words(study.areas)),
                commands=(f"openiads study {asked.scenario} --no-fights --draws {asked.draws}",))
