"""Find parts of an object that were added outside Terraform and that no apply removes. Pure, on raw values.

A policy attached to a role, a rule in a security group or a route in a route table is a resource of its own
to Terraform. In: the live object and the plan. Out: its parts that no resource in the state manages, whether
they were added since the last apply or before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.resources.noise import RULE_OF_OTHERS, RULES_OF_OTHERS
from ..addresses import Address
from ..plan.document import PlanDocument
from ..plan.policy_documents import canonical_policy, is_policy
from ..plan.security_group_rules import admits_administration, block_keys, resource_key, without_sources
from ..redact import structured

_PARENTS = {
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_role_policy": "role",
    "aws_route": "route_table_id",
    "aws_vpc_security_group_egress_rule": "security_group_id",
    "aws_vpc_security_group_ingress_rule": "security_group_id",
}
"""Type of a resource that is a part of another one -> attribute that names the other one."""

_DESTINATIONS = {
    "cidr_block": "destination_cidr_block",
    "ipv6_cidr_block": "destination_ipv6_cidr_block",
    "destination_prefix_list_id": "destination_prefix_list_id",
}
"""Attribute of a block in a route table -> attribute of a route that is a resource of its own."""

_EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
"""The statement of an endpoint without a policy of its own (VPC user guide, "Control access to VPC endpoints
using endpoint policies", read 2026-11)."""

_Object = Mapping[str, Any]
ManagedParts = Mapping[tuple[str, str], list[_Object]]
"""(resource type, name or id of the parent) -> live and desired values of the managed parts."""
_Find = Callable[[ManagedParts, _Object, str], list[Any]]


@dataclass(frozen=True, slots=True)
class ForeignParts:
    """The parts in an attribute that no resource manages; `changed_by` says who is known to add them."""

    attribute: str
    parts: list[Any]
    changed_by: str = ""


def managed_parts(document: PlanDocument) -> ManagedParts:
    """Return the resources of a plan that are parts of others."""
    parts: dict[tuple[str, str], list[_Object]] = defaultdict(list)
    for entry in document.entries:
        resource_type = entry.address.resource_type
        for side in (entry.before, entry.after) if resource_type in _PARENTS else ():
            if isinstance(side.value, Mapping):
                parts[resource_type, str(side.value.get(_PARENTS[resource_type]))].append(side.value)
    return parts


def parts_added_outside(managed: ManagedParts, address: Address, live: Any) -> Iterator[ForeignParts]:
    """Yield the parts of an object that are not managed, by attribute and by who adds them."""
    if not isinstance(live, Mapping):
        return
    for (resource_type, name), find in _FINDERS.items():
        if resource_type == address.resource_type:
            added = [(_added_by(part), part) for part in find(managed, live, name)]
            for who in sorted({who for who, _ in added}):
                yield ForeignParts(name, [_without_empty(part) for by, part in added if by == who], who)


def _added_by(part: Any) -> str:
    """Return who is known to add a security group rule with such a description, unless it is dangerous."""
    description = str(part.get("description") or "") if isinstance(part, Mapping) else ""
    by_others = description.startswith(RULES_OF_OTHERS)
    return RULE_OF_OTHERS if by_others and not any(map(admits_administration, block_keys(part))) else ""


def _attached_policies(managed: ManagedParts, role: _Object, name: str) -> list[Any]:
    attachments = managed.get(("aws_iam_role_policy_attachment", str(role.get("name"))), ())
    known = [attachment.get("policy_arn") for attachment in attachments]
    return [arn for arn in _items(role.get(name)) if arn not in known]


def _inline_policies(managed: ManagedParts, role: _Object, name: str) -> list[Any]:
    policies = managed.get(("aws_iam_role_policy", str(role.get("name"))), ())
    known = [policy.get("name") for policy in policies]
    return [policy for policy in _items(role.get(name)) if _name(policy) and _name(policy) not in known]


def _rules(managed: ManagedParts, group: _Object, name: str) -> list[Any]:
    own = str(group.get("id"))
    known = set(map(resource_key, managed.get((f"aws_vpc_security_group_{name}_rule", own), ())))
    blocks = (block for block in _items(group.get(name)) if not set(block_keys(block, own)) <= known)
    return [without_sources(block, known, own) for block in blocks]


def _routes(managed: ManagedParts, table: _Object, name: str) -> list[Any]:
    routes = managed.get(("aws_route", str(table.get("id"))), ())
    known = [_destination(route, _DESTINATIONS.values()) for route in routes]
    blocks = [block for block in _items(table.get(name)) if isinstance(block, Mapping)]
    added = [block for block in blocks if _destination(block, _DESTINATIONS) not in known]
    return [block for block in added if not _is_by_ec2(block)]


def _is_by_ec2(route: _Object) -> bool:
    """Return whether EC2 keeps a route: the one inside the VPC, or that of a gateway endpoint."""
    gateway = str(route.get("gateway_id") or "")
    return gateway == "local" or (
        bool(route.get("destination_prefix_list_id")) and gateway.startswith("vpce-")
    )


def _endpoint_policy(_: ManagedParts, endpoint: _Object, name: str) -> list[Any]:
    # The module writes the policy of each gateway endpoint, so a plan shows and reverts a change of it.
    policy = structured(endpoint.get(name))
    written = endpoint.get("vpc_endpoint_type") == "Gateway"
    if written or not is_policy(policy) or _is_everything(policy):
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


def _without_empty(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: value for name, value in part.items() if value not in (None, "", [], False)}


def _items(value: Any) -> list[Any]:
    items = structured(value)
    return items if isinstance(items, list) else []


def _name(policy: Any) -> Any:
    return policy.get("name") if isinstance(policy, Mapping) else None


def _destination(route: _Object, names: Iterable[str]) -> Any:
    return next((route[name] for name in names if route.get(name)), None)
