"""What items mean together: circles, votes, dates of what is retired, citations owed."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.case.load import load
from holdfast.diagnostics import Diagnostic
from tests.cases import write

HEAD = "holdfast: 1\ntitle: x\nparties:\n"


def check(folder: Path, **files: str) -> tuple[Diagnostic, ...]:
    return load(write(folder, files), "desk").diagnostics


def party(name: str, more: str) -> str:
    return f"  {name}: {{name: X, roles: [other], {more}}}\n"


def said(name: str, more: str) -> str:
    return f"- {{id: {name}, by: x, channel: in-confidence, gist: x, warns: y, {more}}}\n"


@pytest.mark.parametrize(
    ("chains", "count"),
    [({"a": "b", "b": "a"}, 1), ({"a": "a"}, 1), ({"a": "b", "b": "c", "c": "a"}, 1), ({"a": "b", "b": "c"}, 0)],
)
def test_circles_of_parties_and_of_statements(chains: dict[str, str], count: int, tmp_path: Path) -> None:
    ends = set(chains.values()) - set(chains)
    parties = "".join(party(name, f"of: {of}") for name, of in chains.items()) + "".join(party(one, "") for one in ends)
    found = check(tmp_path / "parties", case=HEAD + parties.replace(", }", "}"))
    assert [one.code for one in found] == ["HF304"] * count
    statements = "".join(said(name, f"supersedes: {of}") for name, of in chains.items())
    statements += "".join(said(one, "note: x") for one in ends)
    found = check(tmp_path / "statements", statements=statements)
    assert [one.code for one in found] == ["HF304"] * count
    assert all(len(one.spans) == len(chains) for one in found)


@pytest.mark.parametrize(
    ("whole", "parts", "count"),
    [
        ("votes_of: 100", [60, 40], 0),
        ("votes_of: 100", [60, 41], 1),
        ("votes_of: 100", [101, 1], 2),
        ("note: none", [60, 40], 2),
    ],
)
def test_votes(whole: str, parts: list[int], count: int, tmp_path: Path) -> None:
    text = party("all-of-us", whole)
    text += "".join(party(f"part-{n}", f"of: all-of-us, votes: {votes}") for n, votes in enumerate(parts))
    assert [one.code for one in check(tmp_path, case=HEAD + text)] == ["HF506"] * count


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-03-01", "2026-03-02", []),
        ("2026-03-02", "2026-03-02", []),
        ("2026-03-02", "2026-03-01", ["HF507"]),
        ("unknown", "2026-03-01", []),
        ("2026-03-02", "{said: earlier}", []),
        ("{said: later, resolved: 2026-03-02}", "2026-03-01", ["HF507"]),
    ],
)
def test_a_statement_retires_an_earlier_one(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    text = said("a", f"date: {old}") + said("b", f"date: {new}, supersedes: a")
    assert [one.code for one in check(tmp_path, statements=text)] == expected


def test_a_statement_cites_unless_it_was_in_confidence(tmp_path: Path) -> None:
    text = said("a", "note: x").replace("in-confidence", "written") + said("b", "note: x")
    (problem,) = check(tmp_path, statements=text)
    assert (problem.code, problem.place.line) == ("HF502", 1)
