"""Where an agreement stands: an allegation makes no breach, unknown stays unknown, and order does not matter."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analyses.track import Track, changes, history, known_until, sampled, track
from holdfast.analyses.track.ahead import score
from holdfast.analyses.track.fold import Tally, dump, fold, resolve, restore, tally
from holdfast.analyses.track.status import NAMES, Status
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.record_rows import row_of
from holdfast.case.records import Entry, Record, read
from holdfast.gather import lying
from tests.cases import loaded

PARTIES = """
holdfast: 1
title: A case
timezone: Europe/Lisbon
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  crews: {name: The Crews, roles: [faction], of: union}
  clerk: {name: The Clerk, roles: [delegation], of: union}
  inspector: {name: The Inspector, roles: [observer]}
  judge: {name: The Judge, roles: [mediator]}
  press: {name: The Press, roles: [press]}
issues: {}
"""


def entry(n: int, **keys: Any) -> Entry:
    data = {"kind": "claim", "id": f"e-{n}", "received": f"2026-03-{min(n + 1, 28):02}T12:00Z"} | keys
    found = read(data)
    assert isinstance(found, Record), found
    return Entry("public", n, found)


def claim(n: int, party: str, says: str, on: str | None = None, about: str = "act", **keys: Any) -> Entry:
    given = {"party": party, "says": says, "about": about} | keys
    return entry(n, **given, **({} if on is None else {"on": on}))


def finding(n: int, party: str, finds: str, on: str, about: str = "act", **keys: Any) -> Entry:
    return entry(n, kind="finding", party=party, finds=finds, about=about, on=on, standard="not-said", **keys)


Asked = Callable[..., Status]


@pytest.fixture
def case(tmp_path: Path) -> Callable[[str], Case]:
    def make(agreement: str) -> Case:
        found = loaded(tmp_path, case=PARTIES, agreement=agreement)
        assert found.diagnostics == ()
        return found.case

    return make


def status(case: Case, entries: list[Entry], as_of: str, clause: str = "act", who: str | None = None) -> Status:
    found = at(case, entries, as_of)
    return next(one for one in found.statuses if one.clause == clause and (who is None or one.obligor == who))


def at(case: Case, entries: list[Entry], as_of: str, known_on: str | None = None) -> Track:
    known = None if known_on is None else date.fromisoformat(known_on)
    day = date.fromisoformat(as_of).toordinal()
    found = track(case, fold(entries, as_of=day, known=known_until(case, known)), known_on=known)
    assert found is not None
    return found


ONCE = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments:
  act: {by: union, to: port, does: Act, after: signature, within: 5d, verified_by: inspector, decider: judge}
  answer: {by: port, to: union, does: Answer, after: act, within: 3d}
  proof: {by: port, to: union, does: Prove, after: verified(act), within: 3d}
"""


