"""Find items that were added to an object outside Terraform and that no apply would notice. Pure, on raw
values.

A policy attached to a role or a rule added to a security group is a resource of its own to Terraform. In: the
recorded and the live list of such items, and the plan. Out: the new items that no resource in the state
manages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.resources.noise import RULES_OF_OTHERS
from ..addresses import Address
from ..plan.document import PlanDocument
from ..redact import structured

_RULE_TYPES = {
    "ingress": "aws_vpc_security_group_ingress_rule",
    "egress": "aws_vpc_security_group_egress_rule",
}
_RULE_SOURCES = {
    "cidr_blocks": "cidr_ipv4",
    "ipv6_cidr_blocks": "cidr_ipv6",
    "prefix_list_ids": "prefix_list_id",
    "security_groups": "referenced_security_group_id",
}
"""Attribute of a block in a security group -> attribute of a rule that is a resource of its own."""

_RuleKey = tuple[Any, ...]
"""(protocol, from port, to port, source) of a security group rule; ports are -1 for all protocols."""


def items_added_outside(
    document: PlanDocument, address: Address, name: str, recorded: Any, live: Any
) -> list[Any]:
    """Return the items of `live` that are new and not in the state; [] for other attributes."""
    old, new = _items(recorded), _items(live)
    kind = address.resource_type
    if (kind, name) == ("aws_iam_role", "managed_policy_arns"):
        known = {a.get("policy_arn") for a in _objects(document, "aws_iam_role_policy_attachment")}
        return [arn for arn in new if arn not in known and arn not in old]
    if (kind, name) == ("aws_iam_role", "inline_policy"):
        names = {p.get("name") for p in _objects(document, "aws_iam_role_policy")} | {_name(p) for p in old}
        return [policy for policy in new if _name(policy) not in names]
    if kind == "aws_security_group" and name in _RULE_TYPES:
        known_rules = {_rule_key(rule) for rule in _objects(document, _RULE_TYPES[name])}
        known_rules |= {key for block in old for key in _block_keys(block)}
        added = [block for block in new if not set(_block_keys(block)) <= known_rules]
        return [_without_empty(block) for block in added if not _is_by_kubernetes(block)]
    return []


def _is_by_kubernetes(block: Any) -> bool:
    return str(block.get("description") or "").startswith(RULES_OF_OTHERS)


def _without_empty(block: Any) -> Any:
    return {name: value for name, value in block.items() if value not in (None, "", [], False)}


def _items(value: Any) -> list[Any]:
    items = structured(value)
    return items if isinstance(items, list) else []


def _name(policy: Any) -> Any:
    return policy.get("name") if isinstance(policy, Mapping) else None


def _objects(document: PlanDocument, resource_type: str) -> Iterator[Mapping[str, Any]]:
    """Yield every object of a type with its live and its desired values."""
    for entry in document.entries:
        if entry.address.resource_type == resource_type:
            yield from (s.value for s in (entry.before, entry.after) if isinstance(s.value, Mapping))


def _rule_key(rule: Mapping[str, Any]) -> _RuleKey:
    source = next((rule[name] for name in _RULE_SOURCES.values() if rule.get(name)), None)
    if source is not None and source == rule.get("security_group_id"):
        source = "self"
    return _key(rule.get("ip_protocol"), rule, source)


def _block_keys(block: Any) -> Iterator[_RuleKey]:
    if not isinstance(block, Mapping):
        return
    protocol = block.get("protocol")
    if block.get("self"):
        yield _key(protocol, block, "self")
    for name in _RULE_SOURCES:
        yield from (_key(protocol, block, source) for source in _items(block.get(name)))


def _key(protocol: Any, ports: Mapping[str, Any], source: Any) -> _RuleKey:
    if protocol == "-1":
        return ("-1", -1, -1, source)
    return (protocol, ports.get("from_port"), ports.get("to_port"), source)
