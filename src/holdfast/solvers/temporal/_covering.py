"""The least sum of amounts that reach given demands: a linear program that grows row by row, in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Row: TypeAlias = tuple[Mapping[int, int], int]
"""Coefficients by variable (numbers from 0), and what their weighted sum has to reach."""


@dataclass(slots=True)
class Cover:
    """Variables >= 0 with the least sum that meet every row so far.

    The dual simplex method (Lemke 1954), smallest number first (Bland 1977), which ends always. The table says what
    each basic variable is, as a sum of the others, which are 0: `unit` * basic = constant + coefficients. It stays
    whole, with one common denominator: pivots as by Edmonds (1967) and Bareiss (1968), whose divisions are exact.
    """

    unit: int
    others: list[int]
    """The variables that are 0: a column each. Slacks are numbered -1, -2, …"""
    costs: list[int]
    basics: list[int]
    constants: list[int]
    table: list[list[int]]
    slacks: int = 0

    @classmethod
    def nothing(cls) -> Cover:
        """No rows: everything is 0."""
        return cls(1, [], [], [], [], [])

    @property
    def values(self) -> dict[int, Fraction]:
        """The variables that are not 0."""
        pairs = zip(self.basics, self.constants, strict=True)
        return {basic: Fraction(value, self.unit) for basic, value in pairs if basic >= 0 and value}

    @property
    def total(self) -> Fraction:
        """The least sum."""
        return sum(self.values.values(), Fraction(0))

    def adding(self, row: Row) -> Cover | None:
        """The same with one row more; None where nothing meets all of them.

        1. The row's slack, in terms of the variables that are 0, joins the basic ones.
        2. A basic variable below 0 leaves, for the one whose cost rises least; there is none: no solution.
        3. None is below 0: done.
        """
        more = Cover(
            self.unit,
            self.others[:],
            self.costs[:],
            self.basics[:],
            self.constants[:],
            [line[:] for line in self.table],
            self.slacks + 1,
        )
        more._join(row)
        while (leaving := more._below()) is not None:
            entering = more._cheapest(leaving)
            if entering is None:
                return None
            more._pivot(leaving, entering)
        return more

    def _join(self, row: Row) -> None:
        coefficients, demand = row
        for variable in sorted(coefficients):
            if variable not in self.others and variable not in self.basics:
                self.others.append(variable)
                self.costs.append(self.unit)
                for line in self.table:
                    line.append(0)
        constant, new = -demand * self.unit, [0] * len(self.others)
        for variable, times in coefficients.items():
            if variable in self.others:
                new[self.others.index(variable)] += times * self.unit
            else:
                place = self.basics.index(variable)
                constant += times * self.constants[place]
                for column, value in enumerate(self.table[place]):
                    new[column] += times * value
        self.basics.append(-self.slacks)
        self.constants.append(constant)
        self.table.append(new)

    def _below(self) -> int | None:
        below = [(basic, place) for place, basic in enumerate(self.basics) if self.constants[place] < 0]
        return min(below)[1] if below else None

    def _cheapest(self, leaving: int) -> int | None:
        line, best = self.table[leaving], None
        for column, value in enumerate(line):
            if value <= 0:
                continue
            if best is None:
                best = column
                continue
            here, there = self.costs[column] * line[best], self.costs[best] * value
            if here < there or (here == there and self.others[column] < self.others[best]):
                best = column
        return best

    def _pivot(self, leaving: int, entering: int) -> None:
        line, constant = self.table[leaving], self.constants[leaving]
        pivot, unit = line[entering], self.unit
        for place, other in enumerate(self.table):
            if place == leaving:
                continue
            factor = other[entering]
            self.constants[place] = (pivot * self.constants[place] - factor * constant) // unit
            other[:] = [(pivot * a - factor * b) // unit for a, b in zip(other, line, strict=True)]
            other[entering] = factor
        factor = self.costs[entering]
        self.costs = [(pivot * a - factor * b) // unit for a, b in zip(self.costs, line, strict=True)]
        self.costs[entering] = factor
        line[:] = [-value for value in line]
        line[entering] = unit
        self.constants[leaving], self.unit = -constant, pivot
        self.basics[leaving], self.others[entering] = self.others[entering], self.basics[leaving]
