"""`openiads story`: published claims, what their circle says, what the models say, and what remains unknown."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag, note, warn
from openiads.errors import fault, why_not

if TYPE_CHECKING:
    from openiads.output.stories.records import StoryAnswer
    from openiads.scenario.story import Story

app = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True,
                  help="Published claims, set beside what the models make of them.\n\n"
                       "Example: openiads story show black-sea")

FolderOption = Annotated[str | None, typer.Option(
    "--out", "-o", help="Folder to write: page, tables, figures, data.")]
WIDE = 100


@app.callback()
def chosen(context: typer.Context) -> None:
    """Without a command, the list."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the stories that are shipped.

    Example: openiads story list
    """
    from openiads.scenario.files import shipped_stories

    stories = shipped_stories()
    if json:
        rows = [{"id": item.id, "number": item.number, "title": item.title, "date": item.date,
                 "claims": list(item.claims_named())} for item in stories]
        named = sorted({name for item in stories for name in item.claims_named()})
        print_json(envelope("story list", rows, claims=named))
        return
    for item in stories:
        print(f"{item.id:<14} {item.date:<11} {item.title}")
    print("\nopeniads story show ID runs one; openiads story all -o FOLDER writes the gallery")


@app.command()
def show(
    story: Annotated[str, typer.Argument(metavar="ID", help="A shipped story's id, or a story file.")],
    out: FolderOption = None,
    json: JsonFlag = False,
) -> None:
    """Run one story: what was said, what the circle says, what the model says, what remains unknown.

    Example: openiads story show black-sea
    """
    from openiads.scenario.files import load_story

    _tell((load_story(story),), "story show", out, as_json=json)


@app.command("all")
def all_(
    out: FolderOption = "out/stories",
    json: JsonFlag = False,
) -> None:
    """Run every shipped story and write the gallery.

    Example: openiads story all -o out/stories
    """
    from openiads.scenario.files import shipped_stories

    _tell(shipped_stories(), "story all", out, as_json=json)


def _tell(stories: "Sequence[Story]", command: str, out: str | None, *, as_json: bool) -> None:
    """Answer stories one by one, write what is asked for, and tell them."""
    from openiads.app.folders import refusal
    from openiads.app.progress import progress, say_compiling, stoppable
    from openiads.knowledge.library import load_library
    from openiads.output.stories.gallery import story_record, write_gallery
    from openiads.output.stories.tell import answer_story

    refused = refusal(Path(out)) if out else ""
    if refused:
        raise fault("E0105", f"cannot write {out}", where="--out", why=refused, fix="choose another folder with --out")
    library = load_library()
    answers: list[StoryAnswer] = []
    say_compiling()
    with stoppable() as stop, progress("stories", len(stories)) as line:
        for story in stories:
            if stop():
                warn(f"interrupted: {len(stories) - len(answers)} stories were not run")
                break
            answers.append(answer_story(story, library))
            line.advance()
    for answer in answers:
        if answer.grade in ("C", "D"):
            warn(f'{answer.story.id}: terrain of grade {answer.grade}: read every covered area as "at most"')
    if out:
        try:
            write_gallery(answers, library, Path(out))
        except OSError as problem:
            raise fault("E0105", f"cannot write {out}", where=out, why=why_not(problem),
                        fix="choose another folder with --out") from None
        note(f"wrote {Path(out) / 'index.html'}")
    if as_json:
        inputs = {"stories": [story.id for story in stories], "out": out}
        print_json(envelope(command, [story_record(answer) for answer in answers], inputs=inputs,
                            seed=stories[0].seed if len(stories) == 1 else None,
                            claims=sorted({name for answer in answers for name in answer.claims})))
        return
    print("\n\n".join(map(words_of, answers)))


def words_of(answer: "StoryAnswer") -> str:
    """A story in words: its four answers one after the other."""
    from openiads.output.stories.gallery import HEADS, grade_line

    model = [text for part in answer.parts for text in part.sentences]
    bodies = (answer.said, (answer.circle,), (*model, grade_line(answer)),
              (*answer.unknown, f"Inputs that are disputed or assumed: {len(answer.open_inputs)}; --json lists them."))
    lines = [f"{answer.story.number}. {answer.story.title} ({answer.story.date})"]
    for head, texts in zip(HEADS, bodies, strict=True):
        lines += ["", head]
        lines += [fill(text, WIDE, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
                  for text in texts]
    return "\n".join(lines)
