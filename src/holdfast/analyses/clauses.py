"""Clause by clause of a draft: who says yes, who says no, who sets conditions, who has said nothing; and who has never
said that they will do what the draft asks of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.convergence import options_named, settled
from holdfast.analyses.formulas import accepted_clauses, draft_of, said_yes_to
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import Condition
from holdfast.case.kleene import evaluate, simplify
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement

#: What a statement does to a clause. *accepts*: says yes to it, or demands it, or an option that it realises, without a
#: condition; *conditions*: does so under a condition, or puts it into an order; *rejects*: demands that it not be;
#: *leaves out*: excepts it from an acceptance; *undecided*, *silent*: as recorded; *names*: speaks of it otherwise.
Bearing: TypeAlias = Literal["accepts", "conditions", "rejects", "leaves out", "undecided", "silent", "names"]
Promise: TypeAlias = Literal["said", "under a condition", "never said", "does not exist yet"]


@dataclass(frozen=True, slots=True)
class ClauseWord:
    """What one statement does to one clause."""

    bearing: Bearing
    parties: tuple[str, ...]
    through: tuple[str, str] | None
    """The issue and option by which it bears on the clause, where it does not name the clause."""
    yes: bool
    """Whether it says that the clause is to be, be it under a condition."""
    because: Because


@dataclass(frozen=True, slots=True)
class Obligor:
    """One who owes a clause, and whether it has ever said that it will do it.

    A body that the draft itself creates has no word to give yet.
    """

    party: str
    promise: Promise
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause."""

    clause: str
    words: tuple[ClauseWord, ...]
    obligors: tuple[Obligor, ...]
    """Empty where the draft does not say who is to do it."""
    nothing_from: tuple[str, ...]
    """Those whose consent is needed, or who owe it, of whom nothing is recorded on it; silence is no word."""
    realises: tuple[tuple[str, str], ...]
    """The options, with their issues, whose `done_when` names it."""
    readings: tuple[str, ...]
    """The readings or versions that the draft keeps of it."""

    def of(self, bearing: Bearing) -> tuple[ClauseWord, ...]:
        """The words of one kind."""
        return tuple(word for word in self.words if word.bearing == bearing)


@dataclass(frozen=True, slots=True)
class Clauses:
    """A draft, clause by clause."""

    draft: str
    title: str
    rows: tuple[ClauseRow, ...]
    method: str
    assumptions: tuple[str, ...]

    @property
    def never_said(self) -> tuple[tuple[str, str], ...]:
        """Clause and obligor, wherever the one who is to do it has never said so."""
        return tuple(
            (row.clause, one.party) for row in self.rows for one in row.obligors if one.promise == "never said"
        )


def clauses(case: Case, *, as_of: date | None = None, draft: Draft | None = None) -> Clauses | None:
    """What was said of each clause of a draft; None where the case has no draft.

    1. Find which options each clause realises: those whose `done_when` names it other than negated.
    2. For every current statement, find the clauses that it bears on, by name, by such an option, or by an
       ``accepts: agreement`` of this draft whose extent is whole or named (principle and unknown say yes to nothing in
       particular).
    3. For each who owes a clause, look for its own yes: a requirement, offer or acceptance of its own or of its
       delegation. Another party's offer binds nobody else.

    Args:
        case: the case.
        as_of: the day; the case's own where it is None, and all statements where that is None too.
        draft: which draft; the case's default where None.
    """
    chosen = draft or case.draft
    if chosen is None:
        return None
    realised = _realised(case, chosen)
    words: dict[str, list[ClauseWord]] = {name: [] for name in chosen.agreement.commitments}
    for name, statement in case.current(as_of or case.as_of).items():
        bearings = dict(_bearings(case, statement, chosen, realised))
        evidence = because(case, name) if bearings else None
        for clause, (bearing, through, yes) in bearings.items():
            assert evidence is not None
            words[clause].append(ClauseWord(bearing, evidence.parties, through, yes, evidence))
    return Clauses(
        draft=chosen.name,
        title=chosen.agreement.title,
        rows=tuple(_row(case, chosen, name, found, realised) for name, found in words.items()),
        method=(
            "Every current statement that names a clause, or an option that the clause realises, or accepts it with "
            "the draft."
        ),
        assumptions=(
            "Accepting a draft in principle says yes to no clause in particular.",
            "A party's own word is its own or its delegation's; a faction's is not, nor is another party's offer.",
            "Saying that one will do something is not doing it.",
        ),
    )


def _row(
    case: Case, draft: Draft, name: str, words: list[ClauseWord], realised: dict[str, dict[tuple[str, str], None]]
) -> ClauseRow:
    clause = draft.agreement.commitments[name]
    owing = () if clause.by is None else tuple(dict.fromkeys(str(party) for party in clause.by.parties))
    heard = [(set(word.parties), word) for word in words if word.bearing != "silent"]
    concerned = [party for party in case.parties if party in case.consent or party in owing]
    return ClauseRow(
        clause=name,
        words=tuple(words),
        obligors=tuple(_obligor(case, party, words, party in _created(draft)) for party in owing),
        nothing_from=tuple(p for p in concerned if not any(voices(case, p) & who for who, _ in heard)),
        realises=tuple(realised.get(name, ())),
        readings=tuple(variant.reading for variant in clause.variants),
    )


