"""Gaps of a draft: what it does not say, or does not say so that it could be told whether it was kept.

Each gap has a code of the registry (HF6xx). What the draft lists as `deliberately_open` is listed beside them and
never reported as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from holdfast.analyses.clauses import Clauses, names_wanted
from holdfast.analyses.coherence.failing import WhatIf
from holdfast.analyses.coherence.instance import Instance, is_ongoing
from holdfast.analyses.coherence.ties import Ties
from holdfast.analyses.coherence.verdict import Verdict
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition, to_text
from holdfast.case.figures import Figure
from holdfast.case.kleene import evaluate
from holdfast.case.mentions import mentions
from holdfast.case.model import Commitment, Quantity
from holdfast.case.times import Offset
from holdfast.diagnostics import Diagnostic, Place, Severity


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap, with the clauses that it is about."""

    diagnostic: Diagnostic
    clauses: tuple[str, ...]
    about: tuple[str, ...]
    """What else it is about: a term, a good, a body, a phase."""

    @property
    def code(self) -> str:
        """Its code in the registry."""
        return self.diagnostic.code

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.diagnostic.severity


@dataclass(frozen=True, slots=True)
class Found:
    """What the gaps are read from."""

    instance: Instance
    text: Verdict
    ties: Ties
    what_if: WhatIf
    said: Clauses | None


def gaps(found: Found) -> tuple[Gap, ...]:
    """Every gap, by code and in the order of the draft."""
    vague = {
        re.sub(r"[^a-z0-9/]+", "-", one.term.casefold()).strip("-")
        for one in found.instance.draft.agreement.deliberately_open
    }
    every = [one for check in _CHECKS for one in check(found)]
    kept = [one for one in every if vague.isdisjoint(one.about) and not (one.clauses and vague.issuperset(one.clauses))]
    return tuple(sorted(kept, key=lambda one: one.code))


def _gap(
    found: Found,
    code: str,
    message: str,
    clauses: Sequence[str] = (),
    hint: str | None = None,
    about: Sequence[str] = (),
    at: Sequence[str] | None = None,
    labels: Sequence[str] = (),
) -> Gap:
    """A gap at the places of its clauses (or of `at`); at the head of the draft where it has none."""
    names = [name for name in (clauses if at is None else at) if name in found.instance.draft.places] or [""]
    places = [_place(found.instance, name) for name in names]
    for place, label in enumerate(labels[: len(places) - 1], 1):
        places[place] = replace(places[place], label=label)
    return Gap(Diagnostic(code, message, tuple(places), hint), tuple(clauses), tuple(about))


def _place(instance: Instance, name: str) -> Place:
    known = instance.draft.places
    return known.get(name) or known.get("") or Place("agreement.yaml")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# --- order -----------------------------------------------------------------------------------------------------------


def _circular(found: Found) -> Iterator[Gap]:
    for circle in found.text.circles:
        names = list(dict.fromkeys(name for step in circle.steps for name in step.link.of))
        clauses = [name for name in circle.clauses if name in found.instance.standing]
        if len(clauses) == 1:
            message = f"'{clauses[0]}' waits for itself"
        else:
            message = f"these wait for each other, so that none can be done: {_listed(clauses)}"
        yield _gap(
            found,
            "HF601",
            message,
            clauses,
            "make them one step (`together`), say which is first, cut them into parts, or let a third party hold one",
            at=names,
            labels=["waits too"] * len(names),
        )


def _references(clause: Commitment) -> Iterator[tuple[str, str]]:
    """Each key with a clause that it refers to."""
    conditions = (
        ("after", clause.after),
        ("from", clause.from_),
        ("until", clause.until),
        ("so_long_as", clause.so_long_as),
        *(("tranches", one.after) for one in clause.tranches),
    )
    for key, condition in conditions:
        yield from ((key, name) for name in _named(condition))
    moments = [("on", clause.on), ("deadline", clause.deadline), *(("tranches", one.at) for one in clause.tranches)]
    yield from ((key, moment.anchor) for key, moment in moments if isinstance(moment, Offset))
    if clause.paired_with is not None:
        yield "paired_with", str(clause.paired_with.commitment)
    yield from (("linked_to", str(other)) for other in clause.linked_to)
    yield from (("if_breached", one.clause) for one in clause.if_breached if one.clause is not None)


