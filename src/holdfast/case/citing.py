"""Making a citation of a place in a document: the exact words where they may be quoted, else hash and position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.case.anchors import Anchor, resolve
from holdfast.case.model import Citation
from holdfast.case.sentences import sentences
from holdfast.case.textindex import TextIndex

#: No more than so many words before or after a quote are given to find it again.
_MOST_WORDS: Final = 8


class CitingError(Exception):
    """Why something cannot be cited, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one paragraph, counted from 1; code points from 0, the end exclusive."""

    paragraph: int
    start: int
    end: int


def cite(
    source: str,
    index: TextIndex,
    paragraph: int,
    *,
    quotable: bool = True,
    sentence: int | None = None,
    quotes: Sequence[str] = (),
) -> dict[str, object]:
    """The keys of a citation of a paragraph, one of its sentences, or words in it. It resolves to its place exactly.

    Args:
        source: the source's id.
        index: its document.
        paragraph: the paragraph, counted from 1.
        quotable: whether its words may be quoted.
        sentence: one sentence of it.
        quotes: words of it; several where the quote is interrupted.

    Raises:
        CitingError: where the place or the words are not there.
    """
    if not 1 <= paragraph <= len(index.paragraphs):
        raise CitingError(f"the document has {len(index.paragraphs)} paragraphs, and there is no number {paragraph}")
    text = index.paragraphs[paragraph - 1]
    spans = sentences(text) if sentence is not None else ()
    if sentence is not None and not 1 <= sentence <= len(spans):
        raise CitingError(f"paragraph {paragraph} has {len(spans)} sentences, and there is no number {sentence}")
    whole = Span(paragraph, *spans[sentence - 1]) if sentence is not None else Span(paragraph, 0, len(text))
    stretches = [_words(index, one, whole, sentence) for one in quotes]
    if not quotable:
        return _by_hash(source, index, whole, sentence, stretches)
    result = quoted(source, index, stretches[0] if stretches else whole, sentence)
    if len(stretches) > 1:
        others = [{"paragraph": one.paragraph, "quote": words_of(index, one)} for one in stretches[1:]]
        result["also"] = others
    return result


def quoted(source: str, index: TextIndex, span: Span, sentence: int | None = None) -> dict[str, object]:
    """The keys of a citation that quotes a stretch, with the words around it where the quote alone is not unique."""
    words = words_of(index, span)
    result: dict[str, object] = {"source": source, "paragraph": span.paragraph}
    if sentence is not None:
        result["sentence"] = sentence
    result["quote"] = words
    if _is_unique(index, {"source": source, "quote": words}):
        return result
    result |= _context(index, span, {"source": source, "quote": words})
    return result | _range(index, span, result)


def words_of(index: TextIndex, span: Span) -> str:
    """The words of a stretch, as the document has them."""
    return index.paragraphs[span.paragraph - 1][span.start : span.end]


def _words(index: TextIndex, quote: str, whole: Span, sentence: int | None) -> Span:
    keys = {"source": "x", "paragraph": str(whole.paragraph), "quote": quote}
    found = resolve(Citation.model_validate(keys | ({} if sentence is None else {"sentence": str(sentence)})), index)
    anchor = found.targets[0]
    if anchor.paragraph is None:
        raise CitingError(str(anchor.reason), anchor.hint)
    if anchor.last is not None or anchor.paragraph != whole.paragraph or not whole.start <= anchor.start < whole.end:
        where = f"paragraph {anchor.paragraph}" + (f" to {anchor.last}" if anchor.last is not None else "")
        raise CitingError(f"these words stand in {where}, and not where you say", "cite that one")
    return Span(anchor.paragraph, anchor.start, anchor.end)


def _by_hash(
    source: str, index: TextIndex, whole: Span, sentence: int | None, stretches: Sequence[Span]
) -> dict[str, object]:
    if len(stretches) > 1:
        hint = "cite each part by itself, in a list"
        raise CitingError("this source may not be quoted, and a hash stands for one stretch of it", hint)
    result: dict[str, object] = {"source": source, "paragraph": whole.paragraph}
    if sentence is not None:
        result["sentence"] = sentence
    if stretches:
        result["range"] = [stretches[0].start, stretches[0].end]
    return result | {"sha256": index.digest(whole.paragraph)}


def _is_unique(index: TextIndex, keys: Mapping[str, str]) -> bool:
    return _anchor(index, keys).status == "exact"


def _anchor(index: TextIndex, keys: Mapping[str, str]) -> Anchor:
    return resolve(Citation.model_validate(keys), index).targets[0]


def _context(index: TextIndex, span: Span, keys: dict[str, str]) -> dict[str, object]:
    """As few words before the quote as make it unique, else after it, else on both sides; of its own paragraph."""
    text = index.paragraphs[span.paragraph - 1]
    before, after = text[: span.start].split(), text[span.end :].split()
    around: dict[str, str] = {}
    for count in range(1, _MOST_WORDS + 1):
        prefix, suffix = " ".join(before[-count:]), " ".join(after[:count])
        for around in ({"prefix": prefix}, {"suffix": suffix}, {"prefix": prefix, "suffix": suffix}):
            around = {key: words for key, words in around.items() if words}
            if around and _is_unique(index, keys | around):
                return dict(around)
    return dict(around) if around and _fits(index, span, {**keys, **around}) else {}


def _fits(index: TextIndex, span: Span, keys: Mapping[str, str]) -> bool:
    return _anchor(index, {**keys, "paragraph": str(span.paragraph)}).status == "exact"


def _range(index: TextIndex, span: Span, keys: Mapping[str, object]) -> dict[str, object]:
    """The range, where the words stand more than once in their paragraph (and sentence) and it names another place."""
    told = {key: str(value) for key, value in keys.items()}
    anchor = _anchor(index, told)
    return {} if (anchor.paragraph, anchor.start) == (span.paragraph, span.start) else {"range": [span.start, span.end]}
