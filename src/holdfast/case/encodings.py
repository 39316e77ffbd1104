"""Bytes → clean text: encoding, line ends, byte-order marks and invisible characters settled once and for all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

#: Byte-order marks, the longer ones first, since one of them begins with another.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})"""
)
#: Characters that are never text: control characters other than white space, and halves of surrogate pairs.
_JUNK: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
#: Invisible characters that only say where a line may or may not break.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\ufeff\u00ad\u2060\u200b"))


class DocumentError(Exception):
    """Why a document cannot be read, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def decode(content: bytes, *, encoding: str | None = None, html: bool = False) -> tuple[str, str]:
    """The text of some bytes and the name of their encoding. Raises DocumentError where they are not text.

    In this order: the encoding asked for, a byte-order mark, UTF-8, what an HTML page declares of itself, and the guess
    of charset-normalizer.
    """
    if encoding is not None:
        return _strictly(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text, "utf-8"
    declared = _DECLARED.search(content[:4096]) if html else None
    if declared is not None:
        try:
            return _strictly(content, declared[1].decode("ascii"))
        except DocumentError:
            pass  # pages are often wrong about themselves
    return _guessed(content)


def _strictly(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), codecs.lookup(encoding).name
    except LookupError:
        raise DocumentError(f"there is no encoding '{encoding}'", "try windows-1252 or utf-8") from None
    except UnicodeError:
        raise DocumentError(f"it is not text in the encoding {encoding}", "try another encoding") from None


def _guessed(content: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = None if b"\0" in content else from_bytes(content).best()
    if best is None:
        raise DocumentError("it is not text", "save it as UTF-8 text, PDF, DOCX or HTML")
    return str(best), best.encoding


def clean(text: str) -> str:
    """A text in NFC with line feeds as its only line ends, without control characters and invisible break marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", _JUNK.sub("", text))
