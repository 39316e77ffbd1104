"""Taking something out of the case, and taking a change back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.edit import EditError, index_of, remove_entry
from holdfast.case.writing import ConflictError, current, digest, replace
from holdfast.case.yamldoc import Path
from holdfast.web import links
from holdfast.web.changing import Attempt, Editor, Opened, Problem, RefusedError, changed_text
from holdfast.web.items import Item, existing
from holdfast.web.visit import Page, Visit, change

#: Where the list of things is whose own page is gone.
_LISTS: Final = {"/issues": "/positions", "/statements": "/statements", "/sources": "/sources"}


def _remove(visit: Visit) -> Response:
    item = existing(visit)
    if item.new or item.kind == "case":
        raise HTTPException(404, f"There is nothing to remove: {item.form.word} {item.name}.")
    what = f"removed {item.form.word} {item.name}"
    if item.kind == "draft":
        return _remove_files(visit, item, what, {item.opened.path: None}, "/agreement")
    if item.kind == "source":
        return _remove_source(visit, item, what)
    back = item.back()
    return _removed(visit, item.opened, item.path, what, back.partition("#")[0] if item.draft else back)


def _remove_statement(visit: Visit) -> Response:
    case = visit.edition.case
    name = visit.named("statement", case.statements)
    opened = Editor(visit).open(case.places[name].file)
    try:
        path: Path = (index_of(opened.text, name.rpartition("/")[2]),)
    except EditError as error:
        raise HTTPException(409, f"{error.message}.") from None
    return _removed(visit, opened, path, f"removed statement {name}", links.statement(name))


def _removed(visit: Visit, opened: Opened, path: Path, what: str, back: str) -> Response:
    known = visit.text("hash")
    refused = Editor(visit).attempt(
        what, lambda: changed_text(opened, lambda text: remove_entry(text, path)), opened.path, known
    )
    if refused is not None:
        return _refused(visit, refused, back)
    listing = back.partition("#")[0].rpartition("/")[0] or back.partition("#")[0]
    if "?" in back:
        return visit.go(f"{back}&done=removed")
    return visit.go(_LISTS.get(listing, listing), done="removed")


def _remove_source(visit: Visit, item: Item, what: str) -> Response:
    """A document goes with its entry in the register, unless another entry names the same file."""
    editor, case = Editor(visit), visit.edition.case
    others = [one for name, one in case.sources.items() if name != item.name]
    kept = {name for one in others for name in (one.file, one.original)}
    source = case.sources[item.name]
    gone = [name for name in (source.file, source.original) if name is not None and name not in kept]
    try:
        text = remove_entry(item.opened.text, item.path)
    except EditError as error:
        return _refused(visit, Attempt(422, (Problem(error.message, error.hint),)), item.back())
    changed: dict[FilePath, bytes | None] = {item.opened.path: item.opened.encoded(text)}
    for name in gone:
        path = editor.path(f"{editor.home(item.compartment)}sources/{name}")
        if path.exists():
            changed[path] = None
    return _remove_files(visit, item, what, changed, "/sources")


def _remove_files(
    visit: Visit, item: Item, what: str, changed: Mapping[FilePath, bytes | None], listing: str
) -> Response:
    """Files go, unless something rests on what is in them."""
    editor, known, path = Editor(visit), visit.text("hash"), item.opened.path
    expected = {one: known if one == path else digest(current(one)) for one in changed}
    gone = item.opened.name if changed[path] is None else ""
    try:
        wrong = [one for one in editor.problems({path: changed[path] or b""}, beside=gone) if one.is_error]
        if wrong:
            raise RefusedError(wrong)
        editor.write(what, changed, expected)
    except RefusedError as error:
        return _refused(visit, Attempt(422, error.problems), item.back())
    except ConflictError as error:
        return _refused(visit, Attempt(409, theirs=editor.theirs(error, known)), item.back())
    return visit.go(listing, done="removed")


def _refused(visit: Visit, refused: Attempt, back: str, title: str = "Not removed") -> Response:
    return visit.page(
        "refused.html",
        title=title,
        status=refused.status,
        problems=refused.problems,
        theirs=refused.theirs,
        back=back,
    )


def _undo(visit: Visit) -> Response:
    undo, editor = visit.bench.undo, Editor(visit)
    last = undo.next(visit.person, visit.edition.case)
    if last is None:
        raise HTTPException(409, "There is nothing to undo.")
    if last.take_back is not None:
        try:
            last.take_back()
        except RefusedError as error:
            return _refused(visit, Attempt(409, error.problems), "/", "Not undone")
        undo.take(visit.person, last)
        editor.done(f"undid: {last.what}")
        return visit.go("/", done="undone")
    files = {path: before for path, (before, _) in last.files.items()}
    expected = {path: digest(after) for path, (_, after) in last.files.items()}
    try:
        replace(visit.edition.case.folder, files, expected)
    except ConflictError as error:
        known = expected[error.path]
        visit.room.seen[known] = last.files[error.path][1] or b""
        theirs = editor.theirs(error, known)
        undo.take(visit.person, last)
        return _refused(visit, Attempt(409, theirs=theirs), "/", "Not undone")
    except OSError as error:
        problem = Problem(f"This cannot be written: {(error.strerror or '').lower()}.")
        return _refused(visit, Attempt(409, (problem,)), "/", "Not undone")
    undo.take(visit.person, last)
    editor.done(f"undid: {last.what}")
    return visit.go("/", done="undone")


PAGE: Final = Page(
    routes=(
        change("/undo", _undo, "undo", "edit"),
        change("/remove/statement/{name:path}", _remove_statement, "remove-statement", "edit"),
        change("/remove/{kind}/{name:path}", _remove, "remove", "edit"),
    ),
)
