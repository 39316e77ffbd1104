"""Who speaks for whom: a party with its factions and delegations; and who spoke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from holdfast.case.case import Case, counts
from holdfast.case.model import Statement


def above(case: Case, party: str) -> Iterator[str]:
    """The parties that a party is part of, the nearest first. A circle of `of` is left where it closes."""
    seen = {party}
    while True:
        known = case.parties.get(party)
        if known is None or known.of is None or str(known.of) in seen:
            return
        party = str(known.of)
        seen.add(party)
        yield party


def side_of(case: Case, party: str) -> str:
    """The party at the top of the one that a party is part of; itself where it is part of none."""
    return next(reversed([party, *above(case, party)]))


def sides(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Every side, under the party at its top, with all that are part of it, in the order of the case."""
    found: dict[str, list[str]] = {}
    for party in case.parties:
        found.setdefault(side_of(case, party), []).append(party)
    return {top: tuple(members) for top, members in found.items()}


def voices(case: Case, party: str) -> frozenset[str]:
    """Those whose word is a party's own: itself and its delegations. A faction speaks for itself."""
    return frozenset(name for name in case.parties if name == party or _speaks_for(case, name, party))


def _speaks_for(case: Case, name: str, party: str) -> bool:
    for higher in above(case, name):
        if "delegation" not in case.parties[name].roles:
            return False
        if higher == party:
            return True
        name = higher
    return False


def is_faction_of(case: Case, party: str, principal: str) -> bool:
    """Whether a party is a faction of another, or of what belongs to it."""
    known = case.parties.get(party)
    return known is not None and "faction" in known.roles and principal in above(case, party)


def spoken_by(case: Case, statement: Statement) -> str:
    """Who speaks, as one text to compare and to show: the speaker as named, else the parties."""
    return statement.by or ", ".join(case.parties[str(party)].label for party in statement.parties)


def normal(text: str) -> str:
    """A name or text by which two are compared: case and white space do not count."""
    return " ".join(text.casefold().split())


def retired_by(case: Case, as_of: date | None) -> Mapping[str, str]:
    """For each statement that no longer stands on a day: the one that supersedes it."""
    return {
        str(old): name
        for name, statement in case.statements.items()
        if counts(statement, as_of)
        for old in statement.supersedes
    }
