"""Amounts, tranches and remedies: the small texts of a clause that are more than words and less than conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator

from holdfast.case import figures, times
from holdfast.case.conditions import Condition
from holdfast.case.figures import Figure
from holdfast.case.model.base import EMPTY, FactRef, Id, Item, Map
from holdfast.case.model.fields import OrShort, Scalar, described, fail, read_condition, timed
from holdfast.case.times import Duration, Moment, Offset


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a good: a figure (a number or a percentage), or all of it."""

    text: str
    figure: Figure | None
    """None for ``all``."""


def _read_share(value: str) -> Share:
    text = value.strip()
    if text == "all":
        return Share(text, None)
    figure = figures.parse_figure(text)
    if figure is None:
        raise fail("HF209", f"'{value}' is not an amount", "write 48, about 48, 50% or all")
    return Share(text, figure)


Amount = Annotated[
    Share, Scalar("an amount", _read_share, described("48, about 48, 50% or all", kind=["string", "number"]))
]
_SUM: Final = re.compile(r"\d[\d,.]*(?:\s*[-+*/]\s*\d[\d,.]*)*")


def _read_sum(value: str) -> str:
    if _SUM.fullmatch(value.strip()) is None:
        raise fail("HF209", f"'{value}' is not a calculation", "write numbers and + - * /, such as 60 - 12")
    return value.strip()


class Quantity(Item):
    """How much of a good is given."""

    amount: Amount
    """``48``, ``about 48``, ``50%`` or ``all``."""
    of_which: Map[Id, Amount] = EMPTY
    """Parts of it that are counted apart."""
    derived: Annotated[str, Scalar("a calculation", _read_sum, {"type": "string"})] | None = None
    """How the amount comes about, such as ``60 - 12``."""
    fact: FactRef | None = None
    """The fact that says how much of it there is, where its key is not the good's."""
    per: Literal["hour", "day", "week", "month", "year"] | None = None
    """For a flow: the amount in each such period."""


def _read_quantity(value: object) -> object:
    return {"amount": value} if isinstance(value, str) else value


#: ``48``, ``about 48``, ``all``, ``50%`` or a mapping with ``amount``.
Given = Annotated[Quantity, BeforeValidator(_read_quantity), OrShort(described("An amount", kind=["string", "number"]))]


@dataclass(frozen=True, slots=True)
class Tranche:
    """Part of a good that is due by itself: once at a moment or after a condition, or `times` times every `every`."""

    text: str
    amount: Share
    at: Moment | Offset | None = None
    every: Duration | None = None
    times: int = 1
    after: Condition | None = None


_TRANCHE: Final = re.compile(
    r"(?P<amount>.+?)\s+(?:at\s+(?P<at>\S.*)|every\s+(?P<every>\S+)\s+(?P<times>\d+)\s+times|after\s+(?P<after>\S.*))"
)


def _read_tranche(value: str) -> Tranche:
    found = _TRANCHE.fullmatch(value.strip())
    if found is None:
        raise fail(
            "HF209", f"'{value}' is not a tranche", "write `12 at D+7`, `12 every 7d 3 times` or `12 after CONDITION`"
        )
    amount = _read_share(found["amount"])
    if found["at"] is not None:
        moment = re.match(r"\d", found["at"]) is not None
        at: Moment | Offset = (
            timed(times.parse_moment, "HF206")(found["at"])
            if moment
            else timed(times.parse_offset, "HF207")(found["at"])
        )
        return Tranche(value, amount, at=at)
    if found["after"] is not None:
        return Tranche(value, amount, after=read_condition(found["after"]))
    every = timed(times.parse_duration, "HF207")(found["every"])
    return Tranche(value, amount, every=every, times=int(found["times"]))


TrancheText = Annotated[
    Tranche, Scalar("a tranche", _read_tranche, described("12 at D+7, 12 every 7d 3 times, or 12 after CONDITION"))
]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What follows a breach: an action on a clause of the same draft, or words."""

    action: Literal["suspend", "terminate", "extend", "words"]
    clause: str | None = None
    by: Duration | None = None
    words: str | None = None


_ACTION: Final = re.compile(r"(suspend|terminate|extend)\(\s*([a-z0-9-]+)\s*(?:,\s*(\w+)\s*)?\)")


def _read_remedies(value: str) -> tuple[Remedy, ...]:
    return tuple(
        _read_remedy(part.strip()) for part in re.split(r"\band\b(?=\s*(?:suspend|terminate|extend)\()", value)
    )


def _read_remedy(text: str) -> Remedy:
    found = _ACTION.fullmatch(text)
    if found is None:
        if " " in text and "(" not in text:
            return Remedy("words", words=text)
        raise fail(
            "HF204",
            f"'{text}' is not a remedy",
            "write suspend(clause), terminate(clause), extend(clause, 7d), or words",
        )
    action, clause, length = found.groups()
    if (action == "extend") != (length is not None):
        raise fail(
            "HF204", f"`{action}` is written {'extend(clause, 7d)' if action == 'extend' else f'{action}(clause)'}"
        )
    by = None if length is None else timed(times.parse_duration, "HF207")(length)
    return Remedy(action, clause, by)  # type: ignore[arg-type]  # the pattern admits these three only


Remedies = Annotated[
    tuple[Remedy, ...],
    Scalar("a remedy", _read_remedies, described("suspend(clause), terminate(clause), extend(clause, 7d), or words")),
]
