"""Editing what a case is made of in forms made from the model, and adding to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from starlette.responses import Response

from holdfast.case.edit import EditError
from holdfast.web import condition_form, form_values
from holdfast.web.changing import Attempt, Editor, Problem, changed_text
from holdfast.web.condition_form import Steps, offer, targets
from holdfast.web.form_values import Given
from holdfast.web.items import Item, compartments, existing, fresh, given_of
from holdfast.web.model_form import Choices, Field, Names
from holdfast.web.visit import Page, Visit, change, view

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: More statements, facts and conditions are not offered while one types.
_OFFERED: Final = 500


def _form(
    visit: Visit, item: Item, given: Given, *, name: str = "", hash_: str | None = None, attempt: Attempt | None = None
) -> Response:
    made = attempt or Attempt()
    steps, aims = offer(item.names), targets(item.fields, given)
    fixed = item.name or ""
    verb = "new" if item.new and not fixed else "edit"
    address = f"{item.kind}/{fixed}" if fixed else item.kind
    word = item.form.word
    title = f"New {word}" if not fixed else f"{'Enter' if item.new else 'Edit'} {word}"
    return visit.shown(
        "item-form.html",
        title=title if not fixed or item.kind == "case" else f"{title}: {fixed}",
        status=made.status,
        item=item,
        first=item.form.first,
        values=given,
        given_name=name,
        hash=item.opened.digest if hash_ is None else hash_,
        problems=made.problems,
        theirs=made.theirs,
        action=f"/{verb}/{address}",
        check=f"/check-{verb}/{address}",
        homes=tuple(compartments(visit, item.kind)) if not fixed else (),
        offered=_offered(item.fields, item.names, () if not (steps.typed and aims) else steps.steps),
        kinds=condition_form,
        offer=steps,
        targets=aims,
        back=item.back(),
        full=form_values.text,
        chosen=form_values.texts,
    )


def _offered(fields: Sequence[Field], names: Names, there: Sequence[Steps]) -> dict[str, Choices]:
    """The names that are offered in some fields, by kind, but for those kinds that are `there` already."""
    kinds = frozenset[str]().union(*(one.offering for one in fields)) - {one.kind for one in there}
    made: dict[str, Choices] = {}
    for kind in sorted(kinds):
        match kind:
            case "statement":
                found: Iterable[str] = map(names.local, filter(names.may, names.case.statements))
            case "fact":
                found = names.case.facts
            case "condition":
                found = names.conditions()
            case _:
                made[kind] = names.of(kind)
                continue
        made[kind] = tuple((str(one), "") for one in islice(found, _OFFERED))
    return made


def _name(item: Item, visit: Visit) -> str:
    """The name of a new item. Raises EditError where it cannot be one."""
    if item.name:
        return item.names.local(item.name)
    name = visit.text("name")
    if _NAME.fullmatch(name) is None:
        raise EditError(f"‘{name}’ cannot be a name", "use small letters, digits and single hyphens, a letter first")
    return name


def _show(visit: Visit) -> Response:
    item = existing(visit)
    return _form(visit, item, item.as_it_is())


def _show_new(visit: Visit) -> Response:
    item = fresh(visit)
    return _form(visit, item, item.as_it_is())


def _check(visit: Visit) -> Response:
    return _checked(visit, existing(visit))


def _check_new(visit: Visit) -> Response:
    return _checked(visit, fresh(visit))


def _checked(visit: Visit, item: Item) -> Response:
    problems: tuple[Problem, ...]
    try:
        edit = item.edit(given_of(visit), _name(item, visit) if item.new else "")
        problems = Editor(visit).problems(changed_text(item.opened, edit))
    except EditError as error:
        problems = (Problem(error.message, error.hint),)
    return visit.page("problems.html", title="Check", problems=problems)


def _composed(visit: Visit, item: Item) -> Response:
    """The form with a condition that was put together by choice."""
    given, attempt = given_of(visit), None
    try:
        given = item.folded(given)
    except EditError as error:
        attempt = Attempt(422, (Problem(error.message, error.hint),))
    return _form(visit, item, given, name=visit.text("name"), hash_=visit.text("hash"), attempt=attempt)


def _save(visit: Visit) -> Response:
    return _saved(visit, existing(visit))


def _save_new(visit: Visit) -> Response:
    return _saved(visit, fresh(visit))


def _saved(visit: Visit, item: Item) -> Response:
    if visit.text("compose"):
        return _composed(visit, item)
    editor, given = Editor(visit), given_of(visit)
    typed, known = visit.text("name"), visit.text("hash")
    what = f"{'added' if item.new else 'changed'} {item.form.word} {item.name or typed}".rstrip()

    def edited() -> Any:
        edit = item.edit(given, _name(item, visit) if item.new else "")
        return changed_text(item.opened, edit)

    attempt = editor.attempt(what, edited, item.opened.path, known)
    if attempt is not None:
        hash_ = known if attempt.theirs is None else attempt.theirs.digest
        return _form(visit, item, given, name=typed, hash_=hash_, attempt=attempt)
    name = item.name or (typed if item.compartment == "public" or item.draft else f"{item.compartment}/{typed}")
    address, sharp, anchor = item.back(name).partition("#")
    joiner = "&" if "?" in address else "?"
    return visit.go(f"{address}{joiner}done=saved{sharp}{anchor}")


PAGE: Final = Page(
    routes=(
        view("/edit/{kind}/{name:path}", _show, "edit", "edit"),
        change("/check-edit/{kind}/{name:path}", _check, "edit-check", "edit"),
        change("/edit/{kind}/{name:path}", _save, "edit-save", "edit"),
        view("/new/{kind}", _show_new, "new", "edit"),
        change("/check-new/{kind}", _check_new, "new-check", "edit"),
        change("/new/{kind}", _save_new, "new-save", "edit"),
    ),
)
