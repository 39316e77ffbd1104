"""Editing parties, issues with their options, terms, sources and clauses; removing; undoing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.case import Draft
from holdfast.case.edit import EditError, Value, add_entry, index_of, plain, remove_entry, set_keys, source_of
from holdfast.case.writing import ConflictError, digest
from holdfast.case.yamldoc import Path
from holdfast.case.yamlwrite import scalar
from holdfast.web import item_form as forms
from holdfast.web import links
from holdfast.web.changing import Editor, Opened, Problem, RefusedError, Theirs, changed_text
from holdfast.web.item_form import Kind
from holdfast.web.visit import Page, Visit, change, view

#: Empty rows for further options.
_FREE_ROWS: Final = 3
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Option:
    """A row of an issue's form."""

    name: str
    text: str
    done_when: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is edited, and where it stands; without a name, a new one."""

    kind: Kind
    name: str
    """As the whole case knows it."""
    opened: Opened
    path: Path
    """Of the item; for a new one, of the list or mapping that it goes into."""
    data: Mapping[str, Any]

    @property
    def new(self) -> bool:
        """Whether it is not there yet."""
        return not self.name


def _kind(visit: Visit) -> Kind:
    kind = visit.request.path_params["kind"]
    if kind not in get_args(Kind):
        raise HTTPException(404, f"There is nothing of the kind ‘{kind}’ to edit.")
    made: Kind = kind
    return made


def _draft(visit: Visit) -> Draft:
    name = visit.query("draft") or visit.text("draft-name")
    case = visit.edition.case
    if name:
        visit.known("draft", name, case.drafts)
        return case.drafts[name]
    if case.draft is None:
        raise HTTPException(404, "The case has no draft yet.")
    return case.draft


def _existing(visit: Visit) -> Item:
    kind, case, editor = _kind(visit), visit.edition.case, Editor(visit)
    known: Mapping[Kind, Mapping[str, Any]] = {
        "party": case.parties,
        "issue": case.issues,
        "term": case.terms,
        "source": case.sources,
    }
    name = str(visit.request.path_params["name"])
    key = forms.HOMES[kind][1]
    if kind == "commitment":
        draft = _draft(visit)
        visit.known("clause", name, draft.agreement.commitments)
        place = draft.places.get(name) or draft.places[""]
    else:
        visit.known(kind, name, known[kind])
        place = case.places[name]
    opened = editor.open(place.file)
    local = name.rpartition("/")[2]
    try:
        path: Path = (index_of(opened.text, local),) if key is None else (key, local)
        data = plain(opened.text, path)
    except EditError as error:
        raise HTTPException(409, f"{error.message}.") from None
    return Item(kind, name, opened, path, data if isinstance(data, dict) else {})


def _fresh(visit: Visit) -> Item:
    kind, editor = _kind(visit), Editor(visit)
    compartment = visit.query("compartment") or visit.text("compartment") or "public"
    if kind == "source":
        raise HTTPException(404, "A source is added with its document.")
    if kind == "commitment":
        draft = _draft(visit)
        file = draft.places[""].file
    else:
        file = editor.files("case", compartment)[0]
    key = forms.HOMES[kind][1]
    return Item(kind, "", editor.open(file), () if key is None else (key,), {})


def _values(visit: Visit, item: Item) -> dict[str, str | tuple[str, ...]]:
    """What was sent, by key."""
    return {
        field.key: visit.texts(f"f:{field.key}") if field.control == "choices" else visit.text(f"f:{field.key}")
        for field in forms.fields(item.kind, visit.edition.case)
    }


def _from_file(visit: Visit, item: Item) -> dict[str, str | tuple[str, ...]]:
    def raw(key: str) -> str | None:
        return None if key not in item.data else source_of(item.opened.text, (*item.path, key))

    return {
        field.key: forms.shown(field, item.data, raw(field.key))
        for field in forms.fields(item.kind, visit.edition.case)
    }


def _options(item: Item) -> tuple[Option, ...]:
    options = item.data.get("options")
    rows = [
        Option(name, *(str(one.get(key, "")) for key in ("text", "done_when", "note")))
        for name, one in (options.items() if isinstance(options, dict) else ())
        if isinstance(one, dict)
    ]
    return (*rows, *[Option("", "", "", "")] * _FREE_ROWS)


def _sent_options(visit: Visit) -> tuple[Option, ...]:
    found = []
    for number in range(200):
        if f"option{number}" not in visit.form:
            break
        keys = ("option", "option-text", "option-done", "option-note")
        found.append(Option(*(visit.text(f"{key}{number}") for key in keys)))
    return tuple(found)


def _form(
    visit: Visit,
    item: Item,
    values: Mapping[str, Any],
    *,
    options: tuple[Option, ...],
    given_name: str = "",
    hash_: str | None = None,
    problems: tuple[Problem, ...] = (),
    theirs: Theirs | None = None,
    status: int = 200,
) -> Response:
    verb = "new" if item.new else "edit"
    address = item.kind if item.new else f"{item.kind}/{item.name}"
    return visit.shown(
        "item-form.html",
        title=f"New {_WORDS[item.kind]}" if item.new else f"Edit {_WORDS[item.kind]}: {item.name}",
        status=status,
        item=item,
        fields=forms.fields(item.kind, visit.edition.case),
        first=forms.FIRST[item.kind],
        values=values,
        options=options,
        given_name=given_name,
        hash=item.opened.digest if hash_ is None else hash_,
        problems=problems,
        theirs=theirs,
        action=f"/{verb}/{address}",
        check=f"/check-{verb}/{address}",
        draft_name=_draft(visit).name if item.kind == "commitment" else "",
        compartment=visit.query("compartment") or visit.text("compartment") or "public",
        back=_back(item, visit),
    )


_WORDS: Final[Mapping[Kind, str]] = {
    "party": "party",
    "issue": "issue",
    "term": "term",
    "source": "source",
    "commitment": "clause",
}


def _back(item: Item, visit: Visit, name: str = "") -> str:
    name = name or item.name
    match item.kind:
        case "party":
            return links.party(name) if name else "/parties"
        case "issue":
            return links.issue(name) if name else "/positions"
        case "source":
            return links.source(name)
        case "term":
            return links.term(name) if name else "/agreement"
        case "commitment":
            return links.clause(name, _draft(visit).name) if name else links.draft(_draft(visit).name)


def _edit_of(visit: Visit, item: Item, name: str) -> Callable[[str], str]:
    """The edit that was asked for. Raises EditError."""
    made: dict[str, Value] = {}
    gone: list[str] = []
    values = _values(visit, item)
    for field in forms.fields(item.kind, visit.edition.case):
        value = forms.written(field, values[field.key])
        if value is None:
            gone.append(field.key)
        elif field.key not in item.data or not forms.same(value, item.data[field.key]):
            made[field.key] = value
    order = forms.keys(item.kind)
    if item.new:
        entry = {key: made[key] for key in order if key in made}
        if item.kind == "issue":
            entry["options"] = _flow_options(_sent_options(visit))
        if _NAME.fullmatch(name) is None:
            raise EditError(
                f"‘{name}’ cannot be a name", "use small letters, digits and single hyphens, a letter first"
            )
        return lambda text: add_entry(text, item.path, entry, name)
    changed: dict[str, Value | None] = {**made, **{key: None for key in gone if key in item.data}}

    def edit(text: str) -> str:
        text = set_keys(text, item.path, changed, order)
        return _edit_options(text, item, _sent_options(visit)) if item.kind == "issue" else text

    return edit


def _flow_options(options: tuple[Option, ...]) -> Value:
    from holdfast.case.edit import Block

    lines = [f"{one.name}: {_flow_option(one)}" for one in options if one.name and one.text]
    return Block("\n".join(lines)) if lines else "{}"


def _flow_option(one: Option) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in _option_keys(one).items()) + "}"


def _option_keys(one: Option) -> dict[str, Value]:
    pairs = {"text": one.text, "done_when": one.done_when, "note": one.note}
    return {key: scalar(value) for key, value in pairs.items() if value}


def _edit_options(text: str, item: Item, options: tuple[Option, ...]) -> str:
    before = item.data.get("options")
    known: dict[str, Any] = before if isinstance(before, dict) else {}
    sent = {one.name: one for one in options if one.name}
    for name in known:
        if isinstance(known[name], dict) and (name not in sent or not sent[name].text):
            text = remove_entry(text, (*item.path, "options", name))
    for name, one in sent.items():
        if not one.text:
            continue
        keys = _option_keys(one)
        if name not in known:
            text = add_entry(text, (*item.path, "options"), keys, name)
            continue
        old = known[name]
        changed: dict[str, Value | None] = {
            key: value for key, value in keys.items() if not forms.same(value, old.get(key))
        }
        changed |= {key: None for key in ("done_when", "note") if key in old and key not in keys}
        if changed:
            text = set_keys(text, (*item.path, "options", name), changed, ("text", "done_when", "from", "cite", "note"))
    return text


def _show(visit: Visit) -> Response:
    item = _existing(visit)
    return _form(visit, item, _from_file(visit, item), options=_options(item))


def _show_new(visit: Visit) -> Response:
    item = _fresh(visit)
    return _form(visit, item, {}, options=(Option("", "", "", ""),) * (_FREE_ROWS + 1))


def _check(visit: Visit) -> Response:
    return _checked(visit, _existing(visit))


def _check_new(visit: Visit) -> Response:
    return _checked(visit, _fresh(visit))


def _checked(visit: Visit, item: Item) -> Response:
    problems: tuple[Problem, ...]
    try:
        changed = changed_text(item.opened, _edit_of(visit, item, visit.text("name")))
        problems = Editor(visit).problems(changed)
    except EditError as error:
        problems = (Problem(error.message, error.hint),)
    return visit.page("problems.html", title="Check", problems=problems)


def _save(visit: Visit) -> Response:
    return _saved(visit, _existing(visit))


def _save_new(visit: Visit) -> Response:
    return _saved(visit, _fresh(visit))


def _saved(visit: Visit, item: Item) -> Response:
    editor = Editor(visit)
    name, known = visit.text("name"), visit.text("hash")
    what = f"{'added' if item.new else 'changed'} {_WORDS[item.kind]} {item.name or name}"

    def again(status: int, hash_: str = known, **more: Any) -> Response:
        options = _sent_options(visit)
        return _form(
            visit, item, _values(visit, item), options=options, given_name=name, hash_=hash_, status=status, **more
        )

    try:
        editor.save(what, changed_text(item.opened, _edit_of(visit, item, name)), {item.opened.path: known})
    except EditError as error:
        return again(422, problems=(Problem(error.message, error.hint),))
    except RefusedError as error:
        return again(422, problems=error.problems)
    except ConflictError as error:
        theirs = editor.theirs(error, known)
        return again(409, theirs.digest, theirs=theirs)
    full = item.name or (name if (home := _home(item)) == "public" else f"{home}/{name}")
    address, sharp, anchor = _back(item, visit, full).partition("#")
    joiner = "&" if "?" in address else "?"
    return visit.go(f"{address}{joiner}done=saved{sharp}{anchor}")


def _home(item: Item) -> str:
    parts = item.opened.name.split("/")
    return parts[1] if parts[0] == "compartments" else "public"


def _remove(visit: Visit) -> Response:
    item = _existing(visit)
    return _removed(visit, item.opened, item.path, f"removed {_WORDS[item.kind]} {item.name}", _back(item, visit))


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
    editor = Editor(visit)
    known = visit.text("hash")
    problems: tuple[Problem, ...] = ()
    theirs = None
    try:
        changed = changed_text(opened, lambda text: remove_entry(text, path))
        editor.save(what, changed, {opened.path: known})
    except EditError as error:
        problems = (Problem(error.message, error.hint),)
    except RefusedError as error:
        problems = error.problems
    except ConflictError as error:
        theirs = editor.theirs(error, known)
    if problems or theirs is not None:
        status = 409 if theirs is not None else 422
        return visit.page(
            "refused.html", title="Not removed", status=status, problems=problems, theirs=theirs, back=back
        )
    listing = back.partition("#")[0].rpartition("/")[0] or back.partition("#")[0]
    return visit.go(_LISTS.get(listing, listing), done="removed")


#: Where the list of things is whose own page is gone.
_LISTS: Final = {"/issues": "/positions", "/statements": "/statements", "/sources": "/sources"}


def _undo(visit: Visit) -> Response:
    undo, editor = visit.bench.undo, Editor(visit)
    last = undo.next(visit.person)
    if last is None:
        raise HTTPException(409, "There is nothing to undo.")
    files = {path: before for path, (before, _) in last.files.items()}
    expected = {path: digest(after) for path, (_, after) in last.files.items()}
    from holdfast.case.writing import replace

    try:
        replace(visit.edition.case.folder, files, expected)
    except ConflictError as error:
        editor_known = expected[error.path]
        visit.room.seen[editor_known] = last.files[error.path][1] or b""
        theirs = editor.theirs(error, editor_known)
        undo.take(visit.person, last)
        return visit.page("refused.html", title="Not undone", status=409, problems=(), theirs=theirs, back="/")
    except OSError as error:
        raise HTTPException(409, f"This cannot be written: {(error.strerror or '').lower()}.") from None
    undo.take(visit.person, last)
    editor.done(f"undid: {last.what}")
    return visit.go("/", done="undone")


PAGE: Final = Page(
    routes=(
        change("/undo", _undo, "undo", "edit"),
        change("/remove/statement/{name:path}", _remove_statement, "remove-statement", "edit"),
        view("/edit/{kind}/{name:path}", _show, "edit", "edit"),
        change("/check-edit/{kind}/{name:path}", _check, "edit-check", "edit"),
        change("/edit/{kind}/{name:path}", _save, "edit-save", "edit"),
        view("/new/{kind}", _show_new, "new", "edit"),
        change("/check-new/{kind}", _check_new, "new-check", "edit"),
        change("/new/{kind}", _save_new, "new-save", "edit"),
        change("/remove/{kind}/{name:path}", _remove, "remove", "edit"),
    ),
)
