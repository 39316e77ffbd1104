"""Anchors: where in its source a citation rests, also when the source has changed since.

The ways to find it again, in this order: at its place; unique elsewhere; by the words around it; with quotation marks,
white space and line ends levelled. Never by likeness: a changed number or a dropped "not" breaks a citation, and words
are never found inside of other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from holdfast.case import sentences, wholewords
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex, folded, normalised

Status = Literal["exact", "moved", "context", "normalised", "ambiguous", "broken"]
#: From the best to the worst: a citation of several targets fares as its worst.
STATUSES: Final[tuple[Status, ...]] = ("exact", "moved", "context", "normalised", "ambiguous", "broken")


class Anchor(NamedTuple):
    """Where one target of a citation was found, or why it was not."""

    status: Status
    key: str
    """The citation's key that it comes from: ``quote``, ``also``, ``sha256`` or ``paragraph``."""
    paragraph: int | None = None
    """Where it is, counted from 1."""
    start: int = 0
    """The first code point within that paragraph, from 0."""
    end: int = 0
    """The end, exclusive, within the last paragraph."""
    last: int | None = None
    """The paragraph in which it ends, where it goes on across line ends."""
    reason: str | None = None
    """What is wrong: with ``ambiguous`` and ``broken``."""
    hint: str | None = None

    @property
    def found(self) -> bool:
        """Whether it has a place."""
        return self.paragraph is not None


class Anchored(NamedTuple):
    """A citation with its targets: the first is its own, the others those of `also`."""

    status: Status
    targets: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words to be found, and what is said about their place."""

    key: str
    words: str
    paragraph: int | None
    sentence: int | None = None
    span: tuple[int, int] | None = None
    before: str = ""
    after: str = ""
    """The words around it, folded."""


@dataclass(frozen=True, slots=True)
class _Place:
    paragraph: int
    start: int
    end: int
    last: int


def resolve(citation: Citation, index: TextIndex) -> Anchored:
    """Where a citation rests in its source."""
    own = _plainly(citation, index) or _resolve_own(citation, index)
    if not citation.also:
        return Anchored(own.status, (own,))
    others = [_find(_Wanted("also", normalised(one.quote), one.paragraph), index) for one in citation.also]
    targets = (own, *others)
    return Anchored(max((one.status for one in targets), key=STATUSES.index), targets)


def _plainly(citation: Citation, index: TextIndex) -> Anchor | None:
    """The usual case, without detours: a paragraph, these words or this hash in it, and nothing else is said."""
    number = citation.paragraph
    if (
        number is None
        or not 1 <= number <= len(index.paragraphs)
        or citation.sentence is not None
        or citation.range is not None
    ):
        return None
    text, quote = index.paragraphs[number - 1], citation.quote
    if quote is None:
        exact = citation.sha256 is not None and index.digest(number) == citation.sha256
        return Anchor("exact", "sha256", number, 0, len(text)) if exact else None
    if citation.prefix is not None or citation.suffix is not None:
        return None
    start = text.find(quote)
    if start < 0 or quote[:1] == " " or quote[-1:] == " ":
        quote = normalised(quote)
        start = text.find(quote)
    end = start + len(quote)
    if start < 0 or not quote or not wholewords.whole(text, start, end):
        return None
    return Anchor("exact", "quote", number, start, end)


def _resolve_own(citation: Citation, index: TextIndex) -> Anchor:
    if citation.quote is not None:
        return _find(_wanted(citation, citation.quote), index)
    if citation.sha256 is not None and citation.paragraph is not None:
        return _hash(citation, citation.paragraph, citation.sha256, index)
    return _position(citation, citation.paragraph, index)


def _wanted(citation: Citation, quote: str) -> _Wanted:
    before, after = folded(citation.prefix or ""), folded(citation.suffix or "")
    return _Wanted("quote", normalised(quote), citation.paragraph, citation.sentence, citation.range, before, after)


def _find(wanted: _Wanted, index: TextIndex) -> Anchor:
    """Words in a document, by the ways that the module's docstring names, in their order."""
    if not wanted.words:
        return Anchor("broken", wanted.key, reason="there are no words to look for")
    places = list(_exact_places(wanted.words, index))
    fitting = [place for place in places if _fits(place, wanted, index)]
    at_home = [place for place in fitting if place.paragraph == wanted.paragraph]
    there = [place for place in at_home if _as_said(place, wanted, index)]
    if there:
        return _anchor("exact", wanted, there[0])
    if wanted.paragraph is None and len(fitting) == 1:
        return _anchor("exact" if _as_said(fitting[0], wanted, index) else "moved", wanted, fitting[0])
    if len(at_home) == 1:
        return _anchor("moved", wanted, at_home[0])
    if len(fitting) == 1:
        return _anchor("moved" if len(places) == 1 else "context", wanted, fitting[0])
    if fitting:
        return _ambiguous(wanted, at_home or fitting)
    levelled = [place for place in _levelled_places(folded(wanted.words), index) if _fits(place, wanted, index)]
    at_home = [place for place in levelled if place.paragraph == wanted.paragraph]
    for candidates in (at_home, levelled):
        if len(candidates) == 1:
            return _anchor("normalised", wanted, candidates[0])
    if levelled:
        return _ambiguous(wanted, at_home or levelled)
    return _broken(wanted, places, index)


