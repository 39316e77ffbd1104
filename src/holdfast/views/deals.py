"""Whether there is a deal, in words: headings and sentences that the terminal and the report share."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from holdfast.analyses.deals import (
    Core,
    Count,
    Deals,
    Flip,
    Move,
    Movement,
    Movements,
    Partial,
    Plan,
    Prompt,
    Proposed,
    Ratification,
    Rung,
    RungName,
    Standing,
)
from holdfast.analyses.deals.said import issues_of
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN, to_text
from holdfast.diagnostics import or_list
from holdfast.views.names import and_list, count, isolated, party_label, quoted, readable, sentence
from holdfast.views.signs import FIRMNESS_SIGNS, Sign
from holdfast.views.words import condition_words

SECTION: Final = "Is there a deal that all can accept?"
RUNG_WORDS: Final[dict[RungName, str]] = {
    "positions": "all stated positions",
    "bottom-lines": "all bottom lines and red lines",
    "red-lines": "all red lines",
}
RUNG_MEMBER: Final[dict[RungName, str]] = {
    "positions": "position",
    "bottom-lines": "bottom line or red line",
    "red-lines": "red line",
}
#: How a package stands with a party.
STANDING_SIGNS: Final = {
    "accepted": Sign("✓", "accepted"),
    "not excluded": Sign("·", "not excluded"),
    "excluded": Sign("✕", "excluded"),
}
FOR_DESK: Final = (
    "Which movements would open a deal, and which codings decide it, are for the desk. "
    "They are shown to others where somebody decides so: --release"
)
PROMPTS: Final = "Prompts that may widen the space, and no advice"
NOT_BINDING: Final = "Asked for by others, whose consent is not needed; it binds nobody here"


# Headings


def heading(answer: Deals) -> str:
    """The answer in a sentence."""
    if not answer.issues:
        return "The case has no issues, so there is nothing to agree on"
    if answer.world_excludes:
        return "The rules of the world, with what is agreed and supposed, leave no package at all"
    if not answer.rungs:
        return "No rung of the ladder was asked about"
    top = answer.rungs[0]
    if top.count.number:
        return f"{sentence(packages(top.count))} within {RUNG_WORDS[top.name]}; {accepted_words(top)}"
    failing = [RUNG_WORDS[one.name] for one in answer.rungs if not one.count.number]
    words = f"No package lies within {', nor within '.join(failing)}"
    lower = next((one for one in answer.rungs[1:] if one.count.number and one.statements), None)
    return words if lower is None else f"{words}; {packages(lower.count)} within {RUNG_WORDS[lower.name]}"


def packages(number: Count) -> str:
    """``78 packages lie``, ``at least 2,000 packages lie``."""
    verb = "lies" if number.number == 1 and number.exact else "lie"
    return f"{number_words(number, 'package')} {verb}"


def number_words(number: Count, one: str) -> str:
    """``78 packages``, ``at least 2,000 packages``."""
    words = count(number.number, one)
    return words if number.exact else f"at least {words}"


def accepted_words(rung: Rung) -> str:
    """How many everybody has said yes to."""
    if rung.accepted.number == 0:
        return "there is none to which everybody has said yes"
    number = f"{'' if rung.accepted.exact else 'at least '}{rung.accepted.number:,}"
    return f"everybody has said yes to {number} of them"


def figure(number: Count) -> str:
    """``78``, ``at least 2,000``."""
    return f"{'' if number.exact else 'at least '}{number.number:,}"


def shown(answer: Deals) -> tuple[Rung, ...]:
    """The rungs that are told in full: the first, and where it has no package those below it on which something binds,
    down to the first that has one."""
    if answer.world_excludes:
        return ()
    found = list(answer.rungs[:1])
    for one in answer.rungs[1:]:
        if found[-1].count.number:
            break
        if one.statements:
            found.append(one)
    return tuple(found)


def rung_heading(rung: Rung) -> str:
    """``Within all stated positions: no full package``."""
    return f"Within {RUNG_WORDS[rung.name]}: {rung_words(rung)}"


def rung_words(rung: Rung) -> str:
    """What there is on a rung."""
    found = number_words(rung.count, "full package")
    if not rung.statements:
        return f"nobody whose consent is needed has stated a {RUNG_MEMBER[rung.name]}, so nothing binds; {found}"
    return f"{found}; {count(len(rung.statements), 'statement binds', 'statements bind')}"


def partial_words(one: Partial, case: Case) -> str:
    """What can be settled, and what must be left open."""
    left = labels(one.left_open, case)
    return (
        f"{count(len(one.settled), 'issue')} can be settled ({number_words(one.count, 'package')}); "
        f"to be left open: {left or 'nothing'}"
    )


def narrowed_words(possible: Mapping[str, Sequence[str]], case: Case) -> str | None:
    """Where what was said leaves not every option: ``Statehood: only ‘no state’``."""
    found = []
    for issue, options in possible.items():
        left = [option for option in options if option != LEFT_OPEN]
        if left and len(left) < len(case.issues[issue].options):
            named = or_list([quoted(option_words(issue, option, case)) for option in left])
            found.append(f"{topic(issue, case)}: only {named}")
    return "; ".join(found) or None


def core_words(core: Core) -> str:
    """``These 3 cannot all stand``."""
    if len(core.statements) == 1:
        return "This one cannot be met"
    both = "These two cannot both stand" if len(core.statements) == 2 else ""
    return both or f"These {len(core.statements)} cannot all stand"


def cores_words(answer: Deals) -> str:
    """How many minimal sets there are."""
    number = f"{'' if answer.cores_complete else 'at least '}{count(len(answer.cores), 'minimal set')}"
    rest = "" if answer.cores_complete else "; the smallest on each rung are shown, and there are more"
    return f"What blocks: {number} of statements that cannot all stand{rest}"


def prompt_words(prompt: Prompt, case: Case) -> str:
    """A prompt as a question."""
    label = quoted(topic(prompt.issue, case))
    options = or_list([quoted(option_words(prompt.issue, option, case)) for option in prompt.options])
    asked = {
        "leave open": f"Could {label} be left open for now? Then these statements can all stand",
        "stage": f"Could {label} be settled by stages: {options}?",
        "substitute": (
            f"On {label}, what would {options} mean to each? None of those whose consent is needed has spoken of it"
        ),
        "custody": f"Could what is held back on {label} be given into a third party's keeping in the meantime?",
    }[prompt.kind]
    if prompt.works is False:
        asked += (
            " By the letter of what was said it is excluded"
            if asked.endswith("?")
            else ("; by the letter of what was said it is excluded")
        )
    return asked if asked.endswith("?") else f"{asked}."


def prompts(answer: Deals) -> tuple[Prompt, ...]:
    """The prompts of all cores, each once."""
    return tuple(dict.fromkeys(prompt for core in answer.cores for prompt in core.prompts))


# Packages


def option_words(issue: str, option: str, case: Case) -> str:
    """What an option says."""
    if option == LEFT_OPEN:
        return "left open"
    known = case.issues.get(issue)
    text = readable(option) if known is None or option not in known.options else known.options[option].text
    return isolated(text.strip().removesuffix("."))


def topic(issue: str, case: Case) -> str:
    """An issue in a word or two: its short name, else its identifier, since questions are long."""
    known = case.issues.get(issue)
    return readable(issue) if known is None or known.short is None else isolated(known.short)


def choices(
    plan: Plan, case: Case, *, without: Container[str] = (), beside: Plan | None = None
) -> tuple[tuple[str, str], ...]:
    """The issues of a package that matter, each with the option chosen.

    Args:
        case: the case.
        plan: the package.
        without: issues that are left out.
        beside: another package: only what differs from it.
    """
    return tuple(
        (topic(issue, case), option_words(issue, option, case))
        for issue, option in plan.package.items()
        if issue not in plan.any_option and issue not in without and (beside is None or beside.package[issue] != option)
    )


def choices_words(
    plan: Plan, case: Case, *, without: Container[str] = (), beside: Plan | None = None, settled_only: bool = False
) -> str:
    """A package in a line: ``Automation: Two cranes a year; Statute: left open``."""
    shown = [
        f"{label}: {words}"
        for label, words in choices(plan, case, without=without, beside=beside)
        if not (settled_only and words == "left open")
    ]
    return "; ".join(shown)


def quiet(answer: Deals, case: Case) -> tuple[str, ...]:
    """The issues of which nobody whose consent is needed has spoken, and that no rule couples with others."""
    ruled = issues_of(case, *(rule.require for rule in case.rules.values()))
    return tuple(issue for issue in answer.unspoken if issue not in ruled)


def rest_words(answer: Deals, plan: Plan, case: Case) -> str:
    """How many settled issues of a package are not shown: see `quiet`."""
    number = len([issue for issue in plan.settled if issue in quiet(answer, case)])
    return f"; and {count(number, 'issue')} on which none of them has said anything" if number else ""


def any_words(plan: Plan, case: Case) -> str | None:
    """What is said of the issues that nothing touches."""
    if not plan.any_option:
        return None
    return f"Any option, since nothing said touches it: {labels(plan.any_option, case)}"


def labels(issues: Iterable[str], case: Case) -> str:
    """Issues by their names."""
    return and_list([quoted(topic(issue, case)) for issue in issues])


def standing_words(one: Standing, plan: Plan, case: Case) -> str:
    """``not excluded; yes to 5 of 7 issues settled, no word on ‘Statute’ and ‘Night pay’``."""
    number = len(plan.settled)
    words = str(STANDING_SIGNS[one.status])
    if number:
        words += f"; has said yes on {len(one.accepted)} of {count(number, 'issue')}"
    if one.no_word and len(one.no_word) <= 4:
        words += f", no word for it on {labels(one.no_word, case)}"
    elif one.no_word:
        words += f", no word for it on {len(one.no_word)}"
    return words


def weighed(one: Standing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the party gets and gives, against its own statements: each with the words before it."""
    rows = (
        ("gets", one.met),
        ("excluded by", one.excluded_by),
        ("waits for", one.waits),
        ("not told whether met", one.untold),
        ("would say yes under a condition that is not settled", one.conditional),
        ("preferred", one.preferred),
        ("not as preferred", one.not_preferred),
    )
    return tuple((words, names) for words, names in rows if names)


