"""What people see and do in a browser: every page wide and narrow, light and dark, without scripts, by keyboard."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from benchmarks._cases import write_case
from holdfast.web.app import app

#: Which lines run is measured by the other tests: measuring costs a quarter of the time, and these take the most.
pytestmark = pytest.mark.no_cover

PAGES = (
    "/ /parties /positions /issues/automation /island /related /movement /facts /words /statements "
    "/statements/union-no-cranes /sources /sources/congress-resolution /beside /deals /hold "
    "/agreement /agreement/timing "
    "/agreement/said /agreement/compared /agreement/checklist /check /codes/HF301 /report /search?q=crane /keys "
    "/record?source=congress-resolution&paragraph=6 /edit/statement/union-no-cranes /edit/issue/automation "
    "/edit/party/union /edit/commitment/lift-blockade /new/party /add-source "
    "/intake /intake?source=congress-resolution&status=in-case /intake/agreement "
    "/fair /judged /judgements /case /edit/judgement/union /edit/interests/union?compartment=desk /edit/case/head "
    "/edit/rule/board-needs-law /edit/audience/union /edit/draft/second-draft /new/draft?copy=second-draft "
    "/edit/phase/first?draft=second-draft /new/commitment?draft=second-draft "
    "/frontier /frontier?min:port=40&max:union=80 /hold/order /hold/order?order=convert-cranes "
    "/releases /releases/preview?what=hold&to=union&basis=desk "
    "/track /track?status=late&as_of=2026-04-20&known=then /track/ledgers /track/timeline /track/next "
    "/track/period?month=2026-03 /track/clauses/reinstate /journal /journal/entries/gate-finding "
    "/journal/entries/allowance-2 /journal/verify /journal/new/claim?about=reinstate /journal/new/finding "
    "/journal/new/decision /journal/new/correction?of=keys-1 /journal/new/withdrawal?of=keys-1"
).split()
#: Where every colour is seen.
DARK = (
    "/frontier",
    "/deals",
    "/hold",
    "/hold/order",
    "/",
    "/positions",
    "/sources/congress-resolution",
    "/agreement/compared",
    "/edit/issue/automation",
    "/edit/judgement/union",
    "/track",
    "/track/ledgers",
    "/journal",
)


class Served:
    """A server on this machine for one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        config = uvicorn.Config(None, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="none")  # type: ignore[arg-type]
        socket = config.bind_socket()
        self.port = socket.getsockname()[1]
        self.app = app(folder, hosts=[f"localhost:{self.port}"])
        config.app = self.app
        config.timeout_graceful_shutdown = 1
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: self.server.run(sockets=[socket]), daemon=True)
        self.thread.start()
        for _ in range(6000):
            if self.server.started or not self.thread.is_alive():
                break
            time.sleep(0.01)
        assert self.server.started

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"http://localhost:{self.port}"

    def enter(self, page: Page) -> None:
        """Let a browser in."""
        session = self.app.state.bench.sessions.open(self.app.state.bench.ticket._person)
        page.context.add_cookies([{"name": "holdfast", "value": session, "url": self.address}])

    def stop(self) -> None:
        """End it."""
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "case"
    shutil.copytree(Path(__file__).resolve().parents[2] / "examples" / "harbour", folder)
    found = Served(folder)
    yield found
    found.stop()


