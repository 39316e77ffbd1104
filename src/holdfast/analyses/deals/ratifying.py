"""Whether a party with factions could ratify a package: acceptable to a leader is not yet ratifiable.

1. Each faction whose votes are known votes for what it has accepted, and against what one of its statements of
   firmness position or more excludes; no word is no vote.
2. The party ratifies where the votes for it reach the majority (by default more than half of all).
3. A *coalition* is a set of factions, none of which excludes the package, whose votes reach the majority. The narrowest
   are those of which no member can be spared: those who accept count as members too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.records import FactionVote, Package, Ratification
from holdfast.analyses.deals.said import Words, standing
from holdfast.analyses.sides import is_faction_of
from holdfast.case.case import Case
from holdfast.solvers.logic import value

#: With more factions than that the coalitions are not listed.
_MOST: Final = 16


def factions_of(case: Case, party: str) -> tuple[str, ...]:
    """The factions of a party, in the order of the case."""
    return tuple(name for name in case.parties if is_faction_of(case, name, party))


def ratification(
    problem: Problem, party: str, factions: Sequence[Words], package: Package, true: frozenset[int]
) -> Ratification:
    """How the factions of a party would vote on a package."""
    case = problem.case
    free = frozenset(problem.numbers.free_atoms.values())
    votes = []
    for words in factions:
        warnings = []
        for name in words.warnings:
            one = case.statements[name]
            sure = problem.strict
            holds = one.if_ is not None and value(sure.true(one.if_), true, free) is True
            holds = holds or (one.unless is not None and value(sure.false(one.unless), true, free) is True)
            if holds:
                warnings.append(name)
        known = case.parties[words.party]
        counted = known.votes if known.of == party else None
        votes.append(FactionVote(words.party, counted, standing(problem, words, package, true), tuple(warnings)))
    whole = case.parties[party]
    majority = whole.majority
    if majority is None and whole.votes_of is not None:
        majority = whole.votes_of // 2 + 1
    in_favour = sum(one.votes or 0 for one in votes if one.standing.status == "accepted")
    against = sum(one.votes or 0 for one in votes if one.standing.status == "excluded")
    nets = tuple(name for words in factions for name in words.offers)
    return Ratification(
        party=party,
        verdict=(
            "not known"
            if majority is None or whole.votes_of is None
            else "ratifiable"
            if in_favour >= majority
            else "not ratifiable"
            if whole.votes_of - against < majority
            else "open"
        ),
        majority=majority,
        votes_of=whole.votes_of,
        votes_for=in_favour,
        votes_against=against,
        factions=tuple(votes),
        coalitions=() if majority is None else _narrowest(votes, majority),
        safety_nets=nets,
    )


def _narrowest(votes: Sequence[FactionVote], majority: int) -> tuple[tuple[str, ...], ...]:
    free = [(one.faction, one.votes) for one in votes if one.votes and one.standing.status != "excluded"]
    if len(free) > _MOST:
        return ()
    found = []
    for size in range(1, len(free) + 1):
        for some in combinations(free, size):
            total = sum(number for _, number in some)
            if total >= majority and all(total - number < majority for _, number in some):
                found.append(tuple(name for name, _ in some))
    return tuple(found)
