"""Citations as W3C Web Annotations, and what an import means for the files of a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from holdfast.case.anchors import Anchor
from holdfast.case.annotations import CITATION, SOURCE, Imported
from holdfast.case.case import Case, Cited
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex
from holdfast.case.yamlwrite import flow
from holdfast.views.codings import codes_of

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
#: So many code points before and after a quote help other programs to find it.
_AROUND: Final = 32


def export(case: Case) -> str:
    """Every citation of a statement as an annotation, in one collection; without words that may not be quoted."""
    items: list[dict[str, Any]] = []
    count: dict[str, int] = {}
    for one in case.cited:
        if one.by_statement and one.by in case.statements:
            count[one.by] = count.get(one.by, 0) + 1
            items.append(_annotation(case, one, count[one.by]))
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": _CONTEXT,
        "type": "AnnotationCollection",
        "label": case.title,
        "total": len(items),
        "first": page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1)


def _annotation(case: Case, one: Cited, number: int) -> dict[str, Any]:
    statement = case.statements[one.by]
    body = [_text("identifying", one.by), _text("describing", statement.gist)]
    body += [_text("tagging", str(party)) for party in statement.parties]
    body += [_text("classifying", code.name) for code in codes_of(statement, case) if code.kind != "party"]
    if one.citation.note is not None:
        body.append(_text("commenting", one.citation.note))
    return {
        "id": f"{CITATION}{one.by}:{number}",
        "type": "Annotation",
        "motivation": "linking",
        "body": body,
        "target": list(_targets(case, one)),
    }


def _text(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _targets(case: Case, one: Cited) -> Iterator[dict[str, Any]]:
    document, citation = case.documents.get(one.source), one.citation
    source = case.sources.get(one.source)
    quotable = source is not None and source.quotable
    anchors = (None,) * (1 + len(citation.also)) if one.anchored is None else one.anchored.targets
    for number, anchor in enumerate(anchors):
        selectors = [_own(citation, quotable) if number == 0 else _also(citation, number - 1, quotable)]
        if document is not None and anchor is not None and anchor.paragraph is not None:
            selectors += _plain(anchor, document, quotable)
        yield {
            "type": "SpecificResource",
            "source": f"{SOURCE}{one.source}",
            "selector": [selector for selector in selectors if selector],
        }


def _own(citation: Citation, quotable: bool) -> dict[str, Any]:
    """The citation itself, for its way back: the fragment names the paragraph, what refines it the words."""
    values = {"paragraph": citation.paragraph, "sentence": citation.sentence, "sha256": citation.sha256}
    fragment = "&".join(f"{key}={value}" for key, value in values.items() if value is not None)
    refining: list[dict[str, Any]] = []
    if citation.quote is not None and quotable:
        around = {key: value for key in ("prefix", "suffix") if (value := getattr(citation, key)) is not None}
        refining.append({"type": "TextQuoteSelector", "exact": citation.quote} | around)
    if citation.range is not None:
        refining.append({"type": "TextPositionSelector", "start": citation.range[0], "end": citation.range[1]})
    result: dict[str, Any] = {"type": "FragmentSelector", "value": fragment or "paragraph="}
    return result | ({"refinedBy": refining[0] if len(refining) == 1 else refining} if refining else {})


def _also(citation: Citation, number: int, quotable: bool) -> dict[str, Any]:
    target = citation.also[number]
    result = {"type": "FragmentSelector", "value": f"paragraph={target.paragraph}"}
    words = {"type": "TextQuoteSelector", "exact": target.quote}
    return result | ({"refinedBy": words} if quotable else {})


def _plain(anchor: Anchor, document: TextIndex, quotable: bool) -> Iterator[dict[str, Any]]:
    """Where it was found, for other programs: the position over the whole text, and the words in their context."""
    assert anchor.paragraph is not None
    start = document.starts[anchor.paragraph - 1] + anchor.start
    end = document.starts[(anchor.last or anchor.paragraph) - 1] + anchor.end
    if quotable:
        first = document.starts[anchor.paragraph - 1]
        paragraph = document.paragraphs[(anchor.last or anchor.paragraph) - 1]
        yield {
            "type": "TextQuoteSelector",
            "exact": document.joined[start:end],
            "prefix": document.joined[max(first, start - _AROUND) : start],
            "suffix": paragraph[anchor.end : anchor.end + _AROUND],
        }
    yield {"type": "TextPositionSelector", "start": start, "end": end}


def imported(case: Case, answer: Imported) -> str:
    """The citations that an import changes, as YAML to be pasted into their statements."""
    lines: list[str] = []
    for change in answer.changes:
        lines.append(f"# {change.statement} ({case.places[change.statement].file}): its citations")
        if change.unchecked:
            lines.append("# not checked: a document is not at hand")
        if len(change.citations) == 1:
            lines.append(f"  cite: {flow(change.citations[0])}")
        else:
            lines += ["  cite:", *(f"    - {flow(citation)}" for citation in change.citations)]
    return "".join(f"{line}\n" for line in lines)
