"""Which clauses of a draft a stretch of text may be about: by the words that they share."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from holdfast.intake.nouns import singular


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """A clause that shares words with a stretch of text. It suggests; it decides nothing."""

    clause: str
    words: tuple[str, ...]
    """The words of the text that the clause has too, in the order of the text."""
    because: str
    """In words."""


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9][0-9,.]*[0-9]|[0-9]")
_COMMON: Final = frozenset(
    "a an the of to in on at by for from with and or but not no nor as that this these those it its they them their "
    "he his "
    "she her who whom whose which what when where while if unless once until after before be is are was were been "
    "being "
    "has have had do does did will would shall should may might must can could also any all each some other than then "
    "there into onto over under between among during within without about against up out off such so only both either "
    "more most least plan deal agreement draft clause phase first second third party side".split()
)
_ENDINGS: Final = (
    "isation",
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "als",
    "al",
    "ions",
    "ion",
    "ed",
    "es",
    "s",
    "e",
)
_SHORTEST: Final = 4
_MOST: Final = 3
#: So much of the weight of a clause's words, or so many of them, a text must share.
_SHARE: Final = 0.3


def stem(word: str) -> str:
    """A word without its ending, so that ‘withdraws’ and ‘withdrawal’, ‘disarm’ and ‘disarmed’ meet."""
    word = singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    word = word.removesuffix("is").removesuffix("iz") if len(word) > _SHORTEST + 2 else word
    word = word[:-1] if word.endswith("wn") else word  # withdrawn
    if len(word) > _SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word


def clauses_named(words: str, clauses: Mapping[str, str]) -> tuple[ClauseMatch, ...]:
    """The clauses that share telling words with a stretch of text, the likeliest first, at most three.

    1. Words are compared by their stems; a word weighs the less the more clauses have it (inverse document frequency).
    2. A clause counts where the shared words make up three tenths of the weight of its words or of the text's, and are
       at least two, or one that no other clause has.
    """
    texts = {name: {stem(word) for word in telling(text)} for name, text in clauses.items()}
    frequency: dict[str, int] = {}
    for stems in texts.values():
        for one in stems:
            frequency[one] = frequency.get(one, 0) + 1
    weight = {one: math.log(1 + len(texts) / count) for one, count in frequency.items()}
    mine = {stem(word): word for word in reversed(telling(words))}
    found: list[tuple[float, str, ClauseMatch]] = []
    for name, stems in texts.items():
        shared = [one for one in reversed(mine) if one in stems]
        total = sum(weight[one] for one in stems)
        if not shared or not total:
            continue
        common = sum(weight[one] for one in shared)
        known = sum(weight.get(one, math.log(1 + len(texts))) for one in mine)
        score = max(common / total, common / known)
        enough = len(shared) > 1 or frequency[shared[0]] == 1
        if enough and score >= _SHARE:
            said = tuple(mine[one] for one in shared)
            because = f"shares {', '.join(f'‘{word}’' for word in said)} with the clause"
            found.append((-score, name, ClauseMatch(name, said, because)))
    return tuple(match for _, _, match in sorted(found, key=lambda entry: entry[:2])[:_MOST])


def telling(words: str) -> list[str]:
    """The words of a text that say what it is about, in its order."""
    return [word for found in _WORD.finditer(words) if (word := found[0]).casefold() not in _COMMON]