def _named(condition: Condition | None) -> tuple[str, ...]:
    if condition is None:
        return ()
    return tuple(dict.fromkeys(ref.name for ref in mentions(condition).of("name", "commitment", "anchor")))


def _left_out(found: Found) -> Iterator[Gap]:
    instance = found.instance
    uses: dict[tuple[str, str], dict[str, None]] = {}
    for name, clause in instance.standing.items():
        for key, other in _references(clause):
            uses.setdefault((name, other), {})[key] = None
    for phase, one in instance.draft.agreement.phases.items():
        for key, condition in (("opens", one.opens), ("ends", one.ends)):
            for other in _named(condition):
                uses.setdefault((str(phase), other), {})[key] = None
    for (name, other), keys in uses.items():
        if other in instance.left_out:
            refer = f"`{'` and `'.join(keys)}` of '{name}' {'refers' if len(keys) == 1 else 'refer'}"
            yield _gap(
                found,
                "HF602",
                f"{refer} to '{other}', which this package leaves out",
                [name] if name in instance.standing else [],
                f"say what holds where '{other}' falls away, or choose a package that has it",
                about=[other],
                at=[name, other],
                labels=["left out"],
            )


def _never_comes(found: Found) -> Iterator[Gap]:
    why = {
        "nothing realises": "nothing in this draft realises it",
        "no such part": "the clause has fewer parts",
        "not in the draft": "this draft has no such thing",
        "never": "it is false in this package",
    }
    for one in found.text.unmet:
        kinds = [missing for missing in one.missing if missing.kind != "left out"]
        if kinds:
            name = one.link.of[0]
            said = to_text(kinds[0].condition)
            yield _gap(
                found,
                "HF603",
                f"'{name}' waits for what never comes: `{said}` ({why[kinds[0].kind]})",
                [name] if name in found.instance.standing else [],
                f"change `{one.link.key}`",
                at=[name],
            )


def _standing_unknown(found: Found) -> Iterator[Gap]:
    for one in found.instance.undecided:
        yield _gap(
            found,
            "HF604",
            f"whether '{one.clause}' stands is not decided: the package leaves `{to_text(one.condition)}` open",
            [one.clause],
            "it is read as standing; choose the option in `package`",
        )


def _order_not_said(found: Found) -> Iterator[Gap]:
    for first, second in found.ties.pairs:
        trouble = [
            one.orders[0]
            for one in found.ties.trouble
            if len(one.orders) == 1 and set(one.orders[0]) == {first, second}
        ]
        said = (
            "either order makes a circle"
            if len(trouble) == 2
            else f"'{trouble[0][0]}' first would make a circle"
            if trouble
            else "either order could be kept"
        )
        yield _gap(
            found,
            "HF605",
            f"'{first}' and '{second}' are tied together, and the draft does not say which comes first ({said})",
            [first, second],
            "write `after`, or make them one step with `together`",
            labels=["tied to it"],
        )


# --- who, when, who says so ------------------------------------------------------------------------------------------


def is_dated(clause: Commitment) -> bool:
    """Whether it can be told by when a clause is due: a day, a deadline, a length of time, or parts at given times."""
    if clause.on is not None or clause.deadline is not None or clause.within is not None or clause.takes is not None:
        return True
    return any(one.at is not None or one.every is not None for one in clause.tranches)