def _exact_places(words: str, index: TextIndex) -> Iterator[_Place]:
    """Every place of these words in one paragraph, but not inside of other words."""
    for start in _occurrences(words, index.joined):
        if wholewords.whole(index.joined, start, start + len(words)):
            number, offset = index.place(start)
            yield _Place(number, offset, offset + len(words), number)


def _levelled_places(words: str, index: TextIndex) -> Iterator[_Place]:
    if not words:
        return
    text = index.folded
    for start in _occurrences(words, text.text):
        if wholewords.whole(text.text, start, start + len(words)):
            first, end = text.span(start, start + len(words))
            number, offset = index.place(first)
            last, final = index.place(end - 1)
            yield _Place(number, offset, final + 1, last)


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _fits(place: _Place, wanted: _Wanted, index: TextIndex) -> bool:
    """Whether the words around a place are those that the citation gives; its paragraph's neighbours count too."""
    if not wanted.before and not wanted.after:
        return True
    start = index.starts[place.paragraph - 1] + place.start
    end = index.starts[place.last - 1] + place.end
    # Folding shortens a text only by marks that nobody sees: twice the length is more than enough.
    before = folded(index.joined[max(0, start - 2 * len(wanted.before) - 20) : start])
    after = folded(index.joined[end : end + 2 * len(wanted.after) + 20])
    return wholewords.ends_with(before, wanted.before) and wholewords.starts_with(after, wanted.after)


def _as_said(place: _Place, wanted: _Wanted, index: TextIndex) -> bool:
    """Whether a place is the very sentence and range that the citation names, as far as it names them."""
    if wanted.span is not None and wanted.span != (place.start, place.end):
        return False
    text = index.paragraphs[place.paragraph - 1]
    return wanted.sentence is None or sentences.sentence_at(text, place.start) == wanted.sentence


def _anchor(status: Status, wanted: _Wanted, place: _Place) -> Anchor:
    last = place.last if place.last != place.paragraph else None
    return Anchor(status, wanted.key, place.paragraph, place.start, place.end, last)


def _ambiguous(wanted: _Wanted, places: Sequence[_Place]) -> Anchor:
    numbers = sorted({place.paragraph for place in places})
    if len(numbers) == 1:
        reason = f"these words stand {len(places)} times in paragraph {numbers[0]}"
    else:
        reason = f"these words stand in several paragraphs: {_list(numbers)}"
    if wanted.paragraph is not None and wanted.paragraph not in numbers:
        reason += f", and none of them is number {wanted.paragraph}"
    hint = "say which is meant: `paragraph:`, or `prefix:` and `suffix:` with the words around them"
    return Anchor("ambiguous", wanted.key, reason=reason, hint=hint)


