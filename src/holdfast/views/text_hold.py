"""Whether it holds, as plain text for a terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from holdfast.analyses.hold import Hold, Valued
from holdfast.case.case import Case
from holdfast.views import hold_words as say
from holdfast.views import hold_worth_words as worth
from holdfast.views.hold_faction_words import office_words
from holdfast.views.names import count, day_words, isolated, party_label, sentence
from holdfast.views.text_tables import console, printed, table, title

#: How many rows a table has at most where more are in the other formats.
_ROWS: Final = 12


def hold(case: Case, answer: Hold, width: int = 100) -> str:
    """The answer to question 4 as text.

    Args:
        case: the case.
        answer: whether its draft holds.
        width: how many columns the terminal has.
    """
    case = say.of_draft(case, answer)
    out = console(width)
    out.print(Text(f"{say.SECTION} {say.heading(answer, case)}."))
    as_of = "" if answer.as_of is None else f"; as of {day_words(answer.as_of)}"
    out.print(Text(f"{isolated(answer.title)} [{answer.draft}]{as_of}; made for the audience '{case.audience}'"))
    out.print(Text(say.caveat(answer)))
    if (done := say.done_words(answer, case)) is not None:
        out.print(Text(done))
    if answer.valued is not None:
        _margins(out, case, answer.valued)
        _guarantees(out, case, answer.valued)
        _orders(out, case, answer.valued)
        _phased(out, case, answer)
        _offices(out, case, answer.valued)
        if not answer.valued.valuation.illustrated:
            _accidents(out, case, answer.valued)
            _matters(out, case, answer.valued)
    _structure(out, case, answer)
    _left(out, case, answer)
    out.print()
    for line in (answer.method, *answer.assumptions):
        out.print(Text(line))
    return printed(out)


def _lines(out: Console, *lines: str) -> None:
    for line in lines:
        out.print(Text(f"  {line}"))


def _structure(out: Console, case: Case, answer: Hold) -> None:
    found = answer.structure
    title(out, "Who has given what before getting what, by the text alone.")
    _lines(out, say.order_note(answer))
    columns = ["step", *(party_label(party, case) for party in found.parties)]
    rows = [
        (f"{place} {sentence(say.step_words(one.step, case))}", *(say.count_cell(part) for part in one.counts))
        for place, one in enumerate(found.after, 1)
        if say.moves(found, place - 1)
    ]
    out.print(table(columns, rows, shares=dict(zip(columns, [4, *([2] * len(found.parties))], strict=True))))
    if len(rows) < len(found.after):
        _lines(out, f"{count(len(found.after) - len(rows), 'step')} of others, or in force only, are not shown.")
    for peak in found.peaks:
        at = say.at_words(peak.place, answer.steps, case)
        _lines(out, f"{party_label(peak.party, case)} is furthest ahead after {at}.")
    _lines(out, *(say.first_words(one, case) for one in found.first))
    if found.cannot_undo:
        title(out, "What cannot be undone.")
        _lines(out, *(say.undo_words(one, case) for one in found.cannot_undo))
    back = [words for one in found.taken_back if (words := say.back_words(one, case)) is not None]
    if back:
        title(out, "What could be taken back.")
        _lines(out, *back)
    if found.thresholds:
        title(out, "What would have to be true for each to go on.")
        _lines(out, *(say.threshold_words(one, case) for one in found.thresholds))


def _margins(out: Console, case: Case, valued: Valued) -> None:
    found = valued.incentives
    title(out, "By how much going on is worth more than leaving, before each step: middle of the judgements (range).")
    columns = ["before step", *(party_label(party, case) for party in valued.valuation.parties)]
    rows = [
        (
            f"{place + 1} {sentence(say.step_words(step, case))}",
            *(worth.margin_cell(one) for one in found.margins if one.place == place),
        )
        for place, step in enumerate(found.steps)
    ]
    out.print(table(columns, rows, shares=dict(zip(columns, [4, *([2] * (len(columns) - 1))], strict=True))))
    weakest = found.weakest
    where = say.at_words(weakest.place, found.steps, case)
    _lines(out, f"The weakest point is {where}, for {party_label(weakest.party, case)}:")
    _lines(out, f"  {worth.why_words(weakest, found.steps, case)}.")
    if valued.valuation.illustrated:
        return
    if found.ending is not None:
        _lines(out, sentence(say.ending_words(found.ending, found.steps, case)) + ".")
    completes = say.share(found.sampled.completes)
    _lines(out, f"Over {found.sampled.draws:,} draws from the judgements it runs to the end in {completes}.")
    _lines(out, *(f"  {line}." for line in worth.sampled_words(valued, case)))
    for ground in valued.valuation.grounds:
        day = "" if ground.date is None else f", {day_words(ground.date)}"
        whose = f"{party_label(ground.party, case)}: judged by {isolated(ground.by)}{day}, because of"
        secret = "" if ground.compartment == "public" else f" [confidential: {ground.compartment}]"
        _lines(out, f"{whose} {isolated(ground.because)}{secret}")


def _guarantees(out: Console, case: Case, valued: Valued) -> None:
    found = valued.incentives
    title(out, f"{worth.guarantees_heading(valued, case)}.")
    for one, steps in worth.largest_needs(valued):
        at = say.at_words(one.place, found.steps, case)
        more = f" It needs one before {count(steps, 'step')} in all." if steps > 1 else ""
        _lines(out, f"Before {at}: {worth.need_words(one, case)}.{more}")
    _lines(out, *(worth.guarantor_words(one, case) for one in found.guarantors))


def _orders(out: Console, case: Case, valued: Valued) -> None:
    found = valued.orders
    title(out, f"{worth.orders_heading(found)}.")
    if isinstance(found, str):
        return
    _lines(out, f"text: {worth.order_words(found.text, valued, case)}")
    _lines(out, f"best: {worth.order_words(found.best, valued, case)}")
    _lines(out, f"      {worth.order_names(found.best, valued)}")
    if (words := worth.count_words(found)) is not None:
        _lines(out, words)
    _lines(out, *(worth.at_once_words(one, valued, case) for one in found.at_once))
    for curve in valued.curves:
        title(out, f"{worth.curve_heading(curve, case)}.")
        columns: tuple[str, ...] = ("parts", "by itself", worth.within_label(curve))
        rows = [
            (str(parts), say.points(alone), "too much to try" if within is None else say.points(within))
            for parts, alone, within in zip(curve.parts, curve.alone, curve.within, strict=True)
        ]
        out.print(table(columns, rows, shares={"parts": 1, "by itself": 2, columns[2]: 3}))


def _phased(out: Console, case: Case, answer: Hold) -> None:
    valued = answer.valued
    if valued is not None and valued.phased is not None:
        found = valued.phased
        title(out, f"{worth.phased_heading(found)}.")
        _lines(out, *(worth.stalling_words(one, valued.incentives.steps, case) for one in found.stalling))
    if answer.agenda is not None:
        found_agenda = answer.agenda
        title(out, "One issue after the other, side by side, or as a package.")
        columns = ("first to propose", "procedure", *(party_label(one, case) for one in found_agenda.parties))
        rows = [
            (party_label(first, case), one.procedure, *(say.points(value) for value in one.values))
            for first, one in found_agenda.results
        ]
        out.print(table(columns, rows, shares=dict.fromkeys(columns, 1)))
        _lines(out, worth.agenda_note(found_agenda))


def _offices(out: Console, case: Case, valued: Valued) -> None:
    for one in valued.offices:
        title(out, f"Does {party_label(one.party, case)} stay in office?")
        _lines(out, *office_words(one, valued.incentives.steps, case))


def _accidents(out: Console, case: Case, valued: Valued) -> None:
    if not valued.accidents:
        return
    title(out, f"{worth.accidents_heading(valued)}.")
    columns = ("if this fails", "without a clause", "best efforts", "substitute", "more time")
    harmful = [one for one in valued.accidents if not one.without.holds]
    rows = [
        (sentence(say.step_words(one.step, case)), *worth.accident_words(one, valued, case)) for one in harmful[:_ROWS]
    ]
    if rows:
        out.print(table(columns, rows, shares=dict(zip(columns, (4, 3, 2, 2, 2), strict=True))))
        _lines(out, worth.ACCIDENT_KEY)


def _matters(out: Console, case: Case, valued: Valued) -> None:
    if valued.levers:
        title(out, "Which judgement matters: the smallest margin on the way to the end, and where the answer flips.")
        columns = ("judgement", "judged", "smallest margin", "flips at")
        rows = [
            (
                sentence(worth.judgement_words(one.judgement, case)),
                worth.judged_span(one.judgement),
                say.span(min(one.at_low, one.at_high), max(one.at_low, one.at_high)),
                worth.flip_words(one),
            )
            for one in valued.levers[:_ROWS]
        ]
        out.print(table(columns, rows, shares=dict(zip(columns, (5, 2, 2, 3), strict=True))))
    title(out, f"{worth.questions_heading(valued)}.")
    _lines(out, *(worth.question_words(one, case) for one in valued.questions))


def _left(out: Console, case: Case, answer: Hold) -> None:
    lines = say.left_words(answer, case)
    if lines:
        title(out, "What this leaves out.")
        _lines(out, *lines)
