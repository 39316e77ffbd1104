"""Whether a draft is coherent, in words: headings and sentences that the terminal and the report share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from immutabledict import immutabledict

from holdfast.analyses.coherence import (
    Circle,
    Coherence,
    Dispute,
    Gap,
    Knot,
    Link,
    Missing,
    Moment,
    Said,
    Step,
    Ties,
    Trouble,
    Unmet,
    Verdict,
)
from holdfast.case.case import Case
from holdfast.case.conditions import Condition
from holdfast.case.model.agreement import Unrecorded
from holdfast.diagnostics import CODES, Code, Severity, or_list
from holdfast.views.names import and_list, count, party_label, quoted, sentence, step_label
from holdfast.views.signs import FIRMNESS_SIGNS, SEVERITY_SIGNS
from holdfast.views.words import condition_words

SECTION: Final = "Is the draft coherent?"
SCOPES: Final = {"text": "The text alone", "stated": "With the parties' stated conditions"}
#: Where a condition stands, for whoever looks it up.
_KEYS: Final = {
    "phase": "its phase",
    "paired_with": "its pairing",
    "together": "taken together",
    "linked_to": "tried in this order",
}
#: Of these codes a list of clauses says everything.
_LISTS: Final = frozenset(("HF606", "HF607", "HF609", "HF610", "HF611", "HF616"))


def of_draft(case: Case, answer: Coherence) -> Case:
    """The case with that draft alone, so that names of clauses mean its own."""
    return replace(case, drafts=immutabledict({answer.draft: case.drafts[answer.draft]}))


# Headings


def heading(answer: Coherence) -> str:
    """The answer in a sentence."""
    if not answer.standing:
        return "The draft has no clauses"
    if not answer.text.holds:
        return f"By the text alone it is stuck: {verdict_words(answer.text, answer)}"
    if not answer.stated.holds:
        stuck = verdict_words(answer.stated, answer)
        return f"By the text alone every clause can be done; with the parties' stated conditions: {stuck}"
    return "No condition stands in the way of any clause, by the text or by what the parties have said"


def verdict_heading(verdict: Verdict, answer: Coherence) -> str:
    """``The text alone: 1 circle; 2 of 4 clauses never start``."""
    return f"{SCOPES[verdict.scope]}: {verdict_words(verdict, answer)}"


def verdict_words(verdict: Verdict, answer: Coherence) -> str:
    """What a verdict found, without its subject."""
    if verdict.holds:
        return f"every one of {count(len(answer.standing), 'clause')} can be done"
    parts = []
    circular = len({circle.clauses for circle in verdict.circles if circle.kind == "circular"})
    if circular:
        more = "" if all(knot.complete for knot in verdict.knots) else "at least "
        parts.append(more + count(circular, "circle"))
    if verdict.disputes:
        parts.append(f"the order of {count(len(verdict.disputes), 'pair')} of clauses is disputed")
    if verdict.unmet:
        parts.append(f"{count(len(verdict.unmet), 'condition')} that nothing in the draft meets")
    if verdict.demands:
        parts.append(f"{count(len(verdict.demands), 'demand')} that it never meets")
    never = f"{len(verdict.never)} of {count(len(answer.standing), 'clause')} can never be done"
    return f"{and_list(parts)}; {never}" if parts else never


def gaps_heading(answer: Coherence) -> str:
    """``Gaps: 1 error, 12 warnings and 20 notes``."""
    numbers = {severity: sum(one.severity is severity for one in answer.gaps) for severity in Severity}
    found = [count(number, SEVERITY_SIGNS[severity].word) for severity, number in numbers.items() if number]
    return f"What the draft leaves out: {and_list(found)}" if found else "No gaps found"


# Moments and waits


def moment_words(moment: Moment, case: Case, *, happens: bool) -> str:
    """``‘Lift the blockade’ by Union begins`` (`happens`), ``… has begun``."""
    label = step_label(moment.name, case)
    words = {
        "begun": ("begins", "has begun"),
        "part": ("is done", "is done"),
        "performed": ("is done", "is done"),
        "verified": ("is verified", "is verified"),
        "part verified": ("is verified", "is verified"),
        "recognised": ("is recognised", "is recognised"),
        "opens": ("opens", "has opened"),
        "ends": ("ends", "has ended"),
        "event": ("comes", "has come"),
    }[moment.kind][0 if happens else 1]
    if moment.kind in ("part", "part verified"):
        label = f"part {moment.part} of {label}"
    elif moment.kind in ("opens", "ends"):
        label = f"phase {label}"
    by = f" by {party_label(moment.party, case)}" if moment.party else ""
    return f"{label} {words}{by}"


def step_words(step: Step, case: Case) -> str:
    """``‘Lift the blockade’ by Union begins only once ‘Reinstate’ by Port has begun``."""
    if step.link.key == "together":
        return f"{labels(step.link.of, case)} are one step"
    awaited = and_list(list(dict.fromkeys(moment_words(one, case, happens=False) for one in step.for_)))
    return f"{moment_words(step.waits, case, happens=True)} only once {awaited}"


def link_words(link: Link, case: Case) -> str:
    """Where a condition stands: ``clause lift-blockade, `after` ``; the statement's name."""
    if link.is_stated:
        firm = "" if link.firmness is None else f" ({FIRMNESS_SIGNS[link.firmness].word})"
        who = and_list([party_label(str(one), case) for one in case.statements[link.of[0]].parties])
        return f"{who}: {link.of[0]}{firm}{through_words(link.through, case)}"
    if link.key in ("together", "linked_to"):
        return f"{_KEYS[link.key]}: {' and '.join(link.of)}"
    kind = "phase" if link.key in ("opens", "ends") else "clause"
    return f"{kind} {link.of[0]}, {_KEYS.get(link.key, f'`{link.key}`')}"