def _obligor(case: Case, party: str, words: list[ClauseWord], to_come: bool) -> Obligor:
    own = voices(case, party)
    yes = [word for word in words if word.yes and own & set(word.parties)]
    plain = [word for word in yes if word.bearing == "accepts"]
    nothing: Promise = "does not exist yet" if to_come else "never said"
    promise: Promise = "said" if plain else "under a condition" if yes else nothing
    return Obligor(party, promise, tuple(word.because for word in plain or yes))


def _created(draft: Draft) -> frozenset[str]:
    return frozenset(str(body) for clause in draft.agreement.commitments.values() for body in clause.creates)


def _realised(case: Case, draft: Draft) -> dict[str, dict[tuple[str, str], None]]:
    found: dict[str, dict[tuple[str, str], None]] = {}
    for issue, known in case.issues.items():
        for option, one in known.options.items():
            for clause in () if one.done_when is None else names_wanted(one.done_when):
                if clause in draft.agreement.commitments:
                    found.setdefault(clause, {})[issue, str(option)] = None
    return found


def names_wanted(condition: Condition) -> tuple[str, ...]:
    """The clauses and events that a condition names as what is to be; not those negated, nor those in an order."""
    return tuple(dict.fromkeys(_wanted(simplify(condition))))


def _wanted(node: Condition) -> Iterator[str]:
    match node:
        case c.And(parts) | c.Or(parts):
            for part in parts:
                yield from _wanted(part)
        case c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Amount(name) | c.Lasting(name):
            yield name
        case _:
            return


#: A clause, and what is done to it: as in `ClauseWord`.
_Bears: TypeAlias = tuple[str, tuple[Bearing, "tuple[str, str] | None", bool]]


def _bearings(
    case: Case, statement: Statement, draft: Draft, realised: dict[str, dict[tuple[str, str], None]]
) -> Iterator[_Bears]:
    """What a statement does to clauses. Where a clause comes twice the later counts: the plainest comes last."""
    known = tuple(draft.agreement.commitments)
    guarded = statement.if_ is not None or statement.unless is not None
    if statement.accepts == "agreement":
        if draft_of(case, statement, draft) == draft:
            yield from ((str(name), ("leaves out", None, False)) for name in statement.except_ if name in known)
            plain: Bearing = "conditions" if guarded else "accepts"
            yield from ((name, (plain, None, True)) for name in accepted_clauses(statement, draft))
        return
    for test in (statement.if_, statement.unless):
        yield from () if test is None else _naming(test, known, "names")
    recorded = statement.undecided or statement.silent
    if recorded is not None:
        yield from _recorded(case, recorded, "undecided" if statement.undecided else "silent", known, realised)
        return
    said = statement.requires or statement.refuses or said_yes_to(case, statement, draft)
    for part in statement.conditions:
        yield from _naming(part, known, "names" if said is None else "conditions")
    if said is None:
        return
    wish = c.Not(said) if statement.refuses is not None else said
    no: Bearing = "conditions" if guarded else "rejects"
    yes: Bearing = "conditions" if guarded else "accepts"
    demand = statement.requires is not None or statement.refuses is not None
    options = options_named(case, wish)
    for clause, realising in realised.items():
        for issue in dict.fromkeys(issue for issue, _ in realising):
            ways = [option for other, option in realising if other == issue]
            verdict = {option: evaluate(wish, settled(case, issue, option)) for option in ways}
            if demand and all(value is False for value in verdict.values()):
                yield clause, (no, (issue, ways[0]), False)
            wanted = [option for option in ways if option in options.get(issue, ()) and verdict[option] is not False]
            if wanted:
                yield clause, (yes, (issue, wanted[0]), True)
    yield from ((name, (no, None, False)) for name in names_wanted(c.Not(wish)) if name in known)
    yield from ((name, (yes, None, True)) for name in names_wanted(wish) if name in known)


def _naming(condition: Condition, known: tuple[str, ...], bearing: Bearing) -> Iterator[_Bears]:
    named = (ref.name for ref in mentions(condition).of("name", "commitment"))
    yield from ((name, (bearing, None, False)) for name in named if name in known)


def _recorded(
    case: Case,
    said: tuple[Condition, ...],
    bearing: Bearing,
    known: tuple[str, ...],
    realised: dict[str, dict[tuple[str, str], None]],
) -> Iterator[_Bears]:
    for condition in said:
        named = {ref.name for ref in mentions(condition).of("name", "commitment", "issue")}
        options = options_named(case, condition)
        for clause, realising in realised.items():
            for issue, option in realising:
                if issue in named and (issue not in options or option in options[issue]):
                    yield clause, (bearing, (issue, option), False)
        yield from ((clause, (bearing, None, False)) for clause in known if clause in named)
