"""Whether a stretch of text is made of whole words: that it does not start or end inside of a word or a number.

"agree" is not quoted from "disagree", nor "violent" from "non-violent", "we can" from "we can't", "200" from "1,200".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Before a stretch: what makes its first word a part of another one.
_JOINED_BEFORE: Final = re.compile(r"(?:\w[-‐‑]|(?:^|\W)[nN]['’])$")
_JOINED_BEFORE_DIGIT: Final = re.compile(r"(?:\d[.,'’–/:]|[-−–]|(?:^|\D)\d{1,3}[ \n])$")
_JOINED_AFTER: Final = re.compile(r"(?:[-‐‑]\w|['’][tT](?!\w))")
_JOINED_AFTER_DIGIT: Final = re.compile(r"(?:[.,'’–/:]\d|[ \n]\d{3}(?!\d))")
#: What joins two parts of a word or a number where no space is.
_JOINTS: Final = frozenset(".,:/-‐‑–'’")
#: Scripts that write no spaces between words: there any place can be the end of one.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` starts and ends at the ends of words and numbers."""
    first, last = text[start], text[end - 1]
    if start:
        before = text[start - 1]
        if before == " " or before == "\n":
            # 200 is not quoted from 1 200, where a space groups the digits
            if (
                first.isdigit()
                and _is_group(text, start, end)
                and _JOINED_BEFORE_DIGIT.search(text[max(0, start - 6) : start])
            ):
                return False
        elif not _open_before(text, start, before, first):
            return False
    if end < len(text):
        after = text[end]
        if after == " " or after == "\n":
            if last.isdigit() and _ends_group(text, start, end) and _JOINED_AFTER_DIGIT.match(text, end):
                return False
        elif not _open_after(text, end, last, after):
            return False
    return True


def _open_before(text: str, start: int, before: str, first: str) -> bool:
    if first in _JOINTS and _wordlike(before) and _wordlike(text[start + 1 : start + 2] or " "):
        return False
    if _wordlike(first) and _wordlike(before) and not _either_unspaced(before, first):
        return False
    window = text[max(0, start - 6) : start]
    if first.isdigit() and _JOINED_BEFORE_DIGIT.search(window):
        return False
    return not (_wordlike(first) and _JOINED_BEFORE.search(window))


def _open_after(text: str, end: int, last: str, after: str) -> bool:
    if _mark(after):
        return False  # an accent or a vowel sign belongs to the letter before it
    if last in _JOINTS and _wordlike(after) and end > 1 and _wordlike(text[end - 2]):
        return False
    if _wordlike(last) and _wordlike(after) and not _either_unspaced(last, after):
        return False
    if last.isdigit() and _JOINED_AFTER_DIGIT.match(text, end):
        return False
    return not (_wordlike(last) and _JOINED_AFTER.match(text, end))


def _is_group(text: str, start: int, end: int) -> bool:
    """Whether a stretch starts with just three digits, as groups after the first do."""
    return re.match(r"\d{3}(?!\d)", text[start : min(end + 1, start + 4)]) is not None


def _ends_group(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends with one to three digits."""
    return re.search(r"(?:^|\D)\d{1,3}$", text[max(start, end - 4) : end]) is not None


def _wordlike(character: str) -> bool:
    return character.isalnum() or character == "_" or _mark(character)


def _mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character)[0] == "M"


def _either_unspaced(one: str, other: str) -> bool:
    return bool(_UNSPACED.match(one) or _UNSPACED.match(other))


def ends_with(text: str, words: str) -> bool:
    """Whether a text ends with these words, white space between them aside, and not with a part of the first."""
    text = text.rstrip()
    start = len(text) - len(words)
    return not words or (text.endswith(words) and whole(text, start, len(text)))


def starts_with(text: str, words: str) -> bool:
    """Whether a text starts with these words, white space between them aside, and not with a part of the last."""
    text = text.lstrip()
    return not words or (text.startswith(words) and whole(text, 0, len(words)))
