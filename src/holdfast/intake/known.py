"""What the case has of a place already: the statements that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from holdfast.case.case import Case
from holdfast.case.figures import Figure, parse_figure
from holdfast.case.sentences import sentences
from holdfast.intake.matching import STOP, tokens
from holdfast.intake.model import Span, Text


class _Cited(NamedTuple):
    statement: str
    start: int
    end: int


class Known:
    """The statements of a case by where they rest."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._at: dict[tuple[str, int], list[_Cited]] = {}
        for one in case.cited:
            if not one.by_statement or one.anchored is None or one.by not in case.statements:
                continue
            for target in one.anchored.targets:
                if target.paragraph is not None:
                    place = _Cited(one.by, target.start, target.end if target.last is None else 10**9)
                    self._at.setdefault((one.source, target.paragraph), []).append(place)

    def citing(
        self, source: str, text: Text, spans: Iterable[Span], parties: Sequence[str], by: str | None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The statements that cite a sentence of these stretches, and those of them that say the same already.

        The same are those of the same speaker that cite at least half of a stretch, in words or as one sentence. A
        statement that cites a whole paragraph may be about any of its sentences: with the same speaker it is told, and
        what it leaves unsaid is still proposed.
        """
        near: dict[str, None] = {}
        same: dict[str, None] = {}
        for span in spans:
            paragraph = text.paragraphs[span.paragraph - 1]
            around = [one for one in sentences(paragraph) if one[0] < span.end and span.start < one[1]]
            for cited in self._at.get((source, span.paragraph), ()):
                whole = cited.start == 0 and cited.end >= len(paragraph) and len(sentences(paragraph)) > 1
                alike = self._same_speaker(cited.statement, parties, by)
                shared = min(cited.end, span.end) - max(cited.start, span.start)
                if alike and not whole and 2 * shared >= span.end - span.start:
                    same[cited.statement] = None
                if alike or (not whole and any(cited.start < end and start < cited.end for start, end in around)):
                    near[cited.statement] = None
        return tuple(near), tuple(same)

    def asserting(self, source: str, text: Text, span: Span, value: str) -> tuple[str, ...]:
        """The statements that cite the sentence of a figure, or its paragraph, and assert the same figure."""
        figure = parse_figure(value)
        around = next(
            (one for one in sentences(text.paragraphs[span.paragraph - 1]) if one[0] <= span.start < one[1]),
            (span.start, span.end),
        )
        found: dict[str, None] = {}
        for cited in self._at.get((source, span.paragraph), ()):
            statement = self._case.statements[cited.statement]
            values = [one for one in (statement.asserts or {}).values() if one.figure is not None]
            if (
                cited.start < around[1]
                and around[0] < cited.end
                and any(one.text == value or _same_figure(one.figure, figure) for one in values)
            ):
                found[cited.statement] = None
        return tuple(found)

    def _same_speaker(self, name: str, parties: Sequence[str], by: str | None) -> bool:
        statement = self._case.statements[name]
        if statement.by is None:
            return bool(statement.parties) and any(party in parties[:1] for party in statement.parties)
        ours, theirs = (
            {one for one in tokens(words) if one not in STOP and one != "unnamed"} for words in (by or "", statement.by)
        )
        return bool(ours & theirs)


def _same_figure(one: Figure | None, other: Figure | None) -> bool:
    """Whether two figures bound the same number."""
    return (
        one is not None
        and other is not None
        and (one.stated, one.low, one.high, one.percent) == (other.stated, other.low, other.high, other.percent)
    )