@pytest.mark.parametrize(
    ("entries", "as_of", "expected"),
    [
        ([], "2026-02-20", "not due"),
        ([], "2026-03-06", "due"),
        ([], "2026-03-07", "late"),
        # The obligor's own word, its delegation's too, is kept apart.
        ([claim(1, "union", "performed", "2026-03-03")], "2026-03-10", "performed by own account"),
        ([claim(1, "clerk", "performed", "2026-03-03")], "2026-03-10", "performed by own account"),
        ([claim(1, "crews", "performed", "2026-03-03")], "2026-03-10", "performed as reported"),
        ([claim(1, "press", "performed", "2026-03-03")], "2026-03-10", "performed as reported"),
        # The verifier's, the beneficiary's or a finding.
        ([claim(1, "inspector", "performed", "2026-03-03")], "2026-03-10", "performed"),
        ([claim(1, "port", "performed", "2026-03-03")], "2026-03-10", "performed"),
        ([finding(1, "judge", "performed", "2026-03-03")], "2026-03-10", "performed"),
        # Somebody denies it.
        (
            [claim(1, "inspector", "performed", "2026-03-03"), claim(2, "port", "not-performed", "2026-03-04")],
            "2026-03-10",
            "contested",
        ),
        # What was said of an earlier day denies nothing.
        (
            [claim(1, "inspector", "performed", "2026-03-05"), claim(2, "port", "not-performed", "2026-03-04")],
            "2026-03-10",
            "performed",
        ),
        # Who has come round denies it no longer.
        (
            [
                claim(1, "inspector", "performed", "2026-03-03"),
                claim(2, "port", "not-performed", "2026-03-04"),
                claim(3, "port", "performed", "2026-03-05"),
            ],
            "2026-03-10",
            "performed",
        ),
        # A finding settles what was said up to its day.
        (
            [
                claim(1, "inspector", "performed", "2026-03-03"),
                claim(2, "port", "not-performed", "2026-03-04"),
                finding(3, "judge", "performed", "2026-03-06"),
            ],
            "2026-03-10",
            "performed",
        ),
        (
            [claim(1, "inspector", "performed", "2026-03-03"), finding(3, "judge", "not-performed", "2026-03-06")],
            "2026-03-10",
            "late",
        ),
        ([finding(3, "judge", "unverifiable", "2026-03-06")], "2026-03-10", "unverifiable"),
        # An allegation makes no breach, however many allege it: a finding does, or an admission.
        ([claim(n, "port", "violated", f"2026-03-0{n}") for n in range(1, 9)], "2026-03-10", "contested"),
        ([claim(1, "inspector", "violated", "2026-03-03")], "2026-03-10", "contested"),
        ([finding(1, "judge", "breached", "2026-03-03")], "2026-03-10", "breached"),
        ([finding(1, "press", "breached", "2026-03-03")], "2026-03-10", "contested"),
        ([claim(1, "union", "violated", "2026-03-03")], "2026-03-10", "breached"),
        # That it is late and why is no admission of a breach.
        (
            [claim(1, "union", "not-performed", "2026-03-07"), claim(2, "union", "prevented", "2026-03-07")],
            "2026-03-10",
            "late",
        ),
        (
            [claim(1, "inspector", "performed", "2026-03-03"), claim(2, "inspector", "reversed", "2026-03-08")],
            "2026-03-10",
            "reversed",
        ),
        (
            [claim(1, "inspector", "performed", "2026-03-03"), claim(2, "press", "reversed", "2026-03-08")],
            "2026-03-10",
            "contested",
        ),
        ([claim(1, "port", "in-part", "2026-03-03")], "2026-03-05", "in part"),
        ([claim(1, "port", "in-part", "2026-03-03")], "2026-03-10", "late"),
        (
            [entry(1, kind="decision", decides="waive", about="act", parties=["port", "union"], on="2026-03-04")],
            "2026-03-10",
            "waived",
        ),
        (
            [entry(1, kind="decision", decides="extend", about="act", parties=["port"], on="2026-03-04", length="7d")],
            "2026-03-10",
            "due",
        ),
        (
            [entry(1, kind="decision", decides="suspend", about="act", parties=["port"], on="2026-03-04")],
            "2026-03-10",
            "not due",
        ),
        (
            [
                entry(1, kind="decision", decides="suspend", about="act", parties=["port"], on="2026-03-04"),
                entry(2, kind="decision", decides="resume", about="act", parties=["port"], on="2026-03-05"),
            ],
            "2026-03-10",
            "late",
        ),
    ],
)
def test_one_act(case: Any, entries: list[Entry], as_of: str, expected: str) -> None:
    assert status(case(ONCE), entries, as_of).status == expected


def test_five_days_late_for_want_of_a_ship_is_late_and_not_breached(case: Any) -> None:
    entries = [
        claim(1, "union", "prevented", "2026-03-07", reason="no ship"),
        claim(2, "inspector", "performed", "2026-03-11"),
    ]
    before = status(case(ONCE), entries, "2026-03-08")
    assert (before.status, before.days_late) == ("late", 2)
    after = status(case(ONCE), entries, "2026-03-20")
    assert (after.status, after.days_late, after.performed_on) == ("performed", 5, date(2026, 3, 11))
    assert "e-1" in after.because


PREVENTED = "prevented"


