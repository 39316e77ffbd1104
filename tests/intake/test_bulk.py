"""Reading many documents: interrupted, in several processes, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.intake import bulk, cache, found
from holdfast.intake.found import Reading, digest, dump, read, restore, text_of
from holdfast.intake.model import Text
from tests.intake_cases import folder

WORDS = [
    "Marta Reis said on Monday that the union would accept {n} cranes if the port paid.",
    "The port counted {n} ships, according to Ines Falcao, its director.",
    "Under the draft, {n} workers would return.",
    "The talks will be held in Salmar on Friday.",
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    names = [f"n{number:02}" for number in range(40)]
    sources = "".join(f"- {{id: {name}, file: {name}.txt, published: 2026-03-04}}\n" for name in names)
    home = folder(tmp_path / "case", sources=sources)
    for number, name in enumerate(names):
        text = "\n".join(words.format(n=number + 2) for words in WORDS[: number % 4 + 1])
        (home / f"sources/{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    return load(home, "public").case


def test_an_interruption_loses_no_more_than_was_being_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0

    def interrupted(text: Text) -> Reading:
        nonlocal count
        count += 1
        if count == 37:
            raise KeyboardInterrupt
        return read(text)

    monkeypatch.setattr(bulk, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bulk.readings(case, processes=1)
    monkeypatch.setattr(bulk, "read", read)
    texts = {name: text for name in case.sources if (text := text_of(case, name)) is not None}
    kept = cache.load(case.folder, "public", [digest(text) for text in texts.values()])
    assert len(kept) == 32
    shares: list[float] = []
    result = bulk.readings(case, processes=1, told=lambda what, share: shares.append(share))
    assert shares == [1.0]
    assert result == {name: read(text) for name, text in texts.items()}


def test_several_processes_find_the_same_in_the_same_order(case: Case, tmp_path: Path) -> None:
    one = bulk.readings(case, processes=1)
    cache_file = case.folder / cache.FOLDER / cache.FILE
    cache_file.unlink()
    two = bulk.readings(case, processes=2)
    assert list(two) == list(one)
    assert two == one


def test_who_may_not_write_reads_all_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = bulk.readings(case, processes=1)
    (case.folder / cache.FOLDER / cache.FILE).unlink()
    (case.folder / cache.FOLDER / cache.FILE).mkdir()
    assert bulk.readings(case, processes=1) == expected


def test_another_reader_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Text(("One.",))
    before = digest(text)
    assert digest(Text(("One.",))) == before
    monkeypatch.setattr(found, "version", lambda: "another")
    assert digest(text) != before


@given(st.lists(st.sampled_from(WORDS), max_size=4), st.integers(2, 9999))
def test_a_reading_is_kept_and_given_back_without_loss(lines: list[str], number: int) -> None:
    reading = read(Text(tuple(line.format(n=number) for line in lines)))
    assert restore(dump(reading)) == reading


def test_a_text_without_line_ends_is_not_read_and_that_is_said() -> None:
    sentence = "Marta Reis said on Monday that the union would accept 12 cranes. "
    assert read(Text(("A title", sentence), None, None, "en")).unread is None
    unread = read(Text(("A title", sentence * 200_000), None, None, "en")).unread
    assert unread == "its paragraph 2 has more than 20,000 characters; break it into several"
