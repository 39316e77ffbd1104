"""What intake finds in the two articles against the hand marking: attributions, provisions, figures, differences."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks._attributed import Found, Wanted, found_in, likeness, of_article
from benchmarks._marking import (
    MarkedAttribution,
    MarkedFigure,
    MarkedPair,
    MarkedProvision,
    Marking,
    Place,
    Slot,
    read_marking,
    span,
    spans,
    texts,
)
from benchmarks._scoring import Score, iou, same_place, shared
from benchmarks._table import ROOT
from holdfast.case.load import load
from holdfast.intake.differences import Difference, differences, read
from holdfast.intake.figures import FoundFigure, figures
from holdfast.intake.found import read as read_document
from holdfast.intake.found import text_of
from holdfast.intake.model import Text
from holdfast.intake.provisions import Provision, provisions
from holdfast.intake.sides import Side
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest

_SLOT: Final[dict[str, Slot]] = {
    "place": "place",
    "day": "day",
    "who takes part": "part",
    "count": "count",
    "provision": "act",
    "act": "act",
}
_NO_NAME: Final = frozenset("the a an s of its his her their mr mrs ms".split())


FigureFound: TypeAlias = tuple[FoundFigure, tuple[Found, ...]]


def count_figures(score: Score[MarkedFigure, FigureFound], text: Text, marked: tuple[MarkedFigure, ...]) -> None:
    """Add the figures of a text, matched by the words of the number."""
    spoken = found_in(text)
    found = [(one, spoken) for one in figures(text, [one.one for one in spoken])]
    score.count(
        marked, found, lambda a, b: float(same_place((span(a.number),), (b[0].span,))), lambda one: one.doubtful
    )


@dataclass(frozen=True, slots=True)
class Articles:
    """The two articles and their marking."""

    marking: Marking
    texts: dict[str, Text]
    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Articles:
        """The articles in a folder."""
        marking = read_marking()
        found = {name: Text(paragraphs, language="en") for name, paragraphs in texts(folder, marking).items()}
        return cls(marking, found, folder)

    def attributions(self) -> Score[Wanted, Found]:
        """Attributions, nested ones too."""
        score: Score[Wanted, Found] = Score()
        for name, article in self.marking.articles.items():
            text = self.texts[name]
            score.count(of_article(text, article.attributions), found_in(text), likeness, lambda one: one.doubtful)
        return score

    def provisions(self) -> Score[MarkedProvision, Provision]:
        """Provisions, by what they provide for."""
        score: Score[MarkedProvision, Provision] = Score()
        for name, article in self.marking.articles.items():
            found = provisions(self.texts[name], [one.one for one in found_in(self.texts[name])])
            score.count(
                article.provisions, found, lambda a, b: iou(spans(a.content), b.content), lambda one: one.doubtful
            )
        return score

    def figures(self) -> Score[MarkedFigure, FigureFound]:
        """Figures, by the words of the number."""
        score: Score[MarkedFigure, FigureFound] = Score()
        for name, article in self.marking.articles.items():
            count_figures(score, self.texts[name], article.figures)
        return score

    def differences(self) -> tuple[Difference, ...]:
        """What the two say of the same things, side by side."""
        reports = [read(name, text, [one.one for one in found_in(text)]) for name, text in self.texts.items()]
        return differences(*reports)

    def compared(self, *slots: Slot) -> Score[MarkedPair, Difference]:
        """What is set side by side in these slots, by the places of both sides."""
        score: Score[MarkedPair, Difference] = Score()
        score.count(
            [one for one in self.marking.differences.pairs if one.slot in slots],
            [one for one in self.differences() if _SLOT[one.slot] in slots],
            _same_pair,
            lambda one: one.doubtful,
        )
        return score

    def never(self) -> int:
        """How many comparisons there are of places that are no pair."""
        return sum(
            _at(other.a, one.reuters) and _at(other.b, one.ft)
            for one in self.marking.differences.never
            for other in self.differences()
        )

    def suggestions(self) -> Score[MarkedAttribution, Suggestion]:
        """The statements that are suggested for examples/gaza-2025."""
        case = load(ROOT / "examples/gaza-2025", "public", sources=[self.folder]).case
        read_ones = {name: read_document(text) for name in self.texts if (text := text_of(case, name)) is not None}
        found = [one for one in suggest(case, read_ones) if one.kind == "statement"]
        score: Score[MarkedAttribution, Suggestion] = Score()
        for name, article in self.marking.articles.items():
            score.count(
                article.attributions,
                [one for one in found if one.source == name],
                lambda a, b: iou(
                    spans(a.content) or spans(() if a.cue is None else (a.cue,)),
                    b.spans("content") or b.spans("cue"),
                ),
                lambda one: one.doubtful,
            )
        return score


def _same_pair(wanted: MarkedPair, found: Difference) -> float:
    """1 where slot and places are the same, whatever is said of how they compare."""
    same = _SLOT[found.slot] == wanted.slot
    return float(same and _at(found.a, wanted.reuters) and _at(found.b, wanted.ft))


def _at(found: Side | None, place: Place | None) -> bool:
    """Whether a side of a difference points at a place; None is at none."""
    if found is None or place is None:
        return found is None and place is None
    return shared(found.spans, (span(place),)) > 0


def relation_right(wanted: MarkedPair, found: Difference) -> bool:
    """Whether it is said rightly how the two sides compare."""
    return found.verdict.replace(" ", "-") == wanted.relation


def name_right(wanted: Wanted, found: Found) -> bool:
    """Whether whom the speaker means is told: one name is the other, with more or fewer words; or neither is told."""
    assert wanted.marked is not None
    if wanted.marked.who is None:
        return found.one.speaker.anonymous or found.one.speaker.name is None
    mine, theirs = _words(wanted.marked.who), _words(found.one.speaker.name or "")
    return bool(theirs) and (mine <= theirs or theirs <= mine)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold().replace("’", "'"))) - _NO_NAME


def flag_right(flag: str) -> Callable[[Wanted, Found], bool]:
    """Whether `inferred`, `anonymous` or `body` is as marked."""
    return lambda wanted, found: bool(getattr(wanted.marked, flag)) == bool(getattr(found.one.speaker, flag))


def to_right(wanted: Wanted, found: Found) -> bool:
    """Whether the addressee is as marked."""
    assert wanted.marked is not None
    mine = () if wanted.marked.to is None else (span(wanted.marked.to),)
    return same_place(mine, () if found.one.to is None else (found.one.to,))


def nesting_right(wanted: Wanted, found: Found) -> bool:
    """Whether it is said to lie inside another as marked."""
    assert wanted.marked is not None
    return (wanted.marked.inside is None) == (found.one.inside is None)


def manner_right(wanted: Wanted, found: Found) -> bool:
    """Whether the manner is as marked."""
    return wanted.kind == found.one.manner


def source_right(wanted: MarkedProvision, found: Provision) -> bool:
    """Whether the text that provides it is the one marked; of a continuation, whether it is one."""
    if wanted.source is None:
        return found.goes_on is not None
    return found.source is not None and same_place((span(wanted.source),), (found.source,))


def counted_right(wanted: MarkedFigure, found: FigureFound) -> bool:
    """Whether what is counted is the one marked."""
    mine = () if wanted.counts is None else (span(wanted.counts),)
    return same_place(mine, () if found[0].counts is None else (found[0].counts,))


def value_right(wanted: MarkedFigure, found: FigureFound) -> bool:
    """Whether number and hedge are as marked."""
    figure = found[0].figure
    return figure.hedge == wanted.hedge and figure.stated == (None if wanted.value is None else Fraction(wanted.value))


def when_right(wanted: MarkedFigure, found: FigureFound) -> bool:
    """Whether the words for when are those marked, where any are."""
    said = found[0].when.span
    return same_place(() if wanted.when is None else (span(wanted.when),), () if said is None else (said,))


def asserter_right(wanted: MarkedFigure, found: FigureFound) -> bool:
    """Whether it is said rightly who asserts it: the article, or the speaker marked."""
    place = found[0].asserted_by
    if wanted.by is None or place is None:
        return (wanted.by is None and wanted.who is None) == (place is None)
    return same_place((span(wanted.by),), found[1][place].speaker)


def first_right(kind: str) -> Callable[[MarkedAttribution, Suggestion], bool]:
    """Whether the first suggested party, issue or verb is one marked; where none is marked, whether there is none."""

    def right(wanted: MarkedAttribution, found: Suggestion) -> bool:
        mine = {"parties": wanted.parties, "issues": wanted.issues, "verbs": wanted.verbs}[kind]
        theirs = [one.value for one in getattr(found, kind)]
        theirs = [one for one in theirs if one != "agreement"]
        return not theirs if not mine else bool(theirs) and theirs[0] in mine

    return right


def any_right(kind: str) -> Callable[[MarkedAttribution, Suggestion], bool]:
    """Whether one of the suggested ones is marked; where none is marked, always."""

    def right(wanted: MarkedAttribution, found: Suggestion) -> bool:
        mine = {"parties": wanted.parties, "issues": wanted.issues, "verbs": wanted.verbs}[kind]
        return not mine or any(one.value in mine for one in getattr(found, kind))

    return right
