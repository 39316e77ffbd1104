"""Taking many documents into a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from holdfast.case import documents
from holdfast.case.load import load
from holdfast.case.register import RegisterError
from holdfast.cli import holdfast
from holdfast.intake import importing
from tests.case.files import docx
from tests.intake_cases import folder

STORY = [
    f"The port and the union met for the {n}th time on Friday, and neither side gave way on item {n} of the list."
    for n in range(12)
]


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(holdfast, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return folder(tmp_path / "case")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with an article, a copy of it with another end, another article, and things that are none."""
    home = tmp_path / "news"
    (home / "wire").mkdir(parents=True)
    (home / ".hidden").mkdir()
    (home / "a.txt").write_text("\n".join(STORY) + "\n", encoding="utf-8")
    (home / "wire/b.txt").write_text("\n".join(STORY[:-1]) + "\nOur own words at the end.\n", encoding="utf-8")
    (home / "wire/c.docx").write_bytes(docx(["Something else happened, and nobody knows what.", *STORY[:2]]))
    (home / "wire/same.txt").write_text("\n".join(STORY) + "\n", encoding="utf-8")
    (home / "empty.txt").write_text("\n", encoding="utf-8")
    (home / "picture.png").write_bytes(b"\x89PNG")
    (home / ".hidden/d.txt").write_text("Not read.\n", encoding="utf-8")
    return home


