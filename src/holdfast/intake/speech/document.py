"""All attributions of a document: sentence by sentence, then what goes on from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from holdfast.intake.chunks import Analysis
from holdfast.intake.clauses import resumed
from holdfast.intake.model import Attribution, Manner, Span, Text
from holdfast.intake.reading import Paragraph, read
from holdfast.intake.resolve import speakers
from holdfast.intake.speech.draft import Draft
from holdfast.intake.speech.nouns import nouns, prepositions
from holdfast.intake.speech.turns import turns
from holdfast.intake.speech.verbs import silences, verbs


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with the places it stands at in the document."""

    draft: Draft | None
    manner: Manner
    paragraph: int
    sentence: int
    cue: Span | None
    content: tuple[Span, ...]
    goes_on: int | None = None


def attributions(text: Text) -> tuple[Attribution, ...]:
    """Everything that a document attributes, in the order of the text.

    1. In each sentence, verbs, nouns and prepositions that attribute propose who says what (`verbs`, `nouns`).
    2. Where two share a cue or all their content, the one found first by that order stays.
    3. Content that is a quotation takes all of it, over as many sentences as it runs.
    4. A quotation without a cue of its own that follows goes on with the speaker before it.
    5. Pronouns and short names are resolved within the document.
    """
    if text.language is not None and not text.language.lower().startswith("en"):
        return ()
    paragraphs = read(text)
    placed: list[Placed] = []
    spoken = {paragraph.number: draft for paragraph, draft in turns(paragraphs)}
    for paragraph in paragraphs:
        turn = spoken.get(paragraph.number)
        if turn is not None:
            placed.append(_turn(paragraph, turn))
        placed.extend(one for one in _in_paragraph(paragraph) if turn is None or not _clashes(one, turn))
    placed.sort(key=lambda one: _order(one))
    placed = _continued(paragraphs, placed)
    named = speakers(text, placed)
    found = [
        Attribution(
            one.manner,
            speaker,
            one.cue,
            one.content,
            to=None
            if one.draft is None or one.draft.to is None
            else paragraphs[one.paragraph].span(one.sentence, *one.draft.to),
            goes_on=one.goes_on,
            negated=one.draft is not None and one.draft.negated,
        )
        for one, speaker in zip(placed, named, strict=True)
    ]
    return tuple(replace(one, inside=_holder(found, number)) for number, one in enumerate(found))


def _order(one: Placed) -> tuple[Span, Span]:
    lead = one.content[0] if one.content else one.cue
    assert lead is not None
    return lead, one.cue or lead


def _in_paragraph(paragraph: Paragraph) -> Iterator[Placed]:
    for number, a in enumerate(paragraph.sentences):
        taken: list[tuple[int, int]] = []
        for draft in (*silences(a), *nouns(a), *prepositions(a), *verbs(a)):
            said = tuple((start, end) for start, end in draft.content if start < end)
            if draft.content and not said:
                continue
            draft = replace(draft, content=said)
            if any(draft.cue[0] < end and start < draft.cue[1] for start, end in taken):
                continue
            taken.append(draft.cue)
            more = resumed(a, draft.content[-1][1]) if draft.content and not draft.before else None
            if more is not None and draft.cue[1] <= more[0] < more[1]:
                draft = replace(draft, content=(*draft.content, more))
            yield _placed(paragraph, number, a, draft)


def _turn(paragraph: Paragraph, draft: Draft) -> Placed:
    (start, end), (cue, _) = draft.content[0], draft.cue
    tokens = paragraph.tokens
    content = Span(paragraph.number, tokens[start].start, tokens[end - 1].end)
    mark = Span(paragraph.number, tokens[cue].start, tokens[cue].end)
    return Placed(draft, "direct", paragraph.number - 1, 0, mark, (content,))


def _clashes(one: Placed, draft: Draft) -> bool:
    """Whether something found in a paragraph reaches into the name that begins it, or shares its colon."""
    return one.sentence == 0 and one.draft is not None and one.draft.cue[0] <= draft.cue[0]


