"""Find parts of an object that were added outside Terraform and that no apply removes. Pure, on raw values.

A policy attached to a role, a rule in a security group or a route in a route table is a resource of its own
to Terraform. In: the live object and the plan. Out: its parts that no resource in the state manages, whether
they were added since the last apply or before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ...catalog.resources.noise import RULES_OF_OTHERS
from ..addresses import Address
from ..plan.document import PlanDocument
from ..plan.policy_documents import canonical_policy, is_policy
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

_DESTINATIONS = {
    "cidr_block": "destination_cidr_block",
    "ipv6_cidr_block": "destination_ipv6_cidr_block",
    "destination_prefix_list_id": "destination_prefix_list_id",
}
"""Attribute of a block in a route table -> attribute of a route that is a resource of its own."""

_EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
"""The statement of an endpoint without a policy of its own (VPC user guide, "Control access to VPC endpoints
using endpoint policies", read 2026-11)."""

_RuleKey = tuple[Any, ...]
"""(protocol, from port, to port, source) of a security group rule; ports are -1 for all protocols."""

_Object = Mapping[str, Any]
_Find = Callable[[PlanDocument, _Object, str], list[Any]]


def parts_added_outside(
    document: PlanDocument, address: Address, live: Any
) -> Iterator[tuple[str, list[Any]]]:
    """Yield each attribute that holds parts of no resource in the state, with these parts."""
    if not isinstance(live, Mapping):
        return
    for (resource_type, name), find in _FINDERS.items():
        if resource_type == address.resource_type and (added := find(document, live, name)):
            yield name, added


def _attached_policies(document: PlanDocument, role: _Object, name: str) -> list[Any]:
    attachments = _objects(document, "aws_iam_role_policy_attachment", "role", role.get("name"))
    known = {attachment.get("policy_arn") for attachment in attachments}
    return [arn for arn in _items(role.get(name)) if arn not in known]


def _inline_policies(document: PlanDocument, role: _Object, name: str) -> list[Any]:
    policies = _objects(document, "aws_iam_role_policy", "role", role.get("name"))
    known = {policy.get("name") for policy in policies}
    return [policy for policy in _items(role.get(name)) if _name(policy) and _name(policy) not in known]


def _rules(document: PlanDocument, group: _Object, name: str) -> list[Any]:
    rules = _objects(document, _RULE_TYPES[name], "security_group_id", group.get("id"))
    known = {_rule_key(rule) for rule in rules}
    added = [block for block in _items(group.get(name)) if not set(_block_keys(block)) <= known]
    return [_without_empty(block) for block in added if not _is_by_kubernetes(block)]


def _routes(document: PlanDocument, table: _Object, name: str) -> list[Any]:
    routes = _objects(document, "aws_route", "route_table_id", table.get("id"))
    known = {_destination(route, _DESTINATIONS.values()) for route in routes}
    blocks = [block for block in _items(table.get(name)) if isinstance(block, Mapping)]
    added = [block for block in blocks if _destination(block, _DESTINATIONS) not in known]
    return [_without_empty(block) for block in added if not _is_by_ec2(block)]


def _is_by_ec2(route: _Object) -> bool:
    """Return whether EC2 keeps a route: the one inside the VPC, or that of a gateway endpoint."""
    gateway = str(route.get("gateway_id") or "")
    return gateway == "local" or (
        bool(route.get("destination_prefix_list_id")) and gateway.startswith("vpce-")
    )


def _endpoint_policy(_: PlanDocument, endpoint: _Object, name: str) -> list[Any]:
    policy = structured(endpoint.get(name))
    if not is_policy(policy) or _is_everything(policy):
        return []
    return [policy]


def _is_everything(policy: _Object) -> bool:
    statements = canonical_policy(policy)["Statement"]
    everything = canonical_policy({"Statement": [_EVERYTHING]})["Statement"]
    return bool([_without_name(statement) for statement in statements] == everything)


def _without_name(statement: Any) -> Any:
    """Return a statement without its Sid; `{"AWS": "*"}` is the principal `*`."""
    if not isinstance(statement, Mapping):
        return statement
    items = {key: value for key, value in statement.items() if key != "Sid"}
    return {**items, "Principal": ["*"]} if items.get("Principal") == {"AWS": ["*"]} else items


_FINDERS: Mapping[tuple[str, str], _Find] = {
    ("aws_iam_role", "managed_policy_arns"): _attached_policies,
    ("aws_iam_role", "inline_policy"): _inline_policies,
    ("aws_security_group", "ingress"): _rules,
    ("aws_security_group", "egress"): _rules,
    ("aws_route_table", "route"): _routes,
    ("aws_vpc_endpoint", "policy"): _endpoint_policy,
}
"""(resource type, attribute) -> what finds the parts in it that are not managed."""


def _is_by_kubernetes(block: Any) -> bool:
    return str(block.get("description") or "").startswith(RULES_OF_OTHERS)


def _without_empty(block: Any) -> Any:
    return {name: value for name, value in block.items() if value not in (None, "", [], False)}


def _items(value: Any) -> list[Any]:
    items = structured(value)
    return items if isinstance(items, list) else []


def _name(policy: Any) -> Any:
    return policy.get("name") if isinstance(policy, Mapping) else None


def _objects(document: PlanDocument, resource_type: str, parent: str, parent_id: Any) -> Iterator[_Object]:
    """Yield the live and the desired values of all objects of a type that belong to a parent."""
    for entry in document.entries:
        if entry.address.resource_type == resource_type:
            sides = (s.value for s in (entry.before, entry.after) if isinstance(s.value, Mapping))
            yield from (values for values in sides if values.get(parent) == parent_id)


def _destination(route: _Object, names: Iterable[str]) -> Any:
    return next((route[name] for name in names if route.get(name)), None)


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
