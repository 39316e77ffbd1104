from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page


def test_chromium_draws_a_page(page: Page, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    html.write_text("<!doctype html><title>Harbour</title><p>A deal that holds", encoding="utf-8")
    page.goto(html.as_uri())
    assert page.title() == "Harbour"
    assert page.locator("p").inner_text() == "A deal that holds"
    assert page.screenshot().startswith(b"\x89PNG")