def _placed(paragraph: Paragraph, number: int, a: Analysis, draft: Draft) -> Placed:
    spans = []
    quoted = unquoted = 0
    for start, end in draft.content:
        span = paragraph.span(number, start, end)
        for at in (start, end - 1):
            region = a.quoted[at]
            if region < 0 or a.quoted[draft.cue[0]] == region:
                continue
            whole = paragraph.quotation_span(region)
            if at == start and whole.start < a.sentence.start:
                span = replace(span, start=whole.start)
            if at == end - 1 and whole.end > a.sentence.end:
                span = replace(span, end=whole.end)
        spans.append(span)
        for at in range(start, end):
            if a.words[at].isalnum():
                if a.quoted[at] >= 0 and a.quoted[at] != a.quoted[draft.cue[0]]:
                    quoted += 1
                elif a.lower[at] not in ("that", "a", "the"):
                    unquoted += 1
    manner: Manner = "direct" if quoted and not unquoted else "mixed" if quoted else "indirect"
    if draft.kind == "according":
        manner = "according-to"
    elif draft.kind == "noun":
        manner = "noun"
    elif draft.kind == "silence":
        manner = "no-comment"
    return Placed(draft, manner, paragraph.number - 1, number, paragraph.span(number, *draft.cue), _joined(spans))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches in order and apart."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = replace(found[-1], end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _continued(paragraphs: Sequence[Paragraph], placed: Sequence[Placed]) -> list[Placed]:
    """The attributions with those that go on: quotations that have no cue of their own."""
    found = list(placed)
    extra: list[tuple[Placed, Placed]] = []
    last: Placed | None = None
    open_before = False
    for paragraph in paragraphs:
        here = [one for one in placed if one.paragraph == paragraph.number - 1]
        spoken = _outermost([one for one in here if one.manner != "noun" and not _quoted(paragraph, one)])
        for number in range(len(paragraph.quotations)):
            span = paragraph.quotation_span(number)
            own = [
                one
                for one in here
                if one.cue and not one.cue.shares(span) and any(part.shares(span) for part in one.content)
            ]
            if own:
                last = own[0]
                continue
            speech = _before(spoken, span) or (last if _all_quoted(paragraph) or open_before else None)
            if speech is None or not _sentence(paragraph, number):
                continue
            extra.append((speech, Placed(None, "continuation", paragraph.number - 1, 0, None, (span,))))
            last = speech
        open_before = bool(paragraph.quotations) and not paragraph.quotations[-1].closed
        if spoken:
            last = spoken[-1]
    if not extra:
        return found
    merged = sorted([*found, *(one for _, one in extra)], key=_order)
    places = {id(one): number for number, one in enumerate(merged)}
    for speech, one in extra:
        number = places[id(one)]
        merged[number] = replace(one, goes_on=places[id(speech)])
    return merged


def _outermost(speeches: Sequence[Placed]) -> list[Placed]:
    """Those whose cue stands in no other's content, in the order of their cues."""
    found = [
        one
        for one in speeches
        if one.cue and not any(one.cue.within(part) for other in speeches if other is not one for part in other.content)
    ]
    return sorted(found, key=lambda one: one.cue or one.content[0])


def _before(spoken: Sequence[Placed], span: Span) -> Placed | None:
    """The last speech whose cue stands before a place."""
    return next((one for one in reversed(spoken) if one.cue and one.cue < span), None)


def _quoted(paragraph: Paragraph, one: Placed) -> bool:
    """Whether its cue stands in a quotation."""
    return one.draft is not None and paragraph.sentences[one.sentence].quoted[one.draft.cue[0]] >= 0


def _all_quoted(paragraph: Paragraph) -> bool:
    return (
        len(paragraph.quotations) == 1
        and paragraph.quotations[0].start == 0
        and (paragraph.quotations[0].end >= len(paragraph.tokens) - 1)
    )


def _sentence(paragraph: Paragraph, number: int) -> bool:
    """Whether a quotation is a sentence, and no word in quotation marks."""
    one = paragraph.quotations[number]
    words = paragraph.tokens[one.start : one.end]
    if one.start in paragraph.first and any(token.text in (".", "!", "?") for token in words[-3:]):
        return True
    return sum(token.text.isalnum() for token in words) > 3 and (
        not one.closed or any(token.text in (".", "!", "?", ",", "...", "…") for token in words[-3:])
    )


def _holder(found: Sequence[Attribution], number: int) -> int | None:
    """The smallest attribution whose content holds this one."""
    one = found[number]
    anchor = one.cue or one.lead
    holders = [
        (sum(part.end - part.start for part in other.content), place)
        for place, other in enumerate(found)
        if place != number
        and any(anchor.within(part) for part in other.content)
        and not (other.cue is not None and any(other.cue.within(part) for part in one.content) and place > number)
    ]
    return min(holders)[1] if holders else None
