"""What intake finds, against what persons marked, and how fast: PolNeAR, GUM, and the two articles of the example.

python benchmarks/intake.py [--json]
python benchmarks/intake.py --errors train [--kind indirect] [--limit 50]     missed, spurious, wrong speakers
python benchmarks/intake.py --acts train [--undated]     acts set side by side, to be read

The corpora are not part of holdfast; CONTRIBUTING.md says how to get them. What is not at hand is not measured, and the
table says so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _acts, _articles, _attributed, _gum, _marking, _polnear
from benchmarks._articles import Articles, FigureFound
from benchmarks._attributed import cue_right, speaker_right
from benchmarks._scoring import A, B, Score
from benchmarks._table import Table, run
from holdfast.case.sentences import sentences
from holdfast.intake.found import read
from holdfast.intake.model import Text
from holdfast.intake.speech import attributions

#: How many articles make the reading of documents in bulk.
DOCUMENTS: Final = 60
#: So many others are read before, by every process.
WARMING: Final = 3
ROUNDS: Final = 2
POLNEAR_HOW: Final = "PolNeAR is not at hand: see ‘Corpora’ in CONTRIBUTING.md"
GUM_HOW: Final = "GUM is not at hand: see ‘Corpora’ in CONTRIBUTING.md"
ARTICLES_HOW: Final = "the articles are not at hand: they lie in ../shared/sources, or $HOLDFAST_SHARED/sources"


def main(table: Table) -> None:
    """Measure what is at hand."""
    for folder, part, what, how in (
        (_polnear.folder(), polnear, "PolNeAR", POLNEAR_HOW),
        (_marking.sources(), articles, "the two articles", ARTICLES_HOW),
        (_gum.folder(), gum, "GUM", GUM_HOW),
        (_polnear.folder(), speed, "speed, on PolNeAR's train", POLNEAR_HOW),
    ):
        if folder is None:
            table.absent(what)
            print(how, file=sys.stderr)
        else:
            part(table, folder)


def polnear(table: Table, root: Path) -> None:
    """Attributions of its dev part, the outermost ones, which alone it marks."""
    score = _attributed.against_polnear(root, "dev")
    _rates(table, "PolNeAR dev: attributions", score, f1=0.6)
    table.add("PolNeAR dev: speaker right among matches", score.share(speaker_right) * 100, "%", at_least=86)
    named = score.share(speaker_right, lambda one: bool(one.speaker))
    table.add("PolNeAR dev: speaker right where one is marked", named * 100, "%")
    table.add("PolNeAR dev: cue right among matches", score.share(cue_right) * 100, "%")
    _kinds(table, "PolNeAR dev", score.recall_by(lambda one: one.kind))
    table.add("PolNeAR dev: F1 with nested ones", _attributed.against_polnear(root, "dev", nested=True).f1, "")
    week = _acts.of_polnear(root, "dev")
    table.add("PolNeAR dev: pairs of articles of a week", sum(1 for _ in _acts.compared(week)), "")
    table.add("PolNeAR dev: acts set side by side in a week", sum(1 for _ in _acts.pairs(week)), "")
    table.add("PolNeAR: F1 of annotators among themselves", _attributed.between_annotators(root).f1, "")


def articles(table: Table, folder: Path) -> None:
    """The two articles against the hand marking."""
    both = Articles.at(folder)
    said = both.attributions()
    _rates(table, "articles: attributions", said)
    for what, right in (
        ("speaker", speaker_right),
        ("cue", cue_right),
        ("whom the speaker means", _articles.name_right),
        ("inferred or not", _articles.flag_right("inferred")),
        ("anonymous or not", _articles.flag_right("anonymous")),
        ("addressee", _articles.to_right),
        ("nested or not", _articles.nesting_right),
        ("manner", _articles.manner_right),
    ):
        table.add(f"articles: {what} right among matches", said.share(right) * 100, "%")
    _kinds(table, "articles", said.recall_by(lambda one: one.kind))

    provided = both.provisions()
    _rates(table, "articles: provisions", provided)
    table.add("articles: provision's text right", provided.share(_articles.source_right) * 100, "%")

    counted = both.figures()
    _rates(table, "articles: figures", counted)
    judged: tuple[tuple[str, Callable[[_marking.MarkedFigure, FigureFound], bool]], ...] = (
        ("number and hedge", _articles.value_right),
        ("what is counted", _articles.counted_right),
        ("when", _articles.when_right),
        ("who asserts it", _articles.asserter_right),
    )
    for what, exact in judged:
        table.add(f"articles: {what} right among figures", counted.share(exact) * 100, "%")

    for what, slots in (("places, days, people, counts", ("place", "day", "part", "count")), ("acts", ("act",))):
        compared = both.compared(*slots)
        _rates(table, f"articles: {what} compared", compared)
        table.add(f"articles: {what}: comparison right", compared.share(_articles.relation_right) * 100, "%")
    table.add("articles: comparisons with a dateline", both.never(), "", at_most=0)

    suggested = both.suggestions()
    for kind, what in (("parties", "party"), ("issues", "issue"), ("verbs", "verb")):
        table.add(f"articles: first {what} right", suggested.share(_articles.first_right(kind)) * 100, "%")
        table.add(
            f"articles: a right {what} among those suggested", suggested.share(_articles.any_right(kind)) * 100, "%"
        )


def gum(table: Table, root: Path) -> None:
    """The tagger on GUM's test part, which it has not seen; figures in news texts on which nothing was tuned."""
    counted: Score[_marking.MarkedFigure, FigureFound] = Score()
    for name, marked in _marking.read_unseen().items():
        _articles.count_figures(counted, Text(_gum.paragraphs(root, name), language="en"), marked)
    _rates(table, "unseen news: figures", counted)
    table.add("unseen news: number and hedge right", counted.share(_articles.value_right) * 100, "%")
    table.add("unseen news: what is counted right", counted.share(_articles.counted_right) * 100, "%")
    news = _acts.of_gum(root)
    table.add("GUM, news of different matters: acts", sum(len(one.acts) for one in news), "")
    table.add("GUM, news of different matters: pairs of articles", sum(1 for _ in _acts.compared(news)), "")
    table.add("GUM, news of different matters: acts set side by side", sum(1 for _ in _acts.pairs(news)), "", at_most=0)
    for genre in _gum.GENRES:
        right, both = _gum.accuracy(root, "test", genre)
        table.add(f"GUM test, {genre}: tags right", right * 100, "%")
        table.add(f"GUM test, {genre}: tokens that are the same", both * 100, "%")


