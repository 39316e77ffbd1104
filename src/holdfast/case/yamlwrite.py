"""Plain data → YAML as the files of a case are written: on one line, with quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

#: Texts that mean themselves without quotes, also within braces and brackets.
_PLAIN: Final = re.compile(r"[^\W_](?:[\w .()+=*^$;/&'’‘“”–—%!?-]|:(?=[^\s,\[\]{}]))*")
#: What other YAML readers would take for a truth value, nothing, a number or a date.
_TYPED: Final = re.compile(r"(?i:true|false|yes|no|on|off|null|nan|y|n)|[\d.,:_ -]+|0[xob]\w+|\d+e\d+")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def scalar(text: str, *, number: bool = False) -> str:
    """A text as a YAML scalar on one line.

    Args:
        text: the text.
        number: whether it is a number or a date, and is to be written as one.
    """
    if number or (text == text.strip() and _PLAIN.fullmatch(text) and not _TYPED.fullmatch(text) and "  " not in text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def flow(data: object) -> str:
    """Mappings, lists, texts and numbers on one line: ``{source: paper, paragraph: 4}``."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, Sequence) and not isinstance(data, str):
        return "[" + ", ".join(map(flow, data)) + "]"
    return scalar(data) if isinstance(data, str) else str(data)
