"""The balance of the record: how much is known of each party, how directly, how firm and how fresh.

It comes before everything else, since bias of the record is bias of every result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from holdfast.analyses.sides import normal, retired_by
from holdfast.case.case import Case, counts
from holdfast.case.model import FIRMNESSES, PRIMARY_KINDS, Firmness, Statement, Verb

#: Verbs whose firmness says something: with the others it is but the default.
_FIRM: Final[tuple[Verb, ...]] = ("requires", "refuses", "accepts", "prefers", "offers")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """The record of one party, or of one speaker who is no party. Counts are of `statements`."""

    party: str | None
    speaker: str | None
    """The speaker as the sources name them, where it is no party."""
    consent: bool
    """Whether there is no deal without it."""
    statements: int
    retired: int
    """How many of them a later statement has retired."""
    anonymous: int
    second_hand: int
    in_confidence: int
    """Said in confidence, or kept in a compartment."""
    primary: int
    """Cited from a document in which a party speaks for itself."""
    uncited: int
    stances: int
    """Those that demand, accept, offer or rank something: `firmness` counts them."""
    firmness: Mapping[Firmness, int]
    undated: int
    oldest: date | None
    newest: date | None
    because: tuple[str, ...]
    """The statements, in the order of the files."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The record by party and, below them, by speaker who is no party."""

    rows: tuple[BalanceRow, ...]
    total: BalanceRow
    """Everything; a joint statement counts once here and in the row of each who made it."""
    method: str
    assumptions: tuple[str, ...]


def balance(case: Case, *, as_of: date | None = None) -> Balance:
    """What the record consists of, by party in the order of the case, then by unattributed speaker as they come.

    Everybody whose consent is needed has a row, also with nothing in it.
    """
    day = as_of or case.as_of
    retired = retired_by(case, day)
    counted = {name: one for name, one in case.statements.items() if counts(one, day)}
    by_party: dict[str, dict[str, Statement]] = {str(name): {} for name in case.parties}
    by_speaker: dict[str, dict[str, Statement]] = {}
    for name, statement in counted.items():
        for party in statement.parties:
            by_party.setdefault(str(party), {})[name] = statement
        if not statement.parties:
            by_speaker.setdefault(normal(statement.by or ""), {})[name] = statement
    consent = set(map(str, case.consent))
    rows = [
        _row(case, party, None, party in consent, said, retired)
        for party, said in by_party.items()
        if said or party in consent
    ]
    rows += [_row(case, None, next(iter(said.values())).by, False, said, retired) for said in by_speaker.values()]
    return Balance(
        rows=tuple(rows),
        total=_row(case, None, None, False, counted, retired),
        method="Counts of the statements that count on the day, retired ones included.",
        assumptions=(
            "Bias of the record is bias of every result: what nobody recorded, no analysis sees.",
            "Primary documents are those in which a party speaks for itself: statements, agreements, letters, minutes, "
            "laws, speeches.",
        ),
    )


def _row(
    case: Case,
    party: str | None,
    speaker: str | None,
    consent: bool,
    said: Mapping[str, Statement],
    retired: Iterable[str],
) -> BalanceRow:
    statements = tuple(said.values())
    days = [one.date.day for one in statements if one.date.day is not None]
    firm = [one.firmness for one in statements if one.verb in _FIRM]
    return BalanceRow(
        party=party,
        speaker=speaker,
        consent=consent,
        statements=len(said),
        retired=len(set(said).intersection(retired)),
        anonymous=sum(one.channel == "anonymous" for one in statements),
        second_hand=sum(one.channel == "second-hand" for one in statements),
        in_confidence=sum(
            one.channel == "in-confidence" or case.compartment_of(name) != "public" for name, one in said.items()
        ),
        primary=sum(_primary(case, one) for one in statements),
        uncited=sum(not one.cite for one in statements),
        stances=len(firm),
        firmness={firmness: firm.count(firmness) for firmness in FIRMNESSES},
        undated=len(said) - len(days),
        oldest=min(days, default=None),
        newest=max(days, default=None),
        because=tuple(said),
    )


def _primary(case: Case, statement: Statement) -> bool:
    cited = (case.sources.get(str(citation.source)) for citation in statement.cite)
    return any(source is not None and source.kind in PRIMARY_KINDS for source in cited)
