"""Rules and demands are read alike by the ladder, by shares of judgements and by the comparison of packages."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from holdfast.analyses.deals.demands import as_numbers, demands, violated
from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.limits import red_lines, rules
from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.said import standing
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.case.load import load
from tests.analyses.test_deals import Oracle, _frees, drawn
from tests.cases import write


def packages_of(case: Case, most: int = 400) -> list[dict[str, str]]:
    """All packages, left-open among the options, or every so many of them."""
    options = [[*map(str, one.options), LEFT_OPEN] for one in case.issues.values()]
    count = 1
    for some in options:
        count *= len(some)
    step = max(count // most, 1) | 1
    found = []
    for number in range(0, count, step):
        package, rest = {}, number
        for issue, some in zip(case.issues, options, strict=True):
            rest, place = divmod(rest, len(some))
            package[str(issue)] = some[place]
        found.append(package)
    return found


def check(case: Case) -> None:
    """Every reading against the ladder's, which is tried against definitions elsewhere."""
    table = Table.of(case, case.draft, (), case.as_of)
    packages = packages_of(case)
    numbers = as_numbers(case, packages)
    problem = Problem(case, case.draft)
    lines = {one.name: one for one in red_lines(case, case.draft, table.needed, case.as_of)}
    bars = {
        party: {name: violated(problem, name, numbers) for name in demands(case, party, case.as_of)}
        for party in table.needed
    }
    for place, package in enumerate(packages):
        true = frozenset(table.problem.variable(issue, option) for issue, option in package.items())
        for words in table.words:
            excluded = set(standing(table.problem, words, package, true).excluded_by)
            assert excluded == {
                name
                for name, where in bars[words.party].items()
                if where[place] and case.statements[name].firmness != "preference"
            }
            own = [one for one in lines.values() if words.party in one.parties]
            assert {one.name for one in own if not one.allows(package)} == {
                name for name in excluded if case.statements[name].firmness == "red-line"
            }
    for line in (*lines.values(), *rules(case, case.draft)):
        for package in packages[:100]:  # what it does not depend on makes no difference
            there = {issue: option for issue, option in package.items() if issue in line.issues}
            assert line.allows(there) == line.allows(package)


@given(drawn())
def test_demands_and_red_lines_are_read_as_the_ladder_reads_them(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(load(write(Path(folder), files), "desk").case)


@given(drawn())
def test_rules_and_demands_are_what_their_definitions_say(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = load(write(Path(folder), files), "desk").case
    oracle = Oracle(case)
    limits = rules(case, case.draft)
    for package in packages_of(case):
        if LEFT_OPEN not in package.values():
            fixed = all(one.settled is None or package[i] == one.settled for i, one in case.issues.items())
            assert (fixed and all(one.allows(package) for one in limits)) == (package in oracle.packages)
    numbers = as_numbers(case, packages_of(case))
    problem = Problem(case, case.draft)
    for name in oracle.binding:
        for package, bad in zip(packages_of(case), violated(problem, name, numbers), strict=True):
            always = all(oracle.unmet(name, package, free) for free in _frees())
            assert always or not bad, (name, package)
            # Kleene logic does not see that ‘w or not w’ holds: only there may more be always unmet.
            mentioned = case.statements[name].model_dump_json().count("it ")
            assert bad == always or mentioned > 1, (name, package)


@pytest.mark.parametrize("name", ["harbour", "gaza-2025", "aceh-2005", "minsk-2015"])
def test_the_examples_are_read_alike(repository: Path, name: str) -> None:
    check(load(repository / "examples" / name, "desk").case)
