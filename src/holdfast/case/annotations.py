"""W3C Web Annotations → citations of statements that the case has, checked against the documents at hand.

Holdfast's own annotations name their paragraph in a fragment (``paragraph=4&sentence=2``) and come back as they were.
Those of other programs are found by their words and the words around them, or by their position.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from pydantic import ValidationError

from holdfast.case.anchors import resolve
from holdfast.case.case import Case
from holdfast.case.citing import CitingError, Span, cite, quoted
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex, normalised

CITATION: Final = "urn:holdfast:citation:"
SOURCE: Final = "urn:holdfast:source:"
_NUMBERS: Final = ("paragraph", "sentence")


class AnnotationError(Exception):
    """Why a file is no collection of annotations."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the citations of one statement are to be: keys as in statements.yaml."""

    statement: str
    citations: tuple[Mapping[str, object], ...]
    unchecked: bool
    """Whether a document of theirs is not at hand."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An annotation that cannot be taken over, and why."""

    annotation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of annotations means for a case."""

    changes: tuple[Change, ...]
    unchanged: int
    """How many annotations say what the case says already."""
    refused: tuple[Refused, ...]


class _RefusalError(Exception):
    """Ends the reading of one annotation."""


def read(text: str) -> tuple[Mapping[str, Any], ...]:
    """The annotations of a JSON text: a collection, a page, a list or a single one. Raises AnnotationError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise AnnotationError("it is not JSON") from None
    found = tuple(_annotations(data))
    if not found and not _is_empty(data):
        raise AnnotationError("there are no Web Annotations in it")
    return found


