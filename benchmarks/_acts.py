"""Acts set side by side in articles that nobody marked: each pair printed, for a person to read whether it is one act.

Articles of a week, as `holdfast intake` compares them, by the day in their names; without days, any two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Final

from benchmarks import _gum, _polnear
from holdfast.intake.actpairs import ActPair, pairs_of_acts
from holdfast.intake.acts import Act, acts
from holdfast.intake.from_pairs import APART
from holdfast.intake.model import Text
from holdfast.intake.speech import attributions

_DAY: Final = re.compile(r"_(\d{4})-(\d\d)-(\d\d)_")


@dataclass(frozen=True, slots=True)
class Reported:
    """An article with its acts."""

    name: str
    text: Text
    acts: tuple[Act, ...]


def of_polnear(root: Path, split: str, *, dated: bool = True) -> list[Reported]:
    """The articles of a split; `dated`: each with the day in its name, by which those of a week are compared."""
    found = []
    for both in _polnear.documents(root, split):
        day = _DAY.search(both[0].name)
        published = date(*map(int, day.groups())) if day is not None and dated else None
        found.append(_reported(both[0].name, Text(both[0].paragraphs, published, language="en")))
    return found


def of_gum(root: Path) -> list[Reported]:
    """The news texts of GUM, each about something else: whatever is set side by side in them is invented."""
    names = sorted(path.stem for path in (root / "dep").glob("GUM_news_*.conllu"))
    return [_reported(name, Text(_gum.paragraphs(root, name), language="en")) for name in names]


def _reported(name: str, text: Text) -> Reported:
    return Reported(name, text, acts(text, attributions(text)))


def compared(articles: Sequence[Reported]) -> Iterator[tuple[Reported, Reported]]:
    """The articles that are set side by side: any two, but not those that were published more than a week apart."""
    for one, other in combinations(articles, 2):
        x, y = one.text.published, other.text.published
        if x is None or y is None or abs((x - y).days) <= APART:
            yield one, other


def pairs(articles: Sequence[Reported]) -> Iterator[tuple[Reported, Reported, ActPair]]:
    """Every two reports that are set side by side."""
    for one, other in compared(articles):
        for pair in pairs_of_acts(one.text, one.acts, other.text, other.acts):
            yield one, other, pair


def lines(articles: Sequence[Reported]) -> Iterator[str]:
    """Every pair to be read: verdict, and each report's words, actor and sentence."""
    for number, (one, other, pair) in enumerate(pairs(articles), 1):
        yield f"{number}. {pair.about}: {pair.verdict}"
        for article, act in ((one, pair.a), (other, pair.b)):
            actor = "nobody" if act.actor is None else act.actor.name
            yield f"   {article.name}: ‘{article.text.words(act.words)}’, by {actor}"
            yield f"      {article.text.words(act.sentence)}"
