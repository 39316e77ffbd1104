"""Gaps of a draft: what it does not say, or does not say so that it could be told whether it was kept.

Each gap has a code of the registry (HF6xx). What the draft lists as `deliberately_open` is listed beside them and
never reported as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from holdfast.analyses.clauses import names_wanted
from holdfast.analyses.coherence.amounts import facts_differ, totals, vague_amounts
from holdfast.analyses.coherence.control import outside_control, several_consents, unrelated_penalties
from holdfast.analyses.coherence.gap import Found, Gap, gap, listed, named_in, references, unrecorded
from holdfast.analyses.coherence.instance import Instance, is_ongoing
from holdfast.analyses.coherence.waiting import circular, left_out, never_comes, order_not_said, standing_unknown
from holdfast.case import conditions as c
from holdfast.case.conditions import to_text
from holdfast.case.kleene import evaluate
from holdfast.case.model import Commitment
from holdfast.case.model.agreement import Unrecorded
from holdfast.case.times import Offset


def gaps(found: Found) -> tuple[tuple[Gap, ...], tuple[tuple[Unrecorded, tuple[str, ...]], ...]]:
    """Every gap, by code and in the order of the draft; and what is not recorded, of which clauses, and so is none."""
    vague = {
        re.sub(r"[^a-z0-9/]+", "-", one.term.casefold()).strip("-")
        for one in found.instance.draft.agreement.deliberately_open
    }
    kept: list[Gap] = []
    missing: dict[Unrecorded, dict[str, None]] = {}
    for one in (one for check in _CHECKS for one in check(found)):
        if not vague.isdisjoint(one.about) or (one.clauses and vague.issuperset(one.clauses)):
            continue
        untold = unrecorded(found.instance, one)
        for what, name in untold:
            missing.setdefault(what, {})[name] = None
        if not untold:
            kept.append(one)
    untold_of = tuple((what, tuple(names)) for what, names in missing.items())
    return tuple(sorted(kept, key=lambda one: one.code)), untold_of


# --- who, when, who says so ------------------------------------------------------------------------------------------


def is_dated(clause: Commitment) -> bool:
    """Whether it can be told by when a clause is due: a day, a deadline, a length of time, or parts at given times."""
    if clause.on is not None or clause.deadline is not None or clause.within is not None or clause.takes is not None:
        return True
    return any(one.at is not None or one.every is not None for one in clause.tranches)


def _no_obligor(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if clause.by is None:
            yield gap(found, "HF606", f"nobody is named who owes '{name}'", [name], "add `by`")


def _no_date(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if not is_dated(clause) and not is_ongoing(clause):
            began = "; it waits for something, and then has no limit" if clause.after is not None else ""
            yield gap(
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
            yield gap(
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
            yield gap(found, "HF609", f"nobody verifies '{name}'", [name], "add `verified_by`")


def _no_decider(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if clause.decider is None:
            yield gap(found, "HF610", f"nobody rules on disputes about '{name}'", [name], "add `decider`")


def _no_remedy(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        if not clause.if_breached:
            yield gap(found, "HF611", f"nothing follows if '{name}' is breached", [name], "add `if_breached`")


# --- what is meant ---------------------------------------------------------------------------------------------------


def _undefined_terms(found: Found) -> Iterator[Gap]:
    instance = found.instance
    left_open = set(map(str, instance.draft.agreement.open_terms))
    for term, known in instance.case.terms.items():
        if known.defined or term in left_open:
            continue
        words = r"[\s-]+".join(map(re.escape, term.rpartition("/")[2].split("-")))
        pattern = re.compile(rf"\b{words}s?\b", re.IGNORECASE)
        clauses = [name for name, clause in instance.standing.items() if any(map(pattern.search, _texts(clause)))]
        if clauses:
            yield gap(
                found,
                "HF613",
                f"{listed(clauses)} {'uses' if len(clauses) == 1 else 'use'} '{term}', a term without a definition",
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
            yield gap(
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
        for other in dict.fromkeys(other for key, other in references(clause) if key not in _NO_WAITING):
            waiting.setdefault(other, []).append(name)
    for phase, one in found.instance.draft.agreement.phases.items():
        for other in named_in(one.opens):
            waiting.setdefault(other, []).append(str(phase))
    for name, clause in standing.items():
        if clause.effort and name in waiting:
            yield gap(
                found,
                "HF615",
                f"'{name}' owes an effort only, and {listed(waiting[name])} "
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
            yield gap(
                found, "HF616", f"{kind} '{name}' has no end", [name], "add `until`; `until: never` if it is for good"
            )


def _end_undeclared(found: Found) -> Iterator[Gap]:
    for name, clause in found.instance.standing.items():
        for key, condition in (("so_long_as", clause.so_long_as), ("unless", clause.unless)):
            if condition is None or evaluate(condition, found.instance.world) is not None:
                continue
            open_ = [to_text(atom) for atom in c.atoms(condition) if not _declared(found.instance, atom)]
            if open_:
                yield gap(
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
    for name in named_in(atom):
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
                yield gap(
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
            yield gap(
                found, "HF620", f"nothing says when phase '{name}' opens", [], "add `opens`", [str(name)], [str(name)]
            )
            continue
        open_ = [
            other
            for other in named_in(phase.opens)
            if (event := draft.events.get(other)) is not None and event.declared_by is None and event.on is None
        ]
        if open_ and phase.declared_by is None:
            yield gap(
                found,
                "HF620",
                f"phase '{name}' opens with {listed(open_)}, and nobody declares that it has come",
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
        why = f"only {listed(away)}, which the package leaves out, would create it" if away else "no clause creates it"
        yield gap(
            found,
            "HF621",
            f"'{body}' has a task in {listed(clauses)}, and {why}",
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
                yield gap(
                    found,
                    "HF622",
                    f"nobody oversees '{body}', which '{name}' creates",
                    [name],
                    "add `overseen_by`",
                    [body],
                )


def _never_said(found: Found) -> Iterator[Gap]:
    if found.said is None or not found.instance.case.statements:
        return  # where nothing is recorded of anybody, silence tells nothing
    for name, party in found.said.never_said:
        if name in found.instance.standing:
            yield gap(
                found,
                "HF624",
                f"'{party}' has never said that it will do '{name}'",
                [name],
                "silence is not consent: ask, and record the answer",
                about=[party],
            )


_CHECKS: Final = (
    circular, left_out, never_comes, standing_unknown, order_not_said, _no_obligor, _no_date, _rests_on_undated,
    _no_verifier, _no_decider, _no_remedy, vague_amounts, _undefined_terms, _open_terms, _effort_only, _no_end,
    several_consents, _end_undeclared, _readings_differ, _phases, _bodies_not_created, _bodies_not_overseen, totals,
    _never_said, outside_control, unrelated_penalties, facts_differ,
)  # fmt: skip