def _broken(wanted: _Wanted, places: Sequence[_Place], index: TextIndex) -> Anchor:
    where = "the source" if wanted.paragraph is None else f"paragraph {wanted.paragraph}, nor elsewhere in the source"
    number, total = wanted.paragraph, len(index.paragraphs)
    if places:
        numbers = sorted({place.paragraph for place in places})
        reason = "these words are in the source, but not between the words that `prefix` and `suffix` give"
        return Anchor("broken", wanted.key, reason=reason, hint=f"see paragraph {_list(numbers)}: what has changed?")
    if wanted.words in index.joined:
        number, _ = index.place(index.joined.index(wanted.words))
        reason = f"these words are only a part of other words or numbers (paragraph {number})"
        return Anchor("broken", wanted.key, reason=reason, hint="quote whole words")
    reason = f"these words are not in {where}"
    if number is not None and not 1 <= number <= total:
        reason = (
            f"the source has {_count(total, 'paragraph')}, this is number {number}, and these words are in none of them"
        )
    return Anchor("broken", wanted.key, reason=reason, hint=_as_far_as(wanted.words, index) or "copy them exactly")


def _as_far_as(words: str, index: TextIndex) -> str | None:
    """How much of a quote's beginning the source has: where to look for what changed. A hint, never an anchor."""
    parts = folded(words).split()
    low, high = 0, len(parts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if next(_levelled_places(" ".join(parts[:middle]), index), None) is not None:
            low = middle
        else:
            high = middle - 1
    if low < 3:
        return None
    beginning = " ".join(parts[:low])
    place = next(_levelled_places(beginning, index))
    return f'paragraph {place.paragraph} has them as far as "{parts[low - 2]} {parts[low - 1]}": what follows differs'


def _hash(citation: Citation, number: int, sha256: str, index: TextIndex) -> Anchor:
    total = len(index.paragraphs)
    if 1 <= number <= total and index.digest(number) == sha256:
        return _within(citation, "exact", "sha256", number, index)
    elsewhere = index.by_digest.get(sha256, ())
    if len(elsewhere) == 1:
        return _within(citation, "moved", "sha256", elsewhere[0], index)
    if elsewhere:
        reason = f"paragraph {number} does not have this hash, and several others have it: {_list(elsewhere)}"
        return Anchor("ambiguous", "sha256", reason=reason, hint="say which is meant: `paragraph:`")
    stretches = index.by_joined_digest.get(sha256, ())
    if len(stretches) == 1:
        first, last = stretches[0]
        return Anchor("normalised", "sha256", first, 0, len(index.paragraphs[last - 1]), last)
    if stretches:
        reason = f"the paragraph with this hash is now in pieces, and stands {len(stretches)} times in the source"
        return Anchor("ambiguous", "sha256", reason=reason)
    if not 1 <= number <= total:
        reason = f"the source has {_count(total, 'paragraph')}, this is number {number}, and none has this hash"
        return Anchor("broken", "sha256", reason=reason, hint="the paragraph's text has changed, or it is gone")
    reason = f"paragraph {number} does not have this hash, nor has any other"
    return Anchor("broken", "sha256", reason=reason, hint="the paragraph's text has changed")


def _position(citation: Citation, number: int | None, index: TextIndex) -> Anchor:
    if number is None:
        return Anchor("exact", "paragraph")
    if not 1 <= number <= len(index.paragraphs):
        reason = f"the source has {_count(len(index.paragraphs), 'paragraph')}, and this is number {number}"
        return Anchor("broken", "paragraph", reason=reason)
    return _within(citation, "exact", "paragraph", number, index)


def _within(citation: Citation, status: Status, key: str, number: int, index: TextIndex) -> Anchor:
    """A paragraph that was found, narrowed to the sentence or the range that the citation names."""
    text = index.paragraphs[number - 1]
    if citation.range is not None:
        start, end = citation.range
        if end > len(text):
            reason = f"paragraph {number} has {len(text)} code points, and the range ends at {end}"
            return Anchor("broken", "range", reason=reason)
        return Anchor(status, key, number, start, end)
    if citation.sentence is not None:
        spans = sentences.sentences(text)
        if citation.sentence > len(spans):
            reason = f"paragraph {number} has {_count(len(spans), 'sentence')}, and this is number {citation.sentence}"
            return Anchor("broken", "sentence", reason=reason)
        return Anchor(status, key, number, *spans[citation.sentence - 1])
    return Anchor(status, key, number, 0, len(text))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _list(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:6]))
    return f"{shown} and {len(numbers) - 6} more" if len(numbers) > 6 else shown
