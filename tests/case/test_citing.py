"""A citation that holdfast makes resolves to the very place it was made of; YAML that it writes reads back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import yamltext
from holdfast.case.anchors import resolve
from holdfast.case.citing import CitingError, Span, cite, quoted
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex
from holdfast.case.yamlwrite import flow, scalar

WORDS = "the union will not sign. no crane 48 1,200 before every man “back” it’s non-violent offer, end. 5".split()
DOCUMENTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=6)


def read(made: dict[str, Any]) -> Citation:
    """As it comes back from a file."""
    parsed = yamltext.read("x.yaml", flow(made))
    assert parsed.diagnostics == ()
    return Citation.model_validate(parsed.data)


@given(DOCUMENTS, st.data())
def test_every_stretch_of_whole_words_can_be_cited(lines: list[str], data: st.DataObject) -> None:
    index = TextIndex(tuple(lines))
    number = data.draw(st.integers(1, len(lines)))
    words = lines[number - 1].split(" ")
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    start = len(" ".join(words[:first])) + (first > 0)
    span = Span(number, start, start + len(" ".join(words[first:last])))
    found = resolve(read(quoted("paper", index, span)), index)
    anchor = found.targets[0]
    digits = any(word.strip(",.").replace(",", "").isdigit() for word in words[first:last])  # may be a part of "48 200"
    assert anchor.status == "exact" or digits
    if anchor.status == "exact":
        assert (anchor.paragraph, anchor.start, anchor.end) == (span.paragraph, span.start, span.end)


@given(DOCUMENTS, st.booleans(), st.data())
def test_paragraphs_and_sentences(lines: list[str], quotable: bool, data: st.DataObject) -> None:
    index = TextIndex(tuple(lines))
    number = data.draw(st.integers(1, len(lines)))
    for sentence in (None, 1):
        made = cite("paper", index, number, quotable=quotable, sentence=sentence)
        assert ("quote" in made) is quotable
        anchor = resolve(read(made), index).targets[0]
        assert (anchor.status, anchor.paragraph, anchor.start) == ("exact", number, 0)


INDEX = TextIndex(("They will sign. They will not.", "We will sign. Then “we” will sign again.", "We will sign."))


def test_words_around_a_quote_that_is_not_unique() -> None:
    assert cite("p", INDEX, 1, quotes=["will sign"])["prefix"] == "They"
    assert cite("p", INDEX, 2, quotes=["will sign again"]) == {
        "source": "p",
        "paragraph": 2,
        "quote": "will sign again",
    }
    assert cite("p", INDEX, 3) == {"source": "p", "paragraph": 3, "quote": "We will sign."}


def test_quotes_come_out_as_the_document_has_them() -> None:
    assert cite("p", INDEX, 2, quotes=['Then "we" will'])["quote"] == "Then “we” will"
    made = cite("p", INDEX, 2, quotes=["We will sign", "sign again"])
    assert made["also"] == [{"paragraph": 2, "quote": "sign again"}]


def test_what_may_not_be_quoted_is_cited_by_hash_and_range() -> None:
    made = cite("p", INDEX, 2, quotable=False, quotes=["will sign again"])
    assert made == {"source": "p", "paragraph": 2, "range": [24, 39], "sha256": INDEX.digest(2)}
    assert "sentence" in cite("p", INDEX, 2, quotable=False, sentence=1)
    with pytest.raises(CitingError, match="may not be quoted"):
        cite("p", INDEX, 2, quotable=False, quotes=["We", "again"])


def test_what_cannot_be_cited() -> None:
    with pytest.raises(CitingError, match="no number 4"):
        cite("p", INDEX, 4)
    with pytest.raises(CitingError, match="has 2 sentences"):
        cite("p", INDEX, 1, sentence=3)
    with pytest.raises(CitingError, match="not in paragraph 1"):
        cite("p", INDEX, 1, quotes=["They will never"])
    with pytest.raises(CitingError, match="stand in paragraph 2, and not where you say"):
        cite("p", INDEX, 1, quotes=["sign again"])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DATA = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(DATA)
def test_flow_reads_back(data: Any) -> None:
    assert yaml.load(flow(data), Loader=yaml.BaseLoader) == data
    assert "\n" not in flow(data)


@given(texts)
def test_scalars_read_back_as_text_for_every_reader(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"- {{key: {scalar(text)}, other: x}}") == [{"key": text, "other": "x"}]


def test_quotes_only_where_they_are_needed() -> None:
    assert scalar("no crane runs") == "no crane runs"
    assert scalar("no") == '"no"'
    assert scalar("a: b") == '"a: b"'
    assert scalar("2026-03-02") == '"2026-03-02"'
    assert scalar("2026-03-02", number=True) == "2026-03-02"
