"""PolNeAR, 1,008 American news articles of 2016 with every attribution marked (Newell, Margolin and Ruths, 2018).

It has no licence: nothing of it is kept here, and nothing is trained on it. `train` may be read to learn from mistakes,
`dev` to report a result; `test` is refused, so that it stays unseen.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from holdfast.intake.model import Span

#: The parts that may be read.
SPLITS: Final = ("train", "dev")
_MARK: Final = re.compile(r"(T\d+)\t([A-Za-z-]+) (\d+ \d+(?:;\d+ \d+)*)\t")
_RELATION: Final = re.compile(r"E\d+\t(Attribution|Attribution-no-source):T\d+ ?(.*)")
_ARGUMENT: Final = re.compile(r"(Content|Cue|Source)2?:(T\d+)")


@dataclass(frozen=True, slots=True)
class Marked:
    """An attribution: code points of the text, first and the one after the last, of what is said, by what, by whom."""

    content: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Document:
    """An article: its text, what one annotator marked in it, and what they set aside as no part of the article."""

    name: str
    raw: str
    attributions: tuple[Marked, ...]
    discarded: tuple[tuple[int, int], ...]

    @cached_property
    def _lines(self) -> tuple[tuple[str, tuple[int, ...], int], ...]:
        """Each paragraph: its normalised text, for each of its code points the one in `raw`, and its end in `raw`."""
        found = []
        at = 0
        for line in self.raw.splitlines(keepends=True):
            text, origins = "", []
            for word in re.finditer(r"\S+", line):
                if text:
                    text += " "
                    origins.append(at + word.start() - 1)
                composed = unicodedata.normalize("NFC", word[0])
                start = at + word.start()
                text += composed
                # A word whose letters were put together keeps its first places; no offset leaves it.
                origins += [start + min(number, len(word[0]) - 1) for number in range(len(composed))]
            at += len(line)
            if text:
                found.append((text, tuple(origins), at))
        return tuple(found)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs as citations count them."""
        return tuple(text for text, _, _ in self._lines)

    def spans(self, places: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        """Places of the raw text in its paragraphs; one that runs over several paragraphs is parted."""
        return tuple(span for start, end in places for span in self._parted(start, end))

    def _parted(self, start: int, end: int) -> Iterator[Span]:
        for number, (_, origins, _) in enumerate(self._lines, 1):
            inside = [at for at, origin in enumerate(origins) if start <= origin < end]
            if inside:
                yield Span(number, inside[0], inside[-1] + 1)


def folder() -> Path | None:
    """Where the corpus lies: ``$HOLDFAST_POLNEAR``, or /tmp/corpora/polnear; None where it is not at hand."""
    found = Path(os.environ.get("HOLDFAST_POLNEAR", "/tmp/corpora/polnear"))
    return found if (found / "data").is_dir() else None


def documents(root: Path, split: str) -> list[tuple[Document, ...]]:
    """The articles of a split, each as often as it was annotated, by annotators in the order of their names.

    Raises ValueError for any split but train and dev.
    """
    if split not in SPLITS:
        raise ValueError(f"'{split}' is not read: only {' and '.join(SPLITS)} are")
    base = root / "data" / split
    found: dict[str, list[Document]] = {}
    for path in sorted((base / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        raw = (base / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        attributions, discarded = read(path.read_text(encoding="utf-8"))
        found.setdefault(name, []).append(Document(name, raw, attributions, discarded))
    return [tuple(both) for both in found.values()]


def read(annotations: str) -> tuple[tuple[Marked, ...], tuple[tuple[int, int], ...]]:
    """What a file in brat's standoff format marks: attributions, and stretches to be left out."""
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    discarded: list[tuple[int, int]] = []
    relations: list[Marked] = []
    for line in annotations.split("\n"):
        if mark := _MARK.match(line):
            pairs = (pair.split(" ") for pair in mark[3].split(";"))
            places[mark[1]] = tuple(sorted((int(start), int(end)) for start, end in pairs))
            if mark[2] == "Discard":
                discarded += places[mark[1]]
    for line in annotations.split("\n"):
        if relation := _RELATION.match(line):
            parts: dict[str, list[tuple[int, int]]] = {"Content": [], "Cue": [], "Source": []}
            for role, name in _ARGUMENT.findall(relation[2]):
                parts[role] += places[name]
            if parts["Content"]:
                relations.append(Marked(*(tuple(sorted(parts[role])) for role in ("Content", "Cue", "Source"))))
    return tuple(relations), tuple(discarded)
