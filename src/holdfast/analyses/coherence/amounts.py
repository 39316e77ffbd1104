"""Amounts: those that can be read in more than one way, totals that do not add up, and what is said of the facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from holdfast.analyses.coherence.gap import Found, Gap, gap
from holdfast.analyses.facts import Assertion, Fact
from holdfast.case import figures
from holdfast.case.figures import Figure
from holdfast.case.model import Commitment, Quantity

#: How many claims a message names at most.
_CLAIMS: Final = 4


def vague_amounts(found: Found) -> Iterator[Gap]:
    """HF612."""
    for name, clause in found.instance.standing.items():
        texts: dict[str, list[str]] = {}
        for goods in (clause.gives, clause.leaves_at_most):
            for good, quantity in goods.items():
                shares = [quantity.amount, *quantity.of_which.values()]
                texts.setdefault(str(good), []).extend(one.text for one in shares if _is_vague(one.figure))
        texts["tranches"] = list(
            dict.fromkeys(one.amount.text for one in clause.tranches if _is_vague(one.amount.figure))
        )
        said = [f"{good}: {', '.join(vague)}" for good, vague in texts.items() if vague]
        if said:
            yield gap(
                found,
                "HF612",
                f"'{name}' gives an amount that can be read in more than one way ({'; '.join(said)})",
                [name],
                "give a number, or who counts and how",
                about=[good for good, vague in texts.items() if vague],
            )


def _is_vague(figure: Figure | None) -> bool:
    return figure is not None and figure.hedge != "exactly"


def totals(found: Found) -> Iterator[Gap]:
    """HF623."""
    for name, clause in found.instance.standing.items():
        for message in _sums(clause):
            yield gap(
                found, "HF623", f"the amounts of '{name}' do not add up: {message}", [name], "put the numbers right"
            )


def _sums(clause: Commitment) -> Iterator[str]:
    for good, quantity in clause.gives.items():
        whole = _exact(quantity.amount.figure)
        named = [_exact(one.figure) for one in quantity.of_which.values()]
        if whole is not None and quantity.of_which and sum(one for one in named if one is not None) > whole:
            yield f"the parts counted apart are more than {_number(whole)} {good}"
        if quantity.derived is not None and whole is not None:
            value = calculated(quantity.derived)
            if value is not None and value != whole:
                yield f"{quantity.derived} is {_number(value)}, not {_number(whole)}"
    shares = [(one.amount.figure, one.times) for one in clause.tranches]
    if not shares or any(figure is None or _exact(figure) is None for figure, _ in shares):
        return
    percent = sum(
        (figure.stated * times for figure, times in shares if figure and figure.stated and figure.percent), Fraction()
    )
    plain = sum(
        (figure.stated * times for figure, times in shares if figure and figure.stated and not figure.percent),
        Fraction(),
    )
    whole = _whole(clause.gives.values())
    if plain and percent and whole:
        percent, plain = percent + plain * 100 / whole, Fraction()
    if percent and not plain and percent != 100 and not _percentage(clause):
        yield f"its parts come to {_number(percent)}%"
    if plain and whole is not None and plain != whole:
        yield f"its parts come to {_number(plain)}, and {_number(whole)} are owed"


def _percentage(clause: Commitment) -> bool:
    """Whether the amount is itself a percentage that the parts come to."""
    figures = [one.amount.figure for one in clause.gives.values()]
    return (
        len(figures) == 1
        and figures[0] is not None
        and figures[0].percent
        and figures[0].stated
        == sum(
            one.amount.figure.stated * one.times
            for one in clause.tranches
            if one.amount.figure is not None and one.amount.figure.stated is not None
        )
    )


def _whole(quantities: Iterable[Quantity]) -> Fraction | None:
    every = list(quantities)
    figure = every[0].amount.figure if len(every) == 1 else None
    return None if figure is None or figure.percent else _exact(figure)


def _exact(figure: Figure | None) -> Fraction | None:
    return figure.stated if figure is not None and figure.hedge == "exactly" else None


def _number(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}".rstrip("0")


def calculated(text: str) -> Fraction | None:
    """The value of numbers joined by + - * /, multiplied first; None where a divisor is zero."""
    tokens = re.findall(r"\d[\d,.]*|[-+*/]", text)
    terms = [_fraction(tokens[0])]
    for sign, token in zip(tokens[1::2], tokens[2::2], strict=True):
        value = _fraction(token)
        if sign == "*":
            terms[-1] *= value
        elif sign == "/":
            if value == 0:
                return None
            terms[-1] /= value
        else:
            terms.append(value if sign == "+" else -value)
    return sum(terms, Fraction())


def _fraction(digits: str) -> Fraction:
    plain = digits.replace(",", "").rstrip(".")
    return Fraction(plain) if plain.count(".") < 2 else Fraction(0)


def facts_differ(found: Found) -> Iterator[Gap]:
    """HF627: what a clause gives, against what is currently said of how much there is.

    The fact is the quantity's `fact`, else the one whose key is the good's. A claim that leaves the amount possible (as
    its hedge is read) fits, and so does one that leaves a number possible from which the amount is `derived`. Where
    all is given, the claims are set against each other instead. A percentage is not compared with a count.
    """
    known = {fact.key: fact for fact in found.facts.facts}
    for name, clause in found.instance.standing.items():
        for good, quantity in clause.gives.items():
            fact = known.get(str(quantity.fact or good))
            if fact is None or quantity.per is not None:
                continue
            against = _against(quantity, fact)
            if not against:
                continue
            said = "; ".join(f"{one.value.text} ({one.asserted_by})" for one in against[:_CLAIMS])
            more = f"; and {len(against) - _CLAIMS} more" if len(against) > _CLAIMS else ""
            gives = (
                f"'{name}' gives all {good}, and how many those are is disputed"
                if quantity.amount.figure is None
                else f"'{name}' gives {quantity.amount.text} {good}, which does not fit what is said"
            )
            made = gap(
                found,
                "HF627",
                f"{gives} of '{fact.key}': {said}{more}",
                [name],
                "say how the amount comes about (`derived`), or whose count holds",
                about=[str(good), fact.key],
            )
            places = tuple(replace(one.because.place, label="said here") for one in against[:_CLAIMS])
            yield replace(made, diagnostic=replace(made.diagnostic, spans=(*made.diagnostic.spans, *places)))


def _against(quantity: Quantity, fact: Fact) -> tuple[Assertion, ...]:
    figure = quantity.amount.figure
    if figure is None:
        ends = [end for one in fact.differences for end in (one.first, one.second)]
        return (
            tuple(one for place, one in enumerate(fact.claims) if place in ends) if fact.fact_class == "differs" else ()
        )
    own = [figure]
    if quantity.derived is not None:
        numbers = (figures.parse_figure(token) for token in re.findall(r"\d[\d,.]*", quantity.derived))
        own += [one for one in numbers if one is not None]
    return tuple(
        one
        for one in fact.claims
        if (claim := one.value.figure) is not None
        and figures.comparable(figure, claim)
        and not any(figures.fits(mine, claim) for mine in own)
    )
