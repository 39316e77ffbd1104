"""How the findings on a draft change from one draft to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.analyses.coherence import Coherence, coherence
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import Timing, timing
from holdfast.case.case import Case, Draft
from holdfast.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of one draft under its own package."""

    coherence: Coherence
    timing: Timing


@dataclass(frozen=True, slots=True)
class Change:
    """Two drafts checked alike. A finding is the same where its code and its words are."""

    first: Checked
    second: Checked
    gone: tuple[Diagnostic, ...]
    """Findings on the first that the second no longer has."""
    new: tuple[Diagnostic, ...]
    """Findings on the second that the first did not have."""
    stay: int


def changed_findings(case: Case, first: Draft, second: Draft, *, as_of: date | None = None) -> Change:
    """How findings change, each draft read under the package that it presumes."""
    before, after = _checked(case, first, as_of), _checked(case, second, as_of)
    old = {(one.code, one.message): one for one in before.coherence.findings}
    new = {(one.code, one.message): one for one in after.coherence.findings}
    return Change(
        first=before,
        second=after,
        gone=tuple(one for key, one in old.items() if key not in new),
        new=tuple(one for key, one in new.items() if key not in old),
        stay=len(old.keys() & new.keys()),
    )


def _checked(case: Case, draft: Draft, as_of: date | None) -> Checked:
    found = coherence(case, as_of=as_of, draft=draft)
    assert found is not None  # a draft is given
    return Checked(found, timing(instantiate(case, draft)))
