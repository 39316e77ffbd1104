"""Whether a draft holds: steps, exposure, margins, orders, phases, factions, accidents, what matters."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.hold import Hold, Orders, ScheduleError, Valued, hold
from holdfast.analyses.hold.bestorder import resplit
from holdfast.analyses.hold.incentives import on_path
from holdfast.analyses.hold.judgements import worst
from holdfast.analyses.hold.steps import Plan, plan, smallest
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.solvers.ideals import is_order
from holdfast.solvers.schedule import needs
from holdfast.views.machine_hold import hold as plain
from tests.cases import loaded
from tests.solvers.staged_reference import outcome, peak

PARTIES = """
holdfast: 1
title: Two sides
parties:
  a: {name: A, roles: [principal], votes_of: 10, majority: 6}
  b: {name: B, roles: [principal]}
  wing: {name: Wing of A, roles: [faction], of: a, votes: 5}
  keeper: {name: Keeper, roles: [guarantor]}
issues:
  pay: {question: How much?, options: {more: {text: More}, same: {text: The same}}}
"""
#: A and B hand over two parts each in turn, then B has one more step in a second phase.
DRAFT = """
title: Parts in turn
package: {pay: more}
events: {signature: {text: Signed}}
phases: {first: {opens: signature}, second: {opens: phase first ends}}
commitments:
  goods: {by: a, to: b, does: Hand over goods, phase: first, tranches: [50% at D+1, 50% at D+3], reversible: false}
  money: {by: b, to: a, does: Pay, phase: first, tranches: [50% at D+2, 50% at D+4], paired_with: {commitment: goods}}
  peace: {by: b, to: a, must_not: Fight, from: signature}
  law: {by: b, to: a, does: Pass a law, phase: second}
"""
VALUES = """
a:
  judged: {by: the desk, because: a guess}
  commitments:
    goods: {worth: -12}
    money: {worth: [10, 18], kept_on_collapse: true}
    peace: {worth: 3}
    law: {worth: [4, 8], kept_on_collapse: true}
  walking_away: {stop: 0, prize: 20, chance: [0.1, 0.3], cost: 8}
b:
  judged: {by: the desk, because: a guess}
  commitments:
    goods: {worth: 18, kept_on_collapse: true, shifts: {a: -0.1}}
    money: {worth: -12}
    law: {worth: [-5, -3]}
  guarantees: [{by: keeper, step: law, penalty: 10, detection: [0.5, 0.7]}]
"""


def case_of(folder: Path, values: str = VALUES, draft: str = DRAFT, case: str = PARTIES) -> Case:
    found = loaded(folder, "desk", case=case, agreement=draft, values=values)
    assert [one.message for one in found.diagnostics] == []
    return found.case


def answer_of(case: Case, **options: object) -> Hold:
    found = hold(case, draws=500, **options)  # type: ignore[arg-type]
    assert found is not None
    return found


def valued_of(found: Hold) -> Valued:
    assert found.valued is not None
    return found.valued


# Steps


def test_steps_stand_in_the_order_of_the_text_and_know_what_they_wait_for(tmp_path: Path) -> None:
    found = planned(case_of(tmp_path))
    names = [step.name for step in found.steps]
    assert names == ["peace", "goods 1", "money 1", "goods 2", "money 2", "law"]
    assert is_order(found.rules, range(6))
    assert found.rules[names.index("goods 2")] == (0b110,)
    assert found.rules[names.index("law")] == (0b11000,)
    assert found.steps[0].duty
    assert not found.steps[1].duty


def planned(case: Case) -> Plan:
    assert case.draft is not None
    return plan(instantiate(case, case.draft))


def test_steps_without_a_worth_come_by_themselves(tmp_path: Path) -> None:
    found = planned(case_of(tmp_path))
    steps, rules = found.only([3, 4, 5])
    assert [step.name for step in steps] == ["goods 2", "money 2", "law"]
    assert rules == ((0,), (1,), (0b11,))


def test_alternatives_are_kept_apart(tmp_path: Path) -> None:
    draft = """
title: Either
commitments:
  x: {by: a, does: x}
  y: {by: b, does: y}
  z: {by: a, does: z, after: x or (y and "in words")}
  w: {by: a, does: w, after: not z}
  v: {by: b, does: v, after: u}
  u: {by: b, does: u, after: v}
