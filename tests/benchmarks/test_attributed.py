"""The measurement of attributions, on a corpus of our own in PolNeAR's format; and what is not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import _attributed, _gum, intake
from benchmarks._attributed import Found, cue_right, joined, speaker_right
from benchmarks._table import Table, run
from holdfast.intake.model import Attribution, Manner, Span, Speaker, Text

SENTENCES = (
    "Ann Lee said the port would open.",
    "\u201cWe will open it,\u201d she said.",
    "According to the union, nobody was told.",
    "Ben Roe said the talks had failed.",
)
TEXT = "It rained on Monday.\n\n" + "".join(f"{sentence}\n\n" for sentence in SENTENCES)
#: Of each sentence but the last, which is set aside: who, by which words, what.
MARKED = (
    ("Ann Lee", "said", "the port would open"),
    ("she", "said", "\u201cWe will open it,\u201d"),
    ("the union", "According to", "nobody was told"),
)


def label(number: int, role: str) -> str:
    return f"T{number + 1}{('Source', 'Cue', 'Content', 'Attribution').index(role)}"


def corpus(folder: Path, split: str = "dev", *, without: int | None = None) -> Path:
    """One article in PolNeAR's form; `without` leaves out one of its attributions."""
    rows: list[str] = []
    for number, (sentence, parts) in enumerate(zip(SENTENCES, MARKED, strict=False)):
        if number == without:
            continue
        start = TEXT.index(sentence)
        for role, words in zip(("Source", "Cue", "Content", "Attribution"), (*parts, parts[1]), strict=True):
            at = start + sentence.index(words)
            rows.append(f"{label(number, role)}\t{role} {at} {at + len(words)}\t{words}")
        names = [f"{role}:{label(number, role)}" for role in ("Attribution", "Content", "Cue", "Source")]
        rows.append(f"E{number}\t{' '.join(names)}")
    aside = TEXT.index(SENTENCES[-1])
    rows.append(f"T99\tDiscard {aside} {aside + len(SENTENCES[-1])}\t{SENTENCES[-1]}")
    for part in ("text", "attributions"):
        (folder / "data" / split / part).mkdir(parents=True)
    (folder / "data" / split / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "data" / split / "attributions" / "one_a.ann").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_what_is_plain_is_found_and_judged(tmp_path: Path) -> None:
    score = _attributed.against_polnear(corpus(tmp_path), "dev")
    assert (score.precision, score.recall) == (1, 1)
    assert score.recall_by(lambda one: one.kind) == {"according-to": (1, 1), "direct": (1, 1), "indirect": (1, 1)}
    assert score.share(speaker_right) == 1
    assert score.share(cue_right) == 1
    assert list(_attributed.lines(score, None, 9)) == []


def test_what_goes_on_in_the_same_paragraph_is_one_with_it() -> None:
    def found(place: Span, goes_on: int | None = None) -> Found:
        manner: Manner = "direct" if goes_on is None else "continuation"
        return Found(Text(()), Attribution(manner, Speaker(None), None, (place,), goes_on=goes_on), ())

    chain = [found(Span(1, 0, 9)), found(Span(1, 20, 30), 0), found(Span(1, 40, 50), 1), found(Span(2, 0, 9), 2)]
    assert [one.content for one in joined(chain)] == [
        (Span(1, 0, 9), Span(1, 20, 30), Span(1, 40, 50)),
        (Span(2, 0, 9),),
    ]
    assert [one.content for one in joined([found(Span(1, 0, 5)), found(Span(1, 6, 9))])] == [
        (Span(1, 0, 5),),
        (Span(1, 6, 9),),
    ]


def test_errors_are_told_and_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = corpus(tmp_path, "train", without=0)
    monkeypatch.setenv("HOLDFAST_POLNEAR", str(root))
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--errors", "train"], intake._options)
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert "SPURIOUS indirect: [Ann Lee] [said] [the port would open]" in told
    assert "2 matched, 0 missed, 1 spurious, F1 0.800" in told
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--errors", "test"], intake._options)
    assert end.value.code == 2


def test_what_is_not_at_hand_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HOLDFAST_POLNEAR", "HOLDFAST_GUM", "HOLDFAST_SHARED"):
        monkeypatch.setenv(name, str(tmp_path))
    table = Table()
    intake.main(table)
    assert [row.metric for row in table.rows if row.value is None] == [
        "PolNeAR", "the two articles", "GUM", "speed, on PolNeAR's train",
    ]  # fmt: skip
    assert table.met
    assert table.text().count("not at hand") == 4
    assert "CONTRIBUTING.md" in capsys.readouterr().err


def test_tokens_of_gum_are_judged_where_both_have_them(tmp_path: Path) -> None:
    (tmp_path / "dep").mkdir()
    rows = [("The", "DT", ""), ("port", "NN", ""), ("re", "XX", "SpaceAfter=No"), ("-", "HYPH", "SpaceAfter=No")]
    rows += [("opened", "VBD", "SpaceAfter=No"), (".", ".", "")]
    lines = [f"{n}\t{w}\t_\t_\t{tag}\t_\t0\t_\t_\t{more}" for n, (w, tag, more) in enumerate(rows, 1)]
    (tmp_path / "dep" / "GUM_news_port.conllu").write_text("# text\n" + "\n".join(lines) + "\n\n", encoding="utf-8")
    (tmp_path / "splits.md").write_text("# Splits\n\n## dev\n\n  * GUM_news_x\n\n## test\n\n  * GUM_news_port\n")
    ((text, tags),) = _gum.sentences(tmp_path, "test", "news")
    assert text == "The port re-opened. "
    assert {text[start:end]: tag for (start, end), tag in tags.items()} == {word: tag for word, tag, _ in rows}
    assert list(_gum.sentences(tmp_path, "test", "court")) == []
    right, both = _gum.accuracy(tmp_path, "test", "news")
    assert right == 1
    assert both == pytest.approx(3 / 6)
