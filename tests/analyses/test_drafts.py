"""What differs between two drafts, and whose yes was to which."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.drafts import drafts
from holdfast.analyses.drafts.differences import Change, Differences, Entry, Perhaps, Spoken
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.views.machine_drafts import machine, table
from holdfast.views.text_drafts import text
from tests.cases import loaded, write, yaml

PARTIES = ["party-a", "party-b", "party-c"]
#: For each key of a clause: values that all differ in what they mean.
VALUES: Mapping[str, list[Any]] = {
    "by": ["party-a", "party-b", ["party-a", "party-b"], {"jointly": ["party-a", "party-b"]}],
    "to": ["party-a", ["party-b", "party-c"]],
    "text": ["Words of the clause", "Other words"],
    "phase": ["early", "late"],
    "if": ["pay = more", "pay != more"],
    "unless": ["pay = same", '"it rains"'],
    "after": ["signature", "verified(base)", "signature and base", "signature or base", "not (signature and base)"],
    "within": ["24h", "[12h, 24h]", "1d", "[1d, unknown]"],
    "deadline": ["2026-03-01", "D+30", "signature+30d", "2026-03-01 12:00"],
    "from": ["signature", "always"],
    "until": ["never", "phase early ends"],
    "takes": ["[1d, 3d]", "2w"],
    "so_long_as": ["base", "begun(base)"],
    "verified_by": ["party-a", ["party-a", "party-c"]],
    "verification": ["1d", "[1d, 5d]"],
    "decider": ["party-b", "party-c"],
    "if_breached": ["suspend(base)", "extend(base, 7d)", "both sides meet again"],
    "gives": [{"keys": "12"}, {"keys": "about 12"}, {"keys": {"amount": "12", "per": "day"}}, {"men": "all"}],
    "leaves_at_most": [{"men": "10"}, {"men": "12"}],
    "for_each": [{"men": {"keys": "1"}}, {"men": {"keys": "2"}}],
    "tranches": [["12 at D+7"], ["12 every 7d 3 times"], ["50% after base", "50% at 2026-04-01"]],
    "paired_with": [{"commitment": "base"}, {"commitment": "base", "when": "verified"}],
    "needs_consent": ["party-a", "party-b"],
    "linked_to": ["base"],
    "creates": ["party-c"],
    "overseen_by": ["party-c"],
    "effort": ["true"],
    "reversible": ["true", "false"],
    "variants": [
        [{"reading": "one", "within": "1d"}],
        [{"reading": "one", "within": "2d"}],
        [{"reading": "other", "language": "pt", "text": "Palavras"}],
    ],
}
CASE = {
    "holdfast": "1",
    "title": "Two drafts",
    "parties": {name: {"name": f"The {name}", "roles": ["principal"]} for name in PARTIES},
    "issues": {"pay": {"question": "How much?", "options": {"more": {"text": "More"}, "same": {"text": "Same"}}}},
}


def _plain(value: Any) -> Any:
    """A range as YAML has it: a list of two texts."""
    if isinstance(value, str) and value.startswith("["):
        return [part.strip() for part in value[1:-1].split(",")]
    return value


@st.composite
def drawn_drafts(draw: st.DrawFn) -> dict[str, Any]:
    """One draft with clauses of all kinds; `base` and what clauses refer to are always there."""
    commitments: dict[str, Any] = {"base": {"by": draw(st.sampled_from(PARTIES)), "does": "The first of all"}}
    for name in draw(st.permutations(["step-a", "step-b", "step-c"]))[: draw(st.integers(0, 3))]:
        keys = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=5, unique=True))
        clause = {key: _plain(draw(st.sampled_from(VALUES[key]))) for key in keys}
        commitments[name] = {draw(st.sampled_from(["does", "must_not"])): draw(_WORDS)} | clause
    draft: dict[str, Any] = {
        "title": draw(_WORDS),
        "events": {"signature": draw(st.sampled_from([{}, {"declared_by": "party-a"}, {"on": "2026-01-01"}]))},
        "phases": {"early": draw(st.sampled_from([{}, {"opens": "signature"}])), "late": {}},
        "commitments": commitments,
        "package": draw(st.sampled_from([{}, {"pay": "more"}, {"pay": "left-open"}])),
        "deliberately_open": draw(st.sampled_from([[], ["chair"], [{"term": "chair", "by": "party-a"}]])),
        "proposed_by": draw(st.sampled_from(PARTIES)),
    }
    if len(commitments) > 1 and draw(st.booleans()):
        draft["together"] = list(commitments)[:2]
    return draft


_WORDS = st.lists(st.sampled_from("open the gate for all ships at noon".split()), min_size=1, max_size=6).map(" ".join)
statements = st.lists(
    st.fixed_dictionaries(
        {
            "party": st.sampled_from(PARTIES),
            "said": st.sampled_from(
                [
                    {"accepts": "agreement", "extent": "whole", "draft": "a-draft"},
                    {"accepts": "agreement", "extent": "whole", "draft": "b-draft"},
                    {"accepts": "agreement", "extent": "named", "clauses": ["base"], "draft": "b-draft"},
                    {"accepts": "agreement", "extent": "whole"},
                    {"accepts": "agreement", "extent": "principle"},
                    {"requires": "base"},
                    {"refuses": "base", "unless": "pay = more"},
                ]
            ),
        }
    ),
    max_size=4,
)


def _case(first: Any, second: Any, said: list[Any], case: Any = CASE) -> Case:
    listed = [
        {"id": f"said-{n}", "gist": "Said", "channel": "in-confidence", "party": one["party"], **one["said"]}
        for n, one in enumerate(said)
    ]
    with tempfile.TemporaryDirectory() as folder:
        files = {"case": case, "agreement/a-draft": first, "agreement/b-draft": second, "statements": listed}
        found = load(write(Path(folder), {name: yaml(part) for name, part in files.items()}), "desk")
    assert found.diagnostics == ()
    return found.case


def _diff(case: Case, first: str = "a-draft", second: str = "b-draft") -> Differences:
    return drafts(case, case.drafts[first], case.drafts[second])


@given(drawn_drafts(), statements)
def test_a_draft_does_not_differ_from_itself_nor_from_its_copy(draft: Any, said: Any) -> None:
    moved = draft | {"commitments": dict(reversed(draft["commitments"].items()))}
    case = _case(draft, moved, said)
    for pair in (("a-draft", "a-draft"), ("a-draft", "b-draft"), ("b-draft", "a-draft")):
        found = _diff(case, *pair)
        assert (found.entries, found.perhaps) == ((), ())


def _mirrored(found: Differences) -> Any:
    how = {"added": "dropped", "dropped": "added", "changed": "changed"}
    which = {"old": "new", "new": "old", "not said": "not said", None: None}

    def change(one: Change) -> Any:
        return one.key, one.reading, one.new_text, one.old_text

    def spoken(one: Spoken) -> Any:
        return one.new, one.old, which[one.yes_to], one.because.statement

    def entry(one: Entry) -> Any:
        changes = frozenset(Counter(map(change, one.changes)).items())
        return one.kind, one.name, how[one.how], changes, frozenset(map(spoken, one.spoken)), one.new_cite, one.old_cite

    def perhaps(one: Perhaps) -> Any:
        return one.new, one.old, one.likeness, frozenset(map(change, one.changes))

    return found.second, found.first, {entry(one) for one in found.entries}, {perhaps(one) for one in found.perhaps}


def _as_it_is(found: Differences) -> Any:
    def change(one: Change) -> Any:
        return one.key, one.reading, one.old_text, one.new_text

    entries = {
        (
            one.kind,
            one.name,
            one.how,
            frozenset(Counter(map(change, one.changes)).items()),
            frozenset((s.old, s.new, s.yes_to, s.because.statement) for s in one.spoken),
            one.old_cite,
            one.new_cite,
        )
        for one in found.entries
    }
    perhaps = {(one.old, one.new, one.likeness, frozenset(map(change, one.changes))) for one in found.perhaps}
    return found.first, found.second, entries, perhaps


@given(drawn_drafts(), drawn_drafts(), statements)
def test_from_the_second_to_the_first_is_the_same_the_other_way_round(first: Any, second: Any, said: Any) -> None:
    case = _case(first, second, said)
    assert _mirrored(_diff(case)) == _as_it_is(_diff(case, "b-draft", "a-draft"))


@given(drawn_drafts(), drawn_drafts(), statements, st.permutations(PARTIES))
def test_neutral_exchanging_parties_exchanges_them_and_changes_nothing_else(
    first: Any, second: Any, said: Any, others: list[str]
) -> None:
    def exchanged(data: Any, before: list[str], after: list[str]) -> Any:
        written = json.dumps(data)
        for old, new in zip(before, after, strict=True):  # the detour keeps one exchange from undoing another
            written = written.replace(old, new.replace("party", "exchanged"))
        return json.loads(written.replace("exchanged", "party"))

    def answer(*data: Any) -> Any:
        case = _case(*data)
        return json.loads(machine(case, _diff(case)))

    expected = answer(first, second, said, CASE)
    swapped = answer(*(exchanged(one, PARTIES, others) for one in (first, second, said, CASE)))
    assert exchanged(swapped, others, PARTIES) == expected


@given(st.data())
def test_one_key_that_changes_is_the_one_change(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(VALUES)))
    old, new = data.draw(st.permutations([None, *VALUES[key]]))[:2]
    common = {
        "title": "A draft",
        "events": {"signature": {}},
        "phases": {"early": {}, "late": {}},
    }
    both = [
        common
        | {
            "commitments": {
                "base": {"does": "The first"},
                "step": {"does": "Then this"} | ({} if value is None else {key: _plain(value)}),
            }
        }
        for value in (old, new)
    ]
    case = _case(both[0], both[1], [])
    found = _diff(case)
    (entry,) = found.entries
    assert (entry.kind, entry.name, entry.how) == ("clause", "step", "changed")
    if key == "variants":
        assert {one.reading for one in entry.changes} <= {"one", "other"}
    else:
        (change,) = entry.changes
        assert change.key == key
        assert change.old_text != change.new_text
        assert (change.old_text is None, change.new_text is None) == (old is None, new is None)
    for shown in (text(case, found), machine(case, found), table(case, found)):
        assert "step" in shown


def test_how_a_value_is_written_makes_no_difference() -> None:
    base = {"does": "The first"}
    one: dict[str, Any] = {
        "by": ["party-a", "party-b"],
        "does": "Open  the gate",
        "after": "base and signature",
        "if": "pay in {more, same}",
    }
    other: dict[str, Any] = {
        "by": ["party-b", "party-a"],
        "does": "Open the gate",
        "after": "signature  and base",
        "if": "pay in {same, more}",
    }
    one |= {"gives": {"keys": "1,200", "men": "3"}, "effort": "false", "note": "x", "provisions": "ceasefire"}
    other |= {"gives": {"men": {"amount": "3"}, "keys": "1200"}, "note": "y"}
    first, second = (
        {"title": "T", "events": {"signature": {}}, "commitments": {"base": base, "step": c}} for c in (one, other)
    )
    assert _diff(_case(first, second, [])).entries == ()


FIRST = """
title: First
proposed_by: union
commitments:
  lift: {by: union, does: Lift the blockade of the quay, after: begun(pay)}
  pay: {by: port, does: Pay the wages}
  open-gate: {by: port, does: Open the southern gate at noon}
  count: {does: Count the crates on the quay}
