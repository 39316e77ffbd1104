"""What a language model suggested, in a browser: decided with the same keys, readable for everybody, also on a phone.

Apart from `test_intake_models`, which asks a model: while a browser runs nothing else can start an event loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from holdfast.intake.deciding import Desk
from holdfast.intake.proposing import proposal
from tests.intake_cases import hear
from tests.web.test_browser import Served, look
from tests.web.test_intake import decisions
from tests.web.test_intake_models import NOTE, heard_of, offered, unheard


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found = Served(heard_of(unheard(tmp_path / "case")))
    yield found
    found.stop()


def test_it_is_decided_with_the_same_keys(page: Page, served: Served) -> None:
    def press(key: str) -> None:
        page.wait_for_load_state("load")
        page.keyboard.press(key)

    served.enter(page)
    look(page, served, "/intake?by=model")
    press("j")
    page.wait_for_url(re.compile(r"/intake/[0-9a-f]{16}\?by=model"))
    press("l")
    expect(page.locator("main > .told").first).to_contain_text("Put off")
    expect(page.locator(".kind.model")).to_contain_text("language model small")
    press("n")
    expect(page.locator("main > .told").first).to_contain_text("Rejected")
    press("u")
    expect(page.locator("main > .told").first).to_contain_text("Taken back")
    assert [one["decision"] for one in decisions(served.folder)] == ["later", "reject", "undo"]
    assert [one["models"][0]["name"] for one in decisions(served.folder)] == ["small"] * 3


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (320, "dark")])
def test_its_pages_are_accessible_and_fit(page: Page, served: Served, width: int, scheme: str) -> None:
    hear(served.folder, "leaflet", NOTE, model=f"a-model-with-a-name-that-goes-on-for-long/{'x' * 60}")
    desk = Desk(served.folder, "desk")
    found = [item.suggestion for item in offered(served.folder) if item.suggestion.models]
    entry = {**proposal(desk.case, found[0])[0], "refuses": "automation = full"}
    (name,) = desk.decide(found[0], "confirm", "ana", entries=[entry]).decision.statements
    served.enter(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/intake", "/intake?by=model", *(f"/intake/{one.key}" for one in found), f"/statements/{name}"):
        look(page, served, path)
        results = Axe().run(page)
        assert results.violations_count == 0, (path, results.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
