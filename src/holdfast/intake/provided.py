"""Provisions of two documents side by side: which speak of the same, by the words that they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.intake.clausewords import stem, telling
from holdfast.intake.model import Text
from holdfast.intake.provisions import Provision
from holdfast.intake.sides import Verdict


@dataclass(frozen=True, slots=True)
class ProvisionPair:
    """Two provisions that share telling words."""

    a: Provision
    b: Provision
    verdict: Verdict
    reason: str


_NEGATED: Final = re.compile(r"\b(?:not|no|never|neither|without|nobody|none)\b|n['’]t\b", re.IGNORECASE)
#: So much of the weight of the words of the shorter one both must share.
_SHARE: Final = 0.34


def pairs_of_provisions(
    a: Text, mine: Sequence[Provision], b: Text, theirs: Sequence[Provision]
) -> list[ProvisionPair]:
    """The provisions of two documents that speak of the same, the likest paired first, each once.

    1. Words are compared by their stems; a word weighs the less the more provisions have it.
    2. Two are a pair where the shared words make up a third of the weight of either's words.
    3. A pair *differs* where one of them is negated and the other is not; else it *agrees*, as far as words tell.
    """
    stems = [[_stems(text, one) for one in found] for text, found in ((a, mine), (b, theirs))]
    frequency = Counter(word for side in stems for words in side for word in words)
    total = len(mine) + len(theirs)
    weight = {word: math.log(1 + total / count) for word, count in frequency.items()}

    def score(x: dict[str, str], y: dict[str, str]) -> float:
        shared = sum(weight[word] for word in x.keys() & y.keys())
        shorter = min(sum(weight[word] for word in side) for side in (x, y))
        return shared / shorter if shorter else 0.0

    ranked = sorted(
        (
            (-found, sorted((_words(a, mine[i]), _words(b, theirs[j]))), i, j)
            for i, x in enumerate(stems[0])
            for j, y in enumerate(stems[1])
            if (found := score(x, y)) >= _SHARE
        ),
        key=lambda entry: (entry[0], entry[1], sorted(entry[2:])),
    )
    pairs: list[ProvisionPair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in ranked:
        if i in taken[0] or j in taken[1]:
            continue
        taken[0].add(i)
        taken[1].add(j)
        pairs.append(_pair(a, mine[i], b, theirs[j], _shared(stems[0][i], stems[1][j])))
    return pairs


def _shared(x: dict[str, str], y: dict[str, str]) -> list[str]:
    """The shared words, each in the shorter of its two forms, so that the order of the documents does not matter."""
    forms = {
        min(x[word].casefold(), y[word].casefold(), key=lambda form: (len(form), form)) for word in x.keys() & y.keys()
    }
    return sorted(forms)


def _pair(a: Text, x: Provision, b: Text, y: Provision, shared: list[str]) -> ProvisionPair:
    words = ", ".join(f"‘{word}’" for word in shared)
    negated = [_NEGATED.search(_words(text, one)) is not None for text, one in ((a, x), (b, y))]
    if negated[0] != negated[1]:
        return ProvisionPair(x, y, "differs", f"one of them is negated; both speak of {words}")
    return ProvisionPair(x, y, "agrees", f"both speak of {words}")


def _words(text: Text, provision: Provision) -> str:
    return " ".join(text.words(part) for part in provision.content)


def _stems(text: Text, provision: Provision) -> dict[str, str]:
    return {stem(word): word for word in reversed(telling(_words(text, provision)))}
