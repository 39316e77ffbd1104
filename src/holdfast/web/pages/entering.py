"""Entering what happened: claims, findings, decisions, coverage, corrections and withdrawals.

A journal is only added to, so nothing can be overwritten. What somebody else has recorded on the same thing since the
form was opened is shown before anything is added: it may change what one wants to say.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, get_args

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.records import KEYS, Entry, Record, corrected, instant_text, plain, read
from holdfast.case.records import Problem as Wrong
from holdfast.gather import writable
from holdfast.journal.database import JournalError
from holdfast.journal.references import Names, not_named
from holdfast.journal.store import MeanwhileError
from holdfast.views.page import chronicle
from holdfast.web import entry_form as forms
from holdfast.web.changing import Problem
from holdfast.web.digits import whole
from holdfast.web.entry_form import Form, Kind, Sent
from holdfast.web.visit import Page, Visit, change, view


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form is about to record."""

    kind: Kind
    form: Form
    of: Entry | None
    """The entry that is corrected or withdrawn."""
    compartment: str
    sent: Sent
    own: Mapping[str, str]
    """The fields of the entry itself: its name, when it was received, why it corrects or withdraws."""
    record: Record | None
    """None where something is wrong."""
    problems: tuple[Problem, ...]


def _kind(visit: Visit) -> Kind:
    kind = visit.request.path_params["kind"]
    if kind not in get_args(Kind):
        raise HTTPException(404, f"There is no kind of entry ‘{kind}’.")
    if kind != "claim" and not visit.may("edit"):
        raise HTTPException(403, f"Your role is ‘{visit.person.role}’: it enters claims. A {kind} takes ‘edit’.")
    made: Kind = kind
    return made


def _of(visit: Visit, kind: Kind) -> Entry | None:
    if kind not in ("correction", "withdrawal"):
        return None
    name = visit.query("of") or visit.text("of")
    visit.known("entry", name, visit.journal.named)
    found = visit.journal.named[name]
    if found.record.kind == "purge" or (kind == "correction" and found.record.kind in ("correction", "withdrawal")):
        raise HTTPException(400, f"A {found.record.kind} cannot be corrected; it can be withdrawn.")
    return found


def _compartment(visit: Visit, of: Entry | None) -> str:
    mine = forms.own_compartments(visit.edition.case, visit.person)
    given = of.compartment if of is not None else visit.query("compartment") or visit.text("compartment") or mine[0]
    if given not in mine:
        raise HTTPException(403, f"You may not enter anything in the journal of ‘{given}’.")
    return given


def _form(visit: Visit, kind: Kind, of: Entry | None, about: str) -> Form:
    case = visit.edition.case
    return forms.form(kind, case, visit.journal, of, forms.own_parties(case, visit.person), about)


def _show(visit: Visit) -> Response:
    kind = _kind(visit)
    of = _of(visit, kind)
    about = visit.query("about") or ("" if of is None else of.record.about or "")
    shown: dict[str, Any] = {"about": about, "party": visit.query("party"), "cites": []}
    if kind == "correction" and of is not None:
        now = visit.journal.current(of)
        if now is None:
            raise HTTPException(400, "This entry is withdrawn: there is nothing to correct.")
        shown = forms.values(now)
    elif kind == "claim" and len(parties := forms.own_parties(visit.edition.case, visit.person)) == 1:
        shown["party"] = parties[0]
    plan = Plan(
        kind,
        _form(visit, kind, of, about),
        of,
        _compartment(visit, of),
        Sent(shown, {}, ()),
        {"id": _fresh_name(kind), "received": "", "why": ""},
        None,
        (),
    )
    return _page(visit, plan)


def _fresh_name(kind: Kind) -> str:
    """A name for an entry. It is given when the form is made, so that a form sent twice is recorded once."""
    return f"{kind}-{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(4)}"


