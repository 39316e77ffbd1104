"""Linking: does every name that an item refers to exist, is it of the right kind, and may its readers read it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from holdfast.case.audience import PUBLIC, View
from holdfast.case.files import Unit
from holdfast.case.model import LEFT_OPEN, Agreement, Issue, PartyAddition
from holdfast.case.references import Key, Mention, mentions_of
from holdfast.case.typed import original
from holdfast.case.yamltext import Parsed, Path, find
from holdfast.diagnostics import Diagnostic, Place, did_you_mean, or_list

#: What a reference of each kind may name.
_MEANS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("commitment", "event"),
    "commitment": ("commitment",),
    "phase": ("phase",),
    "anchor": ("event", "commitment", "phase"),
    "topic": ("issue", "commitment", "event"),
}
_OF_DRAFTS: Final = frozenset({"commitment", "event", "phase"})
_ITEM_DEPTH: Final[Mapping[str, int]] = {"statements": 1, "sources": 1, "releases": 1, "values": 1}


@dataclass(frozen=True, slots=True)
class Defined:
    """Something that has a name: what it is and where it stands."""

    kind: str
    unit: Unit
    path: Path

    def place(self, label: str) -> Place:
        """Where it stands."""
        return self.unit.place(self.path, label)


@dataclass(slots=True)
class Names:
    """The names that one compartment's case-level files, or one draft, define."""

    known: dict[str, Defined] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    goods: set[str] = field(default_factory=set)

    def of(self, kinds: Iterable[str]) -> list[str]:
        """The names of these kinds."""
        wanted = set(kinds)
        return [name for name, defined in self.known.items() if defined.kind in wanted]


