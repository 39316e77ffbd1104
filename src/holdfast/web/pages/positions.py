"""Where each party stands: the matrix with its filters in the address, and one issue with all that was said on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.positions import Positions, Stance
from holdfast.case.model import Channel, Firmness, Verb
from holdfast.views.page.book import Book
from holdfast.views.page.matrix import Entry, Row, matrix
from holdfast.views.signs import CHANNEL_SIGNS, FIRMNESS_SIGNS
from holdfast.web.visit import Nav, Page, Visit, view

#: So many entries on one page of the matrix, and whole rows of it always.
ENTRIES: Final = 500
_VERBS: Final[tuple[Verb, ...]] = ("requires", "refuses", "accepts", "prefers", "offers", "undecided", "silent")
_FIRMNESS: Final[tuple[Firmness, ...]] = tuple(FIRMNESS_SIGNS)
_CHANNELS: Final[tuple[Channel, ...]] = tuple(CHANNEL_SIGNS)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the matrix is shown; nothing chosen is everything."""

    party: tuple[str, ...]
    issue: tuple[str, ...]
    verb: tuple[str, ...]
    firmness: str
    """This firm or firmer."""
    channel: tuple[str, ...]

    @property
    def chosen(self) -> bool:
        """Whether anything is left out."""
        return bool(self.party or self.issue or self.verb or self.firmness or self.channel)

    def keeps(self, one: Stance) -> bool:
        """Whether a stance is shown."""
        if self.verb and one.verb not in self.verb:
            return False
        if self.channel and one.because.channel not in self.channel:
            return False
        return not self.firmness or _FIRMNESS.index(one.firmness) >= _FIRMNESS.index(self.firmness)


def _filters(visit: Visit) -> Filters:
    case = visit.edition.case
    return Filters(
        visit.chosen("party", case.parties),
        visit.chosen("issue", case.issues),
        _among(visit.queries("verb"), _VERBS),
        "".join(_among(visit.queries("firmness")[:1], _FIRMNESS)),
        _among(visit.queries("channel"), _CHANNELS),
    )


def _among(given: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for one in given:
        if one not in known:
            raise HTTPException(400, f"‘{one}’ is none of {', '.join(known)}.")
    return given


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A row with what it holds."""

    row: Row
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, row: Row) -> _Weighed:
        return cls(row, tuple(entry for cell in row.cells for entry in cell.entries))


def _positions(visit: Visit) -> Response:
    study, filters = visit.study, _filters(visit)
    book = study.sections.book
    shown = book if not filters.chosen else Book(book.case, _kept(study.positions, filters), book.draft, book.made_on)
    found = matrix(shown) if filters.chosen else study.sections.matrix
    part = visit.paging.part_of("page", tuple(map(_Weighed.of, found.rows)), ENTRIES, weigh="entries", to="sec-stands")
    context: dict[str, Any] = {
        "matrix": replace(found, rows=tuple(one.row for one in part.items)),
        "filters": filters,
        "verbs": _VERBS,
        "firmnesses": _FIRMNESS,
        "channels": _CHANNELS,
        "all": study.positions,
        "nav_of_rows": part.nav,
        "stances": sum(one.retired_by is None for one in shown.answer.stances),
    }
    return visit.shown("positions.html", title="Positions", **context)


def _kept(answer: Positions, filters: Filters) -> Positions:
    """The answer without what the filters leave out. Who has no word at all is not a matter of filters."""
    issues = tuple(name for name in answer.issues if not filters.issue or name in filters.issue)
    parties = tuple(name for name in answer.parties if not filters.party or name in filters.party)

    def speaks(one: Stance) -> bool:
        return not filters.party or bool(set(filters.party).intersection(one.parties))

    return replace(
        answer,
        issues=issues,
        parties=parties,
        stances=tuple(one for one in answer.stances if one.issue in issues and speaks(one) and filters.keeps(one)),
    )


def _issue(visit: Visit) -> Response:
    study = visit.study
    name = visit.named("issue", study.case.issues)
    row = next((row for row in study.sections.matrix.rows if row.name == name), None)
    meeting = next((one for one in study.depth.meetings if one.issue == name), None)
    return visit.shown("issue-page.html", title="Issue", row=row, meeting=meeting, name=name)


PAGE: Final = Page(
    routes=(view("/positions", _positions, "positions"), view("/issues/{name:path}", _issue, "issue")),
    nav=(Nav("Positions", "/positions", "p", "Positions"),),
)