@pytest.mark.parametrize(
    ("entries", "as_of", "expected", "blocking"),
    [
        # Who verifies, or who prevents it by its own account, says it: blocked, before its last day and after.
        ([claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="port")], "2026-03-04", "blocked by", ("port",)),
        ([claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="port")], "2026-03-10", "blocked by", ("port",)),
        ([claim(1, "port", PREVENTED, "2026-03-03", blocked_by="port")], "2026-03-10", "blocked by", ("port",)),
        # The obligor's word, or a stranger's, is told and excuses nothing; nor does nobody's fault.
        ([claim(1, "union", PREVENTED, "2026-03-03", blocked_by="port")], "2026-03-10", "late", ()),
        ([claim(1, "press", PREVENTED, "2026-03-03", blocked_by="port")], "2026-03-10", "late", ()),
        ([claim(1, "inspector", PREVENTED, "2026-03-03")], "2026-03-10", "late", ()),
        ([claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="union")], "2026-03-10", "late", ()),
        # Over, once something of it has come since.
        (
            [
                claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="port"),
                claim(2, "inspector", "in-part", "2026-03-05"),
            ],
            "2026-03-10",
            "late",
            (),
        ),
        # Corrected: it was not the port.
        (
            [
                claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="port"),
                entry(2, kind="correction", of="e-1", set={"blocked_by": None}),
            ],
            "2026-03-10",
            "late",
            (),
        ),
    ],
)
def test_blocked_by_a_party_on_a_word_that_counts(
    case: Any, entries: list[Entry], as_of: str, expected: str, blocking: tuple[str, ...]
) -> None:
    found = status(case(ONCE), entries, as_of)
    assert (found.status, found.blocking, found.blocked_by) == (expected, blocking, ())
    told = [one.words for one in found.why if one.kind == "delayed"]
    assert told == [entries[0].record.blocked_by if len(entries) < 2 or entries[1].record.kind == "claim" else None]


def test_a_blocked_clause_is_overdue_all_the_same_and_holds_up_others(case: Any) -> None:
    made = case(ONCE)
    entries = [claim(1, "inspector", PREVENTED, "2026-03-03", blocked_by="port")]
    assert status(made, entries, "2026-03-10").days_late == 4
    assert status(made, entries, "2026-03-10", "answer").blocked_by == ("act",)


CONSENT = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments:
  act: {by: union, does: Act, after: signature, within: 5d, verified_by: inspector, needs_consent: [port, crews]}
"""


def decision(n: int, decides: str, on: str, *parties: str) -> Entry:
    return entry(n, kind="decision", decides=decides, about="act", parties=list(parties), on=on)


@pytest.mark.parametrize(
    ("entries", "as_of", "expected", "refusing", "missing"),
    [
        ([], "2026-03-04", "due", (), ("port", "crews")),
        ([], "2026-03-10", "late", (), ("port", "crews")),
        ([decision(1, "consent", "2026-03-02", "port")], "2026-03-04", "due", (), ("crews",)),
        ([decision(1, "consent", "2026-03-02", "port", "crews")], "2026-03-10", "late", (), ()),
        ([decision(1, "refuse", "2026-03-02", "crews")], "2026-03-10", "blocked by", ("crews",), ("port",)),
        ([decision(1, "refuse", "2026-03-12", "crews")], "2026-03-10", "late", (), ("port", "crews")),
        # The last word counts.
        (
            [decision(1, "refuse", "2026-03-02", "port"), decision(2, "consent", "2026-03-05", "port")],
            "2026-03-10",
            "late",
            (),
            ("crews",),
        ),
        # Nobody else's refusal counts, and what is performed is performed.
        ([decision(1, "refuse", "2026-03-02", "judge")], "2026-03-10", "late", (), ("port", "crews")),
        (
            [decision(1, "refuse", "2026-03-02", "port"), claim(2, "inspector", "performed", "2026-03-04")],
            "2026-03-10",
            "performed",
            (),
            None,
        ),
    ],
)
def test_a_refused_consent_blocks_and_silence_refuses_nothing(
    case: Any,
    entries: list[Entry],
    as_of: str,
    expected: str,
    refusing: tuple[str, ...],
    missing: tuple[str, ...] | None,
) -> None:
    found = status(case(CONSENT), entries, as_of)
    assert (found.status, found.blocking) == (expected, refusing)
    told = [one.who for one in found.why if one.kind == "no consent"]
    assert told == ([missing] if missing else [])


def test_what_waits_is_due_from_what_really_happened(case: Any) -> None:
    made = case(ONCE)
    entries = [claim(1, "inspector", "performed", "2026-03-04")]
    answer = status(made, entries, "2026-03-05", "answer")
    assert (answer.status, answer.due) == ("due", date(2026, 3, 7))
    assert status(made, entries, "2026-03-08", "answer").status == "late"
    # On the obligor's own word nothing begins that waits for it, since somebody is named to verify it.
    own = [claim(1, "union", "performed", "2026-03-04")]
    blocked = status(made, own, "2026-03-09", "answer")
    assert (blocked.status, blocked.blocked_by, blocked.blocking) == ("blocked by", ("act",), ("union",))
    # The beneficiary's word lets begin what waits for the deed, and not what waits for its verification.
    port = [claim(1, "port", "performed", "2026-03-04")]
    assert status(made, port, "2026-03-05", "answer").status == "due"
    assert status(made, port, "2026-03-05", "proof").status == "not due"
    # Not late because the other is: blocked by it.
    assert status(made, [], "2026-04-01", "answer").status == "blocked by"
    assert status(made, [], "2026-03-02", "answer").status == "not due"


def test_as_known_then_or_as_known_now(case: Any) -> None:
    made = case(ONCE)
    entries = [claim(20, "inspector", "performed", "2026-03-03")]  # received on 21 March
    assert at(made, entries, "2026-03-10").statuses[0].status == "performed"
    assert at(made, entries, "2026-03-10", "2026-03-20").statuses[0].status == "late"
    assert at(made, entries, "2026-03-10", "2026-03-21").statuses[0].status == "performed"


def test_a_correction_counts_from_when_it_was_received(case: Any) -> None:
    made = case(ONCE)
    entries = [
        claim(5, "inspector", "performed", "2026-03-09"),
        entry(10, kind="correction", of="e-5", set={"on": "2026-03-05"}),
        entry(15, kind="withdrawal", of="e-10"),
        entry(18, kind="withdrawal", of="e-5"),
    ]
    assert at(made, entries, "2026-03-20", "2026-03-10").statuses[0].days_late == 3
    assert at(made, entries, "2026-03-20", "2026-03-12").statuses[0].days_late is None
    assert at(made, entries, "2026-03-20", "2026-03-17").statuses[0].days_late == 3
    assert at(made, entries, "2026-03-20").statuses[0].status == "late"


ARMS = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments:
  act:
    by: union
    to: port
    gives: {arms: 840}
    after: signature
    deadline: 2026-03-20
    tranches: [210 at D+4, 210 every 5d 3 times]
    verified_by: inspector
    decider: judge
"""


