"""What language models were found to say is kept: who may read it, when it counts, and what an altered file can do."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.case.load import load
from holdfast.intake.bulk import readings
from holdfast.intake.deciding import Desk
from holdfast.intake.found import text_of
from holdfast.intake.heard import FILE, Heard, Recalled, digest, keeping, recall, stamp
from holdfast.intake.model import Text
from holdfast.intake.proving import NotProvenError, prove
from holdfast.intake.queue import items, waiting
from holdfast.intake.suggestion import Model, Suggestion
from holdfast.intake.whole import joined, suggested
from tests.intake_cases import PROMPT, claim, folder, hear

LEAFLET = """In a note of the union to the port: no cranes before June.

The union will not accept automatic cranes unless every dismissed man is reinstated, Marta Reis said on Friday.
"""
SOURCES = """
- {id: leaflet, file: leaflet.txt, publisher: The union, published: 2026-02-28, language: en, kind: news}
"""
NOTE = claim("the union", "In a note of", "no cranes before June")
REIS = claim(
    "Marta Reis", "said", "The union will not accept automatic cranes unless every dismissed man is reinstated", 2
)
DAMAGED = "Left out of what is kept of language models: 1 × the entry is damaged."
UNPROVEN = "Left out of what is kept of language models: 1 × the document does not prove it."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = folder(tmp_path / "case", sources=SOURCES, statements="[]\n")
    (made / "sources/leaflet.txt").write_text(LEAFLET, encoding="utf-8")
    return made


def recalled(home: Path, audience: str = "desk") -> Recalled:
    case = load(home, audience).case
    texts = {name: text for name in case.sources if (text := text_of(case, name)) is not None}
    return recall(case, texts, readings(case))


def words(home: Path) -> list[tuple[str, str]]:
    """Of the leaflet each model with the words that it was found to be about."""
    case = load(home, "desk").case
    text = text_of(case, "leaflet")
    assert text is not None
    answers = recalled(home).answers.get("leaflet", {})
    return [(model.name, text.words(one.content[0])) for model, heard in answers.items() for one in heard.said]


def whole(home: Path, audience: str = "desk") -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    case = load(home, audience).case
    made = suggested(case, processes=1)
    made = joined(case, made, recall(case, made.texts, made.readings))
    return made.suggestions, made.notes


def alter(home: Path, **values: Any) -> None:
    """Puts other values into every row of the file."""
    with closing(sqlite3.connect(home / ".holdfast" / FILE)) as database, database:
        for column, value in values.items():
            database.execute(f"UPDATE answers SET {column} = ?", (value,))


def places(**changed: Any) -> dict[str, Any]:
    """What is kept of the leaflet's note, with other values."""
    found = {"speaker": "the union", "cue": "In a note of", "content": "no cranes before June"}
    line = LEAFLET.splitlines()[0]
    ends = {
        role: {"paragraph": 1, "start": line.index(part), "end": line.index(part) + len(part)}
        for role, part in found.items()
    }
    return ends | changed


def data(*said: Any, refused: Any = ()) -> bytes:
    return json.dumps({"said": list(said), "refused": list(refused)}).encode()


def test_what_is_kept_comes_back_and_holds_no_words(home: Path) -> None:
    hear(home, "leaflet", NOTE, a_number_is_altered=2)
    heard = recalled(home).answers["leaflet"][Model("small", PROMPT)]
    text = text_of(load(home, "desk").case, "leaflet")
    assert text is not None
    assert heard == Heard((prove(text, NOTE),), (("a number is altered", 2),))
    content = (home / ".holdfast" / FILE).read_bytes()
    for part in ("cranes", "union", "note", "leaflet", "June", "127.0.0.1"):
        assert part.encode() not in content
    assert (home / ".holdfast/.gitignore").read_text(encoding="utf-8").splitlines()[1] == "*.db*"


def test_what_is_kept_is_offered_and_told(home: Path) -> None:
    hear(home, "leaflet", NOTE, REIS, a_number_is_altered=2, the_cue_is_empty=1)
    suggestions, notes = whole(home)
    (mine,) = [one for one in suggestions if not one.by_grammar]
    assert mine.models == (Model("small", PROMPT),)
    assert mine.by == "the union"
    assert [one.value for one in mine.parties] == ["union"]
    (both,) = [one for one in suggestions if one.by_grammar and one.models]
    assert both.by == "Marta Reis"
    assert notes == (
        f"Found by the language model small, prompt {PROMPT[:12]}: 2, of which 1 by the grammar too; documents it "
        "read: 1. Refused of what it said: 2 × a number is altered; 1 × the cue is empty.",
    )
    assert [one for one in suggestions if one.by_grammar and not one.models]
    leads = [one.lead for one in suggestions if one.source == "leaflet" and one.kind != "difference"]
    assert leads == sorted(leads)