def _page(
    visit: Visit,
    plan: Plan,
    *,
    theirs: tuple[Entry, ...] = (),
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    case, journal = visit.edition.case, visit.journal
    title = f"Record a {plan.kind}" if plan.kind != "coverage" else "Record who could look"
    return visit.shown(
        "entry-form.html",
        title=title,
        status=status,
        plan=plan,
        given=plan.sent.values,
        meaning=forms.KINDS[plan.kind],
        problems=(*plan.problems, *problems),
        theirs=None,
        meanwhile=tuple(chronicle.line(case, one, journal.touching) for one in theirs),
        original=None if plan.of is None else chronicle.line(case, plan.of, journal.touching),
        heads={name: journal.seen(name) for name in case.compartments},
        compartments=forms.own_compartments(case, visit.person),
        cites=forms.CITES,
        action=f"/journal/new/{plan.kind}",
        check=f"/journal/check/{plan.kind}",
    )


def _plan(visit: Visit, kind: Kind) -> Plan:
    """What was sent, read as the terminal reads it."""
    of = _of(visit, kind)
    compartment = _compartment(visit, of)
    form = _form(visit, kind, of, visit.text("f:about"))
    sent = forms.sent(form, visit.text, visit.texts, visit.form.getlist("evidence"), visit.texts("evidence-kept"))
    own = {"id": visit.text("id") or _fresh_name(kind), "received": visit.text("received"), "why": visit.text("why")}
    data: dict[str, Any] = {
        "kind": kind,
        "id": own["id"],
        "received": own["received"] or instant_text(datetime.now(UTC)),
    }
    wrong: list[Wrong] = []
    if of is not None:
        data["of"] = of.record.id
        if own["why"]:
            data["reason"] = own["why"]
    if kind == "correction" and of is not None:
        before = visit.journal.current(of) or of.record
        changes = forms.differences(before, sent.data, form.fields)
        if not changes:
            wrong.append(Wrong("HF702", "nothing is changed yet", None, "change what is wrong in the entry"))
        data["set"] = changes or {"note": None}
        after = corrected(before, changes)
        wrong.extend(after if not isinstance(after, Record) else _names(visit, after, compartment))
    else:
        data |= sent.data
    order = [key for key in KEYS[kind] if key in data]
    record = read({key: data[key] for key in order})
    if isinstance(record, Record):
        wrong.extend(_names(visit, record, compartment))
    else:
        wrong.extend(one for one in record if kind != "correction" or one.key != "set")
    mine = forms.own_parties(visit.edition.case, visit.person)
    if isinstance(record, Record) and kind == "claim" and record.party not in (*mine, *_nobody(visit, mine)):
        wrong.append(Wrong("HF704", "your role enters claims of your own party", "party", f"choose {', '.join(mine)}"))
    problems = tuple(_told(one) for one in dict.fromkeys(wrong))
    errors = [one for one in problems if one.severity == "error"]
    return Plan(
        kind, form, of, compartment, sent, own, None if errors or not isinstance(record, Record) else record, problems
    )


def _nobody(visit: Visit, mine: tuple[str, ...]) -> tuple[None, ...]:
    """A claim may be of somebody who is no party, where one does not speak for parties of one's own."""
    return (None,) if mine == tuple(visit.edition.case.parties) else ()


def _names(visit: Visit, record: Record, compartment: str) -> list[Wrong]:
    """What of an entry's names is not there."""
    found = list(Names(visit.edition.case).check(record, compartment))
    for name in record.weighs:
        known = name if "/" in name or compartment == "public" else f"{compartment}/{name}"
        if name not in visit.journal.named and known not in visit.journal.named:
            found.append(Wrong("HF704", f"there is no entry '{name}'", "weighs"))
    if (warning := not_named(visit.edition.case, record)) is not None:
        found.append(warning)
    return found


def _told(one: Wrong) -> Problem:
    return Problem(one.message, one.hint, one.at("journal").severity, one.code)


def _check(visit: Visit) -> Response:
    plan = _plan(visit, _kind(visit))
    problems = list(plan.problems)
    for one in _elsewhere(visit, plan, of_own=True):
        words = chronicle.line(visit.edition.case, one, visit.journal.touching)
        message = f"meanwhile somebody recorded on the same: {words.who or one.record.kind}: {words.words} ({one.name})"
        problems.append(Problem(message, None, Wrong("HF706", "").at("journal").severity))
    return visit.page("problems.html", title="Check", problems=problems)


def _seen(visit: Visit, compartment: str) -> int:
    return whole(visit.text(f"seen:{compartment}"), 15) or 0


def _minds(visit: Visit, plan: Plan, compartment: str) -> Any:
    about = plan.sent.data.get("about") or (None if plan.of is None else plan.of.record.about)
    of = plan.of.record.id if plan.of is not None and plan.of.compartment == compartment else None
    return forms.on_the_same(None if about is None else str(about), of, visit.journal, compartment)


def _elsewhere(visit: Visit, plan: Plan, *, of_own: bool = False) -> tuple[Entry, ...]:
    """What others recorded on the same thing since the form was opened, in compartments other than the form's own."""
    return tuple(
        one
        for one in visit.journal.entries
        if (of_own or one.compartment != plan.compartment)
        and one.seq > _seen(visit, one.compartment)
        and one.record.id != plan.own["id"]
        and _minds(visit, plan, one.compartment)(one.record)
    )


def _save(visit: Visit) -> Response:
    kind = _kind(visit)
    visit.room.journals.now(visit.edition.case, fresh=True)
    plan = _plan(visit, kind)
    if plan.record is None:
        return _page(visit, plan, status=422)
    name = plan.record.id if plan.compartment == "public" else f"{plan.compartment}/{plan.record.id}"
    if (known := visit.journal.named.get(name)) is not None and _again(known.record, plan.record):
        return visit.go(f"/journal/entries/{name}", done="entered")
    if theirs := _elsewhere(visit, plan):
        return _page(visit, plan, theirs=theirs, status=409)
    try:
        store, taken = writable(visit.edition.case, plan.compartment, visit.bench.shelf.journal)
        try:
            seen = _seen(visit, plan.compartment) + taken
            store.append(plan.compartment, [plan.record], seen=seen, minds=_minds(visit, plan, plan.compartment))
        finally:
            store.close()
    except MeanwhileError as error:
        _renew(visit)
        return _page(visit, plan, theirs=error.entries, status=409)
    except JournalError as error:
        return _page(visit, plan, problems=(Problem(error.message, error.hint),), status=422)
    visit.request.state.what = f"recorded {kind} {name}"
    _renew(visit)
    return visit.go(f"/journal/entries/{name}", done="entered")


def _renew(visit: Visit) -> None:
    visit.__dict__["journal"] = visit.room.journals.now(visit.edition.case, fresh=True)


def _again(known: Record, record: Record) -> bool:
    """Whether this is what was recorded already: a form that was sent twice."""
    before, after = plain(known), plain(record)
    return {**before, "received": ""} == {**after, "received": ""}


PAGE: Final = Page(
    routes=(
        view("/journal/new/{kind}", _show, "enter", "report"),
        change("/journal/check/{kind}", _check, "enter-check", "report"),
        change("/journal/new/{kind}", _save, "enter-save", "report"),
    ),
)
