from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.retagging import retagged


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("The/DT proposals/NNS state/NN that/IN crews/NNS return/VBP ./.", "state/VBP"),
        ("He/PRP said/VBD that/DT crews/NNS return/VBP ./.", "that/IN"),
        ("They/PRP would/MD not/RB respond/VBN ./.", "respond/VB"),
        ("A/DT person/NN briefed/VBD on/IN talks/NNS said/VBD no/DT ./.", "briefed/VBN"),
        ("The/DT group/NN called/VBN for/IN calm/NN ./.", "called/VBD"),
        ("He/PRP told/VBN reporters/VBZ no/DT ./.", "told/VBD"),
        ("He/PRP told/VBD reporters/VBZ that/IN no/DT ./.", "reporters/NNS"),
        ("He/PRP met/VBD the/DT Harbour/NN Council/NN today/NN he/PRP knew/VBD it/PRP ./.", "Council/NNP"),
        ("She/PRP wants/NNS peace/NN ./.", "wants/VBZ"),
        ("the/DT dockers/NNS '/'' union/NN", "'/POS"),
    ],
)
def test_a_tag_is_put_right(sentence: str, right: str) -> None:
    pairs = [pair.rpartition("/") for pair in sentence.split()]
    words = [word for word, _, _ in pairs]
    tags = retagged(words, [tag for _, _, tag in pairs])
    assert right in [f"{word}/{tag}" for word, tag in zip(words, tags, strict=True)]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=6), st.sampled_from("NN VBD VBN IN DT JJ VBZ".split()))))
def test_every_word_keeps_one_tag(sentence: list[tuple[str, str]]) -> None:
    assert len(retagged([word for word, _ in sentence], [tag for _, tag in sentence])) == len(sentence)
