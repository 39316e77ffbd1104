"""What is judged in the case and not said: what outcomes are worth to a party, and what moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from holdfast.case.case import Case
from holdfast.case.model import Values
from holdfast.case.model.casefile import Interest
from holdfast.web.visit import Nav, Page, Visit, view


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of a party's worths, or that nobody did."""

    party: str
    worths: tuple[tuple[str, Values], ...]
    """By compartment."""
    interests: tuple[Interest, ...]
    homes: tuple[str, ...]
    """Compartments in which nobody has judged yet."""
    inner: tuple[str, ...]
    """Compartments that can add interests of their own."""


def _judged(case: Case) -> Iterator[Judged]:
    for name, party in case.parties.items():
        worths = tuple((one.compartment, one.values) for one in case.values if one.party == name)
        own = case.compartment_of(name)
        homes = [one for one in case.compartments if own in ("public", one)]
        done = {compartment for compartment, _ in worths}
        yield Judged(
            name,
            worths,
            party.interests,
            tuple(one for one in homes if one not in done),
            tuple(one for one in homes if one not in ("public", own)),
        )


def _judgements(visit: Visit) -> Response:
    case = visit.edition.case
    found = tuple(_judged(case))
    needed = tuple(one for one in found if one.party in case.consent)
    others = tuple(one for one in found if one.party not in case.consent)
    return visit.shown("judgements.html", title="Judgements", needed=needed, others=others)


PAGE: Final = Page(
    routes=(view("/judgements", _judgements, "judgements"),),
    nav=(Nav("Judgements", "/judgements", "n", "Record"),),
)
