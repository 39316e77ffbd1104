"""Which issues, options and facts a stretch of text is about, by the case's own words, with those that matched.

1. Words are levelled (case, accents, British spelling) and stripped of their endings: the longest one that leaves a
   stem, in a single pass (after Lovins 1968, *Development of a stemming algorithm*).
2. A word counts for less the more of the candidates have it (inverse document frequency, Spärck Jones 1972), and for
   more where the case names it as a word of the issue than where it stands in an option.
3. What reaches no more than a part of the best candidate's weight is left out.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from holdfast.case.case import Case

_WORD: Final = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*")
#: Endings, the longest first, with what takes their place.
_ENDINGS: Final = tuple(
    sorted(
        {
            "isations": "", "isation": "", "izations": "", "ization": "", "ising": "", "izing": "", "ised": "",
            "ized": "", "ises": "", "izes": "", "ise": "", "ize": "", "aments": "", "ament": "", "ements": "",
            "ement": "", "ments": "", "ment": "", "ations": "", "ation": "", "ions": "", "ion": "", "ings": "",
            "ing": "", "eds": "", "ed": "", "ers": "", "er": "", "ances": "", "ance": "", "ences": "", "ence": "",
            "als": "", "al": "", "ating": "", "ated": "", "atic": "", "atically": "", "ators": "", "ator": "",
            "atements": "", "atement": "", "ities": "", "ity": "", "nesses": "", "ness": "", "ships": "", "ship": "",
            "ately": "", "ates": "", "ate": "", "ively": "", "ive": "", "ly": "", "ies": "y", "es": "", "s": "",
            "e": "", "ors": "", "or": "",
        }.items(),
        key=lambda pair: -len(pair[0]),
    )
)  # fmt: skip
_SHORTEST: Final = 4
#: Words that say nothing of what a text is about.
STOP: Final = frozenset(
    "a about after all also an and any are as at be because been before being both but by can could did do does done "
    "down each either for from further had has have having he her here him his how i if in into is it its itself just "
    "may me might more most must my no nor not now of off on once only or other our out over own per s same shall she "
    "should so some such t than that the their them then there these they this those through to too under until up "
    "upon us very was we were what when where whether which while who whom whose why will with within without would "
    "you your one two said say says told".split()
)
#: The weight of a word by where the case has it.
_NAMED, _SHORT, _QUESTION, _OPTION = 3.0, 2.0, 1.5, 1.0
#: What the weight of a word is multiplied with that stands in a party's name: it says who, and little about what.
_COMMON: Final = 0.3
#: A candidate with less than this part of the best one's weight is not shown.
_PART: Final = 0.34
_MOST: Final = 5


def tokens(text: str) -> list[str]:
    """The words of a text, levelled: lower case, without accents and possessive endings."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return [re.sub(r"['’‘](?:s|t)?$", "", word).replace("’", "'") for word in _WORD.findall(plain)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A levelled word without its ending, where at least four letters remain."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            left = word[: len(word) - len(ending)] + instead
            return left[:-1] if left[-1] == left[-2] and left[-1] in "bdgmnprt" else left
    return word


def stems(text: str) -> list[str]:
    """The stems of a text's words, in their order; words that say nothing are left out."""
    return [stem(word) for word in tokens(text) if word not in STOP]


@dataclass(frozen=True, slots=True)
class Match:
    """Something of the case that a text seems to be about."""

    name: str
    words: tuple[str, ...]
    """The words of the text that matched, in its order."""
    weight: float
    """By which candidates are ordered; it means nothing beyond that."""
    options: tuple[Match, ...] = ()
    """Of an issue: its options, in the same manner."""


class Vocabulary:
    """The words of several candidates, weighted."""

    def __init__(self, texts: Mapping[str, Iterable[tuple[str, float]]], common: Iterable[str] = ()) -> None:
        """The texts of each candidate with their weights, and stems that alone make nothing one of them."""
        self._common = frozenset(common)
        self._weights: dict[str, dict[str, float]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], float]]] = {}
        for name, parts in texts.items():
            weights: dict[str, float] = {}
            phrases: list[tuple[tuple[str, ...], float]] = []
            for text, weight in parts:
                found = stems(text)
                if weight == _NAMED and len(found) > 1:
                    phrases.append((tuple(found), weight))
                    weight = _OPTION  # a part of a phrase is less than the phrase
                for one in found:
                    weights[one] = max(weight, weights.get(one, 0.0))
            self._weights[name], self._phrases[name] = weights, phrases
        counted = Counter(one for weights in self._weights.values() for one in weights)
        total = len(self._weights)
        self._rarity = {
            one: (math.log((total + 1) / count) + 0.1) * (_COMMON if one in self._common else 1)
            for one, count in counted.items()
        }

    def match(self, text: str) -> list[Match]:
        """The candidates that share words with the text, the heaviest first; equals in the candidates' order."""
        written: dict[str, str] = {}
        ordered: list[str] = []
        for word in tokens(text):
            if word not in STOP:
                written.setdefault(stem(word), word)
                ordered.append(stem(word))
        found: list[Match] = []
        for name, weights in self._weights.items():
            shared = [one for one in written if one in weights]
            if self._common.issuperset(shared):
                continue
            weight = sum(weights[one] * self._rarity[one] for one in shared)
            for phrase, value in self._phrases[name]:
                if _holds(ordered, phrase):
                    weight += value * sum(self._rarity[one] for one in phrase)
            found.append(Match(name, tuple(written[one] for one in shared), weight))
        return sorted(found, key=lambda one: -one.weight)


def _holds(ordered: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Whether the phrase's stems follow one another in the text."""
    length = len(phrase)
    return any(tuple(ordered[at : at + length]) == phrase for at in range(len(ordered) - length + 1))


class Topics:
    """The issues and facts of a case, ready to be recognised."""

    def __init__(self, case: Case) -> None:
        parties = {
            one
            for party in case.parties.values()
            for name in (party.name, party.short or "", *party.aliases)
            for one in stems(name)
        } - {one for issue in case.issues.values() for word in issue.words for one in stems(word)}
        self._issues = Vocabulary(
            {
                name: [
                    *((word, _NAMED) for word in issue.words),
                    *([(issue.short, _SHORT)] if issue.short else []),
                    (name.rpartition("/")[2].replace("-", " "), _SHORT),
                    (issue.question, _QUESTION),
                    *((option.text, _OPTION) for option in issue.options.values()),
                ]
                for name, issue in case.issues.items()
            },
            parties,
        )
        self._options = {
            name: Vocabulary({key: [(option.text, _OPTION)] for key, option in issue.options.items()})
            for name, issue in case.issues.items()
        }
        self._facts = Vocabulary(
            {
                name: [(fact.text, _SHORT), (fact.unit or "", _OPTION), (name.replace("-", " "), _QUESTION)]
                for name, fact in case.facts.items()
            },
            parties,
        )

    def issues(self, text: str) -> tuple[Match, ...]:
        """The issues that a text seems to be about, each with the options that it seems to name."""
        found = []
        for one in _best(self._issues.match(text)):
            options = _best(self._options[one.name].match(text))
            found.append(Match(one.name, one.words, one.weight, options))
        return tuple(found)

    def facts(self, text: str) -> tuple[Match, ...]:
        """The facts of the case that a text seems to be about."""
        return _best(self._facts.match(text))


def _best(found: list[Match]) -> tuple[Match, ...]:
    return tuple(one for one in found[:_MOST] if one.weight >= _PART * found[0].weight)
