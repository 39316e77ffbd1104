"""Who accepts which package as far as preferences are known, what to ask next, and what the answer rests on."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.deals.preferences import Preferences, preferences
from holdfast.web.digits import whole
from holdfast.web.making import WAIT
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: The share of questions that are expected to get no answer, unless somebody says otherwise.
_REFUSAL: Final = 0.2
_LARGEST_SEED: Final = 2**31


def of(
    study: Study, *, seed: int = 0, refusal: float = _REFUSAL, cost: float = 0.0, wait: float = WAIT
) -> Preferences | None:
    """The answer, computed once per seed and price of a question; None where nothing is known of anybody's worths.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
    """
    case, day, draft = study.case, study.question.as_of, study.draft
    return study.soon(
        ("judged", seed, refusal, cost),
        lambda: preferences(case, as_of=day, draft=draft, seed=seed, refusal=refusal, cost=cost, progress=study.told),
        wait,
    )


def _share(visit: Visit, name: str, default: float) -> float:
    given = visit.query(name)
    if not given:
        return default
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise HTTPException(400, f"‘{given}’ is no share: write a number from 0 to 1, such as 0.2.")
    return share


def _seed(visit: Visit) -> int:
    given = visit.query("seed") or "0"
    seed = whole(given, 10)
    if seed is None or seed >= _LARGEST_SEED:
        raise HTTPException(400, f"‘{given}’ is no seed: write a whole number.")
    return seed


def _judged(visit: Visit) -> Response:
    study = visit.study
    asked = {"refusal": _share(visit, "refusal", _REFUSAL), "cost": _share(visit, "cost", 0.0)}
    seed = _seed(visit)
    return visit.shown(
        "judged-page.html",
        title="Who accepts which package?",
        asked={**asked, "seed": seed},
        **study.sections.judged(of(study, seed=seed, **asked)),
    )


PAGE: Final = Page(
    routes=(view("/judged", _judged, "judged"),), nav=(Nav("Who accepts what", "/judged", "q", "Agreement"),)
)
