"""Secrets stay in: what an audience may not see changes nothing that is made for it, in any command and any format.

The commands and their formats are found, not listed: a new command is tested from its first day. One that reads no case
must be named in `READS_NO_CASE`.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.intake import decisions, found, heard
from holdfast.intake.model import Text
from holdfast.intake.suggestions import suggest
from tests.intake_cases import claim as said_by_model
from tests.intake_cases import hear

#: Which lines run is measured by the other tests: measuring costs a quarter of the time, and these take the most.
pytestmark = pytest.mark.no_cover

READS_NO_CASE = {"init", "explain", "completion", "user"}
#: It answers to browsers until it is ended; `tests/web/test_noninterference.py` asks it for everything.
SERVES = {"serve"}

PUBLIC = {
    "case.yaml": """
holdfast: 1
title: A case with secrets
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
issues:
  pay: {question: How much?, options: {more: {text: More}, same: {text: The same}}}
audiences:
  union: {sees: [public, union]}
  port: {sees: [public, port]}
""",
    "statements.yaml": """
- {id: union-pay, party: union, channel: on-record, gist: More, requires: pay = more}
- {id: broken, party: union, channel: on-record, gist: More, requires: pay = moer}
- {id: cited, party: union, channel: on-record, gist: More, warns: A strike, cite: {source: paper, paragraph: 1}}
""",
    "sources.yaml": "- {id: paper, file: paper.txt}\n",
    "sources/paper.txt": "The pay rises or we strike.\nThe union demands more pay, its secretary said on Monday.\n"
    "In a note of the union to the port: no night shifts.\n",
    "agreement.yaml": "title: A draft\ncommitments: {raise-pay: {by: port, to: union, does: Raise the pay}}\n",
    "journal.jsonl": '{"kind": "claim", "id": "raised", "received": "2026-03-02T10:00Z", "party": "port", '
    '"says": "performed", "about": "raise-pay", "on": "2026-03-01"}\n',
}
#: What a compartment's journal says: it makes contested what is performed by what the public knows.
HIDDEN_CLAIM = (
    '{{"kind": "claim", "id": "not-raised", "received": "2026-03-09T10:00Z", "party": "union", '
    '"says": "not-performed", "about": "raise-pay", "on": "2026-03-0{day}", "note": "{name}"}}\n'
)
UNION = """
- {id: union-would, party: union, channel: in-confidence, gist: The same would do, accepts: pay = same}
- {id: union-clash, party: union, channel: in-confidence, gist: Refers to the public one, supersedes: union-pay,
   accepts: pay = same}
"""
PORT = """
- {id: port-would, party: port, channel: in-confidence, gist: More is possible, accepts: pay = more}
"""
#: What a compartment judges outcomes and clauses to be worth: it decides who accepts what and where a draft breaks.
VALUES = """
union: {{judged: {{by: {name}, because: three rounds}}, importance: {{pay: 100}}, no_deal: 20,
  options: {{pay: {{more: 100, same: 0}}}}, commitments: {{raise-pay: {{worth: 60}}}}}}
port: {{judged: {{by: {name}, because: three rounds}}, importance: {{pay: 100}}, no_deal: [10, 30],
  options: {{pay: {{more: 0, same: 100}}}}, commitments: {{raise-pay: {{worth: -40}}}}}}
