"""The words for packages under preferences known in part: the same in the terminal, the report and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from holdfast.analyses.deals.judged_records import Bounds, Judged, PackageJudged, PartyJudged, Verdict
from holdfast.analyses.deals.questions import Ask, Question, Questions
from holdfast.analyses.deals.sensitivity import Effect, Sensitivity
from holdfast.analyses.deals.worths import Known
from holdfast.case.case import Case
from holdfast.solvers.sampling import Trust
from holdfast.views.names import and_list, count, isolated, issue_label, option_label, party_label, quoted, sentence
from holdfast.views.signs import Sign

VERDICTS: Final[Mapping[Verdict, Sign]] = {
    "necessary": Sign("●", "necessary"),
    "possible": Sign("◐", "possible"),
    "not": Sign("○", "not possible"),
    "excluded": Sign("✕", "excluded"),
    "unknown": Sign("?", "not decided"),
}
#: What the signs mean, below the tables that use them.
VERDICT_KEY: Final = (
    "Necessary: acceptable by all judgements that fit what was said. Possible: by some. Not possible: by none. "
    "Excluded: by the party's own demands."
)
#: Half of a 95% interval in standard errors.
_WIDE: Final = 1.96
#: A gain below this is not worth a question's while, whatever its error.
_LITTLE: Final = 0.005


def share_words(share: float | None, error: float | None = None) -> str:
    """``62% ± 1``, ``100%``, ``0.3% ± 0.1``; a dash where there is none."""
    if share is None:
        return "–"
    if error is None or error == 0:
        return f"{_points(share)}%"
    return f"{_points(share)}% ± {max(_WIDE * error * 100, 0.1):.1f}"


def _points(share: float) -> str:
    value = share * 100
    if value in (0, 100) or 10 <= value <= 99:
        return f"{value:.0f}"
    return "> 99.9" if value > 99.9 else "< 0.1" if value < 0.1 else f"{value:.1f}"


def heading(found: Judged) -> str:
    """The answer in one line."""
    if not found.shown:
        return "No package to judge"
    if any(one.drops for one in found.parties):
        return "What was said and judged does not fit together, so that no shares of all can be given"
    if not found.consistent:
        return "Not everybody's worths could be drawn, so that no shares of all can be given"
    sure = sum(one.group[0] == "all" for one in found.shown)
    possible = sum(one.group[1] == "all" for one in found.shown)
    of = f"of the {count(len(found.shown), 'package')} shown" if len(found.shown) > 1 else "of one package shown"
    if sure:
        are = "is" if sure == 1 else "are"
        return f"{sure} {of} {are} acceptable to all by every judgement that fits what was said"
    if possible:
        return f"{possible} {of} can be acceptable to all by some judgement that fits what was said, none by every one"
    return f"None {of} is acceptable to all by any judgement that fits what was said"


def label(place: int) -> str:
    """What a package is called within the section: P1, P2, in the order in which they are shown."""
    return f"P{place + 1}"


def common(found: Judged) -> Mapping[str, str]:
    """The options on which all packages shown agree, where there is more than one."""
    if len(found.shown) < 2:
        return {}
    first = found.shown[0].package
    return {i: o for i, o in first.items() if all(one.package[i] == o for one in found.shown)}


def package_words(package: Mapping[str, str], case: Case, without: Mapping[str, str] | None = None) -> str:
    """The options of a package; those in `without` are said elsewhere."""
    words = [option_label(i, o, case) for i, o in package.items() if (without or {}).get(i) != o]
    return and_list(words) or "nothing more"


def group_words(one: PackageJudged) -> str:
    """Who necessarily and who possibly accepts: ``necessary for some, possible for all``."""
    sure, may = one.group
    return f"necessary for {sure}, possible for {may}"


def bounds_words(one: Bounds) -> str:
    """``35 to 50, on average 39`` of a hundred."""
    low, high = f"{one.low * 100:.0f}", f"{one.high * 100:.0f}"
    if low == high:
        return low
    return f"{low} to {high}" + ("" if one.mean is None else f", on average {one.mean * 100:.0f}")


def known_words(one: Known, case: Case) -> str:
    """What bounds a party's worths, as a phrase."""
    match one.kind:
        case "statement":
            return f"the statement {one.statement}: {isolated(case.statements[str(one.statement)].gist)}"
        case "importance":
            return f"the importance of {quoted(issue_label(str(one.issue), case))}: {_range(one)} of 100"
        case "importance order":
            return f"the order of importance: {', '.join(quoted(issue_label(i, case)) for i in one.order)}"
        case "worth":
            return f"the worth of {option_label(str(one.issue), str(one.option), case)}: {_range(one)} of 100"
        case "worth order":
            order = ", ".join(option_label(str(one.issue), o, case) for o in one.order)
            return f"the order of options: {order}"
        case "no deal":
            return f"the worth of no deal: {_range(one)} of 100"


def source_words(one: Known, case: Case) -> str:
    """Whose judgement it is, or whose word."""
    where = "" if one.compartment == "public" else f" (confidential: {one.compartment})"
    return ("said" if one.by is None else f"judged by {isolated(one.by)}") + where


