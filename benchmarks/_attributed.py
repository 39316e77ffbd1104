"""What is marked and what is found, ready to be matched: attributions of PolNeAR and of the two articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks import _polnear
from benchmarks._marking import MarkedAttribution, span, spans
from benchmarks._scoring import Score, iou, same_place, shared, size
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.speech import attributions
from holdfast.intake.tagged import tagged

_OPEN: Final = '“"«‘'
_QUOTE: Final = re.compile('[“”"«»]|(?<!\\w)‘|’(?!\\w)')
_PREPOSITION: Final = re.compile(r"(?:according|per|in the (?:words|view|eyes) of|for)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attribution as somebody marked it. `kind` is its manner."""

    text: Text
    content: tuple[Span, ...]
    speaker: tuple[Span, ...]
    cue: tuple[Span, ...]
    kind: str
    marked: MarkedAttribution | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it counts neither as missed nor as found."""
        return self.marked is not None and self.marked.doubtful


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as it was found, with its text and all others of it; `going_on`: what goes on with it."""

    text: Text
    one: Attribution
    others: tuple[Attribution, ...]
    going_on: tuple[Attribution, ...] = ()

    @property
    def content(self) -> tuple[Span, ...]:
        """What it is matched by: its content and that of what goes on with it, else its cue."""
        every = (*self.one.content, *(span for one in self.going_on for span in one.content))
        return every or _maybe(self.one.cue)

    @property
    def speaker(self) -> tuple[Span, ...]:
        """The words for who speaks."""
        return _maybe(self.one.speaker.span)

    @property
    def cue(self) -> tuple[Span, ...]:
        """The words that attribute."""
        return _maybe(self.one.cue)


def likeness(wanted: Wanted, found: Found) -> float:
    """By which they are matched: the overlap of what is said, of a silence the overlap of the cue."""
    return iou(wanted.content or wanted.cue, found.content)


def speaker_right(wanted: Wanted, found: Found) -> bool:
    """Whether both point at the same words for who speaks."""
    return same_place(wanted.speaker, found.speaker)


def cue_right(wanted: Wanted, found: Found) -> bool:
    """Whether both point at the same words that attribute."""
    return same_place(wanted.cue, found.cue)


def found_in(text: Text) -> tuple[Found, ...]:
    """What is found in a text."""
    found = attributions(text)
    return tuple(Found(text, one, found) for one in found)


def of_article(text: Text, marked: Sequence[MarkedAttribution]) -> list[Wanted]:
    """What is marked in one of the two articles."""
    return [
        Wanted(
            text,
            spans(one.content),
            () if one.speaker is None else (span(one.speaker),),
            () if one.cue is None else (span(one.cue),),
            one.manner,
            one,
        )
        for one in marked
    ]


def of_document(document: _polnear.Document) -> tuple[Text, list[Wanted]]:
    """An article of PolNeAR, and what is marked in it."""
    text = Text(document.paragraphs, language="en")
    found = []
    for one in document.attributions:
        content, cue = document.spans(one.content), document.spans(one.cue)
        found.append(Wanted(text, content, document.spans(one.source), cue, _kind(text, content, cue)))
    return text, found


def joined(found: Sequence[Found]) -> list[Found]:
    """The attributions with what goes on with them in the same paragraph: one there, where PolNeAR marks but one.

    What goes on in another paragraph stays by itself: of PolNeAR's attributions one in 170 runs over a paragraph's end.
    """
    heads: dict[int, int] = {}
    for place, one in enumerate(found):
        head = place
        while (before := found[head].one.goes_on) is not None and before < head:
            head = before
        same = found[head].one.lead.paragraph == one.one.lead.paragraph
        heads[place] = head if same else place
    return [
        replace(one, going_on=tuple(found[at].one for at, head in heads.items() if head == place and at != place))
        for place, one in enumerate(found)
        if heads[place] == place
    ]


