"""Classes of facts: values compared by meaning, origins counted, pairs that differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.comparing import compare
from holdfast.analyses.facts import facts
from holdfast.case.load import load
from holdfast.case.model.base import read_value
from tests.cases import loaded


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("about 2,000", "nearly 2,000", "fits"),
        ("48", "48", "fits"),
        ("251", "250", "differs by rounding"),
        ("48", "50", "differs by rounding"),
        ("48", "about 50", "fits"),
        ("60", "48", "differs"),
        ("some 1,200", "1,200", "fits"),
        ("more than 67,000", "70,000", "fits"),
        ("30%", "30", "differs"),
        ("a third", "30%", "fits"),
        ("72 hours", "3 days", "fits"),
        ("72 hours", "4 days", "differs"),
        ("2 weeks", "14 days", "fits"),
        ("3 days", "3 people", "differs"),
        ("3 days", "3 kilometres", "differs"),
        ("3 km", "3,000 metres", "fits"),
        ("2 hectares", "20,000 square metres", "fits"),
        ("48 workers", "48", "fits"),
        ("48 workers", "48 worker", "fits"),
        ("2,000 Palestinian prisoners", "2,000 prisoners", "fits"),
        ("48 workers", "48 ships", "differs"),
        ("$5 million", "€5 million", "differs"),
        ("$5 million", "$5,000,000", "fits"),
        ("2026-03-02", "2026-03-02", "fits"),
        ("2026-03-02", "2026-03-02 14:30", "fits"),
        ("2026-03-02 14:00", "2026-03-02 14:30", "differs"),
        ("2026-03-02", "2026-03-03", "differs"),
        ("Cairo", " cairo.", "fits"),
        ("the Customs House", "“Customs House”", "fits"),
        ("Cairo", "Sharm el-Sheikh", "differs"),
        ("Monday", "2026-03-02", "differs"),
        ("several hundred", "dozens", "differs"),
    ],
)
def test_values_are_compared_by_meaning(a: str, b: str, how: str) -> None:
    assert compare(read_value(a), read_value(b)) == how
    assert compare(read_value(b), read_value(a)) == how


@given(st.sampled_from(["48", "about 50", "3 days", "30%", "Cairo", "2026-03-02", "dozens", "$5"]))
def test_every_value_fits_itself(text: str) -> None:
    assert compare(read_value(text), read_value(text)) == "fits"


STATEMENTS = """
- {id: a, party: union, channel: written, gist: x,
   asserts: {dismissed: "60", ships: about 30, place: Quay, day: 2026-02-24}}
- {id: b, party: port, channel: written, gist: x, asserts: {dismissed: "48", ships: "31", place: the quay}}
- {id: c, by: Gazette, origin: Pilots, channel: written, gist: x, asserts: {ships: "90", rain: some, cranes: "250"}}
- {id: d, by: Wire, origin: pilots, channel: written, gist: x, asserts: {rain: Some, cranes: "251"}}
- {id: e, party: port, by: Envoy, channel: written, gist: x, asserts: {rain: none at all}, supersedes: old}
- {id: old, party: port, channel: written, gist: x, asserts: {day: 2026-02-25}}
- {id: late, by: Wire, channel: written, date: 2026-05-01, gist: x, asserts: {day: 2026-02-26}}
"""


def test_classes_origins_and_the_pairs_that_differ(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS).case
    answer = facts(case, as_of=date(2026, 3, 1))
    seen = {
        one.key: (
            one.fact_class,
            one.origins,
            one.agreed_by,
            [(one.claims[d.first].because.statement, one.claims[d.second].because.statement) for d in one.differences],
        )
        for one in answer.facts
    }
    assert seen == {
        "dismissed": ("differs", ("The Union", "The Port"), ("union", "port"), [("a", "b")]),
        "ships": ("agreed", ("The Union", "The Port", "Pilots"), ("union", "port"), [("a", "c"), ("b", "c")]),
        "place": ("agreed", ("The Union", "The Port"), ("union", "port"), []),
        "day": ("unchallenged", ("The Union",), ("union",), []),
        "rain": ("differs", ("Pilots", "Envoy"), ("port",), [("c", "e"), ("d", "e")]),
        "cranes": ("differs by rounding", ("Pilots",), (), [("c", "d")]),
    }
    assert [one.key for one in answer.of("agreed")] == ["ships", "place"]
    assert "contradict" not in repr(answer)
    assert "day" in {one.key for one in facts(case).of("differs")}


def test_gaza_the_facts_on_which_the_two_articles_differ_and_only_those(repository: Path) -> None:
    answer = facts(load(repository / "examples" / "gaza-2025", "public").case)
    assert {one.key for one in answer.of("differs")} == {
        "talks-venue",
        "talks-participants",
        "talks-subject",
        "dermer-attendance",
        "first-phase-content",
        "hostages-alive-certainty",
        "attack-by",
        "offensive-state",
    }
    assert [one.key for one in answer.of("differs by rounding")] == ["attack-hostages"]
    assert answer.of("agreed") == ()
    by_key = {one.key: one for one in answer.facts}
    # About 1,200 and 1,200 fit; the count of the dead has one origin in both articles.
    assert (by_key["attack-killed"].fact_class, len(by_key["attack-killed"].origins)) == ("unchallenged", 2)
    assert (len(by_key["gaza-deaths"].claims), by_key["gaza-deaths"].origins) == (2, ("Gaza health authorities",))


def test_a_paper_that_repeats_another_one_is_no_origin_of_its_own(tmp_path: Path) -> None:
    sources = """
- {id: wire, publisher: Wire}
- {id: paper, publisher: Paper, copy_of: wire}
- {id: other, publisher: Other}
"""
    statements = """
- {id: a, by: Wire, gist: x, asserts: {ships: "90"}, cite: {source: wire, paragraph: 1}}
- {id: b, by: Paper, gist: x, asserts: {ships: "90"}, cite: {source: paper, paragraph: 1}}
- {id: c, by: The pilots, gist: x, asserts: {ships: "90"}, cite: {source: paper, paragraph: 1}}
- {id: d, by: Other, gist: x, asserts: {ships: "90"}, cite: {source: other, paragraph: 1}}
"""
    (found,) = facts(loaded(tmp_path, statements=statements, sources=sources).case).facts
    assert found.origins == ("Wire", "The pilots", "Other")
