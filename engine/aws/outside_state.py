"""List the objects of a cluster and its VPC that no state records, by rows of `catalog/destroy_blockers/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...catalog.addons.capabilities import policies_by_eks
from ...catalog.destroy_blockers.blocker import DestroyBlocker
from ..plan.document import PlanDocument
from ..plan.state_values import recorded_values
from .listing import classic_balancers, list_all, network_balancers
from .templates import Item, fill_in, item_tags, value_at, values_at

Clients = Callable[[str], Any]
"""Returns the client of a service."""
Names = Mapping[str, str]
"""The names of the `cluster` and the `vpc`, "" if there is none."""


def list_items(clients: Clients, row: DestroyBlocker, names: Names) -> tuple[Item, ...]:
    """Return the objects of a row as mappings; one that is a text has the field "" only."""
    if row.service == "elbv2":
        return tuple(
            {row.id: arn, row.name: name, "VpcId": names["vpc"], "Tags": _as_list(tags)}
            for arn, name, tags in network_balancers(clients("elbv2"), names["vpc"])
        )
    if row.service == "elb":
        return tuple(
            {row.id: name, "VPCId": names["vpc"], "Tags": _as_list(tags)}
            for name, tags in classic_balancers(clients("elb"), names["vpc"])
        )
    api, (key, _, inner) = clients(row.service), row.items.partition(".")
    if not hasattr(api, row.operation):  # an older boto3
        return ()
    items = list_all(api, row.operation, key, **fill_in(row.parameters, names, {}))
    members = (member for item in items for member in (item[inner] if inner else (item,)))
    return tuple(member if isinstance(member, Mapping) else {"": member} for member in members)


def outside_state(
    clients: Clients, row: DestroyBlocker, names: Names, items: Sequence[Item], document: PlanDocument
) -> Iterator[tuple[str, Item]]:
    """Yield id and object of those that no state records and that neither EKS nor Kubernetes created."""
    known = {
        str(value)
        for recorded in recorded_values(document, row.resource_type)
        for value in values_at(recorded, row.attribute)
    }
    if row.principals:
        eks, cluster = clients("eks"), names["cluster"]
        known |= (
            node_roles(eks, cluster) | auto_mode_roles(document) | capability_policies(eks, cluster).keys()
        )
    for item in items:
        id_ = str(value_at(item, row.id) or "")
        if id_ not in known and not (row.principals and is_made_by_eks(id_)) and matches(item, row, names):
            known.add(id_)  # several instances may be of one Auto Scaling group
            yield id_, item


def matches(item: Item, row: DestroyBlocker, names: Names) -> bool:
    """Return whether an object is one of the row."""
    by_kubernetes = row.made_by_kubernetes
    if by_kubernetes and names["cluster"] and by_kubernetes(item, item_tags(item), names["cluster"]):
        return False
    if row.default and value_at(item, row.default):
        return False
    return all(_field_matches(item, name, pattern, names) for name, pattern in row.only.items()) and not any(
        _field_matches(item, name, pattern, names) for name, pattern in row.ignored.items()
    )


def _field_matches(item: Item, name: str, pattern: str, names: Names) -> bool:
    """Return whether a field has a value that matches; none matches the name of a cluster that is gone."""
    if "{cluster}" in pattern and not names["cluster"]:
        return False
    regex = fill_in(pattern, names, {})
    return any(re.fullmatch(regex, str(value)) for value in values_at(item, name) or ("",))


def is_made_by_eks(principal_arn: str) -> bool:
    """Return whether EKS created an access entry for one of its service-linked roles."""
    return ":role/aws-service-role/" in principal_arn


def node_roles(eks: Any, cluster: str) -> frozenset[str]:
    """Return the roles of node groups and Fargate profiles, whose access entries EKS creates by itself."""
    roles = set()
    for name in list_all(eks, "list_nodegroups", "nodegroups", clusterName=cluster):
        roles.add(eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]["nodeRole"])
    for name in list_all(eks, "list_fargate_profiles", "fargateProfileNames", clusterName=cluster):
        profile = eks.describe_fargate_profile(clusterName=cluster, fargateProfileName=name)["fargateProfile"]
        roles.add(profile["podExecutionRoleArn"])
    return frozenset(roles)


def auto_mode_roles(document: PlanDocument) -> frozenset[str]:
    """Return the roles of Auto Mode nodes, whose access entries EKS creates by itself."""
    clusters = recorded_values(document, "aws_eks_cluster")
    blocks = (block for cluster in clusters for block in cluster.get("compute_config") or ())
    return frozenset(str(block["node_role_arn"]) for block in blocks if block.get("node_role_arn"))


def capability_policies(eks: Any, cluster: str) -> dict[str, frozenset[str]]:
    """Return the roles of capabilities, whose access entries EKS creates by itself, and the names of the
    policies that it gives them."""
    policies: dict[str, frozenset[str]] = {}
    if not hasattr(eks, "list_capabilities"):  # an older boto3
        return policies
    for item in list_all(eks, "list_capabilities", "capabilities", clusterName=cluster):
        found = eks.describe_capability(clusterName=cluster, capabilityName=item["capabilityName"])
        role, by_eks = found["capability"]["roleArn"], policies_by_eks(str(item.get("type")))
        policies[role] = policies.get(role, frozenset()).union(by_eks)
    return policies


def _as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
