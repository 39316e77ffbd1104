"""The examples: clean for every audience, verified against their sources where at hand, and nothing copied."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from holdfast.case.load import load
from holdfast.diagnostics import Severity

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())
#: How many words in a row make a copied passage. Names of offices and the like have fewer.
PASSAGE = 7


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_clean_for_everybody(name: str) -> None:
    folder = ROOT / "examples" / name
    for audience in load(folder, "desk").case.audiences:
        found = load(folder, audience).diagnostics
        assert [one for one in found if one.severity is not Severity.NOTE] == [], audience
        assert {one.code for one in found} <= {"HF504"}, audience


def test_every_citation_of_harbour_is_verified() -> None:
    case = load(ROOT / "examples/harbour", "desk").case
    status = Counter(one for found in case.citations.values() for one in found)
    assert set(status) <= {"verified", "nothing to check"}
    assert status["verified"] > 60
    assert all(one.anchored is not None and one.anchored.status == "exact" for one in case.cited)


def test_every_citation_of_gaza_is_verified_against_the_articles(shared_sources: Path) -> None:
    found = load(ROOT / "examples/gaza-2025", "public", sources=[shared_sources])
    assert found.diagnostics == ()
    assert {status for one in found.case.citations.values() for status in one} == {"verified"}
    assert all(one.anchored is not None and one.anchored.status == "exact" for one in found.case.cited)
    cited = {(one.source, one.citation.paragraph) for one in found.case.cited}
    assert len(found.case.statements) >= 60
    assert len(cited) >= 45


@pytest.mark.parametrize("name", ["aceh-2005", "minsk-2015"])
def test_what_rests_on_the_fact_notes_is_in_them(name: str, shared_sources: Path) -> None:
    notes = shared_sources.parent / "notes"
    if not notes.is_dir():
        pytest.skip("fact notes not at hand")
    found = load(ROOT / "examples" / name, "public", sources=[notes])
    assert found.diagnostics == ()
    assert {status for one in found.case.citations.values() for status in one} <= {"verified", "not at hand"}
    assert all(one.anchored is not None for one in found.case.cited if one.citation.sha256 is not None)


def test_no_passage_of_the_articles_is_in_the_repository(shared_sources: Path) -> None:
    passages: set[tuple[str, ...]] = set()
    for article in shared_sources.glob("*.txt"):
        words = _words(article.read_text(encoding="utf-8"))
        passages |= {tuple(words[at : at + PASSAGE]) for at in range(len(words) - PASSAGE + 1)}
    assert passages
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        try:
            words = _words((ROOT / name).read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        copied = [words[at : at + PASSAGE] for at in range(len(words)) if tuple(words[at : at + PASSAGE]) in passages]
        assert copied == [], name


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
