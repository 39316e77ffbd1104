"""Parts of speech: a small tagger for English news, its weights kept beside it.

An averaged perceptron (Collins, 2002, “Discriminative Training Methods for Hidden Markov Models”, EMNLP) in two rounds
that look at no decision of their own round, so that the tokens of a whole document are tagged at once:

1. Each token gets the tag of the highest score by its own form and the forms around it.
2. It gets a second one, for which the first tags of its neighbours count as well (after Brill's idea of correcting a
   first guess, 1995; the weights of this round are learnt from first tags that were guessed for texts held out).

Names are read by their outward form alone (`nameless`): which name it is changes nothing, so no party's name is read
better than another's. The tags are the Penn Treebank's. `tools/train_tagger.py` makes the weights; `data/README.md`
says of what.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS: Final = "english-tags.bin"
#: Stands before and after every sentence.
EDGE: Final = "\x00"

_DIGITS: Final = re.compile(r"\d")


def _form(word: str) -> str:
    return _DIGITS.sub("0", word.lower().replace("’", "'"))


def shape(word: str) -> str:
    """A word's outward form in short: capitals, digits, hyphens."""
    if word == EDGE:
        return "edge"
    if not any(character.isalnum() for character in word):
        return word[:2]
    parts = "A" if word.isupper() else "Aa" if word[0].isupper() else "aA" if not word.islower() else "a"
    if any(character.isdigit() for character in word):
        parts = "0" if not any(character.isalpha() for character in word) else f"{parts}0"
    return parts + ("-" if "-" in word else "") + ("." if word.endswith(".") else "")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's form, its outline, and the features it gives to itself, its neighbours, and those two away."""

    form: str
    outline: str
    alone: tuple[str, ...]


@lru_cache(maxsize=65536)
def _word(word: str) -> _Word:
    form, outline = _form(word), shape(word)
    ending = form[-3:]
    return _Word(
        form,
        outline,
        (
            f"w {form}",
            f"W {word}" if outline[0] == "A" else f"w3 {form[:5]}",
            f"e1 {form[-1:]}",
            f"e2 {form[-2:]}",
            f"e3 {ending}",
            f"e4 {form[-4:]}",
            f"p {form[:3]}",
            f"s {outline}",
            f"w-1 {form}",
            f"e-1 {ending}",
            f"s-1 {outline}",
            f"w+1 {form}",
            f"e+1 {ending}",
            f"s+1 {outline}",
            f"w-2 {form}",
            f"w+2 {form}",
        ),
    )


#: Which of a word's features (`_Word.alone`) a token takes from the word so far from it.
_TAKEN: Final = ((0, slice(0, 8)), (-1, slice(8, 11)), (1, slice(11, 14)), (-2, slice(14, 15)), (2, slice(15, 16)))


#: Endings of words that are no names, for a sentence's first word.
_ENDING: Final = re.compile(
    r"(?:ing|ed|ly|ers?|ors?|ists?|ions?|ments?|ity|ities|ics|ives?|ous|able|al|als|ness|less|ful|[ae]nts?|ees?|ies)$"
)


def nameless(words: Sequence[str], common: frozenset[str], headlines: bool = True) -> list[str]:
    """The words with every name as a stand-in of its form: ‘Xxxx’, ‘Xxxxs’, ‘Xxxxian’, ‘XXX’.

    A name is a word with a capital that is not known in small letters; a sentence's first word only if it does not end
    like other words. In `headlines` words that are known in small letters are written so.
    """
    found = []
    first = True
    title = headlines and is_headline(words)
    for word in words:
        if title and word.istitle() and word.lower() in common:
            stands_in, first = word.lower(), False
        elif word.islower() or not word[0].isalpha():
            stands_in = word
            first = first and not word[0].isalnum()
        else:
            low = word.lower().replace("’", "'")
            plain = low in common or word == "I" or "." in word or (first and _ENDING.search(low) is not None)
            stands_in = word if plain else _stand_in(word, low)
            first = False
        found.append(stands_in)
    return found


def is_headline(words: Sequence[str]) -> bool:
    """Whether Most Words Begin With a Capital, as in a headline."""
    letters = [word for word in words if word[0].isalpha()]
    capitals = sum(not word[0].islower() for word in letters)
    return len(letters) > 3 and (
        5 * capitals > 4 * len(letters) or (words[-1] != "." and 3 * capitals > 2 * len(letters))
    )


def _stand_in(word: str, low: str) -> str:
    hyphen = "-xx" if "-" in word and word.rpartition("-")[2].islower() else ""
    if word.isupper():
        return f"XXX{hyphen}"
    ending = next((one for one in ("ian", "ese", "ish", "can", "s") if low.endswith(one)), "")
    return f"Xxxx{hyphen or ending}"


def _pairs(padded: Sequence[_Word], at: int) -> tuple[str, ...]:
    """The features that a token has together with its neighbours."""
    before, here, after = padded[at - 1], padded[at], padded[at + 1]
    ending = here.form[-3:]
    return (
        f"ww {before.form} {here.form}",
        f"w>w {here.form} {after.form}",
        f"w<>w {before.form} {after.form}",
        f"ss {before.outline} {here.outline} {after.outline}",
        f"we {before.form} {ending}",
        f"ew {ending} {after.form}",
        f"fs {at == 2} {here.outline}",
    )


