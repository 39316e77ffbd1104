"""A new case from nothing, and a new document for its sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case import documents, register, template
from holdfast.case.audience import PUBLIC, compartment_folder
from holdfast.case.encodings import DocumentError
from holdfast.case.files import read_unit
from holdfast.case.model.evidence import SourceKind
from holdfast.case.writing import ConflictError, write_atomically
from holdfast.case.yamlwrite import flow
from holdfast.web import links
from holdfast.web.changing import Editor, Problem, RefusedError
from holdfast.web.visit import Page, Visit, change, view

_DESCRIBED: Final = ("title", "publisher", "author", "published", "language", "kind")


def _make(visit: Visit) -> Response:
    case = visit.edition.case
    title = visit.text("title")
    folder = case.folder
    if visit.edition.loaded.files:
        raise HTTPException(409, "There is a case here already.")
    if not title:
        return visit.page(
            "begin.html", title="A new case", status=422, empty=True, problems=(Problem("Give the case a title."),)
        )
    kind = "harbour" if visit.text("template") == "harbour" else "empty"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in template.files(kind, title).items():
            if not (folder / name).exists():
                write_atomically(folder / name, content)
    except OSError as error:
        raise HTTPException(409, f"The case cannot be written: {(error.strerror or '').lower()}.") from None
    Editor(visit).done(f"made the case {title}")
    return visit.go("/", done="made")


def _add_form(visit: Visit, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    given = {key: visit.text(key) for key in (*_DESCRIBED, "id", "compartment", "text")}
    return visit.page(
        "add-source.html",
        title="Add a document",
        status=status,
        given=given,
        problems=problems,
        theirs=None,
        kinds=SourceKind.__args__,  # type: ignore[attr-defined]  # a Literal has them
    )


def _add(visit: Visit) -> Response:
    """Reads a document, and writes its text, its original and its entry in the register: all or nothing."""
    case, editor = visit.edition.case, Editor(visit)
    compartment = visit.text("compartment") or "public"
    home = editor.home(compartment)
    content, name = _sent(visit)
    if content is None:
        return _add_form(visit, (Problem("Choose a file, or paste a text."),), 422)
    opened = editor.open(editor.files("sources", compartment)[0])
    folder = compartment_folder(case.folder, compartment) / "sources"
    taken = register.names(case, compartment)
    try:
        document = documents.read(content, name)
        already = register.registered_as(case, compartment, register.hashes(document, content))
        if already is not None:
            return _add_form(visit, (Problem(f"This document is registered already, as ‘{already}’."),), 422)
        identifier = visit.text("id")
        if identifier:
            register.check_identifier(identifier, taken.__contains__)
        else:
            identifier = register.identifier_for(visit.text("title") or name, taken.__contains__)
        described = {key: words for key in _DESCRIBED if (words := visit.text(key))}
        if "quotable" in visit.form and visit.text("quotable") == "false":
            described["quotable"] = "false"
        plan = register.plan(
            document,
            content,
            name,
            identifier=identifier,
            taken=lambda one: (folder / one).exists(),
            at_home=False,
            described=described,
        )
        if wrong := _wrong(plan.entry):
            return _add_form(visit, wrong, 422)
        after = register.appended(opened.text, plan.entry)
    except (DocumentError, register.RegisterError) as error:
        return _add_form(visit, (Problem(error.message, error.hint),), 422)
    files: dict[Path, bytes | None] = {editor.path(f"{home}sources/{one}"): data for one, data in plan.files.items()}
    files[opened.path] = opened.encoded(after)
    expected = dict.fromkeys(files, "") | {opened.path: opened.digest}
    try:
        editor.write(f"added source {plan.id}", files, expected)
    except RefusedError as error:
        return _add_form(visit, error.problems, 422)
    except ConflictError:
        problem = Problem("The register was changed by somebody else at the same moment.", "send it again")
        return _add_form(visit, (problem,), 409)
    full = plan.id if compartment == "public" else f"{compartment}/{plan.id}"
    return visit.go(links.source(full), done="added")


def _wrong(entry: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with what was typed about a document."""
    unit = read_unit(f"- {flow(entry)}\n".encode(), "sources.yaml", "sources", PUBLIC, "sources")
    return tuple(Problem(one.message, one.hint, one.severity, one.code) for one in unit.diagnostics)


def _sent(visit: Visit) -> tuple[bytes | None, str]:
    """The document and its name: a file, or a text that was pasted."""
    file = visit.form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        return file.file.read(), Path(file.filename.replace("\\", "/")).name
    text = visit.text("text")
    return (text.encode() + b"\n", "text.txt") if text else (None, "")


PAGE: Final = Page(
    routes=(
        change("/make", _make, "make", "edit"),
        view("/add-source", _add_form, "add-source", "edit"),
        change("/add-source", _add, "add-source-save", "edit"),
    ),
)
