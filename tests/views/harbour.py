"""A small case with everything that a report can show (`cases/harbour`), and an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from holdfast.case.case import Case, Loaded
from holdfast.case.load import load
from holdfast.case.model import Party
from holdfast.case.model.base import EMPTY

FOLDER = Path(__file__).parent / "cases" / "harbour"


def loaded(audience: str = "public") -> Loaded:
    """The case as an audience sees it."""
    return load(FOLDER, audience)


def empty(parties: Mapping[str, Party] = EMPTY) -> Case:
    """A case with nothing in it but parties."""
    return Case(
        folder=Path(),
        audience="public",
        compartments=("public",),
        title="Empty",
        summary=None,
        as_of=None,
        timezone=ZoneInfo("UTC"),
        parties=parties,
        issues=EMPTY,
        rules=EMPTY,
        terms=EMPTY,
        facts=EMPTY,
        consent=(),
        audiences=EMPTY,
        sources=EMPTY,
        statements=EMPTY,
        drafts=EMPTY,
        values=(),
        releases=(),
        places=EMPTY,
        citations=EMPTY,
    )
