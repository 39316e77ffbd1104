"""Whether the timing of a draft can be met, as plain text for a terminal."""

from __future__ import annotations

from rich.text import Text

from holdfast.analyses.coherence.timing import Timing
from holdfast.case.case import Case, Draft
from holdfast.views import timing_words as say
from holdfast.views.text_tables import console, printed, table
from holdfast.views.words import and_list, condition_words, step_label


def timing(case: Case, draft: Draft, found: Timing, width: int = 100) -> str:
    """The verdict, what does not fit, and when each clause can be performed.

    Args:
        case: the case.
        draft: the draft that was read.
        found: its timing.
        width: how many columns the terminal has.
    """
    out = console(width)
    out.print(Text(f"Can the timing be met? {say.heading(found)}."))
    for way in found.ways:
        if way.budget is None:
            continue
        if way.chosen:
            words = [condition_words(one, case, clause=True) for one in way.chosen.values()]
            out.print(Text(f"  where {and_list(words)}:"))
        for line in say.budget_words(way.budget, draft, case):
            out.print(Text(f"    {line}"))
        if (loosening := say.loosening_words(way, case)) is not None:
            out.print(Text(f"    {loosening}"))
    if found.dates:
        origin = "the days of the text" if found.beginning is None else step_label(found.beginning, case)
        rows = [(step_label(one.clause, case), *say.dates_words(one)) for one in found.dates]
        shares = {"clause": 6, "earliest": 2, "latest": 2}
        out.print()
        out.print(Text(f"Counted from {origin}"))
        out.print(table(tuple(shares), rows, shares=shares))
    for view in found.parties:
        if not view.holds:
            out.print(Text(f"  {say.view_words(view, case)}"))
    for one in found.untimed:
        out.print(Text(f"  not checked: {say.untimed_words(one, case)}"))
    for line in (found.method, *found.assumptions):
        out.print(Text(line))
    return printed(out)
