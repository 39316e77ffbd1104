"""Trying another order of the steps, and choosing packages: what the pages answer, with scripts and without."""

from __future__ import annotations

import json
import re
import shutil
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from benchmarks._cases import write_case
from holdfast.web.order_address import around, read, written
from tests.web.client import visitor

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPT = {"hx-request": "true"}


@pytest.fixture(scope="module")
def harbour() -> TestClient:
    return visitor(EXAMPLES / "harbour", role="read")


@pytest.fixture(scope="module")
def gaza() -> TestClient:
    return visitor(EXAMPLES / "gaza-2025", role="read")


def order_of(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [one.get("data-step") for one in html.fromstring(answer.text).iterfind(".//ol/li[@data-step]")]


def chart_of(answer: Any) -> Any:
    found = re.search(r'<script type="application/json">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_button_leads_to_the_order_that_comes_of_it(harbour: TestClient) -> None:
    before = order_of(harbour.get("/hold/order"))
    name = before[3]
    answer = harbour.get("/hold/order", params={"order": ",".join(before), "later": name, "draft": "second-draft"})
    assert answer.status_code == 303
    there = urlsplit(answer.headers["location"])
    asked = parse_qs(there.query)
    assert asked["draft"] == ["second-draft"]
    assert asked["order"] in ([f"3,{before[4]}"], [f"4,{name}"])
    after = order_of(harbour.get(answer.headers["location"]))
    assert after == [*before[:3], before[4], name, *before[5:]]
    back = harbour.get("/hold/order", params={"order": ",".join(after), "earlier": name})
    assert urlsplit(back.headers["location"]).query == "order="
    assert order_of(harbour.get(back.headers["location"])) == before


def test_a_part_of_an_order_is_filled_with_the_rest(harbour: TestClient) -> None:
    whole = order_of(harbour.get("/hold/order"))
    found = order_of(harbour.get("/hold/order?order=return-keys,,lift-blockade"))
    assert found[:5] == ["return-keys 1", "return-keys 2", "return-keys 3", "return-keys 4", "lift-blockade"]
    assert sorted(found) == sorted(whole)


def test_an_order_against_the_text_is_played_and_says_so(harbour: TestClient) -> None:
    assert "does not allow this order" not in harbour.get("/hold/order").text
    text = harbour.get("/hold/order?order=convert-cranes").text
    assert "The text does not allow this order" in text
    assert "waits, by the text, for" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("order=nothing", 400),
        ("order=2,nothing", 400),
        ("from=1&to=0", 400),
        ("from=x&to=2", 400),
        ("from=999&to=2", 400),
        ("order=reinstate,reinstate", 400),
        ("later=nothing", 404),
        ("draft=nothing", 404),
    ],
)
def test_what_is_no_order_is_refused(harbour: TestClient, query: str, status: int) -> None:
    assert harbour.get(f"/hold/order?{query}").status_code == status


NAMES = [*(f"n{number}" for number in range(12)), "pay 1", "pay 2"]


@given(st.permutations(NAMES), st.integers(0, 14), st.integers(0, 14))
def test_an_order_is_written_so_that_it_is_read_again(order: list[str], one: int, other: int) -> None:
    assert whole(read(written(order, NAMES), NAMES)) == order
    start, end = min(one, other), max(one, other)
    before, after = around(order, NAMES, start, end)
    turned = order[start:end][::-1]
    entries = ",".join(part for part in (before, *turned, after) if part)
    assert whole(read(entries, NAMES)) == [*order[:start], *turned, *order[end:]]


def whole(entries: list[str]) -> list[str]:
    """An order with the steps that it does not name at its end, as the text has them."""
    return [*entries, *(one for one in NAMES if one not in entries)] if entries != [""] else NAMES


@given(st.permutations(NAMES[:7]))
def test_no_fewer_steps_are_named_than_have_to_be(order: list[str]) -> None:
    """Tried with all choices of steps that are left as the text has them."""
    text = NAMES[:7]
    named = [entry for entry in written(order, text).split(",") if entry and not entry.isdecimal()]
    rising = (
        kept for size in range(8) for kept in combinations(order, size) if sorted(kept, key=text.index) == list(kept)
    )
    assert len(named) == 7 - max(map(len, rising))


