"""When an atom of a condition becomes true, as a point of a temporal network."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.exact import CALENDAR, Length, Point
from holdfast.analyses.coherence.instance import Instance, part_reaching
from holdfast.analyses.coherence.links import Links, Said
from holdfast.analyses.coherence.moments import alternatives
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.times import Offset


class UntoldError(Exception):
    """A condition of which nobody can say when it becomes true."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points of an agreement; where one is derived from another, the link between them is added."""

    instance: Instance
    links: Links

    def of(self, atom: Condition) -> Point | None:
        """When an atom becomes true; None for always. Raises `UntoldError`."""
        match atom:
            case c.Performed(name):
                return self._step("done", name)
            case c.Begun(name):
                return self._step("start", name)
            case c.Verified(name):
                return self._step("verified", name)
            case c.Stage(name, number):
                return self._part(name, number)
            case c.Amount(name, amount, _, percent):
                clause = self.instance.standing.get(name)
                reached_with = None if clause is None else part_reaching(clause, amount, percent)
                return self._step("done", name) if reached_with is None else self._part(name, reached_with)
            case c.Lasting(name, duration):
                held = ("held", name, str(duration))
                self.links.just(self._step("done", name), held, Length((duration,)), Said(name, "after"))
                return held
            case c.PhaseEdge(name, edge):
                return (edge, name)
            case c.After(offset):
                anchor = self.anchor("", offset, False)
                if anchor is None:
                    raise UntoldError("nothing says from when it counts")
                reached = ("reached", *anchor, str(offset))
                self.links.just(anchor, reached, Length.of(offset), Said(offset.anchor, "after"))
                return reached
            case c.On(moment):
                reached = ("reached", str(moment))
                first = clock.span(moment)[0]
                self.links.require(CALENDAR, reached, first, first, Said(str(moment), "after"))
                return reached
            case c.Const(True):
                return None
            case c.Choice() | c.AtLeast() | c.AtMost() if self.instance.world(atom) is True:
                return None
            case c.Done(c.Choice(issue, (option,), False)):
                return self._realised(issue, option)
        raise UntoldError("nobody can say when its condition becomes true")

    def _realised(self, issue: str, option: str) -> Point | None:
        known = self.instance.case.issues.get(issue)
        done_when = None if known is None or option not in known.options else known.options[option].done_when
        ways = [] if done_when is None else list(itertools.islice(alternatives(done_when), 2))
        if len(ways) == 1 and len(ways[0]) == 1:
            return self.of(ways[0][0])
        raise UntoldError("nothing says by what a matter is realised")

    def _step(self, what: str, name: str) -> Point:
        if name in self.instance.draft.agreement.events:
            return ("event", name)
        if name in self.instance.standing:
            return (what, name)
        raise UntoldError(f"'{name}' is not in this agreement")

    def _part(self, name: str, number: int) -> Point:
        if name in self.instance.standing and number <= len(self.instance.parts(name)):
            return ("done", name, str(number))
        raise UntoldError(f"'{name}' has no part {number}")

    def anchor(self, name: str, offset: Offset, waits: bool) -> Point | None:
        """From where an offset in a clause counts; None where nothing says so, as `D` without a wait."""
        if offset.anchor == "D":
            return ("due", name) if waits else None
        if offset.anchor in self.instance.draft.agreement.phases:
            return ("opens", offset.anchor)
        try:
            return self._step("done", offset.anchor)
        except UntoldError:
            return None
