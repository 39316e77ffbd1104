"""Packages to choose from and side by side: efficient ones, those within what was said, and the drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from holdfast.analyses.deals import Deals, Plan, Proposed
from holdfast.analyses.deals.fair_records import Fair
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.views import deals as deal
from holdfast.views import fair_words
from holdfast.views.names import count, issue_label, sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A package that can be chosen."""

    key: str
    """The same as long as the package is."""
    notes: tuple[str, ...]
    """What it is: what it is called, where it comes from."""
    package: Mapping[str, str]
    """Without what is left open."""
    worths: tuple[Fraction, ...] | None
    """To each party whose consent is needed; None where it is not scored."""
    drafted: bool = False


def candidates(case: Case, fair: Fair, deals: Deals) -> tuple[Candidate, ...]:
    """All packages that are known by one way or another, each once: the drafts, the efficient ones, those within what
    was said."""
    found: dict[str, Candidate] = {}
    for one in (*_drafts(case, fair), *_efficient(fair), *_said(deals)):
        known = found.get(one.key)
        if known is None:
            found[one.key] = one
        else:
            notes = tuple(dict.fromkeys((*known.notes, *one.notes)))
            worths = one.worths if known.worths is None else known.worths
            found[one.key] = replace(known, notes=notes, worths=worths)
    return tuple(found.values())


def _candidate(
    note: str, package: Mapping[str, str], worths: tuple[Fraction, ...] | None = None, drafted: bool = False
) -> Candidate:
    settled = {str(issue): str(option) for issue, option in package.items() if option != LEFT_OPEN}
    key = hashlib.blake2b(repr(sorted(settled.items())).encode(), digest_size=5).hexdigest()
    return Candidate(key, (note,), settled, worths, drafted)


def _drafts(case: Case, fair: Fair) -> Iterator[Candidate]:
    scored = {one.draft: one.worths for one in fair.drafted}
    for name, draft in case.drafts.items():
        if draft.agreement.package:
            package = {str(issue): str(option) for issue, option in draft.agreement.package.items()}
            yield _candidate(f"draft {name}", package, scored.get(name), True)


def _efficient(fair: Fair) -> Iterator[Candidate]:
    for point in fair.points:
        named = ", ".join(fair_words.TITLES[name] for name in point.names)
        for package in point.packages[:1]:
            yield _candidate(named or "efficient", {**fair.fixed, **package}, point.worths)


def _said(deals: Deals) -> Iterator[Candidate]:
    for rung in deals.rungs:
        within = f"within {deal.RUNG_WORDS[rung.name]}"
        plans: list[tuple[str, Plan]] = [(within, plan) for plan in rung.plans]
        plans += [(f"{within}, in part", plan) for one in rung.partial for plan in one.plans]
        for note, plan in plans:
            yield _candidate(note, plan.package)


def within(one: Candidate, ranges: Sequence[tuple[float, float] | None]) -> bool:
    """Whether its worths lie within the ranges; one that is not scored lies within none but the whole."""
    if one.worths is None:
        return not any(ranges)
    pairs = zip(one.worths, ranges, strict=True)
    return all(limits is None or limits[0] <= round(float(worth), 1) <= limits[1] for worth, limits in pairs)


#: More issues than this are folded.
_LONG: Final = 8


@dataclass(frozen=True, slots=True)
class Listing:
    """Packages to choose from; what they have in common is said once."""

    common: str
    """What all of them settle alike; empty where that is nothing."""
    lines: tuple[tuple[Candidate, str, str], ...]
    """Each with what else it settles, and where that is much, with how much it is."""


def listing(case: Case, known: Sequence[Candidate]) -> Listing:
    """The list of packages."""
    shared = {
        issue: option
        for issue, option in (known[0].package.items() if len(known) > 1 else ())
        if all(one.package.get(issue) == option for one in known)
    }
    lines = []
    for one in known:
        rest = {issue: option for issue, option in one.package.items() if issue not in shared}
        folded = f"{count(len(rest), 'issue')} settled" if len(rest) > _LONG else ""
        lines.append((one, fair_words.package(rest, case), folded))
    return Listing(fair_words.package(shared, case), tuple(lines))


@dataclass(frozen=True, slots=True)
class Row:
    """An issue in the table of packages side by side."""

    label: str
    options: tuple[str, ...]
    """Of each package."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Packages in columns."""

    packages: tuple[Candidate, ...]
    stands: tuple[Proposed, ...]
    different: tuple[Row, ...]
    same: tuple[Row, ...]
    needed: tuple[str, ...]

    def standing(self, place: int, party: str, case: Case) -> str:
        """How a package stands with a party, in words."""
        plan = self.stands[place].plan
        one = next(one for one in plan.standings if one.party == party)
        return deal.standing_words(one, plan, case)

    def against(self, place: int, party: str) -> tuple[str, ...]:
        """The statements of a party that exclude a package."""
        return next(one for one in self.stands[place].plan.standings if one.party == party).excluded_by


def side_by_side(case: Case, packages: Sequence[Candidate], stands: Sequence[Proposed]) -> SideBySide:
    """The issues on which they differ first, in the order of the case."""
    rows = {
        issue: Row(
            sentence(issue_label(issue, case)),
            tuple(deal.option_words(issue, one.plan.package[issue], case) for one in stands),
        )
        for issue in case.issues
    }
    return SideBySide(
        tuple(packages),
        tuple(stands),
        tuple(row for row in rows.values() if len(set(row.options)) > 1),
        tuple(row for row in rows.values() if len(set(row.options)) <= 1),
        tuple(party for party in case.parties if party in case.consent),
    )
