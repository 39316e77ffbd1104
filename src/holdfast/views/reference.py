"""The reference pages that are made from the program itself: the codes and the file format, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from holdfast.case import hedges
from holdfast.case.provisions import PROVISIONS, STAGES
from holdfast.case.schema import schemas
from holdfast.diagnostics import CODES, Code
from holdfast.views.diagnostics import example

_RENEWED: Final = "This page is made from the program (`python3 dev.py test --rewrite-golden` renews it)."
_FAMILIES: Final = {
    "1": "Files and YAML",
    "2": "Keys and values",
    "3": "References",
    "4": "Conditions",
    "5": "Meaning",
    "6": "The draft",
    "7": "The journal",
    "8": "What documents may say",
}


# --- codes -----------------------------------------------------------------------------------------------------------


def codes_page() -> str:
    """docs/reference/codes.md: every code with its explanation and its examples."""
    parts = [
        "# Codes",
        f"What `holdfast check` can find, and what to do about it. `holdfast explain CODE` shows the same. {_RENEWED}",
        "An *error* costs the item that it is in, and no more. A *warning* asks for a look. A *note* only tells.",
        "\n".join(["| code | name | severity | |", "| --- | --- | --- | --- |", *map(_row, CODES.values())]),
    ]
    family = ""
    for code in CODES.values():
        if code.code[2] != family:
            family = code.code[2]
            parts.append(f"## {_FAMILIES[family]}")
        parts += _code(code)
    return "\n\n".join(parts) + "\n"


def _row(code: Code) -> str:
    return f"| [{code.code}](#{_anchor(code)}) | `{code.name}` | {code.severity} | {code.title} |"


def _anchor(code: Code) -> str:
    return f"{code.code.lower()}-{code.name}"


def _code(code: Code) -> Iterator[str]:
    yield f"### {code.code} {code.name}"
    yield f"*{code.severity.capitalize()}.* {code.title}."
    yield code.explanation.strip()
    shown = example(code.code)
    for file, text in shown["bad"]:
        yield f"`{file}`:"
        yield _fenced(text, "yaml" if file.endswith(".yaml") else "text")
    for _file, text in shown["expected"]:
        yield "What is said of it:"
        yield _fenced(text, "text")
    yield "Put right:"
    for file, text in shown["good"]:
        yield f"`{file}`:"
        yield _fenced(text, "yaml" if file.endswith(".yaml") else "text")


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


# --- format ----------------------------------------------------------------------------------------------------------

#: Every form of a condition, an example that can be read, and what it means.
CONDITIONS: Final = (
    ("automation = staged", "this option is agreed"),
    ("automation != full", "an option is agreed, and not this one"),
    ("automation in {staged, full}", "one of these is agreed; `not in` for none of them"),
    ("automation >= staged", "this option or one further along (ordered issues); `<=` for one before"),
    ("done(automation = staged)", "not merely agreed but carried out: the option's `done_when` is true"),
    ("reinstate", "the commitment is performed, or the event has come"),
    ("begun(reinstate)", "performing it has started"),
    ("verified(reinstate)", "that it was performed has been verified"),
    ("recognised(reinstate, union)", "this party has acknowledged that it was performed"),
    ("stage(reinstate, 2)", "its first two tranches are performed"),
    ("reinstate >= 12 workers", "so much of it is performed; `reinstate >= 50%` for a share"),
    ("lift-blockade for 3d", "it has held without a break for so long"),
    ("lift-blockade before reinstate", "the first comes before the second"),
    ("phase second opens", "the phase has begun; `phase second ends`"),
    ("2026-03-01", "that day has come"),
    ("signature + 30d", "so long after an event, commitment or phase; `D+30` counts from the day `after` becomes true"),
    ('"the mood is right"', "in words: nobody has put it into the language, so it is always unknown"),
    ("always", "always true; `never` never"),
    ("a and (b or not c)", "`and`, `or`, `not` and parentheses; `not` binds most tightly, then `and`"),
)


def format_page() -> str:
    """docs/reference/format.md: every key of every file, conditions and figures."""
    parts = [
        "# The files of a case",
        f"Every file, key by key. {_RENEWED} Required keys are **bold**. An editor that knows JSON Schema shows the "
        "same while you write: `holdfast init` puts a line at the head of each file that tells it where the schemas "
        "lie.",
        "Everything is text until the model gives it a type: `no`, `12:30` and `on` are what they look like. A name is "
        "made of lower-case words joined by hyphens. A text that holds `: ` or begins with a sign needs quotes.",
        "A file may be split into a folder of the same name that holds several files; in `agreement/` each file is a "
        "draft of its own. `compartments/NAME/` may hold any of these files for the readers of that compartment alone.",
    ]
    shown: set[str] = set()
    for schema in schemas().values():
        parts += _file(schema, shown)
    parts += ["## Conditions", *_conditions(), "## Figures", *_figures(), "## Provisions", *_provisions()]
    parts += ["## intake.jsonl", *_decisions()]
    return "\n\n".join(parts) + "\n"


def _file(schema: Mapping[str, Any], shown: set[str]) -> Iterator[str]:
    file, _, what = schema["title"].partition(": ")
    yield f"## {file}"
    yield f"{what[0].upper()}{what[1:]}."
    definitions = schema.get("$defs", {})
    if "properties" in schema:
        yield _table(schema)
    elif "items" in schema:
        yield f"A list of {_shape(schema['items'])}."
        definitions = {"": schema["items"], **definitions} if "properties" in schema["items"] else definitions
    else:
        (entry,) = schema["patternProperties"].values()
        yield f"For each party, by its name: {_shape(entry)}."
    for title, definition in definitions.items():
        if title in shown or "properties" not in definition:
            continue
        shown.add(title)
        yield f"### {title}"
        yield definition.get("description", "")
        yield _table(definition)


def _table(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    rows = ["| key | value | |", "| --- | --- | --- |"]
    for key, value in schema["properties"].items():
        name = f"**`{key}`**" if key in required else f"`{key}`"
        rows.append(f"| {name} | {_cell(_shape(value))} | {_cell(value.get('description', ''))} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _shape(schema: Mapping[str, Any]) -> str:
    """What may stand there, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema and "title" not in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices and "type" not in schema:
        return _either(choices)
    kind = schema.get("type")
    if kind == "array":
        return _list(schema)
    if kind == "object":
        inner = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        return f"names, each with {_shape(inner[0])}" if isinstance(inner[0], dict) else "`key: value` lines"
    if "title" in schema:
        title = str(schema["title"])
        return title[0].lower() + title[1:]
    words = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`", "string": "text"}
    return words.get(kind, "text") if isinstance(kind, str) else "text"


def _either(choices: list[Mapping[str, Any]]) -> str:
    if len(choices) == 2 and choices[1].get("items") == choices[0]:
        many = "a list of two (from, to)" if choices[1].get("maxItems") == 2 else "a list"
        return f"{_shape(choices[0])}, or {many}"
    return ", or ".join(dict.fromkeys(_shape(one) for one in choices))


def _list(schema: Mapping[str, Any]) -> str:
    if "prefixItems" in schema:
        return "a list of " + " and ".join(_shape(one) for one in schema["prefixItems"])
    return f"a list of {_shape(schema['items'])}"


def _conditions() -> Iterator[str]:
    yield (
        "What `requires`, `refuses`, `accepts`, `offers`, `if`, `unless`, `after` and the like are about. A condition "
        "is true, false or unknown: an issue that is left open, and what is not yet known, make it unknown."
    )
    rows = ["| condition | means |", "| --- | --- |"]
    rows += [f"| `{_cell(text)}` | {_cell(meaning)} |" for text, meaning in CONDITIONS]
    yield "\n".join(rows)


def _figures() -> Iterator[str]:
    yield (
        "Numbers are kept as they were said. What the words around a number leave possible is a convention, the same "
        "for every speaker, and wide: it serves only to tell claims that cannot both be true from claims that can."
    )
    rows = ["| words | what the number may be, where 100 was said |", "| --- | --- |"]
    for hedge in hedges.HEDGES:
        said = [f"`{word} 100`" for word in hedge.words[:4]] + [f"`100 {word}`" for word in hedge.after]
        rows.append(f"| {_cell(', '.join(said))} | {_bounds(hedge)} |")
    yield "\n".join(rows)
    rows = ["| words | what the number may be |", "| --- | --- |"]
    for vague in hedges.VAGUE:
        words = ", ".join(f"`{word}`" for word in vague.words)
        end = "or more" if vague.high is None else f"to {vague.high:,}"
        rows.append(f"| {words} | {vague.low:,} {end} |")
    yield "\n".join(rows)
    shares = ", ".join(f"`{word}` ({_number(share)}%)" for word, share in hedges.SHARES.items())
    yield f"Shares in words count as *about*: {shares}."


def _provisions() -> Iterator[str]:
    yield (
        "What a clause may say in `provisions` that it carries, for `holdfast checklist`. "
        "[Where the two lists come from](../explanation/checklist.md)."
    )
    for stage in STAGES:
        yield f"### Of a {stage}" if stage == "ceasefire" else f"### Of a {stage} agreement"
        rows = ["| provision | | |", "| --- | --- | --- |"]
        rows += [
            f"| `{one.name}` | {one.label} | {one.description} |" for one in PROVISIONS.values() if one.stage == stage
        ]
        yield "\n".join(rows)


#: The keys of a decision, and what they hold; `holdfast.intake.decisions` reads and writes them.
DECISIONS: Final = (
    ("key", True, "The suggestion: a hash of its places, the same in every run"),
    ("text_key", True, "The same for the same words in any document"),
    ("kind", True, "`statement`, `fact`, `provision` or `difference`"),
    ("decision", True, "`confirm`, `change` (confirmed with changes), `reject`, `later`, or `undo` of the one before"),
    ("coder", True, "Who decided"),
    ("at", True, "When, in UTC"),
    ("places", False, "What it rests on: `source`, `role`, `paragraph`, `start`, `end`, and the paragraph's `sha256`"),
    ("entries", False, "What was confirmed: entries of statements.yaml without `id` and `cite`"),
    ("changed", False, "The keys whose suggested value was changed"),
    ("statements", False, "The statements that were written, by their names in this compartment"),
    ("reason", False, "Why, in words"),
    ("settles", False, "The coders between whom this decides"),
    ("models", False, "The language models that found what was suggested: of each `name`, and `prompt`, a hash"),
    ("grammar", False, "Whether it was found by rule too, where models found it"),
)


def _decisions() -> Iterator[str]:
    yield (
        "What people decided about suggestions from documents (`holdfast intake`), one object of JSON a line, in the "
        "compartment whose documents they are about. holdfast adds to it and changes nothing; the last line of a coder "
        "about a suggestion counts. It holds places and hashes of documents, and no words of theirs."
    )
    rows = [f"| {f'**`{key}`**' if needed else f'`{key}`'} | {what} |" for key, needed, what in DECISIONS]
    yield "\n".join(["| key | what it is |", "| --- | --- |", *rows])


def _bounds(hedge: hedges.Hedge) -> str:
    low, high = hedge.low * 100, None if hedge.high is None else hedge.high * 100
    if low == high:
        return _number(low)
    if high is None:
        return f"{'more than' if hedge.low_open else 'at least'} {_number(low)}"
    start = f"more than {_number(low)}" if hedge.low_open else f"from {_number(low)}"
    return f"{start}, {'less than' if hedge.high_open else 'up to'} {_number(high)}"


def _number(value: Fraction) -> str:
    return f"{float(value):.3g}" if value.denominator != 1 else f"{value.numerator:,}"
