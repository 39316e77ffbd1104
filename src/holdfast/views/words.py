"""The words that every view uses: the terminal, the report and the browser say the same thing in the same way.

Pure functions from the model to plain text: conditions and statements here, names, times and figures in `names`,
symbols in `signs`. All of them may be imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from holdfast.case.case import Case
from holdfast.case.conditions import (
    After,
    Amount,
    And,
    AtLeast,
    AtMost,
    Atom,
    Before,
    Begun,
    Choice,
    Condition,
    Const,
    Done,
    Free,
    Lasting,
    Not,
    On,
    Or,
    Performed,
    PhaseEdge,
    Recognised,
    Stage,
    Test,
    Verified,
    conjunction,
    disjunction,
)
from holdfast.case.model import Remedy, Statement, Tranche, Value, Verb
from holdfast.diagnostics import or_list
from holdfast.views.names import (
    NO_WORD,
    NOT_SAID,
    and_list,
    citation_words,
    clause_of,
    clause_text,
    count,
    date_words,
    day_words,
    fact_label,
    goods_words,
    is_event,
    is_rtl,
    isolated,
    issue_label,
    offset_words,
    option_label,
    party_label,
    quantity_words,
    quoted,
    range_of_days,
    readable,
    sentence,
    share_words,
    source_label,
    speaker_words,
    step_label,
    value_words,
    when_words,
    window_words,
)
from holdfast.views.signs import (
    CHANNEL_SIGNS,
    CITATION_SIGNS,
    FIRMNESS_SIGNS,
    ROLE_WORDS,
    SEVERITY_SIGNS,
    SHAPES,
    STATUS_SIGNS,
    VERB_SIGNS,
    PartyMark,
    Sign,
    channel_sign,
    party_marks,
)


def condition_words(condition: Condition, case: Case, *, clause: bool = False) -> str:
    """A condition in plain words, with the names that the case gives to options, clauses and parties.

    Args:
        condition: what is put into words.
        case: whose names are used.
        clause: how it stands in the sentence: as an object (``refuses ‘All cranes at once’``), or, where this is
            true, as a clause of its own (``unless ‘All cranes at once’ is agreed``).
    """
    return _words(condition, case, clause, inside=False)


def _words(node: Condition, case: Case, clause: bool, *, inside: bool) -> str:
    """`inside`: it stands within a larger condition, where ``or`` needs parentheses."""
    match node:
        case And(parts):
            if len(parts) < 2:
                return _words(parts[0] if parts else Const(True), case, clause, inside=inside)
            return " and ".join(_words(part, case, clause, inside=True) for part in _flat(conjunction(parts)))
        case Or(parts):
            if len(parts) < 2:
                return _words(parts[0] if parts else Const(False), case, clause, inside=inside)
            words = or_list([_words(part, case, clause, inside=True) for part in _flat(disjunction(parts))])
            return f"({words})" if inside else words
        case Not(Choice(issue, options, negated)):
            return _words(Choice(issue, options, not negated), case, clause, inside=inside)
        case Not(part):
            return f"not ({_words(part, case, clause, inside=False)})"
        case Free(text):
            return f"({isolated(text)})" if inside else isolated(text)
        case Choice() | AtLeast() | AtMost():
            words = _choice(node, case)
            words = f"{words} is agreed" if clause and not words.endswith("left open") else words
            several = len(options_of(node, case)) > 1 and not (isinstance(node, Choice) and node.negated)
            return f"({words})" if inside and several else words
        case _:
            return _atom(node, case, clause)


def _flat(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, And | Or) else (condition,)


def _choice(test: Test, case: Case) -> str:
    match test:
        case Choice(issue, (option,), True):
            return f"anything but {option_label(issue, option, case)}"
        case Choice(issue, options, True):
            return f"neither {' nor '.join(option_label(issue, option, case) for option in options)}"
        case Choice(issue, options):
            return or_list([option_label(issue, option, case) for option in options])
        case AtLeast(issue, option) | AtMost(issue, option):
            named = options_of(test, case)
            later = "later" if isinstance(test, AtLeast) else "earlier"
            if not named:
                return f"{option_label(issue, option, case)} or {later}"
            return or_list([option_label(issue, name, case) for name in named])


def options_of(test: Test, case: Case) -> tuple[str, ...]:
    """The options that a test names, those between its bounds included, in the order of the case where it has one."""
    if isinstance(test, Choice):
        return test.options
    known = case.issues.get(test.issue)
    order = () if known is None else tuple(known.options)
    if test.option not in order:
        return ()
    place = order.index(test.option)
    return order[place:] if isinstance(test, AtLeast) else order[: place + 1]


def _atom(node: Atom, case: Case, clause: bool) -> str:
    """An atom that is no test of an issue: as an object, or as a clause."""

    def either(thing: str, sentence: str) -> str:
        return sentence if clause else thing

    match node:
        case Const(value):
            return "in every case" if value else "in no case"
        case Done(choice):
            words = _choice(choice, case)
            return either(f"{words}, done", f"{words} is done")
        case Performed(name):
            label = step_label(name, case)
            become = "is settled" if name in case.issues else "has come" if is_event(name, case) else "is done"
            return either(label, f"{label} {become}")
        case Begun(name):
            label = step_label(name, case)
            return either(f"the beginning of {label}", f"{label} has begun")
        case Verified(name):
            label = step_label(name, case)
            return either(f"{label}, verified", f"{label} is verified")
        case Recognised(name, party):
            words = f"recognised by {party_label(party, case)}"
            return either(f"{step_label(name, case)}, {words}", f"{step_label(name, case)} is {words}")
        case Stage(name, number):
            words = f"part {number} of {step_label(name, case)}"
            return either(words, f"{words} is done")
        case Amount(name, amount, unit, percent):
            goods = "" if unit is None else f" {readable(unit)}"
            words = f"at least {_number(amount)}{'%' if percent else ''}{goods} of {step_label(name, case)}"
            return either(words, f"{words} is done")
        case Lasting(name, duration):
            label = step_label(name, case)
            return either(f"{label} for {duration.spoken()}", f"{label} has held for {duration.spoken()}")
        case PhaseEdge(name, edge):
            label = step_label(name, case)
            side = "start" if edge == "opens" else "end"
            return either(f"the {side} of phase {label}", f"phase {label} has {side}ed")
        case Before(first, second):
            before, then = _atom(first, case, False), _atom(second, case, False)
            return either(f"{before} before {then}", f"{before} comes before {then}")
        case On(moment):
            return either(day_words(moment), f"{day_words(moment)} has come")
        case After(offset):
            words = offset_words(offset, case)
            return either(words, f"{words} has come" if offset.by is None else f"it is {words}")
        case _:
            return _words(node, case, clause, inside=False)


def _number(amount: Decimal) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# Clauses


def tranche_words(tranche: Tranche, case: Case) -> str:
    """One part of what is due: ``12 every 7 days, 3 times``."""
    amount = share_words(tranche.amount)
    if tranche.at is not None:
        return f"{amount}, {when_words(tranche.at, case)}"
    if tranche.every is not None:
        return f"{amount} every {tranche.every.spoken()}, {count(tranche.times, 'time')}"
    if tranche.after is not None:
        return f"{amount} after {condition_words(tranche.after, case, clause=True)}"
    return amount


def remedy_words(remedy: Remedy, case: Case) -> str:
    """What follows a breach: ``‘Reinstate …’ by Port is suspended``."""
    if remedy.action == "words" or remedy.clause is None:
        return remedy.words or ""
    target = step_label(remedy.clause, case)
    ends = {"suspend": f"{target} is suspended", "terminate": f"{target} ends"}
    return ends.get(remedy.action) or f"{target} has {'' if remedy.by is None else remedy.by.spoken()} more"


# Statements


def said_words(
    verb: Verb, said: Sequence[Condition], if_: Condition | None, unless: Condition | None, case: Case
) -> str:
    """A stance as a sentence without its subject: ``refuses ‘All cranes at once’ unless ‘…’ is done``."""
    objects = [condition_words(condition, case) for condition in said]
    joined = " over ".join(objects) if verb == "prefers" else and_list(objects)
    words = f"{VERB_SIGNS[verb].word} {joined}".rstrip()
    if if_ is not None:
        words += f" if {condition_words(if_, case, clause=True)}"
    return words if unless is None else f"{words} unless {condition_words(unless, case, clause=True)}"


def accepted_words(statement: Statement, case: Case) -> str:
    """What `accepts: agreement` accepts, and what it leaves out."""
    named = and_list([step_label(str(name), case) for name in statement.clauses])
    words = {
        "whole": "accepts the draft as a whole",
        "named": f"accepts of the draft {named or 'named clauses'}",
        "principle": "accepts the draft in principle, which says yes to no clause in particular",
    }.get(statement.extent or "unknown", "accepts the draft, how much of it is not known")
    if statement.except_:
        words += f", except {and_list([step_label(str(name), case) for name in statement.except_])}"
    return words


def statement_words(statement: Statement, case: Case) -> str:
    """What a statement does, as a sentence without its subject."""
    verb = statement.verb
    said = getattr(statement, verb)
    if said == "agreement":
        words = accepted_words(statement, case)
    elif verb == "raises":
        words = f"raises {and_list([topic_words(topic, case) for topic in said])}"
    elif isinstance(said, Mapping):
        words = f"{verb} {'; '.join(claim_words(str(key), value, case) for key, value in said.items())}"
    elif isinstance(said, str):
        words = f"{verb}: {isolated(said)}"
    else:
        return said_words(verb, statement.conditions, statement.if_, statement.unless, case)
    if statement.if_ is not None:
        words += f" if {condition_words(statement.if_, case, clause=True)}"
    if statement.unless is not None:
        words += f" unless {condition_words(statement.unless, case, clause=True)}"
    return words


def topic_words(topic: str, case: Case) -> str:
    """An agenda point: an issue by its question, or words."""
    return quoted(issue_label(topic, case)) if topic in case.issues else isolated(topic)


def claim_words(key: str, value: Value, case: Case) -> str:
    """``‘Where the talks are held’: Cairo``."""
    known = case.facts.get(key)
    return f"{quoted(fact_label(key, case))}: {value_words(value, None if known is None else known.unit)}"


__all__ = [
    "CHANNEL_SIGNS",
    "CITATION_SIGNS",
    "FIRMNESS_SIGNS",
    "NOT_SAID",
    "NO_WORD",
    "ROLE_WORDS",
    "SEVERITY_SIGNS",
    "SHAPES",
    "STATUS_SIGNS",
    "VERB_SIGNS",
    "PartyMark",
    "Sign",
    "accepted_words",
    "and_list",
    "channel_sign",
    "citation_words",
    "claim_words",
    "clause_of",
    "clause_text",
    "condition_words",
    "count",
    "date_words",
    "day_words",
    "fact_label",
    "goods_words",
    "is_event",
    "is_rtl",
    "isolated",
    "issue_label",
    "offset_words",
    "option_label",
    "options_of",
    "party_label",
    "party_marks",
    "quantity_words",
    "quoted",
    "range_of_days",
    "readable",
    "remedy_words",
    "said_words",
    "sentence",
    "share_words",
    "source_label",
    "speaker_words",
    "statement_words",
    "step_label",
    "topic_words",
    "tranche_words",
    "value_words",
    "when_words",
    "window_words",
]
