"""Whose word it is, by the names, members, offices and countries of a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.intake.demonyms import demonyms
from holdfast.intake.parties import Names
from tests.cases import loaded

CASE = """
holdfast: 1
title: x
parties:
  north: {name: Northland, aliases: [Kingdom of Northland], roles: [principal],
          members: [{name: Ada Stone, as: prime minister}]}
  israel: {name: Israel, roles: [principal]}
  hawks: {name: Coalition hawks, roles: [faction], of: israel, members: [{name: Dov Peretz, as: finance minister}]}
  envoys: {name: Israel's delegation, roles: [delegation], of: israel, members: [{name: Gal Ron, as: adviser}]}
  us: {name: United States, short: US, roles: [mediator], members: [{name: John Carter, as: president}]}
  health: {name: Health authorities, aliases: [Palestinian health officials], roles: [authority]}
  palestine: {name: Palestine, roles: [other]}
issues: {}
"""


@pytest.fixture
def names(tmp_path: Path) -> Names:
    return Names(loaded(tmp_path, case=CASE).case)


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        (("Ada Stone",), ["north"]),
        (("Stone",), ["north"]),
        (("the Kingdom of Northland",), ["north"]),
        (("Israel’s",), ["israel"]),
        (("three Israeli officials",), ["israel"]),
        (("the Israelis",), ["israel"]),
        (("Israel's finance minister",), ["israel", "hawks"]),
        (("Dov Peretz", "Finance Minister"), ["hawks", "israel"]),
        (("the finance minister",), ["hawks", "israel"]),
        (("negotiators from Israel",), ["israel", "envoys"]),
        (("Palestinian health officials",), ["health"]),
        (("a Palestinian official",), ["palestine"]),
        (("the American president",), ["us"]),
        (("Washington",), []),
        (("experts",), []),
        (("the minister",), []),
        ((None, ""), []),
    ],
)
def test_candidates(words: tuple[str | None, ...], parties: list[str], names: Names) -> None:
    assert [one.party for one in names.match(*words)] == parties


def test_every_candidate_has_a_reason_in_the_words_of_the_text(names: Names) -> None:
    (one,) = names.match("three Israeli officials")
    assert one.because == "‘Israeli’ is said of Israel"
    first, second = names.match("Peretz")
    assert first.because == "‘Peretz’ may be Dov Peretz, a member of Coalition hawks"
    assert second.because == "Coalition hawks belongs to Israel"


def test_the_names_of_countries_are_distinct_and_have_adjectives() -> None:
    found = demonyms()
    assert len(found) > 150
    assert found["united kingdom"][0] == "British"
    assert all(words for words in found.values())
    assert "Israelis" in found["israel"]
    assert "Chineses" not in found["china"]
