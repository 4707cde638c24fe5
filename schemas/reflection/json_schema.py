"""Generate the JSON Schema of the language for editors; run by developers when a model changes.

In: the pydantic models. Out: `cluster.schema.json` (JSON Schema 2020-12), the same bytes for the same models.
A test checks that it is up to date and agrees with the models. `make generate` writes it.

The schema describes a complete spec. In a file with `extends`, the required fields of the root and its parts
are optional; nulls that remove values of an extended file are not described.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ...catalog.addons.addons import addon
from .. import SCHEMA
from ..cluster import ClusterSpec

ID = "https://raw.githubusercontent.com/eksgen/eksgen/main/schemas/cluster.schema.json"

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
    """pydantic's generator, adjusted to the loader: no field accepts `null`."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Keep the order of the models."""
        return value

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Omit titles; they would repeat the keys."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Omit the class name of a part of the spec."""
        json_schema = super().model_schema(schema)
        json_schema.pop("title", None)
        return json_schema

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Reject null for optional fields."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Omit null, and defaults of whole parts, which are given at their fields."""
        json_schema = super().default_schema(schema)
        if isinstance(json_schema.get("default"), dict) or json_schema.get("default", ...) is None:
            json_schema.pop("default")
        return json_schema

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Give every branch of a union a title."""
        branches = [
            {"title": _BRANCHES[str(tag)], **self.generate_inner(choice)}
            for tag, choice in schema["choices"].items()
            if not isinstance(choice, str | int)
        ]
        return {"oneOf": branches}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Describe a map by `propertyNames`, so that a key of the wrong form is an error."""
        json_schema: JsonSchemaValue = {"type": "object"}
        keys = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        if set(keys) - {"type"}:
            json_schema["propertyNames"] = keys
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else {}
        json_schema["additionalProperties"] = values or True
        return json_schema


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a spec."""
    root = ClusterSpec.model_json_schema(schema_generator=_Generator, mode="validation")
    head = {
        "$schema": _Generator.schema_dialect,
        "$id": ID,
        "title": "eksgen cluster spec",
        "description": root.pop("description"),
    }
    definitions = root.pop("$defs")
    _add_aws_names(definitions["Addons"]["properties"])
    required = {"if": {"required": ["extends"]}, "else": _take_required(root, definitions)}
    parts = {name: definitions[name] for name in sorted(definitions)}
    return {**head, **root, **required, "$defs": parts}


def _add_aws_names(addons: dict[str, Any]) -> None:
    """Describe every add-on under AWS's own name, too."""
    for name, field in list(addons.items()):
        if (known := addon(name)) is not None:
            addons[known.eks_name] = field


def _take_required(root: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Remove the `required` keywords of the root and its parts, and return them as a schema."""
    parts = {
        key: {"required": definitions[name].pop("required")}
        for key, field in root["properties"].items()
        if "required" in definitions.get(name := str(field.get("$ref")).rpartition("/")[2], {})
    }
    return {"required": root.pop("required"), "properties": parts}


def text() -> str:
    """Return the content of the schema file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema file."""
    SCHEMA.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