def test_what_the_grammar_finds_too_is_one_suggestion_as_the_grammar_has_it(home: Path) -> None:
    before, _ = whole(home)
    hear(home, "leaflet", REIS)
    hear(home, "leaflet", claim("Marta Reis", "said on Friday", REIS.content, 2), model="other")
    after, _ = whole(home)
    assert [one.key for one in after] == [one.key for one in before]
    (both,) = [one for one in after if one.models]
    assert [model.name for model in both.models] == ["other", "small"]
    (alone,) = [one for one in before if one.key == both.key]
    assert (both.by, both.date, both.marks) == (alone.by, alone.date, alone.marks)


def test_the_same_words_by_another_cue_are_another_statement(home: Path) -> None:
    line = "Marta Reis said that the port insisted that all cranes go.\n"
    (home / "sources/leaflet.txt").write_text(line, encoding="utf-8")
    hear(home, "leaflet", claim("the port", "insisted", "that all cranes go"))
    hear(home, "leaflet", claim("Marta Reis", "said", "that all cranes go"), model="other")
    made = [one for one in whole(home)[0] if one.models]
    assert len(made) == 2
    assert {one.by for one in made} == {"the port", "Marta Reis"}


def test_what_two_models_find_is_one_suggestion_of_both(home: Path) -> None:
    hear(home, "leaflet", NOTE, model="b")
    hear(home, "leaflet", NOTE, model="a")
    hear(home, "leaflet", NOTE, model="a", prompt="f" * 64)
    (one,) = [one for one in whole(home)[0] if not one.by_grammar]
    assert [str(model) for model in one.models] == [
        "a, prompt 0123456789ab", "a, prompt ffffffffffff", "b, prompt 0123456789ab"
    ]  # fmt: skip


def test_what_was_said_of_another_text_does_not_count(home: Path) -> None:
    hear(home, "leaflet", NOTE)
    file = home / "sources/leaflet.txt"
    file.write_text(LEAFLET.replace("June", "July"), encoding="utf-8")
    assert recalled(home) == Recalled({})
    assert whole(home)[1] == ()
    file.write_text(LEAFLET, encoding="utf-8")
    assert len(words(home)) == 1
    # What is not sent to a model is no reason to ask it again.
    changed = SOURCES.replace("2026-02-28", "2026-03-01").replace("The union", "Others")
    (home / "sources.yaml").write_text(changed, encoding="utf-8")
    assert len(words(home)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"\xff", b"[" * 100_000, data("x"), data({}), data(places(cue=None)),
     data(places(cue={"paragraph": "1", "start": 0, "end": 4})), data(places(cue={"paragraph": 1, "start": 0})),
     data(refused=[["the moon is full", 1]]), data(refused=[["a number is altered", -1]]),
     data(refused=[["a number is altered", "1"]]), b" " * 5_000_000, "text", None, 7],
)  # fmt: skip
def test_an_entry_that_is_damaged_is_left_out_and_said(home: Path, content: object) -> None:
    hear(home, "leaflet", NOTE)
    alter(home, data=content)
    assert recalled(home) == Recalled({}, (DAMAGED,))
    assert DAMAGED in whole(home)[1]


@pytest.mark.parametrize(
    "values",
    [{"model": ""}, {"model": " "}, {"model": "a\x1b[31m"}, {"model": "a\u202eb"}, {"model": "x" * 201},
     {"model": b"x"}, {"prompt": ""}, {"prompt": "x" * 64}, {"prompt": "A" * 64}, {"prompt": b"a" * 64}],
)  # fmt: skip
def test_a_name_that_cannot_be_shown_is_no_name(home: Path, values: dict[str, Any]) -> None:
    hear(home, "leaflet", NOTE)
    alter(home, **values)
    assert recalled(home) == Recalled({}, (DAMAGED,))


