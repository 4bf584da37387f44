"""Settings of every test: examples have no deadline, because the first one may compile a kernel; long files first."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import FACTOR

# the same examples in every run, so that what fails is the change and not the draw; `make fuzz` draws anew
settings.register_profile(
    "openiads", deadline=None, max_examples=100 * FACTOR, derandomize=FACTOR == 1,
    suppress_health_check=[HealthCheck.too_slow] if FACTOR > 1 else [],
)
settings.load_profile("openiads")

ROOT = Path(__file__).parents[1]
# workers take files in this order: the first fights, and compiles for all what fights are made of, while the other
# draws pages, which need no kernel; then what is long, so that no worker sits at the end with a long file alone
FIRST = [ROOT / "tests" / name for name in (
    "app/test_study.py", "output/test_fight_views.py", "output/test_page.py", "output/test_statement_view.py",
    "output/test_claims_matter_page.py", "output/test_page_language.py", "output/test_readiness_view.py",
    "house/test_dimensions.py", "house/test_network.py", "output/test_refusal.py",
    "cases/test_cases.py", "output/test_press.py", "app/test_sensitivity.py", "campaign/test_runner.py",
    "scenario/test_every_choice_matters.py", "app/test_run.py", "output/test_stories.py", "campaign/test_footprint.py",
    "campaign/test_cluster.py", "engagement/test_textbook.py", "campaign/test_store.py", "campaign/test_map_agrees.py",
)]
assert all(path.exists() for path in FIRST)
PLACES = {path: place for place, path in enumerate(FIRST)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of `FIRST` first; all others stay in their order."""
    items.sort(key=lambda item: PLACES.get(item.path, len(PLACES)))
