"""Recording what somebody said, and editing a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.become import Tree, become
from holdfast.case.edit import EditError, add_entry, index_of, plain, set_keys, source_of
from holdfast.case.model import Statement
from holdfast.case.sentences import sentences
from holdfast.web import form_values, links
from holdfast.web import statement_form as forms
from holdfast.web.changing import Attempt, Editor, Opened, Problem, changed_text
from holdfast.web.citations import hashed
from holdfast.web.items import given_of
from holdfast.web.model_form import Field, Names, fields_of
from holdfast.web.statement_form import Fields
from holdfast.web.visit import Page, Visit, change, view

#: More statements are not offered while one types.
_OFFERED: Final = 500


def _given(visit: Visit) -> Fields:
    """What was sent."""
    return forms.sent(visit.text, visit.texts)


def _form(
    visit: Visit,
    given: Fields,
    *,
    hashes: dict[str, str],
    name: str | None = None,
    attempt: Attempt | None = None,
) -> Response:
    made = attempt or Attempt()
    case = visit.edition.case
    document = case.documents.get(given.source)
    paragraph = ""
    number = int(given.paragraph) if given.paragraph.isascii() and given.paragraph.isdecimal() else 0
    if document is not None and 1 <= number <= len(document.paragraphs):
        paragraph = document.paragraphs[number - 1]
    editor = Editor(visit)
    return visit.shown(
        "statement-form.html",
        title="Record a statement" if name is None else f"Edit {name}",
        status=made.status,
        name=name,
        given=given,
        hashes=hashes,
        problems=made.problems,
        theirs=made.theirs,
        paragraph=paragraph,
        sentences=tuple(paragraph[a:b] for a, b in sentences(paragraph)),
        **forms.choices(case, given.compartment),
        offered=tuple(islice(case.statements, _OFFERED)),
        **_citations(visit, name),
        full=form_values.text,
        chosen=form_values.texts,
        files={one: editor.files("statements", one) for one in case.compartments},
        action="/record" if name is None else f"/edit/statement/{name}",
    )


def _new(visit: Visit) -> Response:
    case = visit.edition.case
    source = visit.query("source")
    given = Fields(source=source, paragraph=visit.query("paragraph"), sentence=visit.query("sentence"))
    given.quote = visit.query("quote")
    if source:
        visit.known("source", source, case.sources)
        register = case.sources[source]
        given.compartment = case.compartment_of(source)
        given.date = "" if register.published.day is None else register.published.day.isoformat()
        given.texts = {"via": register.publisher} if register.publisher and register.kind == "news" else {}
        given.channel = "in-confidence" if given.compartment != "public" else ""
    return _form(visit, given, hashes=_hashes(visit))


def _hashes(visit: Visit) -> dict[str, str]:
    """The digest of every file that a statement may be written to."""
    editor = Editor(visit)
    names = (name for one in editor.case.compartments for name in editor.files("statements", one))
    return {name: editor.open(name).digest for name in names}


def _sent_hashes(visit: Visit) -> dict[str, str]:
    return {
        key.removeprefix("hash:"): value
        for key, value in visit.form.multi_items()
        if key.startswith("hash:") and isinstance(value, str)
    }


def _target(visit: Visit, given: Fields) -> str:
    """The file of a new statement: as chosen; else the one with most statements from the same source, or the last."""
    editor = Editor(visit)
    files = editor.files("statements", given.compartment)
    if given.file in files:
        return given.file
    case = visit.edition.case
    counts = dict.fromkeys(files, 0)
    for name, one in case.statements.items():
        place = case.places.get(name)
        if place is not None and place.file in counts and any(cite.source == given.source for cite in one.cite):
            counts[place.file] += 1
    return max(reversed(files), key=lambda name: counts[name])


def _planned(visit: Visit, given: Fields) -> tuple[Opened, Callable[[str], str], list[Problem]]:
    editor = Editor(visit)
    made, problems = forms.entry(given, visit.edition.case, new=True)
    opened = editor.open(_target(visit, given))
    return opened, lambda text: add_entry(text, (), made), problems


def _check_new(visit: Visit) -> Response:
    given = _given(visit)
    opened, edit, problems = _planned(visit, given)
    return _problems(visit, opened, edit, problems)


def _problems(visit: Visit, opened: Opened, edit: Callable[[str], str], problems: list[Problem]) -> Response:
    if not problems:
        try:
            problems = list(Editor(visit).problems(changed_text(opened, edit)))
        except EditError as error:
            problems = [Problem(error.message, error.hint)]
    return visit.page("problems.html", title="Check", problems=problems)


def _composed(visit: Visit, given: Fields, name: str | None = None) -> Response:
    """The form with a condition that was put together by choice."""
    attempt = None
    try:
        given = forms.composed(given, visit.edition.case)
    except EditError as error:
        attempt = Attempt(422, (Problem(error.message, error.hint),))
    return _form(visit, given, hashes=_sent_hashes(visit), name=name, attempt=attempt)


def _record(visit: Visit) -> Response:
    given = _given(visit)
    if visit.text("compose"):
        return _composed(visit, given)
    opened, edit, problems = _planned(visit, given)
    hashes = _sent_hashes(visit)
    made, _ = forms.entry(given, visit.edition.case, new=True)
    name = str(made["id"])
    answer = _saved(visit, given, opened, edit, problems, hashes, f"recorded {name}", None)
    if answer is not None:
        return answer
    full = name if given.compartment == "public" else f"{given.compartment}/{name}"
    return visit.go(links.statement(full), done="recorded")


def _saved(
    visit: Visit,
    given: Fields,
    opened: Opened,
    edit: Callable[[str], str],
    problems: list[Problem],
    hashes: dict[str, str],
    what: str,
    name: str | None,
) -> Response | None:
    """None where it was saved; else the form again, with what is wrong or what somebody else changed."""
    if problems:
        return _form(visit, given, hashes=hashes, name=name, attempt=Attempt(422, tuple(problems)))
    known = hashes.get(opened.name, "")
    attempt = Editor(visit).attempt(what, lambda: changed_text(opened, edit), opened.path, known)
    if attempt is None:
        return None
    if attempt.theirs is not None:
        hashes = {**hashes, opened.name: attempt.theirs.digest}
    return _form(visit, given, hashes=hashes, name=name, attempt=attempt)


def _existing(visit: Visit) -> tuple[str, Opened, int]:
    case = visit.edition.case
    name = visit.named("statement", case.statements)
    opened = Editor(visit).open(case.places[name].file)
    try:
        return name, opened, index_of(opened.text, name.rpartition("/")[2])
    except EditError as error:
        raise HTTPException(409, f"{error.message}.") from None


def _edit(visit: Visit) -> Response:
    name, opened, place = _existing(visit)
    case = visit.edition.case
    data = plain(opened.text, (place,))
    given = forms.fields_of(data, case.compartment_of(name), opened.name)
    return _form(visit, given, hashes={opened.name: opened.digest}, name=name)


def _shown(data: dict[str, Any]) -> frozenset[str]:
    """The keys that the form of this statement shows: a value that it cannot show is not touched."""
    hidden = {
        key
        for key in forms.FACTS
        if isinstance(said := data.get(key), dict) and any(not isinstance(value, str) for value in said.values())
    }
    return frozenset(forms.ORDER) - hidden


def _edited(visit: Visit, opened: Opened, place: int) -> tuple[Fields, Callable[[str], str], list[Problem]]:
    data = plain(opened.text, (place,))
    case = visit.edition.case
    name = str(visit.request.path_params["name"])
    given = replace(_given(visit), compartment=case.compartment_of(name), file=opened.name)
    made, problems = forms.entry(given, case, new=False)
    changed = forms.changes(made, data, _shown(data))
    cited = _cited(visit, name)
    tree: Mapping[str, Tree] = {}
    try:
        tree = hashed(cited, form_values.read(cited, given_of(visit)), data, _names(visit, name))
    except EditError as error:
        problems.append(Problem(f"The citation cannot be read: {error.message}.", error.hint))

    def edit(text: str) -> str:
        path = (index_of(text, str(data["id"])),)
        if form_values.fits(cited[0], data.get("cite")):
            text = become(text, path, tree, keys=["cite"], order=forms.ORDER)
        return set_keys(text, path, changed, forms.ORDER)

    return given, edit, problems


def _names(visit: Visit, name: str) -> Names:
    case = visit.edition.case
    return Names(case, case.compartment_of(name), case.draft)


def _cited(visit: Visit, name: str) -> tuple[Field, ...]:
    """The citations of a statement, row by row."""
    fields = fields_of(Statement, _names(visit, name))
    return tuple(one for one in fields if one.key == "cite")


def _citations(visit: Visit, name: str | None) -> dict[str, Any]:
    """What the form shows of a statement's citations: as they were sent, else as the file has them."""
    if name is None:
        return {"cited": None, "values": {}}
    _, opened, place = _existing(visit)
    fields = _cited(visit, name)
    data = plain(opened.text, (place,))
    fits = form_values.fits(fields[0], data.get("cite"))
    sent = {key: value for key, value in given_of(visit).items() if not key.startswith("c:")}
    held = sent or form_values.shown(fields, data, lambda path: source_of(opened.text, (place, *path)))
    return {"cited": fields[0] if fits else None, "values": held}


def _check_edit(visit: Visit) -> Response:
    _, opened, place = _existing(visit)
    _, edit, problems = _edited(visit, opened, place)
    return _problems(visit, opened, edit, problems)


def _save(visit: Visit) -> Response:
    name, opened, place = _existing(visit)
    given, edit, problems = _edited(visit, opened, place)
    if visit.text("compose"):
        return _composed(visit, given, name)
    answer = _saved(visit, given, opened, edit, problems, _sent_hashes(visit), f"changed {name}", name)
    if answer is not None:
        return answer
    home = name.rpartition("/")[0]
    return visit.go(links.statement(f"{home}/{given.id}" if home else given.id or name), done="saved")


PAGE: Final = Page(
    routes=(
        view("/record", _new, "record", "edit"),
        change("/record", _record, "record-save", "edit"),
        change("/record/check", _check_new, "record-check", "edit"),
        view("/edit/statement/{name:path}", _edit, "edit-statement", "edit"),
        change("/check/statement/{name:path}", _check_edit, "edit-statement-check", "edit"),
        change("/edit/statement/{name:path}", _save, "edit-statement-save", "edit"),
    ),
)
