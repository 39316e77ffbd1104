"""Codebook and codings: valid by the standard's schemas, each at its place, nothing that may not be passed on."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import codings, refi
from tests.cases import write

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "tests/views/refi-qda"
QDE = "{urn:QDA-XML:project:1.0}"
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())
FILES = {
    "sources": "- {id: gazette, file: gazette.txt}\n"
    "- {id: wire, file: wire.txt, quotable: false}\n- {id: lost, file: lost.txt}\n- {id: spare, file: spare.txt}\n",
    "statements": "- {id: no-crane, party: union, gist: Never, refuses: automation = full,\n"
    "   cite: [{source: gazette, paragraph: 2, quote: No crane, also: [{paragraph: 3, quote: pay}]},\n"
    "          {source: wire, paragraph: 1}]}\n"
    "- {id: gone, by: A driver, gist: Gone, warns: Something, cite: {source: lost, paragraph: 7}}\n",
    "sources/gazette.txt": "A headline\n\nÉh: No crane runs.\n\nIt will not pay.\n",
    "sources/wire.txt": "The union is not to be quoted.\n",
    "sources/spare.txt": "Nobody cites this.\n",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", FILES)


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(holdfast, ["codings", "export", *map(str, words)])
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


def valid(content: bytes, schema: str) -> etree._Element:
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(str(SCHEMAS / schema))).assertValid(root.getroottree())
    return root


def opened(content: bytes) -> tuple[etree._Element, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        first, *others = packed.namelist()
        assert first == "project.qde"
        texts = {name.removeprefix("sources/"): packed.read(name).decode() for name in others}
        return valid(packed.read(first), "Project.xsd"), texts


def selections(root: etree._Element, texts: dict[str, str]) -> Iterator[tuple[str, str, list[str]]]:
    """Each selection: its statement, the words at its place, the names of its codes."""
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{QDE}Code")}
    for source in root.iter(f"{QDE}TextSource"):
        text = texts[source.get("plainTextPath").removeprefix("internal://")]
        for one in source.iter(f"{QDE}PlainTextSelection"):
            words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
            yield one.get("name"), words, [names[ref.get("targetGUID")] for ref in one.iter(f"{QDE}CodeRef")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_valid_and_every_reference_leads_somewhere(name: str) -> None:
    case = load(ROOT / "examples" / name, "public").case
    root, texts = opened(refi.project(case))
    valid(refi.codebook(case), "Codebook.xsd")
    identifiers = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(identifiers) == len(set(identifiers))
    assert {one.get("targetGUID") for one in root.iter() if one.get("targetGUID")} <= set(identifiers)
    paths = [one.get("plainTextPath") for one in root.iter(f"{QDE}TextSource")]
    assert {path.removeprefix("internal://") for path in paths} == set(texts)
    assert len(list(root.iter(f"{QDE}Note"))) == sum(bool(one.cite) for one in case.statements.values())


def test_the_words_of_every_selection_are_those_that_were_cited() -> None:
    case = load(ROOT / "examples/harbour", "public").case
    found = list(selections(*opened(refi.project(case))))
    expected = [(one.statement, one.words) for one in codings.coded(case) if one.words is not None]
    assert sorted((name, words) for name, words, _ in found) == sorted(expected)
    quotes = {name: {cite.quote for cite in one.cite if cite.quote} for name, one in case.statements.items()}
    assert sum(words in quotes[name] for name, words, _ in found) > 30


def test_a_selection_carries_the_codes_of_its_statement(case: Path) -> None:
    root, texts = opened(run(case).stdout_bytes)
    found = list(selections(root, texts))
    codes = [label(case, kind, name) for kind, name in (("party", "union"), ("issue", "automation"))]
    assert [(name, words) for name, words, _ in found] == [("no-crane", "No crane"), ("no-crane", "pay")]
    for _, _, carried in found:
        assert carried[:2] == [codes[0], "refuses"]
        assert codes[1] in carried
        assert label(case, "option", "automation/full") in carried


def label(case: Path, kind: str, name: str) -> str:
    return next(one.label for one in codings.codebook(load(case, "public").case) if one.code == (kind, name))


def test_words_that_may_not_be_quoted_stay_in(case: Path) -> None:
    content = run(case).stdout_bytes
    root, texts = opened(content)
    assert not any("union is not to be quoted" in text for text in (*texts.values(), etree.tostring(root).decode()))
    wire = next(one for one in root.iter(f"{QDE}TextSource") if one.get("name") == "wire")
    assert "not passed on" in texts[wire.get("plainTextPath").removeprefix("internal://")]
    assert len(wire.findall(f"{QDE}Coding")) == 4
    assert wire.find(f"{QDE}PlainTextSelection") is None
    lost = next(one for one in root.iter(f"{QDE}TextSource") if one.get("name") == "lost")
    assert "not at hand" in texts[lost.get("plainTextPath").removeprefix("internal://")]
    notes = {one.get("name"): one.findtext(f"{QDE}PlainTextContent") for one in root.iter(f"{QDE}Note")}
    assert notes["gone"] == "Gone\nBy: A driver\nIn: lost, paragraph 7"
    table = run(case, "--format", "csv").stdout
    assert "union is not to be quoted" not in table


def test_the_same_case_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.qdpx"
    result = run(case, "-o", out)
    assert out.read_bytes() == run(case).stdout_bytes
    assert "made for the audience 'public'" in result.stderr
    assert run(case, "--codebook").stdout_bytes == refi.codebook(load(case, "public").case)


def test_codes_keep_their_identifiers_when_others_come(case: Path) -> None:
    before = refi.codebook(load(case, "public").case)
    text = (case / "statements.yaml").read_text(encoding="utf-8")
    (case / "statements.yaml").write_text(text + "- {id: more, by: x, gist: y, warns: z}\n", encoding="utf-8")
    assert refi.codebook(load(case, "public").case) == before


def test_tables(case: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(case, "--format", "csv").stdout)))
    assert [(row["statement"], row["target"], row["source"], row["paragraph"]) for row in rows] == [
        ("no-crane", "1", "gazette", "2"),
        ("no-crane", "2", "gazette", "3"),
        ("no-crane", "3", "wire", "1"),
        ("gone", "1", "lost", "7"),
    ]
    assert [row["words"] for row in rows] == ["No crane", "pay", "", ""]
    assert (rows[0]["party"], rows[0]["verb"], rows[0]["issue"]) == ("union", "refuses", "automation")
    assert rows[0]["option"] == "automation/full"
    assert (rows[3]["start"], rows[3]["by"]) == ("", "A driver")
    book = list(csv.DictReader(io.StringIO(run(case, "--format", "csv", "--codebook").stdout)))
    assert {row["kind"] for row in book} >= {"party", "issue", "option", "verb", "firmness", "channel"}
    assert all(row["under"] == row["code"].partition("/")[0] for row in book if row["kind"] == "option")


def test_a_case_without_anything(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "case.yaml").write_text("holdfast: 1\ntitle: Nothing yet\n", encoding="utf-8")
    root, texts = opened(run(folder).stdout_bytes)
    assert texts == {}
    assert root.find(f"{QDE}Sources") is None
    valid(run(folder, "--codebook").stdout_bytes, "Codebook.xsd")


@given(st.text(max_size=30))
def test_any_character_that_a_title_may_have(title: str) -> None:
    from dataclasses import replace

    case = replace(load(ROOT / "examples/harbour", "public").case, title=title, sources={}, cited=(), statements={})
    opened(refi.project(case))