@dataclass(slots=True)
class Links:
    """All names of a case as one audience sees it, and the check of every reference against them."""

    view: View
    names: dict[str, Names] = field(default_factory=dict)
    drafts: dict[str, dict[str, Names]] = field(default_factory=dict)
    """By compartment and draft."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lost: dict[str, set[Path]] = field(default_factory=dict)
    """By file: the items that refer to what is not there, under their typed paths."""

    # --- what is defined ---------------------------------------------------------------------------------------------

    def define(self, units: Sequence[Unit]) -> None:
        """Collects the names of all files, and reports those that two items have."""
        for unit in units:
            names = self.names.setdefault(unit.compartment, Names())
            for kind, name, path in _definitions(unit):
                self._add(names, name, Defined(kind, unit, path))
            if unit.kind == "case" and unit.content is not None:
                names.issues |= {name: issue for name, issue in unit.content.issues.items() if name not in names.issues}
                names.facts |= set(unit.content.facts)
        for unit in units:
            if unit.kind == "agreement" and unit.content is not None:
                self._define_draft(unit)

    def _define_draft(self, unit: Unit) -> None:
        draft: Agreement = unit.content
        names = Names()
        for kind, entries in (("event", draft.events), ("phase", draft.phases), ("commitment", draft.commitments)):
            for name in entries:
                self._add(names, name, Defined(kind, unit, (f"{kind}s", name)))
        for commitment in draft.commitments.values():
            names.goods |= set(commitment.gives) | set(commitment.leaves_at_most) | set(commitment.for_each)
        self.drafts.setdefault(unit.compartment, {})[unit.stem] = names
        for name, defined in names.known.items():
            for compartment in dict.fromkeys((unit.compartment, PUBLIC)):
                first = self.names[compartment].known.get(name)
                if first is not None:
                    self._twice(name, defined, first)

    def _add(self, names: Names, name: str, defined: Defined) -> None:
        first = names.known.get(name)
        if first is not None:
            self._twice(name, defined, first)
            if first.kind == defined.kind:
                self.lose(defined.unit, defined.path)
            return
        names.known[name] = defined
        compartment = defined.unit.compartment
        outer = self.names[PUBLIC].known.get(name) if compartment != PUBLIC and PUBLIC in self.names else None
        if outer is not None and names is self.names.get(compartment):
            self.diagnostics.append(
                Diagnostic(
                    "HF308",
                    f"the case already has {_a(outer.kind)} '{name}'",
                    (defined.place(""), outer.place("defined here for everybody")),
                    "give it another name; inside a compartment both would be meant",
                )
            )
            self.lose(defined.unit, defined.path)

    def _twice(self, name: str, second: Defined, first: Defined) -> None:
        what = (
            f"two {first.kind}s have" if first.kind == second.kind else f"{_a(first.kind)} and {_a(second.kind)} have"
        )
        spans = (second.place(""), first.place(f"the {first.kind} '{name}'"))
        self.diagnostics.append(Diagnostic("HF303", f"{what} the name '{name}'", spans, "give one another name"))

    def lose(self, unit: Unit, path: Path) -> None:
        """Marks an item as not to be used."""
        self.lost.setdefault(unit.file, set()).add(path)

    # --- what is referred to -----------------------------------------------------------------------------------------

    def check(self, unit: Unit) -> None:
        """Checks every reference of a file. Only the distinct names are looked up; places are sought for bad ones."""
        wrong = {key: problem for key in unit.keys if (problem := self._problem(key, unit)) is not None}
        if not wrong:
            return
        parsed = unit.parsed()
        for mention in mentions_of(unit.content):
            problem = wrong.get(mention.key)
            if problem is not None:
                self.diagnostics.append(problem.at(unit, parsed, mention))
                self.lose(unit, item_of(unit, mention.path))

    def _problem(self, key: Key, unit: Unit) -> _Problem | None:
        kind, name, owner = key
        if kind == "option":
            return self._option_problem(name, owner or "", unit)
        if kind == "ordered":
            issue = self.issue(name, unit.compartment)
            if issue is None or issue.ordered:
                return None
            hint = "write `ordered: true` in the issue if its options run from one end to the other, or name options"
            return _Problem("HF306", f"the options of '{name}' have no order", hint)
        if kind == "fact":
            known = {fact for compartment in self._readable(unit) for fact in self.names[compartment].facts}
            if not known or name in known:
                return None
            return _Problem("HF301", f"there is no fact '{name}' in `facts`", did_you_mean(name, known))
        if kind == "good":
            goods = {good for names in self._drafts_for(unit) for good in names.goods}
            return None if name in goods else _unknown("good", name, goods)
        if kind == "draft":
            drafts = [draft for place in (unit.compartment, PUBLIC) for draft in self.drafts.get(place, {})]
            return None if name in drafts else _unknown("draft", name, drafts)
        if kind == "audience":
            return None if name in self.view.audiences else _unknown("audience", name, self.view.audiences)
        if kind in _MEANS:
            return self._draft_problem(kind, name, unit)
        return self._case_problem(kind, name, unit)

    def _case_problem(self, kind: str, name: str, unit: Unit) -> _Problem | None:
        if "/" in name:
            prefix = name.partition("/")[0]
            if not self.view.may_refer(unit.compartment, prefix):
                return _leads_out(name, prefix, unit)
            if prefix not in self.names:
                return None  # a compartment that is not here: nothing can be said of what is in it
        defined = self.find(name, unit.compartment)
        if defined is None:
            known = [other for names in self._visible(unit) for other in names.of((kind,))]
            return _unknown(kind, name, known)
        if defined.kind != kind:
            return _Problem("HF305", f"'{name}' is {_a(defined.kind)}, and {_a(kind)} is needed here", None, defined)
        return None

    def _draft_problem(self, kind: str, name: str, unit: Unit) -> _Problem | None:
        wanted = _MEANS[kind]
        drafts = list(self._drafts_for(unit))
        found = [names.known[name] for names in drafts if name in names.known]
        if any(defined.kind in wanted for defined in found):
            return None
        other = found[0] if found else self.find(name, unit.compartment)
        if other is not None and other.kind in wanted:
            return None
        if other is not None:
            hint = None
            if other.kind == "issue":
                hint = f"an issue is tested with its options: `{name} = option` or `done({name} = option)`"
            needed = or_list([_a(one) for one in wanted])
            return _Problem("HF305", f"'{name}' is {_a(other.kind)}, and {needed} is needed here", hint, other)
        known = [one for names in drafts for one in names.of(wanted)]
        if "issue" in wanted:
            known += [one for names in self._visible(unit) for one in names.of(("issue",))]
        return _unknown(or_list(wanted), name, known)

    def _option_problem(self, name: str, owner: str, unit: Unit) -> _Problem | None:
        if name == LEFT_OPEN:
            return None
        issue = self.issue(owner, unit.compartment)
        if issue is None or name in issue.options:
            return None  # a missing issue is reported by itself
        hint = did_you_mean(name, issue.options) or f"its options are {or_list(list(issue.options))}"
        return _Problem(
            "HF302", f"the issue '{owner}' has no option '{name}'", hint, self.find(owner, unit.compartment)
        )

    # --- looking up --------------------------------------------------------------------------------------------------

    def qualified(self, name: str, compartment: str) -> str:
        """The name by which the whole case knows what an item of a compartment calls `name`."""
        if compartment == PUBLIC or "/" in name:
            return name
        return f"{compartment}/{name}" if name in self.names[compartment].known else name

    def find(self, name: str, compartment: str) -> Defined | None:
        """What a name means in a compartment: its own item, else the public one."""
        prefix, _, rest = name.rpartition("/")
        if prefix:
            return self.names[prefix].known.get(rest) if prefix in self.names else None
        return self._own(compartment).known.get(name) or self._own(PUBLIC).known.get(name)

    def issue(self, name: str, compartment: str) -> Issue | None:
        """The issue of that name, as a compartment sees it."""
        prefix, _, rest = name.rpartition("/")
        places = (prefix,) if prefix else (compartment, PUBLIC)
        return next((issue for place in places if (issue := self._own(place).issues.get(rest)) is not None), None)

    def _own(self, compartment: str) -> Names:
        return self.names.get(compartment, Names())

    def _readable(self, unit: Unit) -> Iterator[str]:
        """The compartments that a file's items may refer to."""
        return (name for name in self.names if self.view.may_refer(unit.compartment, name))

    def _visible(self, unit: Unit) -> Iterator[Names]:
        return (self.names[name] for name in (unit.compartment, PUBLIC) if name in self.names)

    def _drafts_for(self, unit: Unit) -> Iterator[Names]:
        """A draft refers to itself; everything else to any draft that its readers can read."""
        if unit.kind == "agreement":
            yield self.drafts[unit.compartment][unit.stem]
            return
        for compartment in self._readable(unit):
            yield from self.drafts.get(compartment, {}).values()


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong with a name, before it is known where it stands."""

    code: str
    message: str
    hint: str | None = None
    other: Defined | None = None

    def at(self, unit: Unit, parsed: Parsed, mention: Mention) -> Diagnostic:
        place = place_of(unit, parsed, mention)
        spans = (place,) if self.other is None else (place, self.other.place(f"the {self.other.kind}"))
        return Diagnostic(self.code, self.message, spans, self.hint)


def place_of(unit: Unit, parsed: Parsed, mention: Mention) -> Place:
    """Where a mention stands in its file."""
    node = find(parsed.root, original(mention.path, unit.origins), on_key=mention.on_key)
    assert node is not None  # what was typed was read from nodes
    return parsed.document.place(node, span=mention.span)


def item_of(unit: Unit, path: Path) -> Path:
    """The typed path of the item that a value belongs to."""
    return path[: _ITEM_DEPTH.get(unit.kind, 2)]


def _definitions(unit: Unit) -> Iterator[tuple[str, str, Path]]:
    """Kind, name and path of what a file defines at the level of the case."""
    content = unit.content
    if content is None:
        return
    if unit.kind in ("sources", "statements"):
        kind = unit.kind[:-1]
        for index, item in enumerate(content):
            yield kind, item.id, (index,)
    elif unit.kind == "case":
        for key in ("parties", "issues", "terms"):
            kind = "party" if key == "parties" else key[:-1]
            for name, item in getattr(content, key).items():
                if not isinstance(item, PartyAddition):
                    yield kind, name, (key, name)
        for index, rule in enumerate(content.rules):
            yield "rule", rule.id, ("rules", index)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _unknown(kind: str, name: str, known: Iterable[str]) -> _Problem:
    known = list(dict.fromkeys(known))
    hint = did_you_mean(name, known)
    if hint is None and 0 < len(known) <= 8:
        hint = f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
    return _Problem("HF301", f"there is no {kind} '{name}'", hint)


def _leads_out(name: str, prefix: str, unit: Unit) -> _Problem:
    readers = "all who see the case" if unit.compartment == PUBLIC else f"all readers of '{unit.compartment}'"
    message = f"'{name}' lies in '{prefix}', which not {readers} may read"
    return _Problem("HF307", message, "move the item into a compartment whose readers may read both")


def circles(follows: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The circles of a relation, each once, starting with the member that the mapping has first."""
    done: set[str] = set()
    for start in follows:
        chain: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            name, depth = waiting.pop()
            del chain[depth:]
            if name in chain:
                yield tuple(chain[chain.index(name) :])
                continue
            if name in done or name not in follows:
                continue
            done.add(name)
            chain.append(name)
            waiting.extend((after, len(chain)) for after in follows[name])


Rename = Callable[[str, str], str]


def renaming(links: Links, compartment: str) -> Rename:
    """How the references of a compartment's items are spelt for the whole case."""

    def rename(kind: str, name: str) -> str:
        if kind in ("option", "good", "fact", "audience", "commitment", "phase", "name", "anchor", "ordered"):
            return name
        return links.qualified(name, compartment)

    return rename
