"""Read from a plan what the state records about a cluster: names and ids by resource type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .document import PlanDocument
from .result import Action


def recorded_values(document: PlanDocument, resource_type: str) -> Iterator[Mapping[str, Any]]:
    """Yield the live attributes of every object of a type in the state."""
    for entry in document.entries:
        matches = entry.address.resource_type == resource_type and not entry.address.data
        if matches and isinstance(entry.before.value, Mapping):
            yield entry.before.value


def attribute_values(document: PlanDocument, resource_type: str, attribute: str) -> frozenset[str]:
    """Return the values of one attribute of all objects of a type in the state."""
    return frozenset(
        str(values[attribute])
        for values in recorded_values(document, resource_type)
        if values.get(attribute) is not None
    )


def node_versions(document: PlanDocument) -> dict[str, Any]:
    """Return the recorded Kubernetes version of each node group, by its name in AWS."""
    groups = recorded_values(document, "aws_eks_node_group")
    return {str(group.get("node_group_name")): group.get("version") for group in groups}


def all_recorded(document: PlanDocument) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield type and recorded attributes of every object in the state, deleted outside Terraform or not."""
    for change in (*document.entries, *document.drift):
        if not change.address.data and isinstance(change.before.value, Mapping):
            yield change.address.resource_type, change.before.value


def all_deleted(document: PlanDocument) -> bool:
    """Return whether the state records AWS objects and none of them exists any more."""
    exists = any(
        entry.before.value is not None and entry.address.resource_type.startswith("aws_")
        for entry in document.entries
        if not entry.address.data
    )
    return not exists and any(entry.action is Action.DELETE for entry in document.drift)


def cluster_name(document: PlanDocument) -> str | None:
    """Return the name of the cluster in the state, if there is one."""
    return next(iter(sorted(attribute_values(document, "aws_eks_cluster", "name"))), None)


def vpc_id(document: PlanDocument) -> str | None:
    """Return the VPC of the cluster: one of the spec, or an existing one that the cluster uses."""
    own = sorted(attribute_values(document, "aws_vpc", "id"))
    if own:
        return own[0]
    for cluster in recorded_values(document, "aws_eks_cluster"):
        for block in cluster.get("vpc_config") or ():
            if block.get("vpc_id"):
                return str(block["vpc_id"])
    return None