def count(n: int, party: str, amount: str, on: str, **keys: Any) -> Entry:
    return claim(n, party, "counted", on, good="arms", amount=amount, **keys)


def test_one_obligation_met_or_not_by_whose_count(case: Any) -> None:
    made = case(ARMS)
    entries = [
        count(1, "inspector", "420", "2026-03-10"),
        count(2, "inspector", "840", "2026-03-19", counts="total"),
        count(3, "port", "769", "2026-03-19", counts="total"),
    ]
    found = at(made, entries, "2026-03-21")
    (one,) = found.statuses
    assert (one.status, one.disputed_by) == ("contested", ("port",))
    (ledger,) = found.ledgers
    by = {column.counter: (column.value, column.met, column.outstanding, column.decides) for column in ledger.columns}
    assert by == {
        "inspector": (Fraction(840), True, Fraction(0), True),
        "port": (Fraction(769), False, Fraction(71), False),
    }
    decided = at(made, [*entries, finding(4, "judge", "performed", "2026-03-19")], "2026-03-21").statuses[0]
    assert (decided.status, decided.disputed_by, decided.days_late) == ("performed", ("port",), None)


def test_parts_are_due_one_after_the_other(case: Any) -> None:
    made = case(ARMS)
    assert status(made, [], "2026-03-05").status == "due"
    assert status(made, [], "2026-03-06").status == "late"
    first = [count(1, "inspector", "210", "2026-03-05")]
    assert status(made, first, "2026-03-10").status == "in part"
    late = status(made, first, "2026-03-11")
    assert (late.status, late.days_late, late.share) == ("late", 1, Fraction(1, 4))
    # On the obligor's own count nothing is performed.
    assert status(made, [count(1, "union", "840", "2026-03-05")], "2026-03-19").status == "performed by own account"


KEPT = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments:
  act: {by: [union, port], must_not: shoot, from: signature, until: signature + 30d, verified_by: inspector}
  watch: {by: port, does: Watch, from: signature, so_long_as: act, verified_by: inspector}
  feed: {by: port, to: union, gives: {loaves: {amount: 600, per: day}}, from: signature, verified_by: inspector}
