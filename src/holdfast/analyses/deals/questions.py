"""The next question: which comparison or threshold, put to which party, is expected to improve the best package most.

The measure is the share of combinations of judgements by which all accept the best package. After an answer only the
judgements that fit it are left, and another package may be the best; the expected gain is the expected value of sample
information (Raiffa, Schlaifer 1961), computed on the samples of the judgements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, Literal

import numpy as np
from immutabledict import immutabledict

from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.worths import Worths
from holdfast.analyses.progress import Progress
from holdfast.solvers.acceptance import accepted
from holdfast.solvers.polytope import Bools, Floats
from holdfast.solvers.questions import Worth, error_of_difference, value
from holdfast.solvers.sampling import Sample

#: How many packages are kept as candidates for the best after an answer.
_CANDIDATES: Final = 1_000
#: A difference of less than so many standard errors is a tie.
_TIE: Final = 1.96
#: Thresholds are asked in steps of so many hundredths.
_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with the answers yes and no.

    * ``options``: is `first` worth more than `second` on `issue`?
    * ``importance``: does issue `first` matter more than issue `second`?
    * ``weight``: does `issue` make up at least `level` hundredths of all importance?
    * ``no deal``: is no deal worth at least `level` hundredths of the best that a package could be?
    * ``package``: is package number `package` worth at least no deal?
    """

    party: str
    kind: Literal["options", "importance", "weight", "no deal", "package"]
    issue: str | None = None
    first: str | None = None
    second: str | None = None
    level: int | None = None
    package: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it is expected to bring."""

    ask: Ask
    yes: float
    """The share of the judgements that answer yes."""
    gain: float
    """The expected gain of the best package's share, refusals counted, the cost taken off."""
    error: float
    """Its standard error."""
    after_yes: Mapping[str, str]
    """The package that is best after a yes."""
    after_no: Mapping[str, str]
    tied: bool
    """Whether it is one of several whose gains cannot be told from the greatest."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions, those that bring most first."""

    best: Mapping[str, str] | None
    """The package that is best with nothing asked."""
    value: float
    """The share of combinations of judgements by which all accept it."""
    questions: tuple[Question, ...]
    asked: int
    """How many questions were weighed."""
    refusal: float
    cost: Mapping[str, float]
    left_out: tuple[str, ...]
    """Parties for which nothing was drawn: they are neither asked nor counted."""
    narrowed: bool
    """Whether there were too many packages for all to be weighed as the best after an answer."""
    method: str
    assumptions: tuple[str, ...]


def next_questions(
    found: Judged,
    *,
    refusal: float = 0.2,
    cost: float | Mapping[str, float] = 0.0,
    limit: int = 10,
    progress: Progress | None = None,
) -> Questions:
    """Which question to ask next.

    1. List the questions whose answer is not known: which of two options is worth more, which of two issues matters
       more, whether an issue or no deal is worth at least the median of what fits, whether a package shown is worth at
       least no deal.
    2. For each: choose the best package before, after a yes and after a no on one half of the sample, and estimate the
       gain on the other; then the halves exchanged.
    3. A refusal teaches nothing: the gain counts for 1 less the share of refusals. The cost of asking is taken off.
    4. What differs from the greatest gain by less than 1.96 standard errors of the difference is tied with it.

    Args:
        found: the packages as judged.
        refusal: the share of refusals expected, from 0 to 1.
        cost: what asking costs, as a share from 0 to 1: one for all, or by kind of question.
        limit: how many questions are given.
        progress: is told what is being done.
    """
    drawn = found.drawn
    usable = [row for row, sample in enumerate(drawn.samples) if sample is not None]
    prices = dict(cost) if isinstance(cost, Mapping) else dict.fromkeys(_KINDS, cost)
    weighed: list[tuple[Ask, int, Worth, int, np.ndarray]] = []
    narrowed = False
    share = drawn.share[usable]
    best = int(np.argmax(share.prod(0))) if usable and share.shape[1] else None
    now = 0.0 if best is None else float(share.prod(0)[best])
    for at, row in enumerate(usable if best is not None else []):
        sample, known = drawn.samples[row], drawn.worths[row]
        assert sample is not None
        others = np.delete(share, at, axis=0).prod(0)
        # After any answer of this party no package is accepted by more than by all others.
        candidates = np.flatnonzero((others >= now - 1e-12) & drawn.holds[row] & (others > 0))
        if len(candidates) > _CANDIDATES:
            narrowed = True
            first = np.lexsort((-share[at, candidates], -others[candidates]))
            candidates = np.sort(candidates[first[:_CANDIDATES]])
        candidates = np.union1d(candidates, [best]).astype(np.int64)
        asks, answers = _asks(found, known, sample, row)
        if not asks:
            continue
        accepts = accepted(sample, drawn.columns[row][candidates], known.level) & drawn.holds[row, candidates]
        worth = value(accepts, answers, others[candidates], sample.points.shape[0])
        weighed.extend((ask, number, worth, row, candidates) for number, ask in enumerate(asks))
        if progress is not None:
            progress("weighing questions", (at + 1) / len(usable))
    keep = 1.0 - refusal
    net = [float(worth.gain[number]) * keep - prices.get(ask.kind, 0.0) for ask, number, worth, _, _ in weighed]
    order = sorted(range(len(weighed)), key=lambda one: -net[one])[:limit]
    questions = []
    ties = False
    for one in order:
        ask, number, worth, _, candidates = weighed[one]
        error = float(worth.error[number]) * keep
        apart = net[order[0]] - net[one]
        tied = one != order[0] and apart <= _TIE * keep * _apart(weighed[order[0]], weighed[one], drawn.samples)
        ties |= tied
        questions.append(
            Question(
                ask=ask,
                yes=float(worth.yes[number]),
                gain=net[one],
                error=error,
                after_yes=immutabledict(drawn.packages.package(int(candidates[worth.after_yes[number]]))),
                after_no=immutabledict(drawn.packages.package(int(candidates[worth.after_no[number]]))),
                tied=tied,
            )
        )
    if ties:
        questions[0] = replace(questions[0], tied=True)
    return Questions(
        best=None if best is None else immutabledict(drawn.packages.package(best)),
        value=now,
        questions=tuple(questions),
        asked=len(weighed),
        refusal=refusal,
        cost=immutabledict(prices),
        left_out=tuple(
            known.party for known, sample in zip(drawn.worths, drawn.samples, strict=True) if sample is None
        ),
        narrowed=narrowed,
        method=(
            "Expected value of sample information: the best package is chosen on one half of the sample and what the "
            "answer gains is estimated on the other, the halves exchanged."
        ),
        assumptions=(
            f"One in {1 / refusal:g} refuses to answer." if refusal else "Nobody refuses to answer.",
            "An answer is true, and the party that gives it knows.",
            "What the other parties accept does not change with the answer.",
        ),
    )


