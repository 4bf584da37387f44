"""A story's four answers: what was said, what the circle says, what the model says, what remains unknown."""

from collections.abc import Iterator

from openiads.earth.geodesy import bearing_and_range
from openiads.earth.terrain import open_terrain
from openiads.errors import Fault, OpenIADSError
from openiads.knowledge.evidence import UNDATED, Claim
from openiads.knowledge.facets import si
from openiads.knowledge.library import Library
from openiads.output.page_claims import value_text
from openiads.output.refusal import all_passed
from openiads.output.stories.batch import batch_part
from openiads.output.stories.cover import cover_part
from openiads.output.stories.geometry import heights_part, sight_part
from openiads.output.stories.records import KM, Part, StoryAnswer, length_m, length_words, reach_words, who
from openiads.output.words import rounded
from openiads.scenario.story import Story

PLAIN = ("statement", "observation", "critique")


def said_line(claim: Claim) -> str:
    """One claim: who said what and when, in our words, with its id and grade."""
    value = value_text(claim)
    about = "" if claim.quantity in PLAIN else f"{claim.quantity.replace('_', ' ')}, "
    doubt = "" if claim.is_linked else ", recalled and not checked"
    return f"{who(claim)}: {claim.subject}: {about}{value} ({claim.id}, {claim.grade}{doubt})."


def _inside(radius_m: float, least_m: float, most_m: float) -> str:
    if most_m <= radius_m:
        return "inside"
    return "outside" if least_m > radius_m else "partly inside"


def circle_sentence(story: Story, library: Library) -> str:
    """What follows from the stated radius alone; worked out from the claims, so that another value says another thing.

    Raises
    ------
    OpenIADSError
        E0215 where the claim of the radius states no length.
    """
    circle, radius = story.circle, library.claim(story.circle.radius)
    if not isinstance(radius.value, int | float | tuple) or si(1.0, radius.unit)[1] != "m":
        raise OpenIADSError([Fault("E0215", f"{radius.id} states no length", f"{story.id}: circle.radius",
                                   "a circle has a radius", "name a claim of a range")])
    radius_m = length_m(radius)[1]
    lay = "lay" if story.told == "past" else "lies"
    parts = [f"The circle has a radius of {length_words(radius)}, {reach_words(radius)} ({who(radius)}, {radius.id})."]
    if circle.distance is not None:
        stated = library.claim(circle.distance)
        parts.append(f"{length_words(stated)} ({stated.id}) {lay} {_inside(radius_m, *length_m(stated))} it.")
    for site in map(story.site, circle.centres if circle.points else ()):
        told = []
        for point in map(story.point, circle.points):
            away_m = float(bearing_and_range(site.position.lat_deg, site.position.lon_deg, point.position.lat_deg,
                                             point.position.lon_deg)[1])
            told.append(f"{point.name}, {rounded(away_m * KM, 3)} km away, {lay} {_inside(radius_m, away_m, away_m)}")
        parts.append(f"About {site.name}: {'; '.join(told)}.")
    if circle.height_difference is not None:
        stated = library.claim(circle.height_difference)
        verb = "was" if story.told == "past" else "is"
        higher, lower = (str(stated.condition.get(name, words)) for name, words in (
            ("higher", "one radar"), ("lower", "the other")))
        parts.append(f"{higher[0].upper()}{higher[1:]} {verb} said to stand {length_words(stated)} higher than {lower} "
                     f"({stated.id}).")
    return " ".join([*parts, circle.reading])


def _parts(story: Story, library: Library) -> Iterator[Part]:
    if story.batch is not None:
        yield batch_part(story.batch, library)
    if story.sight is not None:
        yield sight_part(story, story.sight, library)
    if story.heights is None and story.cover is None:
        return
    terrain = open_terrain(story.terrain, ground_height_m=story.ground_height_m or 0.0)
    if story.heights is not None:
        yield heights_part(story, story.heights, library, terrain)
    if story.cover is not None:
        yield cover_part(story, story.cover, library, terrain)


def answer_story(story: Story, library: Library) -> StoryAnswer:
    """Run a story through the ordinary models and draft its four answers.

    Parameters
    ----------
    story : Story
    library : Library
        The ledger; what is said, and every length of the circle, is read from it.

    Raises
    ------
    OpenIADSError
        E0801 where a text of it would say what is refused.
    """
    parts = tuple(_parts(story, library))
    claims = {*story.claims_named(), *(name for part in parts for name in part.claims)}
    assumed = [f"antenna at {story.antenna.height}: {story.antenna.assumed}"] if story.antenna else []
    answer = StoryAnswer(
        story, tuple(said_line(library.claim(name)) for name in story.said), circle_sentence(story, library), parts,
        story.unknown, tuple(dict.fromkeys([*assumed, *(line for part in parts for line in part.open_inputs)])),
        tuple(sorted(claims)), max(date for name in claims if (date := library.claim(name).date) != UNDATED),
    )
    all_passed(_words(answer), what=f"story {story.id}", claims=answer.claims)
    return answer


def _words(answer: StoryAnswer) -> dict[str, object]:
    """Every text of an answer, by where it stands."""
    return {
        "title": answer.story.title, "said": answer.said, "circle": answer.circle,
        "model": [[part.title, part.sentences, [figure.alt for figure in part.figures]] for part in answer.parts],
        "unknown": answer.unknown, "inputs": answer.open_inputs,
    }
