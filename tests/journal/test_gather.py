"""Journals of a case, folded: by way of rows and snapshots as from the entries themselves, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdfast import gather
from holdfast.analyses.track import track
from holdfast.analyses.track.fold import fold
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.records import Entry, Record, read
from holdfast.gather import folded, shelf
from holdfast.journal.shelf import journal
from holdfast.web.journals import Journals
from tests.cases import write

CASE = """
holdfast: 1
title: A case
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  inspector: {name: The Inspector, roles: [observer]}
issues: {}
"""
AGREEMENT = "title: A draft\nevents: {signature: {on: 2026-03-01}}\ncommitments:\n" + "".join(
    f"  act-{n}: {{by: union, to: port, gives: {{arms: 84}}, after: signature, within: {n}d, verified_by: inspector}}\n"
    for n in range(1, 6)
)


def drawn(draw: random.Random, n: int) -> Record:
    """The n-th entry of a journal made up."""
    keys = {"id": f"e-{n}", "received": f"2026-03-{draw.randint(1, 20):02}T{draw.randint(0, 23):02}:00Z"}
    on = {"on": f"2026-03-{draw.randint(1, 22):02}"} if draw.random() < 0.8 else {}
    about = {"about": f"act-{draw.randint(1, 5)}"}
    form = draw.random()
    if form < 0.8:
        says = draw.choice(["performed", "not-performed", "violated", "counted", "in-part"])
        good = {"good": "arms", "amount": str(draw.randrange(40))} if says == "counted" else {}
        data: dict[str, Any] = {
            "kind": "claim",
            "party": draw.choice(["union", "port", "inspector"]),
            "says": says,
            **good,
            **about,
            **on,
        }
    elif form < 0.9:
        finds = draw.choice(["performed", "unverifiable", "breached"])
        data = {"kind": "finding", "party": "inspector", "finds": finds, "standard": "not-said", **about, **on}
    elif form < 0.95:
        data = {"kind": "correction", "of": f"e-{draw.randrange(n + 1)}", "set": {"on": "2026-03-04"}}
    else:
        data = {"kind": "withdrawal", "of": f"e-{draw.randrange(n + 1)}"}
    found = read({**data, **keys})
    assert isinstance(found, Record), found
    return found


def expected(case: Case, entries: list[Entry], as_of: date, known: int) -> object:
    return track(case, fold(entries, as_of=as_of.toordinal(), known=known))


@pytest.mark.parametrize("seed", range(4))
def test_rows_and_snapshots_give_what_the_entries_give(
    seed: int, where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries arrive in two compartments, a few at a time; after each batch the status is asked, for several days."""
    monkeypatch.setattr(gather, "WORTH_KEEPING", 5)
    folder = write(tmp_path / "case", {"case": CASE, "agreement": AGREEMENT, "compartments/union/sources": "[]"})
    url = where if isinstance(where, str) else None
    draw = random.Random(seed)
    entries: list[Entry] = []
    kept = 0
    for batch in range(6):
        for compartment in ("public", "union"):
            fresh = [drawn(draw, len(entries) + n) for n in range(draw.randint(0, 25))]
            entries += [Entry(compartment, 0, one) for one in fresh]
            journal(folder, compartment, url).append(compartment, fresh)
        for audience in ("desk", "public"):
            case = load(folder, audience).case
            seen = [one for one in entries if one.compartment in case.compartments]
            opened = shelf(case, url)
            kept += sum(one.snapshot(name) is not None for name, one in opened.owners.items())
            for as_of in (date(2026, 3, 25), date(2026, 3, 9)):
                for known_on in (None, date(2026, 3, 12)):
                    state = folded(opened, as_of, known_on)
                    mine = track(case, state)
                    whole = fold(seen, as_of=as_of.toordinal(), known=state.known)
                    theirs = track(case, whole)
                    assert mine is not None
                    assert theirs is not None
                    assert mine.statuses == theirs.statuses, (batch, audience, as_of, known_on)
                    assert (mine.ledgers, mine.rates, mine.ahead) == (theirs.ledgers, theirs.rates, theirs.ahead)
                    assert mine.claims == theirs.claims
    assert kept > 5, "no snapshot was ever kept"


def test_what_another_compartment_holds_changes_no_answer(where: Path | str, tmp_path: Path) -> None:
    folder = write(tmp_path / "case", {"case": CASE, "agreement": AGREEMENT, "compartments/union/sources": "[]"})
    url = where if isinstance(where, str) else None
    draw = random.Random(7)
    journal(folder, "public", url).append("public", [drawn(draw, n) for n in range(40)])
    case = load(folder, "public").case
    before = folded(shelf(case, url), date(2026, 3, 25))
    heads = [str(one) for store in shelf(case, url).journals for one in store.heads()]
    journal(folder, "union", url).append("union", [drawn(draw, 40 + n) for n in range(40)])
    assert folded(shelf(case, url), date(2026, 3, 25)) == before
    assert [str(one) for store in shelf(case, url).journals for one in store.heads()] == heads
    assert shelf(case, url).last == max(date(2026, 3, 1), shelf(case, url).last or date.min)
    assert {one.compartment for one in shelf(case, url).entries()} == {"public"}


@pytest.mark.parametrize("data", [b"", b"[]\n{", b'[]\n{"act-1": {}}', b"\xff\xfe\x00"])
def test_a_snapshot_that_cannot_be_read_is_passed_over(
    data: bytes, where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "WORTH_KEEPING", 5)
    folder = write(tmp_path / "case", {"case": CASE, "agreement": AGREEMENT})
    url = where if isinstance(where, str) else None
    draw = random.Random(3)
    store = journal(folder, "public", url)
    store.append("public", [drawn(draw, n) for n in range(30)])
    case = load(folder, "public").case
    before = folded(shelf(case, url), date(2026, 3, 25))
    (owner,) = shelf(case, url).owners.values()
    kept = owner.snapshot("public")
    assert kept is not None
    owner.keep(replace(kept, data=data))
    assert folded(shelf(case, url), date(2026, 3, 25)) == before


def test_a_database_without_an_entry_hides_no_file(tmp_path: Path) -> None:
    """One is left where the disk was full, or somebody ended the program, before the first entry was written."""
    write(tmp_path, {"case": CASE})
    line = '{"kind": "coverage", "id": "a", "received": "2026-03-02T10:00Z", "observed": "full", "on": "2026-03-02"}'
    (tmp_path / "journal.jsonl").write_text(f"{line}\n", encoding="utf-8")
    journal(tmp_path, "public").close()
    case = load(tmp_path, "public").case
    assert [one.name for one in shelf(case, None).entries()] == ["a"]
    assert [one.name for one in Journals(tmp_path).now(case).entries] == ["a"]
    store, taken = gather.writable(case, "public", None)
    store.close()
    assert taken == 1
    assert [one.name for one in shelf(case, None).entries()] == ["a"]