def _annotations(data: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for part in data:
            yield from _annotations(part)
    elif isinstance(data, dict):
        kind = _listed(data.get("type"))
        if "Annotation" in kind:
            yield data
        elif "AnnotationCollection" in kind:
            yield from _annotations(data.get("first"))
        elif "AnnotationPage" in kind:
            yield from _annotations(data.get("items"))
            yield from _annotations(data.get("next"))


def _is_empty(data: object) -> bool:
    return data == [] or (isinstance(data, dict) and "AnnotationCollection" in _listed(data.get("type")))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def take_over(case: Case, annotations: Sequence[Mapping[str, Any]]) -> Imported:
    """The citations that annotations make for statements of a case.

    An annotation that holdfast exported replaces the citation that it came from; any other one is added, unless the
    statement has it already.
    """
    now: dict[str, list[dict[str, object]]] = {}
    unchecked: set[str] = set()
    refused: list[Refused] = []
    unchanged = 0
    for number, annotation in enumerate(annotations, 1):
        name = annotation.get("id")
        try:
            statement = _statement(case, annotation)
            source, citation = _citation(case, annotation)
            if source not in case.documents:
                unchecked.add(statement)
        except _RefusalError as refusal:
            refused.append(Refused(name if isinstance(name, str) else f"annotation {number}", str(refusal)))
            continue
        existing = now.setdefault(statement, [keys_of(one) for one in case.statements[statement].cite])
        index = _index(name, statement)
        if citation in existing:
            unchanged += 1
        elif index is not None and index < len(case.statements[statement].cite):
            existing[index] = citation
        else:
            existing.append(citation)
    changes = tuple(
        Change(statement, tuple(citations), statement in unchecked)
        for statement, citations in now.items()
        if citations != [keys_of(one) for one in case.statements[statement].cite]
    )
    return Imported(changes, unchanged, tuple(refused))


def keys_of(citation: Citation) -> dict[str, object]:
    """A citation as plain data, with the keys that it has in a file."""
    result: dict[str, object] = {"source": str(citation.source)}
    for key in ("paragraph", "sentence", "quote", "prefix", "suffix", "sha256", "note"):
        value = getattr(citation, key)
        if value is not None:
            result[key] = value
    if citation.range is not None:
        result["range"] = list(citation.range)
    if citation.also:
        result["also"] = [{"paragraph": one.paragraph, "quote": one.quote} for one in citation.also]
    return result


def _index(name: object, statement: str) -> int | None:
    """Which citation of a statement an annotation came from, counted from 0."""
    if not isinstance(name, str) or not name.startswith(f"{CITATION}{statement}:"):
        return None
    number = name.rpartition(":")[2]
    return int(number) - 1 if number.isascii() and number.isdigit() and int(number) else None


def _statement(case: Case, annotation: Mapping[str, Any]) -> str:
    """The statement that the body names: by a purpose of its own, else by a tag."""
    bodies = [one for one in _listed(annotation.get("body")) if isinstance(one, dict)]
    for purposes in (("identifying",), ("tagging",)):
        for body in bodies:
            value = body.get("value")
            if body.get("purpose") in purposes and isinstance(value, str):
                if value in case.statements:
                    return value
                if purposes == ("identifying",):
                    raise _RefusalError(f"the case has no statement '{value}'")
    raise _RefusalError("its body names no statement: give it the statement's id, with the purpose `identifying`")


def _citation(case: Case, annotation: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    targets = [one for one in _listed(annotation.get("target")) if isinstance(one, dict)]
    if not targets:
        raise _RefusalError("it has no target")
    sources = [_source(case, one.get("source")) for one in targets]
    if len(set(sources)) > 1:
        raise _RefusalError("its targets lie in several documents")
    name = sources[0]
    read = [_target(case, name, _listed(one.get("selector"))) for one in targets]
    result = read[0]
    if len(read) > 1:
        result["also"] = [{"paragraph": one.get("paragraph"), "quote": one.get("quote")} for one in read[1:]]
    for body in _listed(annotation.get("body")):
        if isinstance(body, dict) and body.get("purpose") == "commenting" and isinstance(body.get("value"), str):
            result["note"] = body["value"]
    try:
        citation = Citation.model_validate(_texts(result))
    except ValidationError:
        raise _RefusalError("its selectors do not make a citation") from None
    document = case.documents.get(name)
    if document is not None:
        anchored = resolve(citation, document)
        reason = next((one.reason for one in anchored.targets if one.reason is not None), None)
        if reason is not None:
            raise _RefusalError(reason)
    return name, keys_of(citation)


def _texts(value: Any) -> Any:
    """Plain data with numbers as texts, as YAML gives it to the model."""
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return str(value) if isinstance(value, int) else value


def _source(case: Case, named: object) -> str:
    """The source that a target names: by our own name of it, its id, or its file's name."""
    if isinstance(named, dict):
        named = named.get("id")
    if not isinstance(named, str):
        raise _RefusalError("its target names no document")
    plain = named.removeprefix(SOURCE)
    if plain in case.sources:
        return plain
    ending = unquote(named.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2])
    fitting = [name for name, source in case.sources.items() if ending and ending in (source.file, source.original)]
    if len(fitting) != 1:
        raise _RefusalError(f"the case has no document '{named}'")
    return fitting[0]


def _target(case: Case, name: str, selectors: Sequence[Any]) -> dict[str, object]:
    parts = [one for one in selectors if isinstance(one, dict)]
    for one in parts:
        if one.get("type") == "FragmentSelector" and "paragraph=" in str(one.get("value")):
            return _own(name, one)
    words = next((one for one in parts if one.get("type") == "TextQuoteSelector"), None)
    position = next((one for one in parts if one.get("type") == "TextPositionSelector"), None)
    document = case.documents.get(name)
    if document is None:
        raise _RefusalError(f"the document of '{name}' is not at hand, so its words cannot be found")
    quotable = case.sources[name].quotable
    span = _span(position, document)
    if words is not None and isinstance(words.get("exact"), str):
        span = _found(words, span, document)
    if span is None:
        raise _RefusalError("it has neither words nor a position that holdfast can find")
    if quotable:
        return quoted(name, document, span)
    text = document.paragraphs[span.paragraph - 1][span.start : span.end]
    try:
        return cite(name, document, span.paragraph, quotable=False, quotes=[text])
    except CitingError as error:
        raise _RefusalError(error.message) from None


def _own(name: str, selector: Mapping[str, Any]) -> dict[str, object]:
    """What holdfast wrote: the fragment's keys, refined by the citation's own words or its range."""
    values = {key: found[0] for key, found in parse_qs(str(selector["value"])).items()}
    result: dict[str, object] = {"source": name}
    result |= {key: values[key] for key in (*_NUMBERS, "sha256") if key in values}
    for inner in _listed(selector.get("refinedBy")):
        if not isinstance(inner, dict):
            continue
        if inner.get("type") == "TextQuoteSelector":
            keys = {"quote": "exact", "prefix": "prefix", "suffix": "suffix"}
            result |= {key: inner[theirs] for key, theirs in keys.items() if theirs in inner}
        elif inner.get("type") == "TextPositionSelector":
            result["range"] = [inner.get("start"), inner.get("end")]
    return result


def _span(selector: Mapping[str, Any] | None, document: TextIndex) -> Span | None:
    """A position over the whole text, as a stretch of one paragraph; None where it is none."""
    if selector is None:
        return None
    start, end = selector.get("start"), selector.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(document.joined):
        return None
    number, offset = document.place(start)
    return Span(number, offset, offset + end - start) if document.place(end - 1)[0] == number else None


def _found(words: Mapping[str, Any], near: Span | None, document: TextIndex) -> Span:
    """The place of words that another program selected; where they are not unique, the one at their position."""
    keys = {"source": "x", "quote": words["exact"]}
    around = {key: words[key] for key in ("prefix", "suffix") if normalised(str(words.get(key) or ""))}
    attempts = [keys | _whole_words(around), keys]
    if near is not None:
        attempts.append(keys | {"paragraph": str(near.paragraph)})
    reason = None
    for attempt in attempts:
        anchor = resolve(Citation.model_validate(attempt), document).targets[0]
        if anchor.paragraph is not None and anchor.last is None:
            return Span(anchor.paragraph, anchor.start, anchor.end)
        reason = reason or anchor.reason or "its words go on across the end of a paragraph: cite each part by itself"
    raise _RefusalError(str(reason))


def _whole_words(around: Mapping[str, str]) -> dict[str, str]:
    """Prefix and suffix without the words that other programs cut in two at a number of letters."""
    result = {}
    for key, words in around.items():
        parts = normalised(words).split(" ")
        kept = parts[1:] if key == "prefix" else parts[:-1]
        if kept:
            result[key] = " ".join(kept)
    return result
