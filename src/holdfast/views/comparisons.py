"""Positions in depth in words: headings, classes and sentences that the terminal and the report share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from holdfast.analyses.balance import Balance, BalanceRow
from holdfast.analyses.clauses import Bearing, ClauseRow, Clauses, Promise
from holdfast.analyses.convergence import IssueMeeting, Meeting, OptionWord
from holdfast.analyses.facts import Fact, FactClass, Facts
from holdfast.analyses.movement import Move, Moved, Movement, Step
from holdfast.analyses.relations import Clash, Kind, Relation, Relations
from holdfast.case.case import Case
from holdfast.case.model import FIRMNESSES
from holdfast.views.names import (
    and_list,
    count,
    day_words,
    issue_label,
    option_label,
    party_label,
    quoted,
    range_of_days,
    sentence,
)
from holdfast.views.signs import FIRMNESS_SIGNS, VERB_SIGNS, Sign
from holdfast.views.words import clause_of, clause_text, step_label

KINDS: Final[Mapping[Kind, Sign]] = {
    "split": Sign("∨", "split within a side"),
    "reported differently": Sign("≠", "reported differently"),
    "possible shift": Sign("→", "possible shift"),
    "contradiction": Sign("↯", "contradiction of one speaker"),
    "does not fit together": Sign("∦", "does not fit together"),
}
_CLASHES: Final[Mapping[Clash, str]] = {
    "cannot all stand": "cannot all stand",
    "preferences in a circle": "prefer in a circle",
    "undecided beside a stance": "say undecided, and a stance",
    "silent beside a stance": "say no word was given, and a stance",
}
FACT_CLASSES: Final[Mapping[FactClass, Sign]] = {
    "agreed": Sign("✓", "agreed"),
    "unchallenged": Sign("·", "unchallenged"),
    "differs by rounding": Sign("≈", "differing by rounding"),
    "differs": Sign("≠", "differing"),
}
MEETINGS: Final[Mapping[Meeting, Sign]] = {
    "convergent": Sign("✓", "convergent"),
    "divergent": Sign("✕", "divergent"),
    "open": Sign("○", "open"),
}
BEARINGS: Final[Mapping[Bearing, Sign]] = {
    "accepts": Sign("✓", "accepts"),
    "conditions": Sign("¶", "sets conditions"),
    "rejects": Sign("✕", "rejects"),
    "leaves out": Sign("−", "leaves out"),
    "undecided": Sign("?", "undecided"),
    "silent": Sign("…", "silent"),
    "names": Sign("·", "names it"),
}
PROMISES: Final[Mapping[Promise, Sign]] = {
    "said": Sign("✓", "has said so"),
    "under a condition": Sign("¶", "has said so under a condition"),
    "never said": Sign("○", "has never said so"),
    "does not exist yet": Sign("·", "does not exist yet"),
}
MOVES: Final[Mapping[Move, Sign]] = {
    "first word": Sign("+", "first word"),
    "firmer": Sign("▲", "firmer"),
    "softer": Sign("▼", "softer"),
    "changed": Sign("→", "changed"),
    "new": Sign("+", "said beside what stands"),
    "retired": Sign("×", "retired"),
}


# The record


def balance_heading(found: Balance) -> str:
    """How direct the whole record is."""
    total = found.total
    hearsay = total.anonymous + total.second_hand
    whole = total.statements
    return sentence(
        f"{count(whole, 'statement')}, {_share(hearsay, whole)} of them anonymous or second-hand, "
        f"{_share(total.primary, whole)} from primary documents"
    )


def share(part: int, whole: int) -> str:
    """``12 (40%)``: a count and what share it is."""
    return f"{part} ({_share(part, whole)})" if part else "0"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "none"


def firmness_words(row: BalanceRow) -> str:
    """``13 position, 2 red line``: the firmness of a party's stances."""
    found = [f"{row.firmness[one]} {FIRMNESS_SIGNS[one].word}" for one in FIRMNESSES if row.firmness[one]]
    return ", ".join(found) or "no stance"


def age_words(row: BalanceRow) -> str:
    """``20 Jan 2026 to 27 Feb 2026; 3 undated``."""
    days = range_of_days(day for day in (row.oldest, row.newest) if day is not None)
    undated = f"{row.undated} undated" if row.undated else ""
    return "; ".join(part for part in (days, undated) if part)


def record_of(row: BalanceRow, case: Case) -> str:
    """Whose record a row is."""
    return party_label(row.party, case) if row.party is not None else (row.speaker or "")


# What does not go together


def relations_heading(found: Relations) -> str:
    """How much of what sides say does not go together, by kind."""
    if not found.found:
        return "Nothing that one side says stands against anything else it says"
    kinds = Counter(one.kind for one in found.found)
    sets = count(len(found.found), "set of statements", "sets of statements")
    listed = and_list([f"{kinds[kind]} {sign.word}" for kind, sign in KINDS.items() if kinds[kind]])
    return f"{sets} of one side do not go together: {listed}"


def relation_words(one: Relation, case: Case) -> str:
    """``These 3 cannot all stand (Union and Night crews)``, and on what."""
    who = and_list([party_label(party, case) for party in one.parties])
    number = len(one.statements)
    these = "This by itself" if number == 1 else "These two" if number == 2 else f"These {number}"
    clash = "cannot stand" if number == 1 and one.clash == "cannot all stand" else _CLASHES[one.clash]
    about = [quoted(issue_label(issue, case)) for issue in one.issues] + [
        step_label(name, case) for name in one.clauses
    ]
    on = f", on {and_list(about)}" if about else ""
    rules = f", given {'the rule' if len(one.rules) == 1 else 'the rules'} {and_list(one.rules)}" if one.rules else ""
    return f"{who}: {these[0].lower()}{these[1:]} {clash}{on}{rules}"


