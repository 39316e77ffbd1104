"""Names of those who act, compared: titles left out, what is called after a state being the state's."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from holdfast.intake.demonyms import country_of
from holdfast.intake.people import TITLES

#: By these a state acts: what its army does, the state does.
_HANDS: Final = frozenset("army military forces troops soldiers government state navy police".split())
_ARTICLES: Final = frozenset("the a an its his her their this that of".split())


@lru_cache(maxsize=4096)
def same_name(x: str, y: str) -> bool:
    """Whether two names may mean one: all words of one are in the other; a state and its army are one.

    A description is somebody only where it is definite, and the same.
    """
    one, other = sorted((named_in(x), named_in(y)), key=lambda names: len(names[0]))
    (short, plain_short), (long, plain_long) = one, other
    if not short and not long:
        return plain_short == plain_long and _definite(x) and _definite(y)
    if not short or not set(short) <= set(long):
        return False
    return (short[-1] in (long[-1], long[0]) or len(short) > 1) and (plain_short ^ plain_long) <= _HANDS


def _definite(name: str) -> bool:
    return name.split()[0].lower() in ("the", "this", "that")


@lru_cache(maxsize=4096)
def named_in(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names in what somebody is called, and its other words; articles, and titles before a name, left out."""
    names: list[str] = []
    plain: list[str] = []
    words = name.replace("’", "'").replace("'s", " ").split()
    titled = bool(words) and words[-1][0].isupper()
    for word in words:
        small = word.lower().strip(".,'\"") or word
        if small in _ARTICLES or (titled and small in TITLES):
            continue
        if word[0].isupper() or small in country_of():
            names += country_of().get(small, small).split()
        else:
            plain.append(small)
    return tuple(names), frozenset(plain)
