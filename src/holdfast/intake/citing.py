"""The citations of a suggestion, as a statement carries them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from holdfast.case import citing, wholewords
from holdfast.case.case import Case
from holdfast.case.citing import CitingError
from holdfast.case.sentences import sentence_at, sentences
from holdfast.case.textindex import TextIndex
from holdfast.intake.model import Span
from holdfast.intake.suggestion import Suggestion


def citations(
    case: Case, suggestion: Suggestion, compartment: str | None = None, sources: Sequence[str] = ()
) -> list[dict[str, object]]:
    """The citations of a suggestion: one for each paragraph of each source that its words stand in.

    Args:
        case: the case; the documents must be at hand.
        suggestion: the suggestion.
        compartment: where the statement will stand, whose own names need no prefix; else names are those of the case.
        sources: only of these.
    """
    made = []
    for source in sources or suggestion.sources:
        document = case.documents[source]
        name = source.removeprefix(f"{compartment}/") if compartment else source
        spans = (
            suggestion.spans("content", source=source)
            or _figure(suggestion, source)
            or suggestion.spans("cue", source=source)
        )
        for paragraph, group in groupby(spans, key=lambda one: one.paragraph):
            made.append(_cite(name, document, paragraph, list(group), quotable=case.sources[source].quotable))
    return made


def _figure(suggestion: Suggestion, source: str) -> tuple[Span, ...]:
    """A figure with what it counts, where that follows it."""
    made = []
    for span in suggestion.spans("figure", source=source):
        end = max(
            (
                one.end
                for one in suggestion.spans("counted", source=source)
                if one.paragraph == span.paragraph and 0 <= one.start - span.end <= 1
            ),
            default=span.end,
        )
        made.append(Span(span.paragraph, span.start, end))
    return tuple(made)


def _cite(
    source: str, document: TextIndex, paragraph: int, spans: Sequence[Span], *, quotable: bool
) -> dict[str, object]:
    text = document.paragraphs[paragraph - 1]
    numbers = {number for one in spans for number in (sentence_at(text, one.start), sentence_at(text, one.end - 1))}
    sentence = numbers.pop() if len(numbers) == 1 else None
    if not quotable:
        first, last = min(one.start for one in spans), max(one.end for one in spans)
        made: dict[str, object] = {"source": source, "paragraph": paragraph}
        if sentence is not None:
            made["sentence"] = sentence
        return made | {"range": [first, last], "sha256": document.digest(paragraph)}
    kept = [one for one in spans if wholewords.whole(text, one.start, one.end)]
    torn = len(kept) < len(spans) or any(text.count(text[one.start : one.end]) > 1 for one in kept[1:])
    if torn and sentence is not None:
        # Words that are cut out of others, or go on in one of several places, are not quoted: it is the sentence.
        kept = [Span(paragraph, *sentences(text)[sentence - 1])]
    elif not kept:
        kept = [Span(paragraph, 0, len(text))]
    first_span = citing.Span(paragraph, kept[0].start, kept[0].end)
    made = citing.quoted(source, document, first_span, sentence)
    if len(kept) > 1:
        made["also"] = [{"paragraph": paragraph, "quote": text[one.start : one.end]} for one in kept[1:]]
    return made


__all__ = ["CitingError", "citations"]