def proposed_heading(one: Proposed, case: Case) -> str:
    """``The package of the draft``, ``What phase ‘The return’ would settle``."""
    if one.phase is None:
        return "The package of the draft"
    draft = next((d for d in case.drafts.values() if one.phase in d.agreement.phases), None)
    text = None if draft is None else draft.agreement.phases[one.phase].text
    return f"What is settled once phase {quoted(text or readable(one.phase))} is done"


def proposed_words(one: Proposed) -> str:
    """Whether it lies within what was said."""
    if not one.possible:
        return "the rules, or what is agreed or supposed, do not allow it"
    if not one.within:
        return "a red line excludes it"
    if one.plan.accepted:
        return "everybody whose consent is needed has said yes to all of it"
    if one.within[0] == "positions":
        return "nobody whose consent is needed excludes it, and not all have said yes to all of it"
    firmer = "no bottom line and no red line does" if "bottom-lines" in one.within else "a bottom line too, no red line"
    return f"a stated position excludes it, {firmer}"


# Movements


def moving_words(moving: Movements) -> str:
    """``What would open a package within all stated positions: 3 movements``."""
    more = "" if moving.complete else "; there are more"
    return f"What would open a package within {RUNG_WORDS[moving.rung]}: {count(len(moving.found), 'movement')}{more}"