@pytest.mark.parametrize(
    "changed",
    [
        {"content": {"paragraph": 1, "start": 39, "end": 57}},  # the negation is cut off
        {"content": {"paragraph": 1, "start": 36, "end": 9999}},
        {"content": {"paragraph": 1, "start": -5, "end": 57}},
        {"content": {"paragraph": 1, "start": 57, "end": 36}},
        {"content": {"paragraph": 1, "start": 36, "end": 55}},  # a word is cut
        {"content": {"paragraph": 2, "start": 0, "end": 20}},
        {"content": {"paragraph": 99, "start": 0, "end": 20}},
        {"content": {"paragraph": 0, "start": 0, "end": 20}},
        {"content": {"paragraph": 10**30, "start": 0, "end": 20}},
        {"speaker": {"paragraph": 1, "start": 45, "end": 50}},  # within what is said
        {"cue": {"paragraph": 1, "start": 13, "end": 22}},  # it is the speaker
    ],
)
def test_what_the_document_does_not_prove_is_left_out_whoever_wrote_it(home: Path, changed: dict[str, Any]) -> None:
    hear(home, "leaflet", NOTE)
    assert words(home) == [("small", "no cranes before June")]
    alter(home, data=data(places(), places(**changed)))
    assert words(home) == [("small", "no cranes before June")]
    assert recalled(home).notes == (UNPROVEN,)


spans = st.fixed_dictionaries(
    {"paragraph": st.integers(0, 3), "start": st.integers(-1, 120), "end": st.integers(-1, 120)}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.fixed_dictionaries(dict.fromkeys(("speaker", "cue", "content"), spans)), max_size=4))
def test_whatever_places_stand_there_only_what_is_proven_is_shown(home: Path, said: list[Any]) -> None:
    hear(home, "leaflet", NOTE)
    alter(home, data=data(*said))
    text = text_of(load(home, "desk").case, "leaflet")
    assert text is not None
    for heard in recalled(home).answers.get("leaflet", {}).values():
        for one in heard.said:
            assert one.speaker.span is not None
            assert one.cue is not None
            speaker, cue, content = (text.words(span) for span in (one.speaker.span, one.cue, one.content[0]))
            spoken = readings(load(home, "desk").case)["leaflet"].attributions
            assert prove(text, claim(speaker, cue, content, one.cue.paragraph), spoken) == one


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE answers")
        database.execute("CREATE TABLE answers (x)")


def _view(path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE answers")
        database.execute(f"CREATE VIEW answers AS SELECT 'x' digest, x model, x prompt, x data FROM ({endless})")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.write_bytes(b"no database" * 100), True),
        (_short, True),
        (_foreign, True),
        (_view, True),
        (lambda path: path.write_bytes(b""), False),
        (lambda path: path.unlink(), False),
        (_folder, False),
    ],
)
def test_a_file_that_is_none_is_as_none_and_that_is_said(
    home: Path, damage: Callable[[Path], object], told: bool
) -> None:
    hear(home, "leaflet", NOTE)
    damage(home / ".holdfast" / FILE)
    found = recalled(home)
    assert found.answers == {}
    assert [note.startswith("What language models said before is not shown") for note in found.notes] == [True] * told
    assert whole(home)[0] == suggested(load(home, "desk").case, processes=1).suggestions


def test_what_cannot_be_written_is_counted(home: Path) -> None:
    text = Text(("Nobody said a word.",))
    (home / ".holdfast").write_text("not a folder", encoding="utf-8")
    with keeping(home) as keeper:
        keeper.keep(text, Model("small", PROMPT), Heard())
    assert keeper.lost == 1
    (home / ".holdfast").unlink()
    with keeping(home) as keeper:
        keeper.keep(text, Model("small", PROMPT), Heard())
        assert not keeper.lost
    with closing(sqlite3.connect(home / ".holdfast" / FILE)) as database:
        assert database.execute("SELECT digest, model FROM answers").fetchall() == [(digest(text), "small")]


def test_several_write_at_the_same_time(home: Path) -> None:
    def write(name: str) -> None:
        with keeping(home) as keeper:
            for number in range(20):
                keeper.keep(Text((str(number),)), Model(name, PROMPT), Heard())
        lost.append(keeper.lost)

    lost: list[int] = []
    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert lost == [0, 0, 0]
    with closing(sqlite3.connect(home / ".holdfast" / FILE)) as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (60,)


