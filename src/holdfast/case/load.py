"""`load`: a folder and an audience → the case and everything that is wrong with it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from immutabledict import immutabledict

from holdfast.case import evidence, meaning
from holdfast.case.audience import PUBLIC, View, declarations, view
from holdfast.case.case import Case, Draft, JudgedValues, Loaded, day_of
from holdfast.case.files import Cache, Unit, misnamed, read_compartment
from holdfast.case.links import Links, renaming, without
from holdfast.case.model import Agreement, Audience, Party, PartyAddition
from holdfast.case.references import renamed
from holdfast.diagnostics import Diagnostic, Place, by_place, did_you_mean

T = TypeVar("T")


def load(
    folder: str | Path,
    audience: str,
    *,
    sources: Iterable[str | Path] = (),
    cache: Cache | None = None,
    instead: Mapping[Path, bytes] | None = None,
) -> Loaded:
    """Reads a case as an audience may see it. What the audience may not see is not opened.

    Never raises on what a user wrote: returns what could be read, and diagnostics for the rest.

    1. Read the public files; from their `audiences` follows which compartments this audience sees.
    2. Read those compartments, each file by itself (`files`), unchanged ones from the cache.
    3. Link: check every reference against all names (`links`); leave out the items that refer to nothing.
    4. Check what the items mean together (`meaning`), and their citations against the sources at hand (`evidence`).

    Args:
        folder: the case folder.
        audience: ``public``, ``desk`` or one that the case declares.
        sources: further folders in which the documents of sources.yaml may lie.
        cache: files read before; keep one per audience.
        instead: contents that stand for those of files, by their paths below `folder`, to see what a change would do.
            Files that are not there yet may be among them.

    Returns:
        The case and its diagnostics, in the order of their places.
    """
    with _without_cycles_sought():
        known = cache or Cache()
        if instead is not None:
            known = Cache(known.units, instead)
        return _load(Path(folder), audience, [Path(one) for one in sources], known)


@contextmanager
def _without_cycles_sought() -> Iterator[None]:
    """Loading makes a million objects and no reference cycles worth seeking; the collector would double its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(folder: Path, audience: str, elsewhere: Sequence[Path], cache: Cache) -> Loaded:
    units, diagnostics = read_compartment(folder, PUBLIC, cache)
    declared: dict[str, Audience] = {}
    for unit in units:
        if unit.kind == "case" and unit.content is not None:
            declared |= {name: entry for name, entry in unit.content.audiences.items() if name not in declared}
    seen = view(folder, audience, declared)
    if seen is None:
        known = ["public", "desk", *declared]
        hint = did_you_mean(audience, known) or f"there are {', '.join(dict.fromkeys(known))}"
        message = f"the case declares no audience '{audience}'"
        diagnostics.append(Diagnostic("HF509", message, (Place("case.yaml"),), hint))
        seen = View(audience, (PUBLIC,), declarations(declared))
    if seen.audiences.get(audience, ()) is None:
        diagnostics.extend(misnamed(folder))
    for compartment in seen.compartments[1:]:
        more, wrong = read_compartment(folder, compartment, cache)
        units.extend(more)
        diagnostics.extend(wrong)
    if not any(unit.kind == "case" and unit.compartment == PUBLIC for unit in units):
        hint = "make one with `holdfast init`, or name the folder that holds case.yaml"
        diagnostics.append(Diagnostic("HF106", "there is no case.yaml here", (Place("case.yaml"),), hint))
    links = Links(seen)
    links.define(units)
    links.check(units)
    for unit in units:
        diagnostics.extend(unit.diagnostics)
    case = _assemble(folder, seen, units, links, diagnostics)
    diagnostics.extend(links.diagnostics)
    checked, found = evidence.check(case, units, links, elsewhere)
    diagnostics.extend(found)
    return Loaded(checked, by_place(diagnostics), tuple(unit.file for unit in units))


class _Assembly:
    """Gathers the items of all files under their names in the whole case, the lost ones left out."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.places: dict[str, Place] = {}

    def named(self, units: Iterable[Unit], key: str | None, name_of: Callable[[Any, Any], str]) -> dict[str, Any]:
        """The items of one kind: those under `key` of each file, or the file's entries where `key` is None."""
        items: dict[str, Any] = {}
        for unit in units:
            content = unit.content if key is None else getattr(unit.content, key)
            entries: Iterable[tuple[Any, Any]] = content.items() if isinstance(content, Mapping) else enumerate(content)
            lost = self.links.lost.get(unit.file, ())
            for local, item in entries:
                path = (local,) if key is None else (key, local)
                if path not in lost and not isinstance(item, PartyAddition):
                    name = self.links.qualified(name_of(local, item), unit.compartment)
                    items[name] = self.own(self.shed(item, path, unit), unit)
                    self.places[name] = unit.place(path)
        return items

    def shed(self, item: T, path: tuple[str | int, ...], unit: Unit) -> T:
        """An item without its references to what is not there."""
        paths = [one[len(path) :] for one in self.links.shed.get(unit.file, ()) if one[: len(path)] == path]
        kept: T = without(item, paths) if paths else item
        return kept

    def own(self, item: T, unit: Unit) -> T:
        """An item with its references spelt for the whole case."""
        if unit.compartment == PUBLIC:
            return item
        own: T = renamed(item, renaming(self.links, unit.compartment))
        return own


