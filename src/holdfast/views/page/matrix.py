"""Where each party stands: the matrix issue × party in few words, where options have letters."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase

from holdfast.analyses.positions import Stance
from holdfast.case.conditions import LEFT_OPEN, And, AtLeast, AtMost, Choice, Condition, Done, Not, Or
from holdfast.case.model import Issue
from holdfast.diagnostics import or_list
from holdfast.views.names import count
from holdfast.views.page.book import Book
from holdfast.views.words import options_of

#: Up to so many columns the table fits a page; beyond that it scrolls.
FITTING = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """A stance in a cell."""

    stance: Stance
    letters: str
    """The options it names, as letters; empty where it is about the issue as a whole."""
    tail: str
    """``if …``, ``unless …``: that there are conditions."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A party on an issue."""

    party: str
    """Empty in the column of those who are no party."""
    entries: tuple[Entry, ...]
    no_word: bool
    """Whether nothing stands although the party's consent is needed."""


@dataclass(frozen=True, slots=True)
class Row:
    """An issue."""

    name: str
    issue: Issue
    options: tuple[tuple[str, str], ...]
    """Letter and text of each option."""
    cells: tuple[Cell, ...]
    standing: tuple[tuple[tuple[str, ...], tuple[Stance, ...]], ...]
    """The stances that stand, by those whose word they are, in the order of the case."""
    retired: tuple[tuple[tuple[str, ...], tuple[Stance, ...]], ...]
    missing: tuple[str, ...]
    """Those whose consent is needed and who have no word of their own on it."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table."""

    heading: str
    columns: tuple[str, ...]
    others: bool
    """Whether the last column is for those who are no party."""
    rows: tuple[Row, ...]
    fits: bool


def matrix(book: Book) -> Matrix:
    """The matrix of the stances that stand; retired ones are shown issue by issue only."""
    others = any(not one.parties for one in book.answer.stances)
    columns = book.answer.parties
    rows = []
    for name in book.answer.issues:
        issue = book.case.issues[name]
        cells: dict[str, list[Entry]] = {party: [] for party in (*columns, *([""] if others else []))}
        for one in book.stances[name]:
            if one.retired_by is None:
                for party in one.parties or ("",):
                    if party in cells:
                        cells[party].append(_entry(one, issue, book))
        rows.append(
            Row(
                name,
                issue,
                tuple((letter(place), option.text) for place, option in enumerate(issue.options.values())),
                tuple(
                    Cell(party, tuple(entries), party in book.needed and party not in book.heard[name])
                    for party, entries in cells.items()
                ),
                book.by_party(one for one in book.stances[name] if one.retired_by is None),
                book.by_party(one for one in book.stances[name] if one.retired_by is not None),
                tuple(party for party in book.needed if party not in book.heard[name]),
            )
        )
    return Matrix(_heading(book), columns, others, tuple(rows), len(columns) + others <= FITTING)


def _heading(book: Book) -> str:
    issues = len(book.answer.issues)
    if not book.needed:
        return f"Nobody's consent is recorded as needed; {count(issues, 'issue')}"
    heard = [(book.label(party), sum(party in heard for heard in book.heard.values())) for party in book.needed]
    first, number = heard[0]
    rest = "".join(f", {party} on {share or 'none'}" for party, share in heard[1:])
    return f"{first} has a word on {number or 'none'} of {count(issues, 'issue')}{rest}"


def letter(place: int) -> str:
    """a, b, …, z, aa, ab, …: the letter of the option at this place."""
    text = ""
    place += 1
    while place > 0:
        place, rest = divmod(place - 1, 26)
        text = ascii_lowercase[rest] + text
    return text


def _entry(stance: Stance, issue: Issue, book: Book) -> Entry:
    tail = " ".join(f"{word} …" for word, given in (("if", stance.if_), ("unless", stance.unless)) if given is not None)
    if stance.bearing == "condition":
        given = (part for part in (stance.if_, stance.unless) if part is not None)
        found = [words for part in given if (words := _letters(part, stance.issue, issue, book))]
        return Entry(stance, ", ".join(found), "")
    parts = [_letters(said, stance.issue, issue, book) for said in stance.said]
    joint = " over " if stance.verb == "prefers" else ", "
    return Entry(stance, joint.join(part for part in parts if part), tail)


def _letters(condition: Condition, name: str, issue: Issue, book: Book) -> str:
    """What a condition says of one issue, in letters: ``b``, ``not a``, ``b or c``, ``b done``."""
    letters = {option: letter(place) for place, option in enumerate(issue.options)} | {LEFT_OPEN: "left open"}
    match condition:
        case And(parts):
            found = [words for part in parts if (words := _letters(part, name, issue, book))]
            return " and ".join(found)
        case Or(parts):
            found = [words for part in parts if (words := _letters(part, name, issue, book))]
            return or_list(found) + (", or another issue" if found and len(found) < len(parts) else "")
        case Not(part):
            words = _letters(part, name, issue, book)
            return f"not ({words})" if " " in words else f"not {words}" if words else ""
        case Done(choice):
            words = _letters(choice, name, issue, book)
            return f"{words} done" if words else ""
        case Choice(about, options, negated) if about == name:
            words = or_list([text for option, text in letters.items() if option in options])
            return f"not {words}" if negated else words
        case AtLeast(about) | AtMost(about) if about == name:
            return or_list([letters.get(option, option) for option in options_of(condition, book.case)])
    return ""
