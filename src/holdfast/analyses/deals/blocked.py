"""What blocks a deal: minimal sets of statements that cannot all stand, and prompts that may widen the space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.records import RUNGS, Core, Flip, Prompt, RungName
from holdfast.analyses.deals.said import issues_of
from holdfast.case import conditions as c
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.mentions import mentions
from holdfast.case.model import Firmness
from holdfast.solvers.cheapest import Cheapest
from holdfast.solvers.conflicts import Conflicts
from holdfast.solvers.logic import Formula, Var

RANKS: dict[Firmness, int] = {"preference": 0, "position": 1, "bottom-line": 2, "red-line": 3}


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

    def cores(self, blocked: Sequence[RungName], bound: int) -> tuple[tuple[Core, ...], bool]:
        """The smallest and least firm cores of the rungs that have no full package, and whether these are all.

        Every core of a narrower rung is one of the wider too, but need not be among the first there: so each rung is
        asked, `bound` cores at most.
        """
        found: dict[frozenset[int], None] = {}
        complete = True
        for rung in blocked:
            answer = self.cheapest.cores(self.ranks, bound=bound, among=self.on(rung))
            complete = complete and answer.complete
            found.update(dict.fromkeys(answer.sets))
        order = sorted(
            found, key=lambda one: (len(one), sorted((self.ranks[tag] for tag in one), reverse=True), sorted(one))
        )
        return tuple(self._core(one) for one in order if one), complete

    def _core(self, tags: frozenset[int]) -> Core:
        case = self.table.problem.case
        names = tuple(self.names[tag] for tag in sorted(tags))
        statements = [case.statements[name] for name in names]
        about = issues_of(case, *(part for one in statements for part in (*one.conditions, one.if_, one.unless)))
        issues = tuple(issue for issue in case.issues if issue in about)
        return Core(
            statements=names,
            rules=tuple(rule for rule in case.rules if self._stand(names, without=rule)),
            issues=issues,
            firmness=min((self.firmness(name) for name in names), key=RANKS.__getitem__),
            prompts=tuple(self._prompts(names, issues)),
        )

    def _stand(self, names: Sequence[str], *more: Formula, without: str | None = None, free: str | None = None) -> bool:
        """Whether these demands can all stand in a package with no issue left open but `free`."""
        table = self.table
        problem = table.problem
        agreed = [Var(problem.variable(issue, option)) for issue, option in table.fixed.items()]
        rules = problem.world([rule for rule in problem.case.rules if rule != without])
        settled = [
            problem.settled(issue) for issue in problem.case.issues if issue not in problem.kept_open and issue != free
        ]
        hard = (*problem.package(), *rules, *problem.given, *agreed, *settled, *more)
        with Conflicts(hard, [table.keeps(name) for name in names]) as solver:
            return solver.satisfiable()

    # --- prompts -----------------------------------------------------------------------------------------------------

    def _prompts(self, names: Sequence[str], issues: Sequence[str]) -> Iterator[Prompt]:
        problem = self.table.problem
        for issue in issues:
            if issue not in problem.kept_open:
                left = Var(problem.variable(issue, LEFT_OPEN))
                if self._stand(names, left, free=issue):
                    yield Prompt("leave open", issue, (), True)
        about = issues_of(problem.case, *(part for n in names for part in problem.case.statements[n].conditions))
        for issue in issues:
            known = problem.case.issues[issue]
            ideas = [str(o) for o in known.options if o != known.today and self._is_new(issue, str(o))]
            options = tuple(map(str, known.options))
            between = tuple(option for option in options[1:-1] if known.ordered and option in ideas)
            if between and issue in about:
                yield Prompt("stage", issue, between, self._works(names, issue, between))
            others = tuple(option for option in ideas if option not in between)
            if others and issue in about:
                yield Prompt("substitute", issue, others, self._works(names, issue, others))
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

    def _works(self, names: Sequence[str], issue: str, options: Sequence[str]) -> bool:
        problem = self.table.problem
        return any(self._stand(names, Var(problem.variable(issue, option))) for option in options)

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

    def flips(self, rungs: Sequence[tuple[RungName, bool]]) -> tuple[Flip, ...]:
        """Single statements whose other coding changes whether a rung has a full package.

        Args:
            rungs: each rung with whether it has one.
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