def test_one_step_that_is_moved_makes_a_short_address() -> None:
    text = [f"step-{number}" for number in range(1000)]
    assert written(text, text) == ""
    assert written([*text[:500], text[900], *text[500:900], *text[901:]], text) == "500,step-900"
    assert read("500,step-900", text) == [*text[:500], "step-900"]
    assert around(text, text, 100, 102) == ("100", "")
    assert read("7,pay", ["pay 1", "pay 2", *text])[:8] == [*text[:7], "pay"]
    assert read("99999,step-3", text) == [*text[:3], *text[4:], "step-3"]


def test_a_long_order_comes_in_parts_and_a_step_is_moved_across_them(tmp_path: Path) -> None:
    write_case(tmp_path / "case", statements=10, commitments=230, files=1)
    browser = visitor(tmp_path / "case", role="read")
    pages = [browser.get("/hold/order", params={"page-steps": number}) for number in (1, 2, 3)]
    parts = [order_of(page) for page in pages]
    assert [len(part) for part in parts] == [100, 100, 30]
    every = [name for part in parts for name in part]
    assert len(set(every)) == 230
    lists = [html.fromstring(page.text).find(".//ol[@class='steps']") for page in pages]
    assert [one.get("start") for one in lists] == ["1", "101", "201"]
    assert [(one.get("data-before"), one.get("data-after")) for one in lists] == [("", ""), ("100", ""), ("200", "")]

    def after(query: dict[str, str]) -> tuple[str, str, list[str]]:
        answer = browser.get("/hold/order", params=query)
        assert answer.status_code == 303
        order = parse_qs(urlsplit(answer.headers["location"]).query)["order"][0]
        here = browser.get(answer.headers["location"])
        whole = [browser.get("/hold/order", params={"order": order, "page-steps": number}) for number in (1, 2, 3)]
        shown = html.fromstring(here.text).find(".//ol[@class='steps']").get("start")
        return order, shown, [name for page in whole for name in order_of(page)]

    order, shown, found = after({"earlier": every[100]})  # from the second page to the first
    assert (order, shown) in ((f"99,{every[100]}", "1"), (f"100,{every[99]}", "1"))
    assert found == [*every[:99], every[100], every[99], *every[101:]]
    order, shown, found = after({"order": order, "from": "220", "to": "3"})
    assert shown == "1"
    assert found[:3] == [*every[:2], every[219]]
    assert sorted(found) == sorted(every)
    sent = ",".join([lists[1].get("data-before"), *parts[1][::-1]])  # as a script sends a page that was dragged
    dragged = [order_of(browser.get("/hold/order", params={"order": sent, "page-steps": n})) for n in (1, 2, 3)]
    assert dragged == [parts[0], parts[1][::-1], parts[2]]


def test_only_the_desk_may_try_orders() -> None:
    union = visitor(EXAMPLES / "harbour", "union", role="administer")
    assert union.get("/hold/order").status_code == 403
    assert union.get("/hold/order?order=nothing").status_code == 403


def test_the_chart_and_the_table_have_the_same_margins(harbour: TestClient) -> None:
    answer = harbour.get("/hold/order", headers=SCRIPT)
    page = html.fromstring(answer.text)
    rows = [one for data in chart_of(answer)["data"] for one in data.get("values", []) if "margin" in one]
    table = next(one for one in page.iterfind(".//table") if "Margin before" in one.findtext("caption"))
    cells = {
        (int(row.findtext("th").split()[0]), party): cell.text_content().split(" (")[0].replace("−", "-")
        for row in table.iterfind("tbody/tr")
        for party, cell in zip(
            [head.text_content().strip() for head in table.iterfind("thead/tr/th")][1:], row.iterfind("td"), strict=True
        )
    }
    assert len(rows) > 50
    for one in rows:
        assert float(cells[one["step"], one["party"]]) == pytest.approx(one["margin"], abs=0.051)


