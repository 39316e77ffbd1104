"""Packages side by side: what each settles, and how each stands with those whose consent is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.proposed import of_package
from holdfast.analyses.deals.records import Proposed
from holdfast.case.case import Case, Draft


def beside(
    case: Case, packages: Iterable[Mapping[str, str]], *, as_of: date | None = None, draft: Draft | None = None
) -> tuple[Proposed, ...]:
    """How packages stand against what was said, and whether the rules allow them.

    Args:
        case: the case.
        packages: options by issue; what they do not name is left open, or stays as it is agreed.
        as_of: the day whose statements count; the case's own where None.
        draft: the draft whose clauses a package brings; the case's default where None.
    """
    table = Table.of(case, draft or case.draft, (), as_of or case.as_of)
    return tuple(of_package(table, None, package) for package in packages)