"""
    found = planned(case_of(tmp_path, draft=draft, values=""))
    rules = dict(zip([step.name for step in found.steps], found.rules, strict=True))
    assert rules["z"] == (0b01, 0b10)
    assert rules["w"] == (0,)
    assert found.never == ("v", "u")
    assert [one.of for one in found.not_modelled] == ["z", "w"]


def test_together_is_one_step_of_both(tmp_path: Path) -> None:
    draft = """
title: At once
commitments: {x: {by: a, to: b, does: x}, y: {by: b, to: a, does: y}, z: {by: a, does: z, after: y}}
together: [x, y]
"""
    found = planned(case_of(tmp_path, draft=draft, values=""))
    assert [step.name for step in found.steps] == ["x + y", "z"]
    assert found.steps[0].by == ("a", "b")
    assert found.rules == ((0,), (1,))


@given(st.lists(st.integers(0, 63), max_size=12))
def test_smallest_masks(masks: list[int]) -> None:
    kept = smallest(masks)
    assert all(any(mask & one == one for one in kept) for mask in masks)
    assert not any(one != other and one & other == other for one in kept for other in kept)


# By the text alone


def test_exposure_counts_shares_of_clauses(tmp_path: Path) -> None:
    found = answer_of(case_of(tmp_path, values=""))
    assert found.valued is None
    rows = {
        after.step.name: [
            [float(part) for part in (one.given, one.to_give, one.got, one.to_get)] for one in after.counts
        ]
        for after in found.structure.after
    }
    assert rows["peace"] == [[0, 1, 0, 2], [0, 2, 0, 1]]
    assert rows["goods 1"] == [[0.5, 1, 0, 2], [0, 2, 0.5, 1]]
    assert rows["law"] == [[1, 1, 2, 2], [2, 2, 1, 1]]
    peaks = {one.party: (one.place, float(one.exposure)) for one in found.structure.peaks}
    assert peaks["a"] == (3, 0.75)
    first = {one.party: one for one in found.structure.first}
    assert [step.name for step in first["a"].before_getting] == ["goods 1"]
    assert first["a"].must_begin
    assert not first["b"].must_begin
    assert [(one.step.name, one.party, float(one.got)) for one in found.structure.cannot_undo] == [
        ("goods 1", "a", 0.0),
        ("goods 2", "a", 0.5),
    ]
    (threshold,) = [one for one in found.structure.thresholds if one.party == "b"]
    assert threshold.phase == "first"
    assert [step.name for step in threshold.got] == ["goods 1", "goods 2"]
    assert [step.name for step in threshold.to_give] == ["peace", "law"]
    back = {one.party: one for one in found.structure.taken_back}
    assert [step.name for step in back["a"].duties] == ["peace"]


def test_gaza_is_structure_and_thresholds_alone(repository: Path) -> None:
    from holdfast.case.load import load

    found = answer_of(load(repository / "examples/gaza-2025", "desk").case)
    assert found.valued is None
    assert found.agenda is None
    assert found.structure.unordered
    assert {one.party for one in found.structure.thresholds} == {"israel", "hamas"}
    assert {one.of for one in found.not_modelled} == {"offer-amnesty"}


def test_aceh_in_four_parts_needs_a_quarter_of_the_bulk(repository: Path) -> None:
    from holdfast.case.load import load

    case = load(repository / "examples/aceh-2005", "desk").case
    assert answer_of(case).valued is None
    found = valued_of(answer_of(case, illustrate="equal"))
    assert found.valuation.illustrated
    (curve,) = found.curves
    assert curve.now == 4
    assert dict(zip(curve.parts, curve.alone, strict=True))[1] == pytest.approx(100)
    assert dict(zip(curve.parts, curve.alone, strict=True))[4] == pytest.approx(25)
    assert dict(zip(curve.parts, curve.within, strict=True))[4] == pytest.approx(25)
    assert max(one.bond for one in found.incentives.needs) == pytest.approx(25)


# With judgements


def test_margins_are_those_of_the_model(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    valuation, steps = found.valuation, found.incentives.steps
    assert [step.name for step in steps] == ["peace", "goods 1", "money 1", "goods 2", "money 2", "law"]
    deal = valuation.deal(valuation.middle, steps)
    assert deal.stays[:, 0].tolist() == [0, -6, 7, -6, 7, 6]
    assert deal.fades[:, 0].tolist() == [3, 0, 0, 0, 0, 0]
    assert deal.stays[:, 1].tolist() == [0, 9, -6, 9, -6, -4]
    assert deal.shifts[:, 0] == pytest.approx([0, -0.05, 0, -0.05, 0, 0])
    assert deal.forfeits[:, 1].tolist() == [0, 0, 0, 0, 0, 6]
    assert [deal.prize[0], deal.chance[0], deal.cost[0]] == pytest.approx([20, 0.2, 8])
    values, ending = outcome(deal, range(6))
    assert [value for _, _, value in found.incentives.values] == pytest.approx(values)
    assert (found.incentives.ending is None) is (ending is None)
    need = needs(deal, range(6))
    by_place = {(one.party, one.place): one.bond for one in found.incentives.needs}
    for place, (column, party) in itertools.product(range(6), enumerate(("a", "b"))):
        assert by_place[party, place] == pytest.approx(max(0.0, need[place, column]))


def test_ranges_hold_the_points_and_the_draws(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    assert all(one.low - 1e-9 <= one.point <= one.high + 1e-9 for one in found.incentives.margins)
    assert all(one.leaves == 0 for one in found.incentives.margins if one.low >= 0)
    assert all(one.leaves == 1 for one in found.incentives.margins if one.high < 0)
    sampled = found.incentives.sampled
    assert sampled.completes + sum(share for _, _, share in sampled.endings) == pytest.approx(1)
    assert all(one.least <= one.bond + 1e-9 <= one.most + 2e-9 for one in found.incentives.needs)


def test_why_adds_up_to_the_margin(tmp_path: Path) -> None:
    for one in valued_of(answer_of(case_of(tmp_path))).incentives.margins:
        if one.why.ending is None:
            why = one.why
            assert one.point == pytest.approx(why.to_get - why.to_give + why.at_risk - why.away_worth + why.forfeit)


def test_the_same_seed_gives_the_same_draws_and_another_does_not(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    first, second, other = (plain(answer_of(case, seed=seed)) for seed in (1, 1, 2))
    assert first == second
    assert first["worth"]["margins"] != other["worth"]["margins"]


def test_the_best_order_is_the_best_of_all_orders(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    assert isinstance(found.orders, Orders)
    valuation = found.valuation
    deal = (worst if found.orders.worst else lambda v, s: v.deal(v.middle, s))(valuation, found.text_order)
    _, rules = planned(case_of(tmp_path / "again")).only(range(6))
    every = [peak(deal, order) for order in itertools.permutations(range(6)) if is_order(rules, order)]
    assert found.orders.best.need == pytest.approx(min(every))
    assert found.orders.text.need == pytest.approx(peak(deal, range(6)))
    assert found.orders.count == sum(one <= 1.05 * min(every) + 1e-9 for one in every)


def test_worst_case_needs_are_the_upper_ends(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    need = needs(worst(found.valuation, found.incentives.steps), range(6))
    for one in found.incentives.needs:
        column = found.valuation.parties.index(one.party)
        assert one.most == pytest.approx(max(0.0, need[one.place, column]))


def test_an_exchange_can_be_split_otherwise(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert case.draft is not None
    instance = instantiate(case, case.draft)
    names = [step.name for step in plan(resplit(instance, (("goods",), ("money",)), 1)).steps]
    assert names == ["peace", "goods", "money", "law"]
    names = [step.name for step in plan(resplit(instance, (("goods",), ("money",)), 3)).steps]
    assert names == ["peace", *[f"{clause} {part}" for part in (1, 2, 3) for clause in ("goods", "money")], "law"]


def test_the_first_phase_alone_rests_on_the_likelihood_of_the_second(tmp_path: Path) -> None:
    values = VALUES.replace("money: {worth: [10, 18]", "money: {worth: [9, 13]").replace(
        "law: {worth: [4, 8]", "law: {worth: [8, 12]"
    )
    found = valued_of(answer_of(case_of(tmp_path, values))).phased
    assert found is not None
    assert found.phase == "second"
    one = next(row for row in found.stalling if row.party == "a")
    # The phase alone is worth -12 + 11 to a; the whole 10 + 3 more. Before goods 1 leaving is worth nothing: q >= 1/13.
    assert [one.worth_phase, one.worth_whole] == pytest.approx([-1, 12])
    assert one.least == pytest.approx(6 / 13 if one.at == 3 else 1 / 13)
    for line in found.lines:
        row = next(one for one in found.stalling if one.party == line.party)
        for likelihood, margin in zip(found.likelihoods, line.margins, strict=True):
            within = row.least is not None and row.most is not None and row.least <= likelihood <= row.most
            assert within is (margin >= -1e-9)


def test_a_faction_that_leaves_can_cost_a_party_its_office(tmp_path: Path) -> None:
    wing = """
