"""Sections of a report as plain data, so that HTML and DOCX say the same: a heading, notes, pictures, tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from markupsafe import Markup

from holdfast import __version__
from holdfast.case.case import Case
from holdfast.views import drawing
from holdfast.views.names import day_words
from holdfast.views.parts import whole
from holdfast.views.templating import WithinPage, environment


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of each row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows, as a list whose parts are no longer than so many characters."""
        return tuple(map(Line, self.rows))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its Vega-Lite specification, and what it shows. A table beside it says the same."""

    caption: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. The heading is an answer."""

    id: str
    kicker: str
    heading: str
    notes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


def html(case: Case, title: str, sections: Sequence[Section], *, made_on: date) -> str:
    """A page of its own that needs no script and no network."""
    from holdfast.views.html import style

    return (
        environment(WithinPage())
        .get_template("period.html")
        .render(
            case=case,
            title=title,
            sections=sections,
            part_of=whole,
            made_on=day_words(made_on),
            style=Markup(style(case.audience)),
            version=__version__,
        )
    )


def docx(case: Case, title: str, sections: Sequence[Section], *, made_on: date) -> bytes:
    """A Word document with the same sections, for those who have to edit and pass it on."""
    from docx import Document
    from docx.shared import Cm, Pt

    document: Any = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.styles["Normal"].font.size = Pt(10)
    for part in document.sections:
        part.left_margin = part.right_margin = Cm(2)
    document.add_heading(_clean(title), 0)
    document.add_paragraph(f"{_clean(case.title)}. Made for: {case.audience}. Made on {day_words(made_on)}.")
    for section in sections:
        document.add_heading(_clean(section.heading), 1)
        for note in section.notes:
            document.add_paragraph(_clean(note))
        for picture in section.pictures:
            document.add_picture(BytesIO(drawing.png(picture.spec)), width=Cm(16.5))
            document.add_paragraph(_clean(picture.caption), style="Caption")
        for table in section.tables:
            document.add_paragraph(_clean(table.caption), style="Caption")
            _table(document, table)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Light List Accent 1")
    for cell, words in zip(made.rows[0].cells, table.columns, strict=True):
        cell.text = _clean(words)
    for row in table.rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = _clean(words)


def _clean(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
