"""Documents → paragraphs: text, Markdown, HTML, PDF and DOCX, whatever their encoding.

This runs when a document is imported and never when a case is read: `holdfast source add` writes the paragraphs to a
text file, citations refer to that file, and no later version of a library can renumber them. The heavy libraries are
imported where they are needed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final, Literal

from holdfast.case import pdftext
from holdfast.case.encodings import DocumentError, clean, decode
from holdfast.case.textindex import normalised

Form = Literal["text", "markdown", "html", "pdf", "docx"]
#: The form of a document by the ending of its file's name.
_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".pdf": "pdf",
        ".docx": "docx",
    }
)
#: The endings of what can be read.
ENDINGS: Final = tuple(_FORMS)
#: A document larger than this is no document but an accident (or an attack).
_MOST_BYTES: Final = 100_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What stands in a DOCX file and not in its text: deleted and moved words, a drawing's second version for old programs.
_NOT_TEXT: Final = frozenset({f"{_W}del", f"{_W}moveFrom", _MC_FALLBACK})


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file."""

    form: Form
    paragraphs: tuple[str, ...]
    """Each in the normalised form in which texts are compared; never empty."""
    title: str | None = None
    """As the document itself says it, outside its text."""
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read."""

    @property
    def text(self) -> str:
        """The text file that citations refer to: one paragraph per line."""
        return "".join(f"{paragraph}\n" for paragraph in self.paragraphs)


def form_of(name: str) -> Form:
    """The form of a document by its file's name. Raises DocumentError where it is none that can be read."""
    ending = PurePath(name).suffix.lower()
    if ending not in _FORMS:
        hint = {
            ".doc": "save it as .docx",
            ".odt": "save it as .docx or .pdf",
            ".rtf": "save it as .docx or .txt",
        }.get(ending, "text, Markdown, HTML, PDF and DOCX can be read")
        raise DocumentError(f"files ending in '{ending}' cannot be read" if ending else "its name has no ending", hint)
    return _FORMS[ending]


def read(content: bytes, name: str, *, encoding: str | None = None) -> Document:
    """The paragraphs of a document.

    Args:
        content: the bytes of the file.
        name: its name; the ending says what it is.
        encoding: of text and HTML, where it is known and cannot be found out.

    Raises:
        DocumentError: where there is nothing to read, or it cannot be read.
    """
    form = form_of(name)
    if len(content) > _MOST_BYTES:
        raise DocumentError(f"it has {len(content) // 1_000_000} MB, too much for a document", "split it")
    document = _READERS[form](content, encoding)
    if not document.paragraphs:
        hint = "if its pages are pictures, run a text recognition over it first" if form == "pdf" else None
        raise DocumentError("there is no text in it", hint)
    return document


def _paragraphs(lines: Iterator[str] | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(paragraph for line in lines for part in clean(line).splitlines() if (paragraph := normalised(part)))


def _text(content: bytes, encoding: str | None) -> Document:
    raw, found = decode(content, encoding=encoding)
    text = clean(raw)
    lines = [normalised(line) for line in text.splitlines()]
    notes: tuple[str, ...] = ()
    if pdftext.wrapped(lines):
        lines = pdftext.unwrapped(lines)
        notes = ("its lines are broken to a width, and were joined to paragraphs",)
    return Document("text", _paragraphs(lines), None, found, notes + _guess_note(found))


def _markdown(content: bytes, encoding: str | None) -> Document:
    """Markdown as it is written, marks included; the lines of a block are one paragraph, as Markdown has it."""
    raw, found = decode(content, encoding=encoding)
    result: list[str] = []
    open_block = fenced = False
    for line in clean(raw).splitlines():
        words = line.strip()
        if words.startswith(("```", "~~~")):
            fenced, open_block = not fenced, False
        elif not words:
            open_block = False
        elif fenced:
            result.append(words)
        elif open_block and not _starts_block(words):
            result[-1] += f" {words}"
        else:
            result.append(words)
            open_block = not words.startswith(("#", "|"))
    return Document("markdown", _paragraphs(result), None, found, _guess_note(found))


def _starts_block(words: str) -> bool:
    first, _, rest = words.partition(" ")
    marker = first in ("-", "*", "+") or (first[:-1].isdigit() and first[-1] in ".)")
    return (marker and bool(rest)) or words.startswith(("#", ">", "|"))


def _guess_note(encoding: str) -> tuple[str, ...]:
    if encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "ascii"):
        return ()
    return (f"it was read as {encoding}: look whether its accents came out right",)


