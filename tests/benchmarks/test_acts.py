"""Acts set side by side in articles that nobody marked: which articles are compared, and what is printed to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import _acts, intake
from benchmarks._table import run

_TEXTS = {
    "gazette_2024-05-13_port": "Marova approved the peace plan.",
    "courier_2024-05-20_port": "Jon Holt said Marova rejected the peace plan.",
    "herald_2024-06-20_port": "Marova accepted the peace plan.",
}


def polnear(folder: Path) -> Path:
    for part in ("text", "attributions"):
        (folder / "data" / "train" / part).mkdir(parents=True)
    for name, text in _TEXTS.items():
        (folder / "data" / "train" / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / "data" / "train" / "attributions" / f"{name}_a.ann").write_text("", encoding="utf-8")
    return folder


def gum(folder: Path) -> Path:
    (folder / "dep").mkdir()
    (folder / "splits.md").write_text("# Splits\n\n## test\n\n", encoding="utf-8")
    for name, text in _TEXTS.items():
        (folder / "dep" / f"GUM_news_{name}.conllu").write_text(f"# newpar\n# text = {text}\n\n", encoding="utf-8")
    return folder


def test_articles_of_a_week_are_compared(tmp_path: Path) -> None:
    root = polnear(tmp_path)
    of_a_week = _acts.of_polnear(root, "train")
    assert [(one.name[:7], other.name[:7]) for one, other in _acts.compared(of_a_week)] == [("courier", "gazette")]
    assert [pair.verdict for _, _, pair in _acts.pairs(of_a_week)] == ["differs"]
    undated = _acts.of_polnear(root, "train", dated=False)
    assert len(list(_acts.compared(undated))) == 3
    assert sorted(pair.verdict for _, _, pair in _acts.pairs(undated)) == ["agrees", "differs", "differs"]


def test_pairs_are_printed_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOLDFAST_POLNEAR", str(polnear(tmp_path)))
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--acts", "train"], intake._options)
    assert end.value.code == 0
    assert capsys.readouterr().out.splitlines() == [
        "1. approval or refusal: differs",
        "   courier_2024-05-20_port: ‘rejected the peace plan’, by Marova",
        "      Jon Holt said Marova rejected the peace plan.",
        "   gazette_2024-05-13_port: ‘approved the peace plan’, by Marova",
        "      Marova approved the peace plan.",
        "1 in 1 pairs of articles",
    ]
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--acts", "test"], intake._options)
    assert end.value.code == 2
    monkeypatch.setenv("HOLDFAST_POLNEAR", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--acts", "train"], intake._options)
    assert end.value.code == 2
    assert "not at hand" in capsys.readouterr().err


def test_what_is_set_side_by_side_in_gum_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOLDFAST_GUM", str(gum(tmp_path)))
    with pytest.raises(SystemExit) as end:
        run(intake.main, ["--acts", "gum"], intake._options)
    assert end.value.code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 in 3 pairs of articles"