"""


def test_prohibitions_and_duties_are_kept_or_contested_per_party(case: Any) -> None:
    made = case(KEPT)
    assert status(made, [], "2026-02-20").status == "not due"
    assert status(made, [], "2026-03-10").status == "due"
    alleged = [claim(3, "port", "violated", "2026-03-04", obligor="union")]
    assert status(made, alleged, "2026-03-10", who="union").status == "contested"
    assert status(made, alleged, "2026-03-10", who="port").status == "due"
    assert status(made, alleged, "2026-03-10", "watch").status == "due"
    found = [*alleged, finding(5, "inspector", "breached", "2026-03-04", obligor="union")]
    assert status(made, found, "2026-03-10", who="union").status == "breached"
    assert status(made, found, "2026-03-10", "watch").status == "not due"
    cleared = [*alleged, finding(5, "inspector", "no-breach", "2026-03-04", obligor="union")]
    assert status(made, cleared, "2026-03-10", who="union").status == "performed"
    assert status(made, [], "2026-04-20").status == "not due"


def test_a_flow_is_judged_period_by_period(case: Any) -> None:
    made = case(KEPT)

    def loaves(n: int, amount: int, on: str, party: str = "inspector") -> Entry:
        return claim(n, party, "counted", on, "feed", good="loaves", amount=amount)

    assert status(made, [], "2026-03-05", "feed").status == "due"
    full = [loaves(n, 600, f"2026-03-0{n}") for n in (1, 2, 3)]
    assert status(made, full, "2026-03-04", "feed").status == "performed"
    short = [*full, loaves(4, 250, "2026-03-04")]
    one = status(made, short, "2026-03-05", "feed")
    assert one.status == "in part"
    assert [reason.words for reason in one.why if reason.kind == "short period"] == ["250 of 600 loaves"]
    own = [loaves(n, 600, f"2026-03-0{n}", "port") for n in (1, 2, 3)]
    assert status(made, own, "2026-03-04", "feed").status == "performed by own account"


def test_an_amended_draft_is_in_force_from_its_day(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        case=PARTIES,
        agreement__first="title: First\ncommitments: {act: {by: union, does: Act, deadline: 2026-03-05}}",
        agreement__second="title: Second\nversion: 0\ncommitments: {act: {by: union, does: Act, deadline: 2026-04-05}}",
    ).case
    amended = [entry(1, kind="decision", decides="amend", draft="second", parties=["port", "union"], on="2026-03-10")]
    assert status(made, amended, "2026-03-09").status == "late"
    found = at(made, amended, "2026-03-10")
    assert (found.draft, found.statuses[0].status) == ("second", "due")


# Order


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    """Claims, findings, corrections, withdrawals and decisions about two clauses, on a few days."""
    entries: list[Entry] = []
    days = st.integers(1, 9).map(lambda n: f"2026-03-0{n}")
    parties = st.sampled_from(["union", "port", "inspector", "press", "judge", "crews"])
    for n in range(draw(st.integers(0, 14))):
        keys: dict[str, Any] = {"received": f"2026-03-{draw(st.integers(1, 20)):02}T{draw(st.integers(0, 23)):02}:00Z"}
        about = draw(st.sampled_from(["act", "answer"]))
        kind = draw(st.sampled_from(["claim"] * 5 + ["finding", "correction", "withdrawal", "decision"]))
        if kind == "claim":
            says = draw(st.sampled_from(["performed", "not-performed", "violated", "reversed", "in-part", "counted"]))
            good = {
                "good": "arms",
                "amount": draw(st.integers(0, 900)),
                "counts": draw(st.sampled_from(["part", "total"])),
            }
            more = good if says == "counted" or draw(st.booleans()) else {}
            on = draw(days) if draw(st.booleans()) else None
            entries.append(claim(n, draw(parties), says, on, about, **more, **keys))
        elif kind == "finding":
            finds = draw(st.sampled_from(["performed", "not-performed", "breached", "unverifiable", "reversed"]))
            entries.append(finding(n, draw(parties), finds, draw(days), about, **keys))
        elif kind == "decision":
            decides = draw(st.sampled_from(["waive", "suspend", "resume", "extend"]))
            length = {"length": "3d"} if decides == "extend" else {}
            entries.append(
                entry(n, kind=kind, decides=decides, about=about, parties=["port"], on=draw(days), **length, **keys)
            )
        else:
            of = f"e-{draw(st.integers(0, 13))}"
            change = {"set": {"on": draw(days)}} if kind == "correction" else {}
            entries.append(entry(n, kind=kind, of=of, **change, **keys))
    return entries


BOTH = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments:
  act: {by: union, to: port, gives: {arms: 840}, after: signature, within: 3d, verified_by: inspector, decider: judge}
  answer: {by: port, to: union, does: Answer, after: act, within: 3d, decider: judge}
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return loaded(tmp_path_factory.mktemp("both"), case=PARTIES, agreement=BOTH).case


@given(entries=journals(), seed=st.integers(0, 10**6), as_of=st.integers(1, 20), known=st.integers(1, 21))
def test_late_and_unordered_entries_give_what_ordered_ones_give(
    both: Case, entries: list[Entry], seed: int, as_of: int, known: int
) -> None:
    day, known_on = f"2026-03-{as_of:02}", None if known == 21 else f"2026-03-{known:02}"
    shuffled = [Entry(one.compartment, 99 - one.seq, one.record) for one in entries]
    random.Random(seed).shuffle(shuffled)
    mine, theirs = at(both, entries, day, known_on), at(both, shuffled, day, known_on)
    for part in ("statuses", "ledgers", "ahead", "rates", "claims", "unplaced", "draft"):
        assert getattr(mine, part) == getattr(theirs, part)
    assert [one.name for one in mine.findings] == [one.name for one in theirs.findings]


@given(entries=journals(), cut=st.integers(0, 14), as_of=st.integers(1, 20))
def test_tallies_can_be_kept_and_added_up(both: Case, entries: list[Entry], cut: int, as_of: int) -> None:
    """A snapshot of the first entries, written out and read again, and the rest: as if folded at once."""
    claims = [one for one in entries if one.record.kind == "claim"]
    resolved = resolve([one for one in entries if one.record.kind != "claim"], claims)
    first: dict[str, Tally] = {}
    tally(first, [row_of(one.record) for one in claims[:cut]], resolved)
    kept = restore(dump(first))
    assert kept == first
    rest: dict[str, Tally] = {}
    tally(rest, [row_of(one.record) for one in claims[cut:]], resolved)
    for name, one in rest.items():
        if name in kept:
            kept[name].merge(one)
        else:
            kept[name] = one
    whole: dict[str, Tally] = {}
    tally(whole, [row_of(one.record) for one in claims], resolved)
    assert kept == whole


@given(entries=journals())
def test_no_allegation_ever_makes_a_breach(both: Case, entries: list[Entry]) -> None:
    """Without findings, and without the obligor's own word, nothing is breached."""
    alleged = [one for one in entries if one.record.kind != "finding"]
    for one in at(both, alleged, "2026-03-20").statuses:
        admitted = any(
            each.record.party == one.obligor and each.record.says == "violated"
            for each in alleged
            if each.record.about == one.clause
        )
        assert one.status != "breached" or admitted


