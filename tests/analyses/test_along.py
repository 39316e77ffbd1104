"""An order of steps that somebody tries: the same margins as the whole answer has, and where the text forbids it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.hold import Hold, Orders, ScheduleError, Trials, hold, moved, short_name, trials
from holdfast.case.load import load
from tests.analyses.test_hold import VALUES, case_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def made(case: object) -> Trials:
    found = trials(case)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.fixture(scope="module")
def harbour() -> Trials:
    return made(load(EXAMPLES / "harbour", "desk").case)


def margins(found: Hold | object) -> list[tuple[str, str, float, float, float, float, float]]:
    """Margins by the name of the step, so that it does not matter how steps are counted."""
    incentives = found.valued.incentives if isinstance(found, Hold) else found.incentives  # type: ignore[union-attr,attr-defined]
    return [
        (incentives.steps[one.place].name, one.party, one.point, one.low, one.high, one.leaves, one.why.away_worth)
        for one in incentives.margins
    ]


@pytest.mark.parametrize("order", [(), ("lift-blockade", "reinstate 2", "back-pay"), ("convert-cranes 3", "reinstate")])
def test_an_order_has_the_margins_of_the_whole_answer(harbour: Trials, order: tuple[str, ...]) -> None:
    along = harbour.along(order, draws=300)
    whole = hold(harbour.case, order=order, draws=300)
    assert whole is not None
    assert margins(along) == margins(whole)
    assert along.steps == whole.steps
    assert along.structure == whole.structure
    assert whole.tried == along.tried
    assert whole.valued is not None
    mine, theirs = along.incentives, whole.valued.incentives
    assert mine is not None
    assert mine.steps[mine.weakest.place] == theirs.steps[theirs.weakest.place]
    assert [mine.steps[place] for _, place, _ in mine.sampled.endings] == [
        theirs.steps[place] for _, place, _ in theirs.sampled.endings
    ]
    assert [one.bond for one in mine.needs] == [one.bond for one in theirs.needs]


def test_places_are_counted_among_all_steps(harbour: Trials) -> None:
    along = harbour.along()
    assert along.incentives is not None
    assert along.incentives.steps == along.steps
    assert {one.place for one in along.incentives.margins} < set(range(len(along.steps)))


def test_where_the_text_forbids_an_order_it_says_what_is_missing(tmp_path: Path) -> None:
    found = made(case_of(tmp_path))
    assert found.along().tried.against == ()
    turned = found.along(["peace", "money 1", "goods 1"])
    assert {one.step.name: [step.name for step in one.waits_for] for one in turned.tried.against} == {
        "money 1": ["goods 1"]
    }
    assert turned.names == ("peace", "money 1", "goods 1", "goods 2", "money 2", "law")
    for order, words in (
        (["peace", "moni"], "place 2: the draft has no step 'moni'; did you mean"),
        (["goods 3"], "no part 3"),
        (["goods", "goods 1"], "named twice"),
    ):
        with pytest.raises(ScheduleError, match=words):
            found.along(order)


def test_without_judgements_there_are_no_margins(tmp_path: Path) -> None:
    case = case_of(tmp_path, values="")
    found = made(case).along(["law"])
    assert found.incentives is None
    assert next(one.step.name for one in found.structure.after) == "law"


def test_a_case_without_a_draft(tmp_path: Path) -> None:
    from tests.cases import loaded

    assert trials(loaded(tmp_path).case) is None


def test_steps_that_are_together_are_named_by_the_first(harbour: Trials) -> None:
    one = next(step for step in harbour.plan.steps if len(step.clauses) > 1)
    assert short_name(one) == one.clauses[0]
    assert harbour.along([short_name(one)]).steps[0] == one


def test_an_order_of_valued_steps_is_filled_so_that_the_text_allows_it(harbour: Trials) -> None:
    whole = hold(harbour.case, draws=10)
    assert whole is not None
    assert whole.valued is not None
    found = whole.valued.orders
    assert isinstance(found, Orders)
    for one in (found.best, *found.alternatives):
        named = [whole.valued.text_order[place] for place in one.places]
        filled = harbour.with_others(named)
        assert sorted(filled) == sorted(short_name(step) for step in harbour.plan.steps)
        along = harbour.along(filled, draws=10)
        assert along.tried.against == ()
        assert [step for step in along.steps if step in named] == named


@given(st.lists(st.text("abc", min_size=1), unique=True, min_size=1), st.data())
def test_a_step_moves_and_the_others_keep_their_order(order: list[str], data: st.DataObject) -> None:
    name, by = data.draw(st.sampled_from(order)), data.draw(st.integers(-8, 8))
    found = moved(order, name, by)
    assert [one for one in found if one != name] == [one for one in order if one != name]
    assert found.index(name) == min(max(order.index(name) + by, 0), len(order) - 1)


def test_worths_are_those_of_the_case(tmp_path: Path) -> None:
    """The comparison above can fail: other judgements give other margins."""
    one = made(case_of(tmp_path / "a")).along(draws=50)
    other = made(case_of(tmp_path / "b", values=VALUES.replace("worth: -12}", "worth: -11}", 1))).along(draws=50)
    assert margins(one) != margins(other)
