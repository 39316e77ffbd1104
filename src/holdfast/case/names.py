"""The names of a case as one audience sees it: what they stand for, where, and what a name means in a compartment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from holdfast.case.audience import NAME, PUBLIC, View
from holdfast.case.files import Unit
from holdfast.case.model import Agreement, Issue, PartyAddition
from holdfast.case.typed import original
from holdfast.case.yamltext import Parsed, Path, find
from holdfast.diagnostics import Diagnostic, Place

#: The key of a file under which items of a kind stand.
KEYS: Final[Mapping[str, str]] = {"parties": "party", "issues": "issue", "terms": "term"}
#: Kinds whose names are their own: they clash with each other only.
_APART: Final[Mapping[str, str]] = {"facts": "fact", "audiences": "audience"}


@dataclass(frozen=True, slots=True)
class Defined:
    """Something that has a name: what it is and where it stands."""

    kind: str
    unit: Unit
    path: Path

    def place(self, label: str = "") -> Place:
        """Where it stands."""
        return self.unit.place(self.path, label)


@dataclass(slots=True)
class Names:
    """The names that one compartment's case-level files, or one draft, define."""

    known: dict[str, Defined] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    apart: dict[tuple[str, str], Defined] = field(default_factory=dict)
    goods: set[str] = field(default_factory=set)

    def of(self, kinds: Iterable[str]) -> list[str]:
        """The names of these kinds."""
        wanted = set(kinds)
        return [name for name, defined in self.known.items() if defined.kind in wanted]

    @property
    def facts(self) -> list[str]:
        """The keys of `facts`."""
        return [name for kind, name in self.apart if kind == "fact"]


