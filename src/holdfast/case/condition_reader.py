"""From the text of a condition to its tree, with lark's LALR parser. Imported only when something is to be read."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NoReturn, cast

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken

from holdfast.case.condition_mistakes import explain, reserved
from holdfast.case.conditions import (
    KEYWORDS,
    MAX_DEPTH,
    RESERVED,
    After,
    Amount,
    And,
    AtLeast,
    AtMost,
    Before,
    Begun,
    Choice,
    Condition,
    ConditionError,
    Const,
    Done,
    Free,
    Lasting,
    Not,
    On,
    Or,
    Performed,
    PhaseEdge,
    Recognised,
    Span,
    Stage,
    Step,
    Test,
    Verified,
)
from holdfast.case.times import Duration, Offset, TimeError, parse_duration, parse_moment

#: More digits than any count or date needs, and few enough for every number to be turned into text and back.
MAX_DIGITS: Final = 18


def read(text: str) -> Condition:
    """The condition that `text` says. Raises `ConditionError`, and nothing else, on any text."""
    try:
        condition = cast(Condition, _parser().parse(text))
    except UnexpectedInput as error:
        at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        position = len(text) if at_end else cast(int, error.pos_in_stream)
        raise explain(text, position) from None
    # The parser keeps its own stack, so depth costs nothing until somebody walks the tree.
    if text.count("(") + text.count("not") > MAX_DEPTH:
        _check_depth(condition, text)
    return condition


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("conditions.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_Reader(), maybe_placeholders=False)


def _check_depth(condition: Condition, text: str) -> None:
    stack = [(condition, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH + 1:
            raise ConditionError(
                f"The condition is nested too deeply: at most {MAX_DEPTH} levels can be read.",
                node.span[0],
                node.span[1],
                "Split it, or name a part of it as an option's done_when.",
            )
        if isinstance(node, And | Or):
            stack.extend((part, depth + 1) for part in node.parts)
        elif isinstance(node, Not):
            stack.append((node.part, depth + 1))


def _fail(token: Token, message: str, hint: str | None = None) -> NoReturn:
    start, end = _at(token)
    raise ConditionError(message, start, end, hint)


def _at(token: Token) -> Span:
    # lark leaves both unset on tokens made by hand only.
    return cast(int, token.start_pos), cast(int, token.end_pos)


def _name(token: Token) -> str:
    name = str(token)
    if name in RESERVED or ("/" in name and name.rpartition("/")[2] in RESERVED):
        raise reserved(name, *_at(token))
    return name


def _option(token: Token) -> str:
    name = str(token)
    if name in KEYWORDS:
        raise reserved(name, *_at(token))
    return name


def _number(token: Token) -> Decimal:
    if len(token) > MAX_DIGITS:
        _fail(token, f"This number is too long: at most {MAX_DIGITS} digits can be read.")
    return Decimal(token.replace(",", ""))


def _duration(token: Token) -> Duration:
    if len(token) > MAX_DIGITS:
        _fail(token, f"This number is too long: at most {MAX_DIGITS} digits can be read.")
    return parse_duration(token)


class _Reader(Transformer[Token, Any]):
    """One method for each rule of the grammar; the parser calls it as soon as the rule is complete."""

    def disjunction(self, parts: list[Condition]) -> Condition:
        span = (parts[0].span[0], parts[-1].span[1])
        if any(type(part) is Or for part in parts):
            parts = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
        return Or(tuple(parts), span)

    def conjunction(self, parts: list[Condition]) -> Condition:
        span = (parts[0].span[0], parts[-1].span[1])
        if any(type(part) is And for part in parts):
            parts = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
        return And(tuple(parts), span)

    def negation(self, found: tuple[Token, Condition]) -> Condition:
        word, part = found
        return Not(part, (_at(word)[0], part.span[1]))

    def group(self, found: tuple[Token, Condition, Token]) -> Condition:
        # The node was made a moment ago and nobody else has it yet.
        object.__setattr__(found[1], "span", (found[0].start_pos, found[2].end_pos))
        return found[1]

    def always(self, found: list[Token]) -> Condition:
        return Const(True, _at(found[0]))

    def never(self, found: list[Token]) -> Condition:
        return Const(False, _at(found[0]))

    def free(self, found: list[Token]) -> Condition:
        text = found[0][1:-1]
        if not text.strip():
            _fail(found[0], "There is nothing between the quotation marks.", 'Write it in words: "funds come".')
        return Free(re.sub(r"\\(.)", r"\1", text) if "\\" in text else text, _at(found[0]))

    def on(self, found: list[Token]) -> Condition:
        try:
            return On(parse_moment(found[0]), _at(found[0]))
        except TimeError:
            _fail(found[0], f"There is no such date as {found[0]}.", "Write year, month, day: 2026-03-01.")

    def equal(self, found: list[Token]) -> Test:
        return self._choice(found, found[-1], False)

    def unequal(self, found: list[Token]) -> Test:
        return self._choice(found, found[-1], True)

    def one_of(self, found: list[Token]) -> Test:
        return self._choice(found[:-1], found[-1], False)

    def none_of(self, found: list[Token]) -> Test:
        return self._choice(found[:-1], found[-1], True)

    def _choice(self, names: list[Token], last: Token, negated: bool) -> Choice:
        first = names[0]
        options: dict[str, Span] = {}
        for token in names[1:]:
            options.setdefault(_option(token), _at(token))
        return Choice(
            _name(first), tuple(options), negated, (_at(first)[0], _at(last)[1]), (_at(first), *options.values())
        )

    def at_least(self, found: tuple[Token, Token]) -> Test:
        issue, option = found
        marks = (_at(issue), _at(option))
        return AtLeast(_name(issue), _option(option), (marks[0][0], marks[1][1]), marks)

    def at_most(self, found: tuple[Token, Token]) -> Test:
        issue, option = found
        marks = (_at(issue), _at(option))
        return AtMost(_name(issue), _option(option), (marks[0][0], marks[1][1]), marks)

    def done(self, found: tuple[Token, Test, Token]) -> Step:
        return Done(found[1], (_at(found[0])[0], _at(found[2])[1]))

    def performed(self, found: list[Token]) -> Step:
        mark = _at(found[0])
        return Performed(_name(found[0]), mark, (mark,))

    def begun(self, found: tuple[Token, Token, Token]) -> Step:
        word, name, close = found
        return Begun(_name(name), (_at(word)[0], _at(close)[1]), (_at(name),))

    def verified(self, found: tuple[Token, Token, Token]) -> Step:
        word, name, close = found
        return Verified(_name(name), (_at(word)[0], _at(close)[1]), (_at(name),))

    def recognised(self, found: tuple[Token, Token, Token, Token]) -> Step:
        word, name, party, close = found
        span = (_at(word)[0], _at(close)[1])
        return Recognised(_name(name), _name(party), span, (_at(name), _at(party)))

    def stage(self, found: tuple[Token, Token, Token, Token]) -> Step:
        word, name, number, close = found
        count = _number(number)
        if count < 1 or count != int(count):
            _fail(number, "Stages are counted 1, 2, 3 and so on.", f"Write stage({name}, 1) for the first.")
        return Stage(_name(name), int(count), (_at(word)[0], _at(close)[1]), (_at(name),))

    def phase_edge(self, found: tuple[Token, Token, Token]) -> Step:
        word, name, edge = found
        span = (_at(word)[0], _at(edge)[1])
        return PhaseEdge(_name(name), cast(Literal["opens", "ends"], str(edge)), span, (_at(name),))

    def amount(self, found: list[Token]) -> Condition:
        name, number = found[0], found[1]
        span = (_at(name)[0], _at(found[-1])[1])
        if len(found) == 2:
            return Amount(_name(name), _number(number), None, False, span, (_at(name),))
        last = found[2]
        if last.type == "PERCENT":
            return Amount(_name(name), _number(number), None, True, span, (_at(name),))
        if last in ("percent", "pct"):
            _fail(last, "A share is written with the sign %.", f"Write {name} >= {number}%.")
        return Amount(_name(name), _number(number), _name(last), False, span, (_at(name), _at(last)))

    def lasting(self, found: tuple[Token, Token]) -> Condition:
        name, length = found
        return Lasting(_name(name), _duration(length), (_at(name)[0], _at(length)[1]), (_at(name),))

    def before(self, found: tuple[Step, Step]) -> Condition:
        first, second = found
        return Before(first, second, (first.span[0], second.span[1]))

    def after(self, found: list[Token]) -> Condition:
        anchor = found[0]
        span = (_at(anchor)[0], _at(found[-1])[1])
        if len(found) == 1:
            return After(Offset("D"), span)
        length = found[2]
        if length.type == "NUMBER":
            days = _number(length)
            if days != int(days):
                _fail(length, "An offset is a whole number of days or of another unit.", "Write 36h rather than 1.5.")
            by = Duration(int(days), "d")
        else:
            by = _duration(length)
        sign = -1 if found[1] == "-" else 1
        if anchor.type == "D":
            return After(Offset("D", sign, by), span)
        return After(Offset(_name(anchor), sign, by), span, (_at(anchor),))