@settings(max_examples=25)
@given(entries=journals())
def test_exchanging_two_parties_exchanges_them_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    from holdfast.case.records import plain

    swap = {"union": "port", "port": "union"}

    def swapped(value: Any) -> Any:
        if isinstance(value, list):
            return [swapped(one) for one in value]
        return swap.get(value, value) if isinstance(value, str) else value

    text = BOTH.replace("union", "§").replace("port", "union").replace("§", "port")
    mirrored = loaded(tmp_path_factory.mktemp("m"), case=PARTIES.replace("of: union", "of: port"), agreement=text).case
    plainly = loaded(tmp_path_factory.mktemp("p"), case=PARTIES, agreement=BOTH).case
    other = []
    for one in entries:
        record = read({key: swapped(value) for key, value in plain(one.record).items()})
        assert isinstance(record, Record)
        other.append(Entry("public", one.seq, record))
    mine, theirs = at(plainly, entries, "2026-03-12"), at(mirrored, other, "2026-03-12")
    assert [(one.clause, swap[str(one.obligor)], one.status, one.days_late) for one in mine.statuses] == [
        (one.clause, one.obligor, one.status, one.days_late) for one in theirs.statuses
    ]


# Examples


def example(repository: Path, name: str) -> tuple[Case, list[Entry]]:
    found = load(repository / "examples" / name, "desk").case
    entries, wrong = lying(found, found.compartments)
    assert wrong == ()
    return found, list(entries)


