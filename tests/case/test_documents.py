"""Every form of document becomes the same paragraphs, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import documents, pdftext
from holdfast.case.encodings import DocumentError, clean, decode
from holdfast.case.textindex import normalised, paragraphs
from tests.case.files import docx, pdf

LETTER = (
    "To the colleagues at the south quay",
    "No crane runs itself before every dismissed man is back. Não faltámos à reunião.",
    "48 places were offered, and 1,200 more later.",
)

# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    content = (end * 2).join(LETTER).encode(encoding)
    if encoding == "utf-16-le":
        content = codecs.BOM_UTF16_LE + content
    found = documents.read(content, "letter.txt")
    assert found.paragraphs == LETTER
    assert found.text == "".join(f"{line}\n" for line in LETTER)


def test_an_old_encoding_is_guessed_and_said() -> None:
    text = (
        "A comissão dos turnos da noite não faltou à reunião: ninguém nos disse a hora. Também não há exceções.\n" * 3
    )
    found = documents.read(text.encode("cp1252"), "carta.txt")
    assert found.paragraphs[0] == text.splitlines()[0]
    assert "look whether its accents" in found.notes[0]


def test_an_encoding_that_is_known() -> None:
    assert documents.read("não".encode("cp850"), "a.txt", encoding="cp850").paragraphs == ("não",)
    with pytest.raises(DocumentError, match="no encoding 'klingon'"):
        documents.read(b"a", "a.txt", encoding="klingon")
    with pytest.raises(DocumentError, match="not text in the encoding"):
        documents.read(b"\xff\xfe\xfd", "a.txt", encoding="utf-8")


def test_what_is_not_text() -> None:
    with pytest.raises(DocumentError, match="it is not text"):
        documents.read(b"\0\x01\xff\0" * 50, "a.txt")
    with pytest.raises(DocumentError, match="there is no text in it"):
        documents.read(b" \n\n", "a.txt")


def test_composed_letters_and_invisible_marks() -> None:
    assert documents.read("cafe\u0301 dis\u00admissed\u200b a\u00a0b\x07".encode(), "a.txt").paragraphs == (
        "café dismissed a b",
    )


def test_a_text_broken_to_a_width_is_joined() -> None:
    text = (
        "No crane runs itself before every dismissed man is back on the\n"
        "quay, said the secretary on Friday, and nothing has changed since\n"
        "then.\n\nThe port offered three cranes a year and called two a year a non-\n"
        "starter, according to two people who were in the room with them.\n"
    )
    found = documents.read(text.encode(), "a.txt")
    assert len(found.paragraphs) == 2
    assert found.paragraphs[0].endswith("since then.")
    assert "a non-starter, according" in found.paragraphs[1]
    assert "joined" in found.notes[0]


def test_short_lines_stay_apart() -> None:
    assert documents.read(b"One\nTwo\n\nThree\nFour\n", "a.txt").paragraphs == ("One", "Two", "Three", "Four")


def test_markdown_blocks() -> None:
    text = "# Talks\nFirst line\nsecond line\n\n- one\n- two\n  goes on\n> quoted\n\n1. a\n2. b\n\n"
    text += "```\nx\ny\n```\n| a | b |\n| c | d |\n"
    assert documents.read(text.encode(), "a.md").paragraphs == (
        "# Talks",
        "First line second line",
        "- one",
        "- two goes on",
        "> quoted",
        "1. a",
        "2. b",
        "x",
        "y",
        "| a | b |",
        "| c | d |",
    )


@given(st.text(max_size=300))
def test_imported_text_is_its_own_import(text: str) -> None:
    """Reading the text file that an import wrote gives the same paragraphs, so numbers never change."""
    try:
        found = documents.read(text.encode(), "a.txt", encoding="utf-8")
    except (DocumentError, UnicodeEncodeError):
        return
    assert paragraphs(found.text) == found.paragraphs
    assert all(normalised(one) == one for one in found.paragraphs)


# HTML


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>A second draft</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sports</a></li></ul></nav>
<article><h1>A second draft</h1>
<p>The Ministry of Labour sent out a second draft on Thursday, after a third round at the Pilots&rsquo; Station.</p>
<p>&ldquo;Nothing has changed: no crane runs itself before every dismissed man is back,&rdquo; said Marta Reis.\xe9</p>
<p>Some 400 seafarers are stuck on ships in the roads, by the count of the Seafarers&#39; Welfare Association.</p>
</article><footer><p>Copyright 2026. All rights reserved.</p></footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_html(charset: str) -> None:
    found = documents.read(PAGE.format(charset=charset).encode(charset), "page.html")
    text = "\n".join(found.paragraphs)
    assert found.title == "A second draft"
    assert "“Nothing has changed: no crane runs itself before every dismissed man is back,” said Marta Reis.é" in text
    assert "Sports" not in text


def test_html_of_a_few_words() -> None:
    found = documents.read(b"<html><body><div>No crane runs.</div></body></html>", "a.htm")
    assert "No crane runs." in " ".join(found.paragraphs)


# PDF


def wrapped(number: int) -> list[str]:
    return [
        f"The parties met for the {number}th time at the Pilots' Station and agreed",
        "that no crane runs itself before every dismissed man is back on the quay,",
        "which is to hap-",
        "pen by the end of March.",
    ]


def test_pdf_with_running_heads_and_page_numbers() -> None:
    pages = [["Harbour talks - Minutes", *wrapped(n), "Second paragraph here.", f"Page {n} of 4"] for n in range(1, 5)]
    found = documents.read(pdf(pages, title="Minutes"), "minutes.pdf")
    assert found.title == "Minutes"
    assert len(found.paragraphs) == 8
    assert found.paragraphs[0] == (
        "The parties met for the 1th time at the Pilots' Station and agreed that no crane runs itself before every "
        "dismissed man is back on the quay, which is to happen by the end of March."
    )
    assert found.paragraphs[7] == "Second paragraph here."


def test_pdf_without_text_and_damaged_pdf() -> None:
    with pytest.raises(DocumentError) as empty:
        documents.read(pdf([[], []]), "scan.pdf")
    assert "text recognition" in str(empty.value.hint)
    with pytest.raises(DocumentError, match="cannot be read as PDF"):
        documents.read(b"%PDF-1.4 nonsense", "a.pdf")


def test_locked_pdf() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([["Secret."]]))))
    writer.encrypt("key", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="locked with a password"):
        documents.read(out.getvalue(), "a.pdf")


def test_articles_that_each_begin_a_page_are_no_running_heads() -> None:
    pages = [[f"Article {n}", f"The parties do thing {n}.", str(n)] for n in range(1, 6)]
    kept = pdftext.without_running_heads(pages)
    assert kept == [page[:2] for page in pages]


def test_heads_of_left_and_right_pages() -> None:
    head = {0: "Ministry of Labour", 1: "Minutes of the talks"}
    pages = [[head[n % 2], f"Text of page number {n}, and it differs", f"- {n + 7} -"] for n in range(6)]
    assert pdftext.without_running_heads(pages) == [[page[1]] for page in pages]


def test_one_page_has_no_running_heads() -> None:
    assert pdftext.without_running_heads([["Draft", "1"]]) == [["Draft", "1"]]


def test_a_sentence_goes_on_across_pages_and_headings_stand_alone() -> None:
    pages = [
        [
            "ARTICLE ONE",
            "The port takes back forty-eight workers within thirty days of the day on which",
            "the agreement is signed and the",
        ],
        [
            "blockade is lifted.",
            "(a) the first group of twelve workers comes back on the seventh day after that;",
            "(b) the rest later.",
        ],
    ]
    assert pdftext.join(pages) == [
        "ARTICLE ONE",
        "The port takes back forty-eight workers within thirty days of the day on which the agreement is signed and "
        "the blockade is lifted.",
        "(a) the first group of twelve workers comes back on the seventh day after that;",
        "(b) the rest later.",
    ]


def test_gaps_between_lines_part_paragraphs() -> None:
    page: list[pdftext.Line] = [
        ("A line.", 100.0),
        ("goes on.", 90.0),
        ("Another.", 70.0),
        ("and on.", 60.0),
        ("x", None),
    ]
    assert pdftext.with_gaps([page, [("Page two", 50.0)], []]) == [
        ["A line.", "goes on.", "", "Another.", "and on.", "x"],
        ["Page two"],
        [],
    ]


def test_printers_running_feet() -> None:
    pages = [
        [f"Words of page number {n} here", "1/22/26, 1:20 AM Report", f"file:///p.html {n}/6"] for n in range(1, 7)
    ]
    assert pdftext.without_running_heads(pages) == [[page[0]] for page in pages]


def test_hyphens_of_compounds_stay() -> None:
    page = [
        "They spoke of a cease-fire for a long time and of what a cease-",
        "fire is in law.",
        "It is well-",
        "Being and 2025-",
        "2026.",
    ]
    assert "a cease-fire is in law." in pdftext.join([page])[0]
    assert pdftext.join([]) == []


# DOCX


def test_docx_with_a_table() -> None:
    content = docx(LETTER, table=[["Who", "What"], ["Union", "Lifts the\nblockade"]], title="A letter")
    found = documents.read(content, "letter.docx")
    assert found.title == "A letter"
    assert found.paragraphs == (*LETTER, "Who", "What", "Union", "Lifts the", "blockade")


def test_docx_with_tracked_changes_is_read_as_accepted() -> None:
    import zipfile

    content = docx(["The union will XX sign."])
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                data = re.sub(
                    rb"<w:r><w:t>The union will XX sign.</w:t></w:r>",
                    b'<w:r><w:t xml:space="preserve">The union will </w:t></w:r>'
                    b'<w:del w:id="1" w:author="a"><w:r><w:delText>gladly </w:delText></w:r></w:del>'
                    b'<w:ins w:id="2" w:author="a"><w:r><w:t xml:space="preserve">not </w:t></w:r></w:ins>'
                    b"<w:r><w:t>sign.</w:t></w:r>",
                    data,
                )
            new.writestr(item, data)
    found = documents.read(out.getvalue(), "draft.docx")
    assert found.paragraphs == ("The union will not sign.",)
    assert found.notes == ("it has tracked changes: they were read as accepted",)


def test_damaged_docx_and_unknown_endings() -> None:
    with pytest.raises(DocumentError, match="cannot be read as DOCX"):
        documents.read(b"PK nonsense", "a.docx")
    with pytest.raises(DocumentError) as old:
        documents.read(b"", "a.doc")
    assert old.value.hint == "save it as .docx"
    with pytest.raises(DocumentError, match="no ending"):
        documents.read(b"", "letter")


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_BYTES", 10)
    with pytest.raises(DocumentError, match="too much"):
        documents.read(b"a" * 11, "a.txt")


@given(st.text(max_size=100))
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_error(content: bytes) -> None:
    try:
        text, encoding = decode(content)
    except DocumentError:
        return
    assert isinstance(text, str)
    assert encoding
