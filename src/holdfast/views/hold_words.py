"""The words about whether it holds, the same in the terminal, the report and the browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from immutabledict import immutabledict

from holdfast.analyses.hold import (
    Against,
    CannotUndo,
    Count,
    Ending,
    First,
    Hold,
    Incentives,
    Step,
    Structure,
    TakenBack,
    Threshold,
    Valued,
)
from holdfast.case.case import Case
from holdfast.case.conditions import to_text
from holdfast.views.names import and_list, clause_of, clause_text, count, party_label, quoted, sentence, step_label

SECTION: Final = "Will it hold?"
#: Said wherever the result is shown.
CAVEAT: Final = (
    "An accounting of reasons to go on, with worths as somebody judged them. No forecast and no probability of peace; "
    "for the mediation team."
)
#: Said instead where nobody judged anything.
TEXT_ALONE: Final = (
    "By the text alone, since nobody has judged what its steps are worth. No forecast and no "
    "probability of peace; for the "
    "mediation team."
)
#: Said instead where worths were assumed.
ASSUMED: Final = (
    "An illustration: equal worths were assumed for this run and judged by nobody. It says "
    "what the order of the steps does, "
    "and nothing of what any party wants or would do."
)
_EPSILON: Final = 1e-6


def caveat(answer: Hold) -> str:
    """What the answer is, and is not."""
    if answer.valued is None:
        return TEXT_ALONE
    return ASSUMED if answer.valued.valuation.illustrated else CAVEAT


def of_draft(case: Case, answer: Hold) -> Case:
    """The case with the draft that was looked at as its only one, so that names of clauses mean that draft's."""
    return replace(case, drafts=immutabledict({answer.draft: case.drafts[answer.draft]}))


# Numbers and steps


def points(value: float) -> str:
    """A worth: one decimal where it needs one, with a true minus."""
    rounded = round(value, 1) + 0.0
    text = f"{abs(rounded):,.1f}".removesuffix(".0")
    return f"−{text}" if rounded < 0 else text


def span(low: float, high: float) -> str:
    """``−4 to 7.5``; one number where both ends are the same."""
    first, last = points(low), points(high)
    return first if first == last else f"{first} to {last}"


def share(value: float) -> str:
    """A share of draws: ``63%``; never 0% or 100% where it is not quite that."""
    if 0 < value < 0.005:
        return "under 1%"
    if 0.995 < value < 1:
        return "over 99%"
    return f"{value:.0%}"


def number(value: Fraction) -> str:
    """A number of clauses: ``2``, ``2.25``."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def step_words(step: Step, case: Case) -> str:
    """A step within a sentence: ``part 2 of ‘Reinstate …’ by Port``."""
    names = and_list([step_label(name, case) for name in step.clauses])
    together = " together" if len(step.clauses) > 1 else ""
    part = f"part {step.part} of " if step.part else ""
    return f"{part}{names}{together}" + (", in force" if step.duty else "")


def clauses_words(steps: Iterable[Step], case: Case) -> str:
    """The clauses of steps, each once, with how many of its parts where not all are meant."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        for name in step.clauses:
            found.setdefault(name, []).append(step)
    words = []
    for name, mine in found.items():
        clause = clause_of(name, case)
        text = quoted(name if clause is None else clause_text(clause, name))
        left = len(mine)
        parts = mine[0].parts
        words.append(f"{count(left, 'part')} of {text}" if parts and left < parts else text)
    return and_list(words)


def at_words(place: int, steps: Sequence[Step], case: Case) -> str:
    """``step 3, part 2 of ‘…’ by Port``."""
    return f"step {place + 1}, {step_words(steps[place], case)}"


# The answer in a sentence


