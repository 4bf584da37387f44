"""A whole study: from a scenario to one folder with its page, figures, tables, layers and manifest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from openiads import __version__
from openiads.campaign.arms import Arm
from openiads.coverage.arms import StudyAreas, components_of, run_arms
from openiads.coverage.corridor import Exposure, corridor_exposure
from openiads.coverage.profile import VerticalProfile, refraction_at, vertical_profile
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, TerrainInfo
from openiads.knowledge.export import claims_csv, sources_bibtex, sources_csl_json
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import feeding
from openiads.output import sight_tables, tables
from openiads.output.evidence import basis_of_study, evidence_mix, used_keys
from openiads.output.fight_tables import fight_tables
from openiads.output.fights import Fights
from openiads.output.findings import Findings, findings_of, sites_shown, sites_standing
from openiads.output.footprint import footprint_layers
from openiads.output.influence_words import csv_of as influence_csv
from openiads.output.influence_words import file_of
from openiads.output.language import ENGLISH, LANGUAGES
from openiads.output.manifest import Recipe, clear_folder
from openiads.output.page_answer import fought_words
from openiads.output.page_claims_matter import ClaimsMatter, claims_matter
from openiads.output.page_data import page_data
from openiads.output.page_template import render_page
from openiads.output.readiness import Readiness, readiness_of
from openiads.output.readiness_tables import readiness_tables
from openiads.output.refusal import all_passed
from openiads.output.sentences import answer_sentence, basis_of, counter_sentence
from openiads.output.timeline import TOPIC, timeline_csv, timeline_of
from openiads.scenario.files import read_raid
from openiads.scenario.model import Scenario
from openiads.scenario.route import bearing_rad
from openiads.units import counted

INFO_CELL_M = 8000.0  # coarse enough to be quick, fine enough to tell which grade lies under most of the disc
Step = Callable[[str], bool]  # tells what comes next; True asks to stop


@dataclass(frozen=True)
class Study:
    """A finished computation, from which the folder is written."""

    scenario: Scenario
    library: Library
    terrain: Terrain
    recipe: Recipe
    areas: StudyAreas

    @cached_property
    def findings(self) -> Findings:
        """Every estimate of the study."""
        return findings_of(self.areas)

    @cached_property
    def terrain_info(self) -> TerrainInfo:
        """Grade, origin and licence of the terrain."""
        site = self.areas.first
        grid = Grid.around(site.place.lat_deg, site.place.lon_deg, radius_m=site.polar.radius_m,
                           cell_size_m=INFO_CELL_M)
        return self.terrain.info_on(grid)

    @property
    def footer(self) -> str:
        """What every exported image and layer carries."""
        return (f"OpenIADS {__version__} · {self.scenario.name} {self.recipe.scenario_sha256[:12]} · simulation from "
                f"public sources · as of {self.scenario.date.isoformat()}")

    @cached_property
    def answer(self) -> dict[str, object]:
        """V0: sentence, counter-sentence, what it rests on."""
        return {
            "sentence": answer_sentence(self.findings, self.terrain_info),
            "counter_sentence": counter_sentence(self.findings),
            "basis": basis_of(self.findings, self.terrain_info),
            "terrain_grade": self.terrain_info.grade,
            "evidence_mix": {item["grade"]: item["count"] for item in evidence_mix(self.areas)},
            "interval_level": self.areas.rows.level,
            "languages": {language: self.answer_in(language) for language in LANGUAGES if language != ENGLISH},
        }

    def answer_in(self, language: str) -> dict[str, str]:
        """The sentence, its counter-sentence and what it rests on, in another language."""
        return {"sentence": answer_sentence(self.findings, self.terrain_info, language=language),
                "counter_sentence": counter_sentence(self.findings, language),
                "basis": basis_of(self.findings, self.terrain_info, language)}

    @cached_property
    def profiles(self) -> tuple[tuple[str, str, VerticalProfile], ...]:
        """The preset bearings: site, label and profile."""
        mast = self.areas.first.post.antenna_height_m(self.areas.first.post.searches[-1], self.areas.rows,
                                                      self.areas.beliefs)
        found = []
        for bearing in self.scenario.bearings:
            site = self.scenario.site(bearing.site)
            lat_deg, lon_deg = site.position.lat_deg, site.position.lon_deg
            ground_m = self.terrain.height_at(lat_deg, lon_deg)
            refraction = refraction_at(lat_deg, lon_deg, self.scenario.refraction, ground_m, level=0.8)
            found.append((site.id, bearing.label, vertical_profile(
                self.terrain, lat_deg, lon_deg, bearing_rad(self.scenario, bearing), antenna_height_m=float(mast[0]),
                refraction=refraction, max_range_m=self.scenario.ring_m)))
        return tuple(found)

    @cached_property
    def exposure(self) -> Exposure | None:
        """The given corridor against the sites of arm B: nominal beliefs first, then every row of claims."""
        if self.scenario.corridor is None or "airliner" not in self.scenario.targets:
            return None
        areas = self.areas
        rows = [0, *range(areas.rows.total)[areas.rows.claim_rows]]
        standing = sites_standing(areas)
        return corridor_exposure(
            self.scenario.corridor, [site for site, _ in standing],
            np.full(len(rows), areas.beliefs.nominal["airliner.cruise_speed"].value), rows=rows,
            stands=[there[rows] for _, there in standing])

    @cached_property
    def readiness(self) -> Readiness | None:
        """What is kept ready by month, in both arms under every reading of batch; None where nothing asks for it."""
        if self.scenario.programme is None:
            return None
        meanings = tuple(meaning.id for meaning in self.scenario.batch_meanings)
        return readiness_of(self.scenario, self.library, meanings=meanings, believe=self.recipe.believe)

    def claims(self, fights: Fights | None = None) -> tuple[str, ...]:
        """Ids of every claim that moves a result of the study, fought ones included where there are any."""
        upkeep = self.readiness.moved if self.readiness else None
        return tuple(sorted(basis_of_study(self.areas, fights.basis if fights else None, upkeep).claims))


def own_words(scenario: Scenario) -> list[str]:
    """What a scenario says in its own words: title, names, labels and notes."""
    second, corridor = scenario.arms.second, scenario.corridor
    return [
        scenario.title, scenario.arms.first.label, second.label, *(item.label for item in second.placements),
        *(item.label for item in scenario.batch_meanings), *(item.label for item in scenario.bearings),
        *(text for site in scenario.sites for text in (site.name, site.note)),
        *((corridor.name, corridor.note) if corridor else ()),
    ]


def compute(scenario: Scenario, library: Library, terrain: Terrain, recipe: Recipe) -> Study:
    """Run both arms of a scenario.

    Raises
    ------
    OpenIADSError
        E0801 where the scenario's own words, which its sentences repeat, would say what is refused.
    """
    all_passed(own_words(scenario), what="text of the scenario")
    believe = feeding(library, components_of(scenario), recipe.believe)
    return Study(scenario, library, terrain, recipe, run_arms(scenario, library, terrain, believe=believe))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def fight(study: Study, step: Step) -> Fights | None:
    """Fight what the scenario asks for; None where it asks for nothing, or where it was stopped."""
    from openiads.campaign.fight import FightJob
    from openiads.campaign.stage import components_in
    from openiads.output.fought import Campaigns, fights_of

    scenario, recipe = study.scenario, study.recipe
    if scenario.fights is None:
        return None
    raid, saturation = (read_raid(text, name) for name, text in recipe.raids.items())

    def job(arm: Arm) -> FightJob:
        believe = feeding(study.library, components_in(scenario, raid), recipe.believe)
        return FightJob(scenario, raid, arm, study.library, recipe.ledger_sha256, recipe.terrain_sha256, believe)

    return fights_of(Campaigns(scenario, raid, saturation, job), step)


def weigh(study: Study, step: Step) -> ClaimsMatter | None:
    """Sweep over every disputed claim; None where it was stopped."""
    name, text = next(iter(study.recipe.raids.items()), ("", ""))
    raid = read_raid(text, name) if text and study.scenario.fights is not None else None
    return claims_matter(study.areas, study.terrain, study.terrain_info, raid, step)


def write_matter(study: Study, folder: Path, matter: ClaimsMatter) -> Iterator[Path]:
    """The page and the sentences again, with which claim matters, and a table and a figure for each metric."""
    from openiads.output.tornado import draw_tornado

    yield from write_page(study, folder, matter=matter)
    yield from write_sentences(study, folder, matter=matter)
    yield from write_claims(study, folder, matter=matter)
    for name, found in matter.sweeps.items():
        yield _write(folder / "tables" / file_of(name), influence_csv(found))
        yield from draw_tornado(name, found, study.terrain_info, folder / "figures", study.footer)


def write_fights(study: Study, folder: Path, fights: Fights, matter: ClaimsMatter | None = None,
                 stories: Sequence[dict[str, Any]] = ()) -> Iterator[Path]:
    """The page again, with what was fought and the gallery of stories, and its tables, sentences and figures."""
    from openiads.output.fight_figures import draw_fights

    yield from write_page(study, folder, fights, matter, stories)
    told = {**fight_tables(fights), "second-batch.csv": tables.changes_csv(study.findings, fights)}
    for name, text in told.items():
        yield _write(folder / "tables" / name, text)
    if fights.defended is not None:
        from openiads.output.export.geojson import write_geojson

        found = fights.defended
        layers = footprint_layers(dict(zip(found.arms, found.surveys, strict=True)),
                                  {arm.id: arm.label for arm in fights.arms}, found.raid, study.scenario.seed)
        path = folder / "layers" / "defended-footprint.geojson"
        (folder / "layers").mkdir(parents=True, exist_ok=True)
        write_geojson(path, layers, {"footer": study.footer, "scenario_sha256": study.recipe.scenario_sha256,
                                     "terrain_grade": study.terrain_info.grade})
        yield path
    yield from write_claims(study, folder, fights, matter)
    yield from write_sentences(study, folder, fights, matter)
    yield from write_readme(study, folder, fights)
    second = study.scenario.arms.second
    yield from draw_fights(fights, f"B/{second.meaning}/{second.placements[0].id}", folder / "figures", study.footer)


def write_sentences(study: Study, folder: Path, fights: Fights | None = None,
                    matter: ClaimsMatter | None = None) -> Iterator[Path]:
    """Every sentence that the results carry, as data that `openiads report` puts into words."""
    from openiads.output.told.draft import to_json
    from openiads.output.told.study import FILE, drafts_of

    yield _write(folder / FILE, to_json(drafts_of(study, fights, matter)))


def write_page(study: Study, folder: Path, fights: Fights | None = None,
               matter: ClaimsMatter | None = None,
               stories: Sequence[dict[str, Any]] = ()) -> Iterator[Path]:
    """The self-contained page."""
    hashes = {"scenario": study.recipe.scenario_sha256, "ledger": study.recipe.ledger_sha256}
    data = page_data(study.findings, study.terrain_info, hashes=hashes, profiles=study.profiles,
                     exposure=study.exposure, footer=study.footer, fights=fights, readiness=study.readiness,
                     matter=matter, stories=stories)
    yield _write(folder / "index.html", render_page(data))


def write_tables(study: Study, folder: Path) -> Iterator[Path]:
    """Tables as CSV, sources as BibTeX and CSL-JSON."""
    found = study.findings
    for name, text in (
        ("shares.csv", tables.shares_csv(found)), ("second-batch.csv", tables.changes_csv(found)),
        ("radar-loss.csv", tables.losses_csv(found)), ("missile-fits.csv", tables.fits_csv(study.areas)),
        ("radar-residuals.csv", tables.radar_residuals_csv(study.areas)),
        ("beliefs.csv", tables.beliefs_csv(study.areas, used_keys(study.areas))),
        ("first-sight.csv", sight_tables.first_sight_csv(study.areas)),
        ("hidden-below.csv", sight_tables.hidden_csv(study.profiles)),
        ("statements.csv", timeline_csv(timeline_of(study.library, topic=TOPIC, as_of=study.scenario.date))),
    ):
        yield _write(folder / "tables" / name, text)
    if study.exposure is not None:
        yield _write(folder / "tables" / "corridor.csv", sight_tables.corridor_csv(study.areas, study.exposure))
    yield from write_claims(study, folder)
    for name, text in readiness_tables(study.readiness).items() if study.readiness else ():
        yield _write(folder / "tables" / name, text)


def cited_claims(study: Study, fights: Fights | None = None, matter: ClaimsMatter | None = None) -> tuple[str, ...]:
    """Ids of every claim that a sentence or a figure of the study names, whether or not it moves a result."""
    from openiads.output.told.study import drafts_of

    scenario = study.scenario
    told = timeline_of(study.library, topic=TOPIC, as_of=scenario.date)
    return tuple(sorted({
        *(claim for draft in drafts_of(study, fights, matter).drafted for claim in draft.evidence.claims),
        *(item.id for item in told.shown), *(claim for pair in told.pairs for claim in pair.ids),
        *scenario.ring_claims, *(claim for meaning in scenario.batch_meanings for claim in meaning.claims),
        *(study.readiness.cited if study.readiness else ()),
    }))


def write_claims(study: Study, folder: Path, fights: Fights | None = None,
                 matter: ClaimsMatter | None = None) -> Iterator[Path]:
    """Claims that move a result of the study, those that its sentences and figures cite, and the sources of both."""
    claims, cited = ([study.library.claim(claim_id) for claim_id in ids]
                     for ids in (study.claims(fights), cited_claims(study, fights, matter)))
    sources = list({claim.source.key: claim.source for claim in (*claims, *cited)}.values())
    for name, text in (("claims.csv", claims_csv(claims)), ("cited-claims.csv", claims_csv(cited)),
                       ("sources.bib", sources_bibtex(sources)),
                       ("sources.csl.json", sources_csl_json(sources))):
        yield _write(folder / "tables" / name, text)


def write_layers(study: Study, folder: Path) -> Iterator[Path]:
    """Outlines as GeoJSON and KMZ, visibility floors as COG."""
    from openiads.coverage.raster import floor_raster
    from openiads.output.export.floor import write_floor
    from openiads.output.export.geojson import write_geojson
    from openiads.output.export.kmz import write_kmz
    from openiads.output.study_layers import layers_of

    layers = layers_of(study.areas, study.terrain_info)
    about = {"footer": study.footer, "scenario_sha256": study.recipe.scenario_sha256,
             "terrain_grade": study.terrain_info.grade}
    target = folder / "layers"
    target.mkdir(parents=True, exist_ok=True)
    write_geojson(target / "coverage.geojson", layers, about)
    yield target / "coverage.geojson"
    write_kmz(target / "coverage.kmz", layers, study.scenario.title, about, study.scenario.date.isoformat())
    yield target / "coverage.kmz"
    rows, beliefs = study.areas.rows, study.areas.beliefs
    for site in sites_shown(study.areas):
        highest_m = max(float(site.post.antenna_height_m(radar, rows, beliefs)[0]) for radar in site.post.searches)
        path = target / f"visibility-floor-{site.place.id}.tif"
        write_floor(path, floor_raster(study.terrain, site, highest_m), about)
        yield path


def write_figures(study: Study, folder: Path) -> Iterator[Path]:
    """Figures as PNG and SVG."""
    from openiads.output.study_figures import draw_all

    yield from draw_all(study.findings, study.terrain_info, study.profiles, folder / "figures", study.footer,
                        study.readiness)


def write_readme(study: Study, folder: Path, fights: Fights | None = None) -> Iterator[Path]:
    """What lies in the folder, and how to run it again."""
    answer, terrain = study.answer, study.terrain_info
    sentence = answer_sentence(study.findings, terrain, fought_words(fights, study.scenario))
    text = f"""# {study.scenario.title}

