"""The report: one self-contained HTML file, readable without scripts, on paper, by phone and by a screen reader.

Pure: everything it prints comes from its arguments. Nothing in it refers to anything outside the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Unpack

from jinja2 import Environment
from markupsafe import Markup

from holdfast import __version__
from holdfast.analyses.positions import Positions
from holdfast.case.case import Case, Draft
from holdfast.diagnostics import Diagnostic
from holdfast.views.page.book import Book
from holdfast.views.page.sections import Found, Sections
from holdfast.views.templating import WithinPage, environment


def report(
    case: Case,
    answer: Positions,
    diagnostics: Sequence[Diagnostic] = (),
    *,
    made_on: date,
    draft: Draft | None = None,
    **found: Unpack[Found],
) -> str:
    """The report on a case, made for the audience that it was loaded for.

    Args:
        case: the case as the audience sees it.
        answer: where each party stands, on the day that the report is about.
        diagnostics: what was found wrong when the case was loaded, in order.
        made_on: the day on which the report is made, for its head.
        draft: the draft that is shown; by default the one that the case is looked at with.
        found: what else was asked of the case: each answer has its sections, see `Found`.
    """
    case = case.about(None if draft is None else draft.name)  # names of clauses mean those of the draft that is shown
    sections = Sections(Book(case, answer, case.draft, made_on), diagnostics)
    page = sections.context(found)
    template = _environment().get_template("report.html")
    return template.render(page, style=Markup(style(case.audience)), version=__version__)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(WithinPage())


def style(audience: str) -> str:
    """The style sheet, with the audience at the foot of every printed page."""
    sheet = (resources.files("holdfast.views") / "static" / "report.css").read_text(encoding="utf-8")
    name = audience if re.fullmatch(r"[a-z0-9-]+", audience) else "unknown"
    return sheet.replace("AUDIENCE", name)
