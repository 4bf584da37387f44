"""Stories as the page of a study shows them: the same sentences, tables as text, figures drawn."""

from collections.abc import Sequence
from typing import Any

from openiads.output.stories.drawing import figure_svg
from openiads.output.stories.gallery import cell_text, story_record
from openiads.output.stories.records import Part, StoryAnswer


def _part_entry(part: Part) -> dict[str, Any]:
    return {
        "title": part.title, "sentences": list(part.sentences), "columns": list(part.columns),
        "rows": [[cell_text(cell) for cell in row] for row in part.rows],
        "figures": [{"title": figure.title, "svg": figure_svg(figure)} for figure in part.figures],
        "commands": list(part.commands),
    }


def stories_entry(answers: Sequence[StoryAnswer]) -> list[dict[str, Any]]:
    """The page's key "stories"; the claims are those that the stories name, the rest stands in the drawer already."""
    return [{**story_record(answer), "model": list(map(_part_entry, answer.parts)),
             "claims": list(answer.story.claims_named())} for answer in answers]
