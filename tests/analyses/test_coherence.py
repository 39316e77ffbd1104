"""Question 3 without times: the two verdicts, ties, what fails with what; on small drafts and on the examples."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.coherence import Coherence, Verdict, coherence
from holdfast.case.conditions import to_text
from holdfast.case.load import load
from holdfast.diagnostics import CODES, Severity
from holdfast.views import coherence as coherence_words
from holdfast.views import machine_coherence
from tests.cases import loaded, write, yaml

CASE = """
holdfast: 1
title: A small case
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  ministry: {name: The Ministry, roles: [mediator]}
issues:
  cranes:
    question: How far?
    options: {none: {text: None}, staged: {text: By stages}, full: {text: All}}
  state: {question: Is there one?, options: {no: {text: No such thing}, it: {text: There is one}}, today: no}
"""

REALISED = CASE.replace("text: By stages", "text: By stages, done_when: convert")


def answer(folder: Path, agreement: str, statements: str = "[]", **named: Any) -> Coherence:
    result = loaded(
        folder, case=REALISED if "convert" in agreement else CASE, agreement=agreement, statements=statements
    )
    assert [one for one in result.diagnostics if one.code != "HF502"] == []
    found = coherence(result.case, **named)
    assert found is not None
    return found


def draft(commitments: str, more: str = "") -> str:
    return f"title: A draft\n{more}\ncommitments:\n" + "".join(
        f"  {line.strip()}\n" for line in commitments.strip().splitlines()
    )


def sides(verdict: Verdict) -> list[tuple[str, tuple[str, ...]]]:
    return [(circle.kind, circle.clauses) for circle in verdict.circles]


def relaxed(verdict: Verdict) -> list[list[list[str]]]:
    return [[[f"{link.key} {' '.join(link.of)}" for link in links] for links in knot.relax] for knot in verdict.knots]


def test_clauses_stand_fall_away_or_are_not_decided(tmp_path: Path) -> None:
    text = draft(
        """
        convert: {by: port, does: Convert, if: cranes = staged}
        scrap: {by: port, does: Scrap, if: cranes = full}
        build: {by: port, does: Build, if: state = it}
        train: {by: port, does: Train, unless: cranes = staged}
        """,
        "package: {cranes: staged, state: left-open}",
    )
    found = answer(tmp_path, text)
    assert (found.standing, found.left_out) == (("convert", "build"), ("scrap", "train"))
    assert [one.clause for one in found.undecided] == ["build"]
    other = answer(tmp_path, text, package={"cranes": "full", "state": "no"})
    assert (other.standing, other.left_out) == (("scrap", "train"), ("convert", "build"))


def test_a_circle_names_every_link_and_what_to_relax(tmp_path: Path) -> None:
    text = draft("""
        lift: {by: union, does: Lift, after: begun(take)}
        take: {by: port, does: Take back, after: lift}
        pay: {by: port, does: Pay, after: verified(take)}
        talk: {by: port, does: Talk}
    """)
    found = answer(tmp_path, text)
    assert sides(found.text) == [("circular", ("lift", "take"))]
    assert relaxed(found.text) == [[["after lift"], ["after take"]]]
    assert (found.text.never, found.text.at_once) == (("lift", "take", "pay"), ("talk",))
    first, second = found.text.circles[0].steps
    assert (first.waits.name, [one.kind for one in first.for_]) == ("lift", ["begun"])
    assert (second.waits.name, [one.kind for one in second.for_]) == ("take", ["performed"])
    assert {"HF601"} <= {one.code for one in found.gaps}
    assert found.is_wrong


def test_a_way_out_by_or_is_no_circle_and_closing_it_makes_one(tmp_path: Path) -> None:
    text = draft("""
        lift: {by: union, does: Lift, after: take or pay}
        take: {by: port, does: Take back, after: lift}
        pay: {by: port, does: Pay}
    """)
    assert answer(tmp_path, text).text.holds
    found = answer(tmp_path, text.replace("does: Pay", "does: Pay, after: lift"))
    assert sides(found.text) == [("circular", ("lift", "take", "pay"))]
    assert relaxed(found.text) == [[["after lift"], ["after take"], ["after pay"]]]


def test_phases_parts_and_pairings_are_order_too(tmp_path: Path) -> None:
    text = draft(
        """
        lift: {by: union, does: Lift, phase: second}
        take: {by: port, does: Take, gives: {workers: 24}, tranches: [12 after signature, 12 after lift], phase: first}
        """,
        "events: {signature: {declared_by: ministry}}\n"
        "phases: {first: {opens: signature}, second: {opens: phase first ends}}",
    )
    found = answer(tmp_path, text)
    assert found.text.never == ("lift", "take")
    assert sides(found.text) == [("circular", ("lift", "take"))]
    assert relaxed(found.text) == [[["phase lift"], ["tranches take"], ["opens second"]]]
    paired = draft(
        """
        keys: {by: union, does: Keys, gives: {keys: 24}, tranches: [12 at 2026-01-01, 12 at 2026-02-01]}
        take: {by: port, does: Take, gives: {workers: 24}, tranches: [12 at 2026-01-01, 12 at 2026-02-01],
    """
        + "  paired_with: {commitment: keys, when: verified}}\n"
    )
    assert answer(tmp_path, paired).text.holds


def test_what_is_kept_counts_as_met_once_it_is_in_force(tmp_path: Path) -> None:
    text = draft(
        """
        quiet: {by: union, must_not: strike, from: signature, until: phase first ends, phase: first}
        pay: {by: port, does: Pay, so_long_as: quiet, phase: first}
        """,
        "events: {signature: {declared_by: ministry}}\nphases: {first: {opens: signature}}",
    )
    assert answer(tmp_path, text).text.holds


def test_refuses_unless_gates_what_realises_it(tmp_path: Path) -> None:
    text = draft(
        "convert: {by: port, does: Convert}\ntrain: {by: port, does: Train, if: cranes = staged}\n"
        "  back: {by: port, does: Take back, after: convert}",
        "package: {cranes: staged}",
    )
    says = """
- {id: no, party: union, channel: on-record, gist: Not before., refuses: "cranes in {staged, full}", unless: back}
"""
    found = answer(tmp_path, text, says)
    assert found.text.holds
    assert sides(found.stated) == [("circular", ("convert", "back"))]
    assert relaxed(found.stated) == [[["after back"], ["refuses no"]]]
    assert found.stated.never == ("convert", "train", "back")
    steps = found.stated.circles[0].steps
    assert [None if step.because is None else step.because.statement for step in steps] == ["no", None]
    assert not found.is_wrong or all(one.code != "HF601" for one in found.gaps)
    # In a package without cranes there is nothing to gate; a preference never binds; an acceptance is no condition.
    assert answer(tmp_path, text, says, package={"cranes": "none"}).stated.holds
    assert answer(tmp_path, text, says.replace("gist", "firmness: preference, gist")).stated.holds
    accepts = "\n- {id: yes, party: union, channel: on-record, gist: Yes., accepts: cranes = staged, if: back}\n"
    assert answer(tmp_path, text, accepts).stated.holds


def test_orders_are_disputed_side_by_side(tmp_path: Path) -> None:
    text = draft("lift: {by: union, does: Lift, after: claims}\nclaims: {by: port, does: Withdraw}")
    says = """
- {id: b, party: port, channel: on-record, gist: Lift first., requires: lift before claims}
- {id: a, party: union, channel: on-record, gist: Claims first., requires: claims before lift}
"""
    found = answer(tmp_path, text, says)
    assert {kind for kind, _ in sides(found.stated)} == {"order disputed"}
    (dispute,) = found.stated.disputes
    assert dispute.clauses == ("lift", "claims")
    assert [(one.first, one.because and one.because.statement) for one in dispute.orders] == [
        ("claims", None),
        ("lift", "b"),
        ("claims", "a"),
    ]
    together = draft("lift: {by: union, does: Lift}\nclaims: {by: port, does: Withdraw}", "together: [lift, claims]")
    found = answer(tmp_path, together, says)
    assert found.text.holds
    assert [one.kind for one in found.stated.disputes[0].orders] == ["together", "before", "before"]


ORDERED = (
    CASE
    + """
  sequence:
    question: Which first?
    options:
      lift-first: {text: Lift first, done_when: lift before claims}
      claims-first: {text: Claims first, done_when: claims before lift}
      lift-first-then-pay: {text: And pay last, done_when: lift before claims and claims before pay and train}
"""
)
THREE = """
    lift: {by: union, does: Lift}
    claims: {by: port, does: Withdraw}
    pay: {by: port, does: Pay}
    train: {by: port, does: Train}
"""


def ordered(folder: Path, *conditions: str, more: str = "") -> Coherence:
    """The draft of `THREE` with statements, alternately of the port and the union, named 0, 1 and so on."""
    statements = "".join(
        f"- {{id: s{number}, party: {('port', 'union')[number % 2]}, channel: on-record, gist: So., {condition}}}\n"
        for number, condition in enumerate(conditions)
    )
    result = loaded(folder, case=ORDERED, agreement=draft(THREE, more), statements=statements or "[]")
    assert [one for one in result.diagnostics if one.code != "HF502"] == []
    found = coherence(result.case)
    assert found is not None
    return found


def test_an_order_that_is_an_option_is_an_order(tmp_path: Path) -> None:
    found = ordered(tmp_path, "requires: sequence = lift-first", "requires: sequence = claims-first")
    assert found.text.holds
    (dispute,) = found.stated.disputes
    assert [(one.first, one.second, one.because and one.because.statement) for one in dispute.orders] == [
        ("lift", "claims", "s0"),
        ("claims", "lift", "s1"),
    ]
    assert [to_text(one.through) for one in dispute.orders if one.through is not None] == [
        "sequence = lift-first",
        "sequence = claims-first",
    ]
    assert sides(found.stated) == [("order disputed", ("lift", "claims"))]
    assert "order that realises" in coherence_words.link_words(
        found.stated.knots[0].relax[0][0], load(tmp_path, "desk").case
    )


@pytest.mark.parametrize(
    ("conditions", "disputed"),
    [
        (("requires: sequence = lift-first", "requires: claims before lift"), True),
        (("requires: sequence = lift-first", "requires: lift before claims"), False),
        # What all options have in common: lift before claims.
        (("requires: 'sequence in {lift-first, lift-first-then-pay}'", "requires: claims before lift"), True),
        (("requires: 'sequence in {lift-first, claims-first}'", "requires: claims before lift"), False),
        (("requires: sequence = lift-first-then-pay", "requires: pay before claims"), True),
        (("requires: sequence != lift-first", "requires: lift before claims"), False),
        (("requires: done(sequence = lift-first)", "requires: claims before lift"), True),
        # Refused: the other way round, or what stands after `unless`.
        (("refuses: sequence = lift-first", "requires: lift before claims"), True),
        (("refuses: lift before claims", "requires: lift before claims"), True),
        (("refuses: sequence = lift-first", "requires: claims before lift"), False),
        (("refuses: sequence = lift-first, unless: pay", "requires: lift before claims"), False),
        (("refuses: sequence = lift-first, unless: pay", "requires: lift before claims and claims before pay"), True),
        (("refuses: 'sequence in {lift-first, claims-first}'",), True),
        # A preference never binds, and of several orders it is not said which is refused.
        (("requires: sequence = lift-first, firmness: preference", "requires: claims before lift"), False),
        (("refuses: sequence = lift-first-then-pay", "requires: lift before claims"), False),
    ],
)
def test_what_the_orders_of_options_come_to(conditions: tuple[str, ...], disputed: bool, tmp_path: Path) -> None:
    found = ordered(tmp_path, *conditions)
    assert bool(found.stated.circles) == disputed
    assert {kind for kind, _ in sides(found.stated)} == ({"order disputed"} if disputed else set())
    assert bool(found.stated.unread) == ("refuses: sequence = lift-first-then-pay" in conditions)


def test_one_step_is_no_order_that_is_refused(tmp_path: Path) -> None:
    found = ordered(tmp_path, "refuses: sequence = lift-first", more="together: [lift, claims]")
    assert found.stated.holds


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["requires", "refuses"]), st.permutations(["lift", "claims", "pay", "train"]), st.booleans()
        ),
        max_size=5,
    )
)
def test_brute_force_agrees_on_orders_named_by_options(found: list[tuple[str, list[str], bool]]) -> None:
    """Every step can be done just where some sequence of the four keeps all orders that were demanded and refused."""
    steps = ("lift", "claims", "pay", "train")
    options = {
        f"{a}-{b}": {"text": f"{a} first", "done_when": f"{a} before {b}"} for a in steps for b in steps if a != b
    }
    case = CASE + f"  sequence: {{question: Which?, options: {yaml(options)}}}\n"
    statements = [
        {
            "id": f"s{number}",
            "party": "port",
            "channel": "on-record",
            "gist": "So.",
            verb: f"sequence = {order[0]}-{order[1]}" if named else f"{order[0]} before {order[1]}",
        }
        for number, (verb, order, named) in enumerate(found)
    ]
    with tempfile.TemporaryDirectory() as folder:
        result = loaded(Path(folder), case=case, agreement=draft(THREE), statements=yaml(statements))
    answered = coherence(result.case)
    assert answered is not None
    wanted = [(order[0], order[1]) if verb == "requires" else (order[1], order[0]) for verb, order, _ in found]
    possible = any(
        all(sequence.index(a) < sequence.index(b) for a, b in wanted) for sequence in itertools.permutations(steps)
    )
    assert answered.stated.holds == possible


def test_firmer_statements_are_named_only_where_nothing_softer_suffices(tmp_path: Path) -> None:
    text = draft("lift: {by: union, does: Lift}\nclaims: {by: port, does: Withdraw}")
    says = """
- {id: b, party: port, channel: on-record, gist: Lift first., requires: lift before claims}
- {id: a, party: union, channel: on-record, gist: Claims first., requires: claims before lift, firmness: red-line,
   because: the law}
"""
    found = answer(tmp_path, text, says)
    assert relaxed(found.stated) == [[["requires b"]]]
    assert found.stated.knots[0].firmest == "position"
    both = says.replace("lift before claims}", "lift before claims, firmness: red-line, because: the law}")
    assert relaxed(answer(tmp_path, text, both).stated) == [[["requires b"], ["requires a"]]]


def test_what_nothing_meets_is_said_with_who_is_against_it(tmp_path: Path) -> None:
    text = draft("disarm: {by: union, does: Disarm}", "package: {state: left-open}")
    says = """
- {id: first, party: union, channel: on-record, gist: First a state., refuses: disarm, unless: done(state = it)}
- {id: none, party: port, channel: on-record, gist: Never a state., refuses: state = it}
- {id: some, party: ministry, channel: on-record, gist: A state some day., requires: done(state = it)}
"""
    found = answer(tmp_path, text, says)
    assert found.text.holds
    assert found.stated.never == ("disarm",)
    (unmet,) = found.stated.unmet
    assert [one.kind for one in unmet.missing] == ["nothing realises"]
    assert [one.because.statement for one in unmet.opposed] == ["none"]
    assert [one.because.statement for one in found.stated.demands] == ["some"]
    today = says.replace("done(state = it)", "done(state = no)")
    assert answer(tmp_path, text, today).stated.holds


def test_ties_are_tried_in_every_order_and_in_combination(tmp_path: Path) -> None:
    text = draft("""
        a: {by: union, does: A, after: b, linked_to: b}
        b: {by: port, does: B}
        c: {by: port, does: C, linked_to: d}
        d: {by: port, does: D}
        e: {by: port, does: E, after: d, linked_to: f}
        f: {by: port, does: F}
        c2: {by: port, does: C, after: f}
    """).replace("c: {by: port, does: C,", "c: {by: port, does: C, after: c2,")
    found = answer(tmp_path, text)
    assert found.ties.pairs == (("a", "b"), ("c", "d"), ("e", "f"))
    assert [one.orders for one in found.ties.trouble] == [(("a", "b"),), (("c", "d"), ("e", "f"))]


def test_failures_stop_what_waits_and_leave_what_was_given(tmp_path: Path) -> None:
    text = draft("""
        pay: {by: port, does: Pay, reversible: false}
        lift: {by: union, does: Lift, after: pay}
        work: {by: union, does: Work, after: lift}
        rest: {by: union, does: Rest, after: pay or lift}
    """)
    single = {one.clauses: one for one in answer(tmp_path, text).what_if.single}
    assert single["pay",].stops == ("lift", "work", "rest")
    assert single["lift",].stops == ("work",)
    (gift,) = single["lift",].given
    assert (gift.clause, gift.parties, gift.reversible) == ("pay", ("port",), False)
    assert not gift.for_nothing  # the union can still do the rest, which waits for it
    assert single["work",].owed == ("pay", "lift", "rest")
    either = draft("""
        x: {by: port, does: X}
        y: {by: union, does: Y}
        z: {by: port, does: Z, after: x or y}
    """)
    found = answer(tmp_path, either).what_if
    assert [one.stops for one in found.single] == [(), (), ()]
    assert [(one.clauses, one.only_together) for one in found.pairs] == [(("x", "y"), ("z",))]


def test_failures_are_ordered_by_what_others_have_lost(tmp_path: Path) -> None:
    text = draft("""
        pay: {by: port, does: Pay, reversible: false}
        lift: {by: union, does: Lift, after: pay}
        hand-over: {by: port, does: Hand over, reversible: true}
        return: {by: union, does: Return, after: hand-over}
        open: {by: port, does: Open}
        staff: {by: port, does: Staff, after: open}
        run: {by: port, does: Run, after: staff}
        sail: {by: port, does: Sail, after: open}
    """)
    found = answer(tmp_path, text).what_if
    assert [(one.clauses[0], tuple(one.harm)) for one in found.single[:4]] == [
        ("lift", (1, 1, 0)),
        ("return", (0, 1, 0)),
        ("open", (0, 0, 3)),
        ("pay", (0, 0, 1)),
    ]
    assert (found.pairs[0].clauses, tuple(found.pairs[0].harm)) == (("lift", "return"), (1, 2, 0))
    kept = {one.clauses for one in found.pairs}
    assert ("open", "staff") not in kept  # what staff stops, open stops
    assert ("pay", "hand-over") in kept


@st.composite
def drafts(draw: st.DrawFn) -> list[tuple[str, list[list[int]]]]:
    """Clauses, each with an obligor and what it waits for: all of some, and any of each."""
    size = draw(st.integers(2, 5))
    one = st.lists(st.lists(st.integers(0, size - 1), min_size=1, max_size=2, unique=True), max_size=2)
    return [(draw(st.sampled_from(["union", "port"])), draw(one)) for _ in range(size)]


def _drawn(found: Sequence[tuple[str, list[list[int]]]], names: Sequence[str], parties: dict[str, str]) -> Coherence:
    commitments = {}
    for number, (by, waits) in enumerate(found):
        clause = {"by": parties[by], "does": names[number]}
        if waits:
            clause["after"] = " and ".join(f"({' or '.join(names[one] for one in group)})" for group in waits)
        commitments[names[number]] = clause
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch), {"case": CASE, "agreement": yaml({"title": "Drawn", "commitments": commitments})})
        answer = coherence(load(Path(scratch), "desk").case)
    assert answer is not None
    return answer


def _reached(found: Sequence[tuple[str, list[list[int]]]], failed: set[int]) -> set[int]:
    done: set[int] = set()
    while True:
        more = {
            number
            for number, (_, waits) in enumerate(found)
            if number not in failed and all(any(one in done for one in group) for group in waits)
        }
        if more == done:
            return done
        done = more


@given(drafts())
def test_brute_force_agrees_on_what_never_comes_and_what_fails(found: list[tuple[str, list[list[int]]]]) -> None:
    names = [f"clause-{number}" for number in range(len(found))]
    answer = _drawn(found, names, {"union": "union", "port": "port"})
    base = _reached(found, set())
    assert answer.text.never == tuple(name for number, name in enumerate(names) if number not in base)
    assert answer.text.at_once == tuple(name for number, name in enumerate(names) if not found[number][1])
    for one in (*answer.what_if.single, *answer.what_if.pairs):
        failed = {names.index(name) for name in one.clauses}
        gone = base - _reached(found, failed) - failed
        assert one.stops == tuple(names[number] for number in sorted(gone))
        assert one.owed == tuple(names[number] for number in sorted(base - gone - failed))
        stops = {number: base - _reached(found, {number}) - {number} for number in base}
        failing = {found[number][0] for number in failed}
        given = [
            number
            for number in sorted(base - gone - failed)
            if stops[number] & failed and found[number][0] not in failing
        ]
        lost = [
            all(other in gone | failed for other in stops[number] if found[other][0] != found[number][0])
            for number in given
        ]
        assert [(gift.clause, gift.for_nothing) for gift in one.given] == [
            (names[number], nothing) for number, nothing in zip(given, lost, strict=True)
        ]
        assert one.harm == (0, sum(lost), len(gone))
    for kind in (answer.what_if.single, answer.what_if.pairs):
        assert [one.harm for one in kind] == sorted((one.harm for one in kind), reverse=True)
    tried = list(itertools.combinations(sorted(base), 2))
    assert answer.what_if.pairs_tried == len(tried)
    only = {
        pair
        for pair in tried
        if base - _reached(found, set(pair)) - set(pair)
        > (base - _reached(found, {pair[0]})) | (base - _reached(found, {pair[1]})) - set(pair)
    }
    kept = {tuple(names.index(name) for name in one.clauses) for one in answer.what_if.pairs if one.only_together}
    assert only <= kept


@given(drafts(), st.permutations(range(5)), st.booleans())
def test_neutral_names_change_nothing_but_names(
    found: list[tuple[str, list[list[int]]]], order: list[int], swap: bool
) -> None:
    names = [f"clause-{number}" for number in range(len(found))]
    others = [f"clause-{number}" for number in order[: len(found)]]
    same = {"union": "union", "port": "port"}
    parties = {"union": "port", "port": "union"} if swap else same
    here = machine_coherence.coherence(_drawn(found, names, same))
    there = json.dumps(machine_coherence.coherence(_drawn(found, others, parties)))
    back = dict(zip(others, names, strict=True)) | {new: old for old, new in parties.items()}
    for new in back:
        there = there.replace(f'"{new}"', f'"<{new}>"').replace(f"'{new}'", f"'<{new}>'")
        there = (
            there.replace(f"({new} ", f"(<{new}> ").replace(f" {new})", f" <{new}>)").replace(f"({new})", f"(<{new}>)")
        )
    for new, old in back.items():
        there = there.replace(f"<{new}>", old)
    for one in (there_data := json.loads(there))["gaps"], here["gaps"]:
        for gap in one:
            del gap["place"], gap["message"]
    for data in (here, there_data):  # the canonical text of conditions has its names elsewhere too
        _without(data, "condition")
    assert there_data == json.loads(json.dumps(here))


def _without(data: Any, key: str) -> None:
    if isinstance(data, dict):
        if isinstance(data.get(key), str):
            del data[key]
        for value in data.values():
            _without(value, key)
    elif isinstance(data, list):
        for value in data:
            _without(value, key)


# The examples


def of(repository: Path, name: str, audience: str = "public", draft: str | None = None) -> Coherence:
    case = load(repository / "examples" / name, audience).case
    found = coherence(case, draft=None if draft is None else case.drafts[draft])
    assert found is not None
    return found


def test_aceh_is_coherent(repository: Path) -> None:
    found = of(repository, "aceh-2005")
    assert found.text.holds
    assert found.stated.holds
    warnings = [(one.code, one.clauses, one.about) for one in found.gaps if one.severity is not Severity.NOTE]
    assert warnings == [("HF614", (), ("counted-weapon",)), ("HF625", ("governing-law",), ("dpr",))]
    instance = load(repository / "examples" / "aceh-2005", "public").case
    clauses = instance.drafts["agreement"].agreement.commitments
    assert [one.times for one in clauses["decommission-arms"].tranches] == [1, 1, 1, 1]
    for name in ("withdraw-military", "withdraw-police"):
        pairing = clauses[name].paired_with
        assert pairing is not None
        assert (pairing.commitment, pairing.when, len(clauses[name].tranches)) == ("decommission-arms", "verified", 4)
    assert clauses["rule-on-disputes"].decider == "cmi-chair"
    assert dict(found.not_recorded)["remedy"] == found.standing
    worst = found.what_if.single[0]
    assert "ceiling-military" in worst.stops


def test_minsk_has_no_circle_in_its_text_and_a_disputed_order_of_elections_and_border(repository: Path) -> None:
    found = of(repository, "minsk-2015")
    assert found.text.holds
    assert found.text.knots == ()
    (dispute,) = found.stated.disputes
    assert set(dispute.clauses) == {"hold-local-elections", "complete-border-control"}
    said = [(one.first, None if one.because is None else one.because.statement) for one in dispute.orders]
    assert ("hold-local-elections", None) in said
    assert ("hold-local-elections", "russia-order-elections") in said
    assert ("complete-border-control", "ukraine-order-border") in said
    assert all(one.because.cited for one in dispute.orders if one.because is not None)
    about = {(one.code, name) for one in found.gaps for name in one.clauses}
    assert {("HF607", "hold-local-elections"), ("HF606", "dialogue"), ("HF619", "dialogue")} <= about
    assert {("HF608", "start-border-control"), ("HF617", "new-constitution")} <= about


def test_gaza_what_cannot_be_satisfied_and_what_is_undefined(repository: Path) -> None:
    found = of(repository, "gaza-2025")
    assert found.text.holds
    assert found.stated.never == ("disarm-hamas",)
    (unmet,) = found.stated.unmet
    assert unmet.because is not None
    assert unmet.because.statement == "hamas-disarm-conditions"
    assert [one.because.statement for one in unmet.opposed] == ["netanyahu-no-state"]
    assert sum(one.code == "HF614" for one in found.gaps) == 15
    assert len(found.ties.pairs) == 3
    assert any(one.code == "HF620" and one.about == ("first-phase",) for one in found.gaps)


def test_harbours_first_draft_is_circular_by_itself(repository: Path) -> None:
    found = of(repository, "harbour", draft="first-draft")
    assert sides(found.text) == [("circular", ("lift-blockade", "reinstate"))]


def test_harbours_second_draft_is_circular_only_with_what_a_party_says(repository: Path) -> None:
    found = of(repository, "harbour")
    assert found.text.holds
    circular = [circle for circle in found.stated.circles if circle.kind == "circular"]
    assert {circle.clauses for circle in circular} == {("reinstate", "return-keys")}
    assert relaxed(found.stated)[1] == [["refuses port-keys-first"]]
    assert [set(one.clauses) for one in found.stated.disputes] == [{"lift-blockade", "withdraw-claims"}]
    assert [one.term for one in found.deliberately_open] == ["safety-board-chair", "normal working"]
    # What the two told in confidence retires what they said in public, and only the desk sees both.
    assert of(repository, "harbour", "desk").stated.holds


def test_the_drafts_of_harbour_show_every_gap(repository: Path) -> None:
    drafts = load(repository / "examples" / "harbour", "desk").case.drafts
    shown = {one.code for name in drafts for one in of(repository, "harbour", "desk", name).gaps}
    assert shown == {code for code in CODES if code.startswith("HF6")}


def test_the_drafts_of_harbour_have_one_of_everything(repository: Path) -> None:
    found = [of(repository, "harbour", draft=name) for name in ("first-draft", "port-sketch", "second-draft")]
    assert [len(one.text.circles) for one in found] == [1, 0, 0]
    assert found[1].text.never == ("train-drivers",)
    assert [len(one.stated.disputes) for one in found][2] == 1
    kinds = {arrow.kind for one in found for arrow in one.commitments.arrows}
    assert kinds == {"waits", "alternates", "one step", "tied"}
    assert {node.trouble for one in found for node in one.commitments.nodes} >= {"circular", "order disputed", "never"}


@pytest.mark.parametrize("name", ["aceh-2005", "gaza-2025", "harbour", "minsk-2015"])
def test_every_gap_of_an_example_has_its_place(name: str, repository: Path) -> None:
    found = of(repository, name)
    assert all(one.diagnostic.place.file.startswith("agreement") for one in found.gaps)
    assert all(name in found.standing for one in found.gaps for name in one.clauses)


def connections(found: Coherence) -> list[tuple[str, str, str]]:
    return [(one.first, one.kind, one.second) for one in found.commitments.arrows]


def test_the_commitment_graph_has_every_condition_as_an_arrow(tmp_path: Path) -> None:
    text = draft(
        """
        lift: {by: union, does: Lift, phase: first, after: signature}
        open: {by: port, does: Open, phase: second, after: phase first opens}
        pay: {by: port, gives: {euros: 4}, tranches: [2 after lift, "2 after stage(pay, 1)"]}
        keys: {by: union, gives: {keys: 2}, tranches: [1 after lift, 1 after lift], paired_with: {commitment: pay}}
        talk: {by: [port, union], does: Talk, after: verified(lift) or pay, linked_to: keys}
        hold: {by: union, does: Hold, after: season}
        meet: {by: port, does: Meet, if: cranes = full}
        """,
        "events: {signature: {declared_by: ministry}, season: {on: talk+3d}}\n"
        "phases: {first: {opens: signature}, second: {opens: verified(lift)}, third: {opens: signature}}\n"
        "package: {cranes: none}\ntogether: [hold, open]",
    )
    statements = "[{id: no-talk, party: port, gist: Keys first, channel: on-record, requires: keys before talk}]"
    found = answer(tmp_path, text, statements)
    assert found.commitments.lanes == ("first", "second", None)
    assert connections(found) == [
        ("first", "waits", "open"),
        ("lift", "waits", "pay"),
        ("lift", "waits", "keys"),
        ("pay", "alternates", "keys"),
        ("lift", "waits", "talk"),
        ("pay", "waits", "talk"),
        ("talk", "waits", "hold"),
        ("lift", "waits", "second"),
        ("hold", "one step", "open"),
        ("keys", "waits", "talk"),
        ("talk", "tied", "keys"),
    ]
    by_ends = {(one.first, one.second): one for one in found.commitments.arrows}
    assert [one for one, arrow in by_ends.items() if arrow.alternative] == [("lift", "talk"), ("pay", "talk")]
    stated = by_ends["keys", "talk"] if by_ends["keys", "talk"].is_stated else None
    assert stated is not None
    assert [one.statement for one in stated.because] == ["no-talk"]
    assert not any(one.in_circle or one.is_stated for one in found.commitments.arrows if one != stated)
    assert {node.trouble for node in found.commitments.nodes} == {None}


def test_the_commitment_graph_marks_circles_and_what_they_stop(tmp_path: Path) -> None:
    text = draft("""
        lift: {by: union, does: Lift, after: begun(pay)}
        pay: {by: port, does: Pay, after: lift}
        open: {by: port, does: Open, after: pay}
        talk: {by: port, does: Talk}
        """)
    nodes = {node.clause: (node.trouble, node.by_text) for node in answer(tmp_path / "a", text).commitments.nodes}
    assert nodes == {
        "lift": ("circular", True),
        "pay": ("circular", True),
        "open": ("never", True),
        "talk": (None, False),
    }
    circling = [one.in_circle for one in answer(tmp_path / "a", text).commitments.arrows]
    assert circling == [True, True, False]
    said = "[{id: talk-first, party: port, gist: Talk first, channel: on-record, requires: talk before lift}]"
    loose = text.replace("after: begun(pay)", "after: signature").replace("does: Talk", "does: Talk, after: open")
    loose = loose.replace("title: A draft", "title: A draft\nevents: {signature: {declared_by: ministry}}")
    found = answer(tmp_path / "b", loose, said)
    assert {node.trouble for node in found.commitments.nodes} == {"order disputed"}
    assert not any(node.by_text for node in found.commitments.nodes)


def gap_of(found: Coherence, code: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.clauses, one.about) for one in found.gaps if one.code == code]


def test_what_another_holds_is_a_gap_until_the_holder_is_bound(tmp_path: Path) -> None:
    def found(name: str, clause: str, *more: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        text = draft("\n".join((f"drop: {{by: port, does: Drop, held_by: ministry{clause}}}", *more)))
        return gap_of(answer(tmp_path / name, text), "HF625")

    rule = "rule: {by: ministry, does: Rule}"
    assert found("a", "") == [(("drop",), ("ministry",))]
    assert found("b", "", rule) == [(("drop",), ("ministry",))]
    assert found("c", ", after: rule", rule) == []
    assert found("d", ", linked_to: rule", rule) == [(("drop",), ("ministry",))]
    assert found("e", ", needs_consent: ministry") == []
    assert found("f", ", not_recorded: remedy", rule.replace("ministry", "port")) == [(("drop",), ("ministry",))]


@pytest.mark.parametrize(
    ("hit", "unrelated"),
    [
        ("{by: port, to: union, does: Pay}", False),  # the side in breach loses something
        ("{by: port, to: ministry, does: Pay}", False),  # the side that was let down is released
        ("{by: ministry, to: union, does: Pay}", False),
        ("{by: ministry, does: Pay}", False),  # to whom is not said: to all whose consent is needed
        ("{by: ministry, to: port, does: Pay}", True),
        ("{by: union, to: ministry, does: Pay}", True),
        ("{by: ministry, to: port, does: Pay, after: lift}", False),
        ("{by: ministry, to: port, does: Pay, linked_to: lift}", False),
    ],
)
def test_a_penalty_has_to_do_with_the_breach(hit: str, unrelated: bool, tmp_path: Path) -> None:
    text = draft(f"lift: {{by: union, to: port, does: Lift, if_breached: suspend(pay)}}\npay: {hit}")
    assert gap_of(answer(tmp_path, text), "HF626") == ([(("lift",), ("pay",))] if unrelated else [])


@pytest.mark.parametrize(
    ("gives", "said", "differ"),
    [
        ("{men: 48}", ["48"], 0),
        ("{men: 48}", ["about 50", "nearly 50", "more than 40"], 0),
        ("{men: 48}", ["60"], 1),
        ("{men: 48}", ["60", "48", "at least 60"], 2),
        ("{men: 48}", ["30%"], 0),  # a share is not compared with a count
        ("{men: about 55}", ["60", "50"], 0),
        ("{men: {amount: 48, derived: 60 - 12}}", ["60", "12", "48"], 0),
        ("{men: {amount: 48, derived: 60 - 12}}", ["70"], 1),
        ("{men: {amount: 48, per: day}}", ["60"], 0),  # a flow is no total
        ("{workers: {amount: 48, fact: men}}", ["60"], 1),
        ("{workers: 48}", ["60"], 0),
        ("{men: all}", ["60"], 0),
        ("{men: all}", ["60", "about 60"], 0),
        ("{men: all}", ["60", "48", "about 50"], 3),
    ],
)
def test_amounts_are_set_against_what_is_said_of_the_facts(
    gives: str, said: list[str], differ: int, tmp_path: Path
) -> None:
    statements = yaml(
        [
            {"id": f"s{n}", "party": "port", "gist": "So many", "channel": "in-confidence", "asserts": {"men": one}}
            for n, one in enumerate(said)
        ]
    )
    found = answer(tmp_path, draft(f"give: {{by: port, gives: {gives}}}"), statements)
    places = [len(one.diagnostic.spans) - 1 for one in found.gaps if one.code == "HF627"]
    assert places == ([differ] if differ else [])


def test_what_is_not_recorded_is_no_gap_of_the_agreement(tmp_path: Path) -> None:
    text = draft(
        """
        lift: {by: union, does: Lift, not_recorded: [date, verifier]}
        pay: {does: Pay, within: 3d, after: lift, decider: ministry}
        """,
        "not_recorded: [remedy, decider]",
    )
    found = answer(tmp_path, text)
    assert {(one.code, one.clauses) for one in found.gaps} == {("HF606", ("pay",)), ("HF609", ("pay",))}
    assert dict(found.not_recorded) == {
        "date": ("lift",),
        "verifier": ("lift",),
        "decider": ("lift",),
        "remedy": ("lift", "pay"),
    }


def test_what_is_given_cannot_be_unrecorded(tmp_path: Path) -> None:
    text = draft("lift: {by: union, does: Lift, within: 3d, not_recorded: date}")
    found = loaded(tmp_path, case=CASE, agreement=text).diagnostics
    assert [one.code for one in found] == ["HF211"]


def test_who_can_stop_whose_steps(tmp_path: Path) -> None:
    text = draft(
        """
        lift: {by: union, does: Lift, after: signature, verified_by: ministry, decider: ministry}
        pay: {by: port, does: Pay, after: verified(lift), needs_consent: union}
        talk: {by: {jointly: [port, union]}, does: Talk, phase: second}
        show: {by: union, does: Show, after: "recognised(pay, port)"}
        count: {by: ministry, does: Count, after: verified(lift)}
        """,
        "events: {signature: {declared_by: ministry}}\nphases: {second: {opens: verified(lift), declared_by: port}}",
    )
    found = answer(tmp_path, text).vetoes
    assert {(one.party, one.clause, one.kind, one.through) for one in found.powers} == {
        ("union", "pay", "consent", None),
        ("port", "talk", "joint", None),
        ("union", "talk", "joint", None),
        ("port", "talk", "declares", "second"),
        ("ministry", "talk", "verifies", "lift"),
        ("ministry", "lift", "declares", "signature"),
        ("ministry", "lift", "rules", None),
        ("ministry", "pay", "verifies", "lift"),
        ("port", "show", "recognises", "pay"),
    }
    assert found.mutual == (("union", "port"),)
    assert [(one.clause, set(one.parties), one.stops) for one in found.chokes] == [
        ("pay", {"union", "ministry"}, ("show",)),
        ("talk", {"port", "union", "ministry"}, ()),
    ]
    assert (found.holders, found.over) == (("union", "port", "ministry"), ("union", "port"))
    assert {one.clause for one in found.cell("union", "port")} == {"pay", "talk"}
    assert found.cell("port", "ministry") == ()


def test_minsk_has_mutual_vetoes_over_elections_and_border(repository: Path) -> None:
    found = of(repository, "minsk-2015").vetoes
    assert found.mutual == (("ukraine", "cadlr"),)
    over = {one.clause for one in found.cell("cadlr", "ukraine")}
    assert {"complete-border-control", "hold-local-elections", "new-constitution"} <= over
    assert found.chokes[0].clause == "agree-election-questions"
    assert "complete-border-control" in found.chokes[0].stops
