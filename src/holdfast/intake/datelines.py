"""The dateline of a report: where and by which agency it was written. It says nothing of where anything happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from holdfast.intake.model import Span, Text

#: Only the first paragraphs can begin with one; headline and byline may stand before it.
_PARAGRAPHS: Final = 6
_UPPER: Final = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]+"
_NAME: Final = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_PLACE: Final = rf"{_UPPER}(?:[ -](?:{_UPPER}|{_NAME}))*(?:, {_NAME}(?: {_NAME})*)?"
_CAPITALISED: Final = rf"{_NAME}(?: {_NAME}){{0,3}}(?:, {_NAME}(?: {_NAME})*)?"
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY: Final = rf"(?:, ?(?:{_MONTH} [0-9]{{1,2}}|[0-9]{{1,2}} {_MONTH})(?:,? [0-9]{{4}})?)?"
_AGENCY: Final = r"\((?P<agency>[A-Z][\w .’'&/-]{1,40})\)"
_DASH: Final = r" ?(?:[-–—]{1,2}) (?=\S)"
#: Places in capitals, with or without an agency; or places with an agency.
_LINES: Final = (
    re.compile(rf"(?P<places>{_PLACE}(?:/{_PLACE})*){_DAY}(?: {_AGENCY})?{_DASH}"),
    re.compile(rf"(?P<places>{_CAPITALISED}(?:/{_CAPITALISED})*){_DAY} {_AGENCY}{_DASH}"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a report was written. `span` is the whole line with its dash."""

    span: Span
    places: tuple[Span, ...]
    agency: Span | None


def dateline(text: Text) -> Dateline | None:
    """The dateline of a document: ``GENEVA, March 3 (Agency) –``; None where it has none."""
    for number, paragraph in enumerate(text.paragraphs[:_PARAGRAPHS], 1):
        for line in _LINES:
            found = line.match(paragraph)
            if found is not None:
                agency = Span(number, *found.span("agency")) if found["agency"] else None
                return Dateline(Span(number, 0, found.end()), tuple(_places(number, found)), agency)
    return None


def _places(number: int, found: re.Match[str]) -> list[Span]:
    spans, at = [], found.start("places")
    for place in found["places"].split("/"):
        name = place.split(", ")[0]
        spans.append(Span(number, at, at + len(name)))
        at += len(place) + 1
    return spans