@dataclass(slots=True)
class Register:
    """Everything that has a name, and what is wrong with the names themselves."""

    view: View
    names: dict[str, Names] = field(default_factory=dict)
    drafts: dict[str, dict[str, Names]] = field(default_factory=dict)
    """By compartment and draft."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lost: dict[str, set[Path]] = field(default_factory=dict)
    """By file: the items that are not to be used, under their typed paths; the empty path is the whole file."""

    units: Sequence[Unit] = ()
    _parsed: dict[str, Parsed] = field(default_factory=dict)

    def parsed(self, unit: Unit) -> Parsed:
        """A file's nodes, read once while this register is in use."""
        if unit.file not in self._parsed:
            self._parsed[unit.file] = unit.parsed()
        return self._parsed[unit.file]

    def place_in(self, unit: Unit, path: Path, label: str = "", on_key: bool = False) -> Place:
        """Where a value of a file's content stands, under its typed path."""
        parsed = self.parsed(unit)
        node = find(parsed.root, original(path, unit.origins), on_key=on_key)
        return unit.place(()) if node is None else parsed.document.place(node, label)

    def define(self, units: Sequence[Unit]) -> None:
        """Collects the names of all files, and reports those that two items have."""
        self.units = units
        for unit in units:
            names = self.names.setdefault(unit.compartment, Names())
            for kind, name, path in _definitions(unit):
                self._add(names, name, Defined(kind, unit, path))
            for kind, name, path in _definitions_apart(unit):
                self._add_apart(names, (kind, name), Defined(kind, unit, path))
            if unit.kind == "case" and unit.content is not None:
                for name, issue in unit.content.issues.items():
                    names.issues.setdefault(name, issue)
        for unit in units:
            if unit.kind == "agreement" and unit.content is not None:
                self._define_draft(unit)

    def _define_draft(self, unit: Unit) -> None:
        drafts = self.drafts.setdefault(unit.compartment, {})
        if NAME.fullmatch(unit.stem) is None:
            message = f"'{unit.stem}' cannot name a draft"
            hint = "a draft is known by the name of its file: write lower-case words joined by hyphens"
            self.diagnostics.append(Diagnostic("HF205", message, (Place(unit.file),), hint))
        if unit.stem in drafts:
            message = f"two drafts have the name '{unit.stem}'"
            hint = "a draft is known by the name of its file: give one file another name"
            self.diagnostics.append(Diagnostic("HF303", message, (unit.place(()),), hint))
            self.lose(unit, ())
            return
        draft: Agreement = unit.content
        names = drafts[unit.stem] = Names()
        for kind, entries in (("event", draft.events), ("phase", draft.phases), ("commitment", draft.commitments)):
            for name in entries:
                self._add(names, name, Defined(kind, unit, (f"{kind}s", name)))
        for commitment in draft.commitments.values():
            names.goods |= set(commitment.gives) | set(commitment.leaves_at_most) | set(commitment.for_each)
            for rates in commitment.for_each.values():
                names.goods |= set(rates)
        for name, defined in names.known.items():
            first = next((one for one in self._both(unit.compartment) if name in one.known), None)
            if first is not None:
                self._twice(name, defined, first.known[name])

    def _add(self, names: Names, name: str, defined: Defined) -> None:
        first = names.known.get(name)
        if first is not None:
            self._twice(name, defined, first)
            if first.kind == defined.kind:
                self.lose(defined.unit, defined.path)
            return
        names.known[name] = defined
        compartment = defined.unit.compartment
        outer = self.own(PUBLIC).known.get(name) if compartment != PUBLIC else None
        if outer is not None and names is self.names.get(compartment):
            self._again(name, defined, outer)

    def _add_apart(self, names: Names, key: tuple[str, str], defined: Defined) -> None:
        first = names.apart.get(key)
        outer = self.own(PUBLIC).apart.get(key) if defined.unit.compartment != PUBLIC else None
        if first is not None:
            self._twice(key[1], defined, first)
            self.lose(defined.unit, defined.path)
        elif outer is not None:
            self._again(key[1], defined, outer)
        else:
            names.apart[key] = defined

    def _again(self, name: str, defined: Defined, outer: Defined) -> None:
        message = f"the case already has {a(outer.kind)} '{name}'"
        places = (defined.place(), outer.place("defined here for everybody"))
        hint = "give it another name: inside the compartment nobody could tell which of the two is meant"
        self.diagnostics.append(Diagnostic("HF308", message, places, hint))
        self.lose(defined.unit, defined.path)

    def _twice(self, name: str, second: Defined, first: Defined) -> None:
        what = f"{a(first.kind)} and {a(second.kind)} have" if first.kind != second.kind else _two(first.kind)
        spans = (second.place(), first.place("first here"))
        self.diagnostics.append(Diagnostic("HF303", f"{what} the name '{name}'", spans, "give one another name"))

    def lose(self, unit: Unit, path: Path) -> None:
        """Marks an item as not to be used."""
        self.lost.setdefault(unit.file, set()).add(path)

    # --- looking up --------------------------------------------------------------------------------------------------

    def own(self, compartment: str) -> Names:
        """The names of one compartment."""
        return self.names.get(compartment) or Names()

    def _both(self, compartment: str) -> Iterator[Names]:
        return (self.own(name) for name in dict.fromkeys((compartment, PUBLIC)))

    def qualified(self, name: str, compartment: str) -> str:
        """The name by which the whole case knows what an item of a compartment calls `name`."""
        if compartment == PUBLIC or "/" in name:
            return name
        return f"{compartment}/{name}" if name in self.own(compartment).known else name

    def find(self, name: str, compartment: str) -> Defined | None:
        """What a name means in a compartment: its own item, else the public one."""
        prefix, _, rest = name.rpartition("/")
        if prefix:
            return self.own(prefix).known.get(rest)
        return self.own(compartment).known.get(name) or self.own(PUBLIC).known.get(name)

    def issue(self, name: str, compartment: str) -> Issue | None:
        """The issue of that name, as a compartment sees it."""
        prefix, _, rest = name.rpartition("/")
        places = (prefix,) if prefix else (compartment, PUBLIC)
        return next((issue for place in places if (issue := self.own(place).issues.get(rest)) is not None), None)

    def readable(self, unit: Unit) -> Iterator[str]:
        """The compartments that a file's items may refer to."""
        return (name for name in self.names if self.view.may_refer(unit.compartment, name))

    def visible(self, unit: Unit) -> Iterator[Names]:
        """The names that a file's items may use without saying of which compartment they are."""
        return self._both(unit.compartment)

    def drafts_for(self, unit: Unit) -> Iterator[Names]:
        """A draft refers to itself; everything else to any draft that its readers can read."""
        if unit.kind == "agreement":
            draft = self.drafts.get(unit.compartment, {}).get(unit.stem)
            return iter((draft,) if draft is not None else ())
        return (names for place in self.readable(unit) for names in self.drafts.get(place, {}).values())


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
        for key, kind in KEYS.items():
            for name, item in getattr(content, key).items():
                if not isinstance(item, PartyAddition):
                    yield kind, name, (key, name)
        for index, rule in enumerate(content.rules):
            yield "rule", rule.id, ("rules", index)


def _definitions_apart(unit: Unit) -> Iterator[tuple[str, str, Path]]:
    if unit.kind == "case" and unit.content is not None:
        for key, kind in _APART.items():
            for name in getattr(unit.content, key, ()):
                yield kind, name, (key, name)


def a(kind: str) -> str:
    """``an issue``, ``a party``."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _two(kind: str) -> str:
    return f"two {kind[:-1]}ies have" if kind.endswith("y") else f"two {kind}s have"
