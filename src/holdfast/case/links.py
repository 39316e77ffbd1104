"""Linking: does every name that an item refers to exist, is it of the right kind, and may its readers read it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from immutabledict import immutabledict
from pydantic import BaseModel

from holdfast.case.audience import PUBLIC
from holdfast.case.files import Unit
from holdfast.case.model import LEFT_OPEN
from holdfast.case.names import Defined, Register, a
from holdfast.case.references import Key, Mention, mentions_of
from holdfast.case.typed import original, shortened
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
#: The kind of file that defines names of a kind; all others are defined by case.yaml.
_FILE_OF: Final = {"statement": "statements", "source": "sources"} | dict.fromkeys(
    (*_MEANS, "good", "draft"), "agreement"
)
_ITEM_DEPTH: Final[Mapping[str, int]] = {"statements": 1, "sources": 1, "releases": 1, "values": 1}
#: Where a reference to nothing costs itself and not the item: what is left of the item is still true.
_SHED: Final = frozenset({"parties", "issues", "terms", "events", "phases", "cite", "proposed_by"})


@dataclass(slots=True)
class Links(Register):
    """The register of all names, and the check of every reference against it."""

    shed: dict[str, set[Path]] = field(default_factory=dict)
    """By file: the references in items that are kept without them, under their typed paths."""

    def check(self, units: Sequence[Unit]) -> None:
        """Checks every reference. What refers to nothing is left out, and so is what refers to what is left out."""
        for unit in units:
            self._check(unit)
        if not (self.lost or self.shed or any(unit.diagnostics for unit in units)):
            return
        left: dict[str, tuple[Mention, Unit, set[tuple[str, Path]]]] = {}
        more = True
        while more:
            more = False
            for unit in units:
                more |= self._follow(unit, left)
        for name, (mention, unit, items) in left.items():
            place = place_of(unit, self.parsed(unit), mention)
            what = (
                "and so is what refers to it here"
                if len(items) == 1
                else f"and so is what refers to it in {len(items)} items"
            )
            message = f"'{name}' is left out for a mistake in it or in what it rests on, {what}"
            hint = "put the errors right first; here nothing need be wrong"
            self.diagnostics.append(Diagnostic("HF309", message, (place,), hint))

    def _check(self, unit: Unit) -> None:
        """Only the distinct names are looked up; places are sought for bad ones."""
        wrong = {key: problem for key in unit.keys if (problem := self._problem(key, unit)) is not None}
        if not wrong or () in self.lost.get(unit.file, ()):
            return
        parsed = self.parsed(unit)
        for mention in mentions_of(unit.content):
            problem = wrong.get(mention.key)
            if problem is not None:
                self.diagnostics.append(problem.at(unit, parsed, mention))
                self._leave_out(unit, mention)

    def _follow(self, unit: Unit, left: dict[str, tuple[Mention, Unit, set[tuple[str, Path]]]]) -> bool:
        """Leaves out what refers to what is left out; whether there was any."""
        lost = self.lost.get(unit.file, set())
        if () in lost or not any(self._is_gone(key, unit) for key in unit.keys):
            return False
        found = False
        for mention in list(mentions_of(unit.content)):
            item = item_of(unit, mention.path)
            if item in self.lost.get(unit.file, ()) or mention.path in self.shed.get(unit.file, ()):
                continue
            if self._is_gone(mention.key, unit):
                found = True
                self._leave_out(unit, mention)
                left.setdefault(mention.name, (mention, unit, set()))[2].add((unit.file, item))
        return found

    def _leave_out(self, unit: Unit, mention: Mention) -> None:
        if unit.kind in ("case", "agreement") and mention.path[0] in _SHED:
            self.shed.setdefault(unit.file, set()).add(mention.path)
        else:
            self.lose(unit, item_of(unit, mention.path))

    def _is_gone(self, key: Key, unit: Unit) -> bool:
        """Whether a name, right in itself, stands for an item that is not to be used."""
        kind, name, owner = key
        if kind in ("option", "ordered", "good", "fact", "audience", "draft"):
            return kind == "option" and owner is not None and self.issue(owner, unit.compartment) is None
        prefix = name.partition("/")[0]
        if prefix != name and prefix not in self.names:
            return False  # a compartment that is not here
        found = [names.known[name] for names in self.drafts_for(unit) if name in names.known] if kind in _MEANS else []
        other = self.find(name, unit.compartment)
        found += [other] if other is not None else []
        return all(
            one.path in self.lost.get(one.unit.file, ()) or () in self.lost.get(one.unit.file, ()) for one in found
        )

    # --- what is wrong with a name -----------------------------------------------------------------------------------

    def _problem(self, key: Key, unit: Unit) -> _Problem | None:
        kind, name, owner = key
        prefix = name.partition("/")[0]
        if prefix != name and kind not in ("option", "ordered"):
            if not self.view.may_refer(unit.compartment, prefix):
                return _leads_out(name, prefix, unit)
            if prefix not in self.names:
                return None  # a compartment that is not here: nothing can be said of what is in it
        problem = self._lookup(kind, name, owner, unit)
        if problem is not None and problem.code == "HF301" and self._may_be_broken(kind, name):
            return None
        return problem

    def _lookup(self, kind: str, name: str, owner: str | None, unit: Unit) -> _Problem | None:
        if kind == "option":
            return self._option_problem(name, owner or "", unit)
        if kind == "ordered":
            issue = self.issue(name, unit.compartment)
            if issue is None or issue.ordered:
                return None
            hint = "write `ordered: true` in the issue if its options run from one end to the other, or name options"
            other = self.find(name, unit.compartment)
            return _Problem("HF306", f"the options of '{name}' have no order", hint, other)
        if kind == "fact":
            known = {fact for place in self.readable(unit) for fact in self.own(place).facts}
            if not known or name in known:
                return None
            hint = did_you_mean(name, known) or f"add it: `{name}: {{text: …}}`"
            return _Problem("HF301", f"`facts` in case.yaml has no '{name}'", hint)
        if kind == "good":
            goods = {good for names in self.drafts_for(unit) for good in names.goods}
            return None if name in goods else _unknown("good", name, goods)
        if kind == "draft":
            place, _, stem = name.rpartition("/")
            places = (place,) if place else (unit.compartment, PUBLIC)
            drafts = [draft for one in places for draft in self.drafts.get(one, {})]
            return None if stem in drafts else _unknown("draft", name, drafts)
        if kind == "audience":
            return None if name in self.view.audiences else _unknown("audience", name, self.view.audiences)
        if kind in _MEANS:
            return self._draft_problem(kind, name, unit)
        return self._case_problem(kind, name, unit)

    def _may_be_broken(self, kind: str, name: str) -> bool:
        """Whether something of that name stands in a file that could not be read whole."""
        wanted = {_FILE_OF.get(kind, "case"), "case" if kind == "topic" else ""}
        local = name.rpartition("/")[2]
        return any(unit.kind in wanted and unit.may_define(local) for unit in self.units)

    def _case_problem(self, kind: str, name: str, unit: Unit) -> _Problem | None:
        defined = self.find(name, unit.compartment)
        if defined is None:
            defined = next((names.known[name] for names in self.drafts_for(unit) if name in names.known), None)
        if defined is None:
            return _unknown(kind, name, [other for names in self.visible(unit) for other in names.of((kind,))])
        if defined.kind != kind:
            hint = f"that {name} is performed is said by its name alone" if defined.kind == "commitment" else None
            return _Problem("HF305", f"'{name}' is {a(defined.kind)}, and {a(kind)} is needed here", hint, defined)
        return None

    def _draft_problem(self, kind: str, name: str, unit: Unit) -> _Problem | None:
        wanted = _MEANS[kind]
        place, _, local = name.rpartition("/")
        drafts = list(self.drafts.get(place, {}).values() if place else self.drafts_for(unit))
        found = [names.known[local] for names in drafts if local in names.known]
        other = self.find(name, unit.compartment)
        found += [other] if other is not None else []
        if any(defined.kind in wanted for defined in found):
            return None
        if found:
            needed = or_list([a(one) for one in wanted])
            hint = None
            if found[0].kind == "issue":
                hint = f"an issue is tested with its options: `{name} = option` or `done({name} = option)`"
            return _Problem("HF305", f"'{name}' is {a(found[0].kind)}, and {needed} is needed here", hint, found[0])
        known = [one for names in drafts for one in names.of(wanted)]
        if "issue" in wanted:
            known += [one for names in self.visible(unit) for one in names.of(("issue",))]
        return _unknown(or_list(wanted), name, known)

    def _option_problem(self, name: str, owner: str, unit: Unit) -> _Problem | None:
        issue = self.issue(owner, unit.compartment)
        if name == LEFT_OPEN or issue is None or name in issue.options:
            return None  # a missing issue is reported by itself
        hint = did_you_mean(name, issue.options) or f"its options are {', '.join(issue.options)}"
        other = self.find(owner, unit.compartment)
        return _Problem("HF302", f"the issue '{owner}' has no option '{name}'", hint, other)


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
        return Diagnostic(self.code, shortened(self.message), spans, self.hint)


def place_of(unit: Unit, parsed: Parsed, mention: Mention) -> Place:
    """Where a mention stands in its file."""
    node = find(parsed.root, original(mention.path, unit.origins), on_key=mention.on_key)
    assert node is not None  # what was typed was read from nodes
    return parsed.document.place(node, span=mention.span)


def item_of(unit: Unit, path: Path) -> Path:
    """The typed path of the item that a value belongs to."""
    return path[: _ITEM_DEPTH.get(unit.kind, 2)]


def _unknown(kind: str, name: str, known: Iterable[str]) -> _Problem:
    known = list(dict.fromkeys(known))
    hint = did_you_mean(name, known)
    if hint is None and 0 < len(known) <= 8:
        hint = f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
    return _Problem("HF301", f"there is no {kind} '{name}'", hint)


def _leads_out(name: str, prefix: str, unit: Unit) -> _Problem:
    readers = (
        "everybody who may read this file" if unit.compartment == PUBLIC else f"every reader of '{unit.compartment}'"
    )
    message = f"'{name}' lies in '{prefix}', which not {readers} may read"
    return _Problem("HF307", message, "move this item into a compartment whose readers may read both")


_GONE: Final = object()


def without(value: Any, paths: Iterable[Path]) -> Any:
    """An item, or a whole content, without what stands at these paths; what cannot be without it goes too."""
    below: dict[str | int, list[Path]] = {}
    for path in paths:
        if not path:
            return _GONE
        below.setdefault(path[0], []).append(path[1:])
    if not below:
        return value
    if isinstance(value, tuple):
        parts = [without(part, below.get(index, ())) for index, part in enumerate(value)]
        return tuple(part for part in parts if part is not _GONE)
    if isinstance(value, BaseModel):
        return _model_without(value, below)
    if isinstance(value, Mapping):
        entries = {key: without(part, below.get(key, ())) for key, part in value.items()}
        return immutabledict({key: part for key, part in entries.items() if part is not _GONE})
    return _GONE


def _model_without(value: BaseModel, below: Mapping[str | int, Sequence[Path]]) -> Any:
    changed: dict[str, Any] = {}
    for name, info in type(value).model_fields.items():
        paths = below.get(info.alias or name, ())
        if not paths:
            continue
        part = without(getattr(value, name), paths)
        if part is _GONE or (part == () and info.is_required()):
            if info.is_required():
                return _GONE
            part = info.get_default()
        changed[name] = part
    return value.model_copy(update=changed)


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
            waiting.extend((after, len(chain)) for after in reversed(list(follows[name])))


Rename = Callable[[str, str], str]


def renaming(links: Links, compartment: str) -> Rename:
    """How the references of a compartment's items are spelt for the whole case."""

    def rename(kind: str, name: str) -> str:
        if kind in ("option", "good", "fact", "audience", "commitment", "phase", "name", "anchor", "ordered", "draft"):
            return name
        return links.qualified(name, compartment)

    return rename