def bounded_words(found: Relations, case: Case) -> str | None:
    """For which sides there may be more; None where there is none."""
    if not found.bounded:
        return None
    return f"There may be more sets than are shown for {and_list([party_label(one, case) for one in found.bounded])}."


# Facts


def facts_heading(found: Facts) -> str:
    """How many facts are in each class."""
    if not found.facts:
        return "No claims of fact are recorded"
    classes = Counter(one.fact_class for one in found.facts)
    listed = and_list([f"{classes[name]} {sign.word}" for name, sign in FACT_CLASSES.items() if classes[name]])
    return f"Of {count(len(found.facts), 'matter')} of fact: {listed}"


def fact_words(one: Fact, case: Case) -> str:
    """The class of a fact, with what it rests on."""
    origins = count(len(one.origins), "origin")
    if one.fact_class == "agreed":
        others = f"; {count(len(one.differences), 'pair')} of claims differ all the same" if one.differences else ""
        return f"agreed by {and_list([party_label(party, case) for party in one.agreed_by])}; {origins}{others}"
    if one.fact_class == "unchallenged":
        return f"unchallenged; {origins}"
    return f"{one.fact_class}; {origins}"


# How positions meet


def meetings_heading(found: tuple[IssueMeeting, ...]) -> str:
    """On how many issues positions converge and diverge."""
    kinds = Counter(one.meeting for one in found)
    return f"Of {count(len(found), 'issue')}: " + and_list(
        [f"{kinds[kind]} {sign.word}" for kind, sign in MEETINGS.items()]
    )


def meeting_words(one: IssueMeeting, case: Case) -> str:
    """The class of an issue and why."""
    condition = ", conditions apart" if one.conditional else ""
    if one.meeting == "convergent":
        options = and_list([option_label(one.issue, option, case) for option in one.common])
        return f"convergent{condition}: all say yes to {options}, none excludes it"
    if one.meeting == "divergent":
        return f"divergent{condition}: each option is excluded by somebody whose consent is needed"
    if not one.left:
        return "open"
    if len(one.left) == len(case.issues[one.issue].options):
        return "open: nobody whose consent is needed excludes anything"
    options = and_list([option_label(one.issue, option, case) for option in one.left])
    return f"open: nobody whose consent is needed excludes {options}"


def option_word(one: OptionWord) -> str:
    """``accepts``, ``excludes if …``, ``accepts and excludes``, ``no word``."""
    said = []
    for word, found in (("accepts", one.accepted), ("excludes", one.excluded)):
        if found:
            said.append(word + (" under a condition" if all(bearing.conditional for bearing in found) else ""))
    return " and ".join(said) or "no word"


# The draft


def clauses_heading(found: Clauses) -> str:
    """How many obligors have never said that they will do what is asked of them."""
    promises = [one.promise for row in found.rows for one in row.obligors]
    never = promises.count("never said")
    total = count(len(found.rows), "clause")
    if not never:
        return sentence(f"{total}; everybody who owes one has said that it will do it")
    duties = count(len(promises), "duty", "duties")
    return f"In {never} of {duties} under {total}, the one who owes it has never said that it will do it"


def clause_label(row: ClauseRow, case: Case) -> str:
    """What a clause asks."""
    clause = clause_of(row.clause, case)
    return row.clause if clause is None else clause_text(clause, row.clause)


def who_words(row: ClauseRow, bearing: Bearing, case: Case) -> str:
    """Who does that to a clause; empty where nobody does."""
    found: dict[str, None] = {}
    for word in row.of(bearing):
        label = and_list([party_label(party, case) for party in word.parties]) or word.because.speaker or ""
        found[label] = None
    return ", ".join(found)


# Movement


def moved_words(one: Moved, case: Case) -> str:
    """``Port, ‘How far …?’: softer (refuses …)``."""
    return f"{MOVES[one.move]}: {step_words(one.step, one.issue, case)}"


def step_words(step: Step, issue: str, case: Case) -> str:
    """A stance in few words: verb, options, firmness."""
    options = and_list([option_label(issue, option, case) for option in step.options])
    condition = " under a condition" if step.conditional else ""
    return f"{VERB_SIGNS[step.verb].word} {options or 'the whole'}{condition} ({FIRMNESS_SIGNS[step.firmness].word})"


def movement_heading(found: Movement) -> str:
    """How much moved since the day, or in all."""
    stances = sum(len(track.steps) for track in found.tracks)
    undated = f"; {count(found.undated, 'stance')} of unknown date" if found.undated else ""
    if found.since is None:
        retired = sum(step.retired_by is not None for track in found.tracks for step in track.steps)
        return sentence(f"{count(stances, 'stance')} over time, {retired} of them retired since{undated}")
    if not found.moved:
        return f"Nothing dated has moved since {day_words(found.since)}{undated}"
    kinds = Counter(one.move for one in found.moved)
    listed = and_list([f"{kinds[move]} × {sign.word}" for move, sign in MOVES.items() if kinds[move]])
    return f"Since {day_words(found.since)}: {listed}{undated}"
