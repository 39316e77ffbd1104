"""Parts of speech: a small tagger for English news, its weights kept beside it.

An averaged perceptron (Collins, 2002, “Discriminative Training Methods for Hidden Markov Models”, EMNLP) in two rounds
that look at no decision of their own round, so that the tokens of a whole document are tagged at once:

1. Each token gets the tag of the highest score by its own form and the forms around it.
2. It gets a second one, for which the first tags of its neighbours count as well (after Brill's idea of correcting a
   first guess, 1995; the weights of this round are learnt from first tags that were guessed for texts held out).

Names are read by their outward form alone (`nameless`): which name it is changes nothing, so no party's name is read
better than another's. The tags are the Penn Treebank's. `tools/train_tagger.py` makes the weights; `data/README.md` says of what.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS: Final = "english-tags.bin"
#: Stands before and after every sentence.
EDGE: Final = "\x00"
#: How many features each round looks at.
FIRST: Final = 23
SECOND: Final = FIRST + 8

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


@lru_cache(maxsize=65536)
def _own(word: str) -> tuple[tuple[str, ...], ...]:
    """The features that a word gives: to itself, to the next, to the one before, and to those two away."""
    form, outline = _form(word), shape(word)
    ending = form[-3:]
    return (
        (
            f"w {form}",
            f"W {word}" if outline[0] == "A" else f"w3 {form[:5]}",
            f"e1 {form[-1:]}",
            f"e2 {form[-2:]}",
            f"e3 {ending}",
            f"e4 {form[-4:]}",
            f"p {form[:3]}",
            f"s {outline}",
        ),
        (f"w-1 {form}", f"e-1 {ending}", f"s-1 {outline}"),
        (f"w+1 {form}", f"e+1 {ending}", f"s+1 {outline}"),
        (f"w-2 {form}",),
        (f"w+2 {form}",),
    )


#: Endings of words that are no names, for a sentence's first word.
_ENDING: Final = re.compile(
    r"(?:ing|ed|ly|ers?|ors?|ists?|ions?|ments?|ity|ities|ics|ives?|ous|able|al|als|ness|less|ful|[ae]nts?|ees?|ies)$"
)


def nameless(words: Sequence[str], common: frozenset[str]) -> list[str]:
    """The words with every name as a stand-in of its form: ‘Xxxx’, ‘Xxxxs’, ‘Xxxxian’, ‘XXX’.

    A name is a word with a capital that is not known in small letters; a sentence's first word only if it does not end
    like other words.
    """
    found = []
    first = True
    for word in words:
        stands_in = word
        if not word.islower() and any(map(str.isupper, word)) and word.strip(".-'’") != "I":
            low = word.lower().replace("’", "'")
            if low not in common and not (first and _ENDING.search(low)) and "." not in word:
                stands_in = _stand_in(word, low)
        if any(map(str.isalnum, word)):
            first = False
        found.append(stands_in)
    return found


def _stand_in(word: str, low: str) -> str:
    hyphen = "-xx" if "-" in word and word.rpartition("-")[2].islower() else ""
    if word.isupper():
        return f"XXX{hyphen}"
    ending = next((one for one in ("ian", "ese", "ish", "can", "s") if low.endswith(one)), "")
    return f"Xxxx{hyphen or ending}"


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of the first round, token by token of a sentence."""
    padded = [EDGE, EDGE, *words, EDGE, EDGE]
    forms = [_form(word) for word in padded]
    owns = [_own(word) for word in padded]
    shapes = [shape(word) for word in padded]
    found = []
    for at in range(2, len(padded) - 2):
        before, here, after = forms[at - 1], forms[at], forms[at + 1]
        found.append(
            [
                *owns[at][0],
                *owns[at - 1][1],
                *owns[at + 1][2],
                *owns[at - 2][3],
                *owns[at + 2][4],
                f"ww {before} {here}",
                f"w>w {here} {after}",
                f"w<>w {before} {after}",
                f"ss {shapes[at - 1]} {shapes[at]} {shapes[at + 1]}",
                f"we {before} {here[-3:]}",
                f"ew {here[-3:]} {after}",
                f"fs {at == 2} {shapes[at]}",
            ]
        )
    return found


