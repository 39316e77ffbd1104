"""Putting a condition together by choice: of options, steps, times and days, into the field in which it is to stand.

A form has one such part for all its conditions. What is chosen there and not yet added is added when the form is
saved, so that nothing chosen is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.case import conditions
from holdfast.case.conditions import And, Choice, Condition, ConditionError, Done, Free, Not, Or, Performed
from holdfast.case.edit import EditError
from holdfast.diagnostics import did_you_mean
from holdfast.views.names import readable
from holdfast.web.form_values import Given, count, named, text, texts
from holdfast.web.model_form import LISTED, Choices, Field, Names

#: What can be chosen, for who chooses.
KINDS: Final[Mapping[str, str]] = {
    "agreed": "options are agreed",
    "realised": "options are realised, not only agreed",
    "step": "a step has come",
    "before": "one step comes before another",
    "lasting": "a clause has been kept without a break for a time",
    "after": "a time has passed since a step",
    "day": "a day has come",
    "words": "something in words, which nobody can work out",
}
#: What of a step.
WHICH: Final[Mapping[str, str]] = {"": "performed, or come", "begun": "begun", "verified": "verified"}
#: What becomes of what stands in the field.
JOINED: Final[Mapping[str, str]] = {"and": "and", "or": "or", "instead": "in place of it"}
#: The fields that hold what is chosen; where it goes is kept for the next.
_INTO: Final = "c:into"
_START: Final = "c:"
NAMES: Final = tuple(
    f"{_START}{key}"
    for key in (
        *("into", "kind", "options", "step", "which", "second", "second-which", "length", "day", "words"),
        *("not", "join"),
    )
)


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of one kind."""

    kind: str
    label: str
    names: Choices


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen."""

    issues: tuple[tuple[str, str, Choices], ...]
    """Each issue, its label and its options."""
    steps: tuple[Steps, ...]
    """Clauses, events and phases."""

    @property
    def every_step(self) -> Choices:
        """All steps with their labels."""
        return tuple(one for group in self.steps for one in group.names)

    @property
    def typed(self) -> bool:
        """Whether there are so many steps that they are typed, while a list of them is offered."""
        return len(self.every_step) > LISTED


def offer(names: Names, *, every: bool = False) -> Offer:
    """What conditions can be about, by the names that they have there; `every` name, where it is not settled where."""
    issues = tuple(
        (
            name if every else names.local(name),
            one.label,
            tuple((str(key), each.text) for key, each in one.options.items()),
        )
        for name, one in names.case.issues.items()
        if every or names.may(name)
    )
    draft = names.draft
    if draft is None or not (every or names.may(draft.name)):
        return Offer(issues, ())
    agreement = draft.agreement
    phases = tuple(
        (f"phase {name} {edge}", f"{one.text or name}: {edge}")
        for name, one in agreement.phases.items()
        for edge in ("opens", "ends")
    )
    events = tuple(
        (str(name), f"{name}: {one.text}" if one.text else str(name)) for name, one in agreement.events.items()
    )
    groups = (
        Steps("commitment", "Clauses", names.clauses()),
        Steps("event", "Events", events),
        Steps("phase-edge", "Phases", phases),
    )
    return Offer(issues, tuple(one for one in groups if one.names))


def targets(fields: Sequence[Field], given: Given) -> Choices:
    """The fields of a form that hold a condition, with their labels."""
    return tuple(found for one in fields for found in _targets(one, one.key, "", given))


def _targets(field: Field, at: str, of: str, given: Given) -> Iterator[tuple[str, str]]:
    label = readable(field.key.replace("_", "-"))
    if field.is_condition:
        yield f"f:{at}", f"{label}{of}"
    elif field.control == "group":
        for one in field.fields:
            yield from _targets(one, f"{at}.{one.key}", of, given)
    elif field.control == "rows":
        for number in range(count(given, at)):
            for one in field.fields:
                yield from _targets(one, f"{at}.{number}.{one.key}", f"{of}, {label} {number + 1}", given)
    elif field.control in ("keyed", "ranked"):
        for number in range(count(given, at)):
            key = text(given, f"k:{at}.{number}")
            if (held := field.value_of(key)) is not None:
                yield from _targets(held, f"{at}.{number}", f"{of}, {key or f'new {number + 1}'}", given)


def of_choice(given: Given) -> dict[str, str | tuple[str, ...]]:
    """The fields that hold what is chosen."""
    return {key: value for key, value in given.items() if key.startswith(_START)}


def folded(
    given: Given, among: Collection[str], steps: Choices, own: str = "", lines: frozenset[str] = frozenset()
) -> dict[str, str | tuple[str, ...]]:
    """What a form holds once what is chosen is added to its field.

    Args:
        given: the fields, those of the choice among them.
        among: the fields that hold conditions: no other is changed.
        steps: every step that there is, with its label.
        own: the compartment in which the condition stands: its names are written without it.
        lines: the fields that hold a condition per line.

    Raises:
        EditError: what is chosen is not whole.
    """
    made = {key: value for key, value in given.items() if not key.startswith(_START)}
    into = text(given, _INTO)
    part = chosen(given, steps, own)
    if part is not None and into in among:
        made[into] = added(text(given, into), part, text(given, "c:join"), lines=into in lines)
    if into:
        made[_INTO] = into
    return made


def chosen(given: Given, steps: Choices, own: str = "") -> Condition | None:
    """The condition that is chosen; None where nothing is.

    Args:
        given: the fields of the choice: of a step its name, or its label (`form_values.named`).
        steps: every step that there is, with its label.
        own: the compartment in which the condition stands.

    Raises:
        EditError: it is not whole, or there is no such step.
    """
    part = _part(given, steps, own)
    if part is None or not text(given, "c:not"):
        return part
    if isinstance(part, Choice):
        return Choice(part.issue, part.options, negated=True)
    return Not(part)


def _part(given: Given, steps: Choices, own: str) -> Condition | None:
    kind = text(given, "c:kind")
    if kind in ("agreed", "realised"):
        picks = [pick.removeprefix(f"{own}/") for pick in texts(given, "c:options")]
        parts = picked(picks)
        if kind == "realised":
            parts = tuple(Done(one) if isinstance(one, Choice) else one for one in parts)
        return conditions.conjunction(parts) if parts else None
    if kind == "day":
        return _read(text(given, "c:day"))
    if kind == "words":
        words = text(given, "c:words")
        return Free(words) if words else None
    return _of_steps(given, kind, steps) if kind in ("step", "before", "lasting", "after") else None


def _of_steps(given: Given, kind: str, steps: Choices) -> Condition | None:
    first = _named(text(given, "c:step"), steps)
    if kind == "step":
        return _read(_step(first, text(given, "c:which"))) if first else None
    if kind == "before":
        second = _named(text(given, "c:second"), steps)
        if not (first and second):
            if first or second:
                raise EditError("one of the two steps is missing", "choose which comes before which")
            return None
        return _read(f"{_step(first, text(given, 'c:which'))} before {_step(second, text(given, 'c:second-which'))}")
    length = text(given, "c:length")
    if not (first and length):
        if first or length:
            raise EditError("the step or the time is missing", "choose a step, and write a time such as 7d")
        return None
    if " " in first:
        raise EditError("a time is counted from a clause or an event", "choose one")
    return _read(f"{first} {'for' if kind == 'lasting' else '+'} {length}")


def _named(typed: str, steps: Choices) -> str:
    found = named(typed, steps) if typed else ""
    if found and all(name != found for name, _ in steps):
        close = did_you_mean(typed, [name for name, _ in steps]) or did_you_mean(typed, [label for _, label in steps])
        raise EditError(f"there is no step ‘{typed}’", close or "choose one that is offered, or type its name")
    return found


def _step(name: str, which: str) -> str:
    return f"{which}({name})" if which in ("begun", "verified") and " " not in name else name


def _read(words: str) -> Condition | None:
    if not words:
        return None
    try:
        return conditions.parse(words)
    except ConditionError as error:
        raise EditError(error.message, error.hint) from None


def picked(picks: Iterable[str]) -> tuple[Condition, ...]:
    """Chosen options as conditions: several of one issue are alternatives.

    A pick is ``issue = option`` or, for the issue as a whole, ``issue``.
    """
    by_issue: dict[str, list[str]] = {}
    for pick in picks:
        issue, sign, option = (part.strip() for part in pick.partition("="))
        by_issue.setdefault(issue, [])
        if sign:
            by_issue[issue].append(option)
    return tuple(Choice(issue, tuple(of)) if of else Performed(issue) for issue, of in by_issue.items())


def added(before: str, part: Condition, join: str, *, lines: bool = False) -> str:
    """A condition added to a text, which stays as it is written, unless it says that already.

    Args:
        before: the text, which may be no condition yet.
        part: what is added.
        join: one of `JOINED`.
        lines: whether each condition has a line of its own: options of several issues too, in their order.
    """
    if lines:
        parts = [one for each in (part.parts if isinstance(part, And) else (part,)) for one in _alone(each)]
        return "\n".join([*([before] if before and join != "instead" else ()), *map(conditions.to_text, parts)])
    words = conditions.to_text(part)
    if not before or join == "instead":
        return words
    if _holds(before, part, Or if join == "or" else And):
        return before
    if join == "or":
        return f"{before} or {words}"
    return f"{_bound(before)} and {_bound(words)}"


def _holds(before: str, part: Condition, kind: type[And | Or]) -> bool:
    """Whether a text already says that, among what it joins."""
    try:
        there = conditions.parse(before)
    except ConditionError:
        return False
    known = there.parts if isinstance(there, kind) else (there,)
    return all(one in known for one in (part.parts if isinstance(part, kind) else (part,)))


def _alone(part: Condition) -> tuple[Condition, ...]:
    """Alternatives of one issue, each by itself."""
    if isinstance(part, Choice) and not part.negated:
        return tuple(Choice(part.issue, (option,)) for option in part.options)
    return (part,)


def _bound(words: str) -> str:
    """A text as it stands beside ``and``, which binds more than ``or`` does."""
    try:
        return f"({words})" if isinstance(conditions.parse(words), Or) else words
    except ConditionError:
        return words
