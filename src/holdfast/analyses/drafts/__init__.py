"""What differs between two drafts: clauses, events, phases, the package and what is left open, key by key; and whose
word on a clause was a word on the other text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from holdfast.analyses.drafts.differences import Differences, Head
from holdfast.analyses.drafts.guesses import perhaps
from holdfast.analyses.drafts.matching import items, matched
from holdfast.analyses.drafts.spoken import spoken
from holdfast.case.case import Case, Draft


def drafts(case: Case, first: Draft, second: Draft, *, as_of: date | None = None) -> Differences:
    """What differs between two drafts.

    1. Match clauses, events, phases and issues of the package by name; compare what both have key by key, values by
       what they mean and not by how they are written.
    2. For each clause that is not the same, find the current statements that speak of it in either draft.
    3. Propose pairs of a dropped and an added clause as perhaps the same: owed by the same, in nearly the same words.

    Args:
        case: the case.
        first: the draft that is compared from, as a rule the older.
        second: the draft that is compared to.
        as_of: the day whose current statements count; the case's own where it is None, and all where that is None too.
    """
    old, new = first.agreement, second.agreement
    package = matched("package", _options(old.package), _options(new.package), ("option",))
    said = spoken(case, first, second, as_of)
    own = [replace(one, spoken=said.get(one.name, ())) for one in items("clause", old.commitments, new.commitments)]
    entries = [
        *package,
        *own,
        *items("event", old.events, new.events),
        *items("phase", old.phases, new.phases),
        *matched("together", _groups(old.together), _groups(new.together), ()),
        *matched("open term", _names(old.open_terms), _names(new.open_terms), ()),
        *items(
            "deliberately open",
            {one.term: one for one in old.deliberately_open},
            {one.term: one for one in new.deliberately_open},
        ),
    ]
    return Differences(
        first=_head(first),
        second=_head(second),
        entries=tuple(entries),
        perhaps=tuple(perhaps(old.commitments, new.commitments)),
        method=(
            "Clauses, events and phases are matched by name and compared key by key; their order does not count, nor "
            "does how a value is written."
        ),
        assumptions=(
            "A clause under another name is another clause. Where two may be one, that is a guess by their words, and "
            "nothing rests on it.",
            "Who accepted a draft that is named accepted its text, and not the text of another.",
            "Where a clause is cited from, remarks, and which provisions it carries are about the record, and are not "
            "compared.",
        ),
    )


def _head(draft: Draft) -> Head:
    one = draft.agreement
    return Head(draft.name, one.title, tuple(str(party) for party in one.proposed_by), one.version, one.date)


def _options(package: Mapping[Any, Any]) -> dict[str, dict[str, object]]:
    return {issue: {"option": option} for issue, option in package.items()}


def _names(terms: Iterable[str]) -> dict[str, dict[str, object]]:
    return {str(term): {} for term in terms}


def _groups(groups: Iterable[Iterable[str]]) -> dict[str, dict[str, object]]:
    return {", ".join(sorted(map(str, group))): {} for group in groups}
