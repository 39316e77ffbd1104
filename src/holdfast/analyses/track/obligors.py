"""Who owes a clause, and whether an entry speaks of that obligor."""

from __future__ import annotations

from typing import TypeAlias

from holdfast.case.model import Commitment

#: Who owes it: a party, several jointly (``a+b``), or None where the clause does not say.
Unit: TypeAlias = str | None


def units(clause: Commitment) -> tuple[Unit, ...]:
    """The obligors of a clause, each with a status of its own."""
    if clause.by is None:
        return (None,)
    if clause.by.jointly:
        return ("+".join(str(party) for party in clause.by.jointly),)
    return tuple(str(party) for party in clause.by.each)


def is_of(obligor: str | None, unit: Unit) -> bool:
    """Whether an entry that names this obligor, or none, is about this one."""
    return obligor is None or unit is None or obligor == unit or obligor in unit.split("+")
