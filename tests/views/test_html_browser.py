"""What people see of the report: wide and narrow, light and dark, printed, without scripts, through a screen reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from holdfast.analyses.coherence import coherence
from holdfast.analyses.depth import depth
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.views.html import report
from tests.views import harbour


def written(case: Case, folder: Path) -> str:
    """The address of the case's report."""
    path = folder / "report.html"
    made = date(2026, 3, 3)
    text = report(case, positions(case), made_on=made, depth=depth(case), coherence=coherence(case))
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


def crowded() -> Case:
    """More parties than fit, and words that do not break."""
    case = harbour.loaded("desk").case
    port = case.parties["port"]
    more = {f"q{number}": port.model_copy(update={"short": f"{number}" + "W" * 17}) for number in range(14)}
    issue = case.issues["automation"].model_copy(update={"question": "Question" * 40})
    long = {name: one.model_copy(update={"gist": one.gist + "x" * 300}) for name, one in case.statements.items()}
    return replace(
        case,
        title="Title" * 60,
        parties={**case.parties, **more},
        issues={**case.issues, "automation": issue},
        statements=long,
        consent=(*case.consent, *more),
    )


@pytest.fixture(scope="module")
def gaza(repository: Path) -> Case:
    return load(repository / "examples" / "gaza-2025", "public").case


@pytest.mark.parametrize("width", [320, 380, 700, 1000, 1280, 1900])
def test_the_page_never_scrolls_sideways(page: Page, tmp_path: Path, gaza: Case, width: int) -> None:
    for case in (gaza, harbour.loaded("desk").case, crowded()):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(written(case, tmp_path))
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_matrix_becomes_a_list(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    page.goto(written(harbour.loaded().case, tmp_path))
    cell = page.locator(".matrix tbody tr").first.locator("td").first
    assert cell.locator(".who").is_visible()
    assert "Port Authority" in cell.inner_text()
    box, row = cell.bounding_box(), page.locator(".matrix tbody th").first.bounding_box()
    assert box is not None
    assert row is not None
    assert box["y"] > row["y"] + 10


def test_it_follows_the_dark_mode(page: Page, tmp_path: Path) -> None:
    page.goto(written(harbour.loaded().case, tmp_path))
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(colour) == "rgb(22, 25, 28)"


def test_everything_is_there_without_scripts(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(written(harbour.loaded().case, tmp_path))
        assert page.locator("h1").inner_text() == "Harbour dispute"
        page.locator('.matrix a[href="#s-union-automation"]').first.click()
        assert page.url.endswith("#s-union-automation")
        assert page.locator("#s-union-automation").is_visible()
        folded = page.locator("#i-automation details")
        assert not folded.locator(".stance").first.is_visible()
        folded.locator("summary").click()
        assert folded.locator(".stance").first.is_visible()
    finally:
        context.close()


def test_links_lead_to_statements_and_on_to_sources(page: Page, tmp_path: Path) -> None:
    page.goto(written(harbour.loaded().case, tmp_path))
    page.locator("#s-union-automation .cite").click()
    assert page.url.endswith("#src-gazette_2")
    row = page.locator(":target")
    assert row.inner_text().startswith("¶2")
    row.locator("a", has_text="union-automation").click()
    assert page.url.endswith("#s-union-automation")


def test_on_paper_nothing_is_folded_and_nothing_is_cut(page: Page, tmp_path: Path) -> None:
    page.goto(written(crowded(), tmp_path))
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    heights = page.evaluate(
        "[...document.querySelectorAll('details')].map(one => one.offsetHeight - one.firstElementChild.offsetHeight)"
    )
    assert heights
    assert all(height > 5 for height in heights)
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll, .matrix, .cards')]"
        ".every(one => getComputedStyle(one).overflowX === 'visible')"
    )
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000


def test_regions_that_scroll_can_be_reached_by_keyboard(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 1000, "height": 900})
    page.goto(written(crowded(), tmp_path))
    reached = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto')"
        ".map(one => one.tabIndex)"
    )
    assert reached
    assert set(reached) == {0}
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (380, "light")])
def test_axe_finds_nothing(page: Page, tmp_path: Path, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(written(harbour.loaded("desk").case, tmp_path))
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
