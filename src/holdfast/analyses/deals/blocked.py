"""What blocks a deal: minimal sets of statements that cannot all stand, and prompts that may widen the space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Self

from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.records import RUNGS, Core, Flip, Prompt, RungName
from holdfast.analyses.deals.said import issues_of
from holdfast.analyses.progress import Progress, unheard
from holdfast.case import conditions as c
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.mentions import mentions
from holdfast.case.model import Firmness
from holdfast.solvers.cheapest import Cheapest
from holdfast.solvers.conflicts import Conflicts
from holdfast.solvers.logic import Formula, Var

RANKS: dict[Firmness, int] = {"preference": 0, "position": 1, "bottom-line": 2, "red-line": 3}


class Stands:
    """Which demands can all stand in one package; every question is put to the same solver, under assumptions.

    Use it as a context manager: the solver holds memory of its own.
    """

    def __init__(self, table: Table, names: Iterable[str]) -> None:
        """Args:
        table: the case.
        names: the demands that will be asked about.
        """
        problem = table.problem
        settled = {issue: problem.settled(issue) for issue in problem.case.issues if issue not in problem.kept_open}
        chosen = {
            (issue, option): Var(problem.variable(issue, option))
            for issue in problem.case.issues
            for option in problem.options(issue)
        }
        parts: list[Mapping[Any, Formula]] = [
            {name: table.keeps(name) for name in names},
            problem.rules,
            settled,
            chosen,
        ]
        agreed = [Var(problem.variable(issue, option)) for issue, option in table.fixed.items()]
        hard = (*problem.package(), *(problem.completed() if problem.rules else ()), *problem.given, *agreed)
        places = count()
        self._demand, self._rule, self._settled, self._chosen = ({key: next(places) for key in one} for one in parts)
        self._solver = Conflicts(hard, [formula for one in parts for formula in one.values()])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.close()

    def together(
        self, names: Iterable[str], *, without: str | None = None, chosen: tuple[str, str] | None = None
    ) -> bool:
        """Whether these demands can all stand in a package with no issue left open but those kept open.

        Args:
            names: the demands.
            without: a rule of the world that does not count.
            chosen: an issue and its option, which may be that it is left open.
        """
        tags = [self._demand[name] for name in names]
        tags += [tag for rule, tag in self._rule.items() if rule != without]
        free = chosen[0] if chosen is not None and chosen[1] == LEFT_OPEN else None
        tags += [tag for issue, tag in self._settled.items() if issue != free]
        if chosen is not None:
            tags.append(self._chosen[chosen])
        return self._solver.satisfiable(tags)

    def with_any(self, names: Sequence[str], issue: str, options: Iterable[str]) -> bool:
        """Whether they can with one of these options of an issue."""
        return any(self.together(names, chosen=(issue, option)) for option in options)


@dataclass(frozen=True)
class Block:
    """The binding demands of a case as tagged formulas before full packages."""

    table: Table

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The demands of those whose consent is needed, preferences with them; the tags are their places."""
        wanted = {name for words in self.table.words for name in (*words.demands, *words.wishes)}
        return tuple(name for name in self.table.problem.case.statements if name in wanted)

    @cached_property
    def tagged(self) -> tuple[Formula, ...]:
        """The formula of each."""
        return tuple(self.table.keeps(name) for name in self.names)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank of each: a red line above any number of bottom lines, and so on."""
        return tuple(RANKS[self.firmness(name)] for name in self.names)

    @cached_property
    def cheapest(self) -> Cheapest:
        """The solver before full packages."""
        tagged = self.tagged
        return Cheapest((*self.table.ground, *self.table.full), tagged)

    def firmness(self, name: str) -> Firmness:
        """How firm a statement is coded."""
        return self.table.problem.case.statements[name].firmness

    def on(self, rung: RungName) -> tuple[int, ...]:
        """The tags that bind on a rung."""
        return tuple(tag for tag, name in enumerate(self.names) if self.firmness(name) in RUNGS[rung])

    def cores(self, blocked: Sequence[RungName], bound: int, told: Progress = unheard) -> tuple[tuple[Core, ...], bool]:
        """The smallest and least firm cores of the rungs that have no full package, and whether these are all.

        Every core of a narrower rung is one of the wider too, but need not be among the first there: so each rung is
        asked, `bound` cores at most.
        """
        found: dict[frozenset[int], None] = {}
        complete = True
        for place, rung in enumerate(blocked):
            told("looking for what blocks", place / len(blocked))
            answer = self.cheapest.cores(self.ranks, bound=bound, among=self.on(rung))
            complete = complete and answer.complete
            found.update(dict.fromkeys(answer.sets))
        order = sorted(
            found, key=lambda one: (len(one), sorted((self.ranks[tag] for tag in one), reverse=True), sorted(one))
        )
        cores = [tuple(self.names[tag] for tag in sorted(one)) for one in order if one]
        if not cores:
            return (), complete
        with Stands(self.table, dict.fromkeys(name for core in cores for name in core)) as stands:
            return tuple(self._core(core, stands) for core in cores), complete

    def _core(self, names: tuple[str, ...], stands: Stands) -> Core:
        case = self.table.problem.case
        statements = [case.statements[name] for name in names]
        about = issues_of(case, *(part for one in statements for part in (*one.conditions, one.if_, one.unless)))
        issues = tuple(issue for issue in case.issues if issue in about)
        return Core(
            statements=names,
            rules=tuple(rule for rule in case.rules if stands.together(names, without=rule)),
            issues=issues,
            firmness=min((self.firmness(name) for name in names), key=RANKS.__getitem__),
            prompts=tuple(self._prompts(names, issues, stands)),
        )

    # --- prompts -----------------------------------------------------------------------------------------------------

    def _prompts(self, names: Sequence[str], issues: Sequence[str], stands: Stands) -> Iterator[Prompt]:
        problem = self.table.problem
        for issue in issues:
            if issue not in problem.kept_open and stands.together(names, chosen=(issue, LEFT_OPEN)):
                yield Prompt("leave open", issue, (), True)
        about = issues_of(problem.case, *(part for n in names for part in problem.case.statements[n].conditions))
        for issue in issues:
            known = problem.case.issues[issue]
            ideas = [str(o) for o in known.options if o != known.today and self._is_new(issue, str(o))]
            options = tuple(map(str, known.options))
            between = tuple(option for option in options[1:-1] if known.ordered and option in ideas)
            if between and issue in about:
                yield Prompt("stage", issue, between, stands.with_any(names, issue, between))
            others = tuple(option for option in ideas if option not in between)
            if others and issue in about:
                yield Prompt("substitute", issue, others, stands.with_any(names, issue, others))
        held = [name for name in names if self._waits(name)]
        kept = issues_of(problem.case, *(part for n in held for part in problem.case.statements[n].conditions))
        for issue in issues:
            if issue in kept:
                yield Prompt("custody", issue, (), None)

    def _is_new(self, issue: str, option: str) -> bool:
        """Whether an option is nobody's idea whose consent is needed, and none of them has named it."""
        case = self.table.problem.case
        if (issue, option) in self._spoken:
            return False
        said = {name for words in self.table.words for name in (*words.demands, *words.wishes, *words.orders)}
        said |= {yes.statement for words in self.table.words for yes in words.yes}
        return not any(str(idea) in said for idea in case.issues[issue].options[option].from_)

    @cached_property
    def _spoken(self) -> frozenset[tuple[str, str]]:
        """The options that somebody whose consent is needed has named."""
        case = self.table.problem.case
        found: set[tuple[str, str]] = set()
        for words in self.table.words:
            for name in (*words.demands, *words.wishes, *words.orders):
                one = case.statements[name]
                for condition in (*one.conditions, one.if_, one.unless):
                    if condition is not None:
                        found.update((issue.name, option.name) for issue, option in mentions(condition).choices)
            found.update((issue, option) for yes in words.yes for issue in yes.options for option in yes.options[issue])
        return frozenset(found)

    def _waits(self, name: str) -> bool:
        """Whether a statement gives nothing before something else is done."""
        one = self.table.problem.case.statements[name]
        return any(not isinstance(atom, c.Choice) for test in (one.unless, one.if_) for atom in _atoms(test))

    # --- other codings -----------------------------------------------------------------------------------------------

    def flips(self, rungs: Sequence[tuple[RungName, bool]], told: Progress = unheard) -> tuple[Flip, ...]:
        """Single statements whose other coding changes whether a rung has a full package.

        Args:
            rungs: each rung with whether it has one.
            told: how far it has come.
        """
        found = []
        hard = (*self.table.ground, *self.table.full)
        with Conflicts(hard, self.tagged) as solver:
            for rung, has_one in rungs:
                binding = self.on(rung)
                lowest = RUNGS[rung][0]
                below: Firmness = "preference" if rung == "positions" else "position"
                below = "bottom-line" if rung == "red-lines" else below
                for tag, name in enumerate(self.names):
                    told("trying other codings", tag / len(self.names))
                    if (tag in binding) is has_one:
                        continue
                    tags = [one for one in binding if one != tag] if not has_one else [*binding, tag]
                    if solver.satisfiable(tags) is not has_one:
                        otherwise = below if not has_one else lowest
                        found.append(Flip(rung, name, self.firmness(name), otherwise, not has_one))
        return tuple(found)


def _atoms(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            return
        case c.And(parts) | c.Or(parts):
            for part in parts:
                yield from _atoms(part)
        case c.Not(part):
            yield from _atoms(part)
        case _:
            yield condition