def heading(answer: Hold, case: Case) -> str:
    """The answer."""
    if answer.valued is None:
        if answer.structure.unordered and answer.structure.peaks:
            return "The text does not say who goes first: each may have to give before it gets anything"
        return ahead_words(answer.structure, case)
    if answer.valued.valuation.illustrated:
        incentives = answer.valued.incentives
        need = max((one.bond for one in incentives.needs), default=0.0)
        bulk = "".join(
            f"; in bulk it would be {points(one.alone[0])}" for one in answer.valued.curves[:1] if one.now > 1
        )
        return f"With equal worths assumed, the largest guarantee that anybody needs is {points(need)} of 100{bulk}"
    return course_words(answer.valued.incentives, case)


def ahead_words(found: Structure, case: Case) -> str:
    """Who is furthest ahead along an order, by the text alone."""
    if not found.peaks:
        return "By the text alone nobody is ever ahead of the others"
    peak = found.peaks[0]
    counted = next(one for one in found.after[peak.place].counts if one.party == peak.party)
    return (
        f"By the text alone {party_label(peak.party, case)} is furthest ahead at step "
        f"{peak.place + 1}: it {_counted(counted)}"
    )


def course_words(incentives: Incentives, case: Case) -> str:
    """Whether it runs to the end along an order, with the judged worths."""
    drawn = f"in {share(incentives.sampled.completes)} of {incentives.sampled.draws:,} draws"
    weakest = f"step {incentives.weakest.place + 1}, for {party_label(incentives.weakest.party, case)}"
    if incentives.ending is None:
        return (
            f"With the judged worths it runs to the end at the middles of the ranges, and {drawn}; "
            f"the weakest point is {weakest}"
        )
    return (
        f"With the judged worths {ending_words(incentives.ending, incentives.steps, case)}; "
        f"it runs to the end {drawn}; the weakest point is {weakest}"
    )


def ending_words(ending: Ending, steps: Sequence[Step], case: Case) -> str:
    """``Port would leave before step 2, ‘…’, and stop where things stand``."""
    how = "contest" if ending.contests else "stop where things stand"
    why = ", having lost its majority," if ending.ousted else ""
    return f"{party_label(ending.party, case)}{why} would leave before {at_words(ending.place, steps, case)}, and {how}"


# By the text alone


def _counted(one: Count) -> str:
    return (
        f"has done {number(one.given)} of {number(one.to_give)} clauses and got "
        f"{number(one.got)} of {number(one.to_get)}"
    )


def count_cell(one: Count) -> str:
    """``2.25 of 5 given, 1 of 11 got``."""
    return f"{number(one.given)} of {number(one.to_give)} given, {number(one.got)} of {number(one.to_get)} got"


def done_words(answer: Hold, case: Case) -> str | None:
    """What has been performed already, where it goes on from there."""
    if not answer.done:
        return None
    left = "nothing is left" if not answer.steps else f"{count(len(answer.steps), 'step')} still to come"
    return f"From where things stand: {clauses_words(answer.done, case)} done, {left}."


def order_note(answer: Hold) -> str:
    """What the order of the table is."""
    if answer.tried is not None:
        return "The steps in the order that was given."
    if answer.structure.unordered:
        return (
            "The text sets no order between these steps: the table has them as they stand in the "
            "draft, and another order "
            "is just as possible."
        )
    return "The steps in the order that the text's conditions and days suggest; where it leaves it open, as they stand."


def moves(found: Structure, place: int) -> bool:
    """Whether anything was given or got with a step."""
    before = found.after[place - 1].counts if place else ()
    now = found.after[place].counts
    if not before:
        return any(one.given or one.got for one in now)
    return any((one.given, one.got) != (old.given, old.got) for one, old in zip(now, before, strict=True))


def first_words(one: First, case: Case) -> str:
    """What a party may have to give before it gets anything, and the reverse."""
    name = party_label(one.party, case)
    giving = clauses_words(one.before_getting, case)
    getting = clauses_words(one.before_giving, case)
    if one.must_begin:
        return (
            f"{name} has to begin: nothing is due to it before it has given something. Before it gets "
            f"anything it could have done {giving}."
        )
    gives = f"could have done {giving} before it gets anything" if giving else "need do nothing before it gets anything"
    gets = f"could have got {getting} before it does anything" if getting else "gets nothing before it does something"
    return f"{name} {gives}; and it {gets}."