def _no_obligor(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if clause.by is None:
            yield _gap(found, "HF606", f"nobody is named who owes '{name}'", [name], "add `by`")


def _no_date(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if not is_dated(clause) and not is_ongoing(clause):
            began = "; it waits for something, and then has no limit" if clause.after is not None else ""
            yield _gap(
                found,
                "HF607",
                f"no day is said by which '{name}' is due{began}",
                [name],
                "add `within`, `deadline` or `on`",
            )


def _rests_on_undated(found: Found) -> Iterator[Gap]:
    standing = found.instance.standing
    for name, clause in standing.items():
        if not is_dated(clause) or is_ongoing(clause):
            continue
        named = list(names_wanted(clause.after)) if clause.after is not None else []
        named += [one.anchor for one in (clause.on, clause.deadline) if isinstance(one, Offset)]
        undated = [
            other
            for other in dict.fromkeys(named)
            if other in standing and not is_dated(standing[other]) and not is_ongoing(standing[other])
        ]
        for other in undated:
            yield _gap(
                found,
                "HF608",
                f"the time of '{name}' rests on '{other}', which has no date itself",
                [name, other],
                f"give '{other}' a day",
                labels=["has no date"],
            )


def _watchers(instance: Instance) -> frozenset[str]:
    """Those whose task it is to watch, rule or oversee, but for those whose consent the agreement needs."""
    return frozenset(
        str(party)
        for clause in instance.draft.agreement.commitments.values()
        for party in (*clause.verified_by, *clause.overseen_by, *(() if clause.decider is None else (clause.decider,)))
        if party not in instance.case.consent
    )


def _no_verifier(found: Found) -> Iterator[Gap]:
    watchers = _watchers(found.instance)
    for name, clause in found.instance.standing.items():
        own_task = clause.by is not None and all(str(party) in watchers for party in clause.by.parties)
        if not clause.verified_by and not own_task:
            yield _gap(found, "HF609", f"nobody verifies '{name}'", [name], "add `verified_by`")


def _no_decider(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if clause.decider is None:
            yield _gap(found, "HF610", f"nobody rules on disputes about '{name}'", [name], "add `decider`")


def _no_remedy(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if not clause.if_breached:
            yield _gap(found, "HF611", f"nothing follows if '{name}' is breached", [name], "add `if_breached`")


# --- what is meant ---------------------------------------------------------------------------------------------------


def _vague_amounts(found: Found) -> Iterator[Gap]:
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
            yield _gap(
                found,
                "HF612",
                f"'{name}' gives an amount that can be read in more than one way ({'; '.join(said)})",
                [name],
                "give a number, or who counts and how",
                about=[good for good, vague in texts.items() if vague],
            )


def _is_vague(figure: Figure | None) -> bool:
    return figure is not None and figure.hedge != "exactly"


def _undefined_terms(found: Found) -> Iterator[Gap]:
    instance = found.instance
    listed = set(map(str, instance.draft.agreement.open_terms))
    for term, known in instance.case.terms.items():
        if known.defined or term in listed:
            continue
        words = r"[\s-]+".join(map(re.escape, term.rpartition("/")[2].split("-")))
        pattern = re.compile(rf"\b{words}s?\b", re.IGNORECASE)
        clauses = [name for name, clause in instance.standing.items() if any(map(pattern.search, _texts(clause)))]
        if clauses:
            yield _gap(
                found,
                "HF613",
                f"{_listed(clauses)} {'uses' if len(clauses) == 1 else 'use'} '{term}', a term without a definition",
                clauses,
                "define it, or list it in `open_terms`",
                about=[term],
                labels=["used here too"] * len(clauses),
            )


def _texts(clause: Commitment) -> list[str]:
    texts = (clause.does, clause.must_not, clause.text, *(one.text for one in clause.variants))
    return [text for text in texts if text is not None]


def _open_terms(found: Found) -> Iterator[Gap]:
    terms = found.instance.case.terms
    for term in map(str, found.instance.draft.agreement.open_terms):
        if term not in terms or not terms[term].defined:
            yield _gap(
                found,
                "HF614",
                f"the draft uses '{term}' and leaves it undefined",
                [],
                "define it in `terms`",
                about=[term],
            )


def _effort_only(found: Found) -> Iterator[Gap]:
    standing = found.instance.standing
    waiting: dict[str, list[str]] = {}
    for name, clause in standing.items():
        for other in dict.fromkeys(other for key, other in _references(clause) if key not in _NO_WAITING):
            waiting.setdefault(other, []).append(name)
    for phase, one in found.instance.draft.agreement.phases.items():
        for other in _named(one.opens):
            waiting.setdefault(other, []).append(str(phase))
    for name, clause in standing.items():
        if clause.effort and name in waiting:
            yield _gap(
                found,
                "HF615",
                f"'{name}' owes an effort only, and {_listed(waiting[name])} "
                f"{'waits' if len(waiting[name]) == 1 else 'wait'} for its result",
                [name],
                "owe the result, or say what holds if the effort fails",
                at=[name, *waiting[name]],
                labels=["waits for it"] * len(waiting[name]),
            )


_NO_WAITING: Final = ("until", "linked_to", "if_breached", "deadline")


def _no_end(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if is_ongoing(clause) and clause.until is None and clause.so_long_as is None:
            kind = "the prohibition" if clause.must_not is not None else "the duty"
            yield _gap(
                found, "HF616", f"{kind} '{name}' has no end", [name], "add `until`; `until: never` if it is for good"
            )


def _several_consents(found: Found) -> Iterator[Gap]:
    stops = {one.clauses[0]: len(one.stops) for one in found.what_if.single}
    for name, clause in found.instance.standing.items():
        owing = [] if clause.by is None else [str(party) for party in clause.by.parties]
        joint = [] if clause.by is None else [str(party) for party in clause.by.jointly or ()]
        needed = list(dict.fromkeys([*joint, *map(str, clause.needs_consent)]))
        if len({*needed, *owing}) < 2 or not needed or (len(needed) < 2 and needed == owing):
            continue
        several = f"each of {_listed(needed)} can stop" if len(needed) > 1 else f"{_listed(needed)} can stop"
        beside = (
            ""
            if set(owing) <= set(needed) or not owing
            else f", which {_listed(owing)} {'owes' if len(owing) == 1 else 'owe'}"
        )
        after = stops.get(name, 0)
        harm = f", and {after} further {'clause' if after == 1 else 'clauses'} with it" if after else ""
        yield _gap(
            found, "HF617", f"{several} '{name}'{beside}{harm}", [name], "say what holds where no agreement comes about"
        )


def _end_undeclared(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        for key, condition in (("so_long_as", clause.so_long_as), ("unless", clause.unless)):
            if condition is None or evaluate(condition, found.instance.world) is not None:
                continue
            open_ = [to_text(atom) for atom in c.atoms(condition) if not _declared(found.instance, atom)]
            if open_:
                yield _gap(
                    found,
                    "HF618",
                    f"nobody declares whether `{open_[0]}` still holds, on which '{name}' depends",
                    [name],
                    f"say who declares it (`{key}`)",
                )


def _declared(instance: Instance, atom: c.Atom) -> bool:
    """Whether somebody is there to say whether it holds: who declares, verifies, or rules; days say it themselves."""
    if isinstance(atom, c.Free):
        return False
    draft = instance.draft.agreement
    for name in _named(atom):
        event = draft.events.get(name)
        clause = draft.commitments.get(name)
        if event is not None and event.declared_by is None and event.on is None:
            return False
        if clause is not None and not clause.verified_by and clause.decider is None:
            return False
    return True


#: The keys of a variant that say when and how much.
_TRIGGERS: Final = {
    "if_": "if", "after": "after", "from_": "from", "until": "until", "within": "within", "deadline": "deadline",
    "on": "on", "gives": "gives",
}  # fmt: skip


def _readings_differ(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        for variant in clause.variants:
            differing = [
                key
                for attribute, key in _TRIGGERS.items()
                if _differs(getattr(variant, attribute), getattr(clause, attribute))
            ]
            if differing:
                yield _gap(
                    found,
                    "HF619",
                    f"'{name}' has another `{'`, `'.join(differing)}` in one reading ({variant.reading})",
                    [name],
                    "agree on one reading, or say which one counts",
                )


def _differs(other: object, own: object) -> bool:
    return bool(other) and other != own


def _phases(found: Found) -> Iterator[Gap]:
    draft = found.instance.draft.agreement
    for name, phase in draft.phases.items():
        if phase.opens is None:
            yield _gap(
                found, "HF620", f"nothing says when phase '{name}' opens", [], "add `opens`", [str(name)], [str(name)]
            )
            continue
        open_ = [
            other
            for other in _named(phase.opens)
            if (event := draft.events.get(other)) is not None and event.declared_by is None and event.on is None
        ]
        if open_ and phase.declared_by is None:
            yield _gap(
                found,
                "HF620",
                f"phase '{name}' opens with {_listed(open_)}, and nobody declares that it has come",
                [],
                "add `declared_by`",
                [str(name)],
                [str(name), *open_],
                ["declared by nobody"],
            )


def _acting(instance: Instance) -> dict[str, list[str]]:
    """The bodies of the case that have something to do in the agreement, with the clauses in which they have."""
    found: dict[str, list[str]] = {}
    for name, clause in instance.standing.items():
        parties = [] if clause.by is None else list(clause.by.parties)
        parties += [*clause.verified_by, *clause.overseen_by, *([] if clause.decider is None else [clause.decider])]
        for party in dict.fromkeys(map(str, parties)):
            known = instance.case.parties.get(party)
            if known is not None and "body" in known.roles:
                found.setdefault(party, []).append(name)
    return found


def _bodies_not_created(found: Found) -> Iterator[Gap]:
    instance = found.instance
    created = {str(body) for clause in instance.standing.values() for body in clause.creates}
    for body, clauses in _acting(instance).items():
        if body in created:
            continue
        away = [name for name, clause in instance.left_out.items() if body in clause.creates]
        why = f"only {_listed(away)}, which the package leaves out, would create it" if away else "no clause creates it"
        yield _gap(
            found,
            "HF621",
            f"'{body}' has a task in {_listed(clauses)}, and {why}",
            clauses,
            "add `creates` to a clause, unless it exists already",
            about=[body],
            labels=["and here"] * len(clauses),
        )


def _bodies_not_overseen(found: Found) -> Iterator[Gap]:
    instance = found.instance
    for name, clause in instance.standing.items():
        for body in map(str, clause.creates):
            tasks = [one for one in instance.standing.values() if one.by is not None and body in one.by.parties]
            overseen = any(one.overseen_by or one.decider is not None for one in tasks)
            if not overseen and not clause.overseen_by:
                yield _gap(
                    found,
                    "HF622",
                    f"nobody oversees '{body}', which '{name}' creates",
                    [name],
                    "add `overseen_by`",
                    [body],
                )


def _totals(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        for message in _sums(clause):
            yield _gap(
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


def _never_said(found: Found) -> Iterator[Gap]:
    if found.said is None or not found.instance.case.statements:
        return  # where nothing is recorded of anybody, silence tells nothing
    for name, party in found.said.never_said:
        if name in found.instance.standing:
            yield _gap(
                found,
                "HF624",
                f"'{party}' has never said that it will do '{name}'",
                [name],
                "silence is not consent: ask, and record the answer",
                about=[party],
            )


_CHECKS: Final = (
    _circular, _left_out, _never_comes, _standing_unknown, _order_not_said, _no_obligor, _no_date, _rests_on_undated,
    _no_verifier, _no_decider, _no_remedy, _vague_amounts, _undefined_terms, _open_terms, _effort_only, _no_end,
    _several_consents, _end_undeclared, _readings_differ, _phases, _bodies_not_created, _bodies_not_overseen, _totals,
    _never_said,
)  # fmt: skip
