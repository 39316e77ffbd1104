"""Comparing coders, and settling where they differ."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from holdfast.cli import holdfast
from holdfast.intake import agreement
from holdfast.intake.comparing import compared, differences
from holdfast.intake.decisions import Decided, Decision
from tests.intake_cases import folder, read


def run(*words: object, code: int = 0, typed: str = "", coder: str = "cleo") -> Result:
    environment = {"HOLDFAST_CODER": coder, "EDITOR": "", "VISUAL": "", "COLUMNS": "100"}
    result = CliRunner().invoke(holdfast, [str(word) for word in words], input=typed, env=environment)
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("holdfast.intake.bulk.read", read)
    home = folder(tmp_path / "case", statements="# The statements\n")
    answer = json.loads(run("intake", "suggest", home, "--format", "json").stdout)
    keys = [one["key"] for one in answer["suggestions"] if one["kind"] == "statement"]
    confirm = ("confirm", "--case", home, "--set")
    run("intake", "decide", keys[0], *confirm, "refuses=automation = full", coder="ana")
    run("intake", "decide", keys[0], *confirm, "requires=automation = none", coder="ben")
    run("intake", "decide", keys[1], "reject", "--case", home, coder="ana")
    run("intake", "decide", keys[1], *confirm, "offers=automation = full", coder="ben")
    run("intake", "decide", keys[2], "reject", "--case", home, coder="ana")
    run("intake", "decide", keys[2], "reject", "--case", home, coder="ben")
    return home


def statements(home: Path) -> list[dict[str, Any]]:
    return yaml.safe_load((home / "statements.yaml").read_text(encoding="utf-8")) or []


def test_how_far_they_agree_and_where_they_differ(case: Path) -> None:
    text = run("intake", "agreement", case, "--coder", "ana", "--coder", "ben").stdout
    assert "3 suggestions decided by at least two of them" in text
    assert "2 suggestions on which they differ:" in text
    assert "ana: refuses; ben: requires" in text
    assert "ana: rejected; ben: confirmed" in text
    assert text.count("not settled") == 2
    answer = json.loads(run("intake", "agreement", case, "--format", "json", "--audience", "desk").stdout)
    decision = answer["agreement"][0]
    assert (decision["question"], decision["units"], decision["percent"]) == ("decision", 3, 0.6667)
    alpha = agreement.alpha([["c", "c"], ["r", "c"], ["r", "r"]])
    assert alpha is not None
    assert decision["alpha"] == pytest.approx(float(alpha), abs=1e-4)
    rows = list(csv.DictReader(io.StringIO(run("intake", "agreement", case, "--format", "csv").stdout)))
    assert [row["question"] for row in rows][:3] == ["decision", "party", "verb"]
    rows = list(
        csv.DictReader(
            io.StringIO(run("intake", "agreement", case, "--format", "csv", "--table", "differences").stdout)
        )
    )
    assert {(row["question"], row["labels"]) for row in rows} >= {("verb", "refuses; requires")}


def test_settling_one_after_the_other(case: Path) -> None:
    assert [one["id"] for one in statements(case)] == ["union-automation", "port-automation"]
    result = run("intake", "review", case, "--settles", "ana,ben", typed="2\n1\n")
    assert "1 ana: confirmed: " in result.output
    assert "2 decided, 0 left." in result.output
    (statement,) = statements(case)
    assert statement["requires"] == "automation = none"
    text = run("intake", "agreement", case, "--coder", "ana", "--coder", "ben").stdout
    assert "settled by cleo: confirmed" in text
    assert "settled by cleo: rejected" in text
    again = run("intake", "agreement", case, "--coder", "ana", "--coder", "ben", "--unsettled").stdout
    assert "no suggestions on which they differ." in again
    assert "Nothing waits" in run("intake", "review", case, "--settles", "ana,ben").output


def test_a_settlement_can_be_taken_back(case: Path) -> None:
    run("intake", "review", case, "--settles", "ana,ben", typed="2\nu\nq\n")
    text = run("intake", "agreement", case, "--coder", "ana", "--coder", "ben").stdout
    assert text.count("not settled") == 2


def test_wrong_usage(case: Path, tmp_path: Path) -> None:
    assert "no coder 'bem'" in run("intake", "agreement", case, "--coder", "bem", code=2).stderr
    assert "two coders are needed" in run("intake", "agreement", case, "--coder", "ana", code=2).stderr
    assert "two coders" in run("intake", "review", case, "--settles", "ana", code=2).stderr


def test_what_was_put_off_or_coded_once_counts_for_nothing() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)

    def one(key: str, coder: str, choice: Any, **entry: Any) -> Decision:
        nonlocal at
        at += timedelta(minutes=1)
        return Decision(key, key, "statement", choice, coder, at, entries=(entry,) if entry else ())

    decided = Decided(
        [
            one("a", "x", "confirm", party="p", refuses="i = o", gist="g"),
            one("a", "y", "change", party=["p"], refuses="i  = o", gist="other words"),
            one("b", "x", "later"),
            one("b", "y", "reject"),
            one("c", "x", "reject"),
            one("d", "x", "confirm", by="B", warns="w", gist="g"),
            one("d", "y", "undo"),
        ],
        {},
    )
    found = {part.question: part.agreement for part in compared(decided, ("x", "y"))}
    assert found["decision"].units == 1
    assert found["decision"].percent == 1
    assert found["party"].percent == found["about"].percent == 1
    assert differences(decided, ("x", "y")) == ()


def test_what_a_terminal_would_obey_is_made_visible(case: Path) -> None:
    """Names of coders come from a file that others wrote, too."""
    record = case / "intake.jsonl"
    lines = record.read_text(encoding="utf-8").replace('"coder": "ben"', '"coder": "b\\u202een\\u0007"')
    record.write_text(lines, encoding="utf-8")
    for words in (("agreement", case), ("suggest", case, "--all"), ("status", case)):
        shown = run("intake", *words).stdout
        assert "b�en�" in shown
        assert not {"\u202e", "\u0007"} & set(shown)
