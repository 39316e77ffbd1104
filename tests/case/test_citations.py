"""Citations of a case against its sources: what is found, and what is said of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.anchors import resolve
from holdfast.case.case import CitationStatus
from holdfast.case.load import load
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex, normalised, paragraphs
from tests.cases import write

TEXT = "The cranes stand still.\n\n  There will be  no work\tbefore every man is back.\nCaf\u00e9 closed.\n"
SOURCE = paragraphs(TEXT)


def cite(**keys: str) -> Citation:
    return Citation.model_validate({"source": "gazette", **keys})


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    assert SOURCE == ("The cranes stand still.", "There will be no work before every man is back.", "Café closed.")


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ({"paragraph": "1"}, "exact"),
        ({"paragraph": "2", "quote": "no work before"}, "exact"),
        ({"paragraph": "2", "quote": "no  work\n before"}, "exact"),
        ({"paragraph": "3", "quote": "Cafe\u0301 closed"}, "exact"),
        ({"quote": "every man"}, "exact"),
        ({"paragraph": "2", "sha256": digest(SOURCE[1])}, "exact"),
        ({"paragraph": "0"}, "broken"),
        ({"paragraph": "4"}, "broken"),
        ({"paragraph": "0", "quote": "Café"}, "moved"),
        ({"paragraph": "0", "sha256": digest(SOURCE[2])}, "moved"),
        ({"paragraph": "0", "sha256": digest("")}, "broken"),
        ({"paragraph": "1", "quote": "no work before"}, "moved"),
        ({"paragraph": "2", "quote": "work before"}, "exact"),
        ({"paragraph": "2", "quote": "no Work before"}, "broken"),
        ({"paragraph": "2", "quote": "No work before any man"}, "broken"),
        ({"quote": "nowhere"}, "broken"),
        ({"paragraph": "1", "sha256": digest(SOURCE[1])}, "moved"),
    ],
)
def test_a_citation_holds_or_says_what_is_wrong(keys: dict[str, str], status: str) -> None:
    assert resolve(cite(**keys), TextIndex(SOURCE)).status == status


@given(st.text(min_size=1))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@pytest.mark.parametrize(
    ("source", "cited", "status", "codes"),
    [
        ("file: a.txt", "paragraph: 2, quote: every man", "verified", []),
        ("file: a.txt", "paragraph: 2", "nothing to check", []),
        ("file: a.txt", "paragraph: 1, quote: every man", "verified", ["HF511"]),
        ("file: a.txt", "paragraph: 2, quote: any man", "broken", ["HF503"]),
        ("file: a.txt", "quote: e", "broken", ["HF503"]),
        ("file: a.txt", "paragraph: 2, sentence: 2, quote: every man", "verified", ["HF511"]),
        ("file: twice.txt", "paragraph: 3, quote: every man", "verified", ["HF512"]),
        ("file: rewrapped.txt", "paragraph: 1, quote: every man is", "verified", ["HF513"]),
        (
            "file: rewrapped.txt",
            "paragraph: 1, quote: every man is, also: [{paragraph: 9, quote: back}]",
            "verified",
            ["HF511", "HF513"],
        ),
        ("file: b.txt", "paragraph: 2, quote: every man", "not at hand", ["HF504"]),
        ("title: A", "paragraph: 2, quote: every man", "not at hand", []),
        ("file: a.pdf", "paragraph: 2", "not at hand", ["HF504"]),
        ("file: latin.txt", "paragraph: 1", "not at hand", ["HF104"]),
        ("file: a.txt, quotable: false", "paragraph: 2, quote: every man", "verified", ["HF510"]),
        ("title: A, quotable: false", "paragraph: 2, quote: every man", "not at hand", ["HF510"]),
    ],
)
def test_the_status_of_a_citation(
    source: str, cited: str, status: CitationStatus, codes: list[str], tmp_path: Path
) -> None:
    write(
        tmp_path,
        {
            "sources.yaml": f"- {{id: gazette, {source}}}\n",
            "sources/a.txt": TEXT,
            "sources/a.pdf": "%PDF",
            "sources/twice.txt": "every man\nevery man\n",
            "sources/rewrapped.txt": "every\nman is\nback\n",
            "statements": f"- {{id: s, by: x, gist: y, warns: z, cite: {{source: gazette, {cited}}}}}\n",
        },
    )
    (tmp_path / "sources" / "latin.txt").write_bytes(b"S\xe3o\n")
    found = load(tmp_path, "desk")
    assert sorted(one.code for one in found.diagnostics) == codes
    assert found.case.citations["s"] == (status,)


def test_documents_may_lie_elsewhere(tmp_path: Path) -> None:
    case = write(tmp_path / "case", {"sources": "- {id: gazette, file: a.txt}\n"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text(TEXT)
    assert [one.code for one in load(case, "desk").diagnostics] == ["HF504"]
    assert load(case, "desk", sources=[tmp_path / "elsewhere"]).diagnostics == ()


WRONG = "cite: {source: gazette, paragraph: 1, quote: nowhere}"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("case", f"holdfast: 1\ntitle: x\nparties: {{a: {{name: A, roles: [other], {WRONG}}}}}\n"),
        ("case", f"holdfast: 1\ntitle: x\nissues: {{a: {{question: x, options: {{b: {{text: x, {WRONG}}}}}}}}}\n"),
        ("case", f"holdfast: 1\ntitle: x\nrules: [{{id: a, require: always, {WRONG}}}]\n"),
        ("agreement", f"title: x\n{WRONG}\n"),
        ("agreement", f"title: x\ncommitments: {{a: {{does: x, {WRONG}}}}}\n"),
        ("agreement", f"title: x\ncommitments: {{a: {{does: x, variants: [{{reading: y, {WRONG}}}]}}}}\n"),
        ("statements", f"- {{id: s, by: x, gist: y, warns: z, cite: [{{source: gazette}}, {WRONG[6:]}]}}\n"),
    ],
)
def test_every_citation_of_a_case_is_checked(file: str, text: str, tmp_path: Path) -> None:
    files = {"sources.yaml": "- {id: gazette, file: a.txt}\n", "sources/a.txt": TEXT, file: text}
    (problem,) = load(write(tmp_path, files), "desk").diagnostics
    assert problem.code == "HF503"
    assert problem.place.excerpt is not None
    assert problem.place.excerpt[problem.place.column - 1 : problem.place.end_column - 1] == "nowhere"