def tag_features(words: Sequence[str], first: Sequence[str]) -> list[list[str]]:
    """What the second round adds: the first tags around a token."""
    padded = [EDGE, EDGE, *first, EDGE, EDGE]
    found = []
    for at, word in enumerate(words, 2):
        two_before, before, here, after, two_after = padded[at - 2 : at + 3]
        form = _form(word)
        found.append(
            [
                f"t {here}",
                f"tw {before} {form}",
                f"wt {form} {after}",
                f"tt {two_before} {before}",
                f"t>t {after} {two_after}",
                f"t<>t {before} {after}",
                f"te {before} {form[-2:]}",
                f"ttt {before} {here} {after}",
            ]
        )
    return found


@dataclass(frozen=True)
class Model:
    """The weights of both rounds: rows of features, columns of tags; the last row is of zeros, for what is unknown."""

    tags: tuple[str, ...]
    rows: tuple[dict[str, int], dict[str, int]]
    weights: tuple[NDArray[np.float32], NDArray[np.float32]]
    common: frozenset[str]
    """The words that it has seen in small letters."""

    def scores(self, step: int, found: Iterable[Sequence[str]]) -> NDArray[np.float32]:
        """The score of every tag (columns) for every token (rows)."""
        import numpy as np

        rows, weights = self.rows[step], self.weights[step]
        missing = len(weights) - 1
        index = np.array([[rows.get(one, missing) for one in token] for token in found], dtype=np.int32)
        total: NDArray[np.float32] = weights[index].sum(axis=1)
        return total


def pack(model: Model) -> bytes:
    """The weights as a file: a header in JSON, then the weights of each round as whole bytes, compressed."""
    import numpy as np

    head: dict[str, Any] = {"tags": model.tags, "common": " ".join(sorted(model.common)), "rounds": []}
    body = b""
    for rows, weights in zip(model.rows, model.weights, strict=True):
        names = sorted(rows, key=rows.__getitem__)
        head["rounds"].append({"features": names})
        body += np.asarray(weights[:-1], dtype=np.int8).T.tobytes()
    header = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(struct.pack("<I", len(header)) + header + body, 9)


def unpack(packed: bytes) -> Model:
    """The model that `pack` wrote."""
    import numpy as np

    content = zlib.decompress(packed)
    (length,) = struct.unpack_from("<I", content)
    head = json.loads(content[4 : 4 + length])
    at = 4 + length
    rows, weights = [], []
    for step in head["rounds"]:
        names = step["features"]
        size = len(names) * len(head["tags"])
        flat = np.frombuffer(content, dtype=np.int8, count=size, offset=at)
        at += size
        table = np.zeros((len(names) + 1, len(head["tags"])), dtype=np.float32)
        table[:-1] = flat.reshape(len(head["tags"]), len(names)).T
        rows.append({name: number for number, name in enumerate(names)})
        weights.append(table)
    common = frozenset(head["common"].split())
    return Model(tuple(head["tags"]), (rows[0], rows[1]), (weights[0], weights[1]), common)


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
    first_features = [token for sentence in words for token in features(sentence)]
    if not first_features:
        return [() for _ in words]
    first = _split([known.tags[best] for best in known.scores(0, first_features).argmax(axis=1)], words)
    second_features = [
        token for sentence, guessed in zip(words, first, strict=True) for token in tag_features(sentence, guessed)
    ]
    both = (one + two for one, two in zip(first_features, second_features, strict=True))
    return _split([known.tags[best] for best in known.scores(1, both).argmax(axis=1)], words)


def _split(flat: Sequence[str], words: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    found, at = [], 0
    for sentence in words:
        found.append(tuple(flat[at : at + len(sentence)]))
        at += len(sentence)
    return found