def test_who_shows_them_can_tell_that_there_are_more(home: Path) -> None:
    first = stamp(home)
    assert first is None
    hear(home, "leaflet", NOTE)
    second = stamp(home)
    assert second == stamp(home)
    hear(home, "leaflet", NOTE, model="other")
    assert len({first, second, stamp(home)}) == 3


def test_nothing_counts_for_a_document_in_a_compartment(home: Path) -> None:
    """Not what was kept of the same words while they were public, nor what somebody put beside it."""
    hear(home, "leaflet", NOTE)
    shutil.move(home / "sources.yaml", home / "compartments/union/sources.yaml")
    (home / "compartments/union/sources").mkdir(exist_ok=True)
    shutil.move(home / "sources/leaflet.txt", home / "compartments/union/sources/leaflet.txt")
    assert recalled(home).answers == {}
    (home / "compartments/union/.holdfast").mkdir(exist_ok=True)
    shutil.copy(home / ".holdfast" / FILE, home / "compartments/union/.holdfast" / FILE)
    assert recalled(home, "union").answers == {}
    assert not [one for one in whole(home, "union")[0] if one.models]


def test_a_link_out_of_the_public_part_is_not_followed(home: Path) -> None:
    hear(home, "leaflet", NOTE)
    file = home / ".holdfast" / FILE
    inner = home / "compartments/union" / FILE
    shutil.move(file, inner)
    file.symlink_to(inner)
    before = inner.read_bytes()
    assert recalled(home).answers == {}
    assert stamp(home) is None
    with keeping(home) as keeper:
        keeper.keep(Text(("x",)), Model("small", PROMPT), Heard())
    assert keeper.lost == 1
    assert inner.read_bytes() == before


def test_a_rejection_is_remembered_whoever_finds_it_again(home: Path) -> None:
    hear(home, "leaflet", NOTE)
    desk = Desk(home, "desk")
    (one,) = [one for one in whole(home)[0] if not one.by_grammar]
    desk.decide(one, "reject", "ana", reason="a headline")
    hear(home, "leaflet", NOTE, model="other")
    again = items(whole(home)[0], desk.decided())
    (item,) = [item for item in again if item.suggestion.key == one.key]
    assert item.status == "rejected"
    assert [model.name for model in item.suggestion.models] == ["other", "small"]
    assert one.key not in [item.suggestion.key for item in waiting(again)]
    (decision,) = desk.log().decisions
    assert decision.models == ({"name": "small", "prompt": PROMPT},)
    assert not decision.grammar


def test_a_decision_says_that_the_grammar_found_it_too(home: Path) -> None:
    hear(home, "leaflet", REIS)
    desk = Desk(home, "desk")
    (one,) = [one for one in whole(home)[0] if one.models]
    desk.decide(one, "later", "ana")
    (decision,) = desk.log().decisions
    assert decision.grammar
    assert [model["name"] for model in decision.models] == ["small"]


@pytest.mark.parametrize(
    "line",
    ['"models": {}', '"models": ["small"]', '"models": [{"name": "small"}]', '"models": [{"name": 1, "prompt": "x"}]',
     '"grammar": "yes"', '"model": {"name": "small", "prompt": "x"}'],
)  # fmt: skip
def test_a_record_with_a_wrong_model_is_told(home: Path, line: str) -> None:
    start = '{"key": "k", "text_key": "t", "kind": "statement", "decision": "reject", "coder": "ana"'
    text = f'{start}, "at": "2026-03-02T10:00Z", {line}}}\n'
    (home / "intake.jsonl").write_text(text, encoding="utf-8")
    assert [one.code for one in Desk(home, "desk").log().diagnostics] == ["HF802"]


def test_every_reason_is_known(home: Path) -> None:
    """What is refused is kept by its reason: one that nobody knows would make the entry a damaged one."""
    from holdfast.intake.proving import REASONS

    text = Text(("Reis said that she would not pay 12 unless Falcao left. Falcao said no. Falcao said so.",))
    seen = set()
    parts = (
        "Reis",
        "said",
        "that she would not pay 12 unless Falcao left",
        "pay 12",
        "pay 13",
        "would pay",
        "Falcao",
        "",
        "sai",
        "REIS",
        "x",
    )
    for speaker in parts:
        for cue in parts:
            for content in parts:
                try:
                    prove(text, claim(speaker, cue, content))
                except NotProvenError as error:
                    seen.add(error.reason)
    assert seen <= REASONS
    assert len(seen) > 10