def undo_words(one: CannotUndo, case: Case) -> str:
    """A step that cannot be undone, and what has come for it by then."""
    part = f"part {one.step.part} of " if one.step.part else ""
    return (
        f"Step {one.place + 1}, {part}{step_label(one.clause, case)}, cannot be undone; with it "
        f"{party_label(one.party, case)} has got {number(one.got)} of {number(one.to_get)} clauses."
    )


def back_words(one: TakenBack, case: Case) -> str | None:
    """What others could take back from a party; None where it gets nothing of the kind."""
    parts = []
    if one.acts:
        parts.append(f"{clauses_words(one.acts, case)} can be undone")
    if one.duties:
        parts.append(f"{clauses_words(one.duties, case)} can stop again")
    if one.not_said:
        parts.append(f"of {clauses_words(one.not_said, case)} the draft does not say whether it can be undone")
    return f"Of what {party_label(one.party, case)} gets: {'; '.join(parts)}." if parts else None


def threshold_words(one: Threshold, case: Case) -> str:
    """What would have to be true for a party to go on from there."""
    name = party_label(one.party, case)
    if one.phase is not None:
        opening = f"Phase {step_label(one.phase, case)} alone: once it is over"
    else:
        opening = f"After step {(one.place or 0) + 1}"
    opening = f"{opening}, {name} has got {clauses_words(one.got, case)}. It goes on only if "
    due = f"what it still has to do or to keep to ({clauses_words(one.to_give, case)})"
    leaving = "what stopping there, or a renewed conflict, would bring it"
    if not one.to_get:
        return f"{opening}{due} costs it less than leaving would, for nothing more is to come to it."
    return (
        f"{opening}what is still to come to it ({clauses_words(one.to_get, case)}) is worth more to it than {due} "
        f"costs, together with {leaving}."
    )


def against_words(one: Against, case: Case) -> str:
    """Where an order by hand goes against the text."""
    waits = and_list([step_words(step, case) for step in one.waits_for])
    return f"{sentence(step_words(one.step, case))} waits, by the text, for {waits}, which comes later here."


# What is left out


def left_words(answer: Hold, case: Case) -> list[str]:
    """What the answer leaves out: where a schedule goes against the text, what never comes, what is not modelled."""
    lines = []
    if answer.tried is not None:
        lines += [against_words(one, case) for one in answer.tried.against]
        if answer.tried.not_named:
            lines.append(f"Not in that order, so at its end: {clauses_words(answer.tried.not_named, case)}.")
    if answer.never:
        lines.append(f"Never come, by the text: {', '.join(answer.never)}.")
    if answer.left_out:
        lines.append(f"Not in this package: {', '.join(answer.left_out)}.")
    if answer.undecided:
        undecided = ", ".join(one.clause for one in answer.undecided)
        lines.append(f"Read as standing, though the package does not say: {undecided}.")
    lines += [
        f"Not modelled, taken as met: {one.of} waits for {to_text(one.condition)}." for one in answer.not_modelled
    ]
    return lines if answer.valued is None else [*lines, *silent_words(answer.valued, case)]


def silent_words(valued: Valued, case: Case) -> list[str]:
    """What no worth was judged for, party by party, and of whom nothing is judged."""
    found: dict[str, list[str]] = {}
    for party, clause in valued.valuation.silent:
        found.setdefault(party, []).append(clause)
    lines = [
        f"No worth was judged for {party_label(party, case)}, so counted as nothing: {', '.join(clauses)}."
        for party, clauses in found.items()
    ]
    if valued.valuation.not_judged:
        names = and_list([party_label(party, case) for party in valued.valuation.not_judged])
        lines.append(f"Nothing is judged of {names}: taken to go on.")
    if valued.valuation.not_a_step:
        lines.append(f"Judged, but no step of this agreement: {', '.join(valued.valuation.not_a_step)}.")
    return lines
