"""Sentences: a table of what is hard, and what holds of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.sentences import sentence_at, sentences

TABLE = [
    "Dr. Smith met Mr. Jones at 5 p.m. on Friday. | They left.",
    "They spoke of No. 5 and U.S. policy, e.g. tariffs. | J. R. Smith left.",
    "Gen. Ali, Lt. Col. Roe and Amb. Lee agreed. | Sen. Poe did not.",
    'He said, "We will not sign." | Then he left.',
    '"We will sign." said he. | "Never!" she cried. | "Is it so?" | They left.',
    "It rose 3.5 per cent. | It cost 1,200.50 dollars.",
    "On 3. Mai 2026 kam er. | Dann ging er.",
    "Wait . . . no. | What? | Yes!",
    "It went on... and on. | It ended.",
    "Art. 2 says no. | Under para. 3 they stop.",
    "The U.S. President came. | U.S. Secretary Lee spoke.",
    "هل توافقون؟ | نعم. | لا نوافق.",
    "我们同意。 | 他们不同意。 | 真的吗？ | 是的！",
    "क्या? | हाँ। | नहीं।",
    "¿Vienen? | Sí. | M. Dupont est là.",
    "Because J. Smith, i.e. the U.N. Envoy, said no. | “No.” | Then yes.",
    "One line\n | another line",
    "A line. | Another.\r\n | A third",
]


@pytest.mark.parametrize("row", TABLE)
def test_table(row: str) -> None:
    expected = [part.strip() for part in row.split(" | ")]
    text = row.replace("\n | ", "\n").replace("。 | ", "。").replace("？ | ", "？").replace(" | ", " ")
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_sentence_at() -> None:
    assert sentence_at("One. Two.", 5) == 2
    assert sentence_at("One. Two.", 4) is None


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from("Dr. U.S. no. We 5 3. Mai p.m. ! ? “ ” . . . 。 ؟ \n ' \" ( ) … e.g. A B".split(" ")),
        max_size=20,
    ).map(" ".join)
)
def test_spans_tile_the_paragraph(text: str) -> None:
    place = 0
    for start, end in sentences(text):
        assert place <= start < end
        assert not text[place:start].strip()
        assert text[start:end].strip()
        assert "\n" not in text[start:end]
        place = end
    assert not text[place:].strip()
