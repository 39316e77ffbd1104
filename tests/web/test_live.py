"""Charts that answer to a pointer, steps that are dragged, packages that are chosen on a chart: what people do."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.test_browser import Served, inside, large, look, served

__all__ = ["inside", "large", "served"]  # the fixtures


def steps(page: Page) -> list[str]:
    return [str(one.get_attribute("data-step")) for one in page.locator(".steps > li").all()]


def middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_charts_are_drawn_by_a_script_under_the_strict_policy(inside: Page, served: Served) -> None:
    """`inside` fails on whatever the console says, such as what the policy has blocked."""
    for path, charts in (("/hold", 2), ("/hold/order", 1), ("/frontier", 1)):
        look(inside, served, path)
        expect(inside.locator(".live svg")).to_have_count(charts)
        assert inside.locator("figure[data-live] svg.chart").count() == 0, "the picture made room"
    look(inside, served, "/positions")
    assert inside.evaluate("typeof vega") == "undefined", "only where there is such a chart"


def test_a_point_tells_its_numbers(inside: Page, served: Served) -> None:
    look(inside, served, "/hold/order")
    point = inside.locator("#chart-order .live .mark-symbol.role-mark path").first
    inside.mouse.move(*middle(point))
    expect(inside.locator(".tip")).to_contain_text("margin:")
    expect(inside.locator(".tip")).to_contain_text("party: Port")
    inside.mouse.move(5, 5)
    expect(inside.locator(".tip")).to_be_hidden()


def test_the_legend_shows_one_party_at_a_time(inside: Page, served: Served) -> None:
    look(inside, served, "/hold/order")
    points = inside.locator("#chart-order .live .mark-symbol.role-mark path")
    every = {point.get_attribute("opacity") for point in points.all()}
    inside.locator("#chart-order .role-legend-label text").filter(has_text="Union").first.click()
    expect(points.first).to_have_attribute("opacity", "0.12")
    assert every <= {None, "1"}
    assert {point.get_attribute("opacity") for point in points.all()} == {"0.12", "1"}


def test_a_step_is_dragged_and_margins_follow(inside: Page, served: Served) -> None:
    inside.set_viewport_size({"width": 1280, "height": 1000})
    look(inside, served, "/hold/order")
    before = steps(inside)
    grip = inside.locator(f"li[data-step='{before[5]}'] .grip")
    start, end = middle(grip), middle(inside.locator(f"li[data-step='{before[12]}'] .grip"))
    inside.mouse.move(*start)
    inside.mouse.down()
    inside.mouse.move(start[0], (start[1] + end[1]) / 2, steps=4)
    inside.mouse.move(end[0], end[1] + 4, steps=6)
    expect(inside.locator("#along .problems")).to_contain_text("The text does not allow this order")
    assert urlsplit(inside.url).query == "", "nothing is settled while the step is held"
    inside.mouse.up()
    expect(inside).to_have_url(re.compile("order="))
    after = steps(inside)
    assert after.index(before[5]) in (11, 12)
    assert [one for one in after if one != before[5]] == [one for one in before if one != before[5]]
    assert parse_qs(urlsplit(inside.url).query)["order"] == [",".join(after)]
    expect(inside.locator("[data-moved]")).to_contain_text("of 29")
    expect(inside.locator(".live svg")).to_have_count(1)
    inside.go_back()
    expect(inside.locator(".steps > li").nth(5)).to_have_attribute("data-step", before[5])
    assert steps(inside) == before


def test_a_step_that_is_held_stays_in_hand_when_the_case_changes(inside: Page, served: Served) -> None:
    inside.set_viewport_size({"width": 1280, "height": 1000})
    look(inside, served, "/hold/order")
    before = steps(inside)
    start, end = (middle(inside.locator(f"li[data-step='{before[n]}'] .grip")) for n in (5, 8))
    inside.mouse.move(*start)
    inside.mouse.down()
    inside.mouse.move(end[0], end[1] + 4, steps=4)
    file = served.folder / "case.yaml"
    text = file.read_text()
    file.write_text(text.replace("title: Harbour dispute", "title: Another dispute"))
    expect(inside.locator("[data-changed]")).to_be_visible()
    inside.mouse.up()
    expect(inside).to_have_url(re.compile("order="))
    assert steps(inside).index(before[5]) > 5
    file.write_text(text)


def test_on_a_page_of_a_long_order_a_step_is_dragged_and_the_rest_stays(page: Page, large: Served) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    large.enter(page)
    look(page, large, "/hold/order?page-steps=2")
    before = steps(page)
    assert len(before) == 20
    grip = page.locator(f"li[data-step='{before[2]}'] .grip")
    start, end = middle(grip), middle(page.locator(f"li[data-step='{before[6]}'] .grip"))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(end[0], end[1] + 4, steps=6)
    expect(page.locator("#along tbody th").filter(has_text="103 ").last).to_be_visible()
    page.mouse.up()
    expect(page).to_have_url(re.compile("order="))
    after = steps(page)
    assert after != before
    assert sorted(after) == sorted(before)
    place = after.index(before[2])
    expect(page.locator("[data-moved]")).to_contain_text(f"step {101 + place} of 120")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["order"] == [",".join(["100", *after])]
    page.locator("nav.paging a", has_text="Earlier").click()
    assert len(steps(page)) == 100
    page.locator("[name=from]").fill(str(101 + place))
    page.locator("[name=to]").fill("1")
    page.locator("button", has_text="Move it").click()
    expect(page.locator(".steps > li").first).to_have_attribute("data-step", before[2])


@pytest.mark.parametrize("width", [390, 1280])
def test_a_step_is_dragged_beyond_what_is_seen(inside: Page, served: Served, width: int) -> None:
    inside.set_viewport_size({"width": width, "height": 600})
    look(inside, served, "/hold/order")
    before = steps(inside)
    inside.mouse.move(*middle(inside.locator(f"li[data-step='{before[2]}'] .grip")))
    inside.mouse.down()
    inside.mouse.move(200, 595, steps=4)
    expect(inside.locator(".steps > li").nth(26)).to_be_in_viewport()
    inside.mouse.up()
    expect(inside).to_have_url(re.compile("order="))
    assert steps(inside).index(before[2]) > 15


def test_a_step_is_moved_by_keyboard_and_keeps_the_focus(inside: Page, served: Served) -> None:
    look(inside, served, "/hold/order")
    before = steps(inside)
    name = before[10]
    button = f"[id='later-{name.replace(' ', '-')}']"
    inside.locator(button).focus()
    for place in (12, 13):
        inside.keyboard.press("Enter")
        expect(inside.locator("[data-moved]")).to_contain_text(f"step {place} of 29")
        expect(inside.locator(button)).to_be_focused()
    assert steps(inside).index(name) == 12
    # At an end there is nothing further.
    first = steps(inside)[0]
    inside.locator(f"[id='earlier-{first}']").focus()
    inside.keyboard.press("Enter")
    expect(inside.locator(f"[id='earlier-{first}']")).to_be_focused()
    assert steps(inside)[0] == first


def test_packages_are_chosen_on_the_chart(inside: Page, served: Served) -> None:
    look(inside, served, "/frontier")
    every = inside.locator("#result tbody input[name=pick]").count()
    box = inside.locator("#chart-frontier .live svg").bounding_box()
    assert box is not None
    inside.mouse.move(box["x"] + 200, box["y"] + 60)
    inside.mouse.down()
    inside.mouse.move(box["x"] + 400, box["y"] + 260, steps=8)
    inside.mouse.up()
    expect(inside).to_have_url(re.compile("min%3Aport="))
    expect(inside.locator("#result [role=status]")).to_contain_text(f"of {every} packages")
    asked = parse_qs(urlsplit(inside.url).query)
    low, high = float(asked["min:port"][0]), float(asked["max:port"][0])
    assert inside.locator("[id='min:port']").input_value() == asked["min:port"][0]
    worths = [float(one) for one in inside.locator("#result table:not(.side) tbody td:nth-child(3)").all_inner_texts()]
    assert 0 < len(worths) < every
    assert all(low <= one <= high for one in worths)
    # Typed, the chart follows; and so it does when the page is opened anew.
    inside.locator("[id='min:port']").fill("50")
    inside.keyboard.press("Tab")
    expect(inside).to_have_url(re.compile("min%3Aport=50"))
    for _ in range(2):
        expect(inside.locator("#chart-frontier .live svg")).to_have_count(1)
        expect(inside.locator("[id='min:port']")).to_have_value("50.0")
        brush = inside.locator("#chart-frontier .live .mark-rect.box_brush path").first.bounding_box()
        assert brush is not None
        assert brush["width"] == pytest.approx((high - 50) * 4.6, abs=6)  # with its edge
        inside.reload()


def test_with_more_parties_each_has_a_strip(inside: Page, served: Served) -> None:
    values, case = served.folder / "values.yaml", served.folder / "case.yaml"
    before = {path: path.read_text() for path in (values, case)}
    try:
        case.write_text(before[case].replace("consent: [port, union]", "consent: [port, union, ministry]"))
        values.write_text(before[values] + MINISTRY)
        inside.wait_for_timeout(700)
        look(inside, served, "/frontier?max:ministry=75")
        box = inside.locator("#chart-frontier .live svg").bounding_box()
        assert box is not None
        for low, high, row in ((150, 400, 20), (60, 300, 110)):
            inside.mouse.move(box["x"] + low, box["y"] + row)
            inside.mouse.down()
            inside.mouse.move(box["x"] + high, box["y"] + row + 4, steps=6)
            inside.mouse.up()
        expect(inside).to_have_url(re.compile("min%3Aport=.*min%3Aunion=.*max%3Aministry=75"))
        expect(inside.locator("#result [role=status]")).to_contain_text(re.compile(r"^\d+ of \d+ packages"))
    finally:
        for path, text in before.items():
            path.write_text(text)
        inside.wait_for_timeout(700)


MINISTRY = """
ministry:
  judged: {by: desk, date: 2026-03-01, because: made for this test}
  importance: {automation: 40, reinstatement: 20, night-pay: 20, oversight: 20}
  options:
    automation: {none: 0, staged: 100, full: 50}
    reinstatement: {none: 0, some: 50, all: 100}
    oversight: [board, inspectorate, employer]
    night-pay: [raised, indexed, unchanged]
  no_deal: 20
