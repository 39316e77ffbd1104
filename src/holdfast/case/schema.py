"""JSON Schemas of the files of a case, made from the model: what an editor offers and underlines while one writes.

They are shipped in `holdfast/schemas` and describe what YAML 1.2 makes of a file. They say less than the loader checks:
whether a condition can be read and whether a name is there, only the loader knows.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from holdfast.case.files import KINDS, adapter

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: What each file is, by the name of its schema.
TITLES: Final = {
    "case": "case.yaml: who negotiates about what",
    "compartment-case": "case.yaml of a compartment: what only its readers know of",
    "sources": "sources.yaml: the documents",
    "statements": "statements.yaml: who said what, each cited",
    "agreement": "agreement.yaml: one draft of the agreement",
    "values": "values.yaml: what outcomes are worth to a party, as somebody judged",
    "releases": "releases.yaml: what was shown to whom beyond what they could see",
}
#: The keys that stand first in case.yaml.
_FIRST: Final = ("holdfast", "title", "summary", "as_of", "timezone", "parties")


class _Generator(GenerateJsonSchema):
    """pydantic's generator, for files in which what is not known is left out: no nulls, no defaults."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every file, by name."""
    made: dict[str, dict[str, Any]] = {
        kind: _schema(adapter(kind).json_schema(schema_generator=_Generator), kind) for kind in KINDS
    }
    inner = adapter("case", False).json_schema(schema_generator=_Generator)
    made["compartment-case"] = _schema(inner, "compartment-case")
    return {name: made[name] for name in TITLES}


def _schema(generated: dict[str, Any], name: str) -> dict[str, Any]:
    tidy = _tidy(generated)
    described = {"$schema": DIALECT, "title": TITLES[name]}
    if "type" not in tidy and "$ref" in tidy:  # one model, referred to: the root has to be an object of its own
        tidy = {**tidy["$defs"].pop(tidy.pop("$ref").rpartition("/")[2]), "$defs": tidy["$defs"]}
    first = {key: tidy["properties"][key] for key in _FIRST if key in tidy.get("properties", {})}
    if first:
        tidy = {**tidy, "properties": first | tidy["properties"]}
    return described | {key: part for key, part in tidy.items() if key != "title"}


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        if "patternProperties" in value:
            value = {key: part for key, part in value.items() if key != "propertyNames"} | {
                "additionalProperties": False
            }
        return {key: _words(part) if key == "description" else _tidy(part) for key, part in value.items()}
    return [_tidy(part) for part in value] if isinstance(value, list) else value


def _words(description: Any) -> Any:
    return " ".join(description.replace("``", "`").split()) if isinstance(description, str) else _tidy(description)


def written(schema: dict[str, Any]) -> str:
    """A schema as it is shipped."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
