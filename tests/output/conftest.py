"""A small study that several modules look at, and a browser with the network cut."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from openiads.earth.terrain import open_terrain
from openiads.knowledge.library import load_library
from openiads.output.manifest import Recipe, ledger_sha256
from openiads.output.page_claims_matter import ClaimsMatter, claims_matter
from openiads.output.page_template import render_page
from openiads.output.study import Study, compute
from openiads.scenario.files import read_scenario
from tests.output.made_page import made_page
from tests.output.small_study import small_text

# of the features that it would load for people: the lists of the address bar are pages of their own in every window
# and cost as much as ours; the others ask the network. What playwright switches off is replaced by this, not added to
FEATURES = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter",
            "NetworkTimeServiceQuerying", "OptimizationHints", "PreconnectToSearch", "PaintHolding",
            "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES)}",
]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A fresh cache for computed results; compiled kernels stay where they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENIADS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def small(own_cache: None) -> Study:
    """The small study, computed once."""
    library, text = load_library(), small_text()
    scenario = read_scenario(text, "small.toml")
    terrain = open_terrain(scenario.terrain)
    recipe = Recipe(text, "small.toml", (), {}, scenario.sha256(), ledger_sha256(library), terrain.info.sha256)
    return compute(scenario, library, terrain, recipe)


@pytest.fixture(scope="session")
def weighed(small: Study) -> tuple[ClaimsMatter, list[str]]:
    """Its sweeps over every disputed claim without a fight, and the steps that were told."""
    told: list[str] = []

    def step(name: str) -> bool:
        told.append(name)
        return False

    found = claims_matter(small.areas, small.terrain, small.terrain_info, None, step)
    assert found is not None
    return found, told


@pytest.fixture(scope="session")
def matter(weighed: tuple[ClaimsMatter, list[str]]) -> ClaimsMatter:
    """Those sweeps alone."""
    return weighed[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("no chromium on PATH; on Debian: apt-get update && apt-get install -y chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """Data of the page that a module looks at: made up, unless it has its own."""
    return made_page()


@pytest.fixture(scope="module")
def page_file(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That page as a file."""
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(render_page(data), encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser: Browser, page_file: Path) -> Iterator[Callable[..., Page]]:
    """Open a module's page with the network cut; any request, error or console message fails the test."""
    troubles: list[str] = []
    contexts = []

    def opener(hash_: str = "", width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)

        def gate(route: Any) -> None:
            if route.request.url.split(":")[0] in ("file", "data", "blob"):
                route.continue_()
            else:
                troubles.append(f"request to {route.request.url}")
                route.abort()

        context.route("**/*", gate)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(page_file.as_uri() + hash_)
        page.wait_for_selector("#page[data-ready]")
        return page

    yield opener
    for context in contexts:
        context.close()
    assert troubles == []
