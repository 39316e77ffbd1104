from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given

from holdfast.case.case import Case
from holdfast.case.conditions import Choice, Condition, parse
from holdfast.case.model import FIRMNESSES, VERBS, Dated, Party, Source, Value
from holdfast.case.model.base import read_value
from holdfast.case.times import Duration, Window, parse_offset
from holdfast.views import signs, words
from tests.strategies import conditions
from tests.views import harbour


@pytest.fixture(scope="module")
def case() -> Case:
    return harbour.loaded().case


@pytest.mark.parametrize(
    ("text", "thing", "clause"),
    [
        ("automation = staged", "‘Two cranes a year’", "‘Two cranes a year’ is agreed"),
        ("reinstatement = nobody", "‘Nobody’ on ‘Who comes back?’", "‘Nobody’ on ‘Who comes back?’ is agreed"),
        ("automation != full", "anything but ‘All cranes at once’", "anything but ‘All cranes at once’ is agreed"),
        (
            "automation in {staged, full}",
            "‘Two cranes a year’ or ‘All cranes at once’",
            "‘Two cranes a year’ or ‘All cranes at once’ is agreed",
        ),
        (
            "automation not in {staged, full}",
            "neither ‘Two cranes a year’ nor ‘All cranes at once’",
            "neither ‘Two cranes a year’ nor ‘All cranes at once’ is agreed",
        ),
        ("not automation = full", "anything but ‘All cranes at once’", "anything but ‘All cranes at once’ is agreed"),
        (
            "automation >= staged",
            "‘Two cranes a year’ or ‘All cranes at once’",
            "‘Two cranes a year’ or ‘All cranes at once’ is agreed",
        ),
        ("automation <= none", "‘No automation’", "‘No automation’ is agreed"),
        (
            "automation = left-open",
            "‘How far are the cranes automated?’ left open",
            "‘How far are the cranes automated?’ left open",
        ),
        ("done(automation = full)", "‘All cranes at once’, done", "‘All cranes at once’ is done"),
        ("lift", "‘Lift the blockade’ by Union", "‘Lift the blockade’ by Union is done"),
        ("watch", "‘Watch over safety’", "‘Watch over safety’ is done"),
        ("signature", "‘signature’", "‘signature’ has come"),
        ("begun(lift)", "the beginning of ‘Lift the blockade’ by Union", "‘Lift the blockade’ by Union has begun"),
        ("verified(lift)", "‘Lift the blockade’ by Union, verified", "‘Lift the blockade’ by Union is verified"),
        (
            "recognised(watch, port)",
            "‘Watch over safety’, recognised by Port Authority",
            "‘Watch over safety’ is recognised by Port Authority",
        ),
        ("stage(watch, 2)", "part 2 of ‘Watch over safety’", "part 2 of ‘Watch over safety’ is done"),
        (
            "watch >= 1200 night-crews",
            "at least 1,200 night crews of ‘Watch over safety’",
            "at least 1,200 night crews of ‘Watch over safety’ is done",
        ),
        ("watch >= 50%", "at least 50% of ‘Watch over safety’", "at least 50% of ‘Watch over safety’ is done"),
        ("watch for 7d", "‘Watch over safety’ for 7 days", "‘Watch over safety’ has held for 7 days"),
        (
            "watch before signature",
            "‘Watch over safety’ before ‘signature’",
            "‘Watch over safety’ comes before ‘signature’",
        ),
        ("phase first opens", "the start of phase ‘The first steps’", "phase ‘The first steps’ has started"),
        ("phase first ends", "the end of phase ‘The first steps’", "phase ‘The first steps’ has ended"),
        ("2026-03-01", "1 Mar 2026", "1 Mar 2026 has come"),
        ("2026-03-01 14:30", "1 Mar 2026, 14:30", "1 Mar 2026, 14:30 has come"),
        ("signature + 30d", "30 days after ‘signature’", "it is 30 days after ‘signature’"),
        ("D", "that day", "that day has come"),
        ("always", "in every case", "in every case"),
        ("never", "in no case", "in no case"),
        ('"they move quickly"', "they move quickly", "they move quickly"),
        ('watch and "they move"', "‘Watch over safety’ and (they move)", "‘Watch over safety’ is done and (they move)"),
        (
            "watch and (signature or automation = full)",
            "‘Watch over safety’ and (‘signature’ or ‘All cranes at once’)",
            "‘Watch over safety’ is done and (‘signature’ has come or ‘All cranes at once’ is agreed)",
        ),
        ("not watch", "not (‘Watch over safety’)", "not (‘Watch over safety’ is done)"),
        (
            "watch and automation in {staged, full}",
            "‘Watch over safety’ and (‘Two cranes a year’ or ‘All cranes at once’)",
            "‘Watch over safety’ is done and (‘Two cranes a year’ or ‘All cranes at once’ is agreed)",
        ),
    ],
)
def test_every_condition_reads_as_plain_words(case: Case, text: str, thing: str, clause: str) -> None:
    assert words.condition_words(parse(text), case) == thing
    assert words.condition_words(parse(text), case, clause=True) == clause


