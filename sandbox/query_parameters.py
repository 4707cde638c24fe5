"""The parameters of a query request as CloudTrail records them: nested, in camel case, EC2 lists as `items`.

Newer EC2 calls keep the names of the request, below `<Call>Request`, and number the items of lists. Sources:
CloudTrail user guide, "CloudTrail log file examples" (read 2026-11-28); for the newer calls recorded events,
see `catalog/logs/audit_events`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_PROTOCOL = ("Action", "Version")
_EC2_TAG_CALLS = ("CreateTags", "DeleteTags")
_NEWER_EC2_CALL = re.compile(
    r"(Create|Modify|Delete)(FlowLogs|LaunchTemplate|LaunchTemplateVersions?|NatGateway|VpcEndpoints?)"
    r"|ModifySecurityGroupRules"
)


def recorded_parameters(service: str, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a request, such as `Tags.member.1.Key`, as nested parameters."""
    pairs = dict(fields)
    tree: dict[str, Any] = {}
    for name, value in pairs.items():
        if name not in _PROTOCOL:
            _insert(tree, [step for step in name.split(".") if step != "member"], value)
    call = pairs.get("Action", "") if service == "ec2" else ""
    if _NEWER_EC2_CALL.fullmatch(call):
        return {f"{call}Request": _numbered(tree)}
    parameters = _nested(tree, items=service == "ec2")
    return _tagging(parameters) if call in _EC2_TAG_CALLS else parameters


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


def _numbered(value: Any) -> Any:
    """Return mappings with numbered keys as one item, or as a list of several; each item has its number."""
    if not isinstance(value, Mapping):
        return value
    if not value or not all(key.isdecimal() for key in value):
        return {key: _numbered(inner) for key, inner in value.items()}
    items = [{"tag": int(key), **_content(value[key])} for key in sorted(value, key=int)]
    return items[0] if len(items) == 1 else items


def _content(item: Any) -> dict[str, Any]:
    content = _numbered(item)
    return content if isinstance(content, dict) else {"content": content}


def _tagging(parameters: dict[str, Any]) -> dict[str, Any]:
    resources = parameters.get("resourceId", {}).get("items", ())
    return {
        "resourcesSet": {"items": [{"resourceId": resource} for resource in resources]},
        "tagSet": parameters.get("tag", {}),
    }
