"""Address capacity. In: a spec. Out: the addresses of each subnet, and those needed at full scale-out.

The VPC CNI gives every pod an address from the subnet of its node; `pod_addresses.py` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from ...catalog.compute.instances import InstanceType
from ...catalog.compute.type_names import known_types
from ...catalog.limits import RESERVED_ADDRESSES_PER_SUBNET
from ...catalog.regions.endpoints import expand, is_gateway
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..values import At
from .compute.pod_addresses import addresses_per_node, cni_settings, pods_per_node
from .load_balancers import balancer_zones
from .network import control_plane_subnets, endpoints_of, nat_zones, subnets_of, zones_of
from .nodes import scaling_sizes, surge, tier_of_group, zones_of_group
from .vpc.existing import named_subnets
from .vpc.ranges import pod_subnets_of

PODS = "pod"
"""The tier of the subnets of `podCidr`."""
LOAD_BALANCER_ADDRESSES = 8
"""Free addresses that AWS requires in each subnet of a load balancer (Elastic Load Balancing user guide)."""

LOAD_BALANCER_PREFIX = 27
"""Prefix length of the smallest subnets for application and classic load balancers (the same guide)."""


CONTROL_PLANE_ADDRESSES = 6
"""Free addresses that EKS requires in each subnet of a cluster (EKS user guide, "Subnet requirements")."""


@dataclass(frozen=True, slots=True)
class NodeCapacity:
    """The addresses that a node group needs, by the instance type that uses most addresses.

    `pods_per_node` and `addresses_per_node` are the most on one node, `pod_addresses_per_node` those in the
    subnets of `podCidr`, `nodes` is the number of nodes at full
    scale-out, `surge` the number that a rolling update adds.
    """

    group: str
    path: Path
    instance: InstanceType
    pods_per_node: int
    addresses_per_node: int
    pod_addresses_per_node: int
    nodes: int
    surge: int
    tier: str
    zones: tuple[str, ...]

    def addresses(self, tier: str) -> int:
        """Return the addresses of a node in a tier."""
        own = self.addresses_per_node if tier == self.tier else 0
        return self.pod_addresses_per_node if tier == PODS else own

    def addresses_per_zone(self, tier: str) -> int:
        """Return the addresses needed in each zone of a tier if nodes are spread evenly."""
        return -(-(self.nodes + self.surge) // len(self.zones)) * self.addresses(tier)


@dataclass(frozen=True, slots=True)
class SubnetCapacity:
    """A subnet: its usable addresses, and the addresses needed by name of the user."""

    tier: str
    zone: str
    cidr: str
    path: Path
    usable: int
    needs: Mapping[str, int]

    @property
    def left(self) -> int:
        """Return the number of unused addresses; negative if there are too few."""
        return self.usable - sum(self.needs.values())


def node_capacities(spec: ClusterSpec) -> tuple[NodeCapacity, ...]:
    """Return every node group, sorted by name, without those with a type that eksgen has no figures for."""
    capacities, settings = [], cni_settings(spec)
    for name, group in sorted(spec.node_groups.items()):
        types = known_types(group.instance_types)
        zones = zones_of_group(spec, group)
        if not types or not zones or (group.mixed_instances and group.mixed_instances.requirements):
            continue
        # Stopped instances in a warm pool keep their addresses.
        most = max(scaling_sizes(group.scaling)[2], (group.warm_pool and group.warm_pool.max) or 0)
        addresses, _, largest = max((addresses_per_node(kind, settings), kind.name, kind) for kind in types)
        pods, extra = pods_per_node(largest, settings), surge(group, most)
        if group.max_pods != "auto":
            pods = min(pods, group.max_pods)
        # With custom networking a node has one address in its own subnet, and its pods have theirs elsewhere.
        own = 1 if settings.custom else addresses
        others = addresses if spec.network.pod_cidr else 0
        tier, path = tier_of_group(spec, group), ("nodeGroups", name)
        capacities.append(NodeCapacity(name, path, largest, pods, own, others, most, extra, tier, zones))
    return tuple(capacities)


def subnet_capacities(spec: ClusterSpec, nodes: tuple[NodeCapacity, ...]) -> tuple[SubnetCapacity, ...]:
    """Return every private and public subnet, and those of pods, with what these nodes need of it.

    The smallest subnet that AWS accepts has addresses enough for the interfaces of the control plane.
    """
    return tuple(
        _subnet(spec, nodes, tier, zone, at)
        for tier, subnets in (_measured(spec) | {PODS: pod_subnets_of(spec, zones_of(spec))}).items()
        if tier != "intra"
        for zone, at in subnets.items()
    )


def _measured(spec: ClusterSpec) -> dict[str, dict[str, At]]:
    """Return the CIDR block of each subnet by tier and zone; of subnets that exist, as far as it is written.

    A zone has no other subnet beside one with a CIDR block.
    """
    measured = subnets_of(spec)
    for subnet in named_subnets(spec.network):
        if subnet.cidr is not None:
            measured[subnet.tier][subnet.zone] = At(subnet.cidr, (*subnet.path, "cidr"))
    return measured


def _subnet(
    spec: ClusterSpec, nodes: tuple[NodeCapacity, ...], tier: str, zone: str, at: At
) -> SubnetCapacity:
    usable = IPv4Network(str(at.value)).num_addresses - RESERVED_ADDRESSES_PER_SUBNET
    groups = [group for group in nodes if group.addresses(tier) and zone in group.zones]
    needs = {group.group: group.addresses_per_zone(tier) for group in groups} | _other_needs(spec, tier, zone)
    return SubnetCapacity(tier, zone, str(at.value), at.path, usable, needs)


def _other_needs(spec: ClusterSpec, tier: str, zone: str) -> dict[str, int]:
    """Return the addresses of load balancers, endpoints, NAT gateway and control plane in a subnet."""
    scheme = {"private": "internal", "public": "internet-facing"}.get(tier)
    balancers = sum(
        balancer.scheme == scheme and zone in balancer_zones(spec, balancer)
        for balancer in spec.load_balancers.values()
    )
    names = expand(endpoints_of(spec.network), spec.metadata.region) if tier == "private" else ()
    endpoints = sum(not is_gateway(name) for name in names)
    interfaces = (tier, zone in control_plane_subnets(spec)[1]) == (control_plane_subnets(spec)[0], True)
    gateway = tier == "public" and zone in nat_zones(spec)
    counted = {
        "load balancers": balancers * LOAD_BALANCER_ADDRESSES,
        "endpoints": endpoints,
        "NAT gateway": int(gateway),
        "control plane": CONTROL_PLANE_ADDRESSES * interfaces,
    }
    return {name: addresses for name, addresses in counted.items() if addresses}