def through_words(through: Condition | None, case: Case) -> str:
    """``, as the order that realises ‘The border comes first’``, where a statement names that option; else nothing."""
    return "" if through is None else f", as the order that realises {condition_words(through, case)}"


def labels(names: Iterable[str], case: Case) -> str:
    """Clauses by their words, as a list."""
    return and_list([step_label(name, case) for name in names])


def circle_words(circle: Circle, case: Case) -> str:
    """The circle in a sentence."""
    if circle.kind == "order disputed":
        return f"Order disputed: {labels(circle.clauses, case)} cannot come in every order that was said"
    if len(circle.clauses) == 1:
        return f"Circular: {labels(circle.clauses, case)} waits for itself"
    return f"Circular: {labels(circle.clauses, case)} wait for each other, so that none can be the first"


def relax_words(knot: Knot, case: Case) -> str:
    """What undoes all circles of a knot: every smallest set."""
    if not knot.relax:
        return "No condition can be given up that would undo this."
    sets = [" and ".join(link_words(link, case) for link in links) for links in knot.relax]
    size = len(knot.relax[0])
    what = "any one of these" if size == 1 else f"any one of these sets of {size}"
    if len(sets) == 1:
        what = "this one" if size == 1 else "these together"
    more = "" if knot.relax_complete else "; there may be further ones, not all were looked for"
    return f"Undone without {what}: {'; '.join(sets)}{more}."


def relax_note(knot: Knot) -> str:
    """What the sets rest on."""
    if any(circle.kind == "order disputed" for circle in knot.circles):
        return "Smallest counts conditions and weighs nobody's: the order can be settled either way."
    if knot.firmest in ("bottom-line", "red-line"):
        return f"No set without a {FIRMNESS_SIGNS[knot.firmest].word} undoes it."
    return ""


