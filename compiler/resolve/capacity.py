"""Address capacity. In: a spec. Out: the addresses of each subnet, and those needed at full scale-out.

The VPC CNI gives every pod an address from the subnet of its node. A node can use all addresses of all its
network interfaces (amazon-vpc-cni-k8s, `WARM_ENI_TARGET`), and runs at most interfaces x (addresses - 1) + 2
pods (AWS, "Choosing an optimal EC2 instance type").
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
from ...schemas.nodes import ZoneChoice
from ..diagnostics import Path
from ..values import At
from .network import subnets_of, zones_of
from .nodes import scaling_sizes

LOAD_BALANCER_ADDRESSES = 8
"""Free addresses that AWS requires in each subnet of a load balancer (Elastic Load Balancing user guide)."""


@dataclass(frozen=True, slots=True)
class NodeCapacity:
    """The addresses that a node group needs, by the instance type that uses most addresses.

    `nodes` is the number of nodes at full scale-out, `surge` the number that a rolling update adds.
    """

    group: str
    path: Path
    instance: InstanceType
    nodes: int
    surge: int
    tier: str
    zones: tuple[str, ...]

    @property
    def pods_per_node(self) -> int:
        """Return the maximum number of pods on a node."""
        return self.instance.max_pods

    @property
    def addresses_per_node(self) -> int:
        """Return the maximum number of addresses of a node."""
        return self.instance.max_enis * self.instance.ipv4_per_eni

    @property
    def addresses_per_zone(self) -> int:
        """Return the addresses needed in each zone if nodes are spread evenly."""
        return -(-(self.nodes + self.surge) // len(self.zones)) * self.addresses_per_node


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
    capacities = []
    for name, group in sorted(spec.node_groups.items()):
        types = known_types(group.instance_types)
        zones = group.subnets.zones if isinstance(group.subnets, ZoneChoice) else zones_of(spec)
        if not types or not zones:
            continue
        most = scaling_sizes(group.scaling)[2]
        percent = group.update.max_unavailable_percentage
        surge = -(-most * percent // 100) if percent else group.update.max_unavailable or 1
        largest = max(types, key=lambda kind: (kind.max_enis * kind.ipv4_per_eni, kind.name))
        tier = "public" if group.subnets == "public" else "private"
        capacities.append(NodeCapacity(name, ("nodeGroups", name), largest, most, surge, tier, zones))
    return tuple(capacities)


def subnet_capacities(spec: ClusterSpec) -> tuple[SubnetCapacity, ...]:
    """Return every private and public subnet, by tier and zone."""
    nodes = node_capacities(spec)
    return tuple(
        _subnet(spec, nodes, tier, zone, at)
        for tier, subnets in subnets_of(spec).items()
        if tier != "intra"
        for zone, at in subnets.items()
    )


def _subnet(
    spec: ClusterSpec, nodes: tuple[NodeCapacity, ...], tier: str, zone: str, at: At
) -> SubnetCapacity:
    usable = IPv4Network(str(at.value)).num_addresses - RESERVED_ADDRESSES_PER_SUBNET
    groups = [group for group in nodes if group.tier == tier and zone in group.zones]
    needs = {group.group: group.addresses_per_zone for group in groups} | _other_needs(spec, tier, zone)
    return SubnetCapacity(tier, zone, str(at.value), at.path, usable, needs)


def _other_needs(spec: ClusterSpec, tier: str, zone: str) -> dict[str, int]:
    """Return the addresses of load balancers, VPC endpoints and the NAT gateway in a subnet."""
    scheme = "internal" if tier == "private" else "internet-facing"
    balancers = sum(balancer.scheme == scheme for balancer in spec.load_balancers.values())
    endpoints = (
        sum(not is_gateway(name) for name in expand(spec.network.endpoints)) if tier == "private" else 0
    )
    zones = zones_of(spec)
    gateway = tier == "public" and (
        spec.network.nat == "perZone" or (spec.network.nat == "single" and zone == zones[0])
    )
    counted = {
        "load balancers": balancers * LOAD_BALANCER_ADDRESSES,
        "endpoints": endpoints,
        "NAT gateway": int(gateway),
    }
    return {name: addresses for name, addresses in counted.items() if addresses}