wing:
  judged: {by: the desk, because: a guess}
  commitments: {goods: {worth: -4}, money: {worth: [2, 3]}}
"""
    found = valued_of(answer_of(case_of(tmp_path, VALUES + wing)))
    (office,) = found.offices
    assert (office.party, office.majority) == ("a", 6)
    (faction,) = office.factions
    assert faction.lost_at
    assert faction.safety_net > 0
    assert office.loses_at == faction.lost_at[0]
    assert office.cheapest == (("wing", faction.safety_net),)
    assert found.incentives.ending is not None
    assert found.incentives.ending.ousted
    assert found.incentives.ending.party == "a"


def test_what_fails_through_nobodys_fault(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    names = [step.name for step in found.incentives.steps]
    accidents = {one.step.name: one for one in found.accidents}
    assert set(accidents) == {name for name in names if name != "peace"}
    one = accidents["money 1"]
    assert [names[place] for place in one.stops] == ["goods 2", "money 2", "law"]
    last = accidents["law"]
    # Without the law a has nothing left to come, and peace worth 3 at risk.
    assert dict(last.margins)["a"] == pytest.approx(3)
    assert last.substitute == 0
    assert last.best_efforts.margin == pytest.approx(min(3, -4 + 6))


def test_a_flip_point_flips_the_answer(tmp_path: Path) -> None:
    found = valued_of(answer_of(case_of(tmp_path)))
    valuation, steps = found.valuation, found.incentives.steps
    assert found.levers
    for lever in found.levers:
        column = valuation.judgements.index(lever.judgement)
        if lever.flips is not None:
            at = np.repeat(valuation.middle[None, :], 2, axis=0)
            at[:, column] = lever.flips - 0.01, lever.flips + 0.01
            below, above = on_path(valuation.deal(at, steps)) >= -1e-9
            assert below != above
            assert lever.within is (lever.judgement.low <= lever.flips <= lever.judgement.high)


def test_a_schedule_by_hand(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    found = answer_of(case, schedule="money   # all its parts\ngoods 2\n\ngoods 1\n")
    assert found.tried is not None
    assert [step.name for step in found.steps] == ["money 1", "money 2", "goods 2", "goods 1", "peace", "law"]
    assert [step.name for step in found.tried.not_named] == ["peace", "law"]
    against = {one.step.name: [step.name for step in one.waits_for] for one in found.tried.against}
    assert against == {"money 1": ["goods 1"], "money 2": ["goods 2"], "goods 2": ["goods 1"]}
    for text, words in (
        ("goods\nmoni\n", "line 2: the draft has no step 'moni'; did you mean"),
        ("goods 3", "no part 3"),
        ("goods\ngoods 1", "named twice"),
        ("goods\ngoods", "named twice"),
    ):
        with pytest.raises(ScheduleError, match=words):
            answer_of(case, schedule=text)


def test_what_is_not_judged_is_said(tmp_path: Path) -> None:
    only_a = VALUES.partition("b:\n")[0]
    found = valued_of(answer_of(case_of(tmp_path, only_a)))
    assert found.valuation.asked == ("a",)
    assert found.valuation.not_judged == ("b",)
    found = valued_of(answer_of(case_of(tmp_path / "b", VALUES.replace("    law: {worth: [-5, -3]}\n", ""))))
    assert found.valuation.silent == (("b", "peace"), ("b", "law"))


def test_a_hazard_and_draws_have_limits(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    with pytest.raises(ValueError, match="hazard"):
        hold(case, hazard=1.0)
    with pytest.raises(ValueError, match="draw"):
        hold(case, draws=0)
    calm, risky = (valued_of(answer_of(case, hazard=h)) for h in (0.0, 0.2))
    assert isinstance(risky.orders, Orders)
    assert risky.orders.bound <= risky.orders.best.need + 1e-9
    assert calm.incentives.margins != risky.incentives.margins


def test_without_a_draft_there_is_no_answer(tmp_path: Path) -> None:
    assert hold(loaded(tmp_path, "desk", case=PARTIES).case) is None


def test_exchanging_the_parties_exchanges_them_in_the_answer(tmp_path: Path) -> None:
    """Names are exchanged, the order of the files is kept: the answer is the same with the names exchanged."""

    def swapped(text: str) -> str:
        marked = text
        for old, new in (("a", "\x01"), ("b", "\x02")):
            for before, after in ((" ", ":"), ("by: ", ","), ("to: ", ","), ("of: ", ","), ("{", ":")):
                marked = marked.replace(f"{before}{old}{after}", f"{before}{new}{after}")
            marked = marked.replace(f"\n{old}:", f"\n{new}:")
        return marked.replace("\x01", "b").replace("\x02", "a")

    here = plain(answer_of(case_of(tmp_path / "here")))
    there = plain(answer_of(case_of(tmp_path / "there", swapped(VALUES), swapped(DRAFT), swapped(PARTIES))))
    text = json.dumps(here["worth"]["margins"])
    exchanged = text.replace('"party": "a"', '"party": "\x01"').replace('"party": "b"', '"party": "a"')
    assert json.loads(exchanged.replace("\x01", "b")) == there["worth"]["margins"]
    assert here["worth"]["draws"]["runs_to_the_end"] == there["worth"]["draws"]["runs_to_the_end"]
    assert here["worth"]["orders"]["orders"][1]["steps"] == there["worth"]["orders"]["orders"][1]["steps"]


def test_from_where_things_stand_is_the_rest_of_the_same_play(repository: Path) -> None:
    """What has been done is done: the same margins as at these steps of a play that takes those steps first."""
    harbour = load(repository / "examples/harbour", "desk").case
    whole = hold(harbour, draws=200)
    assert whole is not None
    taken = [one for one in whole.steps if one.name in ("lift-blockade + withdraw-claims", "keep-essential-services")]
    taken += [one for one in whole.steps if one.clauses == ("reinstate",) and one.part <= 2]
    done = {(clause, one.part) for one in taken for clause in one.clauses}
    here = hold(harbour, draws=200, done=done)
    assert here is not None
    assert set(here.done) == set(taken)
    assert len(here.done) >= 3
    order = [*(one.name for one in here.done), *(one.name for one in here.steps)]
    played = hold(harbour, draws=200, schedule="\n".join(order))
    assert played is not None
    assert here.valued is not None
    assert played.valued is not None

    def margins(found: Valued) -> dict[tuple[str, str], tuple[float, ...]]:
        steps = found.incentives.steps
        return {
            (steps[one.place].name, one.party): (one.point, one.low, one.high, one.leaves)
            for one in found.incentives.margins
        }

    rest, all_ = margins(here.valued), margins(played.valued)
    assert rest
    assert {key[0] for key in all_.keys() - rest.keys()} <= {one.name for one in taken}
    for key, numbers in rest.items():
        assert numbers == pytest.approx(all_[key]), key
    risks = {one.party: one.why.at_risk for one in here.valued.incentives.margins if one.place == 0}
    first = here.valued.incentives.steps[0].name
    before = played.valued.incentives
    for one in before.margins:
        if before.steps[one.place].name == first:
            assert risks[one.party] == pytest.approx(one.why.at_risk)


def test_when_everything_is_done_nothing_is_left_to_ask(repository: Path) -> None:
    harbour = load(repository / "examples/harbour", "desk").case
    whole = hold(harbour, draws=10)
    assert whole is not None
    done = [(clause, one.part) for one in whole.steps for clause in one.clauses]
    found = hold(harbour, draws=10, done=done)
    assert found is not None
    assert (found.steps, found.valued) == ((), None)
