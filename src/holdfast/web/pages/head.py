"""The case's own: its head, whose consent is needed, what the world rules out, what is counted, who sees what."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.audience import DESK, NAME, PUBLIC, compartment_folder
from holdfast.case.writing import ConflictError, digest
from holdfast.web.changing import Editor, Problem, RefusedError
from holdfast.web.items import may_set_audiences
from holdfast.web.visit import Nav, Page, Visit, change, view


def _case(visit: Visit) -> Response:
    case = visit.edition.case
    asserted = {key: None for one in case.statements.values() for key in one.asserts or ()}
    unnamed = tuple(str(key) for key in asserted if key not in case.facts) if not case.facts else ()
    declared = frozenset(case.audiences) - {"public", DESK}
    return visit.shown(
        "case-page.html",
        title="The case",
        unnamed=unnamed,
        declared=declared,
        asserted=asserted,
        setting=may_set_audiences(visit),
    )


def _compartment(visit: Visit) -> Response:
    """Makes a compartment: a folder with an empty list of statements."""
    if not visit.sees_all:  # to others, whether there is one of that name would be told
        raise HTTPException(403, "Compartments are made by who sees all of them.")
    name, editor = visit.text("name"), Editor(visit)
    case = visit.edition.case
    problem = None
    if NAME.fullmatch(name) is None or name == PUBLIC:
        problem = Problem(f"‘{name}’ cannot name a compartment.", "use small letters, digits and single hyphens")
    elif name in case.compartments:
        problem = Problem(f"There is a compartment ‘{name}’ already.")
    if problem is None:
        path = compartment_folder(case.folder, name) / "statements.yaml"
        try:
            editor.write(f"made the compartment {name}", {path: b"[]\n"}, {path: digest(None)})
            return visit.go("/case", done="saved")
        except RefusedError as error:
            problem = error.problems[0]
        except ConflictError:
            problem = Problem("Somebody else made it at the same moment.")
    return visit.page("refused.html", title="Not made", status=422, problems=(problem,), theirs=None, back="/case")


PAGE: Final = Page(
    routes=(view("/case", _case, "case"), change("/new/compartment", _compartment, "new-compartment", "edit")),
    nav=(Nav("The case", "/case", "g", "Record"),),
)
