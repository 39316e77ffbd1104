"""What stands in a form made from the model: from a file's data to its fields, and back to data.

Fields are named by where their value stands: ``f:judged.by``, ``f:guarantees.0.penalty``. Rows have a number; how many
there are is a field of its own, ``n:guarantees``; and a row of a table names its key, ``k:importance.0``. The same
mapping of fields is made from a file and from what a browser sent, so that a form is shown again as it was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from holdfast.case.become import Tree
from holdfast.case.edit import EditError, value_of
from holdfast.case.yamlwrite import scalar
from holdfast.diagnostics import or_list
from holdfast.web.digits import whole
from holdfast.web.model_form import Choices, Field

#: What fields hold, by their names.
Given: TypeAlias = Mapping[str, str | tuple[str, ...]]
#: What a value is in the file, by its place; None where it is not there.
Raw: TypeAlias = Callable[[tuple[str | int, ...]], str | None]
#: No form has more rows of a kind.
_MOST: Final = 1000
#: Numbers, dates and durations, which stand without quotes where no text is meant.
_UNQUOTED: Final = re.compile(r"[+-]?\d[\w.:+ -]*")
_KEY: Final = re.compile(r"(?:[a-z][a-z0-9-]*/)?[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: So many names are told of those that have one label.
_TOLD: Final = 5
_RANGE: Final = re.compile(r"\s*(.+?)\s*(?:\bto\b|–|\.\.)\s*(.+?)\s*")


def texts(given: Given, name: str) -> tuple[str, ...]:
    """All that was chosen in a field."""
    value = given.get(name, "")
    return value if isinstance(value, tuple) else ((value,) if value else ())


def text(given: Given, name: str) -> str:
    """What a field holds."""
    return next(iter(texts(given, name)), "").strip()


def named(typed: str, known: Choices) -> str:
    """The name that is meant where one was typed: the name itself, or of whose label it is the whole.

    A label may begin with the name, and then what follows is enough. Capitals and spaces make no difference.

    Args:
        typed: what was typed.
        known: names with their labels.

    Returns:
        the name; what was typed, where it is none.

    Raises:
        EditError: several names have that label.
    """
    if any(name == typed for name, _ in known):
        return typed
    plain = _plain(typed)
    found = [
        name for name, label in known if plain in (_plain(name), _plain(label), _plain(label.removeprefix(f"{name}: ")))
    ]
    if len(found) > 1:
        raise EditError(f"‘{typed}’ is what several say", f"type the name: {or_list(found[:_TOLD])}")
    return found[0] if found else typed


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


# From a file


def shown(fields: Sequence[Field], data: Mapping[str, Any], raw: Raw) -> dict[str, str | tuple[str, ...]]:
    """What the fields of a form hold, as the file has it."""
    made: dict[str, str | tuple[str, ...]] = {}
    for one in fields:
        _show(one, one.key, data.get(one.key), (one.key,), raw, made)
    return made


def fits(field: Field, data: Any) -> bool:
    """Whether a form can show what stands there: where it cannot, the key is left alone."""
    if data is None:
        return True
    match field.control:
        case "text" | "code" | "choice" | "yes-no":
            return isinstance(data, str)
        case "choices" | "lines" | "names" | "range":
            return isinstance(data, str) or _texts_only(data)
        case "groups":
            return isinstance(data, list) and (_texts_only(data) or all(map(_texts_only, data)))
        case "obligors":
            return (
                isinstance(data, str)
                or _texts_only(data)
                or (isinstance(data, dict) and set(data) <= {"each", "jointly"} and len(data) == 1)
            )
        case "group":
            return _fits_all(field.fields, data)
        case "rows":
            if field.single and isinstance(data, dict):
                return _fits_all(field.fields, data)
            return isinstance(data, list) and all(
                (bool(field.short) and isinstance(one, str)) or _fits_all(field.fields, one) for one in data
            )
        case "keyed" | "ranked":
            if field.control == "ranked" and isinstance(data, list):
                return _texts_only(data)
            return isinstance(data, dict) and all(
                (value := field.value_of(key)) is not None and fits(value, one) for key, one in data.items()
            )
        case "value":
            return True


def _fits_all(fields: Sequence[Field], data: Any) -> bool:
    known = {one.key: one for one in fields}
    return isinstance(data, dict) and all(key in known and fits(known[key], one) for key, one in data.items())


def _texts_only(data: Any) -> bool:
    return isinstance(data, list) and all(isinstance(one, str) for one in data)


def _listed(data: Any) -> tuple[str, ...]:
    return (data,) if isinstance(data, str) else tuple(map(str, data or ()))


def _show(field: Field, name: str, data: Any, path: tuple[str | int, ...], raw: Raw, made: dict[str, Any]) -> None:
    key = f"f:{name}"
    match field.control:
        case "choices" | "names":
            made[key] = _listed(data)
        case "lines":
            made[key] = "\n".join(_listed(data))
        case "groups":
            groups = [data] if _texts_only(data) and data else data or ()
            made[key] = "\n".join(", ".join(map(str, one)) for one in groups)
        case "range":
            made[key] = " to ".join(_listed(data))
        case "obligors":
            jointly = isinstance(data, dict) and "jointly" in data
            made[key] = _listed(next(iter(data.values()), ()) if isinstance(data, dict) else data)
            made[f"{key}.how"] = "jointly" if jointly else ""
        case "group":
            for one in field.fields:
                _show(one, f"{name}.{one.key}", (data or {}).get(one.key), (*path, one.key), raw, made)
        case "rows":
            _show_rows(field, name, data or [], path, raw, made)
        case "keyed" | "ranked":
            if field.control == "ranked":
                made[f"{key}.order"] = "\n".join(data) if isinstance(data, list) else ""
            _show_keyed(field, name, data if isinstance(data, dict) else {}, path, raw, made)
        case "value":
            made[key] = ("" if data is None else raw(path)) or ""
        case _:
            made[key] = data if isinstance(data, str) else ""


def _show_rows(field: Field, name: str, data: Any, path: tuple[str | int, ...], raw: Raw, made: dict[str, Any]) -> None:
    alone = field.single and isinstance(data, dict)
    data = [data] if alone else data
    rows = [{field.short: one} if isinstance(one, str) else one for one in data]
    for number, row in enumerate((*rows, *[{}] * field.free)):
        for one in field.fields:
            at = (*path, one.key) if alone else (*path, number, one.key)
            _show(one, f"{name}.{number}.{one.key}", row.get(one.key), at, raw, made)
    made[f"n:{name}"] = str(len(rows) + field.free)


def _show_keyed(
    field: Field, name: str, data: Mapping[str, Any], path: tuple[str | int, ...], raw: Raw, made: dict[str, Any]
) -> None:
    known = [key for key, _, _ in field.keys or ()]
    names = [*known, *(key for key in data if key not in known), *[""] * field.free]
    for number, key in enumerate(names):
        value = field.value_of(key)
        assert value is not None
        made[f"k:{name}.{number}"] = key
        _show(value, f"{name}.{number}", data.get(key) if key else None, (*path, key), raw, made)
    made[f"n:{name}"] = str(len(names))


# From a browser


def read(fields: Sequence[Field], given: Given) -> dict[str, Tree]:
    """What a form says, by key; what is empty is left out.

    Raises:
        EditError: something cannot be read.
    """
    made: dict[str, Tree] = {}
    for one in fields:
        value = _read(one, one.key, given)
        if value is not None:
            made[one.key] = value
    return made


def count(given: Given, name: str) -> int:
    """How many rows a field has."""
    return min(whole(text(given, f"n:{name}"), 5) or 0, _MOST)


def _read(field: Field, name: str, given: Given) -> Tree | None:
    key = f"f:{name}"
    if field.control in ("choices", "obligors"):
        chosen = list(texts(given, key))
        if field.control == "obligors" and text(given, f"{key}.how") == "jointly" and chosen:
            return {"jointly": chosen}
        return chosen[0] if len(chosen) == 1 else chosen or None
    if field.control in ("group", "rows", "keyed", "ranked"):
        return _read_parts(field, name, given)
    if field.control == "names":
        found = [one for typed in texts(given, key) for one in _typed(typed, field.choices)]
        return found[0] if len(found) == 1 else list(dict.fromkeys(found)) or None
    words = text(given, key)
    if not words:
        return None
    match field.control:
        case "lines":
            return [scalar(line.strip()) for line in words.split("\n") if line.strip()]
        case "groups":
            return [list(_names(line)) for line in words.split("\n") if line.strip()]
        case "range":
            return _range(words)
        case "value":
            return value_of(words)
        case "text":
            return scalar(words)
        case "code":
            words = named(words, field.choices)
            return words if _UNQUOTED.fullmatch(words) and "  " not in words else scalar(words)
        case _:
            return words


def _typed(words: str, known: Choices) -> Sequence[str]:
    """One name or its label, or several names."""
    found = named(words, known)
    return (found,) if found != words else _names(words)


def _names(line: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[,\s]+", line) if one)


def _range(words: str) -> Tree:
    """``40``, ``40 to 80``, ``[40, 80]``."""
    if words.startswith("["):
        return value_of(words)
    found = _RANGE.fullmatch(words)
    return scalar(words, number=True) if found is None else [_bound(found[1]), _bound(found[2])]


def _bound(words: str) -> str:
    return words if re.fullmatch(r"[\w.+ -]+", words) else scalar(words)


def _read_parts(field: Field, name: str, given: Given) -> Tree | None:
    if field.control == "group":
        made = {one.key: value for one in field.fields if (value := _read(one, f"{name}.{one.key}", given)) is not None}
        return made or None
    if field.control == "rows":
        rows: list[Tree] = []
        for number in range(count(given, name)):
            row: dict[str, Tree] = {
                one.key: value
                for one in field.fields
                if (value := _read(one, f"{name}.{number}.{one.key}", given)) is not None
            }
            if row:
                rows.append(row[field.short] if field.short and set(row) == {field.short} else row)
        return rows[0] if field.single and len(rows) == 1 else rows or None
    keyed: dict[str, Tree] = {}
    for number in range(count(given, name)):
        key = text(given, f"k:{name}.{number}")
        key = named(key, field.choices) if field.offers else key
        held = field.value_of(key)
        found = None if held is None else _read(held, f"{name}.{number}", given)
        if found is None:
            continue
        if not key:
            raise EditError("a row has a value and no name", "name it, or empty the row")
        if _KEY.fullmatch(key) is None:
            raise EditError(f"‘{key}’ cannot be a name", "use small letters, digits and single hyphens, a letter first")
        if key in keyed:
            raise EditError(f"‘{key}’ stands twice", "keep one of the two")
        keyed[key] = found
    order = [line.strip(" ,") for line in text(given, f"f:{name}.order").split("\n") if line.strip(" ,")]
    if order and keyed:
        raise EditError("there are both values and an order", "keep one of the two")
    return [scalar(one) for one in order] or keyed or None
