"""Whether the timing of a draft can be met, as plain text for a terminal."""

from __future__ import annotations

from rich.console import Console
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
        _dates(out, case, draft, found)
    if found.parties:
        out.print()
        out.print(Text("Who depends on whom for its times"))
        for line in say.views_words(found, case):
            out.print(Text(f"  {line}"))
        out.print(Text(f"  {say.VIEWS}"))
    if found.untimed:
        out.print()
    for one in found.untimed:
        out.print(Text(f"  not checked: {say.untimed_words(one, case)}"))
    out.print()
    for line in (found.method, *found.assumptions):
        out.print(Text(line))
    return printed(out)


def _dates(out: Console, case: Case, draft: Draft, found: Timing) -> None:
    origin = "the days of the text" if found.beginning is None else step_label(found.beginning, case)
    shown = say.columns(found)
    rows = [
        ("\n".join((step_label(one.clause, case), *say.clause_notes(one))), *say.dates_words(one, shown))
        for one in found.dates
    ]
    shares = {"clause": 5} | {say.COLUMNS[key]: 2 for key in shown}
    out.print()
    out.print(Text(f"When each clause can be performed, counted from {origin}"))
    if (followed := say.followed_words(found, case)) is not None:
        out.print(Text(followed))
    if (note := say.promise_words(found, case)) is not None:
        out.print(Text(note))
    out.print(table(tuple(shares), rows, shares=shares))
    legend = ["window", *(["promise"] if "safe" in shown else [])]
    for key in legend:
        out.print(Text(f"  {say.LEGEND[key]}"))
    if legs := say.critical_words(found, draft, case):
        out.print()
        out.print(Text(say.LEGEND["critical"]))
        for leg in legs:
            out.print(Text(f"  {leg}"))
