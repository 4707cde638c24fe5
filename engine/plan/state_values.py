"""What the state records of a cluster, out of a plan: names and ids by type of resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .document import PlanDocument
from .result import Action


def recorded_values(document: PlanDocument, resource_type: str) -> Iterator[Mapping[str, Any]]:
    """The attributes, as they are in the cloud, of every object of a type that is in the state."""
    for entry in document.entries:
        here = entry.address.resource_type == resource_type and not entry.address.data
        if here and isinstance(entry.before.value, Mapping):
            yield entry.before.value


def attribute_values(document: PlanDocument, resource_type: str, attribute: str) -> frozenset[str]:
    """The values of one attribute of all objects of a type in the state."""
    return frozenset(
        str(one[attribute])
        for one in recorded_values(document, resource_type)
        if one.get(attribute) is not None
    )


def all_deleted(document: PlanDocument) -> bool:
    """Whether the state records objects of AWS, and none of them is there any more."""
    there = any(
        entry.before.value is not None and entry.address.resource_type.startswith("aws_")
        for entry in document.entries
        if not entry.address.data
    )
    return not there and any(entry.action is Action.DELETE for entry in document.drift)


def cluster_name(document: PlanDocument) -> str | None:
    """The cluster in the state, if it was made."""
    return next(iter(sorted(attribute_values(document, "aws_eks_cluster", "name"))), None)


def vpc_id(document: PlanDocument) -> str | None:
    """The VPC of the cluster, made by the spec or taken from elsewhere."""
    own = sorted(attribute_values(document, "aws_vpc", "id"))
    if own:
        return own[0]
    for cluster in recorded_values(document, "aws_eks_cluster"):
        for block in cluster.get("vpc_config") or ():
            if block.get("vpc_id"):
                return str(block["vpc_id"])
    return None