def _range(one: Known) -> str:
    return f"{one.low:g}" if one.low == one.high else f"{one.low:g} to {one.high:g}"


def trust_words(trust: Trust) -> str:
    """How a sample was drawn, and whether it can be trusted."""
    if trust.method == "rejection":
        words = f"{trust.size:,} independent draws by rejection"
        every = trust.accepted is None or trust.accepted == 1
        return words if every else f"{words}, {(trust.accepted or 0) * 100:.2g}% of those tried"
    words = f"hit-and-run worth {trust.effective:,.0f} independent draws, R̂ {trust.r_hat:.4f}"
    return words if trust.converged else f"{words}: NOT converged, not to be relied on"


def party_words(one: PartyJudged, case: Case) -> str:
    """What is the matter with a party's judgements, or how its sample was drawn."""
    if one.drops:
        ways = "; or ".join(and_list([known_words(known, case) for known in some]) for some in one.drops)
        more = "" if one.drops_complete else "; and there are more ways"
        return f"what was said and judged does not fit together; it would without {ways}{more}"
    if one.failed is not None:
        return f"nothing could be drawn: {one.failed}"
    if one.trust is None:
        return "nothing was drawn"
    nothing = "" if one.known else "nothing was judged or said to be preferred, so that everything is possible; "
    return nothing + trust_words(one.trust)


# --- the next question -----------------------------------------------------------------------------------------------


def question_words(ask: Ask, found: Judged, case: Case) -> str:
    """A question as one would put it."""
    issue = quoted(issue_label(ask.issue, case)) if ask.issue else ""
    match ask.kind:
        case "options":
            a, b = (option_label(str(ask.issue), str(one), case) for one in (ask.first, ask.second))
            return f"Is {a} worth more to you than {b}?"
        case "importance":
            first, second = (quoted(issue_label(str(one), case)) for one in (ask.first, ask.second))
            return f"Does {first} matter more to you than {second}?"
        case "weight":
            return f"Does {issue} make up {ask.level}% or more of what is at stake for you?"
        case "no deal":
            return f"Would no deal be worth {ask.level}% or more of the best that a package could bring you?"
        case "package":
            place = next((at for at, one in enumerate(found.shown) if one.number == ask.package), None)
            named = "this package" if place is None else label(place)
            return f"Is {named} worth at least as much to you as no deal?"


def gain_words(one: Question) -> str:
    """``+12.0 ± 0.8 points``, with a word where it is tied."""
    return f"{one.gain * 100:+.1f} ± {_WIDE * one.error * 100:.1f} points" + (" (tied)" if one.tied else "")


def questions_heading(found: Questions) -> str:
    """The answer in one line."""
    if found.best is None or not found.questions:
        return "No question about worth can be weighed"
    first = found.questions[0]
    if first.gain < max(_WIDE * first.error, _LITTLE):
        return "No single question is expected to move what all can accept by as much as half a point"
    tied = sum(one.tied for one in found.questions)
    if tied:
        return f"{count(tied, 'question')} are expected to help most, and cannot be told apart"
    return "One question is expected to help more than any other"


def questions_note(found: Questions, case: Case) -> str:
    """What the table of questions is about."""
    words = (
        f"{sentence(count(found.asked, 'question'))} weighed by how many points each is expected to add to the share "
        f"of judgements by which all accept the package that most accept, now {share_words(found.value)}. "
        f"{found.method} {' '.join(found.assumptions)}"
    )
    if found.left_out:
        words += f" Not asked: {and_list([party_label(one, case) for one in found.left_out])}."
    if found.narrowed:
        words += " There are too many packages for all to be weighed after every answer."
    return words


# --- what it rests on ------------------------------------------------------------------------------------------------


def effect_words(one: Effect, case: Case) -> str:
    """``The Union: without the worth of no deal: 10 to 30 of 100``."""
    how = "without" if one.change == "dropped" else "if binding,"
    return f"{party_label(one.party, case)}: {how} {known_words(one.known, case)}"


def sensitivity_heading(found: Sensitivity) -> str:
    """The answer in one line."""
    moved = [one for one in found.effects if one.same is not None and abs(one.same - found.value) >= 0.05]
    if not found.effects:
        return "Nothing that was said or judged bears on it"
    if not moved:
        return "No single statement or judgement moves it by as much as five points"
    return f"{sentence(count(len(moved), 'statement or judgement', 'statements or judgements'))} " + (
        "moves it by five points or more" if len(moved) == 1 else "each move it by five points or more"
    )


def rank_headings(number: int) -> Sequence[str]:
    """The columns of the ranks: 1st, 2nd, 3rd, 4th …"""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return [f"{n}{'th' if 10 < n % 100 < 14 else endings.get(n % 10, 'th')}" for n in range(1, number + 1)]


def rank_share(share: float) -> str:
    """A share in a table of ranks: whole points, a dot where there is next to none."""
    return f"{share * 100:.0f}" if share >= 0.005 else "·"
