"""PolNeAR's format, on an article of our own: offsets, parted stretches, several annotators, and the split refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import _polnear

RAW = "The port opens, \u201cat last\u201d,  the\tunion said.\r\n\n\nCafe\u0301s close. It said\nso twice.\n"
ANN = (
    "T1\tSource 28 37\tthe\tunion\nT2\tCue 38 42\tsaid\nT3\tContent 0 14;16 25\tThe port opens “at last”\n"
    "T4\tAttribution 38 42\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "#1\tAnnotatorNotes E1\ta note\nT5\tDiscard 47 60\tCafés close.\n"
    "T6\tContent 69 78\tso twice.\nT7\tCue 64 68\tsaid\n"
    "T8\tAttribution-no-source 64 68\tsaid\nE2\tAttribution-no-source:T8 Content:T6 Cue:T7\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for split in ("dev", "test"):
        for part in ("text", "attributions"):
            (tmp_path / "data" / split / part).mkdir(parents=True)
        (tmp_path / "data" / split / "text" / "a_2016_b.txt").write_bytes(RAW.encode())
        for annotator in ("22", "11"):
            (tmp_path / "data" / split / "attributions" / f"a_2016_b_{annotator}.ann").write_text(ANN, encoding="utf-8")
    return tmp_path


def test_places_lead_to_the_same_words_in_the_paragraphs(root: Path) -> None:
    ((document, second),) = _polnear.documents(root, "dev")
    assert document == second
    assert document.paragraphs == ("The port opens, “at last”, the union said.", "Cafés close. It said", "so twice.")
    one, two = document.attributions

    def words(places: tuple[tuple[int, int], ...]) -> list[str]:
        return [document.paragraphs[s.paragraph - 1][s.start : s.end] for s in document.spans(places)]

    assert words(one.content) == ["The port opens", "“at last”"]
    assert (words(one.source), words(one.cue)) == (["the union"], ["said"])
    assert (words(two.content), words(two.source), words(two.cue)) == (["so twice."], [], ["said"])
    assert words(document.discarded) == ["Cafés close."]
    assert words(((47, 78),)) == ["Cafés close. It said", "so twice."]


@pytest.mark.parametrize("split", ["test", "", "../test", "parc3-replication"])
def test_what_is_to_stay_unseen_is_not_read(root: Path, split: str) -> None:
    with pytest.raises(ValueError, match="is not read"):
        _polnear.documents(root, split)


def test_where_it_lies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_POLNEAR", str(root))
    assert _polnear.folder() == root
    monkeypatch.setenv("HOLDFAST_POLNEAR", str(root / "data"))
    assert _polnear.folder() is None
