"""The record, how positions meet, clause by clause, and movement over time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from holdfast.analyses.balance import balance
from holdfast.analyses.clauses import clauses
from holdfast.analyses.convergence import convergence
from holdfast.analyses.depth import depth
from holdfast.analyses.movement import movement
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.case.load import load
from tests.cases import loaded

CASE = """
holdfast: 1
title: A harbour
parties:
  union: {name: Union, roles: [principal]}
  envoys: {name: Envoys, roles: [delegation], of: union}
  night: {name: Night crews, roles: [faction], of: union}
  port: {name: Port, roles: [principal]}
  ministry: {name: Ministry, roles: [mediator]}
  board: {name: Board, roles: [body]}
issues:
  pay: {question: How much?, options: {more: {text: More, done_when: raise}, same: {text: Same}}}
  cranes:
    question: How many?
    ordered: true
    options: {none: {text: None}, some: {text: Some, done_when: convert}, all: {text: All, done_when: convert}}
"""
DRAFT = """
title: A draft
package: {pay: more}
commitments:
  raise: {by: port, does: Raise the pay, variants: [{reading: the port's, text: Perhaps}]}
  lift: {by: union, does: Lift the blockade}
  convert: {by: [port, union], does: Convert cranes, if: cranes != none}
  watch: {by: board, does: Watch, creates: [board]}
  pray: {does: Pray}
"""


def _case(folder: Path, *parts: str, **files: str) -> Case:
    statements = "".join(f"- {{id: s-{n}, gist: Said, {part}}}\n" for n, part in enumerate(parts))
    return loaded(folder, case=CASE, agreement=DRAFT, statements=statements, **files).case


# The record


def test_balance_counts_what_the_record_is_made_of(tmp_path: Path) -> None:
    case = _case(
        tmp_path,
        "party: union, channel: anonymous, requires: pay = more, date: 2026-01-05, cite: {source: letter}",
        "party: [union, port], channel: second-hand, accepts: cranes = some, date: 2026-02-05, firmness: red-line, "
        "because: y",
        "party: union, channel: written, raises: pay, supersedes: s-0, cite: {source: paper}",
        "by: Gazette, channel: on-record, asserts: {rain: much}, date: 2026-01-01",
        "by: gazette, channel: on-record, asserts: {rain: little}",
        "party: union, channel: written, refuses: pay = same, date: 2026-09-09",
        sources="[{id: letter, kind: letter}, {id: paper, kind: news}]",
        compartments__union__statements="[{id: secret, party: union, channel: in-confidence, gist: x, raises: pay}]",
    )
    answer = balance(case, as_of=date(2026, 3, 1))
    union, port, gazette = answer.rows
    assert (union.party, union.consent, union.statements, union.retired) == ("union", True, 4, 1)
    assert (union.anonymous, union.second_hand, union.in_confidence, union.primary, union.uncited) == (1, 1, 1, 1, 2)
    assert (union.stances, dict(union.firmness)) == (
        2,
        {"preference": 0, "position": 1, "bottom-line": 0, "red-line": 1},
    )
    assert (union.undated, union.oldest, union.newest) == (2, date(2026, 1, 5), date(2026, 2, 5))
    assert union.because == ("s-0", "s-1", "s-2", "union/secret")
    assert (port.party, port.statements, gazette.party, gazette.speaker, gazette.statements) == (
        "port",
        1,
        None,
        "Gazette",
        2,
    )
    assert answer.total.statements == 6
    assert "bias" in answer.assumptions[0].lower()


# How positions meet


@pytest.mark.parametrize(
    ("parts", "meeting", "common", "left", "conditional"),
    [
        (
            ("party: union, requires: pay = more", "party: port, accepts: pay = more"),
            "convergent",
            ["more"],
            ["more"],
            False,
        ),
        (
            ("party: envoys, requires: pay = more", "party: port, offers: pay = more"),
            "convergent",
            ["more"],
            ["more"],
            False,
        ),
        (
            ("party: night, requires: pay = more", "party: port, offers: pay = more"),
            "open",
            [],
            ["more", "same"],
            False,
        ),
        (("party: union, requires: pay = more", "party: port, refuses: pay = more"), "divergent", [], [], False),
        (
            ("party: union, requires: pay = more", "party: port, refuses: pay = more, unless: cranes = all"),
            "divergent",
            [],
            [],
            True,
        ),
        (
            ("party: union, requires: pay = more", "party: port, accepts: pay = more, if: cranes = all"),
            "convergent",
            ["more"],
            ["more"],
            True,
        ),
        (("party: union, requires: pay != same", "party: port, requires: pay = more"), "open", [], ["more"], False),
        (
            ("party: union, refuses: pay = same, firmness: preference", "party: port, accepts: pay = same"),
            "open",
            [],
            ["more", "same"],
            False,
        ),
        (("party: union, requires: pay = more, if: pay = same",), "open", [], ["more"], False),
        ((), "open", [], ["more", "same"], False),
    ],
)
def test_how_positions_meet(
    tmp_path: Path, parts: tuple[str, ...], meeting: str, common: list[str], left: list[str], conditional: bool
) -> None:
    case = _case(tmp_path, *(f"{part}, channel: on-record" for part in parts))
    one = convergence(case, issues=["pay"])[0]
    assert (one.meeting, list(one.common), list(one.left), one.conditional) == (meeting, common, left, conditional)


def test_ordered_options_are_named_by_their_bounds(tmp_path: Path) -> None:
    case = _case(
        tmp_path,
        "party: union, channel: written, accepts: cranes <= some",
        "party: port, channel: written, requires: done(cranes >= some) and pay = same",
    )
    cranes = convergence(case)[1]
    union, port = cranes.parties
    assert [bool(word.accepted) for word in union.options] == [True, True, False]
    assert union.without_a_word == ("all",)
    assert [(bool(word.accepted), bool(word.excluded)) for word in port.options] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    assert (cranes.meeting, cranes.common) == ("convergent", ("some",))
    assert [because.statement for because in cranes.because] == ["s-0", "s-1"]


# Clause by clause


@pytest.mark.parametrize(
    ("said", "clause", "bearing", "promise"),
    [
        ("party: port, offers: raise", "raise", "accepts", "said"),
        ("party: port, requires: pay = more", "raise", "accepts", "said"),
        ("party: port, accepts: raise, if: lift", "raise", "conditions", "under a condition"),
        ("party: port, accepts: raise, if: lift", "lift", "names", "never said"),
        ("party: ministry, offers: raise", "raise", "accepts", "never said"),
        ("party: night, accepts: lift", "lift", "accepts", "never said"),
        ("party: envoys, accepts: lift", "lift", "accepts", "said"),
        ("party: port, refuses: raise", "raise", "rejects", "never said"),
        ("party: port, refuses: pay = more", "raise", "rejects", "never said"),
        ("party: port, requires: pay = same", "raise", "rejects", "never said"),
        ("party: port, requires: not raise", "raise", "rejects", "never said"),
        ("party: port, refuses: raise, unless: lift", "raise", "conditions", "never said"),
        ("party: port, requires: lift before raise", "raise", "conditions", "never said"),
        ("party: port, undecided: raise", "raise", "undecided", "never said"),
        ("party: port, silent: pay", "raise", "silent", "never said"),
        ("party: port, silent: pay = same", "raise", None, "never said"),
        ("party: port, refuses: cranes = all", "convert", None, "never said"),
        ("party: port, refuses: cranes >= some", "convert", "rejects", "never said"),
        ("party: port, accepts: agreement, extent: whole", "raise", "accepts", "said"),
        ("party: port, accepts: agreement, extent: whole, except: raise", "raise", "leaves out", "never said"),
        ("party: port, accepts: agreement, extent: named, clauses: raise", "raise", "accepts", "said"),
        ("party: port, accepts: agreement, extent: named, clauses: lift", "raise", None, "never said"),
        ("party: port, accepts: agreement, extent: principle", "raise", None, "never said"),
        ("party: port, accepts: agreement, extent: unknown", "raise", None, "never said"),
        ("party: board, offers: watch", "watch", "accepts", "said"),
        ("party: port, accepts: lift", "watch", None, "does not exist yet"),
    ],
)
def test_what_a_statement_does_to_a_clause(
    tmp_path: Path, said: str, clause: str, bearing: str | None, promise: str
) -> None:
    answer = clauses(_case(tmp_path, f"{said}, channel: written"))
    assert answer is not None
    row = next(row for row in answer.rows if row.clause == clause)
    assert [word.bearing for word in row.words] == ([] if bearing is None else [bearing])
    assert row.obligors[0].promise == promise
    assert bool(row.obligors[0].because) == (promise in ("said", "under a condition"))


def test_the_clause_table(tmp_path: Path) -> None:
    case = _case(
        tmp_path, "party: union, channel: written, accepts: lift", "party: port, channel: written, silent: lift"
    )
    answer = clauses(case)
    assert answer is not None
    rows = {row.clause: row for row in answer.rows}
    assert rows["lift"].nothing_from == ("port",)
    assert rows["watch"].nothing_from == ("union", "port", "board")
    assert (rows["raise"].readings, rows["convert"].realises) == (
        ("the port's",),
        (("cranes", "some"), ("cranes", "all")),
    )
    assert rows["pray"].obligors == ()
    assert answer.never_said == (("raise", "port"), ("convert", "port"), ("convert", "union"))
    assert clauses(loaded(tmp_path / "none", statements="[]").case) is None


def test_gaza_who_has_never_said_that_they_will_do_it(repository: Path) -> None:
    answer = clauses(load(repository / "examples" / "gaza-2025", "public").case)
    assert answer is not None
    never = set(answer.never_said)
    assert {("disarm-hamas", "hamas"), ("withdraw-fully", "israel"), ("free-prisoners", "israel")} <= never
    assert not never & {("release-living-hostages", "hamas"), ("redeploy-initial-line", "israel")}


# Movement


def test_movement_over_time(tmp_path: Path) -> None:
    red = "firmness: red-line, because: y"
    case = _case(
        tmp_path,
        "party: union, channel: written, requires: pay = more, date: 2026-01-10",
        f"party: union, channel: written, requires: pay = more, date: 2026-02-10, supersedes: s-0, {red}",
        "party: union, channel: written, accepts: pay = same, date: 2026-02-20, supersedes: s-1",
        "party: union, channel: written, refuses: cranes = all",
        "party: union, channel: written, refuses: cranes = some, date: 2026-02-15",
        "party: port, channel: written, refuses: pay = more, date: 2026-01-20",
        "party: port, channel: written, warns: no more talks, date: 2026-02-25, supersedes: s-5",
        "party: port, channel: written, accepts: pay = more, date: 2026-03-20",
        "party: port, channel: written, accepts: pay = same, date: 2026-02-12, if: cranes = all",
    )
    answer = movement(case, positions(case, as_of=date(2026, 3, 1)), since=date(2026, 2, 1))
    assert [
        (one.day.isoformat(), one.party, one.issue, one.move, one.step.because.statement) for one in answer.moved
    ] == [
        ("2026-02-10", "union", "pay", "firmer", "s-1"),
        ("2026-02-12", "port", "pay", "new", "s-8"),
        ("2026-02-15", "union", "cranes", "new", "s-4"),
        ("2026-02-20", "union", "pay", "softer", "s-2"),
        ("2026-02-25", "port", "pay", "retired", "s-5"),
    ]
    assert answer.undated == 1
    assert [(track.party, track.issue, len(track.steps)) for track in answer.tracks] == [
        ("union", "pay", 3),
        ("union", "cranes", 2),
        ("port", "pay", 2),
    ]
    first = answer.tracks[0].steps[0]
    assert (first.move, first.retired_by, first.retired_on) == ("first word", "s-1", date(2026, 2, 10))
    assert movement(case, positions(case)).moved == ()


def test_filters_keep_what_concerns_what_was_asked_for(tmp_path: Path) -> None:
    case = _case(
        tmp_path,
        "party: union, channel: written, requires: pay = more",
        "party: union, channel: written, requires: pay = same",
        "party: port, channel: written, requires: cranes = all",
        "party: port, channel: written, requires: cranes = none, supersedes: s-2",
    )
    everything = depth(case)
    assert (len(everything.relations.found), len(everything.relations.superseded)) == (1, 1)
    port = depth(case, parties=["port"], issues=["cranes"])
    assert (port.relations.found, [row.party for row in port.balance.rows]) == ((), ["port"])
    assert [one.issue for one in port.meetings] == ["cranes"]
    assert {track.party for track in port.movement.tracks} == {"port"}
    assert depth(case, parties=["union"], issues=["pay"]).relations.superseded == ()
