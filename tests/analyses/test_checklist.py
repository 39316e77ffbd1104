"""What agreements usually provide for, beside a draft."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from holdfast.analyses.checklist import BY_KEY, RATES, Checklist, Item, checklist
from holdfast.case.case import Case
from holdfast.case.model import Commitment
from holdfast.case.provisions import PROVISIONS
from holdfast.views.checklist import machine, table, text
from tests.cases import loaded

DRAFT = """
title: A draft
commitments:
  quiet: {by: [union, port], must_not: Fire, provisions: [ceasefire, prohibited-acts], verified_by: press}
  watch: {by: press, does: "A ceasefire, an amnesty, disarmament and women's rights", decider: press}
  calm: {by: union, must_not: Shout, within: 24h, if_breached: both meet, variants: [{reading: pt, language: pt}]}
  vague: {by: union, does: Something, variants: [{reading: the union's, text: Other}]}
"""


def _case(folder: Path, draft: str = DRAFT) -> Case:
    found = loaded(folder, agreement=draft)
    assert found.diagnostics == ()
    return found.case


def _answer(case: Case) -> Checklist:
    answer = checklist(case)
    assert answer is not None
    return answer


def _items(answer: Checklist) -> dict[str, Item]:
    return {item.provision.name: item for one in answer.lists for item in one.items}


def test_the_lists_have_as_many_items_as_those_that_they_follow() -> None:
    assert Counter(one.stage for one in PROVISIONS.values()) == {"ceasefire": 22, "comprehensive": 51}
    assert len({one.description for one in PROVISIONS.values()}) == 73
    assert set(BY_KEY) <= set(PROVISIONS)
    for rate in RATES:
        assert all(PROVISIONS[name].stage == rate.stage for name in rate.provisions)
    assert {(rate.stage, rate.of) for rate in RATES} == {("ceasefire", 483), ("comprehensive", 124)}


def test_a_clause_says_what_it_carries_and_nothing_is_read_out_of_words(tmp_path: Path) -> None:
    items = _items(_answer(_case(tmp_path)))
    found = {name: item.status for name, item in items.items() if item.status != "not marked"}
    assert found == {
        "prohibited-acts": "marked",
        "violation-findings": "by a key",
        "final-decider": "by a key",
        "consequences": "by a key",
        "language-versions": "by a key",
        "ceasefire": "marked",
        "dispute-settlement": "by a key",
        "verification": "by a key",
        "timeline": "by a key",
    }
    acts = items["prohibited-acts"]
    assert [one.clause for one in acts.marked] == ["quiet"]
    assert [(one.clause, one.keys) for one in acts.by_key] == [("calm", ("must_not",))]
    assert [one.clause for one in items["language-versions"].by_key] == ["calm"]
    assert _answer(_case(tmp_path)).unmarked == ("watch", "calm", "vague")


def test_one_list_can_be_asked_for_and_without_a_draft_there_is_none(tmp_path: Path) -> None:
    case = _case(tmp_path / "with")
    answer = checklist(case, stages=["ceasefire"])
    assert answer is not None
    assert [one.stage for one in answer.lists] == ["ceasefire"]
    without = loaded(tmp_path / "without").case
    assert checklist(without) is None
    assert "no draft" in text(without, None)
    assert json.loads(machine(without, None))["lists"] == []
    assert table(None).count("\n") == 1


def test_shares_come_with_how_many_they_are_of_and_where_they_were_counted(tmp_path: Path) -> None:
    case = _case(tmp_path)
    answer = _answer(case)
    shown = text(case, answer, 300)
    assert "of 483 coded agreements of this stage, 38% provide for a mechanism of enforcement" in shown
    assert "of 124 coded agreements of this stage, 44% provide for an amnesty" in shown
    assert "no finding" in shown
    assert "PA-X" in shown
    data = json.loads(machine(case, answer))
    assert [one["stage"] for one in data["lists"]] == ["ceasefire", "comprehensive"]
    shares = [share for one in data["lists"] for item in one["items"] for share in item["shares"]]
    shares += [share for one in data["lists"] for share in one["other_shares"]]
    assert all(share["of"] in (483, 124) and "PA-X" in share["source"] for share in shares)
    assert "amnesty" in table(answer)


def test_neutral_the_same_draft_with_the_parties_exchanged_has_the_same_list(tmp_path: Path) -> None:
    case = _case(tmp_path / "a")
    swapped = DRAFT.replace("union", "pxxt").replace("port", "union").replace("pxxt", "port")
    assert _answer(case).lists == _answer(_case(tmp_path / "b", swapped)).lists


@pytest.mark.parametrize(
    ("name", "hint"), [("amnesti", "did you mean amnesty"), ("zzz", "docs/reference/format.md lists them")]
)
def test_a_name_that_is_no_provision_is_an_error_with_a_hint(name: str, hint: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, agreement=f"title: T\ncommitments: {{a: {{does: x, provisions: [{name}]}}}}")
    (one,) = found.diagnostics
    assert (one.code, "no provision" in one.message) == ("HF204", True)
    assert hint in (one.hint or "")


def test_every_key_that_counts_is_one_of_a_clause() -> None:
    empty = Commitment.model_validate({"does": "x"})
    assert [name for name, shows in BY_KEY.items() if shows(empty)] == []


def test_the_examples_mark_what_they_carry(repository: Path) -> None:
    for example, name in (
        ("aceh-2005", "disarmament"),
        ("minsk-2015", "third-forces"),
        ("harbour", "civilians-and-aid"),
    ):
        from holdfast.case.load import load

        answer = _answer(load(repository / "examples" / example, "public").case)
        assert _items(answer)[name].status == "marked"
