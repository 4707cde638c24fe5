"""Rules for what subnets must hold: they exist, and none runs out of addresses at full scale-out."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...plural import plural
from ...resolve.capacity import (
    LOAD_BALANCER_PREFIX,
    NodeCapacity,
    SubnetCapacity,
    node_capacities,
    subnet_capacities,
)
from ...resolve.load_balancers import balancer_zones
from ...resolve.nodes import tier_of_group
from ...resolve.vpc.existing import PATH as EXISTING
from ...resolve.vpc.existing import given_zones, has_given_subnets
from ...resolve.vpc.nat import has_public_tier, nat_of
from ..finding import Finding

_SHOWN = 5


def public_subnets_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that nothing needs a public subnet in a network without public subnets."""
    tier = _no_public_subnets(spec)
    if tier is None:
        return
    for path, what, help in _in_public_subnets(spec):
        message = f"{what} needs public subnets, and the network has none"
        others = ((tier, "no public subnets"),)
        yield Finding("no-public-subnets", path, message, "in public subnets", others, help=help)


def _no_public_subnets(spec: ClusterSpec) -> Path | None:
    """Return the field that leaves public subnets out, or None if there are some."""
    if has_given_subnets(spec.network):
        return None if given_zones(spec.network, "public") else (*EXISTING, "subnets")
    if has_public_tier(spec.network):
        return None
    return ("network", "subnets", "public") if spec.network.subnets.public == "none" else EXISTING


def _in_public_subnets(spec: ClusterSpec) -> Iterator[tuple[Path, str, str]]:
    """Yield the field that puts something in public subnets, what that is, and what to write instead."""
    if nat_of(spec.network) not in ("none", "regional") and not has_given_subnets(spec.network):
        help = "use VPC endpoints: `nat: none` and `endpoints: [private-cluster]`; or delete `public: none`"
        if spec.network.existing is not None:
            help = "write the internet gateway of the VPC: `internetGateway: igw-…`"
        yield ("network", "nat"), "a NAT gateway", help
    for name, group in spec.node_groups.items():
        if tier_of_group(spec, group) == "public":
            yield ("nodeGroups", name, "subnets"), f"node group `{name}`", "write `subnets: private`"
    for name, balancer in spec.load_balancers.items():
        if balancer.scheme == "internet-facing":
            yield ("loadBalancers", name, "scheme"), f"load balancer `{name}`", "write `scheme: internal`"


def subnets_hold_balancers(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about load balancers in subnets that are smaller than AWS asks for."""
    growing = {name: one for name, one in spec.load_balancers.items() if one.type != "network"}
    for subnet in subnet_capacities(spec, ()) if growing else ():
        scheme = {"private": "internal", "public": "internet-facing"}.get(subnet.tier)
        if IPv4Network(subnet.cidr).prefixlen > LOAD_BALANCER_PREFIX:
            for name in [
                name
                for name, balancer in growing.items()
                if balancer.scheme == scheme and subnet.zone in balancer_zones(spec, balancer)
            ]:
                del growing[name]
                yield _small_for_balancer(name, subnet)


def _small_for_balancer(name: str, subnet: SubnetCapacity) -> Finding:
    return Finding(
        "addresses-run-out",
        ("loadBalancers", name, "type"),
        f"the {subnet.tier} subnets are too small for load balancer `{name}`",
        f"AWS asks for subnets of /{LOAD_BALANCER_PREFIX} or larger",
        ((subnet.path, subnet.cidr),),
        note="a load balancer that scales out needs addresses in every subnet",
        help="name larger subnets"
        if subnet.path[:2] == EXISTING
        else f"choose larger subnets: `subnets: {{{subnet.tier}: {{prefix: {LOAD_BALANCER_PREFIX}}}}}`",
        severity=Severity.WARNING,
    )


def addresses_suffice(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each subnet has addresses for its nodes at full scale-out plus one rolling update."""
    nodes = node_capacities(spec)
    groups = {capacity.group: capacity for capacity in nodes}
    reported: set[tuple[str, Path]] = set()
    for subnet in subnet_capacities(spec, nodes):
        if subnet.left >= 0 or (subnet.tier, subnet.path) in reported:
            continue
        reported.add((subnet.tier, subnet.path))
        scaled = [groups[name] for name in subnet.needs if name in groups]
        largest = max(scaled, key=lambda group: subnet.needs[group.group], default=None)
        yield _runs_out(subnet, largest) if largest else _too_small(subnet)


def _runs_out(subnet: SubnetCapacity, group: NodeCapacity) -> Finding:
    used = plural(group.addresses(subnet.tier), "address", "addresses")
    return Finding(
        "addresses-run-out",
        (*group.path, "scaling", "max"),
        f"{subnet.tier} subnets run out of addresses when `{group.group}` scales out",
        f"up to {group.nodes} nodes and {group.surge} more during an update",
        ((subnet.path, f"{subnet.usable} addresses, {sum(subnet.needs.values())} needed"),),
        note=f"each {group.instance.name} can use {used}; {_needs(subnet)}",
        help="make the subnets larger, or lower `max`; `eksgen capacity` shows the calculation",
        severity=Severity.WARNING,
    )


def _too_small(subnet: SubnetCapacity) -> Finding:
    return Finding(
        "addresses-run-out",
        subnet.path,
        f"{subnet.tier} subnets have too few addresses",
        f"{subnet.usable} addresses, {sum(subnet.needs.values())} needed",
        note=_needs(subnet),
        help="make the subnets larger; `eksgen capacity` shows the calculation",
        severity=Severity.WARNING,
    )


def _needs(subnet: SubnetCapacity) -> str:
    largest = sorted(subnet.needs.items(), key=lambda need: (-need[1], need[0]))
    shown = ", ".join(f"{count} for {name}" for name, count in largest[:_SHOWN])
    rest = sum(count for _, count in largest[_SHOWN:])
    return f"{subnet.zone} needs {shown}" + (
        f", and {rest} for {len(largest) - _SHOWN} others" if rest else ""
    )
