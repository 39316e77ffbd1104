"""Tables and the words around evidence, as plain text for a terminal: what all sections there share."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from holdfast.analyses.because import Because
from holdfast.case.case import Case
from holdfast.views.words import (
    and_list,
    channel_sign,
    citation_words,
    date_words,
    party_label,
    party_marks,
    speaker_words,
)

#: How the columns share the width; those not named here take what they need.
_SHARES: Final = {"says": 5, "resting on": 4, "clause": 4, "fact": 4, "value": 3, "according to": 4}


#: Narrower than this no table can be read.
NARROWEST: Final = 60


def console(width: int) -> Console:
    """What the text of a terminal is written to: so many columns, no colours, nothing guessed from the text."""
    return Console(
        file=io.StringIO(),
        width=max(width, NARROWEST),
        color_system=None,
        force_terminal=False,
        highlight=False,
        emoji=False,
    )


def printed(out: Console) -> str:
    """What was written to a `console`, without spaces at the ends of lines."""
    assert isinstance(out.file, io.StringIO)
    return "\n".join(line.rstrip() for line in out.file.getvalue().splitlines()) + "\n"


def who(case: Case, one: Because) -> str:
    """The mark and name of whose word it is."""
    marks = party_marks(case)
    symbols = "".join(marks[party].symbol for party in one.parties if party in marks)
    name = and_list([party_label(party, case) for party in one.parties]) or speaker_words(
        one.speaker, (), one.via, case
    )
    return f"{symbols} {name}".strip()


def evidence(case: Case, one: Because) -> str:
    """Where it is cited, of what date, by what channel, in which compartment."""
    cited = ", ".join(citation_words(c.source, c.paragraph, case) for c in one.cited) or "nothing cited"
    confidential = "" if one.compartment == "public" else f"; confidential: {one.compartment}"
    return f"{cited}; {date_words(one.date)}; {channel_sign(one.channel)}{confidential}"


def title(out: Console, text: str) -> None:
    """The heading of a section."""
    out.print()
    out.print(Text(text))


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    names: Mapping[str, str] | None = None,
    shares: Mapping[str, int] = _SHARES,
) -> Table:
    """A table without frames.

    Args:
        columns: what is in them, which decides how they share the width; also their headings.
        rows: the cells.
        names: headings of columns that are called otherwise.
        shares: how the columns share the width; those not named take what they need.
    """
    found = Table(box=box.SIMPLE_HEAD, pad_edge=True, show_edge=False, header_style="", expand=True)
    for column in columns:
        share = shares.get(column)
        heading = (names or {}).get(column, column)
        found.add_column(heading, overflow="fold", ratio=share, max_width=None if share else 20)
    for row in rows:
        found.add_row(*(Text(cell) for cell in row))
    return found
