"""What is cited from each document, for people and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

from holdfast.analyses.sources import SourcesUse, SourceUse, Used
from holdfast.case.case import Case
from holdfast.views.names import count, day_words, isolated
from holdfast.views.tables import csv_table

#: The version of the JSON structure.
VERSION = 1


def text(case: Case, answer: SourcesUse, *, unused: bool = False, width: int = 100) -> str:
    """Each document with its paragraphs and who cites them.

    Args:
        case: the case.
        answer: the use of its documents.
        unused: show the paragraphs that nobody has used instead, with their text where it may be quoted.
        width: how many columns the terminal has.
    """
    at_hand = [one for one in answer.sources if one.at_hand]
    lines = [
        f"{case.title}: what is cited from its documents",
        f"{count(len(answer.sources), 'document')}, {len(at_hand)} at hand; made for the audience '{case.audience}'",
    ]
    for one in answer.sources:
        lines += ["", *_source(one, unused, max(width, 60))]
    return "\n".join(lines) + "\n"


def _source(one: SourceUse, unused: bool, width: int) -> Iterator[str]:
    about = [isolated(one.publisher or one.title or one.source), day_words(one.published) if one.published else None]
    about += [one.kind, one.language, None if one.quotable else "may not be quoted"]
    yield f"{one.source}  ({', '.join(part for part in about if part)})"
    used = [part for part in one.paragraphs if part.by]
    by = count(len(one.citing), "item")
    if not one.at_hand:
        yield f"  Not at hand. {by[0].upper() + by[1:]} {'cites' if len(one.citing) == 1 else 'cite'} it."
    else:
        total = count(len(one.paragraphs), "paragraph")
        cited = f"{len(used)} cited by {by}, {len(one.unused)} by nobody{_listed(one.unused)}"
        yield f"  {total}: {cited if one.citing else 'nobody has used it'}"
    if unused:
        for part in one.unused:
            yield from _wrapped(f"  ¶{part.number}", _content(part), width)
        return
    for part in used:
        yield from _wrapped(f"  ¶{part.number}", f"{len(part.by)}×  {', '.join(part.by)}", width)
    if one.as_a_whole:
        yield from _wrapped("  all", ", ".join(one.as_a_whole), width)
    for loose in one.loose:
        yield from _wrapped("  ?", f"{loose.by}: {loose.status}: {loose.reason}", width)


def _listed(unused: Sequence[Used]) -> str:
    """The numbers, neighbours as ranges."""
    ranges: list[tuple[int, int]] = []
    for part in unused:
        if ranges and ranges[-1][1] == part.number - 1:
            ranges[-1] = (ranges[-1][0], part.number)
        else:
            ranges.append((part.number, part.number))
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    return f" (¶{', '.join(shown)})" if shown else ""


def _content(part: Used) -> str:
    return (
        isolated(part.text) if part.text is not None else f"({count(part.words or 0, 'word')} that may not be quoted)"
    )


def _wrapped(label: str, words: str, width: int) -> list[str]:
    indent = " " * 8
    return textwrap.wrap(words, width, initial_indent=f"{label:<8}", subsequent_indent=indent, break_on_hyphens=False)


def machine(case: Case, answer: SourcesUse, *, unused: bool = False) -> str:
    """The answer as JSON; with the text of the unused paragraphs where it is asked for."""
    result = {
        "version": VERSION,
        "answer": "sources",
        "case": case.title,
        "audience": case.audience,
        "sources": [
            {
                "source": one.source,
                "title": one.title,
                "publisher": one.publisher,
                "published": None if one.published is None else one.published.isoformat(),
                "kind": one.kind,
                "language": one.language,
                "quotable": one.quotable,
                "at_hand": one.at_hand,
                "paragraphs": [
                    {"paragraph": part.number, "words": part.words, "cited_by": list(part.by)}
                    | ({"text": part.text} if unused and not part.by else {})
                    for part in one.paragraphs
                ],
                "cited_as_a_whole_by": list(one.as_a_whole),
                "without_place": [
                    {"by": loose.by, "status": loose.status, "reason": loose.reason} for loose in one.loose
                ],
            }
            for one in answer.sources
        ],
    }
    return json.dumps(result, ensure_ascii=False, indent=1)


def table(answer: SourcesUse, *, unused: bool = False) -> str:
    """The answer as CSV: one row for each paragraph, or for each unused one, with its text."""
    columns = [
        "source",
        "publisher",
        "published",
        "paragraph",
        "words",
        "cited",
        "cited_by",
        *(["text"] if unused else []),
    ]
    return csv_table(
        columns,
        (
            {
                "source": one.source,
                "publisher": one.publisher,
                "published": one.published,
                "paragraph": part.number,
                "words": part.words,
                "cited": len(part.by),
                "cited_by": part.by,
                "text": part.text,
            }
            for one in answer.sources
            for part in (one.unused if unused else one.paragraphs)
        ),
    )
