"""Packages under preferences known in part for the report: headings, rows of tables, pictures that somebody draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from holdfast.analyses.because import Because
from holdfast.analyses.deals.judged_records import Judged, PartyJudged
from holdfast.analyses.deals.questions import Questions
from holdfast.analyses.deals.sensitivity import Sensitivity
from holdfast.case.case import Case
from holdfast.views import charts_judged as charts
from holdfast.views import judged_words as say
from holdfast.views.names import and_list, issue_label, option_label, party_label
from holdfast.views.signs import Sign

#: Draws a Vega-Lite specification as SVG.
Draw = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """How a package stands with a party."""

    party: str
    sign: Sign
    share: str
    excluded_by: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One package of the table."""

    label: str
    options: tuple[str, ...]
    joint: str
    group: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """What is known of one party's worths."""

    party: str
    one: PartyJudged
    state: str
    no_deal: str | None
    importance: tuple[tuple[str, str], ...]
    judged: tuple[tuple[str, str], ...]
    """What was judged, and by whom."""
    said: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its caption."""

    key: str
    svg: Markup
    caption: str


@dataclass(frozen=True)
class Section:
    """Everything that the section prints."""

    heading: str
    shared: str
    rows: tuple[Row, ...]
    ranks: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    """For each party and package the shares of its ranks."""
    rank_headings: tuple[str, ...]
    parties: tuple[PartyRow, ...]
    questions_heading: str | None
    questions_note: str
    questions: tuple[tuple[str, str, str, str], ...]
    rests_on_heading: str | None
    rests_on: tuple[tuple[str, str, str, str], ...]
    rests_on_left_out: int
    pictures: Mapping[str, Picture]
    note: str


def section(
    case: Case,
    found: Judged,
    *,
    questions: Questions | None = None,
    rests_on: Sensitivity | None = None,
    draw: Draw | None = None,
) -> Section:
    """The section of the report; its pictures are left out where nobody draws them.

    Args:
        case: the case.
        found: the packages as judged.
        questions: the next questions; left out where None.
        rests_on: what the first package rests on; left out where None.
        draw: draws a Vega-Lite specification as SVG.
    """
    shared = say.common(found)
    rows = tuple(
        Row(
            label=say.label(place),
            options=tuple(option_label(i, o, case) for i, o in one.package.items() if shared.get(i) != o),
            joint=say.share_words(one.joint, one.joint_error),
            group=say.group_words(one),
            cells=tuple(
                Cell(
                    party=cell.party,
                    sign=say.VERDICTS[cell.verdict],
                    share=say.share_words(cell.share, cell.error),
                    excluded_by=tuple(found.because[name] for name in cell.excluded_by),
                )
                for cell in one.parties
            ),
        )
        for place, one in enumerate(found.shown)
    )
    return Section(
        heading=say.heading(found),
        shared=say.package_words(shared, case) if shared else "",
        rows=rows,
        ranks=_ranks(found, case),
        rank_headings=tuple(say.rank_headings(len(found.shown))),
        parties=tuple(_party(one, found, case) for one in found.parties),
        questions_heading=None if questions is None else say.questions_heading(questions),
        questions_note="" if questions is None else say.questions_note(questions, case),
        questions=()
        if questions is None
        else tuple(
            (
                party_label(one.ask.party, case),
                say.question_words(one.ask, found, case),
                f"{one.yes * 100:.0f}%",
                say.gain_words(one),
            )
            for one in questions.questions
        ),
        rests_on_heading=None if rests_on is None or rests_on.package is None else say.sensitivity_heading(rests_on),
        rests_on=() if rests_on is None else _effects(rests_on, case),
        rests_on_left_out=0 if rests_on is None else rests_on.left_out,
        pictures={} if draw is None else _pictures(case, found, rests_on, draw),
        note=" ".join((found.method, f"Seed {found.seed}.", *found.assumptions)),
    )


def _ranks(found: Judged, case: Case) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    if len(found.shown) < 2:
        return ()
    tables = []
    for number, party in enumerate(found.needed):
        if found.shown[0].parties[number].ranks:
            lines = tuple(
                (say.label(place), tuple(map(say.rank_share, one.parties[number].ranks)))
                for place, one in enumerate(found.shown)
            )
            tables.append((party_label(party, case), lines))
    return tuple(tables)


def _party(one: PartyJudged, found: Judged, case: Case) -> PartyRow:
    judged = [known for known in one.known if known.statement is None]
    return PartyRow(
        party=one.party,
        one=one,
        state=say.party_words(one, case),
        no_deal=None if one.no_deal is None else say.bounds_words(one.no_deal),
        importance=tuple((issue_label(i, case), say.bounds_words(b)) for i, b in one.importance.items()),
        judged=tuple((say.known_words(known, case), say.source_words(known, case)) for known in judged),
        said=tuple(found.because[known.statement] for known in one.known if known.statement is not None),
    )


def _effects(found: Sensitivity, case: Case) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for one in found.effects:
        if one.package is None or found.package is None:
            by = "–"
        elif one.package == found.package:
            by = "P1"
        else:
            by = and_list([option_label(i, o, case) for i, o in one.package.items() if found.package[i] != o])
        rows.append((say.effect_words(one, case), say.share_words(one.same, one.error), say.share_words(one.best), by))
    return tuple(rows)


def _pictures(case: Case, found: Judged, rests_on: Sensitivity | None, draw: Draw) -> dict[str, Picture]:
    drawn: dict[str, Picture] = {}

    def add(
        key: str, rows: list[dict[str, Any]], spec: Callable[[list[dict[str, Any]]], dict[str, Any]], say: str
    ) -> None:
        if rows:
            drawn[key] = Picture(key, Markup(draw(spec(rows))), say)

    add(
        "acceptance",
        charts.acceptance_rows(found, case),
        charts.acceptance,
        "Share of the judgements that fit what was said by which each party, and all together, accept each package; "
        "lines are 95% intervals of the sampling",
    )
    add("grid", charts.grid_rows(found, case), charts.verdict_grid, "Who accepts which package, by linear programs")
    add("ranks", charts.rank_rows(found, case), charts.rank_heat, "How often each package has each rank, by party")
    if rests_on is not None:
        add(
            "rests-on",
            charts.tornado_rows(rests_on, case),
            charts.tornado,
            "How the share of P1 moves where something is dropped, or a wish made to bind; the tick is the share now",
        )
    return drawn
