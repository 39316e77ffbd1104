"""What agreements usually provide for, beside a draft: as text for a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from rich.padding import Padding
from rich.text import Text

from holdfast.analyses.checklist import SOURCE, Carrier, Checklist, Item, List, Rate
from holdfast.case.case import Case
from holdfast.case.provisions import Stage
from holdfast.views.machine import VERSION
from holdfast.views.tables import csv_table
from holdfast.views.text_tables import console, printed
from holdfast.views.words import and_list, count, isolated

COLUMNS: Final = tuple(
    "stage provision label description status marked_by by_key_of keys "
    "share_what share_percent share_of share_source".split()
)
_STAGES: Final[dict[Stage, str]] = {"ceasefire": "Ceasefires", "comprehensive": "Comprehensive agreements"}
#: More clauses than these are counted and not named.
_NAMED: Final = 4


def rate_words(one: Rate) -> str:
    """``of 483 coded agreements of this stage, 38% provide for a mechanism of enforcement``."""
    return f"of {one.of} coded agreements of this stage, {one.percent}% provide for {one.what}"


def heading(one: List) -> str:
    """``Ceasefires: of 22 provisions 3 marked, 2 shown by a key alone, 17 not marked``."""
    marked, shown, rest = (len(one.of(status)) for status in ("marked", "by a key", "not marked"))
    total = count(len(one.items), "provision")
    return f"{_STAGES[one.stage]}: of {total} {marked} marked, {shown} shown by a key alone, {rest} not marked"


def text(case: Case, found: Checklist | None, width: int = 100) -> str:
    """The lists as plain text, what is there before what is not marked."""
    if found is None:
        return "There is no draft in this case\n"
    out = console(width)

    def line(words: str, indent: int = 0) -> None:
        out.print(Padding(Text(words), (0, 0, 0, indent)))

    line(f"{isolated(case.title)}: what agreements usually provide for, beside {found.draft}")
    line(f"{isolated(found.title)}; made for the audience '{case.audience}'")
    line(found.assumptions[0])
    unmarked = len(found.unmarked)
    line(f"{unmarked} of {count(found.clauses, 'clause')} without `provisions`; what they carry is not known here")
    for one in found.lists:
        out.print()
        line(heading(one))
        for item in (*one.of("marked"), *one.of("by a key")):
            line(f"{'✓' if item.marked else '·'} {item.provision.label} [{item.provision.name}]: {carriers(item)}", 2)
            for rate in item.rates:
                line(rate_words(rate), 6)
        for item in one.of("not marked"):
            line(f"○ {item.provision.label} [{item.provision.name}]: {item.provision.description}", 2)
            for rate in item.rates:
                line(rate_words(rate), 6)
        if one.others:
            line("Of the same data, about no single one of these:", 2)
        for rate in one.others:
            line(rate_words(rate), 6)
    out.print()
    for words in (found.method, *found.assumptions[1:], f"Shares: {SOURCE}."):
        line(words)
    return printed(out)


def carriers(item: Item) -> str:
    """Which clauses carry it: those that say so, and those that show it by a key."""
    words = []
    if item.marked:
        words.append(and_list([one.clause for one in item.marked]))
    if item.by_key:
        keys = list(dict.fromkeys(key for one in item.by_key for key in one.keys))
        few = len(item.by_key) <= _NAMED
        whose = and_list([one.clause for one in item.by_key]) if few else count(len(item.by_key), "clause")
        named = and_list([f"`{key}`" for key in keys])
        words.append(f"by the key{'s' if len(keys) > 1 else ''} {named} of {whose}")
    return "; ".join(words)


def machine(case: Case, found: Checklist | None) -> str:
    """The answer as JSON; docs/reference/machine-formats.md describes it."""
    result: dict[str, Any] = {
        "version": VERSION,
        "answer": "checklist",
        "case": case.title,
        "audience": case.audience,
        "draft": None if found is None else found.draft,
        "title": None if found is None else found.title,
        "clauses": 0 if found is None else found.clauses,
        "unmarked": [] if found is None else list(found.unmarked),
        "lists": [] if found is None else [_list(one) for one in found.lists],
        "method": None if found is None else found.method,
        "assumptions": [] if found is None else list(found.assumptions),
    }
    return json.dumps(result, ensure_ascii=False, indent=1)


def _list(one: List) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "items": [
            {
                "provision": item.provision.name,
                "label": item.provision.label,
                "description": item.provision.description,
                "status": item.status,
                "marked_by": _carriers(item.marked),
                "by_key_of": _carriers(item.by_key),
                "shares": [_rate(rate) for rate in item.rates],
            }
            for item in one.items
        ],
        "other_shares": [_rate(rate) for rate in one.others],
    }


def _carriers(found: Iterable[Carrier]) -> list[dict[str, Any]]:
    return [
        {
            "clause": one.clause,
            "keys": list(one.keys),
            "citations": [{"source": str(cite.source), "paragraph": cite.paragraph} for cite in one.cite],
        }
        for one in found
    ]


def _rate(one: Rate) -> dict[str, Any]:
    return {"what": one.what, "percent": one.percent, "of": one.of, "source": one.source}


def table(found: Checklist | None) -> str:
    """One row for each provision as CSV; a second where there is a second share of it."""
    return csv_table(COLUMNS, () if found is None else _rows(found))


def _rows(found: Checklist) -> Iterator[dict[str, Any]]:
    for one in found.lists:
        for item in one.items:
            shared = {
                "stage": one.stage,
                "provision": item.provision.name,
                "label": item.provision.label,
                "description": item.provision.description,
                "status": item.status,
                "marked_by": [carrier.clause for carrier in item.marked],
                "by_key_of": [carrier.clause for carrier in item.by_key],
                "keys": list(dict.fromkeys(key for carrier in item.by_key for key in carrier.keys)),
            }
            for rate in item.rates or (None,):
                yield shared | ({} if rate is None else _share(rate))
        for rate in one.others:
            yield {"stage": one.stage} | _share(rate)


def _share(rate: Rate) -> dict[str, Any]:
    return {
        "share_what": rate.what,
        "share_percent": rate.percent,
        "share_of": rate.of,
        "share_source": rate.source,
    }
