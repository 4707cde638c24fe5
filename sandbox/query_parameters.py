"""The parameters of a query request as CloudTrail records them: nested, in camel case, EC2 lists as `items`.

Source: CloudTrail user guide, "CloudTrail log file examples" (read 2026-11-28).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_PROTOCOL = ("Action", "Version")
_EC2_TAG_CALLS = ("CreateTags", "DeleteTags")


def recorded_parameters(service: str, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a request, such as `Tags.member.1.Key`, as nested parameters."""
    pairs = dict(fields)
    tree: dict[str, Any] = {}
    for name, value in pairs.items():
        if name not in _PROTOCOL:
            _insert(tree, [step for step in name.split(".") if step != "member"], value)
    parameters = _nested(tree, items=service == "ec2")
    return _tagging(parameters) if pairs.get("Action") in _EC2_TAG_CALLS and service == "ec2" else parameters


def _insert(tree: dict[str, Any], steps: list[str], value: str) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _nested(value: Any, *, items: bool) -> Any:
    """Return mappings with camel case keys, and those with numbered keys as lists."""
    if not isinstance(value, Mapping):
        return value
    if value and all(key.isdecimal() for key in value):
        listed = [_nested(value[key], items=items) for key in sorted(value, key=int)]
        return {"items": listed} if items else listed
    return {key[:1].lower() + key[1:]: _nested(inner, items=items) for key, inner in value.items()}


def _tagging(parameters: dict[str, Any]) -> dict[str, Any]:
    resources = parameters.get("resourceId", {}).get("items", ())
    return {
        "resourcesSet": {"items": [{"resourceId": resource} for resource in resources]},
        "tagSet": parameters.get("tag", {}),
    }