def against_polnear(root: Path, split: str, *, nested: bool = False) -> Score[Wanted, Found]:
    """What is found in a split against its first annotators.

    PolNeAR marks no token twice: of attributions within another only the outer one is marked, so that inner ones are
    left out unless `nested`. What goes on with a speech in its paragraph is one with it (`joined`). What lies in a
    part that annotators set aside, and silences without content, are left out.
    """
    score: Score[Wanted, Found] = Score()
    for documents in _polnear.documents(root, split):
        document = documents[0]
        text, wanted = of_document(document)
        aside = document.spans(document.discarded)
        found = [
            one
            for one in joined(found_in(text))
            if one.one.content
            and (nested or one.one.inside is None)
            and 2 * shared(one.content, aside) <= size(one.content)
        ]
        score.count(wanted, found, likeness)
    return score


def between_annotators(root: Path) -> Score[Wanted, Wanted]:
    """Annotators of the same articles against each other, every pair of them: as far as persons agree."""
    score: Score[Wanted, Wanted] = Score()
    for split in _polnear.SPLITS:
        for documents in _polnear.documents(root, split):
            marked = [of_document(document)[1] for document in documents if len(documents) > 1]
            for place, one in enumerate(marked):
                for other in marked[place + 1 :]:
                    score.count(one, other, lambda a, b: iou(a.content, b.content))
    return score


def lines(score: Score[Wanted, Found], kind: str | None, limit: int) -> Iterator[str]:
    """What was missed, what was found without being marked, and wrong speakers, each with its paragraph, to be read."""
    missed = [one for one in score.missed if kind in (None, one.kind)][:limit]
    spurious = [one for one in score.spurious if kind in (None, one.one.manner)][:limit]
    wrong = [pair for pair in score.matched if kind in (None, pair[0].kind) and not speaker_right(*pair)][:limit]
    for wanted in missed:
        yield f"MISSED {wanted.kind}: {_told(wanted.text, wanted.speaker, wanted.cue, wanted.content)}"
    for found in spurious:
        yield f"SPURIOUS {found.one.manner}: {_told(found.text, found.speaker, found.cue, found.content)}"
    for wanted, found in wrong:
        who = " … ".join(map(found.text.words, found.speaker)) or "-"
        yield f"SPEAKER [{who}] instead of {_told(wanted.text, wanted.speaker, wanted.cue, wanted.content)}"


def _told(text: Text, speaker: tuple[Span, ...], cue: tuple[Span, ...], content: tuple[Span, ...]) -> str:
    parts = (" … ".join(map(text.words, part)) or "-" for part in (speaker, cue, content))
    who, how, what = parts
    return f"[{who}] [{how}] [{what}]\n    {text.paragraphs[(content or cue)[0].paragraph - 1]}"


def _kind(text: Text, content: tuple[Span, ...], cue: tuple[Span, ...]) -> str:
    """The manner of an attribution of PolNeAR, which marks none: by its quotation marks and its cue."""
    how = " ".join(map(text.words, cue)).strip()
    if how == ":":
        return "colon"
    if _PREPOSITION.match(how):
        return "according-to"
    words = [text.words(part) for part in content]
    if all(part[0] in _OPEN and part.rstrip(".,")[-1:] in '”"»’' for part in words):
        return "direct"
    if any(_QUOTE.search(part) for part in words):
        return "mixed"
    return "noun" if _without_verb(text, cue) else "indirect"


def _without_verb(text: Text, cue: tuple[Span, ...]) -> bool:
    tags = [
        tag
        for sentence in tagged(text)
        for token, tag in zip(sentence.sentence.tokens, sentence.tags, strict=True)
        if any(Span(sentence.sentence.paragraph, token.start, token.end).within(part) for part in cue)
    ]
    return bool(tags) and not any(tag.startswith(("VB", "MD")) for tag in tags)


def _maybe(found: Span | None) -> tuple[Span, ...]:
    return () if found is None else (found,)
