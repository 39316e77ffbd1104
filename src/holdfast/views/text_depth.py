"""Positions in depth as plain text for a terminal, section by section."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from holdfast.analyses.balance import Balance
from holdfast.analyses.clauses import Clauses
from holdfast.analyses.convergence import IssueMeeting
from holdfast.analyses.depth import Depth
from holdfast.analyses.facts import Facts
from holdfast.analyses.movement import Movement
from holdfast.analyses.relations import Relations
from holdfast.case.case import Case
from holdfast.views import comparisons as say
from holdfast.views.names import (
    and_list,
    day_words,
    fact_label,
    isolated,
    issue_label,
    option_label,
    party_label,
    value_words,
)
from holdfast.views.text_tables import evidence, table, title, who

#: The columns of the balance table and how they share the width.
_RECORD: Final = {
    "whose": 4, "statements": 3, "indirect": 3, "primary": 3, "in confidence": 3, "firmness": 4, "dates": 5
}  # fmt: skip


def record(out: Console, case: Case, found: Balance) -> None:
    """The balance table: it comes before everything, since bias of the record is bias of every result."""
    title(out, f"What the record is made of. {say.balance_heading(found)}")
    rows = [
        (
            isolated(say.record_of(row, case)) + (" *" if row.consent else ""),
            str(row.statements) + (f" ({row.retired} retired)" if row.retired else ""),
            say.share(row.anonymous + row.second_hand, row.statements),
            say.share(row.primary, row.statements),
            say.share(row.in_confidence, row.statements),
            say.firmness_words(row),
            say.age_words(row),
        )
        for row in found.rows
    ]
    out.print(table(tuple(_RECORD), rows, shares=_RECORD))
    out.print(Text(f"  * no deal without them. Indirect: anonymous or second-hand. {found.assumptions[0]}"))


def compared(out: Console, case: Case, found: Depth) -> None:
    """Everything else: what moved, what does not go together, how positions meet, facts by class, clauses."""
    _movement(out, case, found.movement)
    _relations(out, case, found.relations)
    _meetings(out, case, found.meetings)
    _facts(out, case, found.facts)
    if found.clauses is not None:
        _clauses(out, case, found.clauses)


def _movement(out: Console, case: Case, found: Movement) -> None:
    if found.since is None:
        return
    title(out, say.movement_heading(found))
    rows = [
        (day_words(one.day), party_label(one.party, case), issue_label(one.issue, case), say.moved_words(one, case))
        for one in found.moved
    ]
    if rows:
        out.print(table(("day", "who", "clause", "says"), rows, names={"clause": "on", "says": "what moved"}))


def _relations(out: Console, case: Case, found: Relations) -> None:
    title(out, say.relations_heading(found))
    for one in found.found:
        out.print(Text(f"  {say.KINDS[one.kind]}. {say.relation_words(one, case)}"))
        for because in one.because:
            out.print(Text(f"    - {who(case, because)}: {isolated(because.gist)} [{evidence(case, because)}]"))
    more = say.bounded_words(found, case)
    if more is not None:
        out.print(Text(f"  {more}"))


def _meetings(out: Console, case: Case, found: tuple[IssueMeeting, ...]) -> None:
    if not found or not found[0].parties:
        return
    title(out, f"Convergent and divergent. {say.meetings_heading(found)}")
    for one in found:
        out.print(Text(f"  {isolated(case.issues[one.issue].question)}  {say.meeting_words(one, case)}"))
        if one.meeting == "open":
            continue
        for row in one.parties:
            words = [f"{option_label(one.issue, o.option, case)}: {say.option_word(o)}" for o in row.options]
            out.print(Text(f"    {party_label(row.party, case)}: {'; '.join(words)}"))


def _facts(out: Console, case: Case, found: Facts) -> None:
    if not found.facts:
        return
    title(out, f"The island of agreement. {say.facts_heading(found)}")
    rows = []
    for one in found.facts:
        # What only one has claimed stands in the list of facts; here it would say nothing more.
        if len(one.claims) > 1 or one.fact_class == "agreed":
            values: dict[str, list[str]] = {}
            for claim in one.claims:
                values.setdefault(value_words(claim.value, one.unit), []).append(isolated(claim.asserted_by))
            words = "; ".join(f"{value} ({and_list(whose)})" for value, whose in values.items())
            rows.append((fact_label(one.key, case), say.fact_words(one, case), words))
    if rows:
        out.print(table(("fact", "value", "according to"), rows, names={"value": "class", "according to": "values"}))


def _clauses(out: Console, case: Case, found: Clauses) -> None:
    title(out, f"Clause by clause: {isolated(found.title)}. {say.clauses_heading(found)}")
    rows = []
    for row in found.rows:
        owed = "; ".join(f"{party_label(one.party, case)} {say.PROMISES[one.promise]}" for one in row.obligors)
        words = [
            f"{sign.symbol} {sign.word}: {names}"
            for bearing, sign in say.BEARINGS.items()
            if (names := say.who_words(row, bearing, case))
        ]
        if row.nothing_from:
            words.append(f"no word: {and_list([party_label(party, case) for party in row.nothing_from])}")
        if row.readings:
            words.append(f"readings differ: {and_list([isolated(reading) for reading in row.readings])}")
        rows.append((isolated(say.clause_label(row, case)), owed or "nobody is named", "\n".join(words)))
    out.print(table(("clause", "value", "says"), rows, names={"value": "owed by", "says": "what was said"}))
