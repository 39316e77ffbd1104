"""Reading and printing conditions, the names in them, and what is said about texts that are none."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.case.conditions import (
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
    Stage,
    Verified,
    atoms,
    parse,
    to_text,
)
from holdfast.case.mentions import Ref, mentions, rename
from holdfast.case.times import Duration, Offset
from tests.strategies import conditions

A, B, C = Performed("a"), Performed("b"), Performed("c")


@pytest.mark.parametrize(
    ("text", "node", "printed"),
    [
        ("a", A, "a"),
        ("union/lift-blockade", Performed("union/lift-blockade"), None),
        ("always", Const(True), None),
        ("never", Const(False), None),
        ("x = a", Choice("x", ("a",)), None),
        ("x=all", Choice("x", ("all",)), "x = all"),
        ("x = left-open", Choice("x", ("left-open",)), None),
        ("x != a", Choice("x", ("a",), True), None),
        ("x in {a,b}", Choice("x", ("a", "b")), "x in {a, b}"),
        ("x in {a}", Choice("x", ("a",)), "x = a"),
        ("x in {b, a, b}", Choice("x", ("b", "a")), "x in {b, a}"),
        ("x not  in {a, b}", Choice("x", ("a", "b"), True), "x not in {a, b}"),
        ("not x in {a, b}", Not(Choice("x", ("a", "b"))), None),
        ("not (x = a)", Not(Choice("x", ("a",))), "not x = a"),
        ("x >= a", AtLeast("x", "a"), None),
        ("x <= a", AtMost("x", "a"), None),
        ("done(x = a)", Done(Choice("x", ("a",))), None),
        ("done (x >= a)", Done(AtLeast("x", "a")), "done(x >= a)"),
        ("begun(a)", Begun("a"), None),
        ("verified( a )", Verified("a"), "verified(a)"),
        ("recognised(a, union)", Recognised("a", "union"), None),
        ("stage(a, 2)", Stage("a", 2), None),
        ("a >= 12 workers", Amount("a", Decimal(12), "workers"), None),
        ("a >= 2,000", Amount("a", Decimal(2000)), "a >= 2000"),
        ("a >= 1.50", Amount("a", Decimal("1.5")), "a >= 1.5"),
        ("a >= 50 %", Amount("a", Decimal(50), None, True), "a >= 50%"),
        ("a for 7d", Lasting("a", Duration(7, "d")), None),
        ("a for 24 h", Lasting("a", Duration(24, "h")), "a for 24h"),
        ("a before b", Before(A, B), None),
        ("verified(a) before phase p opens", Before(Verified("a"), PhaseEdge("p", "opens")), None),
        ("phase second ends", PhaseEdge("second", "ends"), None),
        ("2026-03-01", On(date(2026, 3, 1)), None),
        ("2026-03-01T14:30", On(datetime(2026, 3, 1, 14, 30)), "2026-03-01 14:30"),
        ("signature + 30d", After(Offset("signature", 1, Duration(30, "d"))), None),
        ("signature+30", After(Offset("signature", 1, Duration(30, "d"))), "signature + 30d"),
        ("signature - 2w", After(Offset("signature", -1, Duration(2, "w"))), None),
        ("D+30", After(Offset("D", 1, Duration(30, "d"))), None),
        ("D + 12h", After(Offset("D", 1, Duration(12, "h"))), "D+12h"),
        ("D", After(Offset("D")), None),
        (r'"they said \"soon\" \\ later"', Free('they said "soon" \\ later'), None),
        ("a\tand\nb", And((A, B)), "a and b"),
        ("a and (b and c)", And((A, B, C)), "a and b and c"),
        ("a or b and c", Or((A, And((B, C)))), None),
        ("(a or b) and not c", And((Or((A, B)), Not(C))), None),
        ("not (a and b)", Not(And((A, B))), None),
        ("not not a", Not(Not(A)), None),
        ("((a))", A, "a"),
        (
            "android or organ and notable",
            Or((Performed("android"), And((Performed("organ"), Performed("notable"))))),
            None,
        ),
    ],
)
def test_reads_and_prints(text: str, node: Condition, printed: str | None) -> None:
    assert parse(text) == node
    assert to_text(parse(text)) == (printed or text)


def test_the_brief_example() -> None:
    condition = parse("automation in {staged, full} and not verified(reinstate)")
    assert condition == And((Choice("automation", ("staged", "full")), Not(Verified("reinstate"))))


@given(conditions)
@settings(max_examples=500, deadline=None)
def test_print_and_parse_are_inverse(condition: Condition) -> None:
    text = to_text(condition)
    assert parse(text) == condition
    assert to_text(parse(text)) == text


def test_made_by_hand_without_flattening() -> None:
    assert to_text(And((A, And((B, C))))) == "a and b and c"
    assert to_text(And(())) == "always"
    assert to_text(Or(())) == "never"
    assert to_text(Not(Or((And((A, B)),)))) == "not (a and b)"


@given(conditions)
def test_spans_are_exact(condition: Condition) -> None:
    text = to_text(condition)
    read = parse(text)
    assert read.span == (0, len(text))
    for ref in mentions(read).refs:
        assert text[slice(*ref.span)] == ref.name
    for atom in atoms(read):
        assert parse(text[slice(*atom.span)]) == atom


def test_spans_include_parentheses_and_count_code_points() -> None:
    text = '"café 🕊" and ( a or b )'
    condition = parse(text)
    assert isinstance(condition, And)
    assert [text[slice(*part.span)] for part in condition.parts] == ['"café 🕊"', "( a or b )"]


def test_equal_conditions_keep_their_own_places() -> None:
    near, far = parse("a and b"), parse("a   and   b")
    assert near == far
    assert [ref.span for ref in mentions(near).refs] == [(0, 1), (6, 7)]
    assert [ref.span for ref in mentions(far).refs] == [(0, 1), (10, 11)]
    assert mentions(near) is mentions(near)
    assert parse("a and b") is near


def test_mentions() -> None:
    found = mentions(parse("x in {a, b} and recognised(c, union) and e + 2d and g >= 3 keys and phase p ends and D+3"))
    assert found.refs == (
        Ref("issue", "x", None, (0, 1)),
        Ref("option", "a", "x", (6, 7)),
        Ref("option", "b", "x", (9, 10)),
        Ref("commitment", "c", None, (27, 28)),
        Ref("party", "union", None, (30, 35)),
        Ref("anchor", "e", None, (41, 42)),
        Ref("commitment", "g", None, (52, 53)),
        Ref("good", "keys", None, (59, 63)),
        Ref("phase", "p", None, (74, 75)),
    )
    assert [(issue.name, option.name) for issue, option in found.choices] == [("x", "a"), ("x", "b")]
    assert [ref.name for ref in found.of("party", "phase")] == ["union", "p"]


def test_mentions_of_both_sides_and_inside_done() -> None:
    found = mentions(parse("a before done(x >= b) and not c for 3d"))
    assert [(ref.kind, ref.name) for ref in found.refs] == [
        ("name", "a"), ("issue", "x"), ("option", "b"), ("name", "c"),
    ]  # fmt: skip
    assert mentions(Choice("x", ("a",))).refs == (Ref("issue", "x"), Ref("option", "a", "x"))


@given(conditions)
def test_rename(condition: Condition) -> None:
    read = parse(to_text(condition))
    renamed = rename(read, lambda ref: ref.name if ref.kind == "option" else f"union/{ref.name.rpartition('/')[2]}")
    assert parse(to_text(renamed)) == renamed
    assert len(mentions(renamed).refs) == len(mentions(read).refs)
    assert all(ref.name.startswith("union/") for ref in mentions(renamed).refs if ref.kind != "option")
    assert rename(read, lambda ref: ref.name) == read


@pytest.mark.parametrize("name", ["and", "Union", "a b", "", "a/b/c", "all", "union/not"])
def test_rename_to_what_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a name"):
        rename(parse("a"), lambda ref: name)


def test_nodes_are_frozen_and_hashable() -> None:
    condition = parse("a and (b or x = c)")
    assert len({condition, parse("a and  (b or x = c)")}) == 1
    with pytest.raises(FrozenInstanceError):
        condition.span = (0, 0)  # type: ignore[misc]
    assert replace(condition, span=(0, 0)) == condition


MISTAKES = [
    ("", "", "There is no condition here.", "Leave the key out"),
    (" \n", " \n", "There is no condition here.", "Leave the key out"),
    ("x == a", "==", "One '=' is enough.", "issue = option"),
    ("a && b", "&&", "'&&' is not used here.", "Write and."),
    ("a || b", "||", "'||' is not used here.", "Write or."),
    ("!a", "!", "'!' is used only in '!='.", "Write not."),
    ("a AND b", "AND", "Write 'and' in small letters.", "Write and."),
    ("Not a", "Not", "Write 'not' in small letters.", "Write not."),
    ("Night-Crew", "Night-Crew", "'Night-Crew' is not a name", "Write night-crew."),
    ("night_crew", "night_crew", "'night_crew' is not a name", "Write night-crew."),
    ("x = Full", "Full", "'Full' is not a name", "Write full."),
    ("é", "é", "'é' is not a name", None),
    ("a--b", "a--b", "'a--b' is not a name", "Write a-b."),
    ("a-", "a-", "A name does not end with a hyphen.", "Write a."),
    ("a/b/c", "a/b/c", "'a/b/c' is not a name", None),
    ("union / a", "/", "without spaces", "union/name"),
    ("night crew", "night crew", "Two names stand side by side.", "night-crew"),
    ("the other side moves quickly", "the other side moves quickly", "These words are no condition.", 'marks: "…"'),
    ("(a", "(", "This parenthesis is not closed.", "Add )"),
    ("a)", ")", "There is no parenthesis for this one to close.", "Remove it."),
    ("x in {a", "{", "This brace is not closed.", "Add }"),
    ("(x in {a)", "{", "This brace is not closed.", None),
    ("x in [a, b]", "[", "in braces, not in square brackets", "in {a, b}"),
    ("x in {}", "{}", "There is no option in the braces.", "in {a}"),
    ("x in a", "in a", "The options after 'in' stand in braces.", "in {a, …}"),
    ("x in {a b}", "a b", "Between two options a comma is missing.", "Write a, b."),
    ("x in {a,}", ",}", "An option is missing beside this comma.", None),
    ("x in {a or b}", "or", "Options in braces are separated by commas.", None),
    ("in {a}", "in", "Something must stand before 'in'.", None),
    ("not = a", "not", "Something must follow 'not'.", "issue != option"),
    ("x = not a", "not", "After '=' stands one option.", "!="),
    ("x = (a or b)", "= (", "After '=' stands one option.", "in {a, b}"),
    ("x = 'a'", "'", "Single quotation marks are not used here.", "Names stand bare"),
    ("x = “a”", "“", "Curly quotation marks are not used here.", '"…"'),
    ('x = "a"', '"a"', "Names of options stand without quotation marks.", "Write a."),
    ('"abc', '"abc', "The quotation mark that closes this text is missing.", None),
    (r'"a\n"', r"\n", "a backslash stands only before", None),
    ('" "', '" "', "There is nothing between the quotation marks.", None),
    ("a and", "and", "Something must follow 'and'.", None),
    ("and a", "and", "Something must stand before 'and'.", None),
    ("and", "and", "'and' joins two conditions", None),
    ("a and or b", "and", "Something must follow 'and'.", None),
    ("a (b or) c", "or", "Something must follow 'or'.", None),
    ("a not b", "not", "Before 'not' an 'and' or an 'or' is missing.", "and not b"),
    ("not", "not", "Something must follow 'not'.", None),
    ("a => b", "=>", "'=>' is not used here.", "write >="),
    ("x ≥ a", "≥", "'≥' is not used here.", "Write >=."),
    ("a > 12", ">", "'>' alone is not used here.", "Write >="),
    ("a <= 12", "<= 12", "An amount is written with '>='.", "not a >= 12"),
    ("12", "12", "A number alone is no condition.", "name >= 12 workers"),
    ("a >= 12workers", "12workers", "A space is missing after the number.", "a >= 12 workers"),
    ("a >= 2,00", "2,00", "A comma in a number", "2,000"),
    ("a >= 12 percent", "percent", "A share is written with the sign %.", "a >= 12%"),
    ("a >= " + "9" * 30, "9" * 30, "This number is too long", None),
    ("2026-13-40", "2026-13-40", "There is no such date as 2026-13-40.", None),
    ("1.3.2026", "1.3.2026", "A date is written year-month-day.", "2026-03-01"),
    ("14:30", "14:30", "A time needs its date.", None),
    ("signature >= 2026-03-01", "2026-03-01", "A name is not compared with a date.", "the date alone"),
    ("a for 7", "7", "A duration is a whole number and a short unit.", "24h"),
    ("a for 7 days", "7 days", "A duration is a whole number and a short unit.", "Write 7d."),
    ("a + 30 days", "30 days", "A duration is a whole number and a short unit.", "Write 30d."),
    ("a for", "for", "Something must follow 'for'.", "name for 7d"),
    ("a + 1.5", "1.5", "An offset is a whole number", None),
    ("+ 30d", "+", "From when is this counted?", "D+30"),
    ("a before", "before", "Something must follow 'before'.", None),
    ("a before b before c", "before", "'before' compares two things at a time.", "a before b and b before c"),
    ("(a and b) before c", "before", "On each side of 'before' stands a name", None),
    ("a before 2026-03-01", "2026-03-01", "On each side of 'before' stands a name", "deadline"),
    ("phase second", "phase second", "Does the phase open or end?", "phase second opens"),
    ("phase second begins", "phase second", "Does the phase open or end?", None),
    ("verified a", "verified", "'verified' needs a name in parentheses.", "verified(name)"),
    ("verified()", "verified()", "'verified' is written verified(name).", None),
    ("done(a)", "done(a)", "'done' is about an option of an issue.", "done(issue = option)"),
    ("done(x = a and y = b)", "done(x = a and", "'done' is about one issue at a time.", "done(…) and done(…)"),
    ("stage(a, 0)", "0", "Stages are counted 1, 2, 3 and so on.", None),
    ("performed(a)", "performed(", "There is no 'performed(…)'.", "its name alone"),
    ("recognized(a, b)", "recognized(", "There is no 'recognized(…)'.", "recognised(name, party)"),
    ("x is a", "is", "'is' is not used here.", "issue = option"),
    ("a unless b", "unless", "'unless' is not used here.", "unless:"),
    ("a, b", ",", "A comma does not join conditions.", "Write and, or or."),
    ("a.", ".", "A condition has no '.' in it.", "Remove it."),
    ("x = a = b", "=", "A comparison has two sides.", None),
    ("= a", "=", "A name is missing before '='.", None),
    ("x =", "=", "Something must follow '='.", None),
    ("agreement", "agreement", "'agreement' is a reserved word", "another name"),
    ("left-open", "left-open", "'left-open' is a reserved word", "issue = left-open"),
    ("()", "()", "There is nothing between the parentheses.", None),
    ("verified(a) verified(b)", "verified", "Before 'verified' an 'and' or an 'or' is missing.", None),
    ("a @ b", "@", "'@' does not fit here.", None),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), MISTAKES)
def test_mistakes(text: str, place: str, message: str, hint: str | None) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    error = caught.value
    assert message in error.message
    assert text[error.start : error.end] == place
    if hint is not None:
        assert hint in (error.hint or "")


@pytest.mark.parametrize("word", sorted(RESERVED - {"always", "never"}))
def test_reserved_words_are_no_names(word: str) -> None:
    for text in (word, f"begun({word})", f"a and {word}", f"union/{word}", f"{word} = a"):
        with pytest.raises(ConditionError):
            parse(text)


soup = st.lists(
    st.sampled_from(
        [
            "a",
            "B",
            "x",
            "=",
            "!=",
            ">=",
            "<=",
            "==",
            "(",
            ")",
            "{",
            "}",
            ",",
            "and",
            "or",
            "not",
            "in",
            "for",
            "before",
            "begun",
            "verified",
            "done",
            "stage",
            "phase",
            "opens",
            "ends",
            "D",
            "+",
            "-",
            "12",
            "7d",
            "%",
            "2026-03-01",
            '"text"',
            '"',
            "\\",
            "recognised",
            "always",
            "left-open",
            "union/a",
            "[",
            "'",
            "2,000",
            "14:30",
            "workers",
            "é",
        ]
    ),
    max_size=9,
)


@given(st.text(max_size=40) | soup.map(" ".join) | soup.map("".join))
@settings(max_examples=1500, deadline=None)
@example("\x1c")
@example("٣")
@example("a >= ٣")
@example("0000-00-00")
@example("a\x00")
@example("\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.end > error.start or not text
        assert error.message.endswith((".", "?"))
        assert "Token" not in error.message
    else:
        assert parse(to_text(condition)) == condition


def test_depth() -> None:
    inner = "a and (b or (" * 30 + "c" + "))" * 30
    assert to_text(parse(inner))
    assert parse("(" * 5000 + "a" + ")" * 5000) == A
    for text in ("not " * 5000 + "a", "a and (b or (" * 3000 + "c" + "))" * 3000):
        with pytest.raises(ConditionError, match=f"at most {MAX_DEPTH} levels") as caught:
            parse(text)
        assert 0 <= caught.value.start < caught.value.end <= len(text)
    assert to_text(parse("not " * MAX_DEPTH + "a")).count("not") == MAX_DEPTH


def test_unclosed_depth() -> None:
    with pytest.raises(ConditionError, match="not closed"):
        parse("(" * 20000)


def test_thousands_of_parts() -> None:
    text = " or ".join(f"a{i} and x != b{i}" for i in range(4000))
    assert to_text(parse(text)) == text
    assert len(mentions(parse(text)).refs) == 12000


def test_importing_does_not_load_the_parser() -> None:
    modules = "holdfast.case.conditions, holdfast.case.kleene, holdfast.case.mentions"
    code = f"import sys, {modules}; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
