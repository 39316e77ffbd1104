"""A page in the system's Chromium, for tests of what people see. A pytest plugin.

Nothing is ever downloaded: without Chromium these tests are skipped, or fail where all must run.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.network_guard import is_loopback
from tests.tools import require_tool

#: How long is waited for what should come, in milliseconds: what comes costs nothing, and machines may be busy.
PATIENCE = 60_000


# For a module, not the session: while Playwright runs, no other test could start an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser."""
    program = require_tool("chromium", "chromium-browser", "google-chrome", package="chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            # Root, as in CI's container, has no sandbox; small /dev/shm likewise. Pages are our own.
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page. A request for anything beyond this machine fails the test."""
    refused: list[str] = []

    def guard(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in ("http", "https", "ws", "wss") and not is_loopback(url.hostname):
            refused.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context = chromium.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.route("**/*", guard)
    yield context.new_page()
    context.unroute_all(behavior="ignoreErrors")  # a page that follows its case may ask for something just now
    context.close()
    if refused:
        pytest.fail(f"the page asked for {', '.join(refused)}")
