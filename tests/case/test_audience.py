"""Who may read what: compartments that are not seen are not looked at, and no link leads past that."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from holdfast.case.audience import View, inside, view
from holdfast.case.load import load
from holdfast.case.model import Audience
from tests.cases import SMALL, write

CASE = SMALL + "audiences:\n  union: {sees: [public, union]}\n  port: {sees: [public, port]}\n"
TALK = "- {id: talk, party: union, channel: in-confidence, gist: x, warns: y}\n"


def make(folder: Path) -> Path:
    return write(
        folder,
        {"case": CASE, "compartments/union/statements": TALK, "compartments/port/statements": TALK, "values": "{}\n"},
    )


_seen: list[str] = []
_on = False
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _on and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | bytes | os.PathLike):
        _seen.append(os.fsdecode(arguments[0]))


@contextmanager
def watching() -> Iterator[list[str]]:
    """Every path that is opened or listed."""
    global _on, _hooked
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    _seen.clear()
    _on = True
    try:
        yield _seen
    finally:
        _on = False


def nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def broken(folder: Path) -> None:
    (folder / "statements.yaml").write_bytes(b"\xff- {id: [")


def bigger(folder: Path) -> None:
    (folder / "statements.yaml").write_text(TALK + TALK.replace("talk", "more"))
    (folder / "case.yaml").write_text("parties: {union: {name: X, roles: [other]}, other: {name: Y, roles: [other]}}\n")


def linked(folder: Path) -> None:
    (folder / "statements.yaml").unlink()
    (folder / "statements.yaml").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    (folder / "case.yaml").symlink_to(folder.parents[1] / "case.yaml")


@pytest.mark.parametrize("change", [nothing, broken, bigger, linked])
@pytest.mark.parametrize(("audience", "hidden"), [("public", ["union", "port"]), ("union", ["port"])])
def test_what_is_hidden_changes_nothing_and_is_not_opened(
    audience: str, hidden: list[str], change: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = make(tmp_path / "case")
    before = load(folder, audience)
    for name in hidden:
        change(folder / "compartments" / name)
    with watching() as opened:
        after = load(folder, audience)
    assert after == before
    assert any(path.endswith("case.yaml") for path in opened)
    roots = [str(folder / "compartments" / name) for name in hidden]
    assert [path for path in opened if path.startswith(tuple(roots))] == []
    assert str(folder / "compartments") not in opened


@pytest.mark.parametrize("audience", ["public", "union"])
@pytest.mark.parametrize("name", ["statements.yaml", "statements", "sources", "sources/minutes.txt"])
def test_a_link_into_a_hidden_compartment_is_refused_unread(audience: str, name: str, tmp_path: Path) -> None:
    """Whether there is anything behind it makes no difference either."""
    folder = make(tmp_path / "case")
    write(folder, {"case": CASE, "sources.yaml": "- {id: minutes, file: minutes.txt}\n"})
    port = folder / "compartments" / "port"
    target, link = port / name, folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if "." in name:
        target.write_text("secret\n")
    else:
        target.mkdir()
        (target / "secret.yaml").write_text(TALK)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    with watching() as opened:
        found = load(folder, audience)
    assert "HF108" in {one.code for one in found.diagnostics} <= {"HF108", "HF504"}
    assert [path for path in opened if path == str(link) or path.startswith((str(port), f"{link}/"))] == []
    shutil.rmtree(port)
    assert load(folder, audience) == found


def test_links_that_stay_inside_are_followed(tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    (folder / "shared").mkdir()
    (folder / "shared" / "said.yaml").write_text(TALK)
    (folder / "statements.yaml").symlink_to(folder / "shared" / "said.yaml")
    assert load(folder, "public").diagnostics == ()
    (folder / "statements.yaml").unlink()
    (folder / "statements.yaml").symlink_to("shared/../shared/said.yaml")
    assert list(load(folder, "public").case.statements) == ["talk"]


def test_the_case_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    (tmp_path / "here").symlink_to(folder)
    assert list(load(tmp_path / "here", "union").case.statements) == ["union/talk"]


@pytest.mark.parametrize("target", ["port", "../..", "/", "union"])
def test_a_compartment_that_is_a_link_is_not_read(target: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    union = folder / "compartments" / "union"
    shutil.rmtree(union)
    union.symlink_to(target)
    found = load(folder, "union")
    assert [one.code for one in found.diagnostics] == ["HF108"]
    assert found.case.statements == {}


@pytest.mark.parametrize(
    ("link", "target", "expected"),
    [
        ("a.yaml", "b.yaml", True),
        ("a.yaml", "a.yaml", False),  # in a circle
        ("a.yaml", "../case/b.yaml", False),  # leaves, if only to come back
        ("a.yaml", "/etc/passwd", False),
        ("a.yaml", "compartments/union/b.yaml", False),
    ],
)
def test_inside(link: str, target: str, expected: bool, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / link).symlink_to(target)
    assert inside(folder, "public", folder / link) is expected


@pytest.mark.parametrize("file", ["../secret.txt", "a/../../secret.txt", "/etc/passwd", "x" * 5000 + ".txt", '"a\\0b"'])
def test_a_source_does_not_lead_out_or_astray(file: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "case", {"sources": f"- {{id: a, file: {file}}}\n"})
    (tmp_path / "secret.txt").write_text("secret")
    with watching() as opened:
        found = load(folder, "public")
    assert [one.code for one in found.diagnostics] in (["HF108"], ["HF504"])
    assert [path for path in opened if "secret" in path or "passwd" in path] == []


def seen(**audiences: str) -> View:
    declared = {name: Audience.model_validate({"sees": sees.split()}) for name, sees in audiences.items()}
    found = view(Path("/nowhere"), "public", declared)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("origin", "target", "expected"),
    [
        ("public", "union", False),
        ("union", "public", True),
        ("union", "union", True),
        ("union", "desk", False),  # the union's delegates read the one and not the other
        ("desk", "union", True),
        ("port", "union", False),
    ],
)
def test_an_item_may_refer_to_what_all_its_readers_read(origin: str, target: str, expected: bool) -> None:
    found = seen(desk="public desk union port", union="public union", port="public port")
    assert found.may_refer(origin, target) is expected


def test_a_folder_with_a_name_that_is_none_is_told_to_the_desk_alone(tmp_path: Path) -> None:
    folder = make(tmp_path / "case")
    (folder / "compartments" / "The Ministry").mkdir()
    (folder / "compartments" / ".git").mkdir()
    assert [one.code for one in load(folder, "desk").diagnostics] == ["HF205"]
    assert load(folder, "union").diagnostics == ()


def test_an_audience_that_is_not_declared_sees_what_is_public(tmp_path: Path) -> None:
    found = load(make(tmp_path / "case"), "unoin")
    assert [(one.code, one.hint) for one in found.diagnostics] == [("HF509", "did you mean union?")]
    assert found.case.compartments == ("public",)
    assert found.case.statements == {}


def test_public_cannot_be_declared_anew(tmp_path: Path) -> None:
    text = SMALL + "audiences: {public: {sees: [public, union]}}\n"
    found = load(write(tmp_path, {"case": text, "compartments/union/statements": TALK}), "public")
    assert [one.code for one in found.diagnostics] == ["HF205"]
    assert found.case.statements == {}