"""
#: Audience → the compartments hidden from it.
HIDDEN = {"public": ("union", "port", "desk"), "union": ("port", "desk"), "port": ("union", "desk")}


def make(folder: Path) -> Path:
    for name, text in PUBLIC.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in (("union", UNION), ("port", PORT), ("desk", "[]\n")):
        (folder / "compartments" / name).mkdir(parents=True)
        (folder / "compartments" / name / "statements.yaml").write_text(text, encoding="utf-8")
        (folder / "compartments" / name / "values.yaml").write_text(VALUES.format(name=name), encoding="utf-8")
        claim = HIDDEN_CLAIM.format(day=5, name=name)
        (folder / "compartments" / name / "journal.jsonl").write_text(claim, encoding="utf-8")
    hear(folder, "paper", said_by_model("the union", "In a note of", "no night shifts", 3))
    return folder


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


#: Web Annotations for `annotations import`; `source add` cannot read them, and so leaves the case as it is.
NOTES = """{"type": "Annotation", "body": {"purpose": "tagging", "value": "cited"},
"target": {"source": "paper", "selector": {"type": "TextQuoteSelector", "exact": "we strike"}}}"""
#: How a command is called whose first argument is not the case; the words FILE and CASE stand for paths.
ARGUMENTS = {
    ("source", "add"): ["FILE", "--case", "CASE"],
    ("diff",): ["CASE", "agreement", "agreement"],
    ("cite",): ["paper", "1", "--case", "CASE"],
    ("annotations", "import"): ["FILE", "--case", "CASE"],
    ("intake", "add"): ["FILE", "--case", "CASE"],
    ("intake", "decide"): ["ffffffff", "later", "--case", "CASE"],
    ("journal", "import"): ["--dry-run", "--case", "CASE"],
    ("journal", "restore"): ["FILE", "--case", "CASE"],
    ("journal", "purge"): ["raised", "--reason", "x", "--yes", "--case", "CASE"],
}


def _notes(folder: Path) -> Path:
    path = folder.parent / "notes.json"
    path.write_text(NOTES, encoding="utf-8")
    return path


def calls(folder: Path, out: Path, audience: str) -> Iterator[list[str]]:
    """Every command that reads a case, in every format with each choice of every other option.

    To the terminal and to a file.
    """
    for path, command in _commands(holdfast):
        if path[0] in READS_NO_CASE | SERVES:
            continue
        options = {parameter.name: parameter for parameter in command.params}
        assert "audience" in options, f"`{' '.join(path)}` reads a case and has no --audience"
        forms: list[list[str]] = [[]]
        others: list[list[str]] = [[]]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and isinstance(parameter.type, click.Choice):
                given = [[parameter.opts[0], str(choice)] for choice in parameter.type.choices]
                if parameter.name == "form":
                    forms = given
                else:
                    others += given
        target = ["--output", str(out)] if "output" in options else None
        for combination in itertools.product(forms, others):
            places = {"FILE": str(_notes(folder)), "CASE": str(folder)}
            arguments = [places.get(word, word) for word in ARGUMENTS.get(path, ["CASE"])]
            words = [*path, *arguments, *itertools.chain(*combination), "--audience", audience]
            yield words
            if target is not None:
                yield [*words, *target]


def everything(folder: Path, out: Path, audience: str) -> list[tuple[list[str], int, bytes, bytes, Any]]:
    """What every command prints and writes, with its exit code."""
    seen = []
    for words in calls(folder, out, audience):
        shutil.rmtree(out, ignore_errors=True)
        out.unlink(missing_ok=True)
        result = CliRunner().invoke(holdfast, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exc_info)
        seen.append((words, result.exit_code, result.stdout_bytes, result.stderr_bytes, _written(out)))
    return seen


def _written(out: Path) -> Any:
    if out.is_dir():
        return {
            path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()
        }
    return out.read_bytes() if out.exists() else None


def _nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _broken(folder: Path) -> None:
    (folder / "statements.yaml").write_text("- {id: [\n\tbroken: *nothing\n", encoding="utf-8")
    (folder / "values.yaml").write_text("union: {no_deal: many}\nnobody: {no_deal: 1}\n", encoding="utf-8")
    (folder / "case.yaml").write_bytes(b"\xff\xfe\x00parties: {")


def _clashing(folder: Path) -> None:
    text = "".join(f"- {{id: union-pay, party: nobody-{n}, gist: x, requires: nothing = {n}}}\n" for n in range(50))
    (folder / "statements.yaml").write_text(text, encoding="utf-8")
    (folder / "case.yaml").write_text("parties: {union: {name: Another, roles: [principal]}}\n", encoding="utf-8")
    (folder / "agreement.yaml").write_text("title: Another\nversion: 99\ncommitments: {raise-pay: {does: x}}\n")


def _large(folder: Path) -> None:
    (folder / "unknown.yaml").write_text("- x\n" * 20000, encoding="utf-8")
    (folder / "sources").mkdir()
    (folder / "sources" / "secret.txt").write_text("secret " * 1000, encoding="utf-8")


def _journals(folder: Path) -> None:
    """Another journal there, and a damaged database that whoever opened it would tell of."""
    (folder / "journal.jsonl").write_text(HIDDEN_CLAIM.format(day=1, name="another") + "{broken", encoding="utf-8")
    (folder / "journal.db").write_bytes(b"no database" * 100)


def _decisions(folder: Path) -> None:
    """What the public suggests was rejected there, and lies there as a document too; the record is damaged besides."""
    case = load(folder.parent.parent, "public").case
    readings = {"paper": found.read(Text(case.documents["paper"].paragraphs))}
    suggestions = suggest(case, readings)
    assert suggestions
    now = datetime(2026, 3, 2, tzinfo=UTC)
    made = [decisions.made(one, case.documents, "reject", "hidden-coder", now, "x") for one in suggestions]
    (folder / "intake.jsonl").write_bytes(decisions.appended(b"{broken\n", made))
    (folder / ".holdfast").mkdir()
    (folder / ".holdfast" / "intake.db").write_bytes(b"no database" * 100)
    # What a model was found to say is kept for public documents alone: what lies here counts for nothing.
    shutil.copy(case.folder / ".holdfast" / heard.FILE, folder / ".holdfast" / heard.FILE)
    with closing(sqlite3.connect(folder / ".holdfast" / heard.FILE)) as database, database:
        database.execute("UPDATE answers SET model = 'hidden-model'")
    (folder / "sources").mkdir()
    (folder / "sources" / "copy.txt").write_bytes((case.folder / "sources" / "paper.txt").read_bytes())
    (folder / "sources.yaml").write_text("- {id: copy, file: copy.txt, copy_of: paper}\n", encoding="utf-8")


def _links(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.parent.parent / "statements.yaml")


@pytest.fixture(scope="module")
def baselines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = make(tmp_path_factory.mktemp("base") / "case")
    moved = folder.parent.parent / "noninterference" / "case"
    shutil.rmtree(moved.parent, ignore_errors=True)
    shutil.copytree(folder, moved)
    out = moved.parent / "out"
    return {audience: (moved, out, everything(moved, out, audience)) for audience in HIDDEN}


@pytest.mark.parametrize("change", [_nothing, _empty, _broken, _clashing, _large, _journals, _decisions, _links])
@pytest.mark.parametrize("audience", list(HIDDEN))
def test_whatever_is_hidden_nothing_changes(
    audience: str, change: Callable[[Path], None], baselines: dict[str, Any]
) -> None:
    folder, out, expected = baselines[audience]
    kept = folder.parent / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder, kept)
    try:
        for name in HIDDEN[audience]:
            change(folder / "compartments" / name)
        assert everything(folder, out, audience) == expected
    finally:
        shutil.rmtree(folder)
        shutil.move(kept, folder)


@settings(max_examples=5)
@given(content=st.binary(max_size=300), name=st.sampled_from(["case", "statements", "sources", "agreement", "values"]))
def test_no_hidden_bytes_change_anything(baselines: dict[str, Any], content: bytes, name: str) -> None:
    folder, out, expected = baselines["union"]
    target = folder / "compartments" / "port" / f"{name}.yaml"
    before = target.read_bytes() if target.exists() else None
    target.write_bytes(content)
    try:
        assert everything(folder, out, "union") == expected
    finally:
        target.unlink()
        if before is not None:
            target.write_bytes(before)


def test_an_audience_that_may_see_more_gets_more(baselines: dict[str, Any]) -> None:
    """The comparison above can fail: the same change is seen by those who may see it."""
    folder, out, expected = baselines["union"]
    target = folder / "compartments" / "union" / "statements.yaml"
    before = target.read_bytes()
    target.write_bytes(b"- {id: [")
    try:
        assert everything(folder, out, "union") != expected
    finally:
        target.write_bytes(before)


_watched: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if (
        _watching
        and event in ("open", "os.listdir", "os.scandir", "sqlite3.connect")
        and isinstance(arguments[0], str | bytes | Path)
    ):
        path = arguments[0]
        _watched.append(path.decode(errors="replace") if isinstance(path, bytes) else str(path))


@pytest.mark.parametrize("audience", list(HIDDEN))
def test_hidden_files_are_not_opened_nor_their_folders_listed(audience: str, tmp_path: Path) -> None:
    global _watching
    folder = make(tmp_path / "case")
    if not hasattr(sys, "_holdfast_watch"):
        sys.addaudithook(_watch)  # a hook cannot be taken away again: one is enough, and it can be told to look away
        sys._holdfast_watch = True  # type: ignore[attr-defined]
    _watched.clear()
    _watching = True
    try:
        everything(folder, tmp_path / "out", audience)
    finally:
        _watching = False
    assert any(path.endswith("statements.yaml") for path in _watched), "the watch saw nothing at all"
    hidden = [str(folder / "compartments" / name) for name in HIDDEN[audience]]
    assert [path for path in _watched if any(path.startswith(name) for name in hidden)] == []
    assert str(folder / "compartments") not in _watched, "only the desk may list the compartments"


@pytest.mark.parametrize(
    ("words", "audience"),
    [
        (["positions"], "desk"),
        (["positions", "--format", "json"], "public"),
        (["positions", "--format", "csv"], "public"),
        (["report"], "public"),
        (["check", "--format", "sarif"], "public"),
    ],
)
def test_by_default_only_text_on_the_terminal_is_for_the_desk(words: list[str], audience: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    implied = CliRunner().invoke(holdfast, [words[0], str(folder), *words[1:]])
    stated = CliRunner().invoke(holdfast, [words[0], str(folder), *words[1:], "--audience", audience])
    assert (implied.exit_code, implied.stdout) == (stated.exit_code, stated.stdout)


def test_a_file_is_for_the_public_even_as_text(tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    out = tmp_path / "positions.txt"
    CliRunner().invoke(holdfast, ["positions", str(folder), "--output", str(out)])
    shown = CliRunner().invoke(holdfast, ["positions", str(folder)]).stdout
    assert "accepts ‘The same’" in shown
    assert "The same" not in out.read_text(encoding="utf-8")
    assert "confidential" not in out.read_text(encoding="utf-8")
