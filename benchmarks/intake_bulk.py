"""A folder of articles into a case: near-duplicates, the import, reading in several processes, and suggestions.

The articles are generated: invented sentences with speakers, cues, figures and days; two fifths of them are copies of
an earlier one with some sentences cut or added, as papers do with a wire story.

python benchmarks/intake_bulk.py [--json]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Table, run
from holdfast.case.load import load
from holdfast.intake.bulk import opened, readings
from holdfast.intake.duplicates import Index, resemblance, shingles
from holdfast.intake.importing import Importer
from holdfast.intake.suggestions import suggest

ARTICLES = 5000
#: So many of them are imported, and of these read: as many as show the speed.
IMPORTED, READ = 1000, 150
CASE = """
holdfast: 1
title: Generated
parties:
  union: {name: Dockers' Union, short: Union, roles: [principal], members: [{name: Marta Reis, as: secretary}]}
  port: {name: Port Authority, short: Port, roles: [principal], members: [{name: Ines Falcao, as: director}]}
issues:
  automation: {question: How far are the cranes automated?, options: {none: {text: None}, full: {text: All cranes}}}
  reinstatement: {question: Who comes back?, options: {none: {text: Nobody}, all: {text: All the dismissed}}}
facts: {dismissed: {text: Workers dismissed, unit: people}}
"""
_WHO = [
    "Marta Reis, the union's secretary,",
    "Ines Falcao, director of the port,",
    "An official who was in the room",
    "The ministry",
]
_CUE = ["said on Monday that", "insisted that", "warned that", "told reporters that", "denied that", "announced that"]
_WHAT = [
    "no crane would move before every dismissed worker was back",
    "the port had dismissed {n} workers since December",
    "the union would accept {n} cranes a year if the night shifts were paid",
    "talks would go on for {n} more days",
    "some {n} ships were waiting off the harbour",
    "the draft left out what was promised to {n} families",
]


def article(draws: random.Random) -> list[str]:
    """Twelve to thirty sentences, in paragraphs of one or two."""
    made, number = [], draws.randrange(12, 30)
    while number > 0:
        sentences = []
        for _ in range(min(number, draws.randrange(1, 3))):
            words = draws.choice(_WHAT).format(n=draws.randrange(2, 9000))
            place = f"near quay {draws.randrange(400)}, pier {draws.randrange(90)}"
            sentences.append(f"{draws.choice(_WHO)} {draws.choice(_CUE)} {words}, {place}.")
            number -= 1
        made.append(" ".join(sentences))
    return made


def edited(paragraphs: list[str], draws: random.Random) -> list[str]:
    """The article as another paper prints it."""
    made = [one for one in paragraphs if draws.random() > 0.08]
    for _ in range(draws.randrange(3)):
        made.insert(draws.randrange(len(made) + 1), article(draws)[0])
    return made


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds of this process, and the result."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def main(table: Table) -> None:
    """Measures."""
    draws = random.Random(11)
    texts: list[list[str]] = []
    copies = 0
    for _ in range(ARTICLES):
        if texts and draws.random() < 0.4:
            texts.append(edited(draws.choice(texts), draws))
            copies += 1
        else:
            texts.append(article(draws))
    table.add("articles", ARTICLES, "")
    table.add("of them edited copies", copies, "")
    _near(table, texts, draws)
    with tempfile.TemporaryDirectory() as folder:
        _imported(table, texts[:IMPORTED], Path(folder))


def _near(table: Table, texts: list[list[str]], draws: random.Random) -> None:
    began = time.process_time()
    hashes = [shingles(text) for text in texts]
    index: Index[int] = Index(0.8)
    found: set[tuple[int, int]] = set()
    for number, one in enumerate(hashes):
        found |= {(near.name, number) for near in index.near(one)}
        index.add(number, one)
    table.add("near-duplicates found", len(found), "pairs")
    table.add("near-duplicates: CPU time", time.process_time() - began, "s", at_most=60)
    wrong = sum(resemblance(hashes[a], hashes[b]) < 0.8 for a, b in found)
    table.add("pairs below the share of 0.8", wrong, "", at_most=0)
    sample = draws.sample(range(ARTICLES), 40)
    missed = sum(
        (min(a, b), max(a, b)) not in found
        for a in sample
        for b in range(ARTICLES)
        if a != b and resemblance(hashes[a], hashes[b]) >= 0.8
    )
    table.add("pairs missed, of 40 articles with all others", missed, "", at_most=0)


def _imported(table: Table, texts: list[list[str]], folder: Path) -> None:
    home, news = folder / "case", folder / "news"
    home.mkdir()
    news.mkdir()
    (home / "case.yaml").write_text(CASE, encoding="utf-8")
    for number, text in enumerate(texts):
        (news / f"n{number:05}.txt").write_text("\n".join(text) + "\n", encoding="utf-8")
    paths = sorted(news.iterdir())
    described = {"publisher": "A paper", "published": "2026-03-04", "language": "en", "kind": "news"}

    def taken() -> None:
        importer = Importer(load(home, "desk").case, "public")
        for one in opened(paths, processes=1):
            assert one.content is not None
            assert one.document is not None
            importer.take(one.path, one.content, one.document, described)
            if importer.waiting >= 200:
                importer.flush()
        importer.flush()

    table.add(f"import of {IMPORTED}: CPU time", timed(taken)[0], "s", at_most=60)
    table.add("import again, nothing new: CPU time", timed(taken)[0], "s", at_most=30)
    case = load(home, "desk").case
    originals = [name for name, source in case.sources.items() if source.copy_of is None]
    table.add("documents of their own", len(originals), "")
    first, second = originals[:READ], originals[READ : 2 * READ]
    sentences = sum(text.count(". ") + 1 for name in first for text in case.documents[name].paragraphs)
    one, found = timed(lambda: readings(case, first, processes=1))
    table.add("reading, one process", len(first) / one, "documents/s of CPU", at_least=3)
    table.add("reading, one process", sentences / one, "sentences/s of CPU")
    began = time.perf_counter()
    readings(case, second, processes=2)
    table.add("reading, two processes, on the clock", len(second) / (time.perf_counter() - began), "documents/s")
    again, _ = timed(lambda: readings(case, first, processes=1))
    table.add("reading what is kept", len(first) / again, "documents/s", at_least=100)
    assert isinstance(found, dict)
    seconds, made = timed(lambda: suggest(case, found, ()))
    assert isinstance(made, tuple)
    table.add("suggestions made", len(made) / seconds, "suggestions/s", at_least=200)


if __name__ == "__main__":
    sys.exit(run(main))