@given(condition=conditions)
def test_no_condition_is_beyond_words(condition: Condition) -> None:
    # Names of which the case knows nothing are said as they stand.
    empty = harbour.empty()
    assert words.condition_words(condition, empty)
    assert words.condition_words(condition, empty, clause=True)


def test_an_unknown_bound_says_which_way_it_goes(case: Case) -> None:
    assert words.condition_words(parse("unknown-issue >= much"), case) == "‘much’ on ‘unknown issue’ or later"
    assert words.condition_words(parse("unknown-issue <= much"), case) == "‘much’ on ‘unknown issue’ or earlier"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "union-automation",
            "refuses ‘Two cranes a year’ or ‘All cranes at once’ unless ‘All dismissed workers’ is done",
        ),
        (
            "port-staged",
            "offers ‘Two cranes a year’ if ‘Lift the blockade’ by Union comes before"
            " ‘Convert cranes’ by Port Authority and Union",
        ),
        ("port-staged-again", "prefers ‘Two cranes a year’ over ‘All cranes at once’"),
        ("union-silent", "silent on ‘Who watches over safety?’ and ‘All dismissed workers’"),
        ("union-undecided", "undecided on ‘Who comes back?’"),
        (
            "union-whole",
            "accepts of the draft ‘Reinstate dismissed workers’ by Port Authority,"
            " except ‘Convert cranes’ by Port Authority and Union",
        ),
        (
            "count-gazette",
            "asserts ‘Workers dismissed’: about 50 people; ‘Where the talks are held’: the town hall",
        ),
        ("expects", "expects: long talks"),
        ("warns", "warns: a strike if ‘All cranes at once’ is agreed"),
        ("raises", "raises ‘How far are the cranes automated?’ and the pay of guards"),
    ],
)
def test_every_verb_makes_a_sentence(case: Case, statement: str, expected: str) -> None:
    assert words.statement_words(case.statements[statement], case) == expected


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        ("whole", "accepts the draft as a whole"),
        ("principle", "accepts the draft in principle, which says yes to no clause in particular"),
        ("unknown", "accepts the draft, how much of it is not known"),
        (None, "accepts the draft, how much of it is not known"),
    ],
)
def test_an_acceptance_says_how_much_it_accepts(case: Case, extent: str | None, expected: str) -> None:
    statement = case.statements["union-whole"].model_copy(update={"extent": extent, "clauses": (), "except_": ()})
    assert words.statement_words(statement, case) == expected


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        (Dated(), "date unknown"),
        (Dated(said="on Friday"), "said: ‘on Friday’"),
        (Dated.model_validate({"resolved": "2026-03-02"}), "2 Mar 2026"),
        (Dated.model_validate({"said": "on Friday", "resolved": "2026-02-27"}), "27 Feb 2026 (said: ‘on Friday’)"),
    ],
)
def test_dates_are_said_and_resolved(dated: Dated, expected: str) -> None:
    assert words.date_words(dated) == expected


def test_times_are_written_in_one_way(case: Case) -> None:
    assert words.day_words(datetime(2026, 3, 2, 4, 5)) == "2 Mar 2026, 04:05"
    assert words.window_words(Window(Duration(72, "h"), Duration(72, "h"))) == "72 h"
    assert words.window_words(Window(Duration(1, "d"), Duration(5, "d"))) == "1 to 5 days"
    assert words.window_words(Window(Duration(12, "h"), Duration(2, "d"))) == "12 h to 2 days"
    assert words.window_words(Window(Duration(3, "d"), None)) == "at least 3 days"
    assert words.offset_words(parse_offset("D+30"), case) == "30 days after that day"
    assert words.offset_words(parse_offset("signature - 3d"), case) == "3 days before ‘signature’"
    assert words.when_words(date(2026, 3, 2), case) == "2 Mar 2026"
    assert words.range_of_days([date(2026, 3, 2), date(2026, 2, 1)]) == "1 Feb 2026 to 2 Mar 2026"
    assert words.range_of_days([date(2026, 3, 2)]) == "2 Mar 2026"
    assert words.range_of_days([]) is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("about 50", None, "about 50"),
        ("about 50", "people", "about 50 people"),
        ("dozens", "people", "dozens"),
        ("30%", "people", "30%"),
        ("2026-03-02", "people", "2 Mar 2026"),
        ("Cairo", "people", "Cairo"),
    ],
)
def test_values_have_their_unit_where_they_name_none(text: str, unit: str | None, expected: str) -> None:
    value: Value = read_value(text)
    assert words.value_words(value, unit) == expected


