"""Answers as plain text for a terminal: tables without colours or frames, in the words that all views share."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from holdfast.analyses.because import Because
from holdfast.analyses.positions import FactRow, OnDraft, Positions, Stance, Word
from holdfast.case.case import Case
from holdfast.case.model import Verb
from holdfast.views.words import (
    FIRMNESS_SIGNS,
    NO_WORD,
    STATUS_SIGNS,
    VERB_SIGNS,
    accepted_words,
    and_list,
    channel_sign,
    citation_words,
    claim_words,
    clause_of,
    clause_text,
    count,
    date_words,
    day_words,
    isolated,
    party_label,
    party_marks,
    said_words,
    speaker_words,
    topic_words,
    value_words,
)

#: Narrower than this no table can be read.
NARROWEST: Final = 60
_LISTS: Final[tuple[tuple[Verb, str], ...]] = (
    ("expects", "Forecasts"),
    ("warns", "Warnings and deadlines"),
    ("offers", "Offers"),
    ("raises", "Put on the agenda"),
)


def positions(case: Case, answer: Positions, width: int = 100) -> str:
    """Where each party stands, issue by issue; then the draft, the facts and all else that was said.

    Args:
        case: the case.
        answer: its positions.
        width: how many columns the terminal has.
    """
    out = Console(
        file=io.StringIO(),
        width=max(width, NARROWEST),
        color_system=None,
        force_terminal=False,
        highlight=False,
        emoji=False,
    )
    as_of = "all statements" if answer.as_of is None else f"as of {day_words(answer.as_of)}"
    out.print(Text(f"{case.title}: where each party stands"))
    out.print(Text(f"{as_of}; made for the audience '{case.audience}'"))
    out.print(Text(headline(answer)))
    for issue in answer.issues:
        _issue(out, case, answer, issue)
    _draft(out, case, answer.on_draft)
    _facts(out, case, answer.facts)
    for verb, title in _LISTS:
        _words(out, case, title, [word for word in answer.words if word.verb == verb])
    out.print()
    for line in (answer.method, *answer.assumptions):
        out.print(Text(line))
    assert isinstance(out.file, io.StringIO)
    return "\n".join(line.rstrip() for line in out.file.getvalue().splitlines()) + "\n"


def headline(answer: Positions) -> str:
    """The answer in one sentence: on how many issues everybody whose consent is needed has been heard."""
    heard = sum(1 for issue in answer.issues if not answer.no_word[issue])
    return (
        f"{heard} of {count(len(answer.issues), 'issue')} {'has' if heard == 1 else 'have'} a word from every party "
        "whose consent is needed. No word is no consent."
    )


def _issue(out: Console, case: Case, answer: Positions, name: str) -> None:
    issue = case.issues[name]
    out.print()
    out.print(Text(f"{isolated(issue.question)}  [{name}]  {STATUS_SIGNS[issue.status]}"))
    # What still stands comes first, what has been retired last.
    stances = sorted((one for one in answer.stances if one.issue == name), key=lambda one: one.retired_by is not None)
    if stances:
        out.print(_table(("who", "says", "firmness", "resting on"), (_stance(case, one) for one in stances)))
    if answer.no_word[name]:
        labels = and_list([party_label(party, case) for party in answer.no_word[name]])
        out.print(Text(f"  {NO_WORD}: {labels}"))


def _stance(case: Case, one: Stance) -> Sequence[str]:
    sign = VERB_SIGNS[one.verb].symbol
    words = said_words(one.verb, one.said, one.if_, one.unless, case)
    if one.verb == "warns":
        words = f"warns: {one.because.gist}"
    bearing = "" if one.bearing == "about" else " (as a condition)"
    return (
        _who(case, one.because),
        f"{sign} {words}{bearing}{_retired(one.retired_by)}",
        "" if one.verb in ("undecided", "silent") else str(FIRMNESS_SIGNS[one.firmness]),
        _evidence(case, one.because),
    )


def _who(case: Case, one: Because) -> str:
    marks = party_marks(case)
    symbols = "".join(marks[party].symbol for party in one.parties if party in marks)
    name = and_list([party_label(party, case) for party in one.parties]) or speaker_words(
        one.speaker, (), one.via, case
    )
    return f"{symbols} {name}".strip()


def _evidence(case: Case, one: Because) -> str:
    cited = ", ".join(citation_words(c.source, c.paragraph, case) for c in one.cited) or "nothing cited"
    confidential = "" if one.compartment == "public" else f"; confidential: {one.compartment}"
    return f"{cited}; {date_words(one.date)}; {channel_sign(one.channel)}{confidential}"


def _retired(by: str | None) -> str:
    return "" if by is None else f" (retired by {by})"


def _draft(out: Console, case: Case, entries: Sequence[OnDraft]) -> None:
    if not entries:
        return
    _title(out, "On the draft and its clauses")
    rows = []
    for one in entries:
        if one.clause is None:
            statement = case.statements[one.because.statement]
            what, words = "the whole", accepted_words(statement, case)
        else:
            clause = clause_of(one.clause, case)
            what = one.clause if clause is None else clause_text(clause, one.clause)
            words = said_words(one.verb, one.said, one.if_, one.unless, case) if one.said else "accepts it"
        words = _borne(words, one)
        rows.append((what, _who(case, one.because), f"{words}{_retired(one.retired_by)}", _evidence(case, one.because)))
    out.print(_table(("clause", "who", "says", "resting on"), rows))


def _borne(words: str, one: OnDraft) -> str:
    if one.bearing == "excepted":
        return "leaves it out of what is accepted"
    bearing = "" if one.bearing == "about" else " (as a condition)"
    return f"{VERB_SIGNS[one.verb].symbol} {words}{bearing}"


def _facts(out: Console, case: Case, rows: Sequence[FactRow]) -> None:
    if not rows:
        return
    _title(out, "What is asserted as fact")
    table = []
    for row in rows:
        for number, one in enumerate(row.claims):
            label = (row.text or row.key) if number == 0 else ""
            who = one.asserted_by if one.origin is None else f"{one.asserted_by}; number of: {one.origin}"
            table.append((label, value_words(one.value) + _retired(one.retired_by), who, _evidence(case, one.because)))
    out.print(_table(("fact", "value", "according to", "resting on"), table))


def _words(out: Console, case: Case, title: str, words: Sequence[Word]) -> None:
    if not words:
        return
    _title(out, title)
    rows = []
    for one in words:
        said = one.words or "; ".join(claim_words(key, value, case) for key, value in one.values)
        said = said or "; ".join(topic_words(topic, case) for topic in one.topics) or one.because.gist
        rows.append((_who(case, one.because), said + _retired(one.retired_by), _evidence(case, one.because)))
    out.print(_table(("who", "says", "resting on"), rows))


def _title(out: Console, title: str) -> None:
    out.print()
    out.print(Text(title))


#: How the columns share the width; those not named here take what they need.
_SHARES: Final = {"says": 5, "resting on": 4, "clause": 4, "fact": 4, "value": 3, "according to": 4}


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=True, show_edge=False, header_style="", expand=True)
    for column in columns:
        share = _SHARES.get(column)
        table.add_column(column, overflow="fold", ratio=share, max_width=None if share else 20)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
