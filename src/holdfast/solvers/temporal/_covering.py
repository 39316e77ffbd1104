"""The least sum of amounts that reach given demands: a small linear program, in exact fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

Row: TypeAlias = tuple[Mapping[int, int], int]
"""Coefficients by variable, and what their weighted sum has to reach."""


def cover(rows: Sequence[Row]) -> dict[int, Fraction] | None:
    """Variables >= 0 with the least sum that meet every row; None where none do. Variables that are 0 are left out.

    The dual simplex method (Lemke 1954) with the smallest index first (Bland 1977), which ends always:
    1. every row gets a slack; with all variables 0 the costs are feasible for the dual;
    2. a slack below 0 leaves, for the variable whose cost rises least; none there: no solution;
    3. no slack below 0: done.
    """
    variables = sorted({variable for coefficients, _ in rows for variable in coefficients})
    first_slack = (variables[-1] + 1) if variables else 0
    cost = {variable: Fraction(1) for variable in variables}
    table: dict[int, dict[int, Fraction]] = {}  # a basic variable as a sum of others
    constant: dict[int, Fraction] = {}
    for number, (coefficients, demand) in enumerate(rows):
        table[first_slack + number] = {variable: Fraction(value) for variable, value in coefficients.items() if value}
        constant[first_slack + number] = Fraction(-demand)
    while True:
        leaving = min((basic for basic, value in constant.items() if value < 0), default=None)
        if leaving is None:
            return {basic: value for basic, value in constant.items() if basic < first_slack and value}
        row = table.pop(leaving)
        choice = [(cost[variable] / value, variable) for variable, value in row.items() if value > 0]
        if not choice:
            return None
        entering = min(choice)[1]
        pivot = row.pop(entering)
        solved = {variable: -value / pivot for variable, value in row.items()}
        solved[leaving] = 1 / pivot
        shift = -constant.pop(leaving) / pivot
        for basic, other in table.items():
            if factor := other.pop(entering, None):
                constant[basic] += factor * shift
                _add(other, solved, factor)
        _add(cost, solved, cost.pop(entering))
        for variable in solved:
            cost.setdefault(variable, Fraction(0))
        table[entering], constant[entering] = solved, shift


def _add(sums: dict[int, Fraction], more: Mapping[int, Fraction], factor: Fraction) -> None:
    for variable, value in more.items():
        total = sums.get(variable, Fraction(0)) + factor * value
        if total:
            sums[variable] = total
        else:
            sums.pop(variable, None)
