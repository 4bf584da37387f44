"""What must not stand in the tree: markings of controlled material, verdicts of safety, things left undone."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# written apart, so that this file does not hold what it looks for
MARKINGS = re.compile("|".join([
    "DISTRIBUTION " + "STATEMENT", r"\bCU" + r"I\b", "EXPORT " + "CONTROLLED", "NO" + "FORN", r"\bIT" + r"AR\b",
    "FOR OFFICIAL " + "USE ONLY", r"\bFOU" + r"O\b",
]))
NAMES_THEM_TO_REFUSE_THEM = {"CONTRIBUTING.md", "docs/explanation/scope.md"}
VERDICT = re.compile(
    r"\b(is|are|be|remains?|stays?|considered|airspace|route|level)\s+(?:\w+\s+)?safe\b", re.IGNORECASE)
REFUSALS = re.compile(r"\b(no|not|never|nothing|whether|neither|refuse[sd]?|without)\b", re.IGNORECASE)
TEXT = {".py", ".toml", ".md", ".ts", ".html", ".css", ".yaml", ".csv", ".txt", ".cff", ".json", ""}


def tracked() -> list[Path]:
    """Files of the project, tracked or about to be."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                            check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    folders = ("src", "tests", "docs", "benchmarks", "web/src")
    return [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]


def texts() -> dict[str, str]:
    """Every text of the project by its path; built pages and data are left out."""
    found = {}
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in TEXT and "node_modules" not in name and "/output/page/" not in name:
            found[name] = path.read_text(encoding="utf-8", errors="ignore")
    return found


def lines_that(pattern: re.Pattern[str], *, unless: re.Pattern[str] | None = None,
               but: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """Lines of the project that match, with file and number."""
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items() if name not in but
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line) and not (unless and unless.search(line))
    ]


def test_no_file_bears_a_marking_of_controlled_material():
    assert not lines_that(MARKINGS, but=NAMES_THEM_TO_REFUSE_THEM)


def test_no_sentence_calls_anything_safe():
    assert not lines_that(VERDICT, unless=REFUSALS, but={"tests/house/test_tree.py"})


@pytest.mark.parametrize("sentence", ["the airspace above FL300 is safe", "this route is considered safe"])
def test_a_verdict_of_safety_would_be_found(sentence):
    assert VERDICT.search(sentence)
    assert not REFUSALS.search(sentence)


@pytest.mark.parametrize("line", ["DISTRIBUTION " + "STATEMENT F", "marked CU" + "I", "NO" + "FORN"])
def test_a_marking_would_be_found(line):
    assert MARKINGS.search(line)


def test_each_module_says_in_one_sentence_what_it_is():
    first = re.compile(r'\A"""[A-Z`0-9].*?[.!?](\n\n|"""|\n[A-Z])', re.DOTALL)
    package = ROOT / "src/openiads"
    assert not [path.name for path in package.rglob("*.py") if not first.match(path.read_text(encoding="utf-8"))]
