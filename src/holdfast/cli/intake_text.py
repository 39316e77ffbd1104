"""Suggestions in words, for the terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from holdfast.case.case import Case
from holdfast.intake.model import Span
from holdfast.intake.queue import Item
from holdfast.intake.suggestion import Candidate, Suggestion
from holdfast.views.diagnostics import visible
from holdfast.views.names import count, date_words, isolated

#: How stretches are marked where there are no colours: opening and closing sign.
SIGNS = {"speaker": "[]", "cue": "{}", "content": "‹›", "figure": "‹›", "if": "<>", "unless": "<>"}
_ORDER = ("content", "figure", "speaker", "cue", "if", "unless")
_SHOWN = 3


def listing(case: Case, found: Sequence[Item], told: Iterable[str], width: int, *, shown: bool = True) -> str:
    """The suggestions of each document.

    Args:
        case: the case.
        found: the suggestions with how they stand, in the order of their documents.
        told: what else is to be said.
        width: how many columns the terminal has.
        shown: whether words of documents that may not be quoted are shown.
    """
    statuses = Counter(one.status for one in found)
    stand = ", ".join(f"{statuses[status]:,} {status}" for status in dict.fromkeys(one.status for one in found))
    sources = dict.fromkeys(one.suggestion.source for one in found)
    lines = [
        f"{case.title}: what its documents may say, to be confirmed by a person",
        f"{count(len(found), 'suggestion')} in {count(len(sources), 'document')}{f': {stand}' if stand else ''}; "
        f"made for the audience '{case.audience}'",
        *told,
    ]
    for source in sources:
        one = case.sources[source]
        about = [isolated(one.publisher or one.title or source), date_words(one.published)]
        about += [] if one.quotable else ["may not be quoted"]
        lines += ["", f"{source}  ({', '.join(about)})"]
        for item in found:
            if item.suggestion.source == source:
                lines += _item(case, item, width, shown)
    return "\n".join(lines) + "\n"


def _item(case: Case, item: Item, width: int, shown: bool) -> Iterator[str]:
    one = item.suggestion
    by = "" if item.decision is None else f" by {visible(item.decision.coder)}"
    yield f"  {one.key}  ¶{one.lead.paragraph}  {called(one)}, {item.status}{by}"
    for source in one.sources:
        if shown or case.sources[source].quotable:
            for words in excerpt(case, one, source):
                yield from wrapped("    ", words, width)
        else:
            yield "    (words that may not be quoted)"
    yield from explained(case, one, width, shown=shown)


def called(one: Suggestion) -> str:
    """What a suggestion is, and whether a language model found it."""
    if not one.models:
        return one.kind
    return f"{one.kind}, found by {'grammar and language model' if one.by_grammar else 'a language model'}"


def explained(case: Case, one: Suggestion, width: int, *, shown: bool = True) -> Iterator[str]:
    """What is suggested, line by line, with the reasons."""
    quotable = shown or case.sources[one.source].quotable
    rows: list[tuple[str, str]] = []
    for key in ("by", "via", "channel", "origin", "relation"):
        if (words := getattr(one, key)) is not None:
            rows.append((key, isolated(words)))
    if one.to is not None and quotable:
        rows.append(("to", isolated(one.to)))
    if one.date:
        said, day = one.date.get("said"), one.date.get("resolved")
        rows.append(("date", " = ".join(part for part in (f"‘{said}’" if said else None, day) if part)))
    if one.kind != "difference":
        rows += [("party", words) for words in candidates(one.parties)] or [("party", "not known")]
    if one.kind in ("statement", "provision"):
        rows += [("verb", words) for words in candidates(one.verbs)]
        rows += [("issue", words) for words in candidates(one.issues)] or [("issue", "no word of an issue is in it")]
    for part in one.conditions:
        words = isolated(_words(case, one.source, part.span)) if quotable else "(words that may not be quoted)"
        about = f": {'; or '.join(candidates(part.issues))}" if part.issues else ""
        rows.append((part.key, f"‘{part.word}’ {words}{about}"))
    if one.value is not None:
        rows.append(("value", " / ".join(value for value in (one.value, one.other_value) if value)))
    rows += [("fact", words) for words in candidates(one.facts)]
    if one.goes_with:
        rows.append(("see", f"cited from here already by {', '.join(one.goes_with)}"))
    rows += [("note", isolated(words)) for words in one.notes]
    rows += [("model", isolated(str(model))) for model in one.models]
    last = ""
    for label, words in rows:
        yield from wrapped(f"    {'or' if label == last and label in _RANKED else label:<9}", words, width)
        last = label


_RANKED = ("party", "verb", "issue", "fact")


def candidates(found: Sequence[Candidate]) -> list[str]:
    """The likeliest candidates, each with its reason and its options."""
    lines = []
    for one in found[:_SHOWN]:
        options = ", ".join(option.value for option in one.options[:_SHOWN])
        lines.append(f"{one.value}{f' ({options})' if options else ''}: {one.because}")
    return lines


def excerpt(case: Case, one: Suggestion, source: str, mark: Callable[[str, str], str] | None = None) -> Iterator[str]:
    """The paragraphs of a source that a suggestion rests on, with its stretches marked."""
    places = [place for place in one.marks if place.source == source and place.role in _ORDER]
    for paragraph in sorted({place.span.paragraph for place in places}):
        text = case.documents[source].paragraphs[paragraph - 1]
        inner = [(place.role, place.span) for place in places if place.span.paragraph == paragraph]
        named = f"{source} ¶{paragraph}" if len(one.sources) > 1 else f"¶{paragraph}"
        yield f"{named}  {isolated(_marked(text, inner, mark or _signed))}"


def _signed(role: str, words: str) -> str:
    return f"{SIGNS[role][0]}{words}{SIGNS[role][1]}"


def _marked(text: str, places: Sequence[tuple[str, Span]], mark: Callable[[str, str], str]) -> str:
    """The text with its stretches marked; a stretch within another one is marked within it."""
    places = sorted(places, key=lambda one: (one[1].start, -one[1].end))
    kept: list[tuple[str, int, int, list[tuple[str, Span]]]] = []
    for role, span in places:
        if kept and span.start < kept[-1][2]:
            if span.end <= kept[-1][2]:
                kept[-1][3].append((role, span))
            continue  # what crosses another stretch's end is not marked
        kept.append((role, span.start, span.end, []))
    made, at = "", 0
    for role, start, end, inner in kept:
        shifted = [(name, Span(span.paragraph, span.start - start, span.end - start)) for name, span in inner]
        made += visible(text[at:start]) + mark(role, _marked(text[start:end], shifted, mark))
        at = end
    return made + visible(text[at:])


def _words(case: Case, source: str, span: Span) -> str:
    return case.documents[source].paragraphs[span.paragraph - 1][span.start : span.end]


def wrapped(label: str, words: str, width: int) -> list[str]:
    """Words beside a label, broken to the width; what a terminal would obey is made visible."""
    words = visible(words)
    indent = " " * max(len(label), 4)
    lines = textwrap.wrap(words, max(width, 40), initial_indent=label, subsequent_indent=indent, break_on_hyphens=False)
    return lines or [label.rstrip()]
