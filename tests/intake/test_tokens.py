from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.quotes import quotations
from holdfast.intake.tokens import parse, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn't say.", "She did n't say ."),
        ("Reis's crews can’t wait.", "Reis 's crews ca n’t wait ."),
        ("The U.S.-led talks ended at 3 p.m. on Jan. 3.", "The U.S.-led talks ended at 3 p.m. on Jan. 3 ."),
        ("Gen. al-Masri, 48, left.", "Gen. al-Masri , 48 , left ."),
        ("O'Brien's cease-fire", "O'Brien 's cease-fire"),
        ("It cost $1,200,000 (3.5%).", "It cost $ 1,200,000 ( 3.5 % ) ."),
        ("''No,'' he said -- twice...", "'' No , '' he said -- twice ..."),
        ("the dockers' union", "the dockers ' union"),
        ("They cannot.", "They can not ."),
        ("See https://example.org/a?b=1.", "See https://example.org/a?b=1 ."),
    ],
)
def test_words_and_marks_are_parted(text: str, expected: str) -> None:
    assert " ".join(token.text for token in tokens(text)) == expected


@given(st.text())
def test_tokens_cover_everything_but_white_space(text: str) -> None:
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert "".join(token.text for token in found).split() == "".join(text.split()).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said, “now.”", ["“Yes,”", "“now.”"]),
        ('"Yes," she said, "now."', ['"Yes,"', '"now."']),
        ("''Yes,'' she said.", ["''Yes,''"]),
        ("“He said “no” twice,” she said.", ["“He said “no” twice,”"]),
        ("“We go on", ["“We go on"]),
        ("no mark that closes” opens", []),
        ("„Ja“, «oui»", ["„Ja“, «oui»"]),
        ("", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    found = tokens(text)
    spans = quotations(found)
    assert [text[found[one.start].start : found[one.end - 1].end] for one in spans] == expected


def test_a_sentence_knows_its_place() -> None:
    first, second = parse("We met. They left.", 3)
    assert (first.paragraph, second.start, second.words) == (3, 8, ("They", "left", "."))
