"""Makes the weights of the tagger (`src/holdfast/intake/data/english-tags.bin`) from the GUM corpus.

    python tools/train_tagger.py GUM-FOLDER [--check]

GUM-FOLDER is a checkout of github.com/amir-zeldes/gum (its `dep/*.conllu` and `splits.md`). Only genres whose texts
are under CC BY are read (`LICENSE.txt` there): Wikinews' news and interviews, scholarly articles, court opinions; of
these the training part; the accuracy is measured on the development part. The result depends on nothing but the
corpus: the same files give the same bytes. `--check` writes nothing and fails where the bytes would differ.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from holdfast.intake import tagging
from holdfast.intake.tokens import tokens

GENRES: Final = ("news", "interview", "academic", "court")
TARGET: Final = Path(__file__).parents[1] / "src/holdfast/intake/data" / tagging.WEIGHTS
PASSES: Final = 8
FOLDS: Final = 5
#: A feature seen less often is not learnt.
SEEN: Final = 2
#: The same for a feature of two words or tags.
PAIRS: Final = 3
#: Weights are kept as whole numbers from -127 to 127; rows in which none reaches this are left out.
KEPT: Final = 6
#: Single weights below this are nothing.
SMALL: Final = 3

Tagged: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


def part(corpus: Path, name: str) -> list[str]:
    """The documents of a part (`train`, `dev`, `test`) in genres under CC BY."""
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", (corpus / "splits.md").read_text("utf-8"), re.M | re.S)
    assert section is not None
    return [doc for doc in re.findall(r"\* (\S+)", section[1]) if doc.split("_")[1] in GENRES]


def sentences(corpus: Path, documents: Sequence[str]) -> list[Tagged]:
    """The sentences of the documents as our own tokens, each with its tag."""
    found = []
    for document in documents:
        for block in (corpus / "dep" / f"{document}.conllu").read_text("utf-8").split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]
            if rows:
                found.append(_ours(rows))
    return found


def _ours(rows: Sequence[Sequence[str]]) -> Tagged:
    """Their tokens as ours: a word that they divide takes the tag of its last part, seen with what follows."""
    text, ends = "", []
    for row in rows:
        text += row[1]
        ends.append(len(text))
        if "SpaceAfter=No" not in row[9]:
            text += " "
    # a token that they split without a space in between is joined again as in the text
    mine = tokens(text)
    tags: list[str] = []
    spans = []
    for token in mine:
        within = [number for number, end in enumerate(ends) if token.start < end <= token.end]
        spans.append(within)
    for number, within in enumerate(spans):
        if not within:
            covering = next(at for at, end in enumerate(ends) if end >= mine[number].end)
            tags.append(rows[covering][4])
            continue
        tag = rows[within[-1]][4]
        if len(within) > 1 and "-" in mine[number].text:
            following = rows[within[-1] + 1][4] if within[-1] + 1 < len(rows) else ""
            first = rows[within[0]][4]
            if tag in ("VBN", "VBG", "VBD", "RB") or (tag in ("NN", "CD") and following.startswith("NN")):
                tag = "JJ"
            if first.startswith("NNP") and tag == "NN":
                tag = "NNP"
        tags.append(tag)
    return tuple(token.text for token in mine), tuple(tags)


def train(
    examples: Sequence[tuple[list[list[str]], Sequence[str]]], tags: Sequence[str], seed: int
) -> tuple[dict[str, int], np.ndarray]:
    """An averaged perceptron: for each token in turn, reward the right tag's weights and punish those of the guess."""
    counts = Counter(one for found, _ in examples for token in found for one in token)
    rows = {
        name: number
        for number, name in enumerate(
            sorted(name for name, n in counts.items() if n >= (PAIRS if name.count(" ") > 1 else SEEN))
        )
    }
    columns = {tag: number for number, tag in enumerate(tags)}
    items = [
        (np.array([rows[one] for one in token if one in rows], dtype=np.int32), columns[right])
        for found, rights in examples
        for token, right in zip(found, rights, strict=True)
    ]
    weights = np.zeros((len(rows), len(tags)), dtype=np.float64)
    total = np.zeros_like(weights)
    order, moment = list(range(len(items))), 0
    shuffled = random.Random(seed)
    for _ in range(PASSES):
        shuffled.shuffle(order)
        for number in order:
            index, right = items[number]
            guess = int(weights[index].sum(axis=0).argmax())
            moment += 1
            if guess != right:
                weights[index, right] += 1
                weights[index, guess] -= 1
                total[index, right] += moment
                total[index, guess] -= moment
    return rows, weights - total / (moment + 1)