def register(home: Path) -> dict[str, dict[str, Any]]:
    found = yaml.safe_load((home / "sources.yaml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in found}


def test_a_folder_with_its_copies_once(case: Path, news: Path) -> None:
    result = run("intake", "add", news, "--case", case, "--kind", "news", "--language", "en", code=1)
    found = register(case)
    assert set(found) == {"gazette", "a", "b", "c"}
    assert found["b"]["copy_of"] == "a"
    assert "copy_of" not in found["a"]
    assert "copy_of" not in found["c"]
    assert "b: added, a copy of a" in result.stderr
    assert "same.txt: registered already, as 'a'" in result.stderr
    assert "empty.txt: there is no text in it" in result.stderr
    assert "2 added, 1 added as copies, 1 known already, 1 refused." in result.stderr
    loaded = load(case, "desk")
    assert loaded.diagnostics == ()
    assert loaded.case.documents["b"].paragraphs[-1] == "Our own words at the end."
    listed = run("intake", "suggest", case).stdout
    assert "Not read, since they are copies: 1." in listed


def test_what_is_there_is_passed_over(case: Path, news: Path) -> None:
    run("intake", "add", news, "--case", case, code=1)
    before = (case / "sources.yaml").read_bytes()
    names = sorted(path.name for path in (case / "sources").iterdir())
    assert "4 known already" in run("intake", "add", news, "--case", case, code=1).stderr
    assert (case / "sources.yaml").read_bytes() == before
    assert sorted(path.name for path in (case / "sources").iterdir()) == names


def test_copies_may_be_kept_as_documents_of_their_own(case: Path, news: Path) -> None:
    run("intake", "add", news / "a.txt", news / "wire/b.txt", "--case", case, "--no-copies")
    assert "copy_of" not in register(case)["b"]


def test_a_confidential_document_is_compared_with_what_its_readers_read(case: Path, news: Path) -> None:
    """A public document is no copy of a confidential one, not even in words; the other way round it is."""
    run("intake", "add", news / "a.txt", "--case", case, "--compartment", "union")
    result = run("intake", "add", news / "wire/b.txt", "--case", case)
    assert "copy" not in result.stderr
    assert "copy_of" not in register(case)["b"]
    assert register(case / "compartments/union")["a"]["file"] == "a.txt"
    result = run("intake", "add", news / "wire/same.txt", "--case", case, "--compartment", "union")
    assert "registered already, as 'union/a'" in result.stderr
    (news / "e.txt").write_text("\n".join(STORY[1:]) + "\n", encoding="utf-8")
    run("intake", "add", news / "e.txt", "--case", case, "--compartment", "union")
    assert register(case / "compartments/union")["e"]["copy_of"] in ("a", "b")
    assert load(case, "union").diagnostics == ()
    run("intake", "add", case / "compartments/union/sources/a.txt", "--case", case, code=1)


def test_an_import_that_is_interrupted_keeps_what_was_taken(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "many"
    home.mkdir()
    for number in range(40):
        (home / f"n{number:02}.txt").write_text(f"Document {number} says {number * 7}.\n", encoding="utf-8")
    take = importing.Importer.take
    count = 0

    def interrupted(self: importing.Importer, *args: Any) -> importing.Taken:
        nonlocal count
        count += 1
        if count == 31:
            raise KeyboardInterrupt
        return take(self, *args)

    monkeypatch.setattr(importing, "BATCH", 10)
    monkeypatch.setattr(importing.Importer, "take", interrupted)
    run("intake", "add", home, "--case", case, code=1)
    assert len(register(case)) == 31
    monkeypatch.setattr(importing.Importer, "take", take)
    result = run("intake", "add", home, "--case", case)
    assert "10 added, 30 known already." in result.stderr
    assert len(register(case)) == 41
    assert load(case, "desk").diagnostics == ()


def test_several_processes_make_no_difference(case: Path, tmp_path: Path) -> None:
    home = tmp_path / "many"
    home.mkdir()
    for number in range(40):
        (home / f"n{number:02}.txt").write_text("\n".join(STORY[: number % 12 + 1]) + "\n", encoding="utf-8")
    other = folder(tmp_path / "other")
    run("intake", "add", home, "--case", case, "--processes", "1")
    run("intake", "add", home, "--case", other, "--processes", "2")
    assert (case / "sources.yaml").read_bytes() == (other / "sources.yaml").read_bytes()
    one = run("intake", "suggest", case, "--format", "json", "--processes", "1").stdout
    two = run("intake", "suggest", other, "--format", "json", "--processes", "2").stdout
    assert one == two


def test_mistakes_are_said(case: Path, tmp_path: Path) -> None:
    assert "there is no file" in run("intake", "add", tmp_path / "none.txt", "--case", case, code=2).stderr
    assert (
        "no compartment 'unoin'"
        in run("intake", "add", tmp_path, "--case", case, "--compartment", "unoin", code=2).stderr
    )
    (case / "sources.yaml").write_text("- {id: }\n", encoding="utf-8")
    (tmp_path / "x.txt").write_text("One.\n", encoding="utf-8")
    result = run("intake", "add", tmp_path / "x.txt", "--case", case, code=2)
    assert "has mistakes" in result.stderr


@pytest.mark.parametrize("command", ["intake", "source"])
@pytest.mark.parametrize("name", ["sources", "sources.yaml"])
def test_nothing_is_written_through_a_link_that_leads_out(command: str, name: str, case: Path, tmp_path: Path) -> None:
    """Else a confidential document, or its entry, would be everybody's."""
    paper = tmp_path / "paper.txt"
    paper.write_text("Said in confidence.\n", encoding="utf-8")
    union = case / "compartments/union"
    (union / name).rename(tmp_path / name)
    (union / name).symlink_to(f"../../{name}")
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    code = 2 if command == "intake" else 1
    result = run(command, "add", paper, "--case", case, "--compartment", "union", code=code)
    assert "leads out of its compartment" in result.output
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("taken", ["sources/paper.txt", "sources.yaml"])
def test_what_somebody_else_added_meanwhile_is_not_written_over(taken: str, case: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("Ours.\n", encoding="utf-8")
    mine = importing.Importer(load(case, "desk").case, "public")
    mine.take(paper, paper.read_bytes(), documents.read(paper.read_bytes(), paper.name), {})
    theirs = case / taken
    before = theirs.read_bytes() if theirs.exists() else b""
    theirs.write_bytes(before + (b"Theirs.\n" if taken.endswith(".txt") else b"- {id: paper, title: Theirs}\n"))
    kept = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    with pytest.raises(RegisterError, match=r"meanwhile|by now"):
        mine.flush()
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == kept
    run("intake", "add", paper, "--case", case)
    assert register(case)["paper-2" if taken == "sources.yaml" else "paper"]["sha256"]
    assert theirs.read_bytes().startswith(before)