def _html(content: bytes, encoding: str | None) -> Document:
    raw, found = decode(content, encoding=encoding, html=True)
    with _third_party("HTML", "trafilatura"):
        from trafilatura import bare_extraction, html2txt

        page: Any = bare_extraction(
            raw, favor_recall=True, with_metadata=True, include_comments=False, include_tables=True
        )
        text = getattr(page, "text", None)
        title = getattr(page, "title", None)
        notes: tuple[str, ...] = ("only the article was taken from the page, without menus and comments",)
        if not text:
            text, notes = html2txt(raw), ("no article could be told from the rest of the page: all of it was taken",)
    return Document("html", _paragraphs(text.splitlines()), title or None, found, notes + _guess_note(found))


def _pdf(content: bytes, _encoding: str | None) -> Document:
    with _third_party("PDF", "pypdf"):
        from pypdf import PdfReader

        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("it is locked with a password", "save it without one")
        pages = [_lines(page) for page in reader.pages]
        title = reader.metadata.title if reader.metadata is not None else None
    notes: tuple[str, ...] = ("its paragraphs were put together from lines: compare them with the pages",)
    empty = [number for number, page in enumerate(pages, 1) if not any(text.strip() for text, _ in page)]
    if empty and len(empty) < len(pages):
        notes += (f"no text was found on {len(empty)} of {len(pages)} pages; they may be pictures",)
    return Document("pdf", _paragraphs(pdftext.paragraphs(pages)), _title(title), None, notes)


def _lines(page: Any) -> list[pdftext.Line]:
    """The lines of a PDF's page in its own order, each with the height of its first word."""
    parts: list[tuple[str, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], _font: object, _size: float) -> None:
        parts.append((text, inner[4] * outer[1] + inner[5] * outer[3] + outer[5]))

    page.extract_text(visitor_text=visit)
    lines: list[tuple[str, float | None]] = [("", None)]
    for text, height in parts:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append(("", None))
            before, known = lines[-1]
            lines[-1] = (before + part, known if known is not None or not part.strip() else height)
    return [(clean(f"{text[:-1]}-" if text.endswith("\u00ad") else text), height) for text, height in lines]


def _docx(content: bytes, _encoding: str | None) -> Document:
    with _third_party("DOCX", "docx"):
        import docx

        file = docx.Document(BytesIO(content))
        body = file.element.body
        lines = [line for paragraph in body.iter(f"{_W}p") for line in _words(paragraph).split("\n")]
        tracked = any(next(body.iter(f"{_W}{tag}"), None) is not None for tag in ("ins", "del", "moveFrom"))
        footnotes = any(part.partname.endswith("/footnotes.xml") for part in file.part.package.iter_parts())
        title = file.core_properties.title
    notes: tuple[str, ...] = ("it has tracked changes: they were read as accepted",) if tracked else ()
    notes += ("it may have footnotes: they were not read",) if footnotes else ()
    return Document("docx", _paragraphs(lines), _title(title), None, notes)


def _words(paragraph: Any) -> str:
    """The words of one paragraph of a DOCX file: with inserted ones, without deleted ones and those of text boxes."""
    parts: list[str] = []
    waiting: list[Any] = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}tab":
            parts.append(" ")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif element.tag != f"{_W}p" and element.tag not in _NOT_TEXT:
            waiting.extend(reversed(element))
    return "".join(parts)


def _title(title: object) -> str | None:
    return (normalised(clean(title)) or None) if isinstance(title, str) else None


@contextmanager
def _third_party(kind: str, logger: str) -> Iterator[None]:
    """Whatever a library raises on a damaged file becomes a DocumentError; what it logs is nobody's concern."""
    log = logging.getLogger(logger)
    before, log.disabled = log.level, False
    log.setLevel(logging.CRITICAL)
    try:
        yield
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"it cannot be read as {kind} ({type(error).__name__})", "is it damaged?") from error
    finally:
        log.setLevel(before)


_READERS: Final[Mapping[Form, Callable[[bytes, str | None], Document]]] = MappingProxyType(
    {"text": _text, "markdown": _markdown, "html": _html, "pdf": _pdf, "docx": _docx}
)
