"""The packages that are compared: which issues, which options, what rules combinations out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from immutabledict import immutabledict

from holdfast.analyses.deals.fair_worths import PointWorth
from holdfast.analyses.deals.limits import Box, Limit
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.solvers.frontier import Forbidden, TooWideError, Utilities, ruled_out, utilities


@dataclass(frozen=True, slots=True)
class Left:
    """An issue, or one option of it, that is out of the comparison."""

    issue: str
    option: str | None
    why: Literal["not scored", "no worth"]
    parties: tuple[str, ...]
    """For whom it has no worth."""


@dataclass(frozen=True)
class Problem:
    """What is compared, as the solvers take it."""

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    """In the order of the solvers' issues: those that are scored, and those that rules couple with them."""
    scored: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str]
    utilities: Utilities
    left_out: tuple[Left, ...]
    applied: tuple[Limit, ...]
    not_applied: tuple[Limit, ...]

    def package(self, places: Sequence[int]) -> Mapping[str, str]:
        """A package of the solvers in words."""
        return immutabledict(
            {issue: self.options[issue][place] for issue, place in zip(self.issues, places, strict=True)}
        )


def problem(
    case: Case,
    parties: Sequence[str],
    worths: Mapping[str, PointWorth],
    limits: Sequence[Limit],
    fixed: Mapping[str, str],
    *,
    partial_packages: bool = False,
) -> Problem | None:
    """The comparison; None where there is no issue that is scored for every party.

    1. Compare on the issues that are scored for all and not fixed, with the options that are.
    2. Take along every issue that a rule couples with one of them, directly or through others: its options are all
       alike to everybody, but not all of them may be possible.
    3. Put each rule as combinations that it rules out; one that depends on nothing compared is left aside.
    """
    known = [worths[party].worths if party in worths else {} for party in parties]
    left: list[Left] = []
    scored: list[str] = []
    options: dict[str, tuple[str, ...]] = {}
    for issue, one in case.issues.items():
        lacking = tuple(party for party, own in zip(parties, known, strict=True) if issue not in own)
        if issue in fixed:
            continue
        if lacking:
            left.append(Left(issue, None, "not scored", lacking))
            continue
        kept = []
        for option in (*map(str, one.options), *((LEFT_OPEN,) if partial_packages else ())):
            without = tuple(party for party, own in zip(parties, known, strict=True) if option not in own[issue])
            if without:
                left.append(Left(issue, option, "no worth", without))
            else:
                kept.append(option)
        if kept:
            scored.append(issue)
            options[issue] = tuple(kept)
    if not scored or not parties:
        return None
    included = set(scored)
    while True:
        more = {
            issue for one in limits if included & set(one.issues) for issue in one.issues if issue not in fixed
        } - included
        if not more:
            break
        included |= more
    issues = tuple(issue for issue in case.issues if issue in included)
    for issue in issues:
        if issue not in options:
            options[issue] = (*map(str, case.issues[issue].options), *((LEFT_OPEN,) if partial_packages else ()))
    forbidden, applied, wide = _forbidden(issues, options, limits, fixed)
    zero = Fraction(0)
    table = [
        [[own[issue][option] if issue in scored else zero for own in known] for option in options[issue]]
        for issue in issues
    ]
    return Problem(
        parties=tuple(parties),
        issues=issues,
        scored=tuple(scored),
        options=immutabledict(options),
        fixed=immutabledict(fixed),
        utilities=utilities(table, forbidden),
        left_out=tuple(left),
        applied=tuple(applied),
        not_applied=tuple(wide),
    )


#: Up to so many joint options a rule is asked for each, which finds the fewest combinations.
_ASKED: Final = 2_000
#: Into how many combinations a rule that couples more is taken apart.
_BOXES: Final = 200


def _forbidden(
    issues: Sequence[str], options: Mapping[str, tuple[str, ...]], limits: Sequence[Limit], fixed: Mapping[str, str]
) -> tuple[list[Forbidden], list[Limit], list[Limit]]:
    """What the limits rule out, which of them that was, and which couple too many issues."""
    counts = [len(options[issue]) for issue in issues]
    forbidden: list[Forbidden] = []
    applied: list[Limit] = []
    wide: list[Limit] = []
    for one in limits:
        scope = [place for place, issue in enumerate(issues) if issue in one.issues]
        if not scope:
            continue

        def allows(joint: tuple[int, ...], one: Limit = one, scope: Sequence[int] = scope) -> bool:
            chosen = {issues[place]: options[issues[place]][option] for place, option in zip(scope, joint, strict=True)}
            return one.allows({**fixed, **chosen})

        try:
            forbidden += ruled_out(scope, counts, allows, _ASKED)
        except TooWideError:
            boxes = one.boxes(_BOXES)
            if boxes is not None:
                forbidden += [found for box in boxes if (found := _placed(box, issues, options, fixed)) is not None]
            else:
                try:
                    forbidden += ruled_out(scope, counts, allows)
                except TooWideError:
                    wide.append(one)
                    continue
        applied.append(one)
    return forbidden, applied, wide


def _placed(
    box: Box, issues: Sequence[str], options: Mapping[str, tuple[str, ...]], fixed: Mapping[str, str]
) -> Forbidden | None:
    """A combination by the places of issues and options; None where no package that is compared lies in it."""
    if any(issue in fixed and fixed[issue] not in some for issue, some in box.items()):
        return None
    found: dict[int, frozenset[int]] = {}
    for place, issue in enumerate(issues):
        if issue in box:
            chosen = frozenset(n for n, option in enumerate(options[issue]) if option in box[issue])
            if not chosen:
                return None
            if len(chosen) < len(options[issue]):
                found[place] = chosen
    return found