def test_harbour_shows_every_status(repository: Path) -> None:
    made, entries = example(repository, "harbour")
    found = at(made, entries, "2026-04-22")
    public = [one for one in entries if one.compartment == "public"]
    seen = {one.status for one in found.statuses} | {one.status for one in at(made, public, "2026-04-22").statuses}
    assert seen >= set(NAMES) - {"performed as reported"}


def test_aceh_one_obligation_two_counts(repository: Path) -> None:
    made, entries = example(repository, "aceh-2005")

    def arms(day: str, known_on: str | None = None) -> Status:
        return next(one for one in at(made, entries, day, known_on).statuses if one.clause == "decommission-arms")

    assert arms("2005-12-18").status == "in part"
    assert arms("2005-12-19", "2005-12-19").status != "performed"
    assert arms("2005-12-20", "2005-12-20").status == "performed"
    assert "tni" in arms("2005-12-20").disputed_by
    found = at(made, entries, "2005-12-20")
    ledger = next(one for one in found.ledgers if one.good == "arms")
    counted = {one.counter: one for one in ledger.columns if one.measure == "counted"}
    assert (counted["amm"].value, counted["amm"].met) == (Fraction(840), True)
    assert (counted["tni"].value, counted["tni"].outstanding, counted["tni"].met) == (
        Fraction(769),
        Fraction(71),
        False,
    )
    on_14 = next(one for one in at(made, entries, "2005-12-14").ledgers if one.good == "arms")
    outstanding = {one.counter: one.outstanding for one in on_14.columns if one.measure == "counted"}
    assert (outstanding["amm"], outstanding["tni"]) == (Fraction(48), Fraction(212))


def test_aceh_the_last_police_were_five_days_late_and_broke_nothing(repository: Path) -> None:
    made, entries = example(repository, "aceh-2005")

    def police(day: str) -> Status:
        return next(one for one in at(made, entries, day).statuses if one.clause == "withdraw-police")

    assert (police("2006-01-03").status, police("2006-01-03").days_late) == ("late", 3)
    assert (police("2006-01-06").status, police("2006-01-06").days_late) == ("performed", 5)


def test_gaza_strikes_after_a_stated_pause_are_contested(repository: Path) -> None:
    made, entries = example(repository, "gaza-2025")
    found = at(made, entries, "2025-10-07")
    assert {one.clause for one in found.statuses if one.status == "contested"} == {"declare-ceasefire"}
    assert {one.status for one in found.statuses} == {"contested", "not due"}


def test_changes_and_history(repository: Path) -> None:
    made, entries = example(repository, "harbour")
    days = sampled(date(2026, 3, 1), date(2026, 4, 22), 5)
    found = history(made, entries, days)
    assert [one.as_of for one in found] == list(days)
    moved = {one.clause for one in changes(found[0], found[-1])}
    assert {"lift-blockade", "no-lockout"} <= moved
    assert changes(found[-1], found[-1]) == ()
    low = [one.rates["all"][0].low for one in found]
    assert low[0] == 0 < low[-1]


def test_the_rate_keeps_apart_what_nobody_knows(case: Any) -> None:
    made = case(ONCE)
    assert score(status(made, [claim(1, "union", "performed", "2026-03-03")], "2026-03-10")) == (0, 3)
    assert score(status(made, [claim(1, "port", "performed", "2026-03-03")], "2026-03-10")) == (3, 3)
    assert score(status(made, [], "2026-03-10")) == (0, 0)


def test_what_comes_next(case: Any) -> None:
    found = at(case(ONCE), [], "2026-03-10")
    assert [one.clause for one in found.ahead.late] == ["act"]
    assert [one.clause for one in found.ahead.blocked] == ["answer", "proof"]
    assert [(one.clause, one.waiting) for one in found.ahead.unblocks] == [("act", ("answer", "proof"))]
    contested = at(case(ONCE), [claim(1, "union", "performed", "2026-03-03")], "2026-03-04")
    assert [(one.clause, one.waiting) for one in contested.ahead.contested] == [("act", ("answer", "proof"))]
    soon = at(case(ONCE), [], "2026-03-01").ahead.due
    assert [one.clause for one in soon] == ["act"]
