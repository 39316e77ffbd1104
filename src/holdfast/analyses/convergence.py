"""Where the positions of those whose consent is needed meet on an issue, and where they leave nothing.

Per issue, party and option: whether a current statement says yes to it, excludes it, or says no word. A party's word is
its own and its delegations'; a faction's is not. Nothing here combines statements, or issues: `holdfast deals` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.formulas import options_between, said_yes_to
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import World, evaluate, package_world, simplify
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement

Meeting: TypeAlias = Literal["convergent", "divergent", "open"]


@dataclass(frozen=True, slots=True)
class Bearing:
    """A statement that accepts or excludes an option; `conditional` where it does so under a condition only."""

    statement: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class OptionWord:
    """What one party has said of one option. Both may be filled: its own words need not agree."""

    option: str
    accepted: tuple[Bearing, ...]
    excluded: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True)
class PartyOnIssue:
    """What one party has said of the options of one issue."""

    party: str
    options: tuple[OptionWord, ...]

    @property
    def without_a_word(self) -> tuple[str, ...]:
        """The options of which the party has said nothing."""
        return tuple(one.option for one in self.options if not one.accepted and not one.excluded)


@dataclass(frozen=True, slots=True)
class IssueMeeting:
    """How the positions on one issue meet.

    *Convergent*: everybody whose consent is needed says yes to the options in `common`, and nobody of them excludes
    any. *Divergent*: each option is excluded by one of them. *Open*: neither.
    """

    issue: str
    meeting: Meeting
    common: tuple[str, ...]
    """The options that make it convergent."""
    left: tuple[str, ...]
    """The options that none of them excludes."""
    conditional: bool
    """Whether conditions matter: another answer might come without what is said under a condition only."""
    parties: tuple[PartyOnIssue, ...]
    because: tuple[Because, ...]


def convergence(
    case: Case, *, as_of: date | None = None, draft: Draft | None = None, issues: Iterable[str] = ()
) -> tuple[IssueMeeting, ...]:
    """How the positions of those whose consent is needed meet on each issue.

    1. An option is *accepted* by a statement that requires, accepts or offers it by name (``>=`` names what it leaves),
       unless what is said is false with that option; ``anything but x`` says yes to nothing in particular.
    2. It is *excluded* by a demand (of firmness position or more: a preference never binds) that is false where it is
       agreed and all other issues are unknown, by strong Kleene logic.
    3. Either is conditional where the statement has an `if` or `unless` that this option does not settle by itself.
    4. Compare those whose consent is needed, option by option.
    """
    day = as_of or case.as_of
    draft = draft or case.draft
    wanted = set(issues)
    words: dict[str, list[tuple[str, Statement]]] = {}
    for name, statement in case.current(day).items():
        for issue in _issues_of(case, statement, draft):
            words.setdefault(issue, []).append((name, statement))
    needed = {party: voices(case, party) for party in case.consent if party in case.parties}
    found = []
    for issue in case.issues:
        if not wanted or issue in wanted:
            rows = tuple(
                PartyOnIssue(
                    party,
                    tuple(
                        _option(
                            case, issue, option, [w for w in words.get(issue, ()) if speaks & set(w[1].parties)], draft
                        )
                        for option in case.issues[issue].options
                    ),
                )
                for party, speaks in needed.items()
            )
            found.append(_meeting(case, issue, rows))
    return tuple(found)


def _meeting(case: Case, issue: str, rows: tuple[PartyOnIssue, ...]) -> IssueMeeting:
    options = tuple(case.issues[issue].options)
    left, common, unconditionally_left, unconditional = [], [], [], []
    for place, option in enumerate(options):
        cells = [row.options[place] for row in rows]
        if not any(cell.excluded for cell in cells):
            left.append(option)
            if cells and all(cell.accepted for cell in cells):
                common.append(option)
                if all(any(not one.conditional for one in cell.accepted) for cell in cells):
                    unconditional.append(option)
        if all(one.conditional for cell in cells for one in cell.excluded):
            unconditionally_left.append(option)
    meeting: Meeting = "convergent" if common else "divergent" if not left else "open"
    conditional = bool(common and not unconditional) or bool(not left and unconditionally_left)
    names = {one.statement for row in rows for cell in row.options for one in (*cell.accepted, *cell.excluded)}
    return IssueMeeting(
        issue,
        meeting,
        tuple(common),
        tuple(left),
        conditional,
        rows,
        tuple(because(case, name) for name in case.statements if name in names),
    )


def _option(case: Case, issue: str, option: str, words: list[tuple[str, Statement]], draft: Draft | None) -> OptionWord:
    world = settled(case, issue, option)
    accepted, excluded = [], []
    for name, statement in words:
        guard = guard_of(statement, world)
        if guard is False:
            continue
        yes = statement.requires or said_yes_to(case, statement, draft)
        if yes is not None and option in options_named(case, yes).get(issue, ()) and evaluate(yes, world) is not False:
            accepted.append(Bearing(name, guard is None))
        if statement.firmness != "preference" and (
            (statement.requires is not None and evaluate(statement.requires, world) is False)
            or (statement.refuses is not None and evaluate(statement.refuses, world) is True)
        ):
            excluded.append(Bearing(name, guard is None))
    return OptionWord(option, tuple(accepted), tuple(excluded))


def guard_of(statement: Statement, world: World) -> bool | None:
    """Whether a statement's `if` and `unless` let it apply in a world; None where that is not known."""
    parts: list[Condition] = []
    if statement.if_ is not None:
        parts.append(statement.if_)
    if statement.unless is not None:
        parts.append(c.Not(statement.unless))
    return evaluate(c.conjunction(parts), world)


def settled(case: Case, issue: str, option: str) -> World:
    """The world in which this issue is agreed so, and nothing else is known; `done` means agreed."""
    order = {name: tuple(one.options) for name, one in case.issues.items() if name == issue}
    package = package_world({issue: option}, order)
    return lambda atom: package(atom.choice if isinstance(atom, c.Done) else atom)


def options_named(case: Case, condition: Condition) -> Mapping[str, frozenset[str]]:
    """By issue, the options that a condition names as what is to be; what it negates is not among them."""
    found: dict[str, set[str]] = {}
    for issue, option in _named(case, simplify(condition)):
        found.setdefault(issue, set()).add(option)
    return {issue: frozenset(options) for issue, options in found.items()}


def _named(case: Case, node: Condition) -> Iterator[tuple[str, str]]:
    match node:
        case c.And(parts) | c.Or(parts):
            for part in parts:
                yield from _named(case, part)
        case c.Done(choice):
            yield from _named(case, choice)
        case c.Choice(issue, options, False):
            yield from ((issue, option) for option in options if option != LEFT_OPEN)
        case c.AtLeast(issue) | c.AtMost(issue):
            yield from ((issue, option) for option in options_between(case, node))
        case _:
            return


def _issues_of(case: Case, statement: Statement, draft: Draft | None) -> frozenset[str]:
    said = statement.requires or statement.refuses or said_yes_to(case, statement, draft)
    if said is None:
        return frozenset()
    return frozenset(ref.name for ref in mentions(said).of("issue") if ref.name in case.issues)