{answer['basis']}

{sentence}

{answer['counter_sentence']}

| what | where |
|---|---|
| the page, works without a network | index.html |
| figures, PNG at two densities and SVG, with table, caption and description of each | figures/ |
| sentences with condition, interval and evidence: `openiads report .` prints them | sentences.json |
| tables: shares, A against B, which claim matters, losses, beliefs, readiness, statements, sources | tables/ |
| outlines (GeoJSON, KMZ) and visibility floors (cloud-optimised GeoTIFF) | layers/ |
| inputs, versions, hashes | manifest.toml |

Intervals hold {study.areas.rows.level:.0%} of {counted(study.areas.rows.draws, 'draw')} over what the sources say;
the spread of the weather stands apart in tables/shares.csv. Terrain: {terrain.name}, grade {terrain.grade};
{terrain.origin}; {terrain.note}.

Run it again to the same bytes: `openiads study --from manifest.toml --out again`.

{study.footer}. Not for operational planning, targeting or flight decisions.
"""
    yield _write(folder / "README.md", text)


WRITERS: tuple[tuple[str, Callable[[Study, Path], Iterator[Path]]], ...] = (
    ("page", write_page), ("tables", write_tables), ("sentences", write_sentences), ("layers", write_layers),
    ("figures", write_figures), ("readme", write_readme),
)


def write_folder(study: Study, folder: Path, *, step: Step = lambda _: False) -> tuple[list[Path], list[str]]:
    """Write everything; what an interrupt left out is named.

    Returns
    -------
    tuple
        Files written, and names of the parts left out.
    """
    clear_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    left: Sequence[str] = ()
    for number, (name, writer) in enumerate(WRITERS):
        if step(name):
            left = [rest for rest, _ in WRITERS[number:]]
            break
        written += writer(study, folder)
    return written, list(left)
