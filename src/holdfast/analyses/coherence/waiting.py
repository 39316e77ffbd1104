"""Gaps of order: circles, what never comes, what the package leaves out or open, orders that nobody said."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.analyses.coherence.gap import Found, Gap, gap, listed, named_in, references
from holdfast.case.conditions import to_text


def circular(found: Found) -> Iterator[Gap]:
    """HF601."""
    for circle in found.text.circles:
        names = list(dict.fromkeys(name for step in circle.steps for name in step.link.of))
        clauses = [name for name in circle.clauses if name in found.instance.standing]
        if len(clauses) == 1:
            message = f"'{clauses[0]}' waits for itself"
        else:
            message = f"these wait for each other, so that none can be done: {listed(clauses)}"
        yield gap(
            found,
            "HF601",
            message,
            clauses,
            "make them one step (`together`), say which is first, cut them into parts, or let a third party hold one",
            at=names,
            labels=["waits too"] * len(names),
        )


def left_out(found: Found) -> Iterator[Gap]:
    """HF602."""
    instance = found.instance
    uses: dict[tuple[str, str], dict[str, None]] = {}
    for name, clause in instance.standing.items():
        for key, other in references(clause):
            uses.setdefault((name, other), {})[key] = None
    for phase, one in instance.draft.agreement.phases.items():
        for key, condition in (("opens", one.opens), ("ends", one.ends)):
            for other in named_in(condition):
                uses.setdefault((str(phase), other), {})[key] = None
    for (name, other), keys in uses.items():
        if other in instance.left_out:
            refer = f"`{'` and `'.join(keys)}` of '{name}' {'refers' if len(keys) == 1 else 'refer'}"
            yield gap(
                found,
                "HF602",
                f"{refer} to '{other}', which this package leaves out",
                [name] if name in instance.standing else [],
                f"say what holds where '{other}' falls away, or choose a package that has it",
                about=[other],
                at=[name, other],
                labels=["left out"],
            )


def never_comes(found: Found) -> Iterator[Gap]:
    """HF603."""
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
            yield gap(
                found,
                "HF603",
                f"'{name}' waits for what never comes: `{said}` ({why[kinds[0].kind]})",
                [name] if name in found.instance.standing else [],
                f"change `{one.link.key}`",
                at=[name],
            )


def standing_unknown(found: Found) -> Iterator[Gap]:
    """HF604."""
    for one in found.instance.undecided:
        yield gap(
            found,
            "HF604",
            f"whether '{one.clause}' stands is not decided: the package leaves `{to_text(one.condition)}` open",
            [one.clause],
            "it is read as standing; choose the option in `package`",
        )


def order_not_said(found: Found) -> Iterator[Gap]:
    """HF605."""
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
        yield gap(
            found,
            "HF605",
            f"'{first}' and '{second}' are tied together, and the draft does not say which comes first ({said})",
            [first, second],
            "write `after`, or make them one step with `together`",
            labels=["tied to it"],
        )
