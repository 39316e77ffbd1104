"""What is edited, and where it stands in the case's files: found by its name, or to be added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from starlette.exceptions import HTTPException

from holdfast.case.become import Tree, become, data_in, written
from holdfast.case.case import Draft
from holdfast.case.edit import EditError, add_entry, index_of, plain, source_of
from holdfast.case.yamldoc import Path
from holdfast.web import form_values, links
from holdfast.web import item_form as forms
from holdfast.web.changing import Editor, Opened
from holdfast.web.citations import hashed
from holdfast.web.condition_form import folded, offer, targets
from holdfast.web.form_values import Given
from holdfast.web.item_form import FORMS, Form, Kind
from holdfast.web.model_form import Field, Names
from holdfast.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Item:
    """What is edited."""

    kind: Kind
    name: str
    """As the whole case knows it; empty where it is to be given."""
    opened: Opened
    path: Path
    """Of the item; for a new one, of the list or mapping that it goes into."""
    data: Mapping[str, Any]
    names: Names
    fields: tuple[Field, ...]
    """Those that the form shows: what it cannot show of an item is left alone."""
    hidden: tuple[str, ...]
    """The keys that are left alone."""
    new: bool
    elsewhere: tuple[tuple[str, str], ...] = ()
    """The keys that stand in another file, with that file."""

    @property
    def form(self) -> Form:
        """How it is edited."""
        return FORMS[self.kind]

    @property
    def compartment(self) -> str:
        """Where it lies."""
        return self.names.compartment

    @property
    def draft(self) -> str:
        """The draft that it is of; empty where it is of none."""
        return self.names.draft.name if self.form.of_draft and self.names.draft is not None else ""

    @property
    def local(self) -> str:
        """Its name within its file."""
        return self.name.rpartition("/")[2] if self.form.shape != "whole" else self.name

    def as_it_is(self) -> dict[str, str | tuple[str, ...]]:
        """What its form holds before anything is changed."""
        text = self.opened.text
        base = self.path if not self.new else None
        return form_values.shown(
            self.fields, self.data, lambda at: None if base is None else source_of(text, (*base, *at))
        )

    def folded(self, given: Given) -> Given:
        """What a form holds, with the condition that is chosen in it. Raises EditError where that is not whole."""
        return folded(given, dict(targets(self.fields, given)), offer(self.names).every_step)

    def edit(self, given: Given, name: str) -> Callable[[str], str]:
        """The edit that a form asks for. Raises EditError where the form cannot be read."""
        tree = hashed(self.fields, form_values.read(self.fields, self.folded(given)), self.data, self.names)
        order = forms.keys(self.kind)
        if self.kind == "audience":
            self._shows_what_is_seen(tree)
        if self.new:
            entry = {key: written(tree[key]) for key in order if key in tree}
            if self.form.shape == "list":
                return lambda text: add_entry(text, self.path, {"id": name, **entry})
            return lambda text: add_entry(text, self.path, entry, name)
        keys = [one.key for one in self.fields]
        return lambda text: become(text, self.path, tree, keys=keys, order=order)

    def _shows_what_is_seen(self, tree: Mapping[str, Tree]) -> None:
        """Nobody shows to others, or to themselves, what they do not see. Raises EditError."""
        added = _texts(data_in(tree.get("sees", []))) - _texts(self.data.get("sees"))
        unseen = sorted(added - {*self.names.case.compartments})
        if unseen:
            raise EditError(f"you do not see ‘{unseen[0]}’ yourself, and cannot show it to anybody")

    def back(self, name: str = "") -> str:
        """The page on which it is shown."""
        name = name or self.name
        match self.kind:
            case "party":
                return links.party(name) if name else "/parties"
            case "issue":
                return links.issue(name) if name else "/positions"
            case "source":
                return links.source(name)
            case "term":
                return links.term(name) if name else "/agreement"
            case "commitment":
                return links.clause(name, self.draft) if name else links.draft(self.draft)
            case "event" | "phase" | "draft":
                return links.draft(self.draft)
            case "judgement" | "interests":
                return "/judgements"
            case "case" | "rule" | "fact" | "audience":
                return "/case"


def _texts(value: object) -> set[str]:
    """A list of texts, of which one may stand by itself; of anything else that somebody typed, nothing."""
    parts = value if isinstance(value, list | tuple) else [value]
    return {one for one in parts if isinstance(one, str)}


def kind_of(visit: Visit) -> Kind:
    """The kind in the path. Raises HTTPException where there is none such."""
    given = visit.request.path_params["kind"]
    for kind in get_args(Kind):
        if kind == given:
            made: Kind = kind
            return made
    raise HTTPException(404, f"There is nothing of the kind ‘{given}’ to edit.")


def chosen_draft(visit: Visit) -> Draft:
    """The draft that the address or the form names, else the one that commands take."""
    name = visit.query("draft") or visit.text("draft-name")
    case = visit.edition.case
    if name:
        visit.known("draft", name, case.drafts)
        return case.drafts[name]
    if case.draft is None:
        raise HTTPException(404, "The case has no draft yet.")
    return case.draft


def chosen_compartment(visit: Visit) -> str:
    """The compartment that the address or the form names."""
    return visit.query("compartment") or visit.text("compartment") or "public"


def _guarded(visit: Visit, kind: Kind) -> None:
    """Who sees what is for the mediation team to set: others could let themselves see more."""
    if kind == "audience" and not may_set_audiences(visit):
        raise HTTPException(403, "Who sees what is for the mediation team to set.")


def may_set_audiences(visit: Visit) -> bool:
    """Whether this person may say who sees what."""
    return visit.is_desk or visit.sees_all


def existing(visit: Visit) -> Item:
    """What the address names. Raises HTTPException where the case, as this person sees it, does not have it."""
    kind = kind_of(visit)
    _guarded(visit, kind)
    name = str(visit.request.path_params["name"])
    if kind == "case":
        return _head(visit)
    if FORMS[kind].of_party:
        return _of_party(visit, kind, name)
    case, editor = visit.edition.case, Editor(visit)
    if kind == "draft":
        visit.known("draft", name, case.drafts)
        draft = case.drafts[name]
        opened = editor.open(draft.places[""].file)
        return _made(visit, kind, name, opened, (), draft)
    if FORMS[kind].of_draft:
        draft = chosen_draft(visit)
        agreement = draft.agreement
        parts = {"commitment": agreement.commitments, "event": agreement.events, "phase": agreement.phases}
        visit.known(FORMS[kind].word, name, parts[kind])
        place = draft.places.get(name) or draft.places[""]
        return _made(visit, kind, name, editor.open(place.file), None, draft)
    known: Mapping[str, Mapping[str, Any]] = {
        "party": case.parties,
        "issue": case.issues,
        "rule": case.rules,
        "term": case.terms,
        "fact": case.facts,
        "source": case.sources,
    }
    if kind in known:
        visit.known(FORMS[kind].word, name, known[kind])
    place_of = case.places.get(name) if kind not in ("fact", "audience") else None
    file = place_of.file if place_of is not None else _file_with(visit, kind, name)
    return _made(visit, kind, name, editor.open(file), None, case.draft)


def _file_with(visit: Visit, kind: Kind, name: str) -> str:
    """The file that has something of this name: facts and audiences go by one name everywhere."""
    editor, key = Editor(visit), FORMS[kind].key
    for compartment in visit.edition.case.compartments if kind == "fact" else ("public",):
        for file in editor.files("case", compartment):
            found = plain(editor.open(file).text, (key or "",))
            if isinstance(found, dict) and name in found:
                return file
    raise HTTPException(404, f"The case has no {FORMS[kind].word} ‘{name}’.")


def _made(visit: Visit, kind: Kind, name: str, opened: Opened, path: Path | None, draft: Draft | None) -> Item:
    """An item that is there; without a path, it is found by its name."""
    form, text = FORMS[kind], opened.text
    local = name.rpartition("/")[2]
    try:
        if path is None:
            base: Path = () if form.key is None else (form.key,)
            path = (*base, index_of(text, local, base) if form.shape == "list" else local)
        found = plain(text, path)
    except EditError as error:
        raise HTTPException(409, f"{error.message}.") from None
    data = found if isinstance(found, dict) else {}
    names = _names(visit, opened, draft, data if kind == "issue" else {})
    return _item(visit, kind, name, opened, path, data, names, new=False)


def _names(visit: Visit, opened: Opened, draft: Draft | None, issue: Mapping[str, Any]) -> Names:
    options = issue.get("options")
    choices = tuple(
        (str(name), str(one.get("text", name)) if isinstance(one, dict) else str(name))
        for name, one in (options.items() if isinstance(options, dict) else ())
    )
    return Names(visit.edition.case, home_of(opened), draft, choices)


def _item(
    visit: Visit,
    kind: Kind,
    name: str,
    opened: Opened,
    path: Path,
    data: Mapping[str, Any],
    names: Names,
    *,
    new: bool,
    leave: frozenset[str] = frozenset(),
) -> Item:
    fields = tuple(one for one in forms.fields(kind, names) if one.key not in leave)
    kept = tuple(one.key for one in fields if not form_values.fits(one, data.get(one.key)))
    shown = tuple(one for one in fields if one.key not in kept)
    return Item(kind, name, opened, path, data, names, shown, kept, new)


def home_of(opened: Opened) -> str:
    """The compartment that a file lies in."""
    parts = opened.name.split("/")
    return parts[1] if parts[0] == "compartments" else "public"


def _head(visit: Visit) -> Item:
    """The case's own title, day and so on: of a case that is split, in the file that is named or holds the title."""
    editor = Editor(visit)
    files = {name: editor.open(name) for name in editor.files("case", "public")}
    held = {name: _keys(one) for name, one in files.items()}
    main = next((name for name in files if "title" in held[name]), next(iter(files)))
    chosen = visit.query("file") or visit.text("file") or main
    opened = files[visit.known("file", chosen, files)]
    others = {key: name for name, keys in held.items() if name != chosen for key in keys}
    # What stands in no file yet goes where the title is.
    leave = {*others} if chosen == main else {*forms.keys("case")} - held[chosen]
    data = dict(plain(opened.text) or {})
    names = _names(visit, opened, visit.edition.case.draft, {})
    item = _item(visit, "case", "head", opened, (), data, names, new=False, leave=frozenset(leave))
    shown = [one.key for one in forms.fields("case", names)]
    return replace(item, elsewhere=tuple((key, others[key]) for key in shown if key in others))