def prompts(knot: Knot, case: Case) -> tuple[tuple[str, str], ...]:
    """Four ways out that others have taken: questions to ask, and no advice."""
    which = labels(knot.clauses, case)
    one_step = any(step.link.key == "together" for circle in knot.circles for step in circle.steps)
    divided = f"; {labels(knot.dividable, case)} could be counted" if knot.dividable else ""
    asked = f"Could {which} be done at the same moment (`together`)?"
    return (
        ("one step", "They are one step already: could one side see that the other is ready?" if one_step else asked),
        ("sequence", "Could one of them come first, if something secures those who wait?"),
        ("parts", f"Could they be cut into parts that alternate (`tranches`, `paired_with`){divided}?"),
        ("third party", "Could a third party hold what one side hands over until the other side has done its part?"),
    )


def spelt_out(verdict: Verdict, knot: Knot) -> tuple[tuple[Circle, int], ...]:
    """The circles of a knot that are shown, each with how many further ones have the same clauses.

    A dispute over two clauses shows every order of them, and the circles that these make need not be shown again.
    """
    disputed = {frozenset(one.clauses) for one in verdict.disputes}
    found: dict[tuple[str, tuple[str, ...]], list[Circle]] = {}
    for circle in knot.circles:
        if circle.kind == "circular" or frozenset(circle.clauses) not in disputed:
            found.setdefault((circle.kind, circle.clauses), []).append(circle)
    return tuple((circles[0], len(circles) - 1) for circles in found.values())


def is_known(knot: Knot, text: Verdict) -> bool:
    """Whether the text alone has this knot."""
    return _conditions(knot) in [_conditions(one) for one in text.knots]


def _conditions(knot: Knot) -> frozenset[tuple[str, tuple[str, ...], int]]:
    return frozenset(
        (step.link.key, step.link.of, step.link.number) for circle in knot.circles for step in circle.steps
    )


# What is never met, and what is disputed


def missing_words(missing: Missing, case: Case) -> str:
    """What never comes, and why."""
    said = condition_words(missing.condition, case, clause=True)
    why = {
        "left out": "this package leaves it out",
        "not in the draft": "the draft has no such clause",
        "nothing realises": "nothing in the draft realises it",
        "no such part": "the clause has fewer parts",
        "never": "it is false in this package",
    }[missing.kind]
    return f"{said}: {why}"


def unmet_words(unmet: Unmet, case: Case) -> str:
    """``‘Disarm’ by Hamas begins only once …, and nothing in the draft realises it``."""
    missing = "; ".join(missing_words(one, case) for one in unmet.missing)
    return f"{moment_words(unmet.waits, case, happens=True)} only once something holds that never does ({missing})"


def dispute_words(dispute: Dispute, case: Case) -> str:
    """``Which comes first: ‘A’ or ‘B’?``."""
    return f"Which comes first: {or_list([step_label(name, case) for name in dispute.clauses])}?"


def orders(dispute: Dispute, case: Case) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """The orders that were said, each with everything that says so, in the order of the draft."""
    found: dict[str, list[Said]] = {}
    for one in dispute.orders:
        if one.kind == "together":
            words = f"{step_label(one.first, case)} and {step_label(one.second, case)} in one step"
        else:
            words = f"{step_label(one.first, case)} before {step_label(one.second, case)}"
        found.setdefault(words, []).append(one)
    return tuple((words, tuple(said)) for words, said in found.items())


def settled_words(dispute: Dispute, case: Case) -> tuple[str, ...]:
    """For each order: whose word gives way where it is the one that is settled on. None is singled out."""
    every = orders(dispute, case)
    lines = []
    for words, _ in every:
        others = [_whose(one, case) for other, said in every if other != words for one in said]
        lines.append(f"Settled as {words}, this gives way: {and_list(list(dict.fromkeys(others)))}.")
    return tuple(lines)


def _whose(one: Said, case: Case) -> str:
    if one.because is None:
        return "the text of the draft"
    return f"{and_list([party_label(party, case) for party in one.because.parties])} ({one.because.statement})"


