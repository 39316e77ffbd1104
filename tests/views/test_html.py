from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from holdfast.analyses.coherence import coherence
from holdfast.analyses.depth import depth
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.model import Item
from holdfast.diagnostics import Diagnostic, Place
from holdfast.views.html import report
from tests.views import harbour

MADE = date(2026, 3, 3)
VOID = {"meta", "br", "hr", "img", "link", "input", "path", "circle", "use"}


class Page(HTMLParser):
    """What a test asks of a page: its elements in order, and whether they are well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        """Tag, attributes and the tag around it."""
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.elements.append((tag, dict(attrs), self._open[-1] if self._open else ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), self._open[-1] if self._open else ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], f"{tag} closes {self._open[-3:]} at {self.getpos()}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.elements if tag in tags]


def made(case: Case, diagnostics: tuple[Diagnostic, ...] = ()) -> str:
    deep = depth(case, since=date(2026, 2, 1))
    return report(case, positions(case), diagnostics, made_on=MADE, depth=deep, coherence=coherence(case))


def gaza(repository: Path) -> Case:
    return load(repository / "examples" / "gaza-2025", "public").case


def matrix_row(text: str, issue: str) -> str:
    """The row of an issue in the matrix."""
    return text.partition('id="cap-matrix"')[2].partition(f'<a href="#i-{issue}">')[2].partition("</tr>")[0]


def everything(repository: Path) -> Iterator[str]:
    for audience in ("public", "desk"):
        found = harbour.loaded(audience)
        yield made(found.case, found.diagnostics)
    yield made(gaza(repository))
    yield made(harbour.empty())
    yield made(hostile(harbour.loaded("desk").case))


def test_pages_are_well_formed_and_every_link_leads_somewhere(repository: Path) -> None:
    for text in everything(repository):
        page = Page(text)
        ids = Counter(attributes["id"] for _, attributes, _ in page.elements if "id" in attributes)
        assert [name for name, number in ids.items() if number > 1] == []
        targets = {href for one in page.all("a", "use") if (href := one.get("href")) is not None}
        assert all(target.startswith("#") for target in targets)
        assert {target[1:] for target in targets} - set(ids) == set()
        named = {name for _, one, _ in page.elements for name in (one.get("aria-labelledby") or "").split()}
        assert named - set(ids) == set()


def test_pages_ask_for_nothing_and_run_nothing(repository: Path) -> None:
    for text in everything(repository):
        page = Page(text)
        policy = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
        assert policy[0] is not None
        assert policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
        assert not page.all("script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio")
        for _, attributes, _ in page.elements:
            assert not {"src", "srcset", "style", "background"} & set(attributes)
            assert not [name for name in attributes if name.startswith("on")]
        style = text.partition("<style>")[2].partition("</style>")[0]
        assert not re.search(r"@import|url\(|https?:|expression", style)


def test_headings_are_in_order_and_tables_have_heads(repository: Path) -> None:
    for text in everything(repository):
        page = Page(text)
        levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h\d", tag)]
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in zip([0, *levels], levels, strict=False))
        assert all(one.get("scope") in ("col", "row", "rowgroup") for one in page.all("th"))
        assert len(page.all("table")) == len(page.all("caption")) == len(page.all("thead"))
        assert [one["lang"] for one in page.all("html")] == ["en"]
        assert [len(page.all(tag)) for tag in ("main", "nav", "title")] == [1, 1, 1]


NASTY = "\"'></p></style><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}\u202eאב\u2067"


def hostile(case: Case) -> Case:
    """The case with the same nasty text wherever users write their own."""
    changed: dict[str, Any] = {
        name: spoilt(getattr(case, name)) for name in ("parties", "issues", "terms", "facts", "sources", "statements")
    }
    drafts = {name: replace(one, agreement=spoilt(one.agreement)) for name, one in case.drafts.items()}
    places = {name: replace(place, file=place.file + NASTY) for name, place in case.places.items()}
    return replace(case, title=NASTY, summary=NASTY, drafts=drafts, places=places, **changed)


_OWN = {
    "title name short text question gist by via to note because reason origin as_ judged_by publisher author file said"
    " does must_not reading quote language unit term warns"
}
OWN_WORDS = set(" ".join(_OWN).split())


def spoilt(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: spoilt(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(spoilt(one) for one in value)
    if not isinstance(value, Item):
        return value
    update: dict[str, Any] = {}
    for name in type(value).model_fields:
        one = getattr(value, name)
        update[name] = one + NASTY if name in OWN_WORDS and isinstance(one, str) else spoilt(one)
    return value.model_copy(update=update)


def test_what_users_write_stays_text() -> None:
    case = hostile(harbour.loaded("desk").case)
    place = Place("case.yaml" + NASTY, label=NASTY)
    text = made(case, (Diagnostic("HF503", NASTY, (place,), NASTY),))
    page = Page(text)
    assert "<script" not in text
    assert "<img" not in text
    # One `style`, closed where ours ends; every nasty text is still there to be read.
    assert text.count("</style>") == 1
    assert page.words.count("alert(1)") > 150
    assert page.words.count("{{ 7*7 }}") > 150  # a few less than the others: a picture cuts what is too long
    assert page.words.count("<script>") > 150


def test_text_from_right_to_left_is_marked(repository: Path) -> None:
    page = Page(made(harbour.loaded("public").case))
    quotes = [one for one in page.all("blockquote") if one.get("lang") == "ar"]
    assert [one["dir"] for one in quotes] == ["rtl"]
    assert "the quay stays closed" in page.words
    assert made(hostile(harbour.loaded("public").case)).count('<bdi dir="ltr">') > 50


def test_it_says_for_whom_it_was_made_and_marks_what_is_confidential() -> None:
    public, desk = (made(harbour.loaded(audience).case) for audience in ("public", "desk"))
    assert "Half would do." not in public
    assert "confidential" not in public
    assert 'content: "made for: public"' in public
    assert 'content: "made for: desk"' in desk
    assert "holds confidential: desk" in desk
    entry = desk.partition('id="s-desk.reis-alone"')[2].partition("</li>")[0]
    assert "⊙ confidential: desk" in entry


def test_every_statement_is_there_and_is_led_to(repository: Path) -> None:
    case = gaza(repository)
    text = made(case)
    for name in case.statements:
        assert f'id="s-{name}"' in text
        assert f'href="#s-{name}"' in text
    for name in (*case.parties, *case.issues):
        assert f'id="{"p" if name in case.parties else "i"}-{name}"' in text


def test_silence_is_shown_and_is_no_word() -> None:
    text = made(harbour.loaded().case)
    assert "1 of 3 issues has a word from Port Authority and Union alike" in text
    row = matrix_row(text, "oversight")
    assert row.count('<span class="noword">no word</span>') == 2
    assert "silent" in row


def test_negated_options_are_not_taken_for_their_opposite(repository: Path) -> None:
    """The plan offers anything but that Hamas rules: the cell must not read as if it offered that."""
    text = made(gaza(repository))
    row = matrix_row(text, "governance")
    assert "<b>not a</b>" in row


def test_retired_and_later_statements_are_marked_as_such() -> None:
    text = made(harbour.loaded().case)
    issue = text.partition('id="i-automation"')[2].partition("</article>")[0]
    assert "What has since been retired" in issue.partition("<details>")[2]
    assert "after the day of this report, so not counted" in text.partition('id="s-later"')[2].partition("</li>")[0]
    assert "port-none" not in text.partition('id="cap-matrix"')[2].partition("</table>")[0]


def test_claims_stand_side_by_side() -> None:
    text = made(harbour.loaded().case)
    assert "1 of 2 matters of fact is claimed more than once, differently" in text
    rows = text.partition('id="f-dismissed"')[2].partition("</tbody>")[0]
    assert "2 origins, different values as written" in rows
    assert "about 50 people" in rows
    assert "contradict" not in text


def test_the_draft_says_what_it_does_not_say() -> None:
    text = made(harbour.loaded().case)
    assert "5 clauses: 1 without anybody who owes it, 1 without a time, 3 without a verifier" in text
    row = text.partition('id="c-watch"')[2].partition("</tr>")[0]
    assert row.count("not said") == 4
    assert "3 of 5 clauses are spoken of by name" in text


def test_words_on_a_clause_say_how_they_bear_on_it() -> None:
    text = made(harbour.loaded().case).partition('id="sec-said"')[2].partition("</section>")[0]
    convert = text.partition('<h4><a href="#c-convert">')[2].partition("<h4>")[0]
    assert "left out" in convert
    assert "as a condition" in convert


def test_a_part_of_the_answer_makes_a_page_too() -> None:
    case = harbour.loaded().case
    part = positions(case, parties=["union"], issues=["automation"])
    page = Page(report(case, part, made_on=MADE))
    ids = {attributes["id"] for _, attributes, _ in page.elements if "id" in attributes}
    assert {href[1:] for one in page.all("a") if (href := one["href"])} <= ids


def test_findings_are_listed_with_their_places() -> None:
    found = harbour.loaded()
    text = made(found.case, found.diagnostics)
    assert "The check found 1 error" in text
    assert "the source has 2 paragraphs, and this is number 7" in text
    assert "statements.yaml:" in text.partition('id="sec-check"')[2].partition("</section>")[0]


def test_an_empty_case_makes_a_page() -> None:
    text = made(harbour.empty())
    assert "There is no draft in this case" in text
    assert "No claims of fact are recorded" in text


def test_it_is_the_same_every_time(repository: Path) -> None:
    assert made(gaza(repository)) == made(gaza(repository))


def test_names_change_nothing_but_themselves() -> None:
    case = harbour.loaded().case
    renamed = {
        name: party.model_copy(update={"name": f"Name{place}", "short": party.short and f"Short{place}"})
        for place, (name, party) in enumerate(case.parties.items())
    }
    tags = [[tag for tag, _, _ in Page(made(one)).elements] for one in (case, replace(case, parties=renamed))]
    assert tags[0] == tags[1]


@pytest.mark.parametrize("parties", [3, 14])
def test_many_parties_make_a_broad_table(parties: int) -> None:
    case = harbour.loaded().case
    more = {f"q{number}": case.parties["port"] for number in range(parties)}
    case = replace(case, parties={**case.parties, **more}, consent=(*case.consent, *more))
    assert ('class="matrix broad"' in made(case)) == (parties == 14)
