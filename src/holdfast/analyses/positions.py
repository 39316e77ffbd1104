"""Question 1: where does each party stand, according to whom?

The matrix party × issue, the words on the draft and its clauses, and the facts that are asserted, each with the
statements it rests on. A statement bears on an issue in one of two ways: what it asks, accepts or leaves open is
*about* the issue, or the issue is the *condition* under which it holds. Silence is recorded where a source records it,
and is never consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from holdfast.analyses.because import Because, because
from holdfast.case.case import Case, counts
from holdfast.case.conditions import Condition, Performed
from holdfast.case.mentions import mentions
from holdfast.case.model import Firmness, Statement, Value, Verb

#: Verbs that take a stance on what they are about.
STANCES: Final[tuple[Verb, ...]] = ("requires", "refuses", "accepts", "prefers", "offers", "undecided", "silent")


@dataclass(frozen=True, slots=True)
class Stance:
    """What one statement says on one issue."""

    issue: str
    parties: tuple[str, ...]
    """Empty where the speaker is no party of the case."""
    bearing: Literal["about", "condition"]
    verb: Verb
    said: tuple[Condition, ...]
    """What the verb is about; several for a preference, the first over the second."""
    if_: Condition | None
    unless: Condition | None
    options: tuple[str, ...]
    """The options of this issue that the statement names, in the order of the case."""
    firmness: Firmness
    retired_by: str | None
    """The statement that supersedes it, if one that counts does."""
    because: Because


@dataclass(frozen=True, slots=True)
class OnDraft:
    """A word on the agreement as a whole, or on one of its clauses."""

    clause: str | None
    """None for the whole."""
    bearing: Literal["about", "condition", "excepted"]
    """Whether what it says is about the clause, holds under a condition on it, or leaves it out of an acceptance."""
    parties: tuple[str, ...]
    verb: Verb
    said: tuple[Condition, ...]
    if_: Condition | None
    unless: Condition | None
    extent: str | None
    clauses: tuple[str, ...]
    excepted: tuple[str, ...]
    firmness: Firmness
    retired_by: str | None
    because: Because


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that somebody asserts or expects of a fact."""

    value: Value
    parties: tuple[str, ...]
    asserted_by: str
    """The speaker."""
    origin: str | None
    """Whose number it is, where that is not the speaker."""
    retired_by: str | None
    because: Because


