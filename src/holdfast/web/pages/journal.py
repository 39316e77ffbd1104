"""The journal: what was recorded, with filters; one entry with what it rests on; whether anything was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.audience import compartment_folder, inside
from holdfast.case.case import Case
from holdfast.case.records import KEYS, Entry
from holdfast.gather import writable
from holdfast.journal import exchange, shelf
from holdfast.journal.database import JournalError
from holdfast.journal.exchange import to_csv, to_lines
from holdfast.views.page import chronicle, standing
from holdfast.views.page.chronicle import Line
from holdfast.web import entry_form as forms
from holdfast.web.changing import Problem
from holdfast.web.journals import Chronicle
from holdfast.web.pages import track
from holdfast.web.search import levelled
from holdfast.web.visit import Nav, Page, Visit, change, view

PER_PAGE: Final = 50
_ORDERS: Final[Mapping[str, str]] = {"received": "received last first", "happened": "as it happened"}
_FATES: Final = ("stands", "corrected", "withdrawn")


def _list(visit: Visit, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    case, journal = visit.edition.case, visit.journal
    chosen = {key: visit.query(key) for key in ("q", "kind", "about", "party", "place", "fate", "compartment")}
    chosen["order"] = "happened" if visit.query("order") == "happened" else "received"
    since, until = visit.day("since"), visit.day("until")
    if chosen["party"]:
        visit.known("party", chosen["party"], case.parties)
    if chosen["compartment"]:
        visit.known("compartment", chosen["compartment"], dict.fromkeys(case.compartments))
    found = _chosen(case, journal, chosen, since, until)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(visit.number("page", 1, 100_000), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return visit.shown(
        "journal.html",
        title="Journal",
        status=status,
        journal=journal,
        problems=problems,
        theirs=None,
        chosen={**chosen, "since": since or "", "until": until or ""},
        total=len(found),
        lines=tuple(chronicle.line(case, one, journal.touching) for one in shown),
        paging=(page, pages),
        kinds=tuple(KEYS),
        entering={kind: words for kind, words in forms.KINDS.items() if kind not in ("correction", "withdrawal")},
        abouts=tuple(dict.fromkeys(one.record.about for one in journal.entries if one.record.about)),
        places=tuple(dict.fromkeys(one.record.place for one in journal.entries if one.record.place)),
        orders=_ORDERS,
        fates=_FATES,
        beginnings=_beginnings(visit) if visit.may("edit") and journal.problem is None else (),
        on_server=visit.bench.shelf.journal is not None,
    )


def _chosen(
    case: Case, journal: Chronicle, chosen: Mapping[str, str], since: date | None, until: date | None
) -> list[Entry]:
    words = levelled(chosen["q"]).split()

    def wanted(one: Entry) -> bool:
        record, day = one.record, date.fromordinal(chronicle.day_of(one.record))
        return (
            (not chosen["kind"] or record.kind == chosen["kind"])
            and (not chosen["about"] or record.about == chosen["about"])
            and (not chosen["party"] or chosen["party"] in (record.party, *record.parties))
            and (not chosen["place"] or record.place == chosen["place"])
            and (not chosen["compartment"] or one.compartment == chosen["compartment"])
            and (since is None or day >= since)
            and (until is None or day <= until)
            and (not chosen["fate"] or chronicle.fate_of(one.name, journal.touching)[0] == chosen["fate"])
            and (not words or _speaks_of(case, journal, one, words))
        )

    by: Callable[[Entry], Any] = chronicle.sorted_by
    if chosen["order"] == "received":
        by = _received
    return sorted(filter(wanted, journal.entries), key=by, reverse=chosen["order"] == "received")


def _received(one: Entry) -> tuple[Any, ...]:
    return one.record.received, one.compartment, one.seq, one.name


def _speaks_of(case: Case, journal: Chronicle, one: Entry, words: list[str]) -> bool:
    made = chronicle.line(case, one, journal.touching)
    record = one.record
    quotes = " ".join(cite.quote or "" for cite in record.cite)
    text = levelled(
        "\n".join(filter(None, (made.name, made.who, made.words, record.by, record.place, record.note, quotes)))
    )
    return all(word in text for word in words)


def _beginnings(visit: Visit) -> tuple[tuple[str, bool], ...]:
    """The compartments whose journal can be begun, and whether a file beside the case would be taken over."""
    journal, folder = visit.journal, visit.edition.case.folder
    found = []
    for name in forms.own_compartments(visit.edition.case, visit.person):
        path = compartment_folder(folder, name) / exchange.FILE
        beside = inside(folder, name, path) and path.is_file()
        if name not in journal.heads and (beside or name not in journal.covered):
            found.append((name, beside))
    return tuple(found)


def _entry(visit: Visit, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    case, journal = visit.edition.case, visit.journal
    name = visit.named("entry", journal.named)
    one = journal.named[name]
    found = journal.track(journal.day(None)) if case.drafts else None
    resting = () if found is None else tuple(each for each in found.statuses if name in each.because)
    touching = journal.touching.get(name, ())
    order = sorted(journal.entries, key=_received, reverse=True)
    place = order.index(one)
    return visit.shown(
        "entry-page.html",
        title="Entry",
        status=status,
        problems=problems,
        theirs=None,
        line=chronicle.line(case, one, journal.touching),
        record=one.record,
        entry=one,
        details=chronicle.details(case, one),
        original=_line_of(case, journal, chronicle.refers_to(one)),
        changed=tuple(chronicle.changed(journal.named.get(chronicle.refers_to(one) or ""), one)),
        now=_now(case, journal, one),
        weighed=tuple(made for each in one.record.weighs if (made := _line_of(case, journal, _whole(one, each)))),
        others=tuple(chronicle.line(case, each, journal.touching) for each in touching),
        rows=standing.rows(case if found is None else track.in_words(case, found), resting, journal.named),
        before=order[place + 1].name if place + 1 < len(order) else None,
        after=order[place - 1].name if place else None,
        mine=one.compartment in forms.own_compartments(case, visit.person),
        chain=journal.heads.get(one.compartment),
        in_database=one.compartment in journal.heads,
    )


def _whole(one: Entry, name: str) -> str:
    return name if "/" in name or one.compartment == "public" else f"{one.compartment}/{name}"


def _line_of(case: Case, journal: Chronicle, name: str | None) -> Line | None:
    found = None if name is None else journal.named.get(name)
    return None if found is None else chronicle.line(case, found, journal.touching)


def _now(case: Case, journal: Chronicle, one: Entry) -> Line | None:
    """What an entry says after its corrections, where that differs."""
    now = journal.current(one)
    if now is None or now == one.record:
        return None
    return chronicle.line(case, Entry(one.compartment, one.seq, now), {})


def _begin(visit: Visit) -> Response:
    compartment = visit.text("compartment")
    if compartment not in forms.own_compartments(visit.edition.case, visit.person):
        raise HTTPException(403, f"You may not begin the journal of ‘{compartment[:60]}’.")
    try:
        store, taken = writable(visit.edition.case, compartment, visit.bench.shelf.journal)
        store.close()
    except JournalError as error:
        return _list(visit, (Problem(error.message, error.hint),), 422)
    visit.request.state.what = f"began the journal of {compartment}" + (f" with {taken} entries" if taken else "")
    visit.room.journals.now(visit.edition.case, fresh=True)
    return visit.go("/journal", done="begun")


def _verify(visit: Visit) -> Response:
    case, url = visit.edition.case, visit.bench.shelf.journal
    problem, found = None, []
    try:
        for store in shelf.journals(case.folder, case.compartments, url):
            found.append(store.verify())
            store.close()
    except JournalError as error:
        problem = Problem(error.message, error.hint)
    damage = tuple(each for one in found for each in one.damage)
    return visit.page(
        "journal-verify.html",
        title="Has anything been changed?",
        heads=tuple(each for one in found for each in one.heads),
        damage=damage,
        purged=sum(one.purged for one in found),
        problem=problem,
        lying=sorted(visit.journal.lying),
    )


def _file(visit: Visit) -> Response:
    entries = visit.journal.entries
    if visit.query("format") == "csv":
        text, name, media = "".join(to_csv(entries)), "journal.csv", "text/csv; charset=utf-8"
    else:
        text, name, media = "".join(f"{one}\n" for one in to_lines(entries)), "journal.jsonl", "application/jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type=media, headers=headers)


def _purge(visit: Visit) -> Response:
    journal, case = visit.journal, visit.edition.case
    name = visit.named("entry", journal.named)
    one = journal.named[name]
    reason = visit.text("reason")
    if not reason or visit.text("again") != one.record.id:
        problem = Problem("Say why, and write the entry’s name once more.", "what is purged cannot be had back")
        return _entry(visit, (problem,), 422)
    try:
        stores = [
            each for each in shelf.journals(case.folder, (one.compartment,), visit.bench.shelf.journal) if each.heads()
        ]
        if not stores:
            raise JournalError("this entry stands in a text file", "edit journal.jsonl by hand")
        stores[0].purge(one.compartment, one.record.id, reason=reason, by=visit.text("by") or None)
        stores[0].close()
    except JournalError as error:
        return _entry(visit, (Problem(error.message, error.hint),), 422)
    visit.request.state.what = "purged an entry"
    visit.room.journals.now(case, fresh=True)
    return visit.go("/journal", done="purged")


PAGE: Final = Page(
    routes=(
        view("/journal", _list, "journal"),
        view("/journal/verify", _verify, "journal-verify"),
        view("/journal/file", _file, "journal-file"),
        change("/journal/begin", _begin, "journal-begin", "edit"),
        view("/journal/entries/{name:path}", _entry, "journal-entry"),
        change("/journal/purge/{name:path}", _purge, "journal-purge", "administer"),
    ),
    nav=(Nav("Journal", "/journal", "j", "Record"),),
)
