"""Writes the JSON Schema of the language, for editors; run when a model changes, never by users.

In: the pydantic models. Out: `cluster.schema.json` (JSON Schema 2020-12), the same bytes for the same models.
A test holds it fresh, and to what the models accept. Run it with `python -m eksgen.schemas.generate`.

The schema describes one whole spec. A file with `extends` may leave to the others what the root and its parts
require; the nulls with which it may remove what they say are not described.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from . import SCHEMA
from .base import LATER
from .cluster import ClusterSpec

ID = "https://raw.githubusercontent.com/eksgen/eksgen/main/schemas/cluster.schema.json"

_LATER_NAME = "NotSupportedYet"
_BRANCHES = {
    "<flag>": "true or false",
    "<number>": "a number",
    "<text>": "text",
    "<list>": "a list",
    "<map>": "a mapping",
    "<choice>": "a choice",
    "<size>": "a size",
    "<explicit>": "a range for each zone",
}


class _Generator(GenerateJsonSchema):
    """pydantic's generator, with what the loader adds to the models: `null` is no value of any field."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Fields stay in the order of the models."""
        return value

    def field_title_should_be_set(self, schema: Any) -> bool:
        """The key says it already."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A part of the spec, without the name of its class."""
        made = super().model_schema(schema)
        made.pop("title", None)
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """What may be left out may still not be null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Defaults that say something; those of a whole part stand at its fields."""
        made = super().default_schema(schema)
        if isinstance(made.get("default"), dict) or made.get("default", ...) is None:
            made.pop("default")
        return made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """A union in which every branch says what it is."""
        branches = [
            {"title": _BRANCHES[str(tag)], **self.generate_inner(choice)}
            for tag, choice in schema["choices"].items()
            if not isinstance(choice, str | int)
        ]
        return {"oneOf": branches}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A map by name; a key of the wrong form is a fault, not a key about which nothing is known."""
        made: JsonSchemaValue = {"type": "object"}
        keys = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        if set(keys) - {"type"}:
            made["propertyNames"] = keys
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else {}
        made["additionalProperties"] = values or True
        return made


def schema() -> dict[str, Any]:
    """The whole schema."""
    made = ClusterSpec.model_json_schema(schema_generator=_Generator, mode="validation")
    head = {
        "$schema": _Generator.schema_dialect,
        "$id": ID,
        "title": "eksgen cluster spec",
        "description": made.pop("description"),
    }
    definitions = made.pop("$defs")
    whole = {"if": {"required": ["extends"]}, "else": _needs(made, definitions)}
    parts = {name: _shared(definitions[name]) for name in sorted(definitions)}
    return {**head, **_shared(made), **whole, "$defs": {**parts, _LATER_NAME: LATER}}


def _needs(made: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Takes out what the root and its parts require, as a schema of its own."""
    parts = {
        key: {"required": definitions[name].pop("required")}
        for key, field in made["properties"].items()
        if "required" in definitions.get(name := str(field.get("$ref")).rpartition("/")[2], {})
    }
    return {"required": made.pop("required"), "properties": parts}


def _shared(part: Any) -> Any:
    """The fields of later versions as references, since there are many."""
    if part == LATER:
        return {"$ref": f"#/$defs/{_LATER_NAME}"}
    if isinstance(part, dict):
        return {key: _shared(value) for key, value in part.items()}
    return [_shared(item) for item in part] if isinstance(part, list) else part


def text() -> str:
    """The file, byte for byte."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Bring the file up to date."""
    SCHEMA.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
