"""Long lists in parts: everything once, links to things lead to their part, and the rest of the address is kept."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring as document
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from benchmarks._cases import write_case
from holdfast.views.page.book import anchor
from holdfast.views.parts import Part, whole
from holdfast.views.veto_words import kinds
from holdfast.web.paging import Paging
from holdfast.web.study import Question
from holdfast.web.templating import pages
from tests.web.client import client, made


def part(address: str, items: list[dict[str, object]], most: int, **more: str) -> Part:
    """What a page of that address shows of a list."""
    return Paging("/it", QueryParams(address), pages).part_of("page", items, most, **more)


def links(markup: str) -> list[str]:
    """Where the links of a part lead."""
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', markup)]


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 12))
def test_every_item_is_in_one_part_in_order_and_parts_are_no_larger_than_asked(weights: list[int], most: int) -> None:
    items: list[dict[str, object]] = [{"name": f"n{n}", "held": "x" * weight} for n, weight in enumerate(weights)]
    shown: list[dict[str, object]] = []
    for number in range(1, 100):
        one = part(f"page={number}", items, most, weigh="held")
        if list(one.items) == shown[-len(one.items) :]:
            break  # past the last one is the last one
        assert len(one.items) == 1 or sum(max(1, len(str(item["held"]))) for item in one.items) <= most
        shown.extend(one.items)
        for item in one.items:
            assert part(f"at={item['name']}", items, most, weigh="held", key="name") == part(
                f"page={number}", items, most, weigh="held", key="name"
            )
    assert shown == items


@pytest.mark.parametrize(("address", "number"), [("", 1), ("page=3", 3), ("page=0", 1), ("page=99", 4)])
def test_the_part_is_the_one_in_the_address(address: str, number: int) -> None:
    items: list[dict[str, object]] = [{"name": n} for n in range(10)]
    found = part(address, items, 3)
    assert [one["name"] for one in found.items] == list(range(10))[3 * number - 3 : 3 * number]
    assert f"Page {number} of 4" in found.nav


@pytest.mark.parametrize("strange", ["page=-1", "page=x", "page=%C2%B2", "page=1e9", "page=99999999999", "at=nothing"])
def test_a_strange_part_is_the_first(strange: str) -> None:
    items: list[dict[str, object]] = [{"name": n} for n in range(10)]
    assert part(strange, items, 3, key="name") == part("", items, 3, key="name")


def test_what_else_stands_in_the_address_is_kept() -> None:
    items: list[dict[str, object]] = [{"name": n} for n in range(100)]
    found = part("party=a&party=b%26c&page=5&at=7&page-other=2&q=%3Cb%3E", items, 10, to="sec-it")
    assert "<b>" not in found.nav
    for address in links(found.nav):
        asked = parse_qs(urlsplit(address).query)
        assert asked.pop("page") in (["1"], ["4"], ["6"], ["10"])
        assert asked == {"party": ["a", "b&c"], "page-other": ["2"], "q": ["<b>"]}
        assert urlsplit(address).fragment == "sec-it"


def test_a_list_that_fits_has_no_parts_and_the_report_has_none_at_all() -> None:
    items: list[dict[str, object]] = [{"name": n} for n in range(3)]
    assert part("page=2", items, 3) == Part(items)
    assert whole("page", range(1000), 3) == Part(range(1000))


# --- pages of a large case -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("large") / "case"
    write_case(folder, statements=1_200, commitments=120, files=4)
    return client(made(folder))


def walked(browser: TestClient, address: str) -> list[str]:
    """All pages from this one on, as the links to the next one lead."""
    found: list[str] = []
    while address:
        answer = browser.get(address)
        assert answer.status_code == 200
        found.append(answer.text)
        after = re.search(r'<a href="([^"]*)" rel="next">', answer.text)
        address = html.unescape(after[1]) if after else ""
        assert len(found) < 200
    return found


@pytest.mark.parametrize(
    ("address", "thing", "least"),
    [
        ("/facts", rf'<tbody role="rowgroup" id="{anchor("fact", "(.*?)")}"', 2),
        ("/agreement", rf'<tr role="row" id="{anchor("clause", "(.*?)")}"', 3),
        ("/positions", r'<th role="rowheader" scope="row"><a href="/issues/([^"]*)"', 2),
        ("/statements", rf'<li id="{anchor("statement", "(.*?)")}"', 24),
    ],
)
def test_the_pages_of_a_list_hold_all_of_it_once(large: TestClient, address: str, thing: str, least: int) -> None:
    found = walked(large, address)
    assert len(found) >= least
    things = [one for page in found for one in re.findall(thing, page)]
    case = large.app.state.bench.shelf.room("desk").edition().case  # type: ignore[attr-defined]
    known = {
        "/facts": {str(key) for one in case.statements.values() for key in one.asserts or ()},
        "/agreement": set(case.draft.agreement.commitments),
        "/positions": set(case.issues),
        "/statements": set(case.statements),
    }[address]
    assert sorted(things) == sorted(known)


def test_a_link_to_a_thing_leads_to_the_page_on_which_it_is(large: TestClient) -> None:
    for address in ("/island", "/agreement/timing"):
        page = large.get(address).text
        leading = {html.unescape(one) for one in re.findall(r'href="(/(?:facts|agreement)\?at=[^"]*)"', page)}
        assert len(leading) > 20
        for one in sorted(leading)[:20]:
            assert f'id="{urlsplit(one).fragment}"' in large.get(one).text, one


def test_filters_and_pages_of_movement_go_together(large: TestClient) -> None:
    every = walked(large, "/movement?party=party-1")
    assert all("Party number 2" not in page.partition('<div id="result">')[2] for page in every)
    lines = re.search(r"([0-9]+) lines of [0-9]+", every[0])
    assert lines is not None
    assert sum(page.count('<path class="track"') for page in every) == int(lines[1])
    assert large.get("/movement?party=nobody").status_code == 404
    assert large.get("/movement?issue=nothing").status_code == 404


def parts_of(browser: TestClient, address: str, key: str) -> list[str]:
    """The page with each part of one of its lists, as the links to the next one lead."""
    found: list[str] = []
    while address:
        answer = browser.get(address)
        assert answer.status_code == 200
        found.append(answer.text)
        nav = re.search(rf'<nav class="paging" aria-label="Pages of this list \({key}\)">(.*?)</nav>', answer.text)
        after = re.search(r'<a href="([^"]*)">Next</a>', nav[1] if nav else "")
        address = html.unescape(after[1]) if after else ""
        assert len(found) < 50
    return found


def test_what_the_agreement_lists_of_its_coherence_is_all_there(large: TestClient) -> None:
    found = large.app.state.bench.shelf.room("desk").edition().study(Question()).coherence  # type: ignore[attr-defined]
    assert found is not None
    demands = parts_of(large, "/agreement", "stated-demands")
    assert sum(page.count("Demanded, and never so") for page in demands) == len(found.stated.demands) > 0
    shown: list[tuple[str, ...]] = []
    for page in parts_of(large, "/agreement", "vetoes-over"):
        table = document(page).get_element_by_id("cap-vetoes").getparent()
        heads = [one.text_content().strip() for one in table.iterfind("thead/tr/th")][1:]
        assert len(heads) <= 6
        for row in table.iterfind("tbody/tr"):
            holder = row.find("th").text_content().strip()
            for head, cell in zip(heads, row.iterfind("td"), strict=True):
                shown += [(holder, head, str(one.text)) for one in cell.iterfind("a")]
    case = large.app.state.bench.shelf.room("desk").edition().case  # type: ignore[attr-defined]
    named = {name: one.label for name, one in case.parties.items()}
    known = [(named[one.party], named[one.over], name) for one in found.vetoes.cells for name, _ in kinds(one.powers)]
    assert sorted(shown) == sorted(known)
    assert len(known) > 100
