"""A study's folder: every part, the interrupt between parts, and the words that go with it."""

from pathlib import Path

import pytest

from openiads.output import study as module
from openiads.output.study import WRITERS, Study, write_folder, write_layers, write_page, write_readme, write_tables
from tests.output.made_page import made_fights
from tests.output.sentence_rules import broken_rules

FAST = (("page", write_page), ("tables", write_tables), ("readme", write_readme))


def test_the_parts_come_in_the_order_of_their_use() -> None:
    assert [name for name, _ in WRITERS] == ["page", "tables", "sentences", "layers", "figures", "readme"]


def test_a_stop_leaves_out_the_rest_and_names_it(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITERS", FAST)
    asked: list[str] = []

    def step(part: str) -> bool:
        asked.append(part)
        return part == "readme"

    written, left = write_folder(small, tmp_path, step=step)
    assert asked == ["page", "tables", "readme"]
    assert left == ["readme"]
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert not (tmp_path / "README.md").exists()


def test_the_readme_tells_the_answer_and_how_to_run_it_again(small: Study, tmp_path: Path) -> None:
    (path,) = write_readme(small, tmp_path)
    text = path.read_text(encoding="utf-8")
    for told in ("sentence", "counter_sentence", "basis"):
        assert str(small.answer[told]) in text
    assert "--from manifest.toml" in text
    assert "grade C" in text
    assert broken_rules(text) == []


def test_the_readme_tells_what_was_fought(small: Study, tmp_path: Path) -> None:
    fights = made_fights()
    (path,) = write_readme(small, tmp_path, fights)
    assert f"fought against {fights.saturation_title}, half of the raids leak from" in path.read_text(encoding="utf-8")


def test_layers_are_the_same_bytes_each_time(small: Study, tmp_path: Path) -> None:
    first, second = (list(write_layers(small, tmp_path / name)) for name in ("a", "b"))
    assert [path.name for path in first] == ["coverage.geojson", "coverage.kmz", "visibility-floor-murted.tif",
                                             "visibility-floor-sinop.tif"]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, second, strict=True))


def test_the_footer_says_which_scenario_and_that_it_is_simulated(small: Study) -> None:
    assert small.recipe.scenario_sha256[:12] in small.footer
    assert "simulation from public sources" in small.footer
    assert small.scenario.date.isoformat() in small.footer
