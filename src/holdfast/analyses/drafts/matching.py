"""Items of two drafts matched by name, and what both have compared key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from holdfast.analyses.drafts.differences import Change, Entry, How, Kind
from holdfast.analyses.drafts.values import OF_THE_RECORD, canonical, given, meant
from holdfast.case.model import Variant


def matched(
    kind: Kind,
    old: Mapping[str, Mapping[str, object]],
    new: Mapping[str, Mapping[str, object]],
    keys: tuple[str, ...],
) -> Iterator[Entry]:
    """What is only in one, or different in both, in the order of the second draft; what was dropped comes last."""
    for name in (*new, *(name for name in old if name not in new)):
        before, after = old.get(name), new.get(name)
        different = tuple(changes(before or {}, after or {}, keys))
        if before is None or after is None or different:
            how: How = "added" if before is None else "dropped" if after is None else "changed"
            yield Entry(kind, str(name), how, different)


def items(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Entry]:
    """The same for items of a model, with all their keys, and where each is written."""
    model = next((type(one) for one in (*old.values(), *new.values())), None)
    if model is None:
        return
    aside = {*OF_THE_RECORD, "term"} | ({"from_"} if kind == "deliberately open" else set())
    keys = tuple(key for key in model.model_fields if key not in aside)
    for entry in matched(kind, _said(old, keys), _said(new, keys), keys):
        cites = [getattr(side.get(entry.name), "cite", ()) for side in (old, new)]
        yield Entry(entry.kind, entry.name, entry.how, entry.changes, (), *cites)


def _said(items: Mapping[str, Any], keys: Iterable[str]) -> dict[str, dict[str, object]]:
    return {name: {key: getattr(one, key) for key in keys} for name, one in items.items()}


def changes(old: Mapping[str, object], new: Mapping[str, object], keys: Iterable[str]) -> Iterator[Change]:
    """The keys that do not mean the same in both, in the order of the keys."""
    for key in keys:
        before, after = old.get(key), new.get(key)
        if key == "variants":
            yield from _readings(_variants(before), _variants(after))
        elif meant(before, key) != meant(after, key):
            yield _change(key, None, before, after)


def _variants(value: object) -> dict[str, Variant]:
    return {one.reading: one for one in value if isinstance(one, Variant)} if isinstance(value, tuple) else {}


def _readings(old: Mapping[str, Variant], new: Mapping[str, Variant]) -> Iterator[Change]:
    keys = tuple(key for key in Variant.model_fields if key not in OF_THE_RECORD)
    for reading in (*new, *(reading for reading in old if reading not in new)):
        before, after = old.get(reading), new.get(reading)
        sides = [{key: getattr(one, key, None) for key in keys} for one in (before, after)]
        found = [
            _change(key, reading, sides[0][key], sides[1][key])
            for key in keys
            if meant(sides[0][key], key) != meant(sides[1][key], key)
        ]
        if not found and (before is None or after is None):  # a reading that says nothing is still one
            found = [_change("reading", reading, before and reading, after and reading)]
        yield from found


def _change(key: str, reading: str | None, before: object, after: object) -> Change:
    old, new = given(before, key), given(after, key)
    return Change(key.rstrip("_"), reading, old, new, canonical(old), canonical(new))
