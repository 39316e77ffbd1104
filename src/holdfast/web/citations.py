"""Rows of citations as they are written: of a source that may not be quoted a paragraph's hash, and no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from holdfast.case.become import Tree, data_in
from holdfast.case.citing import CitingError, cite
from holdfast.case.slices import Block, EditError
from holdfast.case.yamlwrite import scalar
from holdfast.web.digits import whole
from holdfast.web.model_form import Field, Names

#: What holds a place's words, or is found anew with its hash.
_MADE: Final = frozenset(("paragraph", "sentence", "range", "quote", "prefix", "suffix", "sha256"))


def hashed(
    fields: Sequence[Field], tree: Mapping[str, Tree], before: Mapping[str, Any], names: Names
) -> dict[str, Tree]:
    """What a form says, with the hashes of the paragraphs that it cites of sources that may not be quoted.

    1. A row that cites as the file already does is left as it is: a document that has changed since is not hidden.
    2. Of another row the words are looked for in the paragraph, and their place is written instead of them.

    Args:
        fields: those of the form.
        tree: what it says.
        before: what the file has.
        names: of the case and of the compartment in which the citations stand.

    Raises:
        EditError: the place or the words are not in the document.
    """
    known = {_place(one) for one in _citations(fields, before)}
    return {key: _hashed(one, tree[key], known, names) for one in fields if (key := one.key) in tree}


def _hashed(field: Field, value: Tree, known: set[tuple[Any, ...]], names: Names) -> Tree:
    """The value of a field, with what stands in it."""
    if isinstance(value, str | Block):
        return value
    if field.single:
        if isinstance(value, Mapping):
            return _cited(value, known, names)
        return [_cited(row, known, names) if isinstance(row, Mapping) else row for row in value]
    if field.control == "group" and isinstance(value, Mapping):
        return _within(field.fields, value, known, names)
    if field.control == "rows" and not isinstance(value, Mapping):
        return [_within(field.fields, row, known, names) if isinstance(row, Mapping) else row for row in value]
    if field.control in ("keyed", "ranked") and isinstance(value, Mapping):
        return {
            key: one if (each := field.value_of(key)) is None else _hashed(each, one, known, names)
            for key, one in value.items()
        }
    return value


def _within(
    fields: Sequence[Field], row: Mapping[str, Tree], known: set[tuple[Any, ...]], names: Names
) -> dict[str, Tree]:
    of = {one.key: one for one in fields}
    return {key: _hashed(of[key], value, known, names) if key in of else value for key, value in row.items()}


def _citations(fields: Sequence[Field], data: Any) -> Iterator[Mapping[str, Any]]:
    """The citations that stand in a file's data, at whatever depth."""
    for one in fields:
        value = data.get(one.key) if isinstance(data, Mapping) else None
        if one.single:
            yield from (row for row in (value if isinstance(value, list) else [value]) if isinstance(row, Mapping))
        elif one.control == "group":
            yield from _citations(one.fields, value)
        elif one.control == "rows":
            for row in value if isinstance(value, list) else ():
                yield from _citations(one.fields, row)
        elif one.control in ("keyed", "ranked") and isinstance(value, Mapping):
            for key, each in value.items():
                if (held := one.value_of(key)) is not None:
                    yield from _citations((held,), {held.key: each})


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(str(row.get(key, "")) for key in ("source", *sorted(_MADE)))


def _cited(row: Mapping[str, Tree], known: set[tuple[Any, ...]], names: Names) -> Mapping[str, Tree]:
    told = {key: data_in(value) for key, value in row.items()}
    full = names.full(str(told.get("source", "")), names.case.sources)
    document = names.case.documents.get(full)
    if document is None or names.case.sources[full].quotable or _place(told) in known:
        return row
    if "paragraph" not in told:
        if "quote" in told:
            raise EditError(
                "this source may not be quoted: its words are not written, but where they stand",
                "give the number of the paragraph; its hash is then computed",
            )
        return row
    quotes = (str(told["quote"]),) if "quote" in told else ()
    try:
        made = cite(
            str(told["source"]),
            document,
            _number(told, "paragraph"),
            quotable=False,
            sentence=_number(told, "sentence") if "sentence" in told else None,
            quotes=quotes,
        )
    except CitingError as error:
        raise EditError(error.message, error.hint) from None
    rest = {key: value for key, value in row.items() if key not in _MADE and key != "source"}
    if not quotes and "range" in row:
        made.setdefault("range", told["range"])
    return {"source": row["source"], **{key: _written(made[key]) for key in made if key != "source"}, **rest}


def _number(told: Mapping[str, Any], key: str) -> int:
    text = str(told[key])
    number = whole(text, 8)
    if number is None:
        raise EditError(f"‘{text}’ is not the number of a {key}", "count from 1")
    return number


def _written(value: object) -> Tree:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value) if isinstance(value, int) else scalar(str(value))
