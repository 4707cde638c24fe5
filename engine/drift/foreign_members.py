"""What was put into an object from outside although it is an object of its own to Terraform, so that no apply
sees it: a policy attached to a role, a rule added to a security group. Pure, on raw values.

In: the recorded and the live list of such an object, and the plan. Out: the items that came since the last
run and that no object of the state stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.drift_noise import RULES_OF_OTHERS
from ..addresses import Address
from ..plan.document import PlanDocument
from ..redact import structured

_RULES = {
    "ingress": "aws_vpc_security_group_ingress_rule",
    "egress": "aws_vpc_security_group_egress_rule",
}
_SOURCES = {
    "cidr_blocks": "cidr_ipv4",
    "ipv6_cidr_blocks": "cidr_ipv6",
    "prefix_list_ids": "prefix_list_id",
    "security_groups": "referenced_security_group_id",
}
"""Attribute of a security group's block -> attribute of a rule that is an object of its own."""

_Door = tuple[Any, ...]
"""(protocol, from, to, source) of one rule; -1 where all ports are meant."""


def items_added_outside(
    document: PlanDocument, address: Address, name: str, recorded: Any, live: Any
) -> list[Any]:
    """The items of `live` that are new and that the state does not know; [] for other attributes."""
    old, new = _items(recorded), _items(live)
    kind = address.resource_type
    if (kind, name) == ("aws_iam_role", "managed_policy_arns"):
        known = {a.get("policy_arn") for a in _objects(document, "aws_iam_role_policy_attachment")}
        return [arn for arn in new if arn not in known and arn not in old]
    if (kind, name) == ("aws_iam_role", "inline_policy"):
        names = {p.get("name") for p in _objects(document, "aws_iam_role_policy")} | {_name(p) for p in old}
        return [policy for policy in new if _name(policy) not in names]
    if kind == "aws_security_group" and name in _RULES:
        doors = {_door(rule) for rule in _objects(document, _RULES[name])}
        doors |= {door for block in old for door in _doors(block)}
        return [_told(b) for b in new if not set(_doors(b)) <= doors and not _of_kubernetes(b)]
    return []


def _of_kubernetes(block: Any) -> bool:
    return str(block.get("description") or "").startswith(RULES_OF_OTHERS)


def _told(block: Any) -> Any:
    """A block without what it leaves open."""
    return {name: value for name, value in block.items() if value not in (None, "", [], False)}


def _items(value: Any) -> list[Any]:
    found = structured(value)
    return found if isinstance(found, list) else []


def _name(policy: Any) -> Any:
    return policy.get("name") if isinstance(policy, Mapping) else None


def _objects(document: PlanDocument, resource_type: str) -> Iterator[Mapping[str, Any]]:
    """Every object of a type, as it is and as it will be."""
    for entry in document.entries:
        if entry.address.resource_type == resource_type:
            yield from (s.value for s in (entry.before, entry.after) if isinstance(s.value, Mapping))


def _door(rule: Mapping[str, Any]) -> _Door:
    source = next((rule[name] for name in _SOURCES.values() if rule.get(name)), None)
    if source is not None and source == rule.get("security_group_id"):
        source = "self"
    return _ports(rule.get("ip_protocol"), rule, source)


def _doors(block: Any) -> Iterator[_Door]:
    if not isinstance(block, Mapping):
        return
    protocol = block.get("protocol")
    if block.get("self"):
        yield _ports(protocol, block, "self")
    for name in _SOURCES:
        yield from (_ports(protocol, block, source) for source in _items(block.get(name)))


def _ports(protocol: Any, ports: Mapping[str, Any], source: Any) -> _Door:
    if protocol == "-1":
        return ("-1", -1, -1, source)
    return (protocol, ports.get("from_port"), ports.get("to_port"), source)