_KINDS: Final = ("options", "importance", "weight", "no deal", "package")


def _apart(
    first: tuple[Ask, int, Worth, int, np.ndarray],
    second: tuple[Ask, int, Worth, int, np.ndarray],
    samples: tuple[Sample | None, ...],
) -> float:
    """The standard error of the difference of two gains: point by point where one party answers both."""
    (_, a, worth, row, _), (_, b, other, other_row, _) = first, second
    sample = samples[row]
    if row != other_row or sample is None:
        return float(np.hypot(worth.error[a], other.error[b]))
    return error_of_difference(worth.each[a], other.each[b], sample.points.shape[0])


def _asks(found: Judged, known: Worths, sample: Sample, row: int) -> tuple[list[Ask], Bools]:
    """The questions whose answer differs between the points of a sample, with the answer of each point."""
    points = sample.points.reshape(-1, sample.points.shape[2])
    asks: list[Ask] = []
    answers: list[Bools] = []
    for ask, answer in _every(found, known, points, row, sample):
        if 0 < answer.mean() < 1:
            asks.append(ask)
            answers.append(answer)
    return asks, np.array(answers).reshape(len(asks), len(points))


def _every(found: Judged, known: Worths, points: Floats, row: int, sample: Sample) -> Iterator[tuple[Ask, Bools]]:
    packages = found.drawn.packages
    for issue in known.issues:
        options = [one for one in packages.options[packages.issues.index(issue)] if one != "left-open"]
        for a, b in combinations(options, 2):
            first, second = known.columns[issue, a], known.columns[issue, b]
            if first is not None and second is not None:
                yield Ask(known.party, "options", issue, a, b), points[:, first] > points[:, second]
    for a, b in combinations(known.issues, 2):
        yield Ask(known.party, "importance", None, a, b), points[:, known.weight(a)] > points[:, known.weight(b)]
    for issue in known.issues:
        level = _step(points[:, known.weight(issue)])
        yield Ask(known.party, "weight", issue, level=level), points[:, known.weight(issue)] >= level / 100
    level = _step(points[:, known.level])
    yield Ask(known.party, "no deal", level=level), points[:, known.level] >= level / 100
    shown = [one.number for one in found.shown if found.drawn.holds[row, one.number]]
    reached = accepted(sample, found.drawn.columns[row][shown], known.level)
    for at, number in enumerate(shown):
        yield Ask(known.party, "package", package=number), reached[:, at]


def _step(values: Floats) -> int:
    """The median in hundredths, as a round number that some could answer with."""
    return max(round(float(np.median(values)) * 100 / _STEP), 1) * _STEP