def _around(forms: Sequence[_Word], padded: Sequence[str], at: int) -> tuple[str, ...]:
    """What the second round adds: the first tags around a token."""
    two_before, before, here, after, two_after = padded[at - 2 : at + 3]
    form = forms[at].form
    return (
        f"t {here}",
        f"tw {before} {form}",
        f"wt {form} {after}",
        f"tt {two_before} {before}",
        f"t>t {after} {two_after}",
        f"t<>t {before} {after}",
        f"te {before} {form[-2:]}",
        f"ttt {before} {here} {after}",
    )


def _padded(words: Sequence[str]) -> list[_Word]:
    return [_word(word) for word in (EDGE, EDGE, *words, EDGE, EDGE)]


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of the first round, token by token of a sentence."""
    padded = _padded(words)
    return [
        [one for step, part in _TAKEN for one in padded[at + step].alone[part]] + list(_pairs(padded, at))
        for at in range(2, len(padded) - 2)
    ]


def tag_features(words: Sequence[str], first: Sequence[str]) -> list[list[str]]:
    """The features that the second round adds, token by token of a sentence."""
    padded, tags = _padded(words), (EDGE, EDGE, *first, EDGE, EDGE)
    return [list(_around(padded, tags, at)) for at in range(2, len(padded) - 2)]


@dataclass(frozen=True)
class Model:
    """The weights of both rounds: rows of features, columns of tags; the last row is of zeros, for what is unknown."""

    tags: tuple[str, ...]
    rows: dict[str, int]
    weights: tuple[NDArray[np.float32], NDArray[np.float32]]
    common: frozenset[str]
    """The words that it has seen in small letters."""
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def tag(self, sentences: Sequence[Sequence[str]]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """The first and the second tags of the words of each sentence."""
        import numpy as np

        padded = [_padded(sentence) for sentence in sentences]
        index = self._index(padded)
        first = self._best(0, index, padded)
        get, missing = self.rows.get, len(self.rows)
        more = [
            [get(one, missing) for one in _around(words, tags, at)]
            for words, guessed in zip(padded, first, strict=True)
            for tags in ((EDGE, EDGE, *guessed, EDGE, EDGE),)
            for at in range(2, len(words) - 2)
        ]
        return first, self._best(1, np.concatenate([index, np.array(more, dtype=np.int32)], axis=1), padded)

    def _index(self, padded: Sequence[Sequence[_Word]]) -> NDArray[np.int32]:
        """The rows of every token's features of the first round."""
        import numpy as np

        get, missing = self.rows.get, len(self.rows)
        alone = np.array([self._alone(word) for words in padded for word in words], dtype=np.int32)
        inner: list[int] = []
        at = 0
        for words in padded:
            inner.extend(range(at + 2, at + len(words) - 2))
            at += len(words)
        tokens = np.array(inner, dtype=np.int32)
        pairs = [
            [get(one, missing) for one in _pairs(words, at)] for words in padded for at in range(2, len(words) - 2)
        ]
        parts = [alone[tokens + step][:, part] for step, part in _TAKEN]
        found: NDArray[np.int32] = np.concatenate([*parts, np.array(pairs, dtype=np.int32)], axis=1)
        return found

    def _alone(self, word: _Word) -> tuple[int, ...]:
        key = word.alone[1] + word.form
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 65536:
                self._known.clear()
            missing = len(self.rows)
            found = self._known[key] = tuple(self.rows.get(one, missing) for one in word.alone)
        return found

    def _best(self, step: int, index: NDArray[np.int32], padded: Sequence[Sequence[_Word]]) -> list[tuple[str, ...]]:
        best = iter(self.weights[step][index].sum(axis=1).argmax(axis=1).tolist())
        return [tuple(self.tags[next(best)] for _ in range(len(words) - 4)) for words in padded]


def pack(model: Model) -> bytes:
    """The weights as a file: a header in JSON, then the weights of each round as whole bytes, compressed."""
    import numpy as np

    head: dict[str, Any] = {
        "tags": model.tags,
        "common": " ".join(sorted(model.common)),
        "features": sorted(model.rows, key=model.rows.__getitem__),
    }
    body = b"".join(np.asarray(weights[:-1], dtype=np.int8).T.tobytes() for weights in model.weights)
    header = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(struct.pack("<I", len(header)) + header + body, 9)


def unpack(packed: bytes) -> Model:
    """The model that `pack` wrote."""
    import numpy as np

    content = zlib.decompress(packed)
    (length,) = struct.unpack_from("<I", content)
    head = json.loads(content[4 : 4 + length])
    names, tags = head["features"], head["tags"]
    size = len(names) * len(tags)
    weights = []
    for step in range(2):
        flat = np.frombuffer(content, dtype=np.int8, count=size, offset=4 + length + step * size)
        table = np.zeros((len(names) + 1, len(tags)), dtype=np.float32)
        table[:-1] = flat.reshape(len(tags), len(names)).T
        weights.append(table)
    rows = {name: number for number, name in enumerate(names)}
    return Model(tuple(tags), rows, (weights[0], weights[1]), frozenset(head["common"].split()))


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights that come with holdfast, read once."""
    return unpack(resources.files("holdfast.intake").joinpath("data", WEIGHTS).read_bytes())


def knows(word: str) -> bool:
    """Whether the tagger has learnt from texts in which a word stands in small letters."""
    return word.lower().replace("’", "'") in model().common


def tag(sentences: Sequence[Sequence[str]], using: Model | None = None) -> list[tuple[str, ...]]:
    """The tags of the words of each sentence."""
    known = using or model()
    words = [nameless(sentence, known.common) for sentence in sentences]
    filled = [sentence for sentence in words if sentence]
    if not filled:
        return [() for _ in words]
    found = iter(known.tag(filled)[1])
    return [next(found) if sentence else () for sentence in words]