def _by_key(key: Any, _item: Any) -> str:
    return str(key)


def _by_id(_key: Any, item: Any) -> str:
    return str(item.id)


def _assemble(folder: Path, seen: View, units: list[Unit], links: Links, diagnostics: list[Diagnostic]) -> Case:
    usable = [unit for unit in units if unit.content is not None and () not in links.lost.get(unit.file, ())]
    of = {
        kind: [unit for unit in usable if unit.kind == kind]
        for kind in ("case", "sources", "statements", "agreement", "values", "releases")
    }
    gather = _Assembly(links)
    head = meaning.head(units, diagnostics)
    parties: dict[str, Party] = gather.named(of["case"], "parties", _by_key)
    _add_to_parties(parties, of["case"], gather, diagnostics)
    statements = {
        name: statement if statement.id == name else statement.model_copy(update={"id": name})
        for name, statement in gather.named(of["statements"], None, _by_id).items()
    }
    drafts = {}
    for unit in of["agreement"]:
        name = unit.stem if unit.compartment == PUBLIC else f"{unit.compartment}/{unit.stem}"
        kept = gather.shed(_without_lost(unit.content, links.lost.get(unit.file, set())), (), unit)
        drafts[name] = Draft(name, gather.own(kept, unit), immutabledict(_places(unit)))
    case = Case(
        folder=folder,
        audience=seen.audience,
        compartments=seen.compartments,
        title=head.title or folder.resolve().name,
        summary=head.summary,
        as_of=day_of(head.as_of),
        timezone=head.timezone or ZoneInfo("UTC"),
        language_model=head.language_model,
        parties=immutabledict(parties),
        issues=immutabledict(gather.named(of["case"], "issues", _by_key)),
        rules=immutabledict(gather.named(of["case"], "rules", _by_id)),
        terms=immutabledict(gather.named(of["case"], "terms", _by_key)),
        facts=immutabledict(
            {
                name: fact
                for unit in of["case"]
                for name, fact in unit.content.facts.items()
                if ("facts", name) not in links.lost.get(unit.file, ())
            }
        ),
        consent=tuple(name for name in head.consent if name in parties)
        or tuple(name for name, party in parties.items() if "principal" in party.roles),
        audiences=immutabledict(seen.audiences),
        sources=immutabledict(gather.named(of["sources"], None, _by_id)),
        statements=immutabledict(statements),
        drafts=immutabledict(drafts),
        values=tuple(
            JudgedValues(links.qualified(party, unit.compartment), unit.compartment, gather.own(values, unit))
            for unit in of["values"]
            for party, values in unit.content.items()
            if (party,) not in links.lost.get(unit.file, ())
        ),
        releases=tuple(
            release
            for unit in of["releases"]
            for index, release in enumerate(unit.content)
            if (index,) not in links.lost.get(unit.file, ())
        ),
        places=immutabledict(gather.places),
        citations=immutabledict(),
    )
    diagnostics.extend(meaning.check(case, links))
    return case


def _places(unit: Unit) -> dict[str, Place]:
    """Where the items of a draft are named."""
    found = {"": unit.place(("title",))}
    for key in ("phases", "events", "commitments"):
        found |= {name: unit.place((key, name)) for name in getattr(unit.content, key)}
    return found


def _add_to_parties(
    parties: dict[str, Party], units: Sequence[Unit], gather: _Assembly, diagnostics: list[Diagnostic]
) -> None:
    for unit in units:
        for name, addition in unit.content.parties.items():
            if not isinstance(addition, PartyAddition) or ("parties", name) in gather.links.lost.get(unit.file, ()):
                continue
            party = parties.get(name)
            if party is None:
                hint = did_you_mean(name, parties)
                place = unit.place(("parties", name))
                message = f"there is no party '{name}' to add interests to"
                diagnostics.append(Diagnostic("HF301", message, (place,), hint))
                continue
            added = gather.shed(addition, ("parties", name), unit)
            interests = party.interests + gather.own(added, unit).interests
            parties[name] = party.model_copy(update={"interests": interests})


def _without_lost(draft: Agreement, lost: set[tuple[str | int, ...]]) -> Agreement:
    if not lost:
        return draft
    changed: dict[str, Any] = {}
    for key in ("commitments", "phases", "events", "package"):
        entries = getattr(draft, key)
        changed[key] = immutabledict({name: item for name, item in entries.items() if (key, name) not in lost})
    for key in ("together", "open_terms", "deliberately_open", "proposed_by"):
        kept = [item for index, item in enumerate(getattr(draft, key)) if (key, index) not in lost]
        changed[key] = tuple(kept)
    return draft.model_copy(update=changed)