@pytest.mark.parametrize(
    ("by", "parties", "via", "expected"),
    [
        ("M. Reis", ("union",), "The Gazette", "M. Reis (Union) via The Gazette"),
        ("dockers' union", ("union",), None, "dockers' union"),
        ("the Dockers (statement)", ("union",), None, "the Dockers (statement)"),
        (None, ("port", "union"), None, "Port Authority and Union"),
        ("an expert", (), None, "an expert"),
        ("مندوب", ("union",), None, "\u2068مندوب\u2069 (Union)"),
    ],
)
def test_speakers_are_named_with_their_party(
    case: Case, by: str | None, parties: tuple[str, ...], via: str | None, expected: str
) -> None:
    assert words.speaker_words(by, parties, via, case) == expected


def test_citations_are_short(case: Case) -> None:
    assert words.citation_words("gazette", 6, case) == "The Harbour Gazette ¶6"
    assert words.citation_words("gazette", 6, case, 2) == "The Harbour Gazette ¶6.2"
    assert words.citation_words("minutes", None, case) == "Minutes"
    assert words.citation_words("nowhere", 1, case) == "nowhere ¶1"


def test_sources_of_one_publisher_are_told_apart(case: Case) -> None:
    gazette = case.sources["gazette"]
    later = gazette.model_copy(update={"published": Dated.model_validate({"resolved": "2026-03-01"})})
    same_day = gazette.model_copy(update={"title": "Pay"})
    untitled = gazette.model_copy(update={"title": None, "published": Dated()})

    def labels(**others: Source) -> list[str]:
        found = replace(case, sources={"gazette": gazette, **others})
        return [words.source_label(name, found) for name in found.sources]

    assert labels(later=later) == ["The Harbour Gazette (28 Feb 2026)", "The Harbour Gazette (1 Mar 2026)"]
    assert labels(other=same_day) == ["The Harbour Gazette (Cranes)", "The Harbour Gazette (Pay)"]
    assert labels(other=untitled) == ["The Harbour Gazette (28 Feb 2026)", "The Harbour Gazette (other)"]


def test_goods_are_amounts_with_their_parts(case: Case) -> None:
    draft = case.draft
    assert draft is not None
    gives = draft.agreement.commitments["reinstate"].gives
    assert words.goods_words(gives) == "workers: 48 (60 - 12), of which 20 night crew"


def test_text_from_right_to_left_is_kept_apart() -> None:
    assert words.is_rtl("مندوب Reis")
    assert not words.is_rtl("Reis مندوب")
    assert not words.is_rtl("12")
    assert words.isolated("Reis") == "Reis"
    assert words.isolated("é") == "é"
    assert words.isolated("a\u202eb") == "ab"
    assert words.quoted("مندوب\u2069\u202e") == "‘\u2068مندوب\u2069’"


def test_counts_and_lists() -> None:
    assert [words.count(number, "party", "parties") for number in (0, 1, 1540)] == [
        "no parties",
        "1 party",
        "1,540 parties",
    ]
    assert [words.and_list(list(text)) for text in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert words.sentence("no clauses") == "No clauses"
    assert words.sentence("") == ""


def test_every_sign_has_a_word_and_a_symbol_of_its_own() -> None:
    tables: list[list[signs.Sign]] = [
        list(signs.VERB_SIGNS.values()),
        list(signs.FIRMNESS_SIGNS.values()),
        [*signs.CHANNEL_SIGNS.values(), signs.NO_CHANNEL],
        list(signs.STATUS_SIGNS.values()),
        list(signs.CITATION_SIGNS.values()),
        list(signs.SEVERITY_SIGNS.values()),
    ]
    for table in tables:
        assert len({sign.symbol for sign in table}) == len({sign.word for sign in table}) == len(table)
    assert set(signs.VERB_SIGNS) == set(VERBS)
    assert list(signs.FIRMNESS_SIGNS) == list(FIRMNESSES)
    assert str(signs.VERB_SIGNS["refuses"]) == "✕ refuses"


def test_marks_follow_the_order_of_the_case(case: Case) -> None:
    marks = signs.party_marks(case)
    assert [marks[name].symbol for name in case.parties] == ["●", "■", "▲", "▲", "◆"]
    assert marks["night-crews"].colour == marks["union"].colour
    assert len(set(marks.values())) == len(case.parties)


def test_forty_parties_have_marks_of_their_own() -> None:
    parties = {
        f"p{number}": Party.model_validate({"name": f"Party {number}", "roles": ["other"]}) for number in range(40)
    }
    marks = signs.party_marks(harbour.empty(parties))
    assert len(set(marks.values())) == 40


def test_parties_in_a_circle_have_marks_too() -> None:
    parties = {
        "a": Party.model_validate({"name": "A", "roles": ["faction"], "of": "b"}),
        "b": Party.model_validate({"name": "B", "roles": ["faction"], "of": "a"}),
    }
    assert len(signs.party_marks(harbour.empty(parties))) == 2


def test_options_between_bounds(case: Case) -> None:
    assert words.options_of(Choice("automation", ("full",)), case) == ("full",)
    assert words.condition_words(parse("watch >= 1.50"), case) == "at least 1.5 of ‘Watch over safety’"
