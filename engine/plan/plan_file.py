"""Read a plan file directly, with the same result as `terraform show -json`.

In: a file that `terraform plan -out` wrote. Out: a value of the shape of the plan JSON with the parts eksgen
reads, and unknown values as `UNKNOWN` in `after`; or None if `terraform show` is needed. `show` starts the
provider only for its schema, two seconds per plan; the file holds the same values.

The format is internal to Terraform (internal/plans/planproto/planfile.proto, version 3) and may change with
any release, so everything that this reader was not tested with is left to `show`: another release or fork, an
unknown field, a resource type whose schema is not in the catalog, a data source, an import, a value that
Terraform marked as sensitive. See docs/decisions/007-plan-file.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from ...catalog.resources.sensitive import ATTRIBUTES, KNOWN_TYPES
from ...compiler.diagnostics import Path
from ...compiler.files.decoding import NotDecoded, decode_zip
from ..addresses import parse_address
from .wire_format import NotUnderstood, read_fields, read_value

_MAX_BYTES = 256 * 1024 * 1024
_RELEASES = re.compile(r"1\.1[0-5]\.\d+")
_PLAN_FIELDS = {1, 3, 4, 13, 14, 15, 17, 18, 19, 20, 21, 22, 25, 26}
_CHANGE_FIELDS = {1, 2, 7, 8}  # no sensitive marks, no import, no generated configuration
_INSTANCE_FIELDS = {7, 8, 9, 10, 11, 12, 13, 14}
_ACTIONS: Mapping[int, list[str]] = {
    0: ["no-op"],
    1: ["create"],
    3: ["update"],
    5: ["delete"],
    6: ["delete", "create"],
    7: ["create", "delete"],
}
_REASONS = {
    0: "",
    1: "replace_because_tainted",
    2: "replace_by_request",
    3: "replace_because_cannot_update",
    4: "delete_because_no_resource_config",
    5: "delete_because_wrong_repetition",
    6: "delete_because_count_index",
    7: "delete_because_each_key",
    8: "delete_because_no_module",
    9: "replace_by_triggers",
    12: "delete_because_no_move_target",
}

_SINGLE_VALUE: Mapping[str, tuple[int | None, int | None]] = {
    "no-op": (0, 0),
    "create": (None, 0),
    "delete": (0, None),
}
"""Action -> index of the value before and after, for actions with a single value."""

Message = Mapping[int, Sequence[Any]]


def read_plan_file(file: FilePath) -> dict[str, Any] | None:
    """Return the plan in the shape of the plan JSON, or None if `terraform show` is needed."""
    try:
        return plan_message(decode_zip(file, {"tfplan": _MAX_BYTES})["tfplan"])
    except NotDecoded:
        return None


def plan_message(data: bytes) -> dict[str, Any] | None:
    """Parse the protobuf message inside a plan file; None if `terraform show` is needed."""
    try:
        plan = _message(data, _PLAN_FIELDS)
        if _number(plan, 1) != 3 or not _RELEASES.fullmatch(_text(plan, 14)) or _number(plan, 17) > 1:
            return None
        drift = map(_instance, plan.get(18, ()))
        return {
            "resource_changes": [_instance(message) for message in plan.get(3, ())],
            "resource_drift": [entry for entry in drift if entry["change"]["actions"] != ["no-op"]],
            "output_changes": dict(_output(message) for message in plan.get(4, ())),
            "errored": _number(plan, 20) == 1,
            "complete": _number(plan, 26) == 1,
        }
    except NotUnderstood:
        return None


def _message(data: Any, known: set[int]) -> Message:
    """Return the fields of a message by number, each a list. `NotUnderstood` if one is not `known`."""
    if not isinstance(data, bytes):
        raise NotUnderstood("a number where a message should be")
    fields: dict[int, list[Any]] = {}
    for number, content in read_fields(data):
        if number not in known:
            raise NotUnderstood(f"field {number}")
        fields.setdefault(number, []).append(content)
    return fields


def _instance(data: Any) -> dict[str, Any]:
    """Parse a `ResourceInstanceChange`."""
    raw = _message(data, _INSTANCE_FIELDS)
    text = _text(raw, 13)
    address = parse_address(text)
    if address.data or address.resource_type not in KNOWN_TYPES:
        raise NotUnderstood(text)
    previous = _text(raw, 14)
    change = _change(raw.get(9, ()))
    secrets = ATTRIBUTES.get(address.resource_type, frozenset())
    marks = {f"{side}_sensitive": _marks(change[side], secrets) for side in ("before", "after")}
    return {
        "address": text,
        "previous_address": previous if previous != text else "",
        "deposed": _text(raw, 7),
        "action_reason": _lookup(_REASONS, _number(raw, 12)),
        "change": change | marks | {"replace_paths": [_path(path) for path in raw.get(11, ())]},
    }


def _change(data: Sequence[Any]) -> dict[str, Any]:
    """Parse a `Change`. It holds two values if the object exists before and after, else one."""
    if len(data) != 1:
        raise NotUnderstood("not exactly one change")
    raw = _message(data[0], _CHANGE_FIELDS)
    actions = _lookup(_ACTIONS, _number(raw, 1))
    values = [_dynamic_value(message) for message in raw.get(2, ())]
    sides = _SINGLE_VALUE.get(actions[0], (0, 1)) if len(actions) == 1 else (0, 1)
    if len(values) != len(set(sides) - {None}):
        raise NotUnderstood("an unexpected number of values")
    before, after = (None if side is None else values[side] for side in sides)
    return {"actions": actions, "before": before, "after": after}


def _marks(value: Any, secrets: Collection[Path]) -> Any:
    """Return marks for what the provider schema calls sensitive, in the shape that `show` gives them."""
    if () in secrets:
        return True
    if isinstance(value, Mapping) and secrets:
        return {k: _marks(v, [path[1:] for path in secrets if path[0] == k]) for k, v in value.items()}
    return [_marks(item, secrets) for item in value] if isinstance(value, list) and secrets else None


def _output(data: Any) -> tuple[str, dict[str, Any]]:
    """Parse an `OutputChange` into its name and actions; the values are not needed."""
    raw = _message(data, {1, 2, 3})
    changes = raw.get(2, ())
    if len(changes) != 1:
        raise NotUnderstood("not exactly one change")
    return _text(raw, 1), {"actions": _lookup(_ACTIONS, _number(_message(changes[0], set(range(1, 9))), 1))}


def _path(data: Any) -> list[str | int]:
    """Parse a `Path`: each step is a name, or the key of an element."""
    return [_step(step) for step in _message(data, {1}).get(1, ())]


def _step(data: Any) -> str | int:
    raw = _message(data, {1, 2})
    if 1 in raw:
        return _text(raw, 1)
    key = _dynamic_value(raw[2][0]) if 2 in raw else None
    # Without a schema for its type, a key is written as the pair of type and value.
    key = key[1] if isinstance(key, list) and len(key) == 2 else key
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise NotUnderstood("an element of a set")
    return key


def _dynamic_value(data: Any) -> Any:
    """Parse a `DynamicValue`."""
    raw = _message(data, {1})
    if len(raw.get(1, ())) != 1 or not isinstance(raw[1][0], bytes):
        raise NotUnderstood("no value")
    return read_value(raw[1][0])


def _lookup(table: Mapping[int, Any], number: int) -> Any:
    if number not in table:
        raise NotUnderstood(f"enum value {number}")
    return table[number]


def _number(message: Message, field: int) -> int:
    value = message.get(field, (0,))[-1]
    if not isinstance(value, int):
        raise NotUnderstood(f"field {field} is not a number")
    return value


def _text(message: Message, field: int) -> str:
    value = message.get(field, (b"",))[-1]
    try:
        return str(value, "utf-8")
    except (TypeError, UnicodeDecodeError) as error:
        raise NotUnderstood(f"field {field} is not text") from error
