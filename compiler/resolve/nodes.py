"""Resolve `nodeGroups`: image, size, subnets, and a name that changes on replacement."""

from __future__ import annotations

from ...catalog.compute.ami import OS_FAMILIES, ami_type
from ...catalog.compute.type_names import accelerator_of, architecture_of
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup as NodeGroupSpec
from ...schemas.nodes import Scaling, ZoneChoice
from .model import ResolvedNodeGroup
from .names import node_group_name
from .network import subnets_of, zones_of


def scaling_sizes(scaling: Scaling) -> tuple[int, int, int]:
    """Return (min, desired, max) with the defaults described in schemas/nodes.py."""
    desired = scaling.desired
    if desired is None:
        default = 2 if scaling.max is None else min(2, scaling.max)
        desired = scaling.min if scaling.min is not None else default
    least = scaling.min if scaling.min is not None else desired
    most = scaling.max if scaling.max is not None else max(least, desired, 1)
    return least, desired, most


def image_type(group: NodeGroupSpec) -> str | None:
    """Return the EKS AMI type of a group, or None if its OS does not support its instance types."""
    first = group.instance_types[0]
    return ami_type(group.os, architecture_of(first), accelerator_of(first))


def percent(text: str) -> int:
    """Return the number of a percentage: `33%` is 33."""
    return int(text.removesuffix("%"))


def surge(group: NodeGroupSpec, most: int) -> int:
    """Return how many nodes a rolling update of a group of `most` nodes adds."""
    limit = group.update.max_unavailable
    return limit if isinstance(limit, int) else -(-most * percent(limit) // 100)


def has_nodes(spec: ClusterSpec) -> bool:
    """Return whether the cluster has nodes that start without Karpenter, which needs one itself."""
    return bool(spec.node_groups)


def resolve_nodes(spec: ClusterSpec) -> tuple[ResolvedNodeGroup, ...]:
    """Return every node group, sorted by name."""
    return tuple(_group(spec, name) for name in sorted(spec.node_groups))


def _role(spec: ClusterSpec, group: NodeGroupSpec) -> tuple[str, ...]:
    """Return what the ARN of the role depends on, besides the names that it has by default."""
    iam, path = group.iam, group.iam.path or spec.iam_defaults.path
    if iam.role is not None:
        return (iam.role,)
    return () if iam.role_name is None and path == "/" else (iam.role_name or "", path)


def zones_of_group(spec: ClusterSpec, group: NodeGroupSpec) -> tuple[str, ...]:
    """Return the zones that a group is spread over, sorted."""
    return tuple(sorted(group.subnets.zones)) if isinstance(group.subnets, ZoneChoice) else zones_of(spec)


def _group(spec: ClusterSpec, name: str) -> ResolvedNodeGroup:
    group = spec.node_groups[name]
    least, desired, most = scaling_sizes(group.scaling)
    zones = zones_of_group(spec, group)
    public = group.subnets == "public"
    image = image_type(group) or ""
    ranges = subnets_of(spec)["public" if public else "private"]
    # A subnet with another CIDR block is another subnet, which forces a replacement.
    placed = tuple(str(at.value) for zone, at in ranges.items() if zone in zones)
    replaces = (image, group.capacity, group.instance_types, placed, *_role(spec, group))
    return ResolvedNodeGroup(
        name=name,
        path=("nodeGroups", name),
        spec=group,
        aws_name=node_group_name(name, *replaces),
        ami_type=image,
        root_device=OS_FAMILIES[group.os].root_device,
        min=least,
        max=most,
        desired=desired,
        zones=zones,
        public=public,
    )