open_terms: [quiet]
"""
SECOND = """
title: Second
version: 2
commitments:
  lift: {by: union, does: Lift the blockade of the quay, after: pay, within: 24h}
  pay: {by: port, does: Pay the wages}
  gate: {by: port, does: Open the southern gate at night}
  gate-too: {by: union, does: Open the southern gate at noon}
  tally: {does: Count the crates on the quay}
"""
SAID = """
- {id: to-first, party: port, channel: in-confidence, gist: Yes, accepts: agreement, extent: whole, draft: first}
- {id: to-second, party: union, channel: in-confidence, gist: Yes, accepts: agreement, extent: named, clauses: [lift],
   draft: second}
- {id: to-either, party: press, channel: in-confidence, gist: Yes, accepts: agreement, extent: whole}
- {id: in-principle, party: union, channel: in-confidence, gist: Yes, accepts: agreement, extent: principle,
   draft: first}
- {id: but-lift, party: union, channel: in-confidence, gist: Yes, accepts: agreement, extent: whole, except: lift,
   draft: first}
- {id: wants, party: port, channel: in-confidence, gist: Wants it lifted, requires: lift}
- {id: wanted, party: port, channel: in-confidence, gist: Wanted it then, requires: lift, date: 2026-01-01}
- {id: later, party: port, channel: in-confidence, gist: Not any more, undecided: lift, supersedes: wanted}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    found = loaded(tmp_path, agreement__first=FIRST, agreement__second=SECOND, statements=SAID, case=TERMS)
    assert found.diagnostics == ()
    return found.case


