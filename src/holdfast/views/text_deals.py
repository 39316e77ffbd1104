"""Whether there is a deal, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from holdfast.analyses.deals import Deals, Movements, Partial, Plan, Rung
from holdfast.case.case import Case
from holdfast.views import deals as say
from holdfast.views.names import count, day_words, isolated, party_label, sentence
from holdfast.views.signs import FIRMNESS_SIGNS, party_marks
from holdfast.views.text_tables import console, evidence, printed, table, title, who
from holdfast.views.words import condition_words

_SHARES: Final = {"within": 4, "full packages": 3, "all have said yes to": 3, "otherwise": 4}
#: How many packages of a kind are spelt out.
_PLANS: Final = 3


def deals(case: Case, answer: Deals, width: int = 100) -> str:
    """The answer to question 2 as text.

    Args:
        case: the case.
        answer: whether there is a deal.
        width: how many columns the terminal has.
    """
    return _Page(case, answer, console(width)).text()


class _Page:
    def __init__(self, case: Case, answer: Deals, out: Console) -> None:
        self._case = case
        self._answer = answer
        self._out = out
        self._cited: set[str] = set()

    def text(self) -> str:
        answer = self._answer
        self._head()
        if not answer.issues:
            return printed(self._out)
        self._ladder()
        for rung in say.shown(answer):
            self._rung(rung)
        self._agreed()
        self._proposed()
        self._cores()
        self._movements()
        self._flips()
        self._silence()
        self._say("")
        for line in (answer.method, *answer.assumptions):
            self._say(line)
        return printed(self._out)

    def _say(self, line: str, depth: int = 0) -> None:
        self._out.print(Padding(Text(line), (0, 0, 0, 2 * depth)))

    def _head(self) -> None:
        case, answer = self._case, self._answer
        self._say(f"{say.SECTION} {say.heading(answer)}.")
        as_of = "all statements" if answer.as_of is None else f"statements as of {day_words(answer.as_of)}"
        draft = "no draft" if answer.draft is None else f"draft {answer.draft}"
        self._say(f"{draft}; {as_of}; made for the audience '{case.audience}'")
        needed = ", ".join(self._party(party) for party in answer.needed)
        self._say(f"Whose consent is needed: {needed or 'nobody'}")
        if answer.given:
            supposed = "; ".join(condition_words(one, case, clause=True) for one in answer.given)
            self._say(f"Supposed: {supposed}")
        if answer.fixed:
            fixed = "; ".join(
                f"{say.topic(issue, case)}: {say.option_words(issue, option, case)}"
                for issue, option in answer.fixed.items()
            )
            self._say(f"Agreed already, and taken as it is: {fixed}")

    def _party(self, party: str) -> str:
        marks = party_marks(self._case)
        mark = marks[party].symbol if party in marks else ""
        return f"{mark} {party_label(party, self._case)}".strip()

    def _statements(self, names: Iterable[str], depth: int) -> None:
        """Statements, each with its evidence where it is first named."""
        for name in names:
            one = self._answer.because[name]
            firmness = FIRMNESS_SIGNS[self._case.statements[name].firmness]
            cited = "" if name in self._cited else f" [{evidence(self._case, one)}]"
            self._cited.add(name)
            self._say(f"- {who(self._case, one)}, {firmness}: {isolated(one.gist)}{cited}", depth)

    # --- the ladder --------------------------------------------------------------------------------------------------

    def _ladder(self) -> None:
        title(self._out, "The ladder.")
        rows = []
        for rung in self._answer.rungs:
            if rung.count.number or self._answer.world_excludes:
                otherwise = ""
            elif not rung.partial:
                otherwise = "not even in part"
            else:
                least = min(len(one.left_open) for one in rung.partial)
                otherwise = f"all but {count(least, 'issue')} can be settled"
            rows.append(
                (
                    sentence(say.RUNG_WORDS[rung.name]),
                    str(len(rung.statements)),
                    say.figure(rung.count),
                    say.figure(rung.accepted),
                    otherwise,
                )
            )
        columns = ("within", "binding", "full packages", "all have said yes to", "otherwise")
        self._out.print(table(columns, rows, shares=_SHARES))

    def _rung(self, rung: Rung) -> None:
        title(self._out, f"{say.rung_heading(rung)}.")
        for partial in rung.partial:
            self._partial(partial)
        if not rung.partial_complete:
            self._say("There are further largest sets of issues, not shown.", 1)
        if rung.not_even_partial:
            self._say("Nothing can be settled, not even in part. These cannot all stand, whatever is left open:", 1)
            self._statements(rung.not_even_partial, 2)
        self._plans(rung.plans, rung.count.number)

    def _partial(self, partial: Partial) -> None:
        self._say(f"In part: {say.partial_words(partial, self._case)}.", 1)
        narrowed = say.narrowed_words(partial.possible, self._case)
        if narrowed is not None:
            self._say(f"What was said, and the rules, then leave: {narrowed}.", 2)
        if partial.waits:
            self._say("What then waits:", 2)
            self._statements(partial.waits, 2)

    def _plans(self, plans: tuple[Plan, ...], total: int) -> None:
        if not plans:
            return
        first = plans[0]
        if total > 1:
            self._say("Those that rest on the most words of acceptance come first, and that is no ranking of worth.", 1)
        words = say.choices_words(first, self._case, without=say.quiet(self._answer, self._case))
        self._say(f"1. {words}{say.rest_words(self._answer, first, self._case)}", 1)
        self._standings(first)
        for number, plan in enumerate(plans[1:_PLANS], 2):
            self._say(f"{number}. As 1, but {say.choices_words(plan, self._case, beside=first)}", 1)
            self._standings(plan, brief=True)
        more = total - min(len(plans), _PLANS)
        if more > 0:
            self._say(f"and {more:,} more{'' if len(plans) <= _PLANS else ', some of them in the other formats'}", 1)

    def _standings(self, plan: Plan, *, brief: bool = False) -> None:
        case = self._case
        for one in plan.standings:
            self._say(f"{self._party(one.party)}: {say.standing_words(one, plan, case)}", 2)
            if not brief:
                for words, names in say.weighed(one):
                    self._say(f"{words}:", 3)
                    self._statements(names, 3)
        if brief:
            return
        touchy = [one for one in plan.others if one.excluded_by]
        if touchy:
            self._say(f"{say.NOT_BINDING}, and would not be met:", 2)
            for one in touchy:
                self._statements(one.excluded_by, 3)
        for ratified in plan.ratifications:
            self._say(f"Factions of {say.ratification_words(ratified, case)}.", 2)
            for vote in ratified.factions:
                votes = "votes not known" if vote.votes is None else count(vote.votes, "vote")
                self._say(f"{self._party(vote.faction)} ({votes}): {say.STANDING_SIGNS[vote.standing.status]}", 3)
                self._statements((*vote.standing.excluded_by, *vote.warnings), 4)
            coalitions = say.coalition_words(ratified, case)
            if coalitions is not None:
                self._say(f"{coalitions}.", 3)
            if ratified.safety_nets:
                self._say("Offers of its factions, which may serve as a safety net:", 3)
                self._statements(ratified.safety_nets, 4)
        if plan.clauses_untold:
            self._say(f"Not told whether these clauses come in, so left out: {', '.join(plan.clauses_untold)}.", 2)
        rest = say.any_words(plan, case)
        if rest is not None:
            self._say(f"{rest}.", 2)

    # --- what all have said yes to, and what the draft proposes ------------------------------------------------------

    def _agreed(self) -> None:
        answer, case = self._answer, self._case
        if answer.world_excludes:
            return
        if not answer.agreed:
            title(self._out, "There is no issue on which everybody whose consent is needed has said yes to one option.")
            return
        title(self._out, "What everybody whose consent is needed has said yes to, and nothing they said excludes.")
        for partial in answer.agreed:
            for plan in partial.plans[:_PLANS]:
                self._say(f"- {say.choices_words(plan, case, settled_only=True)}", 1)

    def _proposed(self) -> None:
        for one in self._answer.proposed:
            title(self._out, f"{say.proposed_heading(one, self._case)}: {say.proposed_words(one)}.")
            if one.phase is not None:
                self._say(say.choices_words(one.plan, self._case, settled_only=True), 1)
            for standing in one.plan.standings:
                self._say(f"{self._party(standing.party)}: {say.standing_words(standing, one.plan, self._case)}", 2)
                self._statements(standing.excluded_by, 3)

    # --- what blocks -------------------------------------------------------------------------------------------------

    def _cores(self) -> None:
        answer, case = self._answer, self._case
        if not answer.cores:
            return
        title(self._out, f"{say.cores_words(answer)}.")
        for number, core in enumerate(answer.cores, 1):
            self._say(f"{number}. {say.core_words(core)}; about {say.labels(core.issues, case)}.", 1)
            self._statements(core.statements, 2)
            for rule in core.rules:
                known = case.rules[rule]
                self._say(f"- under the rule {rule}: {condition_words(known.require, case, clause=True)}", 2)
        found = say.prompts(answer)
        if found:
            self._say(f"{say.PROMPTS}:", 1)
            for prompt in found:
                self._say(f"- {say.prompt_words(prompt, case)}", 2)

    def _movements(self) -> None:
        if self._answer.movements is None:
            title(self._out, f"{say.FOR_DESK}.")
            return
        for one in self._answer.movements:
            self._moving(one)

    def _moving(self, movements: Movements) -> None:
        case = self._case
        title(self._out, f"{say.moving_words(movements)}.")
        for movement in movements.found:
            self._say(f"{say.movers_words(movement, case)}; {say.opens_words(movement)}:", 1)
            words = say.choices_words(movement.opens, case, without=say.quiet(self._answer, case))
            self._say(f"{words}{say.rest_words(self._answer, movement.opens, case)}", 2)
            for move, names in say.moves_of(movement):
                speakers = " and ".join(self._party(party) for party in move.parties)
                self._say(f"{speakers} {say.move_words(move, case)}, against what was said:", 2)
                self._statements(names, 3)
        if movements.without:
            self._say(f"{say.nobody_words(movements.without, case)}.", 1)

    def _flips(self) -> None:
        if not self._answer.flips:
            return
        title(self._out, "Codings of firmness that decide the answer: each is somebody's judgement.")
        for flip in self._answer.flips:
            one = self._answer.because[flip.statement]
            self._say(f"- {flip.statement} ({who(self._case, one)}) {say.flip_words(flip)}", 1)

    def _silence(self) -> None:
        answer, case = self._answer, self._case
        if answer.silent:
            names = ", ".join(self._party(party) for party in answer.silent)
            title(self._out, f"Have said nothing that bears on a package, and that is no consent: {names}.")
        if answer.unspoken:
            title(
                self._out,
                "Issues on which nobody whose consent is needed has said anything that bears on a package: "
                f"{say.labels(answer.unspoken, case)}.",
            )