def movers_words(movement: Movement, case: Case) -> str:
    """``Port moves``, ``Port and Union move``."""
    names = [party_label(party, case) for party in movement.movers]
    firm: dict[str, int] = {}
    for move in movement.moves:
        word = FIRMNESS_SIGNS[move.firmness].word
        firm[word] = firm.get(word, 0) + 1
    price = and_list([count(number, word) for word, number in firm.items()])
    alone = " alone" if len(names) == 1 else ""
    return f"{and_list(names)} {'moves' if len(names) == 1 else 'move'}{alone}, on {price}"


def moves_of(movement: Movement) -> tuple[tuple[Move, tuple[str, ...]], ...]:
    """What would have to be said, each once, with the statements that are given up by it."""
    found: dict[tuple[object, ...], tuple[Move, list[str]]] = {}
    for move in movement.moves:
        key = (move.parties, to_text(move.accept), None if move.without is None else to_text(move.without))
        found.setdefault(key, (move, []))[1].append(move.statement)
    return tuple((move, tuple(names)) for move, names in found.values())


def move_words(move: Move, case: Case) -> str:
    """What those who move would have to say."""
    words = f"would have to say yes to {condition_words(move.accept, case)}"
    if move.without is not None:
        words += f", even where it is not so that {condition_words(move.without, case, clause=True)}"
    return words


def opens_words(movement: Movement) -> str:
    """How much a movement opens."""
    return f"opens {number_words(movement.count, 'package')}, such as"


def nobody_words(parties: Sequence[str], case: Case) -> str:
    """Who has no part in opening a package."""
    return f"No movement by {or_list([party_label(party, case) for party in parties])} was found that opens one"


def flip_words(flip: Flip) -> str:
    """What another coding changes."""
    end = "there is a package" if flip.opens else "there is none"
    return (
        f"coded {FIRMNESS_SIGNS[flip.otherwise].word} instead of {FIRMNESS_SIGNS[flip.coded].word}: "
        f"{end} within {RUNG_WORDS[flip.rung]}"
    )


# Factions


def ratification_words(one: Ratification, case: Case) -> str:
    """``Union: open; 0 of 100 votes for it, 30 against, 51 are needed``."""
    label = party_label(one.party, case)
    if one.verdict == "not known":
        return f"{label}: whether its factions would carry it is not known, since the case has no votes"
    verdict = {
        "ratifiable": "those who have said yes suffice",
        "not ratifiable": "cannot be ratified: too few are left",
        "open": "open: those who have said yes do not suffice, and enough are left",
    }[one.verdict]
    return (
        f"{label}: {verdict}; {one.votes_for} of {one.votes_of} votes for it, {one.votes_against} against, "
        f"{one.majority} are needed"
    )


def coalition_words(one: Ratification, case: Case) -> str | None:
    """Who would have to say yes together."""
    if not one.coalitions:
        return None
    names = or_list([and_list([party_label(member, case) for member in some]) for some in one.coalitions])
    return f"Narrowest coalitions that carry it: {names}"
