"""The lines of a PDF's pages → paragraphs: running heads and page numbers dropped, wrapped and divided lines joined.

A PDF says where letters stand, not what a paragraph is: what follows are rules of thumb. They run once, when the
document is imported; from then on its text is a file that a person can read and correct.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

#: So many lines at the top and at the bottom of a page may be running heads or feet.
_EDGE: Final = 3
_PAGE_WORDS: Final = frozenset("page p pg seite s página pág pagina pag стр страница صفحة 第 頁 页".split())
_NUMBER_AT_END: Final = re.compile(
    r"^(?P<rest>.*?)[\s|–—-]*(?P<number>\d{1,4})(?:\s*(?:of|/|von|de|di|sur|из)\s*(?P<total>\d{1,4}))?[\s|–—-]*$"
)
_NUMBER_AT_START: Final = re.compile(r"^[\s|–—-]*(?P<number>\d{1,4})[\s|–—-]+(?P<rest>\D.*)$")
_ENDS: Final = re.compile(r"[.!?:;؟。！？][\"'”’»)\]]*$")
_ITEM: Final = re.compile(
    r"^(?:[•●▪◦*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s|(?:Article|Section|Annex|Chapter|Clause|Artículo|Artigo)\s+\w)"
)
_HYPHENATED: Final = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}  # printers' forms, not letters
)


#: A line of a page and how high it stands, where that is known.
Line = tuple[str, float | None]


def paragraphs(pages: Iterable[Sequence[Line]]) -> tuple[str, ...]:
    """The paragraphs of a document of these pages."""
    tidy = [[(" ".join(text.translate(_LIGATURES).split()), height) for text, height in page] for page in pages]
    return tuple(join(without_running_heads(with_gaps(tidy))))


def with_gaps(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    """The lines of pages, with an empty one wherever the distance to the next is clearly more than usual."""
    filled = [[line for line in page if line[0]] for page in pages]
    steps = sorted(step for page in filled for one, other in pairwise(page) if (step := _step(one, other)) > 0)
    usual = steps[len(steps) // 4] if steps else 0.0
    result = []
    for page in filled:
        lines = [text for text, _ in page[:1]]
        for one, other in pairwise(page):
            lines += ["", other[0]] if _step(one, other) > usual * 1.35 > 0 else [other[0]]
        result.append(lines)
    return result


def _step(one: Line, other: Line) -> float:
    return 0.0 if one[1] is None or other[1] is None else one[1] - other[1]


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without the lines that they all repeat at their edges: the same words, or words with the page's number.

    A heading that is one word and a number ("Article 3") is never taken for one, even where every page begins so.
    """
    trimmed = [_trimmed(page) for page in pages]
    if len([page for page in trimmed if page]) < 2:
        return trimmed
    counted: Counter[tuple[str, int | None]] = Counter()
    for number, page in enumerate(trimmed):
        counted.update({key for place in _edges(page) for key in _keys(page[place], number)})
    filled = sum(1 for page in trimmed if page)
    # Left and right pages may have heads of their own, and the first one often has none.
    needed = filled if filled < 4 else max(3, (filled - 1) // 2)
    result = []
    for number, page in enumerate(trimmed):
        heads = {place for place in _edges(page) if any(counted[key] >= needed for key in _keys(page[place], number))}
        top = _unbroken(heads, page, range(len(page)))
        bottom = _unbroken(heads, page, range(len(page) - 1, -1, -1))
        result.append(_trimmed([line for place, line in enumerate(page) if place not in top | bottom]))
    return result


def _trimmed(page: Sequence[str]) -> list[str]:
    filled = [place for place, line in enumerate(page) if line]
    return list(page[filled[0] : filled[-1] + 1]) if filled else []


def _edges(page: Sequence[str]) -> set[int]:
    filled = [place for place, line in enumerate(page) if line]
    return set(filled[:_EDGE]) | set(filled[-_EDGE:])


def _unbroken(heads: set[int], page: Sequence[str], places: Iterable[int]) -> set[int]:
    """The running heads from the edge inwards as far as there is nothing else; blank lines do not count."""
    found = set()
    for place in places:
        if place in heads:
            found.add(place)
        elif page[place]:
            break
    return found


def _keys(line: str, page: int) -> list[tuple[str, int | None]]:
    """What a line has in common with its like on other pages: its words, or words and how far its number is ahead."""
    if not line or (_ENDS.search(line) and " " in line and not line.endswith(":")):
        return []  # what ends like a sentence is one: better a running head kept than a sentence lost
    keys: list[tuple[str, int | None]] = [(line, None)]
    for pattern in (_NUMBER_AT_END, _NUMBER_AT_START):
        found = pattern.match(line)
        if found is not None:
            rest = found["rest"].strip(" |–—-.,")
            words = rest.casefold().split()
            total = found.groupdict().get("total") is not None
            if total or len(words) != 1 or words[0].strip(".") in _PAGE_WORDS or not words[0].isalpha():
                keys.append((rest, int(found["number"]) - page))
    return keys


def join(pages: Sequence[Sequence[str]]) -> list[str]:
    """Paragraphs from lines: a line goes on in the next one unless it looks like the last of its paragraph."""
    lengths = sorted(len(line) for page in pages for line in page if line)
    if not lengths:
        return []
    full = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)] * 0.8
    known = {word for page in pages for line in page for word in _WORD.findall(line)}
    lines = [line for page in pages for line in ([*page, None] if page else [])]  # None: the page ends
    result: list[str] = []
    last: str | None = None
    gap = turned = False
    for line in lines:
        if line is None:
            turned = True
        elif not line:
            gap = True
        else:
            if last is None or _parted(last, line, full=full, gap=gap, turned=turned):
                result.append(line)
            else:
                result[-1] = _joined(result[-1], line, known)
            last, gap, turned = line, False, False
    return result


