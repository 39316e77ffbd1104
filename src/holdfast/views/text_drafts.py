"""What differs between two drafts, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.padding import Padding
from rich.text import Text

from holdfast.analyses.because import Because
from holdfast.analyses.drafts.differences import Differences, How
from holdfast.case.case import Case
from holdfast.views.drafts import changed_lines, head_words, headline, shown, sides_of
from holdfast.views.text_tables import console, evidence, printed, who
from holdfast.views.words import isolated, step_label

_HOW: Final[Mapping[How, str]] = {"added": "+", "dropped": "−", "changed": "≠"}


def text(case: Case, found: Differences, width: int = 100) -> str:
    """What differs, as plain text: old before new, each with the names of its own draft."""
    out = console(width)
    sides = sides_of(case, found)

    def line(words: str, indent: int = 0) -> None:
        out.print(Padding(Text(words), (0, 0, 0, indent)))

    line(f"{isolated(case.title)}: {headline(found)}")
    line(f"made for the audience '{case.audience}'")
    line(f"from {head_words(found.first, case)}")
    line(f"to   {head_words(found.second, case)}")
    for title, entries in shown(case, found):
        out.print()
        line(title)
        for entry in entries:
            line(f"{_HOW[entry.how]} {entry.how}: {entry.name}", 2)
            for words in (*entry.lines, *entry.said):
                line(words, 6)
    if found.perhaps:
        out.print()
        line("Perhaps the same under another name: guesses by their words, on which nothing rests")
        for guess in found.perhaps:
            shared = f"{round(guess.likeness * 100)}% of their words are the same"
            line(f"? {step_label(guess.old, sides[0])} [{guess.old}]", 2)
            line(f"perhaps {step_label(guess.new, sides[1])} [{guess.new}]: {shared}", 4)
            for words in changed_lines(guess, sides):
                line(words, 6)
    resting = _because(found)
    if resting:
        out.print()
        line("Who speaks of a clause that is not the same in both")
        for one in resting:
            line(f"{one.statement}: {who(case, one)}: {isolated(one.gist)} [{evidence(case, one)}]", 2)
    out.print()
    for words in (found.method, *found.assumptions):
        line(words)
    return printed(out)


def _because(found: Differences) -> tuple[Because, ...]:
    """The statements that speak of what differs, each once."""
    return tuple({one.because.statement: one.because for entry in found.entries for one in entry.spoken}.values())
