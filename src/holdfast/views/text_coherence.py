"""Whether a draft is coherent as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from holdfast.analyses.coherence import Coherence, Failure, Knot, Verdict
from holdfast.case.case import Case
from holdfast.views import coherence as say
from holdfast.views import commitment_words as waiting
from holdfast.views import failure_words as failing
from holdfast.views import veto_words as powers
from holdfast.views.names import count, day_words, isolated, party_label
from holdfast.views.text_tables import console, evidence, printed, table, title, who
from holdfast.views.words import condition_words

#: How many rows the tables have at most, and how many circles of a knot, and pairs that fail.
_ROWS: Final = 10
_CIRCLES: Final = 5
_PAIRS: Final = 5
_ARROWS: Final = 30
_ARROW_SHARES: Final = {"clause or phase": 4, "has to do with": 6, "by": 6}
_POWER_SHARES: Final = {"who can stop": 2, "whose steps": 2, "which, and how": 8}
_SHARES: Final = {"if not kept": 4, "stops": 6, "still owed": 1, "given by then": 5}


def coherence(case: Case, answer: Coherence, width: int = 100) -> str:
    """The answer to question 3 as text.

    Args:
        case: the case.
        answer: whether its draft is coherent.
        width: how many columns the terminal has.
    """
    case = say.of_draft(case, answer)
    out = console(width)
    as_of = "all statements" if answer.as_of is None else f"statements as of {day_words(answer.as_of)}"
    out.print(Text(f"{say.SECTION} {say.heading(answer)}."))
    out.print(Text(f"{isolated(answer.title)} [{answer.draft}]; {as_of}; made for the audience '{case.audience}'"))
    out.print(Text(say.package_words(answer)))
    _verdict(out, case, answer, answer.text)
    _verdict(out, case, answer, answer.stated)
    _commitments(out, case, answer)
    _ties(out, case, answer)
    _gaps(out, case, answer)
    _carried(out)
    _vetoes(out, case, answer)
    _failures(out, case, answer)
    out.print()
    for line in (answer.method, *answer.assumptions):
        out.print(Text(line))
    return printed(out)


def _verdict(out: Console, case: Case, answer: Coherence, verdict: Verdict) -> None:
    title(out, f"{say.verdict_heading(verdict, answer)}.")
    for dispute in verdict.disputes:
        out.print(Text(f"  {say.dispute_words(dispute, case)}"))
        for words, said in say.orders(dispute, case):
            out.print(Text(f"    {words}:"))
            for one in said:
                if one.because is None:
                    out.print(Text("      - the text of the draft"))
                else:
                    cited = evidence(case, one.because)
                    through = say.through_words(one.through, case).removeprefix(", ")
                    end = f" ({through})" if through else ""
                    out.print(Text(f"      - {who(case, one.because)}: {isolated(one.because.gist)} [{cited}]{end}"))
        for line in say.settled_words(dispute, case):
            out.print(Text(f"    {line}"))
    for knot in verdict.knots:
        _knot(out, case, verdict, knot, answer)
    for unmet in verdict.unmet:
        out.print(Text(f"  {say.unmet_words(unmet, case)}."))
        if unmet.because is None:
            out.print(Text(f"    - {say.link_words(unmet.link, case)}"))
        else:
            cited = evidence(case, unmet.because)
            out.print(Text(f"    - {who(case, unmet.because)}: {isolated(unmet.because.gist)} [{cited}]"))
        for other in unmet.opposed:
            cited = evidence(case, other.because)
            out.print(
                Text(f"    - and against it {who(case, other.because)}: {isolated(other.because.gist)} [{cited}]")
            )
    for demand in verdict.demands:
        out.print(Text(f"  Demanded, and never so: {condition_words(demand.condition, case, clause=True)}."))
        cited = evidence(case, demand.because)
        out.print(Text(f"    - {who(case, demand.because)}: {isolated(demand.because.gist)} [{cited}]"))
    if verdict.never:
        out.print(Text(f"  Never done: {', '.join(verdict.never)}."))
    if verdict.unread:
        out.print(Text(f"  With conditions that are no order of steps, taken as met: {', '.join(verdict.unread)}."))


def _knot(out: Console, case: Case, verdict: Verdict, knot: Knot, answer: Coherence) -> None:
    if verdict.scope == "stated" and say.is_known(knot, answer.text):
        out.print(Text(f"  {say.labels(knot.clauses, case)}: as in the text alone."))
        return
    shown = say.spelt_out(verdict, knot)
    for circle, alike in shown[:_CIRCLES]:
        out.print(Text(f"  {say.circle_words(circle, case)}."))
        for step in circle.steps:
            out.print(Text(f"    - {say.step_words(step, case)} [{say.link_words(step.link, case)}]"))
            if step.because is not None:
                cited = evidence(case, step.because)
                out.print(Text(f"        {who(case, step.because)}: {isolated(step.because.gist)} [{cited}]"))
        if alike:
            out.print(Text(f"    and {count(alike, 'further circle')} of the same clauses, by other conditions"))
    more = len(shown) - _CIRCLES
    if more > 0 or not knot.complete:
        rest = f"{'' if knot.complete else 'at least '}{count(max(more, 1), 'further circle')}"
        out.print(Text(f"    and {rest}, not shown"))
    if shown:
        out.print(Text(f"    {say.relax_words(knot, case)} {say.relax_note(knot)}".rstrip()))
    out.print(Text("    Prompts, and no advice:"))
    for _, prompt in say.prompts(knot, case):
        out.print(Text(f"      - {prompt}"))


def _commitments(out: Console, case: Case, answer: Coherence) -> None:
    arrows = answer.commitments.arrows
    if not arrows:
        return
    title(out, f"{waiting.heading(answer)}.")
    rows = [(one.second, waiting.short_words(one, case), waiting.by_words(one, case)) for one in arrows[:_ARROWS]]
    out.print(table(tuple(_ARROW_SHARES), rows, shares=_ARROW_SHARES))
    if len(arrows) > _ARROWS:
        out.print(Text(f"  {count(len(arrows) - _ARROWS, 'further connection')} in the other formats."))


def _ties(out: Console, case: Case, answer: Coherence) -> None:
    if not answer.ties.pairs:
        return
    title(out, f"{say.ties_words(answer.ties, case)}.")
    for one in answer.ties.trouble:
        out.print(Text(f"  {say.trouble_words(one, case)}: circular by the text alone."))
    for one in answer.ties.with_statements:
        out.print(Text(f"  {say.trouble_words(one, case)}: circular with the parties' stated conditions."))


def _gaps(out: Console, case: Case, answer: Coherence) -> None:
    title(out, f"{say.gaps_heading(answer)}.")
    for group in say.gap_groups(answer, case):
        head = f"  {group.code.code} {group.code.severity}: {group.code.title} ({len(group.gaps)})"
        if group.clauses:
            out.print(Text(f"{head}: {', '.join(group.clauses)}"))
            continue
        out.print(Text(head))
        for line in group.lines:
            out.print(Text(f"    - {line}"))
    if answer.deliberately_open:
        out.print(Text(f"  Left vague on purpose, so no gap: {say.vague_words(answer)}."))
    if answer.not_recorded:
        out.print(Text("  Not told by the documents at hand, so no gap of the agreement:"))
        for line in say.unrecorded_words(answer):
            out.print(Text(f"    - {line}"))


def _carried(out: Console) -> None:
    out.print(Text("  What agreements of this stage usually provide for beside that: see `holdfast checklist`."))


def _vetoes(out: Console, case: Case, answer: Coherence) -> None:
    if not answer.vetoes.cells:
        return
    title(out, f"{powers.heading(answer, case)}.")
    rows = [
        (
            party_label(cell.party, case),
            party_label(cell.over, case),
            "; ".join(f"{clause} ({words})" for clause, words in powers.kinds(cell.powers)),
        )
        for cell in answer.vetoes.cells
    ]
    out.print(table(tuple(_POWER_SHARES), rows, shares=_POWER_SHARES))
    for choke in answer.vetoes.chokes[:_ROWS]:
        out.print(Text(f"  Choke point {choke.clause}: {powers.choke_words(choke, case)}."))
    if len(answer.vetoes.chokes) > _ROWS:
        out.print(Text(f"  {count(len(answer.vetoes.chokes) - _ROWS, 'further choke point')} in the other formats."))


def _failures(out: Console, case: Case, answer: Coherence) -> None:
    if not answer.what_if.single:
        return
    title(out, f"{failing.heading(answer)}.")
    harmful = failing.harmful(answer)
    if harmful:
        out.print(Text(f"  {failing.ORDER}"))
        out.print(_failed(harmful[:_ROWS], case))
    if len(harmful) > _ROWS:
        out.print(Text(f"  {count(len(harmful) - _ROWS, 'further clause')} in the other formats."))
    if not answer.what_if.pairs_tried:
        return
    out.print(Text(f"  {failing.pairs_heading(answer)}."))
    pairs = answer.what_if.pairs
    together = [one for one in pairs if one.only_together]
    shown = [one for one in pairs if one in together[:_PAIRS] or one in pairs[: _PAIRS - len(together[:_PAIRS])]]
    if shown:
        out.print(_failed(shown, case))
    if len(pairs) > len(shown):
        out.print(Text(f"  {count(len(pairs) - len(shown), 'further pair')} in the other formats."))


def _failed(shown: Sequence[Failure], case: Case) -> Table:
    rows = [
        (failing.failed_words(one), failing.stops_words(one), str(len(one.owed)), failing.given_words(one, case))
        for one in shown
    ]
    return table(tuple(_SHARES), rows, shares=_SHARES)