def _keys(opened: Opened) -> frozenset[str]:
    try:
        found = plain(opened.text)
    except EditError as error:
        raise HTTPException(409, f"{opened.name}: {error.message}.") from None
    return frozenset(found) if isinstance(found, dict) else frozenset()


def _of_party(visit: Visit, kind: Kind, party: str) -> Item:
    """What a compartment judges of a party: there, or to be added under the party's name."""
    case, editor, form = visit.edition.case, Editor(visit), FORMS[kind]
    visit.known("party", party, case.parties)
    compartment = chosen_compartment(visit)
    if kind == "interests" and (compartment == "public" or case.compartment_of(party) == compartment):
        raise HTTPException(404, "Its interests stand with the party itself.")
    if case.compartment_of(party) not in ("public", compartment):
        raise HTTPException(404, f"The compartment ‘{compartment}’ has no party ‘{party}’.")
    local = party.removeprefix(f"{compartment}/")
    base: Path = () if form.key is None else (form.key,)
    files = [editor.open(name) for name in editor.files(form.file, compartment)]
    try:
        opened = next((one for one in files if plain(one.text, (*base, local)) is not None), None)
        data = {} if opened is None else plain(opened.text, (*base, local))
    except EditError as error:
        raise HTTPException(409, f"{error.message}.") from None
    at = opened or files[0]
    names = Names(case, compartment, case.draft)
    path = (*base, local) if opened is not None else base
    return _item(visit, kind, party, at, path, data if isinstance(data, dict) else {}, names, new=opened is None)


