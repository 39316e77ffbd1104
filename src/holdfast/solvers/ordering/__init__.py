"""What can start and what never can: things that wait for each other, as an and/or graph.

A problem has `nodes` things, numbered from 0, and rules: a node waits for a formula over nodes (`Var(n + 1)` is node
n). A node comes once the formulas of all its rules hold; what comes stays. So what comes is the least fixpoint, and
what never comes waits for itself, for something that waits for itself, or for what is ruled out.

A rule with a tag is a condition that somebody set and could give up; one without is the structure of things. Rules
must be monotone: what stands under `Not` is taken as met, and listed (`Ordering.not_monotone`).

* A *circle* is a minimal set of tags whose rules alone (with the structure) keep something from ever coming, all
  else taken as done. With `and` alone that is a shortest ring; with `or` every way out leads back. A circle lies
  within one strongly connected component.
* A *relaxation* is a set of tags without whose rules everything in the component comes. Relaxations are the hitting
  sets of the circles (Reiter 1987), so both are found together: the smallest set that hits every circle known so far
  either works, or leaves a circle not yet known (implicit hitting sets; Liffiton et al. 2016). Components do not
  touch: the relaxations of the whole are the product of theirs, which is never spelt out.
"""

from holdfast.solvers.ordering._component import Component, Tags
from holdfast.solvers.ordering._failures import Failures
from holdfast.solvers.ordering._formulas import members
from holdfast.solvers.ordering._problem import BOUND, BUDGET, Ordering, Rule

__all__ = ["BOUND", "BUDGET", "Component", "Failures", "Ordering", "Rule", "Tags", "members"]
