"""Citations are found again in sources that changed, or break; they are never found in other words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.anchors import Anchor, Anchored, resolve
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex, folded, normalised, paragraphs

TALKS = (
    "The second round began on Tuesday at the Pilots’ Station.",
    "“No crane runs itself before every dismissed man is back,” said the secretary. The union will not sign.",
    "The port offered 48 places, and 1,200 more later. The union will not sign.",
    "A non-violent protest of about 2.5 hours ended at 5 p.m.; nobody disagreed.",
    "The union will not sign.",
)


def cite(**keys: Any) -> Citation:
    return Citation.model_validate(
        {"source": "paper"} | {key: str(v) if isinstance(v, int) else v for key, v in keys.items()}
    )


def sha(text: str) -> str:
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def at(source: Sequence[str] | str, **keys: Any) -> Anchored:
    index = TextIndex.of(source if isinstance(source, str) else "\n\n".join(source))
    return resolve(cite(**keys), index)


def own(source: Sequence[str] | str, **keys: Any) -> Anchor:
    return at(source, **keys).targets[0]


def words_at(source: Sequence[str] | str, anchor: Anchor) -> str:
    index = TextIndex.of(source if isinstance(source, str) else "\n".join(source))
    assert anchor.paragraph is not None
    if anchor.last is None:
        return index.paragraphs[anchor.paragraph - 1][anchor.start : anchor.end]
    first = index.starts[anchor.paragraph - 1] + anchor.start
    return index.joined[first : index.starts[anchor.last - 1] + anchor.end]


# Each way of being found


def test_exact_at_its_place() -> None:
    anchor = own(TALKS, paragraph=3, quote="The port offered 48 places")
    assert (anchor.status, anchor.paragraph, anchor.start, anchor.end) == ("exact", 3, 0, 26)


def test_the_named_place_counts_among_several() -> None:
    assert own(TALKS, paragraph=3, quote="The union will not sign.").status == "exact"
    assert own(TALKS, paragraph=5, quote="The union will not sign.").paragraph == 5


def test_moved_where_it_is_unique() -> None:
    anchor = own(TALKS, paragraph=1, quote="The port offered 48 places")
    assert (anchor.status, anchor.paragraph) == ("moved", 3)
    assert own(TALKS, paragraph=99, quote="The port offered 48 places").status == "moved"


def test_without_a_paragraph_a_unique_quote_is_exact_and_another_ambiguous() -> None:
    assert own(TALKS, quote="The port offered 48 places").status == "exact"
    anchor = own(TALKS, quote="The union will not sign.")
    assert anchor.status == "ambiguous"
    assert anchor.reason == "these words stand in several paragraphs: 2, 3, 5"


def test_context_decides_among_several() -> None:
    anchor = own(TALKS, paragraph=1, quote="The union will not sign.", prefix="1,200 more later.")
    assert (anchor.status, anchor.paragraph) == ("context", 3)
    assert own(TALKS, paragraph=1, quote="The union will not sign.", prefix="p.m.").status == "broken"
    assert own(TALKS, paragraph=2, quote="The union will not sign.", prefix="secretary.").status == "exact"


def test_changed_words_around_a_quote_break_it() -> None:
    told = {"paragraph": 1, "quote": "sign the draft", "prefix": "will"}
    assert own(["They will sign the draft."], **told).status == "exact"
    assert own(["They will not sign the draft."], **told).status == "broken"


def test_straightened_quotation_marks_and_soft_hyphens_are_levelled() -> None:
    straight = [line.replace("“", '"').replace("”", '"').replace("’", "'") for line in TALKS]
    quote = "“No crane runs itself before every dismissed man is back,” said"
    anchor = own(straight, paragraph=2, quote=quote)
    assert (anchor.status, anchor.paragraph) == ("normalised", 2)
    assert folded(words_at(straight, anchor)) == folded(quote)
    soft = [line.replace("dismissed", "dis\u00admissed") for line in TALKS]
    anchor = own(soft, paragraph=2, quote="every dismissed man is back")
    assert (anchor.status, words_at(soft, anchor)) == ("normalised", "every dis\u00admissed man is back")


def test_a_quote_is_found_across_the_line_ends_of_a_rewrapped_text() -> None:
    broken_up = "The port offered\n48 places, and 1,200\nmore later."
    anchor = own(broken_up, paragraph=1, quote="offered 48 places, and 1,200 more")
    assert (anchor.status, anchor.paragraph, anchor.last) == ("normalised", 1, 3)
    assert words_at(broken_up, anchor).split() == "offered 48 places, and 1,200 more".split()


def test_a_hash_is_found_at_its_place_elsewhere_and_across_lines() -> None:
    assert own(TALKS, paragraph=3, sha256=sha(TALKS[2])).status == "exact"
    assert own(TALKS, paragraph=1, sha256=sha(TALKS[2])).status == "moved"
    assert own(TALKS, paragraph=9, sha256=sha(TALKS[2])).paragraph == 3
    twice = [*TALKS, TALKS[2]]
    assert own(twice, paragraph=1, sha256=sha(TALKS[2])).status == "ambiguous"
    assert own(twice, paragraph=6, sha256=sha(TALKS[2])).status == "exact"
    anchor = own(
        "\n".join(["Before.", *TALKS[2].split()[:3], " ".join(TALKS[2].split()[3:])]), paragraph=1, sha256=sha(TALKS[2])
    )
    assert (anchor.status, anchor.paragraph, anchor.last) == ("normalised", 2, 5)
    assert own(TALKS, paragraph=3, sha256=sha(TALKS[2].replace("48", "49"))).status == "broken"


def test_interrupted_quotes_fare_as_their_worst_part() -> None:
    good = at(
        TALKS, paragraph=1, quote="The second round", also=[{"paragraph": "1", "quote": "at the Pilots’ Station"}]
    )
    assert [one.status for one in good.targets] == ["exact", "exact"]
    assert good.status == "exact"
    bad = at(TALKS, paragraph=1, quote="The second round", also=[{"paragraph": "1", "quote": "in the Pilots’ Station"}])
    assert (bad.status, bad.targets[1].key) == ("broken", "also")


def test_sentences_and_ranges() -> None:
    assert own(TALKS, paragraph=3, sentence=2).start == 50
    assert own(TALKS, paragraph=3, sentence=9).status == "broken"
    assert own(TALKS, paragraph=3, sentence=2, quote="The union will not sign.").status == "exact"
    assert own(TALKS, paragraph=3, sentence=1, quote="The union will not sign.").status == "moved"
    assert own(TALKS, paragraph=3, range=["0", "8"], quote="The port").status == "exact"
    assert own(TALKS, paragraph=3, range=["4", "8"], quote="The port").status == "moved"
    assert own(TALKS, paragraph=3, range=["0", "999"]).status == "broken"
    assert own(TALKS, paragraph=3).status == "exact"
    assert own(TALKS, paragraph=6).status == "broken"
    assert own(TALKS).status == "exact"


def test_a_sentence_narrows_a_hash() -> None:
    anchor = own(TALKS, paragraph=3, sentence=2, sha256=sha(TALKS[2]))
    assert words_at(TALKS, anchor) == "The union will not sign."


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("The parties agreed", "The parties disagreed, and The parties agree"),
        ("agreed on it", "They disagreed on it."),
        ("violent protest", "A non-violent protest."),
        ("violent protest", "A non‑violent protest."),
        ("we can", "It is true that we can't."),
        ("we can", "It is true that we can’t."),
        ("we can", "we cannot"),
        ("accepte", "Il n’accepte pas."),
        ("200 men", "1,200 men"),
        ("200 men", "1 200 men"),
        ("200 men", "1\u00a0200 men"),
        ("5 men", "2.5 men"),
        ("some 1", "some 1,200"),
        ("some 48", "some 480"),
        ("some 48", "some 48.5"),
        ("some 48", "some 48 000 men"),
        ("5 degrees", "It was -5 degrees."),
        ("7 men", "5–7 men"),
        ("5 men", "3/5 men"),
        ("कि", "किताब"),
        ("cafe", "cafe\u0308\u0301 x"),
        ("The union will sign.", "The union will not sign."),
        ("The union will not sign.", "The union will sign."),
        ("48 places", "49 places"),
        ("a deal", "A deal"),
        ("in 5-7 days", "in 5–7 days"),
        ("stop", "stop-gap"),
        ("on 12.", "on 12.5"),
    ],
)
def test_never_inside_of_other_words_and_never_by_likeness(quote: str, source: str) -> None:
    assert own([source], paragraph=1, quote=quote).status == "broken"
    assert own([source], quote=quote).status == "broken"


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("the union", "It was the union's plan."),
        ("the workers", "the workers’ demands"),
        ("accord", "C’est l’accord."),
        ("48", "some 48, no more"),
        ("48", "Some (48) men; 12 of them"),
        ("同意", "我们同意。"),
        ("200 men", "on 5 March 200 men came, 12 200 men more"),
        ("2.5", "about 2.5%"),
        ("no", "“no” means no"),
        ("نوافق", "لا نوافق."),
    ],
)
def test_whole_words_are_found(quote: str, source: str) -> None:
    assert own([source], paragraph=1, quote=quote).status == "exact"


def test_what_broke_is_explained() -> None:
    anchor = own(TALKS, paragraph=3, quote="The port offered 48 places, and 1,300 more")
    assert anchor.reason == "these words are not in paragraph 3, nor elsewhere in the source"
    assert anchor.hint == 'paragraph 3 has them as far as "places, and": what follows differs'
    assert "part of other words" in str(own(TALKS, paragraph=4, quote="nobody disagree").reason)
    assert "5 paragraphs, this is number 8" in str(own(TALKS, paragraph=8, quote="nothing of the kind").reason)
    assert "in several paragraphs: 2, 3, 5, and none of them is number 1" in str(
        own(TALKS, paragraph=1, quote="The union will not sign.").reason
    )
    assert "2 times in paragraph 1" in str(own(["No, no, no. no, no."], quote="no, no").reason)


# Any text, any edit


WORDS = (
    "the union will not sign no crane 48 1,200 2.5 before every man “back” it’s non-violent d’or offer, end. 5".split()
)
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
documents = st.lists(sentences, min_size=1, max_size=8)


def _straight(lines: list[str]) -> list[str]:
    return [line.translate(str.maketrans("“”’", '""\'')) for line in lines]


def _spaced(lines: list[str]) -> list[str]:
    return [line.replace(" ", "\u00a0 ") for line in lines]


@st.composite
def quoted(draw: st.DrawFn) -> tuple[list[str], int, str]:
    lines = draw(documents)
    number = draw(st.integers(1, len(lines)))
    words = lines[number - 1].split()
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first + 1, len(words)))
    return lines, number, " ".join(words[first:last])


def present(quote: str, source: str) -> bool:
    """An oracle of another kind: whether the words, marks levelled, follow each other anywhere in the source."""
    wanted, have = folded(quote).split(), folded(source).split()
    return any(have[start : start + len(wanted)] == wanted for start in range(len(have)))


#: Edits that change no word: whatever was cited must be found again.
HARMLESS: dict[str, Callable[[list[str]], str]] = {
    "as it was": "\n".join,
    "blank lines": "\n\n\n".join,
    "CRLF": "\r\n".join,
    "CR": "\r".join,
    "BOM": lambda lines: "\ufeff" + "\n".join(lines),
    "straight": lambda lines: "\n".join(_straight(lines)),
    "spaces": lambda lines: "\n".join(_spaced(lines)),
    "shifted": lambda lines: "\n".join(["A new heading", *lines]),
    "reversed": lambda lines: "\n".join(reversed(lines)),
    "soft hyphens": lambda lines: "\n".join(line.replace("union", "un\u00adion") for line in lines),
    "one word a line": lambda lines: "\n".join(" ".join(lines).split()),
    "one paragraph": " ".join,
    "twice": lambda lines: "\n".join([*lines, *lines]),
}


@pytest.mark.parametrize("name", HARMLESS)
@given(case=quoted())
def test_edits_that_change_no_word_lose_nothing(name: str, case: tuple[list[str], int, str]) -> None:
    lines, number, quote = case
    source = HARMLESS[name](lines)
    anchor = own(source, paragraph=number, quote=quote)
    assert anchor.status != "broken"
    if anchor.found:
        assert folded(words_at(source, anchor)) == folded(quote)
    if name in ("as it was", "blank lines", "CRLF", "CR", "BOM", "spaces"):
        assert (anchor.status, anchor.paragraph) == ("exact", number)


@given(case=quoted(), data=st.data())
def test_any_edit_breaks_what_it_changed_and_nothing_else(
    case: tuple[list[str], int, str], data: st.DataObject
) -> None:
    lines, number, quote = case
    edited = list(lines)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(edited) - 1))
        words = edited[place].split()
        at_word = data.draw(st.integers(0, len(words)))
        edit = data.draw(st.sampled_from(["insert", "drop", "replace", "line", "split", "swap"]))
        if edit == "insert":
            words.insert(at_word, data.draw(st.sampled_from(WORDS)))
        elif edit == "drop" and at_word < len(words):
            del words[at_word]
        elif edit == "replace" and at_word < len(words):
            words[at_word] = data.draw(st.sampled_from(WORDS))
        elif edit == "line":
            edited.insert(place, data.draw(sentences))
            continue
        elif edit == "split":
            edited[place : place + 1] = [" ".join(words[:at_word]), " ".join(words[at_word:])]
            continue
        else:
            other = data.draw(st.integers(0, len(edited) - 1))
            edited[place], edited[other] = edited[other], edited[place]
            continue
        edited[place] = " ".join(words)
    source = "\n".join(edited)
    anchor = own(source, paragraph=number, quote=quote)
    # A number before or after a space may belong to another one ("48 200"): there the quote may break.
    if anchor.status == "broken":
        assert not present(quote, source) or any(word.strip(",.").isdigit() for word in quote.split())
    else:
        assert present(quote, source)
    if anchor.found:
        assert folded(words_at(source, anchor)) == folded(quote)


@given(case=quoted(), edit=st.sampled_from(sorted(HARMLESS)))
def test_hashes_are_found_or_break_as_the_paragraph_does(case: tuple[list[str], int, str], edit: str) -> None:
    lines, number, _ = case
    source = HARMLESS[edit](lines)
    anchor = own(source, paragraph=number, sha256=sha(lines[number - 1]))
    have = paragraphs(source)
    if normalised(lines[number - 1]) in have:
        assert anchor.status in ("exact", "moved", "ambiguous")
    if anchor.found:
        assert normalised(words_at(source, anchor)) == normalised(lines[number - 1])
    if edit == "one word a line":
        assert anchor.found or anchor.status == "ambiguous"


@given(st.text(max_size=200))
def test_paragraphs_are_the_same_by_the_short_way_and_the_long_one(text: str) -> None:
    assert paragraphs(text) == tuple(p for line in text.splitlines() if (p := normalised(line)))


@given(st.lists(st.sampled_from("ab “”’\u00ad\u200b \u00a0ﬁ\n"), max_size=60).map("".join))
def test_folding_keeps_track_of_places(text: str) -> None:
    index = TextIndex.of(text)
    found = index.folded
    assert found.text.split() == folded(index.joined).split()
    for place, character in enumerate(found.text):
        start, end = found.span(place, place + 1)
        assert character in folded(index.joined[start:end]) or character == " "


# A fixed corpus: every citation of the teaching example, under every kind of edit


def corpus(repository: Path) -> list[tuple[str, int, str]]:
    """Every paragraph of the harbour's documents, and every second word onwards of it as a quote."""
    found = []
    for path in sorted((repository / "examples" / "harbour").rglob("sources/*.txt")):
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(paragraphs(text), 1):
            words = line.split()
            found.append((text, number, " ".join(words[1:-1] if len(words) > 3 else words)))
    assert len(found) > 100
    return found


