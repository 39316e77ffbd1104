"""Who speaks of a clause, and of which draft's text of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from holdfast.analyses.clauses import ClauseWord, clauses
from holdfast.analyses.drafts.differences import Spoken
from holdfast.case.case import Case, Draft


def spoken(case: Case, first: Draft, second: Draft, as_of: date | None) -> Mapping[str, tuple[Spoken, ...]]:
    """By clause: the statements that speak of it, in the order of the case."""
    old, new = (_words(case, draft, as_of) for draft in (first, second))
    order = {name: place for place, name in enumerate(case.statements)}
    return {
        clause: tuple(
            _both(case, old.get(clause, {}).get(name), new.get(clause, {}).get(name), first, second)
            for name in sorted({*old.get(clause, {}), *new.get(clause, {})}, key=order.__getitem__)
        )
        for clause in {**new, **old}
    }


def _words(case: Case, draft: Draft, as_of: date | None) -> Mapping[str, Mapping[str, ClauseWord]]:
    found = clauses(case, as_of=as_of, draft=draft)
    rows = () if found is None else found.rows
    return {row.clause: {word.because.statement: word for word in row.words} for row in rows}


def _both(case: Case, old: ClauseWord | None, new: ClauseWord | None, first: Draft, second: Draft) -> Spoken:
    word = old or new
    assert word is not None
    statement = case.statements[word.because.statement]
    yes_to: Literal["old", "new", "not said"] | None = None
    if statement.accepts == "agreement" and word.yes:
        named = statement.draft
        yes_to = "not said" if named is None else "old" if named == first.name else "new"
    before, after = (None if one is None else one.bearing for one in (old, new))
    return Spoken(before, after, yes_to, word.because)
