"""Resolve `nodeGroups`: image, size, subnets, and a name that changes on replacement."""

from __future__ import annotations

from ...catalog.compute.ami import OS_FAMILIES, ami_type
from ...catalog.compute.instances import instance_type
from ...catalog.compute.type_names import accelerator_of, architecture_of, known_types
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup as NodeGroupSpec
from ...schemas.nodes import Scaling, SubnetsOf
from .compute.pod_addresses import cni_settings, pods_per_node
from .model import ResolvedNodeGroup
from .names import launch_template_name, node_group_name, role_identity
from .network import placement_of, zones_of_tier
from .vpc.existing import NamedSubnet, named_subnets


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
    if group.ami is not None:
        return "CUSTOM"
    return ami_type(group.os, architecture_of(group.instance_types[0]), accelerator(group))


def is_self_managed(group: NodeGroupSpec) -> bool:
    """Return whether EC2 Auto Scaling starts the nodes of a group, not EKS."""
    return group.kind == "self-managed"


def joins_by_itself(group: NodeGroupSpec) -> bool:
    """Return whether the user data must make the nodes join, because EKS adds nothing to it."""
    return group.ami is not None or is_self_managed(group)


def has_spot(group: NodeGroupSpec) -> bool:
    """Return whether a part of the capacity of a group may be spot capacity."""
    return group.capacity == "spot" or (group.mixed_instances is not None and on_demand_percent(group) < 100)


def on_demand_percent(group: NodeGroupSpec) -> int:
    """Return the percentage of a self-managed group that is on demand above its base."""
    written = group.mixed_instances.on_demand_percent if group.mixed_instances else None
    return written if written is not None else 0 if group.capacity == "spot" else 100


def is_mixed(group: NodeGroupSpec) -> bool:
    """Return whether a self-managed group needs a policy for mixed instances; a capacity block has none."""
    several = len(group.instance_types) > 1 or group.capacity == "spot" or group.mixed_instances is not None
    return several and group.capacity != "capacity-block"


def has_windows(spec: ClusterSpec) -> bool:
    """Return whether a group has nodes with Windows."""
    return any(OS_FAMILIES[group.os].windows for group in spec.node_groups.values())


def accelerator(group: NodeGroupSpec) -> str:
    """Return the kind of accelerator that the image has drivers for."""
    return accelerator_of(group.instance_types[0]) if group.accelerator == "auto" else group.accelerator


def has_repair_limits(group: NodeGroupSpec) -> bool:
    """Return whether the repair of nodes is more than on, which only provider 6 can set."""
    repair = group.repair
    return repair is not None and (repair.max_unhealthy, repair.max_parallel, repair.overrides) != (
        None,
        None,
        (),
    )


def efa_cards(group: NodeGroupSpec) -> int:
    """Return the number of network cards with an EFA: what each instance type has at least."""
    if group.efa is None:
        return 0
    known = [kind for name in group.instance_types if (kind := instance_type(name))]
    return min((kind.efa_cards for kind in known), default=1)


def max_pods(spec: ClusterSpec, group: NodeGroupSpec) -> int | None:
    """Return the most pods of a node if the user data must say it, else None.

    EKS calculates it for its own images, from the instance types and the settings of the VPC CNI; images of
    the user and nodes that join by themselves know the number of interfaces, and nothing of prefixes and of
    custom networking. None of them knows of another CNI, with which a node runs more pods.
    """
    if group.max_pods != "auto":
        return group.max_pods
    settings, types = cni_settings(spec), known_types(group.instance_types)
    other_cni = settings.other and not OS_FAMILIES[group.os].windows
    by_itself = joins_by_itself(group) and (settings.prefixes or settings.custom)
    if types is None or not (other_cni or by_itself):
        return None
    return min(pods_per_node(kind, settings) for kind in types)


def percent(text: str) -> int:
    """Return the number of a percentage: `33%` is 33."""
    return int(text.removesuffix("%"))


def surge(group: NodeGroupSpec, most: int) -> int:
    """Return how many nodes a rolling update of a group of `most` nodes adds."""
    if is_self_managed(group):
        most_healthy = group.instance_refresh.max_healthy_percentage if group.instance_refresh else None
        return -(-most * max((most_healthy or 100) - 100, 0) // 100)
    limit = group.update.max_unavailable
    return limit if isinstance(limit, int) else -(-most * percent(limit) // 100)


def resolve_nodes(spec: ClusterSpec) -> tuple[ResolvedNodeGroup, ...]:
    """Return every node group, sorted by name."""
    return tuple(_group(spec, name) for name in sorted(spec.node_groups))


def subnet_ids_of(group: NodeGroupSpec) -> tuple[str, ...] | None:
    """Return the IDs of the subnets of a group if it names them."""
    return group.subnets.ids if isinstance(group.subnets, SubnetsOf) else None


def _named(spec: ClusterSpec, ids: tuple[str, ...]) -> list[NamedSubnet]:
    """Return the subnets for nodes that have these IDs."""
    return [one for one in named_subnets(spec.network) if one.id in ids and one.tier != "intra"]


def tier_of_group(spec: ClusterSpec, group: NodeGroupSpec) -> str:
    """Return the tier of the subnets that a group is in."""
    if ids := subnet_ids_of(group):
        return next((subnet.tier for subnet in _named(spec, ids)), "private")
    return group.subnets.tier if isinstance(group.subnets, SubnetsOf) else group.subnets


def zones_of_group(spec: ClusterSpec, group: NodeGroupSpec) -> tuple[str, ...]:
    """Return the zones that a group is spread over, sorted."""
    if ids := subnet_ids_of(group):
        return tuple(sorted({subnet.zone for subnet in _named(spec, ids)}))
    if isinstance(group.subnets, SubnetsOf) and group.subnets.zones:
        return tuple(sorted(group.subnets.zones))
    return zones_of_tier(spec, tier_of_group(spec, group))


def _group(spec: ClusterSpec, name: str) -> ResolvedNodeGroup:
    group = spec.node_groups[name]
    least, desired, most = scaling_sizes(group.scaling)
    zones = zones_of_group(spec, group)
    image, word = image_type(group) or "", group.renamed_from or name
    family, tier = OS_FAMILIES[group.os], tier_of_group(spec, group)
    # Another subnet forces a replacement.
    placed = placement_of(spec, tier, zones, subnet_ids_of(group))
    replaces: tuple[object, ...] = (
        image,
        group.capacity,
        group.instance_types,
        placed,
        *role_identity(spec, group.iam),
    )
    # EC2 Auto Scaling changes all of these in place, and its names are those of a region.
    own_name = (
        launch_template_name(spec, word) if is_self_managed(group) else node_group_name(word, *replaces)
    )
    return ResolvedNodeGroup(
        name=name,
        path=("nodeGroups", name),
        spec=group,
        aws_name=own_name,
        ami_type=image,
        word=word,
        disk_device=family.disk_device,
        system_device=family.system_device,
        max_pods=max_pods(spec, group),
        efa_cards=efa_cards(group),
        min=least,
        max=most,
        desired=desired,
        zones=zones,
        public=tier == "public",
    )
