"""Question 1: stances by party and issue, words on the draft, facts by key."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.depth import depth
from holdfast.analyses.positions import positions
from holdfast.case.load import load
from holdfast.views.machine import positions_json
from tests.cases import drawn_cases, loaded, write, yaml

STATEMENTS = """
- {id: union-no, party: union, by: M. Reis, channel: on-record, date: 2026-02-27, gist: None of it before all are back.,
   refuses: "automation in {full, staged}", unless: done(reinstatement = all)}
- {id: port-wants, party: port, channel: written, date: 2026-02-20, gist: At least stages.,
   requires: automation >= staged}
- {id: port-now, party: port, channel: written, date: 2026-03-05, gist: All or nothing., requires: automation = full,
   supersedes: port-wants}
- {id: port-silent, party: port, channel: second-hand, gist: No word., silent: [reinstatement, automation = none]}
- {id: count, by: The Gazette, channel: on-record, gist: How many., asserts: {dismissed: about 50}, origin: payroll}
- {id: count-union, party: union, channel: on-record, gist: How many., asserts: {dismissed: "62", place: The harbour}}
- {id: forecast, party: port, channel: on-record, gist: Soon., expects: {dismissed: "0"}}
- {id: agenda, party: union, channel: on-record, gist: Put it on the table., raises: [automation, the night shift]}
- {id: yes, party: port, channel: written, gist: Agreed in part., accepts: agreement, extent: named, clauses: step,
   except: other}
- {id: order, party: union, channel: written, gist: First this., requires: step before other}
- {id: gated, party: union, channel: written, gist: Only then., accepts: reinstatement = none, if: verified(other)}
"""
AGREEMENT = """
title: A draft
commitments: {step: {by: port, does: Take a step}, other: {by: union, does: Take another}}
"""


def test_stances_name_issue_bearing_options_and_what_they_rest_on(tmp_path: Path) -> None:
    result = loaded(tmp_path, statements=STATEMENTS, agreement=AGREEMENT)
    assert [problem.code for problem in result.diagnostics] == ["HF502"] * 11
    answer = positions(result.case)
    seen = [(one.because.statement, one.issue, one.bearing, one.options) for one in answer.stances]
    assert seen == [
        ("union-no", "automation", "about", ("staged", "full")),
        ("union-no", "reinstatement", "condition", ("all",)),
        ("port-wants", "automation", "about", ("staged",)),
        ("port-now", "automation", "about", ("full",)),
        ("port-silent", "reinstatement", "about", ()),
        ("port-silent", "automation", "about", ("none",)),
        ("gated", "reinstatement", "about", ("none",)),
    ]
    assert {one.because.statement: one.retired_by for one in answer.stances}["port-wants"] == "port-now"
    assert answer.parties == ("union", "port")
    assert answer.silent_parties == ()
    assert answer.no_word == {"automation": (), "reinstatement": ("port",)}
    first = answer.cell("union", "automation")[0]
    assert (first.because.speaker, first.because.place.file, first.firmness) == (
        "M. Reis",
        "statements.yaml",
        "position",
    )


def test_words_on_the_draft_and_its_clauses(tmp_path: Path) -> None:
    answer = positions(loaded(tmp_path, statements=STATEMENTS, agreement=AGREEMENT).case)
    assert [(one.because.statement, one.clause, one.bearing, one.extent) for one in answer.on_draft] == [
        ("yes", None, "about", "named"),
        ("yes", "step", "about", "named"),
        ("yes", "other", "excepted", "named"),
        ("order", "step", "about", None),
        ("order", "other", "about", None),
        ("gated", "other", "condition", None),
    ]


def test_facts_stand_side_by_side_with_who_asserts_them(tmp_path: Path) -> None:
    answer = positions(loaded(tmp_path, statements=STATEMENTS, agreement=AGREEMENT).case)
    assert [(row.key, [(c.value.text, c.asserted_by, c.origin) for c in row.claims]) for row in answer.facts] == [
        ("dismissed", [("about 50", "The Gazette", "payroll"), ("62", "The Union", None)]),
        ("place", [("The harbour", "The Union", None)]),
    ]
    assert [(one.verb, one.words, one.topics, [key for key, _ in one.values]) for one in answer.words] == [
        ("expects", None, (), ["dismissed"]),
        ("raises", None, ("automation", "the night shift"), []),
    ]


def test_the_day_decides_what_counts_and_what_is_retired(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS, agreement=AGREEMENT).case
    answer = positions(case, as_of=date(2026, 2, 21))
    about = {one.because.statement: one.retired_by for one in answer.stances}
    assert about == {"port-wants": None, "port-silent": None, "gated": None}


def test_filters_keep_only_what_was_asked_for(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS, agreement=AGREEMENT).case
    answer = positions(case, parties=["union"], issues=["automation"])
    assert [one.because.statement for one in answer.stances] == ["union-no"]
    assert (answer.issues, answer.facts, answer.on_draft, answer.words) == (("automation",), (), (), ())
    assert answer.parties == ("union",)
    assert answer.no_word == {"automation": ()}  # the port has spoken, though it is not shown


def test_who_must_agree_and_says_nothing_is_named(tmp_path: Path) -> None:
    answer = positions(loaded(tmp_path, statements="[]").case)
    assert answer.silent_parties == ("union", "port")
    assert answer.no_word["automation"] == ("union", "port")


def _answer(data: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {name: yaml(part) for name, part in data.items()})
        case = load(folder, "public").case
        answer: dict[str, Any] = json.loads(positions_json(case, positions(case), depth(case, since=date(2026, 2, 10))))
        return answer


@given(drawn_cases(), st.randoms(use_true_random=False))
def test_neutral_exchanging_parties_exchanges_them_in_the_result_and_nothing_else(
    data: dict[str, Any], chance: Any
) -> None:
    parties = list(data["case"]["parties"])
    others = parties.copy()
    chance.shuffle(others)
    text = json.dumps(data)
    # Ids and names are permuted, the order in the file is kept. The detour keeps one exchange from undoing another.
    for old, new in zip(parties, others, strict=True):
        text = text.replace(old, new.replace("party", "exchanged"))
    exchanged = json.loads(text.replace("exchanged", "party"))
    back = json.dumps(_answer(exchanged))
    for old, new in zip(parties, others, strict=True):
        back = back.replace(new, old.replace("party", "exchanged"))
    # All ids have one length, so even the places in the file are the same.
    assert json.loads(back.replace("exchanged", "party")) == _answer(data)