@pytest.mark.parametrize("name", HARMLESS)
def test_the_harbour_under_edits_that_change_no_word(repository: Path, name: str) -> None:
    for text, number, quote in corpus(repository):
        source = HARMLESS[name](text.splitlines())
        anchor = own(source, paragraph=number, quote=quote)
        assert anchor.status != "broken", (quote, anchor)
        if anchor.found:
            assert folded(words_at(source, anchor)) == folded(quote)


def _numbers(text: str) -> str:
    return "".join(str((int(c) + 1) % 10) if c.isascii() and c.isdigit() else c for c in text)


@pytest.mark.parametrize(
    ("change", "touches"),
    [
        (_numbers, lambda quote: any(c.isascii() and c.isdigit() for c in quote)),
        (lambda text: text.replace(" not ", " "), lambda quote: " not " in quote),
        (lambda text: text.replace(" will ", " will not "), lambda quote: " will " in quote),
        (lambda text: text.replace(" is ", " is not "), lambda quote: " is " in quote),
        (lambda text: text.replace(" no ", " every "), lambda quote: " no " in quote),
        (lambda text: text.replace(" the ", " a "), lambda quote: " the " in quote),
    ],
)
def test_the_harbour_under_edits_that_change_meaning(
    repository: Path, change: Callable[[str], str], touches: Callable[[str], bool]
) -> None:
    changed = 0
    for text, number, quote in corpus(repository):
        anchor = own(change(text), paragraph=number, quote=quote)
        if touches(quote):
            changed += 1
            assert anchor.status == "broken", quote
        else:
            assert anchor.status != "broken" or not present(quote, change(text)), quote
    assert changed
