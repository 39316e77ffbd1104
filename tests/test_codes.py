"""Every code has an explanation, an example that brings it about and nothing else, and one in which it is put right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import holdfast
from holdfast.analyses.coherence import coherence
from holdfast.case.load import load
from holdfast.diagnostics import CODES, Diagnostic
from holdfast.gather import lying
from holdfast.intake import decisions
from holdfast.views import diagnostics as view
from tests.golden import Golden

FOLDER = Path(holdfast.__file__).parent / "codes"
#: Codes that never come alone, and with what they come.
WITH = {"HF309": {"HF204"}, "HF608": {"HF607"}}


def found(code: str, which: str) -> tuple[Diagnostic, ...]:
    named = FOLDER / code / "audience.txt"
    audience = named.read_text(encoding="utf-8").strip() if named.exists() else "desk"
    loaded = load(FOLDER / code / which, audience)
    if code.startswith("HF7"):
        return (
            *loaded.diagnostics,
            *lying(loaded.case, loaded.case.compartments)[1],
        )  # what only reading the journal finds
    if code.startswith("HF8"):  # what only reading the decisions finds
        return (*loaded.diagnostics, *decisions.check(decisions.load(loaded.case.folder, ["public"]), loaded.case))
    if not code.startswith("HF6"):
        return loaded.diagnostics
    answer = coherence(loaded.case)  # what only the analysis of the draft finds
    assert answer is not None
    return (*loaded.diagnostics, *answer.findings)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_brings_about_this_code_and_no_other(code: str, golden: Golden) -> None:
    diagnostics = found(code, "bad")
    assert {one.code for one in diagnostics} == {code} | WITH.get(code, set())
    golden(view.full(diagnostics) + "\n", FOLDER / code / "expected.txt")


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_has_nothing_wrong(code: str) -> None:
    assert found(code, "good") == ()


@pytest.mark.parametrize("code", CODES)
def test_the_explanation_is_short_and_plain(code: str) -> None:
    lines = CODES[code].explanation.splitlines()
    assert 3 <= len(lines) <= 10
    assert max(len(line) for line in lines) <= 130
    assert not re.search(r"scalar|token|mapping|node|pydantic|parser", CODES[code].explanation, re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_explain_shows_the_explanation_and_both_examples(code: str) -> None:
    text = view.explain(code)
    assert CODES[code].title in text
    assert "For example" in text
    assert "Put right" in text
    assert "holdfast check says:" in text


def test_the_registry_and_the_folders_agree() -> None:
    assert sorted(path.name for path in FOLDER.iterdir() if path.name.startswith("HF")) == sorted(CODES)
    assert list(CODES) == sorted(CODES)
    assert len({code.name for code in CODES.values()}) == len(CODES)


def test_every_code_is_emitted_somewhere_and_none_is_emitted_that_is_not_registered() -> None:
    source = FOLDER.parent
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py") if path.name != "diagnostics.py")
    assert set(re.findall(r'"(HF\d{3})"', text)) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_messages_are_worded_alike(code: str) -> None:
    """Without a capital at the start (unless it is a name) and a full stop at the end, and without jargon."""
    for one in found(code, "bad"):
        for text in (one.message, *([one.hint] if one.hint else [])):
            assert not text.endswith(".")
            assert not text[0].isupper()
            assert not re.search(r"\b(scalar|token|mapping|node|identifier|None)\b", text)
