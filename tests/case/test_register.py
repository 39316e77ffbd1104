"""Appending to sources.yaml keeps what is there, byte for byte, and adds one entry that reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import register
from holdfast.case.files import read_unit

ENTRY = {"id": "letter", "title": "A: letter", "file": "letter.txt", "published": "2026-03-02", "sha256": "0" * 64}


def ids(text: str) -> list[str]:
    unit = read_unit(text.encode(), "sources.yaml", "sources", "public", "sources")
    assert [one for one in unit.diagnostics if one.severity == "error"] == []
    return [one.id for one in unit.content]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# Nothing yet\n",
        "# The documents\n- id: paper   # a remark\n  file: paper.txt\n# the end\n",
        "- id: paper\n  file: paper.txt",
        "  - id: paper\n    file: paper.txt\n",
        "- {id: paper, file: paper.txt}\n- {id: other}\n\n",
        "- id: paper\r\n  file: paper.txt\r\n",
        "- id: paper\n  note: |\n    several\n    lines\n",
        "- id: paper\n  note: >-\n    several\n    lines",
    ],
)
def test_append(before: str) -> None:
    after = register.appended(before, ENTRY)
    assert after.startswith(before)
    assert ids(after)[-1] == "letter"
    assert after.count("\r\n") in (0, after.count("\n"))


def test_an_empty_list_gives_way() -> None:
    assert ids(register.appended("# none\n[]  # yet\n", ENTRY)) == ["letter"]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("[{id: paper}]\n", "in brackets"),
        ("id: paper\n", "mistakes"),
        ("- id: [\n", "mistakes"),
        ("- id: paper\n  colour: red\n", "mistakes"),
        ("- id: paper\n...\n", "could not be extended|mistakes"),
    ],
)
def test_what_cannot_be_appended_to_is_refused(before: str, message: str) -> None:
    with pytest.raises(register.RegisterError, match=message):
        register.appended(before, ENTRY)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda text: text.strip()))
def test_any_title_reads_back(title: str) -> None:
    text = register.appended("- id: paper\n", ENTRY | {"title": title})
    unit = read_unit(text.encode(), "sources.yaml", "sources", "public", "sources")
    assert unit.content[1].title == title.strip() or unit.content[1].title == title


@given(st.text(max_size=20))
def test_ids_made_of_file_names_can_be_used(name: str) -> None:
    made = register.identifier_for(name + ".pdf", {"source", "a"}.__contains__)
    register.check_identifier(made, {"source", "a"}.__contains__)


def test_ids() -> None:
    free = frozenset[str]().__contains__
    assert register.identifier_for("Carta à Direção (v2).docx", free) == "carta-a-direcao-v2"
    assert register.identifier_for("2026-03-02.txt", free) == "source-2026-03-02"
    assert register.identifier_for("مذكرة.pdf", free) == "source"
    assert register.identifier_for("all.txt", free) == "all-2"
    with pytest.raises(register.RegisterError, match="cannot be a name"):
        register.check_identifier("Letter One", free)
