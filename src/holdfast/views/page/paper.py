"""The draft: its clauses as a table of who owes what to whom, when, and who says that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.analyses.positions import OnDraft
from holdfast.case.conditions import Const
from holdfast.case.model import Commitment
from holdfast.views.names import (
    clause_text,
    count,
    goods_words,
    quoted,
    readable,
    sentence,
    step_label,
    when_words,
    window_words,
)
from holdfast.views.page.book import Book
from holdfast.views.words import condition_words, remedy_words, tranche_words


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, put into words."""

    name: str
    commitment: Commitment
    text: str
    goods: tuple[str, ...]
    times: tuple[str, ...]
    """When and under which conditions; empty where the text says nothing."""
    breach: str
    on: tuple[OnDraft, ...]
    """The words that name it."""


def clauses(book: Book) -> tuple[Clause, ...]:
    """The clauses of the draft that is shown, in its order."""
    if book.draft is None:
        return ()
    return tuple(
        Clause(
            name,
            one,
            clause_text(one, name),
            tuple(_goods(one)),
            tuple(_times(one, book)),
            " and ".join(remedy_words(remedy, book.case) for remedy in one.if_breached),
            book.on_clause[name],
        )
        for name, one in book.draft.agreement.commitments.items()
    )


def _goods(one: Commitment) -> Iterator[str]:
    if one.gives:
        yield goods_words(one.gives)
    if one.leaves_at_most:
        yield f"leaves at most {goods_words(one.leaves_at_most)}"
    for good, rate in one.for_each.items():
        yield f"for each {readable(good)}: {goods_words(rate)}"


def _times(one: Commitment, book: Book) -> Iterator[str]:
    case = book.case
    for word, condition in (
        ("only if", one.if_),
        ("unless", one.unless),
        ("after", one.after),
        ("as long as", one.so_long_as),
        ("from when", one.from_),
        ("until", one.until),
    ):
        if condition is not None:
            yield f"{word} {condition_words(condition, case, clause=True)}"
    if one.within is not None:
        yield f"within {window_words(one.within)}"
    if one.on is not None:
        yield f"on {when_words(one.on, case)}"
    if one.deadline is not None:
        yield f"no later than {when_words(one.deadline, case)}"
    if one.takes is not None:
        yield f"takes {window_words(one.takes)}, which nobody controls"
    for tranche in one.tranches:
        yield f"part: {tranche_words(tranche, case)}"
    if one.paired_with is not None:
        done = {"performed": "done", "verified": "verified", "begun": "begun"}[one.paired_with.when]
        other = step_label(one.paired_with.commitment, case)
        yield f"part by part: each waits until the same part of {other} is {done}"


def timed(clause: Clause) -> bool:
    """Whether the text says anything of when the clause is due."""
    one = clause.commitment
    return any(
        part is not None
        for part in (one.after, one.within, one.deadline, one.on, one.from_, one.until, one.takes, one.so_long_as)
    ) or bool(one.tranches)


def heading(book: Book, found: tuple[Clause, ...]) -> str:
    """What the draft leaves unsaid, in a sentence."""
    if book.draft is None:
        return "There is no draft in this case"
    if not found:
        return "The draft has no clauses yet"
    nobody = sum(one.commitment.by is None for one in found)
    timeless = sum(not timed(one) for one in found)
    unverified = sum(not one.commitment.verified_by for one in found)
    total = count(len(found), "clause")
    unsaid = [
        f"{number} {words}"
        for number, words in (
            (nobody, "without anybody who owes it"),
            (timeless, "without a time"),
            (unverified, "without a verifier"),
        )
        if number
    ]
    return sentence(total) + (f": {', '.join(unsaid)}" if unsaid else "")


def words_heading(book: Book, found: tuple[Clause, ...]) -> str:
    """How much of the draft anybody has spoken of."""
    if not found:
        return "There is no draft to speak of"
    named = sum(any(one.retired_by is None for one in clause.on) for clause in found)
    return f"{named} of {count(len(found), 'clause')} {'is' if named == 1 else 'are'} spoken of by name"


def presumed(book: Book) -> tuple[tuple[str, str], ...]:
    """The options that the draft presumes: issue and option in words."""
    if book.draft is None:
        return ()
    rows = []
    for issue, option in book.draft.agreement.package.items():
        known = book.case.issues.get(issue)
        text = "left open" if known is None or option not in known.options else known.options[option].text
        rows.append((str(issue), text))
    return tuple(rows)


def opening(book: Book) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Events and phases: name, words, when."""
    if book.draft is None:
        return ()
    agreement, case = book.draft.agreement, book.case
    rows = []
    for name, event in agreement.events.items():
        when = () if event.on is None else (f"on {when_words(event.on, case)}",)
        who = () if event.declared_by is None else (f"declared by {book.label(event.declared_by)}",)
        rows.append((f"Event {quoted(readable(name))}", event.text or "", (*when, *who)))
    for name, phase in agreement.phases.items():
        always = phase.opens == Const(True)
        words = "" if phase.opens is None else condition_words(phase.opens, case, clause=True)
        opens = ("open from the start",) if always else (f"opens when {words}",) if words else ()
        ends = () if phase.ends is None else (f"ends when {condition_words(phase.ends, case, clause=True)}",)
        who = () if phase.declared_by is None else (f"declared by {book.label(phase.declared_by)}",)
        rows.append((f"Phase {quoted(readable(name))}", phase.text or "", (*opens, *ends, *who)))
    return tuple(rows)
