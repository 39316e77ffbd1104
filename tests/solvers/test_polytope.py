"""Necessary and possible relations, and which rows to drop, against brute force and a published table."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.polytope import Floats, Polytope, Relations, TooHardError, minimal_drops, necessary, possible

whole = st.integers(-3, 3)


def triangle(rows: list[list[int]], limits: list[int]) -> tuple[Polytope, list[Floats]]:
    """A part of the simplex of three coordinates, and its corners by brute force: two rows tight beside the sum."""
    matrix = np.vstack([-np.eye(3), np.array(rows, float).reshape(-1, 3)])
    bounds = np.concatenate([np.zeros(3), np.array(limits, float)])
    corners = []
    for pair in itertools.combinations(range(len(matrix)), 2):
        system = np.vstack([matrix[list(pair)], np.ones(3)])
        if abs(np.linalg.det(system)) > 1e-9:
            point = np.linalg.solve(system, [*bounds[list(pair)], 1.0])
            if (matrix @ point <= bounds + 1e-9).all():
                corners.append(point)
    return Polytope.of(matrix, bounds, np.ones(3), 1.0, low=0.0, high=1.0), corners


@given(st.lists(st.lists(whole, min_size=3, max_size=3), max_size=3), st.data())
def test_forms_are_least_and_greatest_in_corners(rows: list[list[int]], data: st.DataObject) -> None:
    limits = data.draw(st.lists(whole, min_size=len(rows), max_size=len(rows)))
    form = np.array(data.draw(st.lists(whole, min_size=3, max_size=3)), float)
    polytope, corners = triangle(rows, limits)
    least = polytope.minimum(form)
    assert (least is None) is (not corners)
    assert polytope.empty is (not corners)
    values = [float(corner @ form) for corner in corners]
    if least is not None:
        assert least.value == pytest.approx(min(values), abs=1e-6)
        assert polytope.contains(least.point)
        assert polytope.contains(corners).all()
        assert possible(polytope, form, 0.5) is (max(values) >= 0.5 - 1e-9)
    assert necessary(polytope, form, 0.5) is (not corners or min(values) >= 0.5 - 1e-9)
    relations = Relations(polytope, np.array(corners[:1]).reshape(-1, 3))
    assert relations.necessary(form) is (not corners or min(values) >= -1e-9)
    assert relations.possible(form) is (bool(corners) and max(values) >= -1e-9)
    assert relations.necessary(-form) is (not corners or max(values) <= 1e-9)


def test_a_strict_row_leaves_out_its_boundary() -> None:
    square = Polytope.of(np.zeros((0, 2)), np.zeros(0), low=0.0, high=1.0)
    assert not square.empty
    assert square.also([[1, -1]], 0.0, True).also([[-1, 1]], 0.0).empty
    assert not square.also([[1, -1]], 0.0).also([[-1, 1]], 0.0).empty
    # x < y is said: then x ≥ y is not even possible, though the closure has points with x = y.
    assert not possible(square.also([[1, -1]], 0.0, True), [1.0, -1.0])
    assert possible(square.also([[1, -1]], 0.0), [1.0, -1.0])
    with pytest.raises(TooHardError):
        Polytope.of(np.zeros((0, 1)), np.zeros(0)).minimum([1.0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=6), st.data())
def test_minimal_drops_are_all_there_are(pairs: list[tuple[int, int, bool]], data: st.DataObject) -> None:
    rows = np.zeros((len(pairs), 4))
    for row, (above, below, _) in enumerate(pairs):
        rows[row, above] -= 1.0
        rows[row, below] += 1.0
    tags = data.draw(st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs)))
    system = Polytope.of(rows, 0.0, low=0.0, high=1.0, strict=[strict for _, _, strict in pairs])

    def stands(dropped: frozenset[int]) -> bool:
        kept = [row for row, tag in enumerate(tags) if tag not in dropped]
        return not Polytope.of(rows[kept], 0.0, low=0.0, high=1.0, strict=system.strict[kept]).empty

    expected: list[frozenset[int]] = []
    for size in range(5):
        for some in map(frozenset, itertools.combinations(sorted(set(tags)), size)):
            if not any(one <= some for one in expected) and stands(some):
                expected.append(some)
    answer = minimal_drops(system, tags)
    assert answer.complete
    assert list(answer.sets) == sorted(expected, key=lambda one: (len(one), sorted(one)))
    if len(expected) > 1:
        assert not minimal_drops(system, tags, bound=1).complete


def test_a_union_is_one_system_with_whole_numbers() -> None:
    # x is at most 0.2, or at least 0.8: which one, a binary says.
    union = Polytope.of([[1.0, 1.0], [-1.0, -0.8]], [1.2, -0.8], low=0.0, high=1.0, whole=[False, True]).also(
        [[-1.0, -1.0]], -1.0
    )
    assert union.minimum([1.0, 0.0]).value == pytest.approx(0.0)  # type: ignore[union-attr]
    assert union.contains([[0.1, 1.0], [0.1, 0.5]]).tolist() == [True, False]


# --- the published table --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def managers(shared_data: Path) -> dict[str, Any]:
    path = shared_data / "preferences" / "uta_gms_group_sales_managers.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def marginals(performances: dict[str, list[float]]) -> tuple[Polytope, dict[str, Floats]]:
    """General monotone marginals: one coordinate for what each level adds to the one below; they sum to one."""
    levels = [sorted(set(column)) for column in zip(*performances.values(), strict=True)]
    columns = [(criterion, level) for criterion, found in enumerate(levels) for level in found[1:]]
    forms = {
        name: np.array([float(values[criterion] >= level) for criterion, level in columns])
        for name, values in performances.items()
    }
    width = len(columns)
    return Polytope.of(np.zeros((0, width)), np.zeros(0), np.ones(width), 1.0, low=0.0, high=1.0), forms


def test_the_table_of_the_sales_managers_is_reproduced(managers: dict[str, Any]) -> None:
    """Greco, Kadziński, Mousseau, Słowiński 2012, Table 4, with the judgements that reproduce it (see the file)."""
    base, forms = marginals(managers["performances"])
    found: dict[str, dict[str, str]] = {a: dict.fromkeys(forms, "") for a in forms}
    programs = 0
    for judged in managers["preferences_that_reproduce"].values():
        system = base
        for above, relation, below in judged:
            system = system.also(forms[below] - forms[above], 0.0, relation == ">")
        assert not system.empty
        relations = Relations(system, np.zeros((0, base.width)))
        for a, b in itertools.product(forms, repeat=2):
            form = forms[a] - forms[b]
            found[a][b] += "N" if relations.necessary(form) else "P" if relations.possible(form) else "*"
        programs += relations.programs
    assert found == managers["expected_table4"]
    assert programs < 2 * 3 * 225
    cells = [cell for row in found.values() for cell in row.values()]
    expected = managers["expected_counts"]
    # For groups: "possible-necessary" is necessary for at least one, "necessary-possible" possible for all.
    assert len(cells) == expected["cells"]
    assert sum(all(char == "N" for char in cell) for cell in cells) == expected["necessary_necessary"]
