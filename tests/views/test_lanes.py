"""Boxes in lanes and the lines between them: nothing lies on anything else, whatever is connected with what."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from holdfast.views.page.lanes import BOX, LABELS, WIDTH, Layout, Line, layout
from holdfast.views.page.sheets import TALLEST, sheets
from tests.cases import write


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[list[int]], list[float], list[Line]]:
    count = draw(st.integers(1, 24))
    lanes: list[list[int]] = [[] for _ in range(draw(st.integers(1, 4)))]
    for box in range(count):
        lanes[draw(st.integers(0, len(lanes) - 1))].append(box)
    ends = st.integers(-len(lanes), count - 1)
    drawn = draw(st.lists(st.tuples(ends, ends, st.sampled_from(("text", "stated")), st.integers(0, 3)), max_size=40))
    lines = [
        Line(first, second, kind, layered=how > 1, side_by_side=how == 0, labelled=how == 3)
        for first, second, kind, how in drawn
        if first != second and (first >= 0 or second >= 0)
    ]
    return lanes, [draw(st.sampled_from((30.0, 48.0, 66.0))) for _ in range(count)], lines


def crossed(found: Layout, line: int) -> list[int]:
    """The boxes into which a line runs, more than to their edge."""
    points = found.lines[line].points
    hits = []
    for (x1, y1), (x2, y2) in pairwise(points):
        for number, box in enumerate(found.boxes):
            across = min(x1, x2) < box.x + BOX - 0.1 and max(x1, x2) > box.x + 0.1
            if across and min(y1, y2) < box.y + box.height - 0.1 and max(y1, y2) > box.y + 0.1:
                hits.append(number)
    return hits


@given(drawings())
def test_no_box_lies_on_another_and_no_line_runs_through_one(
    drawing: tuple[list[list[int]], list[float], list[Line]],
) -> None:
    lanes, heights, lines = drawing
    found = layout(lanes, heights, lines, least=30)
    for number, box in enumerate(found.boxes):
        assert box.x > LABELS
        assert box.x + BOX <= WIDTH
        for other in found.boxes[:number]:
            assert box.x != other.x or box.y >= other.y + other.height or other.y >= box.y + box.height
    for lane, (top, height) in zip(lanes, found.bands, strict=True):
        assert all(top < found.boxes[box].y for box in lane)
        assert all(found.boxes[box].y + found.boxes[box].height < top + height for box in lane)
    assert found.bands[-1][0] + found.bands[-1][1] == found.height
    for number, line in enumerate(lines):
        assert crossed(found, number) == []
        points = found.lines[number].points
        assert all(0 <= y <= found.height and LABELS <= x <= WIDTH for x, y in points)
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
        for end, (x, y) in ((line.first, points[0]), (line.second, points[-1])):
            if end >= 0:
                box = found.boxes[end]
                assert box.x <= x <= box.x + BOX
                assert box.y <= y <= box.y + box.height
    assert layout(lanes, heights, lines, least=30) == found


@given(drawings())
def test_within_a_lane_without_circles_every_line_leads_down(
    drawing: tuple[list[list[int]], list[float], list[Line]],
) -> None:
    lanes, heights, lines = drawing
    forward = [Line(one.first, one.second, one.kind) for one in lines if 0 <= one.first < one.second]
    found = layout(lanes, heights, forward)
    for line in forward:
        if any({line.first, line.second} <= set(lane) for lane in lanes):
            assert found.boxes[line.first].y < found.boxes[line.second].y


def test_a_long_draft_is_drawn_alike_in_every_process(tmp_path: Path) -> None:
    clauses = "".join(
        f"  c{n}: {{by: {('port', 'union')[n % 2]}, does: Do{f', after: c{n // 3} and c{n // 2}' if n > 2 else ''}}}\n"
        for n in range(200)
    )
    write(tmp_path, {"agreement": f"title: A draft\ncommitments:\n{clauses}"})
    program = (
        "import sys, pathlib\n"
        "from holdfast.analyses.coherence import coherence\n"
        "from holdfast.case.load import load\n"
        "from holdfast.views.page.commitments import picture\n"
        "case = load(pathlib.Path(sys.argv[1]), 'desk').case\n"
        "print(picture(coherence(case), case))"
    )
    drawn = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0].count("Box(") == 150
    assert "unconnected=1, crowded_out=49" in drawn[0]
    assert drawn[0] == drawn[1]


@given(st.lists(st.tuples(st.floats(0, 5000), st.floats(1, 90)), max_size=60), st.floats(1, 5200))
def test_sheets_hold_all_of_a_picture_and_cut_nothing_that_a_cut_can_miss(
    things: list[tuple[float, float]], least: float
) -> None:
    spans = [(top, top + tall) for top, tall in things]
    height = max([least, *(bottom for _, bottom in spans)])
    found = sheets(height, spans)
    if height <= TALLEST:
        assert found == ()
        return
    assert found[0][0] == 0
    assert all(before + tall == top for (before, tall), (top, _) in pairwise(found))
    assert sum(found[-1]) == height
    assert all(0 < tall <= TALLEST + 1e-6 for _, tall in found)
    for before, (top, _) in pairwise(found):
        within = [span for span in spans if span[0] < top < span[1]]
        # Cut only where one thing after another fills the sheet from top to bottom.
        assert not within or top == before[0] + TALLEST


def test_two_hundred_boxes_stay_on_a_page_that_can_be_read() -> None:
    lines = [Line(n // 3, n, "text") for n in range(3, 200)] + [Line(n, n - 100, "stated") for n in range(100, 200)]
    found = layout([list(range(200))], [60.0] * 200, lines)
    assert found.height < 12_000
    assert all(crossed(found, number) == [] for number in range(len(lines)))
