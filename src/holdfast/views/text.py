"""Answers as plain text for a terminal: tables without colours or frames, in the words that all views share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from holdfast.analyses.depth import Depth
from holdfast.analyses.positions import FactRow, OnDraft, Positions, Stance, Word
from holdfast.case.case import Case
from holdfast.case.model import Verb
from holdfast.views import text_depth
from holdfast.views.text_tables import console, evidence, printed, table, title, who
from holdfast.views.words import (
    FIRMNESS_SIGNS,
    NO_WORD,
    STATUS_SIGNS,
    VERB_SIGNS,
    accepted_words,
    and_list,
    claim_words,
    clause_of,
    clause_text,
    count,
    day_words,
    isolated,
    party_label,
    said_words,
    topic_words,
    value_words,
)

_LISTS: Final[tuple[tuple[Verb, str], ...]] = (
    ("expects", "Forecasts"),
    ("warns", "Warnings and deadlines"),
    ("offers", "Offers"),
    ("raises", "Put on the agenda"),
)


def positions(case: Case, answer: Positions, width: int = 100, depth: Depth | None = None) -> str:
    """Where each party stands, issue by issue; then the draft, the facts and all else that was said.

    Args:
        case: the case.
        answer: its positions.
        width: how many columns the terminal has.
        depth: what comparing them brings to light, where that is to be shown.
    """
    out = console(width)
    as_of = "all statements" if answer.as_of is None else f"as of {day_words(answer.as_of)}"
    out.print(Text(f"{case.title}: where each party stands"))
    out.print(Text(f"{as_of}; made for the audience '{case.audience}'"))
    out.print(Text(headline(answer)))
    if depth is not None:
        text_depth.record(out, case, depth.balance)
    for issue in answer.issues:
        _issue(out, case, answer, issue)
    _draft(out, case, answer.on_draft)
    _facts(out, case, answer.facts)
    for verb, heading in _LISTS:
        _words(out, case, heading, [word for word in answer.words if word.verb == verb])
    if depth is not None:
        text_depth.compared(out, case, depth)
    out.print()
    for line in (answer.method, *answer.assumptions):
        out.print(Text(line))
    return printed(out)


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
        out.print(table(("who", "says", "firmness", "resting on"), (_stance(case, one) for one in stances)))
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
        who(case, one.because),
        f"{sign} {words}{bearing}{_retired(one.retired_by)}",
        "" if one.verb in ("undecided", "silent") else str(FIRMNESS_SIGNS[one.firmness]),
        evidence(case, one.because),
    )


def _retired(by: str | None) -> str:
    return "" if by is None else f" (retired by {by})"


def _draft(out: Console, case: Case, entries: Sequence[OnDraft]) -> None:
    if not entries:
        return
    title(out, "On the draft and its clauses")
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
        rows.append((what, who(case, one.because), f"{words}{_retired(one.retired_by)}", evidence(case, one.because)))
    out.print(table(("clause", "who", "says", "resting on"), rows))


def _borne(words: str, one: OnDraft) -> str:
    if one.bearing == "excepted":
        return "leaves it out of what is accepted"
    bearing = "" if one.bearing == "about" else " (as a condition)"
    return f"{VERB_SIGNS[one.verb].symbol} {words}{bearing}"


def _facts(out: Console, case: Case, rows: Sequence[FactRow]) -> None:
    if not rows:
        return
    title(out, "What is asserted as fact")
    claims = []
    for row in rows:
        for number, one in enumerate(row.claims):
            label = (row.text or row.key) if number == 0 else ""
            whose = one.asserted_by if one.origin is None else f"{one.asserted_by}; number of: {one.origin}"
            claims.append(
                (label, value_words(one.value) + _retired(one.retired_by), whose, evidence(case, one.because))
            )
    out.print(table(("fact", "value", "according to", "resting on"), claims))


def _words(out: Console, case: Case, heading: str, words: Sequence[Word]) -> None:
    if not words:
        return
    title(out, heading)
    rows = []
    for one in words:
        said = one.words or "; ".join(claim_words(key, value, case) for key, value in one.values)
        said = said or "; ".join(topic_words(topic, case) for topic in one.topics) or one.because.gist
        rows.append((who(case, one.because), said + _retired(one.retired_by), evidence(case, one.because)))
    out.print(table(("who", "says", "resting on"), rows))
