"""Where an agreement stands, and what a period brought, as sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from holdfast.analyses.track import Track
from holdfast.analyses.track.period import Coverage, Period
from holdfast.case.case import Case
from holdfast.case.records import Entry
from holdfast.views import charts_track as charts
from holdfast.views import track_words as say
from holdfast.views.names import and_list, count, day_words, party_label, range_of_days, readable, sentence
from holdfast.views.plain_sections import Picture, Section, Table
from holdfast.views.words import step_label


def track_sections(
    case: Case, found: Track, cited: Mapping[str, Entry], history: Sequence[Track] = ()
) -> tuple[Section, ...]:
    """Status, ledgers, what comes next.

    Args:
        case: the case.
        found: where it stands.
        cited: the entries that it rests on, by name.
        history: where it stood on earlier days, for the timelines.
    """
    return (_statuses(case, found, cited, history), *_ledgers(case, found), ahead_section(case, found, history))


def _statuses(case: Case, found: Track, cited: Mapping[str, Entry], history: Sequence[Track]) -> Section:
    rows = tuple(
        (
            say.what(one.clause, case),
            say.unit_label(one.obligor, case),
            say.status_words(one, case),
            say.why_words(one, case, cited),
            say.resting_words(one.because, case, cited),
        )
        for one in found.statuses
    )
    known = "" if found.known_on is None else f", as known on {day_words(found.known_on)}"
    status = Table(f"Status on {day_words(found.as_of)}{known}", ("Clause", "Who", "Status", "Why", "Resting on"), rows)
    pictures, tables = over_time(case, history)
    notes = (found.method, " ".join(found.assumptions))
    return Section(
        "sec-track", "What was promised, what was done", f"{say.heading(found)}.", notes, pictures, (status, *tables)
    )


def over_time(
    case: Case, history: Sequence[Track], shown: Sequence[charts.Owed] | None = None
) -> tuple[tuple[Picture, ...], tuple[Table, ...]]:
    """The status of each clause over time, as a picture and as a table; neither for a single day.

    Args:
        case: the case.
        history: where it stood on each of several days.
        shown: the clauses that are looked at, by default all.
    """
    spec = charts.timeline(case, history, shown)
    if spec is None:
        return (), ()
    spans = tuple(
        (one["clause"], one["status"], *(day_words(date.fromisoformat(one[key])) for key in ("from", "to")))
        for one in charts.spans_of(case, history, shown)
    )
    table = Table("The same as a table", ("Clause", "Status", "From", "To"), spans)
    return (Picture("The status of each clause over time, as known now", spec),), (table,)


def _ledgers(case: Case, found: Track) -> Iterator[Section]:
    shown = [one for one in found.ledgers if one.columns or one.found]
    if not shown:
        return
    pictures, tables = [], []
    for one in shown:
        spec = charts.curve(case, one)
        if spec is not None and sum(len(column.series) for column in one.columns) > 2:
            pictures.append(
                Picture(f"{sentence(say.ledger_heading(one, case))}; the dashed line is what is promised", spec)
            )
        rows = [say.column_words(column, case) for column in one.columns]
        rows += [("found", "", f"{say.point_words(point)} by {day_words(point.day)}", "") for point in one.found]
        columns = ("Counter", "What", "Amount", "Outstanding by this count")
        tables.append(Table(sentence(say.ledger_heading(one, case)), columns, tuple(rows)))
    split = [one for one in shown if len({column.met for column in one.columns if column.met is not None}) > 1]
    heading = f"{count(len(shown), 'ledger')}; each count stands by itself and none are added up"
    if split:
        names = and_list([readable(one.good) for one in split])
        heading = f"{sentence(names)}: met by one count and not by another"
    yield Section("sec-ledgers", "Ledgers", heading, (), tuple(pictures), tuple(tables))


def ahead_section(case: Case, found: Track, history: Sequence[Track] = ()) -> Section:
    """What comes next: due soon, late, blocked, what others wait for; and how far it is implemented."""
    ahead = found.ahead
    rows: list[tuple[str, str, str, str]] = []
    for what, ones in (("due soon", ahead.due), ("late", ahead.late), ("blocked", ahead.blocked)):
        for one in ones:
            blocked = and_list([party_label(party, case) for party in one.blocking])
            until = "" if one.due is None else day_words(one.due)
            rows.append((say.what(one.clause, case), say.unit_label(one.obligor, case), what, blocked or until))
    waits = [
        (say.what(one.clause, case), what, and_list([step_label(name, case) for name in one.waiting]))
        for what, held in (("not performed", ahead.unblocks), ("not settled", ahead.contested))
        for one in held
    ]
    rates = [
        ("in all" if by == "all" else by, say.group_label(by, one.group, case), say.rate_words(one), str(one.clauses))
        for by, ones in found.rates.items()
        for one in ones
    ]
    spec = charts.rate(history)
    number = len(ahead.due)
    falls = f"{count(number, 'obligation')} {'falls' if number == 1 else 'fall'}"
    heading = f"{falls} due in the next {count(ahead.within, 'day')}"
    return Section(
        "sec-ahead",
        "What comes next",
        f"{sentence(heading)}, {len(ahead.late)} late, {len(ahead.blocked)} blocked",
        ("It shows what stands where and what rests on what; it advises nothing.",),
        () if spec is None else (Picture("How far it is implemented over time, from the lowest to the highest", spec),),
        tuple(
            table
            for table in (
                Table("Due soon, late, blocked", ("Clause", "Who", "How", "Until, or by whom"), tuple(rows)),
                Table("What others wait for", ("Clause", "How it stands", "Waiting for it"), tuple(waits)),
                Table(
                    "How far it is implemented: 0 to 3 for each obligation, as a share; a range where not settled",
                    ("By", "Of", "Share", "Obligations"),
                    tuple(rates),
                ),
            )
            if table.rows
        ),
    )


def period_title(found: Period) -> str:
    """The title of a periodic report."""
    return f"Report on the period from {range_of_days([found.start, found.end])}"


def period_sections(
    case: Case, found: Period, cited: Mapping[str, Entry], history: Sequence[Track] = ()
) -> tuple[Section, ...]:
    """Incidents and coverage, findings, changes; then where it stands, the ledgers and what comes next."""
    return (
        _incidents(case, found),
        *_records(case, found),
        _moved(case, found),
        *track_sections(case, found.closing, cited, history),
    )


def _incidents(case: Case, found: Period) -> Section:
    now, before = len(found.incidents), sum(row.before for row in found.kinds)
    earlier = range_of_days(found.before)
    heading = f"{sentence(count(now, 'incident'))} reported, {before} in the period before"
    notes = (
        "Incidents as reported, and by whom; nobody has found them to be so unless a finding says it. Compare a count "
        "with where anybody could look: fewer reports from a place that nobody could see are not fewer incidents.",
        f"The period before is {earlier}.",
    )
    kinds = Table(
        "By kind",
        ("Kind", "This period", "Period before"),
        tuple((readable(one.name), str(one.now), str(one.before)) for one in found.kinds),
    )
    places = Table(
        "By place, with on how many days anybody could look",
        ("Place", "This period", "Could look", "Period before", "Could look then"),
        tuple(
            (
                one.name or "no place said",
                str(one.now),
                _covered(one.coverage),
                str(one.before),
                _covered(one.coverage_before),
            )
            for one in found.places
        ),
    )
    weeks = Table(
        "By week",
        ("Week", "Incidents", "Could look"),
        tuple(
            (
                f"{day_words(one.start)} to {day_words(one.end)}",
                str(one.incidents),
                "; ".join(f"{seen.place or 'no place said'}: {_covered(seen)}" for seen in one.coverage)
                or "nobody says",
            )
            for one in found.weeks
        ),
    )
    names = {one.name: one for one in found.incidents}
    listed = Table(
        "Each as reported",
        ("When", "Where", "Kind", "According to", "About", "Resting on"),
        tuple(
            (
                say.when(one.record),
                one.record.place or "",
                readable(one.record.incident or ""),
                say.speaker_label(one.record.speaker, case),
                "" if one.record.about is None else say.what(one.record.about, case),
                say.resting_words((one.name,), case, names),
            )
            for one in found.incidents
        ),
    )
    tables = tuple(table for table in (kinds, places, weeks, listed) if table.rows)
    return Section("sec-incidents", "Incidents", heading, notes, (), tables)


def _covered(seen: Coverage | None) -> str:
    if seen is None or seen.unsaid == seen.days:
        return "nobody says"
    parts = [(seen.full, "fully"), (seen.partly, "in part"), (seen.none, "not at all"), (seen.unsaid, "not said")]
    return f"of {count(seen.days, 'day')}: " + ", ".join(f"{number} {how}" for number, how in parts if number)


def _records(case: Case, found: Period) -> Iterator[Section]:
    for id, kicker, one, entries in (
        ("sec-findings", "Findings", "finding", found.findings),
        ("sec-decisions", "Decisions of the parties", "decision", found.decisions),
    ):
        if not entries:
            continue
        rows = tuple(
            (
                say.when(entry.record),
                and_list([say.speaker_label(name, case) for name in (entry.record.parties or (entry.record.speaker,))]),
                say.record_words(entry.record, case),
                say.STANDARD_WORDS[entry.record.standard] if entry.record.standard else "",
                entry.record.reason or "",
                say.resting_words((entry.name,), case, {entry.name: entry}),
            )
            for entry in entries
        )
        columns = ("When", "Who", "What", "Standard of proof", "Why", "Resting on")
        yield Section(id, kicker, sentence(count(len(entries), one)), (), (), (Table(kicker, columns, rows),))


def _moved(case: Case, found: Period) -> Section:
    rows = tuple(say.moved_words(one, case) for one in found.moved)
    heading = f"{sentence(count(len(rows), 'obligation'))} changed status"
    columns = ("Clause", "Who", "Before", "Now")
    return Section(
        "sec-moved", "Changes", heading, (), (), (Table("Status before and after", columns, rows),) if rows else ()
    )