"""


def test_without_scripts_orders_and_packages_are_chosen_all_the_same(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    served.enter(page)
    look(page, served, "/hold/order")
    expect(page.locator("#chart-order svg.chart")).to_be_visible()
    before = steps(page)
    page.locator(f"[id='earlier-{before[4]}']").click()
    assert steps(page)[:5] == [*before[:3], before[4], before[3]]
    page.locator("main .note a").first.click()
    assert steps(page) == before
    look(page, served, "/frontier")
    expect(page.locator("#chart-frontier svg.chart")).to_be_visible()
    page.locator("[id='min:port']").fill("60")
    page.locator(".ranges button").click()
    expect(page.locator("#result [role=status]")).to_contain_text("of")
    boxes = page.locator("#result tbody input[name=pick]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.locator("#result .buttons button").click()
    assert page.locator("table.side thead th").count() > 2
    context.close()


def test_a_result_is_released(inside: Page, served: Served, tmp_path: Path) -> None:
    file = served.folder / "compartments" / "desk" / "releases.yaml"
    look(inside, served, "/releases")
    inside.locator("#what").select_option("hold")
    inside.locator("#to").select_option("union")
    inside.locator("input[value=desk]").check()
    inside.locator("main button.main").click()
    expect(inside.locator("main")).to_contain_text("It was computed from 2 compartments")
    inside.locator("#by").fill("T. Okafor")
    inside.locator("#because").fill("They asked.")
    inside.locator("[name=sure]").check()
    with inside.expect_download() as begun:
        inside.locator("main button.main").click()
    assert begun.value.suggested_filename == "harbour-dispute-hold-for-union.txt"
    begun.value.save_as(tmp_path / "saved.txt")
    assert "Will it hold?" in (tmp_path / "saved.txt").read_text()
    assert "because: They asked." in file.read_text()
    file.unlink()
