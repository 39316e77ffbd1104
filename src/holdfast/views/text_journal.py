"""Entries of a journal, as plain text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.text import Text

from holdfast.case.case import Case
from holdfast.case.records import Entry, plain
from holdfast.views import track_words as say
from holdfast.views.names import count
from holdfast.views.text_tables import console, printed, table

_SHARES = {"when": 2, "who": 3, "says": 6, "resting on": 3, "name": 2}


def entries(case: Case, shown: Sequence[Entry], width: int = 100) -> str:
    """The entries, one a row, in the order given."""
    out = console(width)
    names = {one.name: one for one in shown}
    out.print(Text(f"{case.title}: {count(len(shown), 'entry', 'entries')}; made for the audience '{case.audience}'"))
    rows = []
    for one in shown:
        record = one.record
        who, words = say.who_words(record, case), say.entry_words(record, case)
        rows.append((say.when(record), who, words, say.resting_words((one.name,), case, names), one.name))
    out.print(table(("when", "who", "says", "resting on", "name"), rows, shares=_SHARES))
    return printed(out)


def entries_json(shown: Sequence[Entry]) -> str:
    """The entries as one list, each with its name in the whole case and its number in its journal."""
    data = [{"name": one.name, "seq": one.seq or None, **plain(one.record)} for one in shown]
    return json.dumps(data, ensure_ascii=False, indent=1)
