"""Select the main objects of the cluster for a drawing, including unchanged ones. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..redact import redact
from .document import PlanDocument, ResourceChange
from .result import Action, ClusterShape, Value

_SHOWN: Mapping[str, tuple[str, ...]] = {
    "aws_vpc": ("cidr_block",),
    "aws_subnet": ("availability_zone", "cidr_block"),
    "aws_nat_gateway": (),
    "aws_internet_gateway": (),
    "aws_eks_cluster": ("name", "version", "vpc_config"),
    "aws_eks_node_group": ("node_group_name", "scaling_config", "instance_types", "capacity_type"),
    "aws_eks_fargate_profile": ("fargate_profile_name",),
    "aws_lb": ("name", "load_balancer_type", "internal"),
    "aws_elb": ("name", "internal"),
}
"""Resource type -> the attributes that the drawing shows."""


def cluster_shapes(document: PlanDocument, outside: Collection[str]) -> tuple[ClusterShape, ...]:
    """Return the objects of the drawing, by address. `outside` are addresses of objects with drift."""
    entries = [e for e in document.entries if e.address.resource_type in _SHOWN and not e.deposed]
    return tuple(_shape(e, e.address.text in outside) for e in entries if not e.address.data)


def _shape(entry: ResourceChange, outside: bool) -> ClusterShape:
    removed = entry.action in (Action.DELETE, Action.FORGET)
    side = entry.before if removed else entry.after
    return ClusterShape(
        entry.address,
        entry.action,
        outside,
        _shown_values(entry.address.resource_type, side.value, side.marks),
    )


def _shown_values(resource_type: str, value: Value, marks: Value) -> dict[str, Value]:
    shown = redact(value, marks)
    if not isinstance(shown, Mapping):
        return {}
    return {name: shown[name] for name in _SHOWN[resource_type] if shown.get(name) is not None}
