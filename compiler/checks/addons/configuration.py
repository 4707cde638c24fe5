"""Rules for the configuration of add-ons: what AWS's schema accepts, and what contradicts a field.

`jsonschema` is loaded only for a value that is not plainly valid: checking a spec must feel instant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ....catalog.addons.addons import addon_or_default
from ....catalog.addons.configuration import configuration_schema
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity, dotted
from ...resolve.addons import addons_of
from ...resolve.compute.own_settings import own_settings
from ..finding import Finding, closest, not_in_catalog

_SHOWN = 50
"""How many findings one add-on has at most."""

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
}


def configurations_valid(spec: ClusterSpec) -> Iterator[Finding]:
    """Check the configuration of each add-on whose schema is known."""
    for name, addon in addons_of(spec):
        known = addon_or_default(name)
        schema = configuration_schema(known.name)
        if schema is None or not addon.configuration:
            continue
        values = json.loads(json.dumps(addon.configuration))
        if not _is_plainly_valid(values, schema, schema):
            path: Path = ("addons", name, "configuration")
            yield from islice(_errors(known.name, path, values, schema), _SHOWN)


def own_settings_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about a configuration that says something else than a field of the spec."""
    for name, addon in addons_of(spec):
        for setting in own_settings(spec, name, addon):
            path: Path = ("addons", name, "configuration", *setting.place)
            found = _at(addon.configuration, setting.place)
            if setting.chosen and found is not None and _text(found) != _text(setting.value):
                yield Finding(
                    "contradicting-configuration",
                    path,
                    f"`{dotted(setting.field)}` says something else than this value",
                    f"wins over {_text(setting.value)}",
                    ((setting.field, "has no effect"),),
                    help="delete one of the two",
                    severity=Severity.WARNING,
                )


def _is_plainly_valid(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> bool:
    """Return whether a value certainly fits: of the keywords, only the frequent ones are understood."""
    schema = _resolved(schema, root)
    types, rest = schema.get("type"), schema.keys() - {"$comment", "$schema", "definitions", "type"}
    if not isinstance(types, str) or not _has_type(value, types):
        return False
    if types == "object" and rest <= {"properties", "additionalProperties"}:
        parts, open_ = schema.get("properties", {}), schema.get("additionalProperties", True)
        return all(
            _is_plainly_valid(item, parts[key], root) if key in parts else open_ is True
            for key, item in value.items()
        )
    if types == "array" and rest <= {"items"}:
        return all(_is_plainly_valid(item, schema.get("items", {"type": "object"}), root) for item in value)
    return _format_fits(value, schema) if rest <= {"format"} else False


def _has_type(value: Any, name: str) -> bool:
    return isinstance(value, _PLAIN.get(name, ())) and (name == "boolean" or not isinstance(value, bool))


def _format_fits(value: Any, schema: Mapping[str, Any]) -> bool:
    if not isinstance(value, str):
        return True
    if schema.get("format") == "boolean":
        return value in ("true", "false")
    return schema.get("format") != "integer" or (value.isdecimal() and len(value) < 10)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    resolved: Mapping[str, Any] = root["definitions"][schema["$ref"].rpartition("/")[2]]
    return resolved


def _errors(name: str, path: Path, values: Any, schema: dict[str, Any]) -> Iterator[Finding]:
    import jsonschema  # only needed for values that are not plainly valid

    checker = jsonschema.FormatChecker(())
    for word in ("boolean", "integer"):
        checker.checks(word)(lambda value, word=word: _format_fits(value, {"format": word}))
    validator = jsonschema.Draft7Validator(schema, format_checker=checker)
    for error in validator.iter_errors(values):
        place = (*path, *error.absolute_path)
        if error.validator == "additionalProperties":
            known = error.schema["properties"]
            for key in sorted(error.instance.keys() - known.keys()):
                yield _unknown_key(name, (*place, key), list(known))
        else:
            yield _invalid_value(name, place, error)


def _unknown_key(name: str, path: Path, known: list[str]) -> Finding:
    key = printable(str(path[-1]))
    if near := closest(str(path[-1]), known, cutoff=0.85):
        message = f"the configuration of `{name}` has no `{key}`"
        return Finding(
            "addon-configuration", path, message, "unknown key", help=f"write `{near}`", of_key=True
        )
    message = f"eksgen does not know `{key}` in the configuration of `{name}`"
    return not_in_catalog(path, message, f"EKS refuses keys that are not in the schema: {_command(name)}")


def _invalid_value(name: str, path: Path, error: Any) -> Finding:
    expected = _expected(str(error.validator), error.validator_value)
    subject = dotted(path[3:]) or "the configuration"
    missing = error.validator == "required"
    return Finding(
        "addon-configuration",
        path,
        f"`{printable(subject)}` of `{name}` {expected}",
        "incomplete" if missing else "not understood" if error.validator == "format" else "refused by EKS",
        note=f"the schema of the configuration: {_command(name)}",
        help=_as_type(str(error.validator), error.validator_value, error.instance),
    )


def _as_type(keyword: str, wanted: Any, value: Any) -> str:
    """Return how to write a value of another type."""
    text = printable(str(value).lower() if isinstance(value, bool) else str(value))
    if keyword == "type" and wanted == "string" and isinstance(value, bool | int | float):
        return f'write `"{text}"`, in quotes'
    is_number = wanted == "integer" and isinstance(value, str) and value.isdecimal()
    is_switch = wanted == "boolean" and value in ("true", "false")
    return f"write `{text}`, without quotes" if keyword == "type" and (is_number or is_switch) else ""


def _expected(keyword: str, value: Any) -> str:
    if keyword == "type":
        return f"must be of type {' or '.join([value] if isinstance(value, str) else value)}"
    if keyword == "format":
        return 'must be "true" or "false", in quotes' if value == "boolean" else "must be a number in quotes"
    if keyword == "enum":
        return f"must be one of {', '.join(map(str, value))}"
    if keyword == "required":
        return f"needs {', '.join(value)}"
    if keyword in ("minimum", "maximum"):
        return f"must be {'at least' if keyword == 'minimum' else 'at most'} {value}"
    return "must have another form"


def _command(name: str) -> str:
    eks_name = addon_or_default(name).eks_name
    return f"`aws eks describe-addon-configuration --addon-name {eks_name} --addon-version VERSION`"


def _at(configuration: Mapping[str, Any], place: tuple[str, ...]) -> Any:
    value: Any = configuration
    for step in place:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    return str(value).strip().lower() if isinstance(value, str | int) else ""
