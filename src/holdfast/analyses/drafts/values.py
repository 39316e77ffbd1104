"""The values of a draft's keys: as a text, and as what they mean, whatever way they were written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from pydantic import BaseModel

from holdfast.case import conditions as c
from holdfast.case import figures
from holdfast.case.model import Obligors, Pairing, Quantity, Remedy, Share, Tranche
from holdfast.case.times import Duration, Offset, Window

#: Keys that say nothing of what a draft asks: where it is written, and what those who keep the case say of it.
OF_THE_RECORD: Final = frozenset({"cite", "note", "provisions", "reading"})
#: Keys whose entries have no order.
_SETS: Final = frozenset(
    {"each", "jointly", "to", "verified_by", "needs_consent", "held_by", "linked_to", "creates", "overseen_by", "by"}
)


def given(value: object, key: str) -> object:
    """A value; None for what says nothing: an empty list, and that no mere effort is owed."""
    empty = isinstance(value, tuple | Mapping) and not value
    return None if empty or (key == "effort" and value is False) else value


def canonical(value: object) -> str | None:
    """A value of a clause as a text; the same value gives the same text, however it was written."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str() | int() | Decimal() | Duration() | Window() | Offset():
            return str(value)
        case Share():
            return "all" if value.figure is None else figures.spoken(value.figure)
        case Obligors():
            parties = ", ".join(value.parties)
            return f"jointly {parties}" if value.jointly else f"each of {parties}" if len(value.each) > 1 else parties
        case Pairing():
            return f"{value.commitment}, {value.when}"
        case Quantity():
            return _quantity(value)
        case Tranche():
            return _tranche(value)
        case Remedy():
            by = "" if value.by is None else f", {value.by}"
            return value.words if value.clause is None else f"{value.action}({value.clause}{by})"
        case tuple():
            return ", ".join(canonical(part) or "" for part in value)
        case Mapping():
            return "; ".join(f"{key}: {canonical(part)}" for key, part in value.items())
        case _:
            return c.to_text(value)  # type: ignore[arg-type]  # every other value of a clause is a condition


def _quantity(value: Quantity) -> str:
    text = canonical(value.amount) or ""
    parts = [f"{name}: {canonical(share)}" for name, share in value.of_which.items()]
    text += "" if value.per is None else f" per {value.per}"
    text += "" if value.derived is None else f" = {value.derived}"
    return f"{text} ({'; '.join(parts)})" if parts else text


def _tranche(value: Tranche) -> str:
    amount = canonical(value.amount)
    if value.at is not None:
        return f"{amount} at {canonical(value.at)}"
    if value.every is not None:
        return f"{amount} every {value.every} {value.times} times"
    return f"{amount} after {canonical(value.after)}"


def meant(value: object, key: str) -> Hashable:
    """What a value means, to be compared: two values that differ only in order or spelling are equal."""
    value = given(value, key)
    match value:
        case c.And(parts) | c.Or(parts):
            return type(value), frozenset(meant(part, "") for part in parts)
        case c.Not(part):
            return c.Not, meant(part, "")
        case c.Choice(issue, options, negated):
            return c.Choice, issue, frozenset(options), negated
        case Share() | Quantity() if not (isinstance(value, Quantity) and value.of_which):
            return canonical(value)
        case Quantity():
            return canonical(value.model_copy(update={"of_which": {}})), meant(value.of_which, "")
        case Tranche():
            return (
                canonical(value.amount),
                canonical(value.at),
                canonical(value.every),
                value.times,
                meant(value.after, ""),
            )
        case BaseModel():
            return frozenset(
                (name, meant(getattr(value, name), name))
                for name in type(value).model_fields
                if name not in OF_THE_RECORD
            )
        case Mapping():
            return frozenset((str(name), meant(part, "")) for name, part in value.items())
        case tuple():
            parts_meant = [meant(part, "") for part in value]
            return frozenset(parts_meant) if key in _SETS else tuple(parts_meant)
        case str():
            return " ".join(value.split())
        case _:
            assert isinstance(value, Hashable)
            return value
