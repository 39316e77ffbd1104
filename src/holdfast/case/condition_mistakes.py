"""What is wrong with a text that is not a condition, said to somebody who writes case files and not parsers.

The parser says where it stopped. From there, and from what people commonly get wrong, `explain` finds a plain sentence,
the place that it is about and, where it can be guessed, what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from holdfast.case.condition_lookalikes import CALLS, COMPARISONS, KEYS, SIGNS, WORDS
from holdfast.case.condition_scan import EDGE, Place, Token, scan
from holdfast.case.conditions import KEYWORDS, NAME, RESERVED, ConditionError

_DATE_LIKE: Final = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")


def explain(text: str, position: int) -> ConditionError:
    """The error for a text that the parser stopped reading at `position` (code points; the length at the end)."""
    tokens = scan(text)
    if not tokens:
        return ConditionError("There is no condition here.", 0, len(text), "Leave the key out, or write always.")
    index = next((i for i, token in enumerate(tokens) if token.end > position), len(tokens))
    place = Place(text, tokens, index)
    for rule in _RULES:
        error = rule(place)
        if error is not None:
            return error
    return place.error(f"'{_short(place[0].text)}' does not fit here.")


def reserved(name: str, start: int, end: int) -> ConditionError:
    """The error for a reserved word that stands where a name should."""
    word = name.rpartition("/")[2]
    if word in ("and", "or"):
        return ConditionError(f"'{word}' joins two conditions, and one of them is missing.", start, end)
    hint = "Choose another name."
    if word in CALLS:
        hint = f"It is written {CALLS[word]}."
    elif word in ("left-open", "all"):
        hint = f"As the value of an issue it is written issue = {word}."
    elif word in WORDS:
        hint = WORDS[word]
    return ConditionError(f"'{word}' is a reserved word and cannot be a name.", start, end, hint)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"


def _kebab(text: str) -> str | None:
    """The nearest name, where the letters allow one."""
    name = re.sub(r"[^a-z0-9/]+", "-", text.lower()).strip("-/")
    return name if NAME.fullmatch(name) and name not in RESERVED else None


def _is_name(token: Token) -> bool:
    return token.kind == "word" and token.text not in KEYWORDS


def _foreign_signs(place: Place) -> ConditionError | None:
    for i, token in enumerate(place.tokens):
        at = i - place.index
        if token.kind == "sign" and token.text in SIGNS:
            return place.error(*SIGNS[token.text], at, at)
        if token.kind == "sign" and token.text == '"':
            return _open_quote(place, token)
        if token.kind == "word" and token.text != token.text.lower() and token.text.lower() in KEYWORDS:
            small = token.text.lower()
            return place.error(f"Write '{small}' in small letters.", f"Write {small}.", at, at)
    return None


def _open_quote(place: Place, quote: Token) -> ConditionError:
    slash = re.compile(r'"[^"\\]*(?:\\["\\][^"\\]*)*(\\[^"\\]?)').match(place.text, quote.start)
    if slash is not None:
        message = "In quoted text a backslash stands only before a quotation mark or another backslash."
        return ConditionError(message, slash.start(1), slash.end(1), "Write \\\\ for a backslash.")
    message = "The quotation mark that closes this text is missing."
    return ConditionError(message, quote.start, len(place.text), 'Write " at the end of the text.')


def _brackets(place: Place) -> ConditionError | None:
    pairs = {")": "(", "}": "{"}
    names = {"(": "parenthesis", ")": "parenthesis", "{": "brace", "}": "brace"}
    opened: list[tuple[Token, int]] = []
    for i, token in enumerate(place.tokens):
        at = i - place.index
        if token.kind != "sign" or token.text not in names:
            continue
        if token.text in pairs.values():
            opened.append((token, at))
        elif opened and opened[-1][0].text == pairs[token.text]:
            opened.pop()
        elif opened:
            open_at = opened[-1][1]
            return place.error(f"This {names[opened[-1][0].text]} is not closed.", None, open_at, open_at)
        else:
            return place.error(f"There is no {names[token.text]} for this one to close.", "Remove it.", at, at)
    if opened:
        closing = ")" if opened[-1][0].text == "(" else "}"
        at = opened[-1][1]
        return place.error(f"This {names[closing]} is not closed.", f"Add {closing} where it ends.", at, at)
    return None


def _joins(place: Place) -> ConditionError | None:
    """`and`, `or` and `not` with nothing before or after them."""
    tokens = place.tokens
    for i, token in enumerate(tokens):
        if token.kind != "word" or token.text not in ("and", "or", "not"):
            continue
        at = i - place.index
        before, after = place[at - 1], place[at + 1]
        ends = after is EDGE or after.text in (")", "}", ",") or (after.kind == "word" and after.text in ("and", "or"))
        if token.text == "not":
            if ends or after.text in COMPARISONS:
                hint = "Write issue != option, or not issue = option."
                wanted = hint if after.text in COMPARISONS else "Write what should not hold."
                return place.error("Something must follow 'not'.", wanted, at, at)
            if before.text == "before":
                return _sides_of_before(place, at)
            if before.kind == "sign" and before.text in COMPARISONS:
                return place.error(f"After '{before.text}' stands one option.", "Write issue != option.", at, at)
            fits = before is EDGE or before.text in ("(", "and", "or", "not") or after.text == "in"
            if not fits:
                hint = f"Write and not {_short(after.text)}." if _is_name(after) else "Write and not, or or not."
                return place.error("Before 'not' an 'and' or an 'or' is missing.", hint, at, at)
            continue
        if before is EDGE or before.text == "(":
            return place.error(f"Something must stand before '{token.text}'.", None, at, at)
        if ends:
            return place.error(f"Something must follow '{token.text}'.", None, at, at)
    return None


def _numbers(place: Place) -> ConditionError | None:
    token, before = place[0], place[-1]
    if token.kind != "number":
        return None
    text = token.text
    date = _DATE_LIKE.match(text)
    if before.text == "before":
        return _sides_of_before(place, 0)
    if before.text in COMPARISONS and before.kind == "sign":
        name = _short(place[-2].text)
        if date:
            hint = "That a day has come is the date alone: 2026-03-01."
            return place.error("A name is not compared with a date.", hint)
        if before.text != ">=":
            return place.error(
                "An amount is written with '>='.",
                f"Write {name} >= {text}, or not {name} >= {text} for less than that.",
                -1,
            )
        glued = re.fullmatch(r"([0-9.,]+)([^\W\d_]\w*)", text)
        if glued:
            return place.error("A space is missing after the number.", f"Write {name} >= {glued[1]} {glued[2]}.")
    if before.text == "for":
        return _length(place, "Write 24h, 3d, 2w, 6mo or 1y.")
    if before.text in ("+", "-"):
        return _length(place, "Write 12h, 30d, 2w, 6mo or 1y.")
    if date:
        return place.error("A date is written year-month-day.", "Write 2026-03-01, or 2026-03-01 14:30.")
    if "," in text and not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        return place.error("A comma in a number stands before each three digits.", "Write 2,000 or 2000; write 1.5.")
    if before is EDGE or before.text in ("and", "or", "not", "("):
        if re.fullmatch(r"[0-9]+:[0-9]+", text):
            return place.error("A time needs its date.", "Write 2026-03-01 14:30.")
        return place.error("A number alone is no condition.", "Say what is counted: name >= 12 workers.")
    return place.error(f"The number '{_short(text)}' does not fit here.")


def _length(place: Place, hint: str) -> ConditionError:
    """A duration that is none: ``7 days``, ``7``, ``1.5d``."""
    found = re.fullmatch(r"([0-9]+)\s*([^\W\d_]*)", place[0].text)
    unit, last = (found[2], 0) if found else ("", 0)
    if found and not unit and _is_name(place[1]):
        unit, last = place[1].text, 1
    short = {"minute": "min", "hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y", "hr": "h", "min": "min"}
    known = short.get(unit.lower().removesuffix("s"))
    if found and known:
        hint = f"Write {found[1]}{known}."
    return place.error("A duration is a whole number and a short unit.", hint, 0, last)


def _at_end(place: Place) -> ConditionError | None:
    if place[0] is not EDGE:
        return None
    last = place[-1]
    if last.kind == "sign" and last.text in COMPARISONS:
        return place.error(f"Something must follow '{last.text}'.", f"Write issue {last.text} option.")
    hints = {
        "in": "List the options in braces: issue in {a, b}.",
        "for": "Say for how long: name for 7d.",
        "before": "Write first before second.",
        "phase": "Write phase name opens, or phase name ends.",
        "+": "Say how long after: signature + 30d.",
        "-": "Say how long before: signature - 2d.",
    }
    if last.text in hints:
        return place.error(f"Something must follow '{last.text}'.", hints[last.text])
    if last.text in CALLS:
        return place.error(f"'{last.text}' needs a name in parentheses.", f"Write {CALLS[last.text]}.")
    if place[-2].text == "phase":
        return _which_edge(place, last)
    return place.error("The condition breaks off here.")


def _which_edge(place: Place, name: Token) -> ConditionError:
    hint = f"Write phase {name.text} opens, or phase {name.text} ends."
    return place.error("Does the phase open or end?", hint, -2, -1)


def _call(place: Place) -> ConditionError | None:
    """Inside ``begun( )`` and its like, or right after such a word."""
    token, before = place[0], place[-1]
    if before.text in CALLS and before.kind == "word" and token.text != "(":
        return place.error(f"'{before.text}' needs a name in parentheses.", f"Write {CALLS[before.text]}.", -1, -1)
    back = next((i for i in range(-1, -8, -1) if place[i].text == "(" or place[i] is EDGE), -8)
    word = place[back - 1].text if place[back].text == "(" else ""
    if word in CALLS and (not _misnamed(token) or token.text in ("and", "or")):
        last = 0 if place[0] is not EDGE else -1
        if word == "done" and _is_name(before) and token.text == ")":
            return place.error(
                "'done' is about an option of an issue.",
                f"Write done(issue = option); a commitment that is performed is its name alone: {before.text}.",
                back - 1,
                last,
            )
        if word == "done" and token.text in ("and", "or"):
            hint = f"Write done(…) {token.text} done(…)."
            return place.error("'done' is about one issue at a time.", hint, back - 1, last)
        return place.error(f"'{word}' is written {CALLS[word]}.", None, back - 1, last)
    if token.text == "(" and _is_name(before):
        hint = f"That {before.text} is performed is its name alone."
        if place[1].kind == "word":
            hint = f"That {place[1].text} is performed is its name alone; there are also begun, verified and done."
        return place.error(f"There is no '{_short(before.text)}(…)'.", WORDS.get(before.text, hint), -1)
    return None


def _misnamed(token: Token) -> bool:
    return token.kind == "word" and (NAME.fullmatch(token.text) is None or token.text in RESERVED)


def _braces(place: Place) -> ConditionError | None:
    token, before = place[0], place[-1]
    if before.text == "in" and not _is_name(place[-2]):
        return place.error("Something must stand before 'in'.", "Write issue in {a, b}.", -1, -1)
    if before.text == "in" and token.text != "{":
        inner = f"{{{token.text}, …}}" if _is_name(token) else "{a, b}"
        return place.error("The options after 'in' stand in braces.", f"Write in {inner}.", -1)
    if before.text in COMPARISONS and token.text in ("{", "("):
        return place.error(f"After '{before.text}' stands one option.", "For several write issue in {a, b}.", -1)
    if token.text == "}" and before.text == "{":
        return place.error("There is no option in the braces.", "Write at least one: issue in {a}.", -1)
    inside = next((t.text for t in reversed(place.tokens[: max(place.index, 0)]) if t.text in ("{", "}")), "") == "{"
    if not inside:
        if token.text == ",":
            return place.error("A comma does not join conditions.", "Write and, or or.")
        return None
    if token.text in ("}", ",") and before.text in (",", "{"):
        return place.error("An option is missing beside this comma.", "Write in {a, b}.", -1)
    if _is_name(token) and _is_name(before):
        return place.error("Between two options a comma is missing.", f"Write {before.text}, {token.text}.", -1)
    if token.text in ("and", "or"):
        return place.error("Options in braces are separated by commas.", "Write in {a, b}.")
    return None


def _before(place: Place) -> ConditionError | None:
    token = place[0]
    if token.text == "before" and token.kind == "word":
        if place[-1] is EDGE or place[-1].text in ("and", "or", "not", "("):
            return place.error("Something must stand before 'before'.", "Write first before second.")
        if _before_already(place):
            return place.error("'before' compares two things at a time.", "Write a before b and b before c.")
        return _sides_of_before(place, 0)
    if place[-1].text == "before" and (token.kind != "word" or token.text in ("always", "never")):
        return _sides_of_before(place, 0)
    return None


def _before_already(place: Place) -> bool:
    """Whether the comparison that ends here has a `before` in it."""
    for token in reversed(place.tokens[: place.index]):
        if token.text in ("and", "or", "not"):
            return False
        if token.text == "before":
            return True
    return False


def _sides_of_before(place: Place, at: int) -> ConditionError:
    return place.error(
        "On each side of 'before' stands a name, begun(…), verified(…), stage(…), done(…) or phase … opens.",
        "Compare one by one: a before c and b before c. For a date use the key deadline:.",
        at,
        at,
    )


def _words(place: Place) -> ConditionError | None:
    token, before = place[0], place[-1]
    if token.kind != "word":
        return None
    run = _run_of_words(place)
    if len(run) > 3 and token.text not in KEYS and not any(place[i].text in KEYWORDS for i in run):
        return place.error(
            "These words are no condition.", 'A condition in words stands in quotation marks: "…".', run[0], run[-1]
        )
    for at, word in ((-1, before), (0, token)):
        if word.kind == "word" and word.text in WORDS and (at == 0 or word.text not in ("opens", "ends")):
            return place.error(f"'{word.text}' is not used here.", WORDS[word.text], at, at)
    if before.kind == "number" and place[-2].text in ("+", "-"):
        return _length(Place(place.text, place.tokens, place.index - 1), "Write 12h, 30d, 2w, 6mo or 1y.")
    if place[1].text == "-" and place[1].start == token.end:
        return place.error("A name does not end with a hyphen.", f"Write {token.text}.", 0, 1)
    if token.text == "in":
        if _is_name(before):
            return place.error("A comparison has two sides.", "Write issue in {a, b}.")
        return place.error("Something must stand before 'in'.", "Write issue in {a, b}.")
    if NAME.fullmatch(token.text) is None:
        near = _kebab(token.text)
        return place.error(
            f"'{_short(token.text)}' is not a name: names are small letters a to z and digits, joined by hyphens.",
            f"Write {near}." if near else None,
        )
    if before.text == "phase" or before.text in COMPARISONS or before.text in (",", "{"):
        return reserved(token.text, token.start, token.end)
    if place[-2].text == "phase":
        return _which_edge(place, before)
    if before.text in ("for", "+"):
        return place.error("A duration is a whole number and a short unit.", "Write 24h, 3d, 2w, 6mo or 1y.")
    if _is_name(before) and _is_name(token):
        joined = _kebab(f"{before.text}-{token.text}")
        return place.error(
            "Two names stand side by side.",
            "Between two conditions write and, or or" + (f"; a name has no spaces: {joined}." if joined else "."),
            -1,
        )
    if _is_name(token) or token.text in (*CALLS, "phase", "always", "never"):
        return place.error(f"Before '{_short(token.text)}' an 'and' or an 'or' is missing.")
    return reserved(token.text, token.start, token.end)


def _run_of_words(place: Place) -> list[int]:
    """The unbroken row of words around the place, as distances from it."""
    first = last = 0
    while place[first - 1].kind == "word":
        first -= 1
    while place[last + 1].kind == "word":
        last += 1
    return list(range(first, last + 1))


def _rest(place: Place) -> ConditionError | None:
    token, before = place[0], place[-1]
    if token.kind == "text":
        if before.text in COMPARISONS:
            return place.error(
                "Names of options stand without quotation marks.",
                f"Write {token.text[1:-1]}." if NAME.fullmatch(token.text[1:-1]) else None,
            )
        return place.error("Before the quoted text an 'and' or an 'or' is missing.")
    if token.text in COMPARISONS:
        if _is_name(before) and place[-2].text in COMPARISONS:
            return place.error(
                "A comparison has two sides.",
                f"Write {place[-3].text} {place[-2].text} {before.text} and {before.text} {token.text} ….",
            )
        return place.error(f"A name is missing before '{token.text}'.", f"Write issue {token.text} option.")
    if token.text in ("+", "-") and (before is EDGE or before.text in ("and", "or", "not", "(")):
        return place.error("From when is this counted?", "Write D+30, or an event: signature + 30d.")
    if token.text == ")" and before.text == "(":
        return place.error("There is nothing between the parentheses.", None, -1)
    if token.text == "/":
        return place.error("A name in a compartment is written without spaces.", "Write union/name.")
    if token.text in (".", ";"):
        return place.error(f"A condition has no '{token.text}' in it.", "Remove it.")
    if token.text in ("(", "{"):
        return place.error(f"Before '{token.text}' an 'and' or an 'or' is missing.")
    return None


#: The first that has something to say is right. What is wrong wherever it stands comes before what is wrong here.
_RULES: Final[tuple[Callable[[Place], ConditionError | None], ...]] = (
    _foreign_signs,
    _brackets,
    _joins,
    _at_end,
    _before,
    _numbers,
    _call,
    _braces,
    _words,
    _rest,
)