def trouble_words(trouble: Trouble, case: Case) -> str:
    """``‘A’ first, then ‘B’``, for each order of the combination."""
    return sentence(
        and_list([f"{step_label(first, case)} before {step_label(second, case)}" for first, second in trouble.orders])
    )


def ties_words(ties: Ties, case: Case) -> str:
    """How many ties there are and whether their order matters."""
    tied = f"{count(len(ties.pairs), 'pair')} of clauses {'is' if len(ties.pairs) == 1 else 'are'} tied together"
    tried = "every combination of orders was tried" if ties.combined else "each order was tried by itself"
    if not ties.trouble and not ties.with_statements:
        return f"{tied} in an order that nobody said; {tried}, and none makes a circle"
    return f"{tied} in an order that nobody said; {tried}, and these make a circle"


# Gaps


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps of one code."""

    code: Code
    gaps: tuple[Gap, ...]
    clauses: tuple[str, ...]
    """The clauses, where naming them says everything."""
    lines: tuple[str, ...]
    """Else a sentence for each."""


def gap_groups(answer: Coherence, case: Case) -> tuple[GapGroup, ...]:
    """The gaps by code, those that matter more first."""
    found: dict[str, list[Gap]] = {}
    for one in answer.gaps:
        found.setdefault(one.code, []).append(one)
    order = list(Severity)
    groups = [_group(CODES[code], gaps, case) for code, gaps in found.items()]
    return tuple(sorted(groups, key=lambda group: (order.index(group.code.severity), group.code.code)))


def _group(code: Code, gaps: Sequence[Gap], case: Case) -> GapGroup:
    if code.code in _LISTS:
        return GapGroup(code, tuple(gaps), tuple(name for one in gaps for name in one.clauses), ())
    if code.code == "HF614":
        return GapGroup(code, tuple(gaps), (), (", ".join(name for one in gaps for name in one.about),))
    if code.code == "HF624":
        by_party: dict[str, list[str]] = {}
        for one in gaps:
            by_party.setdefault(one.about[0], []).extend(one.clauses)
        lines = [f"{party_label(party, case)}: {', '.join(names)}" for party, names in by_party.items()]
        return GapGroup(code, tuple(gaps), (), tuple(lines))
    return GapGroup(code, tuple(gaps), (), tuple(sentence(one.diagnostic.message) for one in gaps))


def package_words(answer: Coherence) -> str:
    """The package, and what falls away under it."""
    chosen = ", ".join(f"{issue} = {option}" for issue, option in answer.package.items())
    words = f"Read under the package {chosen}. " if chosen else "The draft presumes no options. "
    words += f"{sentence(count(len(answer.standing), 'clause'))} {'stands' if len(answer.standing) == 1 else 'stand'}"
    if answer.left_out:
        words += f"; left out: {', '.join(answer.left_out)}"
    if answer.undecided:
        words += f"; not decided, and read as standing: {', '.join(one.clause for one in answer.undecided)}"
    return words + "."


#: What `not_recorded` names, in words.
_UNRECORDED: Final[Mapping[Unrecorded, str]] = {
    "obligor": "who owes it",
    "date": "by when",
    "verifier": "who verifies",
    "decider": "who rules on disputes",
    "remedy": "what follows a breach",
    "amounts": "how much",
    "terms": "what its terms mean",
    "end": "when it ends",
    "oversight": "who oversees the body",
}


def unrecorded_words(answer: Coherence) -> tuple[str, ...]:
    """``by when: demobilisation, set-up-mission``: what this case does not tell, and of which clauses."""
    every = set(answer.standing)
    return tuple(
        f"{_UNRECORDED[what]}: {'every clause' if set(names) == every else ', '.join(names)}"
        for what, names in answer.not_recorded
    )


def vague_words(answer: Coherence) -> str:
    """What is left vague on purpose: listed, and no gap."""
    return and_list([quoted(one.term) for one in answer.deliberately_open])