@dataclass(frozen=True, slots=True)
class FactRow:
    """Everything that is asserted under one key."""

    key: str
    text: str | None
    """What the key means, in words."""
    unit: str | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A forecast, warning, offer or agenda point."""

    verb: Verb
    parties: tuple[str, ...]
    words: str | None
    topics: tuple[str, ...]
    """For an agenda point: issues and words."""
    values: tuple[tuple[str, Value], ...]
    """For a forecast of facts: key and value."""
    retired_by: str | None
    because: Because


@dataclass(frozen=True, slots=True)
class Positions:
    """The answer to question 1."""

    as_of: date | None
    parties: tuple[str, ...]
    """Those in the matrix: all whose consent is needed, and all others with a stance, in the order of the case."""
    issues: tuple[str, ...]
    stances: tuple[Stance, ...]
    on_draft: tuple[OnDraft, ...]
    facts: tuple[FactRow, ...]
    words: tuple[Word, ...]
    silent_parties: tuple[str, ...]
    """Those whose consent is needed and who have no stance on any issue."""
    no_word: Mapping[str, tuple[str, ...]]
    """For each issue: those whose consent is needed and who have no word on it that stands. Silence is none."""
    method: str
    assumptions: tuple[str, ...]

    def cell(self, party: str, issue: str) -> tuple[Stance, ...]:
        """The stances of a party on an issue."""
        return tuple(one for one in self.stances if one.issue == issue and party in one.parties)


def positions(
    case: Case, *, as_of: date | None = None, parties: Iterable[str] = (), issues: Iterable[str] = ()
) -> Positions:
    """Where each party stands.

    1. Take the statements that count on the day: made by then, or undated.
    2. For each, find the issues that what it says is about and those that its `if` and `unless` test.
    3. Gather by issue, by clause of a draft and by fact; mark what a later statement has retired.

    Args:
        case: the case.
        as_of: the day; the case's own where it is None, and all statements where that is None too.
        parties: only these parties (and nobody else's statements), if any are given.
        issues: only these issues, if any are given.
    """
    day = as_of or case.as_of
    wanted_parties, wanted_issues = set(parties), set(issues)
    counted = {name: statement for name, statement in case.statements.items() if counts(statement, day)}
    wanted = {
        name: statement
        for name, statement in counted.items()
        if not wanted_parties or wanted_parties & set(statement.parties)
    }
    retired_by = {
        str(old): name
        for name, statement in case.statements.items()
        if counts(statement, day)
        for old in statement.supersedes
    }
    all_stances = [
        stance
        for name, statement in counted.items()
        for stance in _stances(case, statement, because(case, name), retired_by.get(name))
        if not wanted_issues or stance.issue in wanted_issues
    ]
    stances = [stance for stance in all_stances if stance.because.statement in wanted]
    on_draft: list[OnDraft] = []
    words: list[Word] = []
    for name, statement in wanted.items():
        evidence = because(case, name)
        on_draft.extend(_on_draft(case, statement, evidence, retired_by.get(name)))
        words.extend(_words(statement, evidence, retired_by.get(name)))
    shown_issues = tuple(name for name in case.issues if not wanted_issues or name in wanted_issues)
    needed = tuple(party for party in case.consent if party in case.parties)
    shown = wanted_parties or set(case.parties)
    # Who has no word is asked of all statements, whatever is shown: else a filter would make silence of speech.
    with_stance = {party for stance in all_stances for party in stance.parties}
    return Positions(
        as_of=day,
        parties=tuple(name for name in case.parties if name in shown and (name in with_stance or name in needed)),
        issues=shown_issues,
        stances=tuple(stances),
        on_draft=tuple(on_draft) if not wanted_issues else (),
        facts=_facts(case, wanted, retired_by) if not wanted_issues else (),
        words=tuple(words) if not wanted_issues else (),
        silent_parties=tuple(party for party in needed if party not in with_stance),
        no_word=_no_word(shown_issues, needed, all_stances),
        method="Every statement that counts on the day, listed under each issue that it names; nothing is inferred.",
        assumptions=(
            "Firmness is a judgement of those who keep the case.",
            "Undated statements always count.",
            "No word on an issue is no consent.",
        ),
    )


def _no_word(
    issues: tuple[str, ...], needed: tuple[str, ...], stances: Iterable[Stance]
) -> Mapping[str, tuple[str, ...]]:
    heard = {
        (party, stance.issue)
        for stance in stances
        if stance.bearing == "about" and stance.verb != "silent" and stance.retired_by is None
        for party in stance.parties
    }
    return {issue: tuple(party for party in needed if (party, issue) not in heard) for issue in issues}


def _named(condition: Condition) -> dict[str, set[str]]:
    """The issues that a condition names, each with the options it names."""
    found: dict[str, set[str]] = {}
    for issue, option in mentions(condition).choices:
        found.setdefault(issue.name, set()).add(option.name)
    return found


def _stances(case: Case, statement: Statement, evidence: Because, retired_by: str | None) -> Iterable[Stance]:
    if statement.verb not in STANCES and statement.verb != "warns":
        return
    about: dict[str, set[str]] = {}
    for condition in statement.conditions:
        for issue, options in _named(condition).items():
            about.setdefault(issue, set()).update(options)
        if isinstance(condition, Performed) and condition.name in case.issues:
            about.setdefault(condition.name, set())
    under: dict[str, set[str]] = {}
    for test in (statement.if_, statement.unless):
        if test is not None:
            for issue, options in _named(test).items():
                under.setdefault(issue, set()).update(options)
    for bearing, issues in (("about", about), ("condition", {k: v for k, v in under.items() if k not in about})):
        for issue, options in issues.items():
            if issue in case.issues:
                yield Stance(
                    issue=issue,
                    parties=evidence.parties,
                    bearing="about" if bearing == "about" else "condition",
                    verb=statement.verb,
                    said=statement.conditions,
                    if_=statement.if_,
                    unless=statement.unless,
                    options=tuple(option for option in (*case.issues[issue].options, "left-open") if option in options),
                    firmness=statement.firmness,
                    retired_by=retired_by,
                    because=evidence,
                )


def _on_draft(case: Case, statement: Statement, evidence: Because, retired_by: str | None) -> Iterable[OnDraft]:
    clauses: dict[str | None, Literal["about", "condition", "excepted"]] = {}
    if statement.accepts == "agreement":
        clauses[None] = "about"
        clauses |= {str(name): "about" for name in statement.clauses}
        clauses |= {str(name): "excepted" for name in statement.except_}
    if statement.verb in STANCES:
        clauses |= {name: "about" for condition in statement.conditions for name in _steps(condition, case)}
        for test in (statement.if_, statement.unless):
            for name in () if test is None else _steps(test, case):
                clauses.setdefault(name, "condition")
    for clause, bearing in clauses.items():
        yield OnDraft(
            clause=clause,
            bearing=bearing,
            parties=evidence.parties,
            verb=statement.verb,
            said=statement.conditions,
            if_=statement.if_,
            unless=statement.unless,
            extent=statement.extent,
            clauses=tuple(str(name) for name in statement.clauses),
            excepted=tuple(str(name) for name in statement.except_),
            firmness=statement.firmness,
            retired_by=retired_by,
            because=evidence,
        )


def _steps(condition: Condition, case: Case) -> Iterable[str]:
    """The clauses, events and phases that a condition names."""
    return (ref.name for ref in mentions(condition).of("name", "commitment", "anchor") if ref.name not in case.issues)


def _words(statement: Statement, evidence: Because, retired_by: str | None) -> Iterable[Word]:
    if statement.verb not in ("expects", "warns", "offers", "raises"):
        return
    said = getattr(statement, statement.verb)
    yield Word(
        verb=statement.verb,
        parties=evidence.parties,
        words=said if isinstance(said, str) else None,
        topics=said if statement.verb == "raises" else (),
        values=tuple((str(key), value) for key, value in said.items()) if isinstance(said, Mapping) else (),
        retired_by=retired_by,
        because=evidence,
    )


def _facts(case: Case, statements: Mapping[str, Statement], retired_by: Mapping[str, str]) -> tuple[FactRow, ...]:
    claims: dict[str, list[Claim]] = {}
    for name, statement in statements.items():
        for key, value in (statement.asserts or {}).items():
            evidence = because(case, name)
            speaker = statement.by or ", ".join(case.parties[party].label for party in evidence.parties)
            claim = Claim(value, evidence.parties, speaker, statement.origin, retired_by.get(name), evidence)
            claims.setdefault(str(key), []).append(claim)
    rows = []
    for name in dict.fromkeys([*case.facts, *claims]):
        if name in claims:
            fact = case.facts.get(name)
            text, unit = (None, None) if fact is None else (fact.text, fact.unit)
            rows.append(FactRow(name, text, unit, tuple(claims[name])))
    return tuple(rows)