def speed(table: Table, root: Path) -> None:
    """Sentences and documents per second. Each round has processes of its own, in which no text was read before.

    Checked first: whatever is read gives the same in every process and on every run.
    """
    texts = [
        Text(both[0].paragraphs, language="en") for both in _polnear.documents(root, "train")[: DOCUMENTS + WARMING]
    ]
    warming, texts = texts[:WARMING], texts[WARMING:]
    count = sum(len(sentences(paragraph)) for text in texts for paragraph in text.paragraphs)
    expected = [_digest(text) for text in texts]
    for what, reads in (("attributions", attributions), ("everything that is read", read)):
        seconds = []
        for _ in range(ROUNDS):
            with _processes(1) as pool:
                seconds.append(pool.submit(_cpu, warming, texts, reads).result())
        table.add(f"{what}, one process", count / min(seconds), "sentences/CPU s")
    for processes in (1, 2):
        seconds = []
        for _ in range(ROUNDS):
            with _processes(processes) as pool:
                list(pool.map(_warm, [warming] * processes))
                began = time.perf_counter()
                assert list(pool.map(_digest, texts, chunksize=5)) == expected
                seconds.append(time.perf_counter() - began)
        plural = "es" * (processes > 1)
        table.add(f"everything that is read, {processes} process{plural}", len(texts) / min(seconds), "documents/s")


def _processes(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def _warm(texts: Sequence[Text]) -> None:
    """Loads what is loaded once: the tagger, patterns. It takes a while, so that each process gets one of these."""
    for text in texts:
        read(text)


def _digest(text: Text) -> tuple[int, ...]:
    """How much was found: small, so that handing it over takes no time."""
    found = read(text)
    return len(found.attributions), len(found.figures), len(found.provisions), len(found.days)


def _cpu(warming: Sequence[Text], texts: Sequence[Text], reads: Callable[[Text], object]) -> float:
    """CPU seconds of reading texts."""
    for text in warming:
        reads(text)
    began = time.process_time()
    for text in texts:
        reads(text)
    return time.process_time() - began


def _rates(table: Table, what: str, score: Score[A, B], f1: float | None = None) -> None:
    table.add(f"{what}, marked", len(score.matched) + len(score.missed), "")
    table.add(f"{what}, precision", score.precision, "")
    table.add(f"{what}, recall", score.recall, "")
    table.add(f"{what}, F1", score.f1, "", at_least=f1)


def _kinds(table: Table, what: str, kinds: dict[str, tuple[int, int]]) -> None:
    for kind, (found, every) in kinds.items():
        table.add(f"{what}: recall of {kind}, of {every}", found / every, "")


def _options(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], None]:
    parser.add_argument(
        "--errors", choices=[*_polnear.SPLITS, "articles"], help="print what was missed and spurious, and end"
    )
    parser.add_argument("--kind", help="with --errors: only of this manner")
    parser.add_argument("--limit", type=int, default=50, help="with --errors: so many of each (default: 50)")
    parser.add_argument(
        "--acts", choices=[*_polnear.SPLITS, "gum"], help="print the acts that are set side by side, and end"
    )
    parser.add_argument("--undated", action="store_true", help="with --acts: in any two articles, not those of a week")

    def tell(chosen: argparse.Namespace) -> None:
        if chosen.acts is not None:
            _tell_acts(parser, chosen)
        if chosen.errors is None:
            return
        folder = _marking.sources() if chosen.errors == "articles" else _polnear.folder()
        if folder is None:
            parser.error(ARTICLES_HOW if chosen.errors == "articles" else POLNEAR_HOW)
        if chosen.errors == "articles":
            score = Articles.at(folder).attributions()
        else:
            score = _attributed.against_polnear(folder, chosen.errors)
        for line in _attributed.lines(score, chosen.kind, chosen.limit):
            print(line)
        counts = f"{len(score.matched)} matched, {len(score.missed)} missed, {len(score.spurious)} spurious"
        print(f"{counts}, F1 {score.f1:.3f}")
        parser.exit()

    return tell


def _tell_acts(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> None:
    root = _gum.folder() if chosen.acts == "gum" else _polnear.folder()
    if root is None:
        parser.error(GUM_HOW if chosen.acts == "gum" else POLNEAR_HOW)
    if chosen.acts == "gum":
        articles = _acts.of_gum(root)
    else:
        articles = _acts.of_polnear(root, chosen.acts, dated=not chosen.undated)
    for line in _acts.lines(articles):
        print(line)
    print(f"{sum(1 for _ in _acts.pairs(articles))} in {sum(1 for _ in _acts.compared(articles))} pairs of articles")
    parser.exit()


if __name__ == "__main__":
    sys.exit(run(main, options=_options))
