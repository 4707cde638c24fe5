"""How many addresses the nodes need at full scale-out, and how many their subnets have.

The VPC CNI gives every pod an address of the node's subnet. A node can come to hold all addresses of all its
network interfaces (amazon-vpc-cni-k8s, `WARM_ENI_TARGET`), and runs at most interfaces x (addresses - 1) + 2
pods (AWS, "Choosing an optimal EC2 instance type").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from ...catalog.endpoints import expand, is_gateway
from ...catalog.instances import InstanceType, instance_type
from ...catalog.limits import RESERVED_ADDRESSES_PER_SUBNET
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import ZoneChoice
from ..diagnostics import Path
from .network import subnets_of, zones_of
from .nodes import scaling_sizes

LOAD_BALANCER_ADDRESSES = 8
"""Addresses that AWS wants free in each subnet of a load balancer (Elastic Load Balancing user guide)."""


@dataclass(frozen=True, slots=True)
class NodeCapacity:
    """What the nodes of a group need, reckoned with the listed type that takes most addresses.

    `nodes` are those at full scale-out, `surge` those that a rolling update adds.
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
        """Pods that one node runs at most."""
        return self.instance.max_pods

    @property
    def addresses_per_node(self) -> int:
        """Addresses that one node holds at most."""
        return self.instance.max_enis * self.instance.ipv4_per_eni

    @property
    def addresses_per_zone(self) -> int:
        """Addresses in each zone, the nodes spread evenly."""
        return -(-(self.nodes + self.surge) // len(self.zones)) * self.addresses_per_node


@dataclass(frozen=True, slots=True)
class SubnetCapacity:
    """One subnet: its usable addresses, and what needs them, by name."""

    tier: str
    zone: str
    cidr: str
    path: Path
    usable: int
    needs: Mapping[str, int]

    @property
    def left(self) -> int:
        """Addresses left over; negative when they run out."""
        return self.usable - sum(self.needs.values())


def node_capacities(spec: ClusterSpec) -> tuple[NodeCapacity, ...]:
    """Every node group whose instance types are known, in name order."""
    found = []
    for name, group in sorted(spec.node_groups.items()):
        types = [known for one in group.instance_types if (known := instance_type(one))]
        zones = group.subnets.zones if isinstance(group.subnets, ZoneChoice) else zones_of(spec)
        if not types or not zones:
            continue
        most = scaling_sizes(group.scaling)[2]
        percent = group.update.max_unavailable_percentage
        surge = -(-most * percent // 100) if percent else group.update.max_unavailable or 1
        worst = max(types, key=lambda one: (one.max_enis * one.ipv4_per_eni, one.name))
        tier = "public" if group.subnets == "public" else "private"
        found.append(NodeCapacity(name, ("nodeGroups", name), worst, most, surge, tier, zones))
    return tuple(found)


def subnet_capacities(spec: ClusterSpec) -> tuple[SubnetCapacity, ...]:
    """Every private and public subnet, in tier and zone order."""
    nodes, found = node_capacities(spec), []
    for tier, subnets in subnets_of(spec).items():
        if tier == "intra":
            continue
        for zone, at in subnets.items():
            usable = IPv4Network(str(at.value)).num_addresses - RESERVED_ADDRESSES_PER_SUBNET
            needs = {
                one.group: one.addresses_per_zone for one in nodes if one.tier == tier and zone in one.zones
            }
            found.append(
                SubnetCapacity(tier, zone, str(at.value), at.path, usable, needs | _others(spec, tier, zone))
            )
    return tuple(found)


def _others(spec: ClusterSpec, tier: str, zone: str) -> dict[str, int]:
    """Addresses that are not the nodes': load balancers, endpoints, the NAT gateway."""
    scheme = "internal" if tier == "private" else "internet-facing"
    balancers = sum(one.scheme == scheme for one in spec.load_balancers.values())
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
