"""GUM, the Georgetown University Multilayer corpus (Zeldes, 2017): sentences with the part of speech of every token.

Its news, interviews, scholarly articles and court opinions are under CC BY; the tagger is trained on their training
part. What is measured here is their test part, which nobody has trained or tuned on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from holdfast.case.textindex import normalised
from holdfast.intake.tagging import tag
from holdfast.intake.tokens import tokens

#: The genres that the tagger may know.
GENRES: Final = ("news", "interview", "academic", "court")


def folder() -> Path | None:
    """Where the corpus lies: ``$HOLDFAST_GUM``, or /tmp/corpora/gum; None where it is not at hand."""
    found = Path(os.environ.get("HOLDFAST_GUM", "/tmp/corpora/gum"))
    return found if (found / "splits.md").is_file() and (found / "dep").is_dir() else None


def paragraphs(root: Path, name: str) -> tuple[str, ...]:
    """The paragraphs of a document, as citations count them."""
    found: list[list[str]] = []
    for block in (root / "dep" / f"{name}.conllu").read_text(encoding="utf-8").split("\n\n"):
        if (text := re.search(r"^# text = (.*)$", block, re.MULTILINE)) is not None:
            if not found or re.search(r"^# newpar", block, re.MULTILINE):
                found.append([])
            found[-1].append(text[1])
    return tuple(normalised(" ".join(sentences)) for sentences in found)


def sentences(root: Path, split: str, genre: str) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """The sentences of a part and genre: each one's text, and the tag of every token by its place in it."""
    listed = re.search(rf"^## {split}\n(.*?)(?=^## |\Z)", (root / "splits.md").read_text(encoding="utf-8"), re.M | re.S)
    names = re.findall(rf"\* (GUM_{genre}_\S+)", "" if listed is None else listed[1])
    for name in names:
        for block in (root / "dep" / f"{name}.conllu").read_text(encoding="utf-8").split("\n\n"):
            text, tags = "", {}
            for line in block.splitlines():
                cells = line.split("\t")
                if cells[0].isdigit():
                    tags[len(text), len(text) + len(cells[1])] = cells[4]
                    text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
            if tags:
                yield text, tags


def accuracy(root: Path, split: str, genre: str) -> tuple[float, float]:
    """The share of tokens that are tagged as the corpus tags them, and the share that are tokens in both.

    Our tokens and the corpus's differ, in compounds with hyphens above all; only those that both have are judged.
    """
    right = both = every = 0
    known = list(sentences(root, split, genre))
    ours = [tokens(text) for text, _ in known]
    for (_, tags), mine, found in zip(
        known, ours, tag([[token.text for token in sentence] for sentence in ours]), strict=True
    ):
        every += len(tags)
        for token, guess in zip(mine, found, strict=True):
            wanted = tags.get((token.start, token.end))
            both += wanted is not None
            right += wanted == guess
    return right / max(1, both), both / max(1, every)