def test_a_script_draws_the_chart_itself(harbour: TestClient) -> None:
    whole, part = harbour.get("/hold/order"), harbour.get("/hold/order", headers=SCRIPT)
    assert 'class="chart"' in whole.text
    assert 'class="chart"' not in part.text
    assert chart_of(whole) == chart_of(part)


def test_where_nobody_judged_it_counts_what_was_given(gaza: TestClient) -> None:
    text = gaza.get("/hold/order").text
    assert "Nobody has judged what the steps are worth" in text
    assert "of 3 given" in text
    assert any("ahead" in one for data in chart_of(gaza.get("/hold/order"))["data"] for one in data.get("values", []))


# Packages


def keys(answer: Any, *, ticked: bool = False) -> list[str]:
    boxes = html.fromstring(answer.text).iterfind(".//input[@name='pick'][@type='checkbox']")
    return [one.get("value") for one in boxes if not ticked or one.get("checked") is not None]


def test_ranges_choose_packages_by_their_worth(harbour: TestClient) -> None:
    every = harbour.get("/frontier")
    some = harbour.get("/frontier?min:port=60&max:union=65")
    assert set(keys(some)) < set(keys(every))
    table = html.fromstring(some.text).find(".//caption[@id='cap-known']").getparent()
    worths = [[cell.text for cell in row.iterfind("td")][1:3] for row in table.iterfind("tbody/tr")]
    assert worths
    assert all(float(port) >= 60 and float(union) <= 65 for port, union in worths)
    box = next(one for one in chart_of(some)["data"] if one["name"] == "box_store")
    assert box["values"][0]["values"] == [[60.0, 100.0], [0.0, 65.0]]


def test_packages_stand_side_by_side(harbour: TestClient) -> None:
    known = keys(harbour.get("/frontier"))
    answer = harbour.get("/frontier", params=[("pick", known[3]), ("pick", known[-1]), ("pick", "gone")])
    page = html.fromstring(answer.text)
    side = page.find(".//caption[@id='cap-side']").getparent()
    assert len(side.findall("thead/tr/th")) == 3
    rows = {
        row.findtext("th").strip(): [cell.text_content() for cell in row.iterfind("td")]
        for row in side.iterfind("tbody/tr")
    }
    assert rows["Automation"][0] != rows["Automation"][1]
    assert "no longer among those that are known" in answer.text
    assert set(keys(answer, ticked=True)) == {known[3], known[-1]}


def test_what_was_chosen_stays_chosen_where_it_is_not_listed(harbour: TestClient) -> None:
    known = keys(harbour.get("/frontier"))
    answer = harbour.get("/frontier", params=[("pick", known[0]), ("min:port", "90")])
    assert known[0] not in keys(answer)
    assert f'<input type="hidden" name="pick" value="{known[0]}">' in answer.text


@pytest.mark.parametrize("query", ["min:port=much", "max:port=101", "min:union=-1", "min:union=nan"])
def test_what_is_no_worth_is_refused(harbour: TestClient, query: str) -> None:
    assert harbour.get(f"/frontier?{query}").status_code == 400


def test_where_nobody_judged_there_is_no_frontier_and_it_says_so(gaza: TestClient) -> None:
    answer = gaza.get("/frontier")
    assert answer.status_code == 200
    assert "nobody judged what they are worth" in answer.text
    assert "application/json" not in answer.text
    assert "vega" not in answer.text
    assert len(keys(answer, ticked=True)) == 3
    assert "has said yes on" in answer.text


def test_what_an_audience_does_not_see_is_not_compared(tmp_path: Path) -> None:
    """The public has no judgement where the desk alone judged."""
    folder = tmp_path / "case"
    shutil.copytree(EXAMPLES / "harbour", folder)
    (folder / "values.yaml").rename(folder / "compartments" / "desk" / "values2.yaml")
    inner = folder / "compartments" / "desk" / "values"
    inner.mkdir()
    known = folder / "compartments" / "desk" / "values.yaml"
    if known.exists():
        known.rename(inner / "before.yaml")
    (folder / "compartments" / "desk" / "values2.yaml").rename(inner / "moved.yaml")
    assert "efficient points among" in visitor(folder).get("/frontier").text
    assert "nobody judged what they are worth" in visitor(folder, "union").get("/frontier").text
