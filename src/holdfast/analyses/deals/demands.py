"""A party's demands, and which of many packages they exclude.

A demand is a current statement of the party, or of its delegation, that requires or refuses something. One of firmness
`preference` never binds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.sides import voices
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN


@dataclass(frozen=True)
class Packages:
    """Many packages as numbers: for each package and issue the place of its option, ``left-open`` being the last."""

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    """For each issue its options and ``left-open``."""
    codes: NDArray[np.int64]
    """(packages, issues)."""

    def package(self, number: int) -> dict[str, str]:
        """One package in words of the case."""
        return {
            issue: options[code]
            for issue, options, code in zip(self.issues, self.options, self.codes[number].tolist(), strict=True)
        }


def demands(case: Case, party: str, as_of: date | None) -> tuple[str, ...]:
    """The statements of a party that ask something of a package, those of firmness `preference` among them."""
    speaks = voices(case, party)
    return tuple(
        name
        for name, one in case.current(as_of).items()
        if speaks & set(one.parties) and (one.requires is not None or one.refuses is not None)
    )


def violated(problem: Problem, name: str, packages: Packages) -> NDArray[np.bool_]:
    """For each package whether it violates a demand: each combination of what the demand depends on is read once.

    It is violated where it is not met whatever the words, days and events are that no package settles (`reading`).
    """
    unmet = problem.demand(name).unmet
    issues = problem.issues_of(unmet)
    about = [place for place, issue in enumerate(packages.issues) if issue in issues]
    rows, which = np.unique(packages.codes[:, about], axis=0, return_inverse=True)
    found = np.zeros(len(rows), bool)
    for number, row in enumerate(rows.tolist()):
        package = {
            packages.issues[place]: packages.options[place][code] for place, code in zip(about, row, strict=True)
        }
        found[number] = problem.value(unmet, package) is True
    return found[which.reshape(-1)]


def as_numbers(case: Case, packages: Sequence[Mapping[str, str]]) -> Packages:
    """Packages (mappings of issue to option) as numbers; an issue that a package does not name is left open.

    Raises KeyError where a package names an option that its issue does not have.
    """
    issues = tuple(case.issues)
    options = tuple((*map(str, one.options), LEFT_OPEN) for one in case.issues.values())
    codes = np.empty((len(packages), len(issues)), np.int64)
    for place, (issue, known) in enumerate(zip(issues, options, strict=True)):
        number = {option: code for code, option in enumerate(known)}
        codes[:, place] = [number[package.get(issue, LEFT_OPEN)] for package in packages]
    return Packages(issues, options, codes)