def fresh(visit: Visit) -> Item:
    """Something of the kind that the address names, to be added."""
    kind = kind_of(visit)
    _guarded(visit, kind)
    form, editor, case = FORMS[kind], Editor(visit), visit.edition.case
    if kind == "source":
        raise HTTPException(404, "A source is added with its document.")
    if form.shape == "whole" or form.of_party:
        raise HTTPException(404, f"There is no form for a new one: {form.word}.")
    draft = chosen_draft(visit) if form.of_draft else case.draft
    compartment = "public" if kind == "audience" else chosen_compartment(visit)
    file = draft.places[""].file if form.of_draft and draft is not None else _best(editor, compartment, form.key or "")
    opened = editor.open(file)
    base: Path = () if form.key is None else (form.key,)
    return _item(visit, kind, "", opened, base, {}, _names(visit, opened, draft, {}), new=True)


def _best(editor: Editor, compartment: str, key: str) -> str:
    """The file of a case that is split in which things of a kind stand already; else the first."""
    files = editor.files("case", compartment)
    return next((name for name in files if key in _keys(editor.open(name))), files[0])


def given_of(visit: Visit) -> Given:
    """The fields that were sent."""
    made: dict[str, str | tuple[str, ...]] = {}
    for name in dict.fromkeys(visit.form.keys()):
        if name[:2] in ("f:", "k:", "n:", "c:"):
            values = visit.texts(name)
            # Of several fields of one name, one alone may hold something.
            made[name] = values if len(values) > 1 else visit.text(name) or "".join(values)
    return made


def compartments(visit: Visit, kind: Kind) -> Iterator[str]:
    """Where a new one may go."""
    if not FORMS[kind].of_draft and kind != "audience":
        yield from visit.edition.case.compartments
