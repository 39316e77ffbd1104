"""The schemas and the reference pages are those that the program would make now, and the examples fit the schemas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import holdfast
from holdfast.case.conditions import parse
from holdfast.case.files import KINDS
from holdfast.case.load import load
from holdfast.case.schema import schemas, written
from holdfast.views.reference import CONDITIONS, codes_page, format_page
from tests.golden import Golden

PACKAGE = Path(holdfast.__file__).parent
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SCHEMAS = schemas()


class Editor(yaml.SafeLoader):
    """YAML as editors read it (1.2, its core schema): numbers and booleans are such, dates are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name and kind


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", "nN~\0"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def schema_for(file: Path, case: Path) -> str | None:
    parts = file.relative_to(case).parts
    inner = parts[2:] if parts[0] == "compartments" else parts
    kind = inner[0].removesuffix(".yaml")
    if kind not in KINDS:
        return None
    return "compartment-case" if kind == "case" and len(inner) < len(parts) else kind


def valid(data: Any, name: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schema_is_current(name: str, golden: Golden) -> None:
    golden(written(SCHEMAS[name]), PACKAGE / "schemas" / f"{name}.schema.json")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one_and_says_what_every_key_is_for(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert "$id" not in SCHEMAS[name]

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("properties"), dict) and "additionalProperties" in value:
                assert value["additionalProperties"] is False
                assert [key for key, part in value["properties"].items() if not part.get("description")] == []
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)

    look(SCHEMAS[name])


@pytest.mark.parametrize(
    "file", sorted(EXAMPLES.rglob("*.yaml")), ids=lambda path: path.relative_to(EXAMPLES).as_posix()
)
def test_every_file_of_the_examples_fits_its_schema(file: Path) -> None:
    name = schema_for(file, EXAMPLES / file.relative_to(EXAMPLES).parts[0])
    assert name is not None
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=Editor)
    assert data is None or valid(data, name) == []


def _examples_of_codes() -> list[Path]:
    return [path for path in sorted(PACKAGE.glob("codes/*/good/**/*.yaml")) if path.is_file()]


@pytest.mark.parametrize("file", _examples_of_codes(), ids=lambda path: path.relative_to(PACKAGE / "codes").as_posix())
def test_what_loads_fits_its_schema(file: Path) -> None:
    case = PACKAGE / "codes" / file.relative_to(PACKAGE / "codes").parts[0] / "good"
    name = schema_for(file, case)
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=Editor)
    assert name is not None
    errors = valid(data, name)
    # A file of a split case.yaml lacks what stands in its other files.
    assert [one for one in errors if "is a required property" not in one or file.parent.name != "case"] == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("statements", "- {id: a, gist: x, by: y}", "not valid under any"),  # no verb
        ("statements", "- {id: a, gist: x, by: y, warns: a, raises: b}", "valid under each of"),
        ("statements", "- {id: a, gist: x, warns: a}", "not valid under any"),  # nobody says it
        ("statements", "- {id: a, gist: x, by: y, warns: a, firmness: red-line}", "'because' is a required"),
        ("statements", "- {id: A, gist: x, by: y, warns: a}", "does not match"),
        ("statements", "- {id: a, gist: x, by: y, warns: a, chanel: written}", "Additional properties"),
        ("case", "{holdfast: 1, title: x, parties: {a: {name: A, roles: [king]}}}", "not valid under any"),
        ("case", "{holdfast: 1}", "'title' is a required"),
        ("case", "{holdfast: 1, title: x, parties: {A B: {name: A, roles: [other]}}}", "does not match any"),
        ("agreement", "{title: x, commitments: {a: {by: b}}}", "not valid under any"),
        ("agreement", "{title: x, commitments: {a: {by: b, does: x, effort: maybe}}}", "is not of type 'boolean'"),
        ("values", "{a: {importance: {x: 1}}}", "'judged' is a required"),
    ],
)
def test_an_editor_underlines_common_mistakes(name: str, text: str, complaint: str) -> None:
    errors = valid(yaml.load(text, Loader=Editor), name)
    assert any(complaint in one for one in errors), errors


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("statements", "- {id: a, gist: 5, party: [b, c], asserts: {x: 48, y: about 50}, date: 2026-03-01}"),
        ("agreement", "{title: x, together: [a, b], commitments: {a: {by: {jointly: [b, c]}, gives: {men: 48}}}}"),
        ("agreement", "{title: x, together: [[a, b], [c, d]], deliberately_open: [x, {term: y, by: a}]}"),
        ("values", "{a: {judged: {by: x, because: y}, importance: [b, c], options: {d: {e: [1, 2.5]}}, no_deal: 3}}"),
        ("compartment-case", "{parties: {a: {interests: [{text: x, judged_by: y}]}, b: {name: B, roles: other}}}"),
    ],
)
def test_short_and_long_forms_both_fit(name: str, text: str) -> None:
    assert valid(yaml.load(text, Loader=Editor), name) == []


def test_the_page_of_codes_is_current(golden: Golden, repository: Path) -> None:
    golden(codes_page(), repository / "docs" / "reference" / "codes.md")


def test_the_page_of_the_format_is_current(golden: Golden, repository: Path) -> None:
    golden(format_page(), repository / "docs" / "reference" / "format.md")


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in (codes_page(), format_page()):
        headings = {
            re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
            for line in page.splitlines()
            if line.startswith("#")
        }
        assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= headings


@pytest.mark.parametrize("text", [text for text, _ in CONDITIONS])
def test_every_condition_of_the_page_can_be_read(text: str) -> None:
    parse(text)


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_the_examples_have_nothing_wrong(example: str) -> None:
    assert [one for one in load(EXAMPLES / example, "desk").diagnostics if one.code != "HF504"] == []