def smaller(rows: dict[str, int], weights: np.ndarray) -> tuple[dict[str, int], np.ndarray]:
    """The weights as whole numbers of one byte, without the rows that say next to nothing."""
    scale = 127 / np.percentile(np.abs(weights).max(axis=1), 99.9)
    whole = np.clip(np.rint(weights * scale), -127, 127)
    names = sorted(name for name, at in rows.items() if np.abs(whole[at]).max() >= KEPT)
    table = np.zeros((len(names) + 1, whole.shape[1]), dtype=np.float32)
    for number, name in enumerate(names):
        table[number] = whole[rows[name]]
    table[np.abs(table) < SMALL] = 0
    return {name: number for number, name in enumerate(names)}, table


def first_round(data: Sequence[Tagged], tags: Sequence[str]) -> tuple[dict[str, int], np.ndarray]:
    """The weights of the first round."""
    return smaller(*train([(tagging.features(words), rights) for words, rights in data], tags, 1))


def guesses(data: Sequence[Tagged], tags: Sequence[str]) -> Iterator[tuple[Tagged, tuple[str, ...]]]:
    """Every sentence with first tags from a model that has not seen it."""
    for fold in range(FOLDS):
        seen = [example for number, example in enumerate(data) if number % FOLDS != fold]
        held = [example for number, example in enumerate(data) if number % FOLDS == fold]
        rows, weights = first_round(seen, tags)
        model = tagging.Model(tuple(tags), rows, (weights, weights), frozenset())
        for words, rights in held:
            yield (words, rights), model.tag([words])[0][0]


def make(corpus: Path) -> tagging.Model:
    """Both rounds, learnt from the training part."""
    data = sentences(corpus, part(corpus, "train"))
    common = frozenset(
        word.replace("’", "'") for words, _ in data for word in words if word.islower() and any(map(str.isalpha, word))
    )
    data = [(tuple(tagging.nameless(words, common, headlines=False)), rights) for words, rights in data]
    tags = sorted({tag for _, rights in data for tag in rights})
    rows, weights = first_round(data, tags)
    second = [
        ([one + two for one, two in zip(tagging.features(w), tagging.tag_features(w, guessed), strict=True)], rights)
        for (w, rights), guessed in guesses(data, tags)
    ]
    rows2, weights2 = smaller(*train(second, tags, 2))
    names = sorted({*rows, *rows2})
    together = {name: number for number, name in enumerate(names)}
    return tagging.Model(
        tuple(tags), together, (_spread(weights, rows, together), _spread(weights2, rows2, together)), common
    )


def _spread(weights: np.ndarray, rows: dict[str, int], together: dict[str, int]) -> np.ndarray:
    """The weights under the rows of both rounds, of zeros where a round has none."""
    found = np.zeros((len(together) + 1, weights.shape[1]), dtype=np.float32)
    for name, number in rows.items():
        found[together[name]] = weights[number]
    return found


def accuracy(model: tagging.Model, data: Sequence[Tagged]) -> float:
    """The share of tokens whose tag is right."""
    found = tagging.tag([words for words, _ in data], model)
    pairs = [
        (one, two) for tags, (_, rights) in zip(found, data, strict=True) for one, two in zip(tags, rights, strict=True)
    ]
    return sum(one == two for one, two in pairs) / len(pairs)


def main() -> int:
    """Trains, measures, writes or compares."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--check", action="store_true")
    given = ask.parse_args()
    made = make(given.corpus)
    packed = tagging.pack(made)
    made = tagging.unpack(packed)
    print(f"{len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")
    dev = part(given.corpus, "dev")
    print(f"accuracy on dev: {accuracy(made, sentences(given.corpus, dev)):.4f}")
    for genre in GENRES:
        some = [document for document in dev if document.split("_")[1] == genre]
        print(f"  {genre}: {accuracy(made, sentences(given.corpus, some)):.4f}")
    if given.check:
        return 0 if TARGET.read_bytes() == packed else 1
    TARGET.write_bytes(packed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
