"""The plan file itself, for plans that are known in full: what `terraform show -json` would say of them.

In: a file that `terraform plan -out` wrote. Out: a value of the shape of the plan JSON with the parts eksgen
reads, unknown values as `UNKNOWN` in `after`; or None, and then `show` has to be asked. `show` starts the
provider anew for its schema alone, two seconds for each plan; the file holds the same values.

The format is Terraform's own (internal/plans/planproto/planfile.proto, version 3) and may change with any
release, so whatever this reader was not tested with is left to `show`: another release or fork, a field it
does not know, a resource type whose schema is not in the catalog, a data source, an import, a value that
Terraform marked as secret. docs/decisions/007-plan-file.md weighs this.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from ...catalog.sensitive import ATTRIBUTES, KNOWN_TYPES
from ...compiler.diagnostics import Path
from ..addresses import parse_address
from .wire_format import NotUnderstood, read_fields, read_value

_RELEASES = re.compile(r"1\.1[0-5]\.\d+")
_KNOWN = {1, 3, 4, 13, 14, 15, 17, 18, 19, 20, 21, 22, 25, 26}
_CHANGE_KNOWN = {1, 2, 7, 8}  # no marks of secrets, no import, no generated configuration
_INSTANCE_KNOWN = {7, 8, 9, 10, 11, 12, 13, 14}
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

_ALONE: Mapping[str, tuple[int | None, int | None]] = {
    "no-op": (0, 0),
    "create": (None, 0),
    "delete": (0, None),
}
"""Which of the values is before and which after, where there is but one."""

Message = Mapping[int, Sequence[Any]]


def read_plan_file(file: FilePath) -> dict[str, Any] | None:
    """The plan in the words of the plan JSON, or None if `show` has to tell."""
    try:
        with zipfile.ZipFile(file) as archive:
            return plan_message(archive.read("tfplan"))
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError):
        return None


def plan_message(data: bytes) -> dict[str, Any] | None:
    """The same for the message inside the file."""
    try:
        plan = _message(data, _KNOWN)
        if _number(plan, 1) != 3 or not _RELEASES.fullmatch(_text(plan, 14)) or _number(plan, 17) > 1:
            return None
        drift = [_instance(one) for one in plan.get(18, ())]
        return {
            "resource_changes": [_instance(one) for one in plan.get(3, ())],
            "resource_drift": [one for one in drift if one["change"]["actions"] != ["no-op"]],
            "output_changes": dict(_output(one) for one in plan.get(4, ())),
            "errored": _number(plan, 20) == 1,
            "complete": _number(plan, 26) == 1,
        }
    except NotUnderstood:
        return None


def _message(data: Any, known: set[int]) -> Message:
    """Fields by number, each a list. Any that is not `known` makes the whole plan not understood."""
    if not isinstance(data, bytes):
        raise NotUnderstood("a number where a message should be")
    found: dict[int, list[Any]] = {}
    for number, content in read_fields(data):
        if number not in known:
            raise NotUnderstood(f"field {number}")
        found.setdefault(number, []).append(content)
    return found


def _instance(data: Any) -> dict[str, Any]:
    """A `ResourceInstanceChange`."""
    raw = _message(data, _INSTANCE_KNOWN)
    text = _text(raw, 13)
    address = parse_address(text)
    if address.data or address.resource_type not in KNOWN_TYPES:
        raise NotUnderstood(text)
    before = _text(raw, 14)
    change = _change(raw.get(9, ()))
    secrets = ATTRIBUTES.get(address.resource_type, frozenset())
    marks = {f"{side}_sensitive": _marks(change[side], secrets) for side in ("before", "after")}
    return {
        "address": text,
        "previous_address": before if before != text else "",
        "deposed": _text(raw, 7),
        "action_reason": _word(_REASONS, _number(raw, 12)),
        "change": change | marks | {"replace_paths": [_path(path) for path in raw.get(11, ())]},
    }


def _change(data: Sequence[Any]) -> dict[str, Any]:
    """A `Change`. It holds one value, or two where the object is there before and after."""
    if len(data) != 1:
        raise NotUnderstood("not one change")
    raw = _message(data[0], _CHANGE_KNOWN)
    actions = _word(_ACTIONS, _number(raw, 1))
    values = [_dynamic(one) for one in raw.get(2, ())]
    sides = _ALONE.get(actions[0], (0, 1)) if len(actions) == 1 else (0, 1)
    if len(values) != len(set(sides) - {None}):
        raise NotUnderstood("a value too many or too few")
    before, after = (None if side is None else values[side] for side in sides)
    return {"actions": actions, "before": before, "after": after}


def _marks(inside: Any, secrets: Collection[Path]) -> Any:
    """What the provider calls secret, marked as `show` marks it."""
    if () in secrets:
        return True
    if isinstance(inside, Mapping) and secrets:
        return {k: _marks(v, [path[1:] for path in secrets if path[0] == k]) for k, v in inside.items()}
    return [_marks(one, secrets) for one in inside] if isinstance(inside, list) and secrets else None


def _output(data: Any) -> tuple[str, dict[str, Any]]:
    """An `OutputChange`: its name and what happens to it; values are not needed."""
    raw = _message(data, {1, 2, 3})
    changes = raw.get(2, ())
    if len(changes) != 1:
        raise NotUnderstood("not one change")
    return _text(raw, 1), {"actions": _word(_ACTIONS, _number(_message(changes[0], set(range(1, 9))), 1))}


def _path(data: Any) -> list[str | int]:
    """A `Path`: each step is a name, or the key of an element."""
    return [_step(step) for step in _message(data, {1}).get(1, ())]


def _step(data: Any) -> str | int:
    raw = _message(data, {1, 2})
    if 1 in raw:
        return _text(raw, 1)
    key = _dynamic(raw[2][0]) if 2 in raw else None
    # The type of a key is not known beforehand, so it is written beside the value.
    key = key[1] if isinstance(key, list) and len(key) == 2 else key
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise NotUnderstood("an element of a set")
    return key


def _dynamic(data: Any) -> Any:
    """A `DynamicValue`."""
    raw = _message(data, {1})
    if len(raw.get(1, ())) != 1 or not isinstance(raw[1][0], bytes):
        raise NotUnderstood("no value")
    return read_value(raw[1][0])


def _word(words: Mapping[int, Any], number: int) -> Any:
    if number not in words:
        raise NotUnderstood(f"word {number}")
    return words[number]


def _number(message: Message, field: int) -> int:
    found = message.get(field, (0,))[-1]
    if not isinstance(found, int):
        raise NotUnderstood(f"field {field} is no number")
    return found


def _text(message: Message, field: int) -> str:
    found = message.get(field, (b"",))[-1]
    try:
        return str(found, "utf-8")
    except (TypeError, UnicodeDecodeError) as error:
        raise NotUnderstood(f"field {field} is no text") from error