TERMS = """
holdfast: 1
title: A small case
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  press: {name: The Press, roles: [press]}
issues: {}
terms: {quiet: {defined: false}}
"""


def _lift(case: Case, first: str, second: str) -> Entry:
    (entry,) = (one for one in _diff(case, first, second).of("clause") if one.name == "lift")
    return entry


def test_a_yes_to_the_old_text_is_told_from_a_yes_to_the_new_one(case: Case) -> None:
    entry = _lift(case, "first", "second")
    assert [one.statement for one in entry.accepted("old")] == ["to-first"]
    assert [one.statement for one in entry.accepted("new")] == ["to-second"]
    spoken = {one.because.statement: (one.old, one.new, one.yes_to) for one in entry.spoken}
    assert spoken == {
        "to-first": ("accepts", None, "old"),
        "to-second": (None, "accepts", "new"),
        "to-either": ("accepts", "accepts", "not said"),
        "but-lift": ("leaves out", None, None),
        "wants": ("accepts", "accepts", None),
        "later": ("undecided", "undecided", None),
    }
    back = _lift(case, "second", "first")
    assert [one.statement for one in back.accepted("old")] == ["to-second"]


def test_what_differs_is_said_with_who_proposed_it(case: Case) -> None:
    found = _diff(case, "first", "second")
    assert (found.first.proposed_by, found.second.proposed_by, found.second.version) == (("union",), (), 2)
    assert [(one.kind, one.name, one.how) for one in found.entries] == [
        ("clause", "lift", "changed"),
        ("clause", "gate", "added"),
        ("clause", "gate-too", "added"),
        ("clause", "tally", "added"),
        ("clause", "open-gate", "dropped"),
        ("clause", "count", "dropped"),
        ("open term", "quiet", "dropped"),
    ]
    assert [(one.key, one.old_text, one.new_text) for one in found.entries[0].changes] == [
        ("after", "begun(pay)", "pay"),
        ("within", None, "24h"),
    ]
    with pytest.raises(FrozenInstanceError):
        found.method = ""  # type: ignore[misc]


def test_perhaps_the_same_is_a_guess_and_only_where_the_same_party_owes_it(case: Case) -> None:
    found = _diff(case, "first", "second")
    # `gate-too` is the union's, and of `count` and `tally` nobody knows whose they are.
    assert [(one.old, one.new) for one in found.perhaps] == [("open-gate", "gate")]
    assert {"gate", "open-gate"} <= {one.name for one in found.of("clause") if one.how != "changed"}
    data = json.loads(machine(case, found))
    assert data["perhaps"][0]["guess"] is True
    assert "guess" in text(case, found)
    assert "perhaps the same" in table(case, found)


def test_the_text_names_whose_yes_was_to_another_text(case: Case) -> None:
    shown = text(case, _diff(case, "first", "second"), 200)
    assert "The Port accepted it as first has it: that yes was to another text" in shown
    assert "The Press accepts (which draft is not said)" in shown
    assert "[begun(pay)] → ‘Pay the wages’ by The Port is done [pay]" in shown
    assert "accepted it as first has it: second is without it" in shown
