"""How the findings change between two drafts, as text and for programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.analyses.coherence.change import Change
from holdfast.diagnostics import CODES, Diagnostic, Severity
from holdfast.views.words import count


def text(found: Change, width: int = 100) -> str:
    """The findings that are gone and those that are new."""
    lines = ["How the findings change"]
    for title, some in (("Gone", found.gone), ("New", found.new)):
        lines += ["", f"  {title}: {count(len(some), 'finding')}"]
        lines += [f"    {one}" for one in _listed(some)]
    lines += ["", f"  {count(found.stay, 'finding')} in both."]
    wrapped = (
        textwrap.wrap(line, width, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2)) or [""]
        for line in lines
    )
    return "\n".join(part for parts in wrapped for part in parts) + "\n"


def _listed(found: Sequence[Diagnostic]) -> Iterator[str]:
    """What matters one by one; notes by their code only, since there is one for every clause."""
    notes = Counter(one.code for one in found if one.severity is Severity.NOTE)
    yield from (f"{one.code} {one.severity}: {one.message}" for one in found if one.severity is not Severity.NOTE)
    for code, number in notes.items():
        yield f"{code} note, {count(number, 'time')}: {CODES[code].title}"


def machine(found: Change) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "gone": [_finding(one) for one in found.gone],
        "new": [_finding(one) for one in found.new],
        "in_both": found.stay,
    }


def _finding(one: Diagnostic) -> dict[str, str]:
    return {"code": one.code, "severity": one.severity, "message": one.message}