@pytest.fixture
def inside(page: Page, served: Served) -> Iterator[Page]:
    """A page that was let in; a message on its console fails the test."""
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url} {message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    served.enter(page)
    room = served.app.state.bench.shelf.room("desk")  # else what the last test changed would renew a page of this one
    room.journals.now(room.edition(fresh=True).case, fresh=True)
    yield page
    # Asking whether a form is right ends where its page is left; a conflict and a form that is not right are answers;
    # and the page of a statement that was just taken back asks for itself in vain before the next one is there.
    answers = "htmx:(afterRequest|sendAbort|sendError)|status of 4(09|22)|done=recorded error: .*status of 404"
    expected = re.compile(answers)
    assert [line for line in told if not expected.search(line)] == []


def look(page: Page, served: Served, path: str) -> None:
    """Open a page, waiting for what takes longer to compute than a page may take."""
    for _ in range(60):
        answer = page.goto(served.address + path)
        if answer is None or answer.status != 202:
            break
        page.goto("about:blank")  # else it would come back by itself in the midst of the next attempt
        page.request.get(served.address + path)
    assert answer is not None
    assert answer.status == 200, path


@pytest.mark.parametrize("widths", [(320, 390), (1280, 800)])
def test_no_page_scrolls_sideways(inside: Page, served: Served, widths: tuple[int, int]) -> None:
    """Whether it was opened on a phone or on a desk, and when its window is drawn wider or narrower afterwards."""
    for path in PAGES:
        inside.set_viewport_size({"width": widths[0], "height": 900})
        look(inside, served, path)
        for width in widths:
            inside.set_viewport_size({"width": width, "height": 900})
            assert inside.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(inside: Page, served: Served, scheme: str) -> None:
    inside.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wrong = {}
    for path in PAGES if scheme == "light" else DARK:
        look(inside, served, path)
        found = Axe().run(inside)
        if found.violations_count:
            wrong[path] = [
                (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary", "")[:200])
                for one in found.response["violations"]
            ]
    assert wrong == {}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A case with many parties, lists that come in parts, and more clauses than are chosen from a list."""
    folder = tmp_path_factory.mktemp("large") / "case"
    write_case(folder, statements=1_000, commitments=120, files=2)
    found = Served(folder)
    yield found
    found.stop()


def test_pages_of_a_large_case_are_accessible_and_scroll_nowhere_sideways(page: Page, large: Served) -> None:
    large.enter(page)
    parted = ("/positions", "/facts", "/movement", "/agreement", "/hold/order", "/statements?page=2")
    for path in ("/edit/commitment/step-5", "/edit/judgement/party-0", "/record", *parted):
        look(page, large, path)
        if path in parted:
            expect(page.locator("nav.paging").first).to_contain_text("Page ")
        for width in (320, 800):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert Axe().run(page).violations_count == 0, path
    before = page.locator("main .statements > li").first.text_content()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"page=3"))
    assert page.locator("main .statements > li").first.text_content() != before


def test_where_there_are_many_steps_they_are_typed(page: Page, large: Served) -> None:
    """By name or by words, with all steps in the list that the browser offers; wrong ones are told as one types."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    large.enter(page)
    page.goto(f"{large.address}/edit/commitment/step-5")
    field, first, second = (page.locator(f"[id='{name}']") for name in ("f:after", "c:step", "c:second"))
    assert first.evaluate("one => one.list.options.length") == 121
    assert page.locator("[id='f:linked_to']").evaluate("one => one.list.options.length") == 120
    before = field.input_value()
    page.locator("[data-choose='f:after']").press("Enter")
    page.locator("[id='c:kind']").select_option("before")
    first.fill("stepp-77")
    expect(page.locator("#problems")).to_contain_text("did you mean step-77")
    page.locator("button[name=compose]").press("Enter")
    expect(page.locator("[data-composed]")).to_contain_text("There is no step ‘stepp-77’")
    expect(field).to_have_value(before)
    first.fill("do what step number 77 says")
    second.fill("step-78")
    page.locator("[id='c:second-which']").select_option("begun")
    page.locator("button[name=compose]").press("Enter")
    expect(field).to_have_value(f"({before}) and step-77 before begun(step-78)")
    expect(first).to_have_value("")
    expect(second).to_have_value("")
    assert told == []


def test_every_link_of_every_page_leads_somewhere(inside: Page, served: Served) -> None:
    seen: dict[str, str] = {}
    anchors: dict[str, set[str]] = {}
    for path in PAGES:
        look(inside, served, path)
        for link in inside.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            address, _, anchor = link.partition("#")
            address = address or path
            if address.startswith("/") and not address.startswith("/report/file"):
                seen.setdefault(address, path)
                if anchor and not anchor.startswith("main"):
                    anchors.setdefault(address, set()).add(anchor)
    assert len(seen) > 100
    for address, path in seen.items():
        for _ in range(60):
            answer = inside.request.get(served.address + address)
            if answer.status != 202:  # else it is still being computed
                break
        assert answer.status == 200, f"{path} leads to {address}"
        if wanted := anchors.get(address):
            page = answer.text()
            assert [anchor for anchor in sorted(wanted) if f'id="{anchor}"' not in page] == [], address


def test_keys_lead_to_pages(inside: Page, served: Served) -> None:
    look(inside, served, "/")
    inside.keyboard.press("g")
    inside.keyboard.press("p")
    expect(inside).to_have_url(f"{served.address}/positions")
    inside.wait_for_load_state()
    inside.keyboard.press("g")
    inside.keyboard.press("s")
    expect(inside).to_have_url(f"{served.address}/statements")
    inside.wait_for_load_state()
    inside.keyboard.press("?")
    expect(inside.locator("dialog.keys")).to_be_visible()
    expect(inside.locator("dialog.keys")).to_contain_text("Positions")
    inside.keyboard.press("Escape")
    expect(inside.locator("dialog.keys")).not_to_be_visible()
    inside.keyboard.press("/")
    inside.keyboard.type("gp crane")
    inside.keyboard.press("Enter")
    expect(inside).to_have_url(f"{served.address}/search?q=gp+crane")


def test_filters_live_in_the_address(inside: Page, served: Served) -> None:
    look(inside, served, "/positions")
    entries = inside.locator(".matrix .entry").count()
    inside.locator("select[name=firmness]").select_option("red-line")
    expect(inside).to_have_url(re.compile(r"firmness=red-line"))
    expect(inside.locator("#result [role=status]")).to_contain_text("shown")
    assert 0 < inside.locator(".matrix .entry").count() < entries
    shown = inside.locator(".matrix .entry").count()
    inside.reload()
    assert inside.locator(".matrix .entry").count() == shown


def test_a_statement_has_its_source_beside_it(inside: Page, served: Served) -> None:
    look(inside, served, "/statements/union-no-cranes")
    expect(inside.locator("mark")).to_have_text(
        "no crane of the south quay shall work without a driver until that has been done"
    )


def test_selected_words_become_a_statement(inside: Page, served: Served) -> None:
    """From a sentence of a source to the file, and back by undo."""
    file = served.folder / "statements" / "congress.yaml"
    before = file.read_text()
    look(inside, served, "/sources/congress-resolution")
    inside.evaluate(
        """() => {
            const text = document.querySelector('[data-paragraph="6"]').firstChild;
            const start = text.data.indexOf('only a congress can');
            getSelection().setBaseAndExtent(text, start, text, start + 'only a congress can'.length);
        }"""
    )
    inside.locator("a.pop").click()
    expect(inside.locator("#quote")).to_have_value("only a congress can")
    inside.locator("#party").select_option("union")
    inside.locator("#verb").select_option("refuses")
    expect(inside.locator("#words")).to_be_hidden()
    inside.locator("#gist").fill("Officers cannot change the resolution.")
    inside.locator("[id='c:options']").select_option(["automation = full"])
    inside.locator("#firmness").select_option("red-line")
    expect(inside.locator("#problems")).to_contain_text("needs its `because`")
    assert file.read_text() == before
    inside.locator("#because").fill("a resolution of the congress")
    expect(inside.locator("#problems")).to_contain_text("Nothing is wrong")
    inside.locator("main button.main").click()
    expect(inside.locator(".told")).to_contain_text("Recorded")
    added = file.read_text().removeprefix(before)
    assert added.startswith("- id: union-automation")
    assert "cite: {source: congress-resolution, paragraph: 6, quote: only a congress can}" in added
    inside.locator(".page > .contents button").click()
    expect(inside.locator(".told")).to_contain_text("Undone")
    assert file.read_text() == before


def test_a_condition_is_put_together_by_choice_and_by_keyboard(inside: Page, served: Served) -> None:
    """Beside its field, in which it can be changed; in every form the same."""
    before = {path: path.read_bytes() for path in served.folder.rglob("*.yaml")}
    look(inside, served, "/edit/commitment/reinstate?draft=second-draft")
    field = inside.locator("[id='f:after']")
    field.fill("lift-blockade or signature")
    inside.locator("[data-choose='f:after']").press("Enter")
    kind = inside.locator("[id='c:kind']")
    expect(kind).to_be_focused()
    expect(inside.locator("[id='c:into']")).to_have_value("f:after")
    kind.select_option("before")
    expect(inside.locator("[id='c:length']")).to_be_hidden()
    inside.locator("[id='c:step']").select_option("return-keys")
    expect(inside.locator("#problems")).to_contain_text("of the two steps is missing")
    inside.locator("button[name=compose]").press("Enter")
    expect(inside.locator("[data-composed]")).to_contain_text("of the two steps is missing")
    expect(field).to_have_value("lift-blockade or signature")
    inside.locator("[id='c:second']").select_option("reinstate")
    inside.locator("[id='c:second-which']").select_option("begun")
    inside.locator("button[name=compose]").press("Enter")
    expect(field).to_have_value("(lift-blockade or signature) and return-keys before begun(reinstate)")
    expect(inside.locator("[data-composed]")).to_contain_text("begun(reinstate)")
    expect(inside.locator("[id='c:step']")).to_have_value("")
    field.fill("verified(return-keis)")
    expect(inside.locator("#problems")).to_contain_text("return-keys")
    look(inside, served, "/edit/statement/union-no-cranes")
    inside.locator("#verb").select_option("warns")
    expect(inside.locator("[id='c:into']")).to_have_value("if")
    inside.locator("summary", has_text="Unless").click()
    inside.locator("[data-choose='unless']").click()
    kind.select_option("lasting")
    inside.locator("[id='c:step']").select_option("no-strike")
    inside.locator("[id='c:length']").fill("30d")
    inside.locator("button[name=compose]").click()
    expect(inside.locator("#unless")).to_have_value("no-strike for 30d")
    inside.locator("#verb").select_option("accepts")
    expect(inside.locator("#by-choice")).to_be_visible()
    inside.locator("#verb").select_option("asserts")
    expect(inside.locator("#by-choice")).to_be_hidden()
    assert {path: path.read_bytes() for path in served.folder.rglob("*.yaml")} == before


def test_somebody_else_s_change_is_shown_and_kept(inside: Page, served: Served) -> None:
    file = served.folder / "case.yaml"
    before = file.read_text()
    look(inside, served, "/edit/party/union")
    file.write_text(before.replace("title: Harbour dispute", "title: The harbour dispute"))
    inside.locator("[id='f:short']").fill("Dockers")
    inside.locator("main button.main").click()
    expect(inside.locator(".theirs")).to_contain_text("title: The harbour dispute")
    expect(inside.locator("[id='f:short']")).to_have_value("Dockers")
    inside.locator("main button.main").click()
    expect(inside.locator(".told")).to_contain_text("Saved")
    assert "title: The harbour dispute" in file.read_text()
    assert "short: Dockers" in file.read_text()
    file.write_text(before)


def test_a_page_follows_the_files(inside: Page, served: Served) -> None:
    file = served.folder / "case.yaml"
    before = file.read_text()
    look(inside, served, "/")
    expect(inside.locator("main h1")).to_have_text("Harbour dispute")
    inside.evaluate("window.still = true")
    file.write_text(before.replace("title: Harbour dispute", "title: Another dispute"))
    expect(inside.locator("main h1")).to_have_text("Another dispute")
    assert inside.evaluate("window.still"), "the page was renewed in place"
    file.write_text(before)
    expect(inside.locator("main h1")).to_have_text("Harbour dispute")


def test_a_form_is_not_taken_away_under_who_types(inside: Page, served: Served) -> None:
    file = served.folder / "case.yaml"
    before = file.read_text()
    look(inside, served, "/edit/party/port")
    inside.locator("[id='f:short']").fill("Typed")
    file.write_text(before + "\n# touched\n")
    file.write_text(before.replace("title: Harbour dispute", "title: Another dispute"))
    expect(inside.locator("[data-changed]")).to_be_visible()
    expect(inside.locator("[id='f:short']")).to_have_value("Typed")
    file.write_text(before)


def test_who_uses_the_keyboard_keeps_the_place_when_the_page_is_renewed(inside: Page, served: Served) -> None:
    look(inside, served, "/track")
    inside.locator("#slide").focus()
    file = served.folder / "case.yaml"
    text = file.read_text()
    file.write_text(text.replace("title: Harbour dispute", "title: Another dispute"))
    expect(inside.locator(".bar")).to_contain_text("Another dispute")
    expect(inside.locator("#slide")).to_be_focused()
    file.write_text(text)


def test_the_slider_moves_through_the_days(inside: Page, served: Served) -> None:
    look(inside, served, "/track")
    slider = inside.locator("[data-slide] input")
    expect(slider).to_be_visible()
    slider.focus()
    inside.keyboard.press("Home")
    expect(inside).to_have_url(re.compile(r"as_of=2026-03-09"))
    expect(inside.locator("input[name=as_of]")).to_have_value("2026-03-09")
    expect(inside.locator("#sec-track")).to_contain_text("0 of")
    for _ in range(3):
        inside.keyboard.press("ArrowRight")
    expect(inside).to_have_url(re.compile(r"as_of=2026-03-12"))
    assert slider.get_attribute("aria-valuetext") == "12 Mar 2026"
    inside.locator("select[name=known]").select_option("then")
    expect(inside).to_have_url(re.compile(r"known=then"))
    inside.locator(".tabs a", has_text="Ledgers").click()
    expect(inside).to_have_url(re.compile(r"/track/ledgers\?as_of=2026-03-12&known=then"))
    inside.wait_for_load_state()  # its scripts are there
    inside.locator("input[name=as_of]").fill("2026-03-20")
    inside.locator("input[name=as_of]").dispatch_event("change")
    expect(inside).to_have_url(re.compile(r"as_of=2026-03-20"))
    expect(slider).to_have_value("11")


def test_a_claim_is_recorded_and_withdrawn(inside: Page, served: Served) -> None:
    """From the commitment to the board and back: the page follows, and nothing is ever taken out."""
    look(inside, served, "/track/clauses/reinstate")
    inside.locator("main a.button", has_text="claim").click()
    inside.locator("[id='f:says']").select_option("counted")
    inside.locator("[id='f:party']").select_option("inspectorate")
    inside.locator("[id='f:good']").fill("worker")
    inside.locator("[id='f:amount']").fill("12")
    inside.locator("[id='f:on']").fill("2026-04-10")
    expect(inside.locator("#problems")).to_contain_text("has no good 'worker'")
    inside.locator("[id='f:good']").fill("workers")
    expect(inside.locator("#problems")).to_contain_text("Nothing is wrong")
    inside.locator("#id").fill("group-3")
    inside.locator("main button.main").click()
    expect(inside.locator(".told")).to_contain_text("Recorded in the journal")
    look(inside, served, "/track/ledgers?as_of=2026-04-20")
    expect(inside.locator("main")).to_contain_text("36 by 10 Apr 2026")
    look(inside, served, "/journal/entries/group-3")
    inside.locator("main a.button", has_text="Withdraw").click()
    inside.locator("#why").fill("counted twice")
    inside.locator("main button.main").click()
    look(inside, served, "/journal/entries/group-3")
    expect(inside.locator("main")).to_contain_text("Withdrawn by")


def test_a_page_follows_the_journal(inside: Page, served: Served) -> None:
    from holdfast.case.records import Record, read
    from holdfast.gather import writable

    look(inside, served, "/journal")
    before = inside.locator("#sec-journal").text_content()
    inside.evaluate("window.still = true")
    made = read({"kind": "claim", "id": "elsewhere", "received": "2026-04-21T10:00Z", "party": "port",
                 "says": "performed", "about": "show-roster"})  # fmt: skip
    assert isinstance(made, Record)
    store, _ = writable(served.app.state.bench.shelf.room("desk").edition().case, "public", None)
    store.append("public", [made])
    store.close()
    expect(inside.locator("main")).to_contain_text("elsewhere")
    assert inside.locator("#sec-journal").text_content() != before
    assert inside.evaluate("window.still"), "the page was renewed in place"


def test_without_scripts_everything_can_still_be_done(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    served.enter(page)
    file = served.folder / "statements" / "congress.yaml"
    before = file.read_text()
    look(page, served, "/sources/congress-resolution")
    page.locator("#p6 a.record").click()
    page.locator("#party").select_option("union")
    page.locator("#gist").fill("Officers cannot change it.")
    page.locator("#verb").select_option("warns")
    page.locator("#words").fill("The officers have no mandate.")
    page.locator("main button.main").click()
    expect(page.locator(".told")).to_contain_text("Recorded")
    assert "warns: The officers have no mandate." in file.read_text()
    page.locator(".page > .contents button").click()
    assert file.read_text() == before
    look(page, served, "/edit/rule/board-needs-law")
    page.locator("[id='c:options']").select_option("automation = staged")
    page.locator("button[name=compose]").click()
    expect(page.locator("[id='f:require']")).to_have_value(re.compile(r"and automation = staged$"))
    look(page, served, "/positions")
    page.locator("select[name=firmness]").select_option("red-line")
    page.locator(".filters button").click()
    expect(page).to_have_url(re.compile(r"firmness=red-line"))
    look(page, served, "/track")
    expect(page.locator("[data-slide]")).to_be_hidden()
    page.locator("input[name=as_of]").fill("2026-03-12")
    page.locator("select[name=known]").select_option("then")
    page.locator(".filters button").click()
    expect(page).to_have_url(re.compile(r"as_of=2026-03-12&known=then"))
    expect(page.locator("#sec-track")).to_contain_text("3 of")
    context.close()


def test_a_case_from_nothing(page: Page, tmp_path: Path) -> None:
    """Who never saw a YAML file makes a case: parties, an issue, a document, a statement, a draft, a judgement."""
    served = Served(tmp_path / "new")
    try:
        served.enter(page)
        look(page, served, "/")
        page.locator("#title").fill("Ferry talks: the island line")
        page.locator("main button.main").click()
        expect(page.locator(".told")).to_contain_text("The case is made")
        for name, words in (("line", "The Ferry Line"), ("island", "The Island Council")):
            look(page, served, "/new/party")
            page.locator("#name").fill(name)
            page.locator("[id='f:name']").fill(words)
            page.locator("[id='f:roles']").select_option("principal")
            page.locator("main button.main").click()
            expect(page.locator(".told")).to_contain_text("Saved")
        look(page, served, "/new/issue")
        page.locator("#name").fill("winter-boats")
        page.locator("[id='f:question']").fill("How many boats run in winter?")
        page.locator("[id='k:options.0']").fill("one")
        page.locator("[id='f:options.0.text']").fill("One a day, as now")
        page.locator("[id='k:options.1']").fill("two")
        page.locator("[id='f:options.1.text']").fill("Two a day")
        page.locator("main button.main").click()
        expect(page.locator(".told")).to_contain_text("Saved")
        look(page, served, "/add-source")
        minutes = tmp_path / "minutes.txt"
        minutes.write_text("Minutes of the council.\n\nThe council asks for two boats a day in winter. It will wait.\n")
        page.locator("#file").set_input_files(str(minutes))
        page.locator("[id='title']").fill("Council minutes")
        page.locator("main button.main").click()
        expect(page.locator(".told")).to_contain_text("Added")
        page.wait_for_load_state()  # scripts run last
        page.evaluate(
            """() => {
                const text = document.querySelector('[data-paragraph="2"]').firstChild;
                getSelection().setBaseAndExtent(text, 0, text, 47);
            }"""
        )
        page.locator("a.pop").click()
        page.locator("#party").select_option("island")
        page.locator("#gist").fill("Two boats a day in winter.")
        page.locator("#verb").select_option("requires")
        page.locator("[id='c:options']").select_option(["winter-boats = two"])
        page.locator("main button.main").click()
        expect(page.locator(".told")).to_contain_text("Recorded")
        expect(page.locator("mark")).to_have_text("The council asks for two boats a day in winter.")
        look(page, served, "/positions")
        expect(page.locator(".matrix .entry")).to_have_count(1)
        look(page, served, "/agreement")
        page.get_by_role("link", name="Begin a draft").click()
        page.locator("#name").fill("first")
        page.locator("#title").fill("The first draft")
        page.locator("main button.main").click()
        expect(page.locator("main")).to_contain_text("The draft has no clauses yet")
        page.get_by_role("link", name="Add a clause").click()
        page.locator("#name").fill("second-boat")
        page.locator("[id='f:by']").select_option("line")
        page.locator("[id='f:does']").fill("Run a second boat in winter")
        page.locator("[id='f:after']").fill("first-boat")
        expect(page.locator("#problems")).to_contain_text("first-boat")
        page.locator("[id='f:after']").fill("")
        expect(page.locator("#problems")).to_contain_text("Nothing is wrong")
        page.locator("main button.main").click()
        expect(page.locator(".told")).to_contain_text("Saved")
        look(page, served, "/judgements")
        page.get_by_role("button", name="Judge worths of The Ferry Line").click()
        page.locator("[id='f:judged.by']").fill("the mediator")
        page.locator("[id='f:judged.because']").fill("two visits")
        page.locator("[id='f:options.0.order']").fill("one\ntwo")
        page.locator("main button.main").click()
        expect(page.locator("main")).to_contain_text("judged by the mediator, because two visits")
        look(page, served, "/check")
        expect(page.locator("main")).to_contain_text("The check found nothing wrong with the files")
        values = (tmp_path / "new" / "values.yaml").read_text()
        assert values == (
            "line:\n  judged: {by: the mediator, because: two visits}\n  options: {winter-boats: [one, two]}\n"
        )
    finally:
        served.stop()


def test_the_whole_report_shows_itself_under_its_own_policy(inside: Page, served: Served) -> None:
    look(inside, served, "/report/whole")
    assert inside.evaluate("getComputedStyle(document.querySelector('.kicker')).textTransform") == "uppercase"