def _parted(last: str, line: str, *, full: float, gap: bool, turned: bool) -> bool:
    """Whether a paragraph ends between two lines."""
    if turned and not _ENDS.search(last) and line[0].islower():
        return False  # a sentence goes on across the page
    if gap or (_ITEM.match(line) and (_ENDS.search(last) or len(last) < full)):
        return True
    if len(last) >= full:
        return False
    return bool(_ENDS.search(last)) or not line[0].islower()


def _joined(text: str, line: str, known: set[str]) -> str:
    """Two lines as one. A hyphen at the end goes if it only divides a word: if no such compound stands elsewhere."""
    hyphenated = _HYPHENATED.search(text)
    if hyphenated is None:
        return text + line if text.endswith("-") and line[0].isdigit() else f"{text} {line}"
    after = _WORD.match(line)
    if after is None or not line[0].islower():
        return text + line
    head, tail = hyphenated[1], after[0]
    keep = f"{head}-{tail}" in known and head + tail not in known
    return (text if keep else text[:-1]) + line


def wrapped(lines: Sequence[str]) -> bool:
    """Whether a plain text's lines are broken to a width: blocks parted by blank lines, their inner lines all long."""
    inner = [first for first, second in pairwise(lines) if first and second]
    if len(inner) < 2 or not any(not line for line in lines):
        return False
    width = max(map(len, lines))
    return 40 <= width <= 120 and sum(len(line) >= width * 0.65 for line in inner) >= len(inner) * 0.8


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The blocks of such a text, each as one paragraph; the items of a list stay apart."""
    result: list[str] = []
    last = ""
    for line in lines:
        if line and last and not _ITEM.match(line):
            # Who writes to a width does not divide words: a hyphen at the end of a line is part of one.
            result[-1] += line if re.search(r"\w-$", result[-1]) else f" {line}"
        elif line:
            result.append(line)
        last = line
    return result
