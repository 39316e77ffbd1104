"""The words in which the status of an agreement is told: the same in terminal, report and documents."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from holdfast.analyses.track import Moved, Track
from holdfast.analyses.track.ahead import Rate
from holdfast.analyses.track.ledgers import Column, Ledger, Point
from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.status import Name, Reason, Status
from holdfast.case.case import Case
from holdfast.case.records import Entry, Record
from holdfast.views.names import (
    and_list,
    citation_words,
    clause_of,
    clause_text,
    count,
    day_words,
    isolated,
    party_label,
    quantity_words,
    readable,
)
from holdfast.views.signs import Sign
from holdfast.views.words import condition_words, step_label

STATUS_SIGNS: Final[Mapping[Name, Sign]] = {
    "not due": Sign("·", "not due"),
    "due": Sign("○", "due"),
    "in part": Sign("◐", "in part"),
    "late": Sign("!", "late"),
    "blocked by": Sign("‖", "blocked"),
    "performed": Sign("✓", "performed"),
    "performed by own account": Sign("◌", "performed by own account"),
    "performed as reported": Sign("◌", "performed, as others report"),
    "contested": Sign("≠", "contested"),
    "unverifiable": Sign("?", "unverifiable"),
    "reversed": Sign("↺", "reversed"),
    "breached": Sign("✕", "breached"),
    "waived": Sign("–", "waived"),
}
SAID_WORDS: Final[Mapping[str, str]] = {
    "performed": "performed",
    "in-part": "performed in part",
    "not-performed": "not performed",
    "violated": "violated",
    "breached": "breached",
    "no-breach": "no breach",
    "reversed": "undone",
    "unverifiable": "could not be verified",
    "counted": "counted",
    "prevented": "prevented",
    "occurred": "it has happened",
    "opened": "it has begun",
    "ended": "it has ended",
}
DECIDED_WORDS: Final[Mapping[str, str]] = {
    "extend": "extended",
    "waive": "waived",
    "suspend": "suspended",
    "resume": "resumed",
    "amend": "amended",
    "consent": "consented to",
    "refuse": "refused consent to",
}
STANDARD_WORDS: Final[Mapping[str, str]] = {
    "reasonable-suspicion": "reasonable suspicion",
    "reasonable-grounds": "reasonable grounds to believe",
    "balance-of-probabilities": "balance of probabilities",
    "clear-and-convincing": "clear and convincing evidence",
    "beyond-reasonable-doubt": "beyond reasonable doubt",
    "not-said": "standard of proof not said",
}
MEASURE_WORDS: Final[Mapping[str, str]] = {
    "counted": "counted",
    "handed-in": "handed in",
    "rejected": "rejected",
    "remaining": "remaining",
}
ROLE_WORDS: Final[Mapping[str, str]] = {
    "own": "its own count",
    "verifier": "verifies",
    "beneficiary": "to whom it is owed",
    "other": "neither owes nor verifies it",
}


def speaker_label(speaker: str, case: Case) -> str:
    """A party's name, or a speaker's in quotation marks."""
    return isolated(speaker) if speaker.startswith("“") else party_label(speaker, case)


def unit_label(unit: Unit, case: Case) -> str:
    """Who owes it."""
    return "not said" if unit is None else and_list([party_label(party, case) for party in unit.split("+")])


def what(name: str, case: Case) -> str:
    """What a clause asks."""
    clause = clause_of(name, case)
    return readable(name) if clause is None else isolated(clause_text(clause, name))


def heading(found: Track) -> str:
    """The answer in one sentence."""
    done = sum(number for name, number in found.counts.items() if name.startswith("performed"))
    total = len(found.statuses) - found.counts["waived"]
    rest = [(name, number) for name, number in found.counts.items() if number and name in _TROUBLE]
    words = (
        and_list([f"{number} {STATUS_SIGNS[name].word}" for name, number in rest])
        or "none of the rest late or contested"
    )
    own = found.counts["performed by own account"] + found.counts["performed as reported"]
    alone = f", {own} of them not confirmed" if own else ""
    return f"{done} of {count(total, 'obligation')} performed or kept so far{alone}; {words}"


_TROUBLE: Final = ("late", "blocked by", "contested", "unverifiable", "reversed", "breached")


def status_words(one: Status, case: Case) -> str:
    """``! late (5 days)``, ``‖ blocked by Port``."""
    words = str(STATUS_SIGNS[one.status])
    if one.status == "blocked by" and one.blocking:
        words = f"{words} by {and_list([party_label(party, case) for party in one.blocking])}"
    if one.ongoing and one.status == "performed":
        words = f"{STATUS_SIGNS[one.status].symbol} kept so far"
    if one.ongoing and one.status == "due":
        words = f"{STATUS_SIGNS[one.status].symbol} in force"
    if one.days_late is not None:
        late = count(one.days_late, "day")
        words += f", {late} late" if one.status != "late" else f" ({late})"
    return words


def reason_words(reason: Reason, case: Case, cited: Mapping[str, Entry]) -> str:
    """One step of why."""
    who = and_list([speaker_label(one, case) for one in reason.who])
    on = "" if reason.day is None else f" ({day_words(reason.day)})"
    said = SAID_WORDS.get(reason.words or "", reason.words or "")
    match reason.kind:
        case "found":
            return f"{who} found: {said}{on}{_standard(reason, cited)}"
        case "said" | "denied":
            part = "" if reason.number is None else f" as to part {reason.number}"
            return f"{who} says: {said}{part}{on}{_reason(reason, cited)}"
        case "counted" | "counted less":
            by = "" if reason.day is None else f" by {day_words(reason.day)}"
            return f"{who} counted {said}{by}" if said else f"{who} counted it{by}"
        case "admitted":
            return f"{who} itself says that it was violated{on}{_reason(reason, cited)}"
        case "own account":
            return f"on the word of {who} alone{on}"
        case "waits":
            waits = "" if reason.condition is None else condition_words(reason.condition, case, clause=True)
            unknown = "; nobody can say yet whether that is so" if reason.words == "unknown" else ""
            return f"waits until {waits}{unknown}"
        case "waits for":
            return f"waits for {and_list([step_label(name, case) for name in reason.clauses])}"
        case "no day":
            return "no day follows from the text"
        case "due on":
            return "" if reason.day is None else f"due by {day_words(reason.day)}"
        case "overdue":
            return "" if reason.day is None else f"was due by {day_words(reason.day)}"
        case "part late":
            return f"part {reason.number} was due by {'' if reason.day is None else day_words(reason.day)}"
        case "in force":
            return "in force" + ("" if reason.day is None else f" since {day_words(reason.day)}")
        case "kept":
            return f"{who} says that it is kept{on}"
        case "ended":
            return "ended" + ("" if reason.day is None else f" on {day_words(reason.day)}")
        case "suspended" | "waived":
            return f"{reason.kind} by {who}{on}{'' if not reason.words else f': {isolated(reason.words)}'}"
        case "not begun":
            return "the agreement has not begun: none of its events and phases has come"
        case "extended":
            return "extended by decision" + ("" if reason.day is None else f" to {day_words(reason.day)}")
        case "delayed":
            by = "" if reason.words is None else f" by {party_label(reason.words, case)}"
            return f"held up{by}, according to {who}{_reason(reason, cited)}"
        case "refused" | "consented":
            did = "refused its consent" if reason.kind == "refused" else "consented"
            return f"{who} {did}{on}{_reason(reason, cited)}"
        case "no consent":
            return f"it needs the consent of {who}, of which nothing is reported"
        case "short period":
            until = "" if reason.day is None else day_words(reason.day)
            return f"period {reason.number}, to {until}: {said} by the count of {who}"
        case "not owed now":
            return "owed only while " + (
                "" if reason.condition is None else condition_words(reason.condition, case, clause=True)
            )
        case "falls away":
            return "falls away, since " + (
                "" if reason.condition is None else condition_words(reason.condition, case, clause=True)
            )
        case "undecided":
            return "whether the clause stands is not decided by the package"


def _reason(reason: Reason, cited: Mapping[str, Entry]) -> str:
    known = [cited[name].record for name in reason.entries if name in cited]
    words = next((one.reason for one in known if one.reason), None)
    return "" if words is None else f": {isolated(words)}"


def _standard(reason: Reason, cited: Mapping[str, Entry]) -> str:
    known = [cited[name].record for name in reason.entries if name in cited]
    standard = next((one.standard for one in known if one.standard), None)
    return "" if standard is None else f", {STANDARD_WORDS[standard]}"


def why_words(one: Status, case: Case, cited: Mapping[str, Entry]) -> str:
    """All of why."""
    return "; ".join(dict.fromkeys(filter(None, (reason_words(reason, case, cited) for reason in one.why))))


def resting_words(names: tuple[str, ...], case: Case, cited: Mapping[str, Entry]) -> str:
    """Where entries rest: what they cite, else their names in the journal."""
    cites = [
        citation_words(cite.source, cite.paragraph, case)
        for name in names
        if name in cited
        for cite in cited[name].record.cite
    ]
    confidential = sorted({name.rpartition("/")[0] for name in names if "/" in name})
    bare = [name for name in names if name not in cited or not cited[name].record.cite]
    words = ", ".join(dict.fromkeys([*cites, *(f"journal: {name}" for name in bare[:1]), *bare[1:4]]))
    words += ", …" if len(bare) > 4 else ""
    return words + (f"; confidential: {', '.join(confidential)}" if confidential else "")


def number_words(number: Fraction) -> str:
    """``1,200``, ``0.5``."""
    return f"{float(number):,.3f}".rstrip("0").rstrip(".")


def point_words(point: Point) -> str:
    """A count: ``roughly 1,200``."""
    return ("roughly " if point.rough else "") + number_words(point.value)


def ledger_heading(one: Ledger, case: Case) -> str:
    """What is promised: ``arms: 840 by GAM``."""
    by = "" if one.obligor is None else f" by {unit_label(one.obligor, case)}"
    return f"{readable(one.good)}: {quantity_words(one.promised)} promised{by} ({what(one.clause, case)})"


def column_words(one: Column, case: Case) -> tuple[str, str, str, str]:
    """Counter, what was counted, how many by when, what is outstanding."""
    last = one.last
    who = speaker_label(one.counter, case) + (" (by this it is judged)" if one.decides else "")
    missing = "" if one.outstanding is None else "met" if one.met else f"{number_words(one.outstanding)} outstanding"
    return who, MEASURE_WORDS[one.measure], f"{point_words(last)} by {day_words(last.day)}", missing


def group_label(by: str, group: str, case: Case) -> str:
    """What a rate is of: a phase, a party, the whole."""
    if not group:
        return {"all": "all", "phase": "no phase"}.get(by, "nobody named")
    return readable(group) if by == "phase" else party_label(group, case)


def rate_words(one: Rate) -> str:
    """``62%``, or ``40 to 70%`` where something is contested or unknown."""
    low, high = round(100 * one.low), round(100 * one.high)
    return f"{low}%" if low == high else f"{low} to {high}%"


def record_words(record: Record, case: Case) -> str:
    """What an entry says, as a sentence without its subject."""
    about = "" if record.about is None else f" ‘{what(record.about, case)}’"
    if record.kind == "decision":
        to = f" to {day_words(record.until)}" if record.until else f" by {record.length}" if record.length else ""
        draft = f" to ‘{record.draft}’" if record.draft else ""
        return f"{DECIDED_WORDS[record.decides or '']}{about}{draft}{to}"
    if record.kind == "coverage":
        seen = {"full": "could look everywhere", "partly": "could look in part", "none": "could not look"}
        return seen[record.observed or "none"] + (f" in {isolated(record.place)}" if record.place else "")
    words = SAID_WORDS.get(record.word or "", record.kind)
    if record.about is None and record.incident is not None:
        about = f": {readable(record.incident)}" + (f", {isolated(record.place)}" if record.place else "")
    amount = "" if record.amount is None else f", {isolated(record.amount.text)} {readable(record.good or '')}"
    part = "" if record.stage is None else f", part {record.stage}"
    return f"{words}{about}{part}{amount}"


def who_words(record: Record, case: Case) -> str:
    """Whose word an entry is."""
    return and_list([speaker_label(name, case) for name in (record.parties or (record.speaker,))])


def entry_words(record: Record, case: Case) -> str:
    """All that an entry says: what, of a finding by what standard of proof, and why."""
    words = {"correction": "corrects", "withdrawal": "withdraws", "purge": "purged"}.get(record.kind)
    words = record_words(record, case) if words is None else f"{words} {record.of}"
    if record.kind == "finding":
        words = f"found: {words} ({STANDARD_WORDS[record.standard or 'not-said']})"
    return words + (f": {record.reason}" if record.reason else "")


def when(record: Record) -> str:
    """The day of an entry."""
    if record.on is None:
        return f"received {day_words(record.received.date())}"
    first, last = record.on
    return day_words(last) if first == last else f"{day_words(first)} to {day_words(last)}"


def moved_words(one: Moved, case: Case) -> tuple[str, str, str, str]:
    """Clause, who, before, after."""
    before = "not there" if one.before is None else str(STATUS_SIGNS[one.before])
    return what(one.clause, case), unit_label(one.obligor, case), before, status_words(one.after, case)
