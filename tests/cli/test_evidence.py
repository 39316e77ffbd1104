"""The commands about documents and citations."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from holdfast.case import annotations as reading
from holdfast.case.anchors import resolve
from holdfast.case.load import load
from holdfast.case.model import Citation
from holdfast.cli import holdfast
from tests.case.files import docx, pdf
from tests.cases import write

SOURCES = """# The documents of the case
- id: gazette   # the town's paper
  file: gazette.txt
  publisher: The Gazette
- {id: wire, file: wire.txt, quotable: false}
- {id: lost, file: lost.txt}
"""
GAZETTE = "A headline\n\nNo crane runs. “Never,” she said.\n\nThe union will not sign. It will not pay.\n"
WIRE = "The union will not sign.\nThe port will not pay.\n"
STATEMENTS = """
- id: union-never
  party: union
  gist: Never
  refuses: automation = full
  cite:
    - {source: gazette, paragraph: 2, quote: No crane runs, also: [{paragraph: 3, quote: It will not pay}], note: Heard}
    - {source: wire, paragraph: 2, range: [4, 8], sha256: %s}
- id: port-lost
  party: [port, union]
  gist: Lost
  cite: {source: lost, paragraph: 7, sentence: 2, quote: Nothing is lost}
  warns: Something
- {id: port-whole, party: port, gist: All, cite: {source: gazette}, warns: Something}
"""


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(holdfast, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


@pytest.fixture
def case(tmp_path: Path) -> Path:
    wire = hashlib.sha256(b"The port will not pay.").hexdigest()
    files = {
        "sources": SOURCES,
        "statements": STATEMENTS % wire,
        "sources/gazette.txt": GAZETTE,
        "sources/wire.txt": WIRE,
    }
    folder = write(tmp_path / "case", files)
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text + "audiences: {union: {sees: [public, union]}}\n", encoding="utf-8")
    return folder


def register(folder: Path, name: str = "sources.yaml") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    return found


# source add


def test_add_a_document_of_every_form(case: Path, tmp_path: Path) -> None:
    words = "The port will pay for the shifts of the night, it said on Friday."
    page = f"<html><body><article><p>{words}</p></article></body></html>"
    for name, content in {
        "Minutes 1.pdf": pdf([["The parties met on Friday."]]),
        "Letter.docx": docx(["To the port.", "We will not sign."], title="A letter"),
        "page.html": page.encode(),
        "notes.md": b"# Notes\nOne line\nand another\n",
        "plain.txt": "\ufeffNon-violent.\r\n\r\nCafe\u0301.\r\n".encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
        run("source", "add", tmp_path / name, "--case", case)
    assert (case / "sources.yaml").read_text(encoding="utf-8").startswith(SOURCES)
    entries = {one["id"]: one for one in register(case)}
    assert entries["minutes-1"]["file"] == "minutes-1.txt"
    assert entries["minutes-1"]["original"] == "minutes-1.pdf"
    assert entries["letter"]["title"] == "A letter"
    assert (case / "sources/letter.txt").read_bytes() == b"To the port.\nWe will not sign.\n"
    assert (case / "sources/letter.docx").read_bytes() == (tmp_path / "Letter.docx").read_bytes()
    assert (case / "sources/plain.txt").read_text(encoding="utf-8") == "Non-violent.\nCafé.\n"
    assert entries["plain"]["original"] == "plain.original.txt"
    assert (case / "sources/notes.txt").read_text(encoding="utf-8") == "# Notes\nOne line and another\n"
    for entry in entries.values():
        for name, digest in (("file", "sha256"), ("original", "original_sha256")):
            if digest in entry:
                content = (case / "sources" / entry[name]).read_bytes()
                assert hashlib.sha256(content).hexdigest() == entry[digest]
    codes = {one.code for one in load(case, "desk").diagnostics}
    assert codes == {"HF504"}
    assert len(load(case, "desk").case.documents["letter"].paragraphs) == 2


def test_a_clean_text_is_taken_as_it_is(case: Path, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("One.\n\nTwo.\n", encoding="utf-8")
    result = run("source", "add", tmp_path / "clean.txt", "--case", case)
    assert "clean: 2 paragraphs in" in result.stderr
    assert "original" not in register(case)[-1]
    assert (case / "sources/clean.txt").read_bytes() == b"One.\n\nTwo.\n"


def test_a_text_that_lies_there_is_registered_where_it_lies(case: Path) -> None:
    (case / "sources/there.md").write_bytes(b"One\r\n\r\nTwo\r\n")
    run("source", "add", case / "sources/there.md", "--case", case)
    assert register(case)[-1]["file"] == "there.md"
    assert sorted(path.name for path in (case / "sources").iterdir()) == ["gazette.txt", "there.md", "wire.txt"]


def test_a_document_that_lies_there_is_the_original(case: Path) -> None:
    (case / "sources/a.pdf").write_bytes(pdf([["The parties met."]]))
    run("source", "add", case / "sources/a.pdf", "--case", case)
    assert register(case)[-1] | {"sha256": "", "original_sha256": ""} == {
        "id": "a",
        "file": "a.txt",
        "sha256": "",
        "original": "a.pdf",
        "original_sha256": "",
    }


def test_everything_that_can_be_said_about_it(case: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("One.\n", encoding="utf-8")
    words = "--id talk --title T: --publisher P --author A --published 2026-03-02 --language pt --kind minutes"
    run("source", "add", tmp_path / "x.txt", "--case", case, *words.split(), "--not-quotable", "--compartment", "union")
    home = case / "compartments/union"
    assert register(home)[0] == {
        "id": "talk",
        "title": "T:",
        "file": "talk.txt",
        "publisher": "P",
        "author": "A",
        "published": date(2026, 3, 2),
        "language": "pt",
        "kind": "minutes",
        "sha256": hashlib.sha256(b"One.\n").hexdigest(),
        "quotable": False,
    }
    loaded = load(case, "union")
    assert loaded.case.sources["union/talk"].quotable is False
    assert {one.code for one in loaded.diagnostics} == {"HF504"}
    (tmp_path / "y.txt").write_text("Two.\n", encoding="utf-8")
    assert (
        "named 'gazette' already"
        in run(
            "source", "add", tmp_path / "y.txt", "--case", case, "--id", "gazette", "--compartment", "union", code=1
        ).stderr
    )


def test_what_is_registered_already_is_refused(case: Path, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(docx(["One."]))
    run("source", "add", tmp_path / "x.docx", "--case", case)
    before = (case / "sources.yaml").read_bytes()
    shutil.copy(tmp_path / "x.docx", tmp_path / "y.docx")
    assert "registered already, as 'x'" in run("source", "add", tmp_path / "y.docx", "--case", case, code=1).stderr
    (tmp_path / "z.txt").write_text("One.\n", encoding="utf-8")
    assert "registered already, as 'x'" in run("source", "add", tmp_path / "z.txt", "--case", case, code=1).stderr
    (tmp_path / "w.txt").write_text("Three.\n", encoding="utf-8")
    assert (
        "named 'union' already"
        in run("source", "add", tmp_path / "w.txt", "--case", case, "--id", "union", code=1).stderr
    )
    assert (case / "sources.yaml").read_bytes() == before


def test_what_was_told_in_confidence_is_not_made_public_by_oversight(case: Path) -> None:
    secret = case / "compartments/union/sources/talk.txt"
    secret.parent.mkdir(parents=True)
    secret.write_text("Secret.\n", encoding="utf-8")
    assert "add --compartment union" in run("source", "add", secret, "--case", case, code=1).stderr
    assert sorted(path.name for path in (case / "sources").iterdir()) == ["gazette.txt", "wire.txt"]
    run("source", "add", secret, "--case", case, "--compartment", "union")
    assert register(case / "compartments/union")[0]["file"] == "talk.txt"


def test_a_file_that_is_named_in_the_register_is_known(case: Path) -> None:
    result = run("source", "add", case / "sources/gazette.txt", "--case", case, code=1)
    assert "registered already, as 'gazette'" in result.stderr


def test_nothing_is_overwritten(case: Path, tmp_path: Path) -> None:
    (case / "sources/x.txt").write_text("Another.\n", encoding="utf-8")
    (tmp_path / "x.txt").write_text("One.\n", encoding="utf-8")
    run("source", "add", tmp_path / "x.txt", "--case", case)
    assert (case / "sources/x.txt").read_text(encoding="utf-8") == "Another.\n"
    assert register(case)[-1]["file"] == "x-2.txt"


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(case: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"nonsense")
    (tmp_path / "good.txt").write_text("One.\n", encoding="utf-8")
    result = run(
        "source", "add", tmp_path / "bad.pdf", tmp_path / "none.txt", tmp_path / "good.txt", "--case", case, code=1
    )
    assert "cannot be read as PDF" in result.stderr
    assert "no such file" in result.stderr
    assert register(case)[-1]["id"] == "good"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--id", "x"], "one file only"),
        (["--compartment", "unoin"], "did you mean union"),
        (["--published", "Friday"], "not a date"),
    ],
)
def test_add_used_wrongly(words: list[str], message: str, case: Path, tmp_path: Path) -> None:
    assert message in run("source", "add", tmp_path / "a", tmp_path / "b", "--case", case, *words, code=2).stderr


# cite


def test_cite_prints_what_can_be_pasted(case: Path) -> None:
    for words in (
        ["gazette", "2"],
        ["gazette", "2", "--sentence", "2"],
        ["gazette", "3", "--quote", "It will not pay"],
        ["gazette", "2", "--quote", 'runs. "Never," she'],
        ["wire", "1"],
        ["wire", "2", "--quote", "will not pay"],
    ):
        printed = run("cite", *words, "--case", case).stdout
        made = yaml.load(printed, Loader=yaml.BaseLoader)["cite"]
        document = load(case, "desk").case.documents[words[0]]
        assert resolve(Citation.model_validate(made), document).status == "exact"
        assert ("quote" in made) is (words[0] == "gazette")
        assert "sign" not in printed


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gazete", "1"], "did you mean gazette"),
        (["lost", "1"], "not at hand"),
        (["gazette", "9"], "has 3 paragraphs"),
        (["gazette", "1", "--quote", "A tailline"], "not in paragraph 1"),
    ],
)
def test_cite_used_wrongly(words: list[str], message: str, case: Path) -> None:
    assert message in run("cite", *words, "--case", case, code=2).stderr


# sources


def test_sources_as_text(case: Path) -> None:
    text = run("sources", case).stdout
    assert "3 paragraphs: 2 cited by 2 items, 1 by nobody (¶1)" in text
    assert "¶2    1×  union-never" in text
    assert "all   port-whole" in text
    assert "Not at hand. 1 item cites it." in text
    assert "A headline" not in text


def test_unused_paragraphs_are_shown_where_they_may_be_quoted(case: Path) -> None:
    text = run("sources", case, "--unused").stdout
    assert "¶1    A headline" in text
    assert "¶1    (5 words that may not be quoted)" in text
    assert "sign" not in text


def test_sources_for_programs(case: Path) -> None:
    found = json.loads(run("sources", case, "--format", "json", "--unused").stdout)
    assert found["audience"] == "public"
    gazette, wire, lost = found["sources"]
    assert [len(one["cited_by"]) for one in gazette["paragraphs"]] == [0, 1, 1]
    assert gazette["paragraphs"][0]["text"] == "A headline"
    assert wire["paragraphs"][0]["text"] is None
    assert lost["paragraphs"] == [{"paragraph": 7, "words": None, "cited_by": ["port-lost"]}]
    rows = list(csv.DictReader(io.StringIO(run("sources", case, "--format", "csv", "--source", "gazette").stdout)))
    assert [(row["paragraph"], row["cited"]) for row in rows] == [("1", "0"), ("2", "1"), ("3", "1")]
    assert "did you mean wire" in run("sources", case, "--source", "wir", code=2).stderr


def test_citations_without_a_place_are_told(case: Path) -> None:
    (case / "sources/gazette.txt").write_text("All is new\n", encoding="utf-8")
    assert "union-never: broken: the source has 1 paragraph, this is number 2" in " ".join(
        run("sources", case).stdout.split()
    )


# annotations


def test_annotations_come_back_as_they_were(case: Path, tmp_path: Path, repository: Path) -> None:
    for folder in (case, repository / "examples/harbour"):
        out = tmp_path / "annotations.json"
        run("annotations", "export", folder, "--output", out, "--audience", "desk")
        result = run("annotations", "import", out, "--case", folder)
        assert result.stdout == ""
        assert "0 statements to change" in result.stderr
        whole = load(folder, "desk").case
        total = sum(len(one.cite) for one in whole.statements.values())
        assert json.loads(out.read_text(encoding="utf-8"))["total"] == total
        stripped = {name: one.model_copy(update={"cite": ()}) for name, one in whole.statements.items()}
        object.__setattr__(whole, "statements", stripped)
        taken = reading.take_over(whole, reading.read(out.read_text(encoding="utf-8")))
        again = load(folder, "desk").case.statements
        expected = {name: tuple(map(reading.keys_of, one.cite)) for name, one in again.items() if one.cite}
        assert {change.statement: change.citations for change in taken.changes} == expected


def test_annotations_quote_nothing_that_may_not_be_quoted(case: Path) -> None:
    text = run("annotations", "export", case).stdout
    found = json.loads(text)
    assert "The port will not pay" not in text
    target = found["first"]["items"][0]["target"][0]
    position = next(one for one in target["selector"] if one["type"] == "TextPositionSelector")
    words = next(one for one in target["selector"] if one["type"] == "TextQuoteSelector")
    joined = load(case, "desk").case.documents["gazette"].joined
    assert joined[position["start"] : position["end"]] == words["exact"] == "No crane runs"
    bodies = [(body["purpose"], body["value"]) for body in found["first"]["items"][0]["body"]]
    assert bodies == [
        ("identifying", "union-never"),
        ("describing", "Never"),
        ("tagging", "union"),
        ("classifying", "refuses"),
        ("classifying", "automation"),
        ("classifying", "automation/full"),
        ("commenting", "Heard"),
    ]


def foreign(target: object, value: str = "port-whole", purpose: str = "tagging") -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": purpose, "value": value}
    return {"id": "https://example.org/1", "type": "Annotation", "body": body, "target": target}


def words(exact: str, **around: str) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact} | around


def imported(case: Path, annotation: object, code: int = 0) -> Result:
    file = case.parent / "foreign.json"
    file.write_text(json.dumps(annotation), encoding="utf-8")
    return run("annotations", "import", file, "--case", case, code=code)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (words("She said".lower()), {"paragraph": "2", "quote": "she said"}),
        (
            words("will not", prefix="t sign. It ", suffix=" pay"),
            {"paragraph": "3", "quote": "will not", "prefix": "It"},
        ),
        ({"type": "TextPositionSelector", "start": 0, "end": 10}, {"paragraph": "1", "quote": "A headline"}),
        ([words('"Never,"')], {"paragraph": "2", "quote": "“Never,”"}),
    ],
)
def test_annotations_of_other_programs(selector: object, expected: dict[str, str], case: Path) -> None:
    target = {"source": "https://example.org/files/gazette.txt#x", "selector": selector}
    made = yaml.load(imported(case, foreign(target)).stdout, Loader=yaml.BaseLoader)["cite"]
    assert made[0] == {"source": "gazette"}
    assert made[1] == {"source": "gazette"} | expected


def test_annotations_of_what_may_not_be_quoted(case: Path) -> None:
    target = {"source": "wire", "selector": words("The port will not pay.")}
    made = yaml.load(imported(case, foreign(target)).stdout, Loader=yaml.BaseLoader)["cite"][1]
    assert set(made) == {"source", "paragraph", "range", "sha256"}


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (foreign({"source": "gazette", "selector": words("No crane walks")}), "not in the source"),
        (foreign({"source": "gazette", "selector": words("will not")}), "2 times in paragraph 3"),
        (
            foreign({"source": "gazette", "selector": {"type": "TextPositionSelector", "start": 5, "end": 90}}),
            "neither",
        ),
        (foreign({"source": "gazette"}), "neither words nor a position"),
        (foreign({"source": "post", "selector": words("x")}), "no document 'post'"),
        (foreign({"source": "lost", "selector": words("x")}), "not at hand"),
        (foreign([]), "no target"),
        (foreign({"source": 5}), "names no document"),
        (foreign([{"source": "wire"}, {"source": "gazette"}]), "several documents"),
        (foreign({"source": "gazette"}, "nobody"), "names no statement"),
        (foreign({"source": "gazette"}, "nobody", "identifying"), "no statement 'nobody'"),
        (
            foreign({"source": "gazette", "selector": {"type": "FragmentSelector", "value": "paragraph=x"}}),
            "do not make a citation",
        ),
        (
            foreign({"source": "gazette", "selector": {"type": "FragmentSelector", "value": "paragraph=9"}}),
            "has 3 paragraphs",
        ),
    ],
)
def test_annotations_that_cannot_be_taken_over(annotation: object, message: str, case: Path) -> None:
    result = imported(case, annotation, code=1)
    assert message in result.stderr
    assert result.stdout == ""


def test_an_annotation_that_was_changed_replaces_its_citation(case: Path) -> None:
    data = json.loads(run("annotations", "export", case).stdout)
    first = data["first"]["items"][0]
    first["target"][0]["selector"][0]["refinedBy"]["exact"] = "No crane runs. “Never,”"
    printed = imported(case, data)
    made = yaml.load(printed.stdout, Loader=yaml.BaseLoader)["cite"]
    assert len(made) == 2
    assert made[0]["quote"] == "No crane runs. “Never,”"
    assert made[0]["note"] == "Heard"


@pytest.mark.parametrize(
    ("text", "message"), [("{", "not JSON"), ("{}", "no Web Annotations"), ("[1]", "no Web Annot")]
)
def test_what_is_no_file_of_annotations(text: str, message: str, case: Path) -> None:
    (case.parent / "a.json").write_text(text, encoding="utf-8")
    assert message in run("annotations", "import", case.parent / "a.json", "--case", case, code=2).stderr


def test_a_file_that_is_not_there_and_an_empty_collection(case: Path) -> None:
    assert "no such file" in run("annotations", "import", case / "none.json", "--case", case, code=2).stderr
    assert imported(case, []).stdout == ""
