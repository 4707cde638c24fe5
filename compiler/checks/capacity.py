"""Rules for what subnets must hold: they exist, and none runs out of addresses at full scale-out."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..resolve.capacity import NodeCapacity, SubnetCapacity, node_capacities, subnet_capacities
from ..resolve.vpc.nat import nat_of
from .finding import Finding

_SHOWN = 5


def public_subnets_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that nothing needs a public subnet in a network without public subnets."""
    tier: Path = ("network", "subnets", "public")
    if spec.network.subnets.public != "none":
        return
    for path, what in _in_public_subnets(spec):
        message = f"{what} needs public subnets, and the network has none"
        others = ((tier, "no public subnets"),)
        yield Finding("no-public-subnets", path, message, "in public subnets", others)


def _in_public_subnets(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    """Yield the field that puts something in public subnets, and what that is."""
    if nat_of(spec.network) not in ("none", "regional"):
        yield ("network", "nat"), "a NAT gateway"
    for name, group in spec.node_groups.items():
        if group.subnets == "public":
            yield ("nodeGroups", name, "subnets"), f"node group `{name}`"
    for name, balancer in spec.load_balancers.items():
        if balancer.scheme == "internet-facing":
            yield ("loadBalancers", name, "scheme"), f"load balancer `{name}`"


def addresses_suffice(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each subnet has addresses for its nodes at full scale-out plus one rolling update."""
    groups = {capacity.group: capacity for capacity in node_capacities(spec)}
    reported: set[tuple[str, Path]] = set()
    for subnet in subnet_capacities(spec):
        if subnet.left >= 0 or (subnet.tier, subnet.path) in reported:
            continue
        reported.add((subnet.tier, subnet.path))
        scaled = [groups[name] for name in subnet.needs if name in groups]
        largest = max(scaled, key=lambda group: subnet.needs[group.group], default=None)
        yield _runs_out(subnet, largest) if largest else _too_small(subnet)


def _runs_out(subnet: SubnetCapacity, group: NodeCapacity) -> Finding:
    return Finding(
        "addresses-run-out",
        (*group.path, "scaling", "max"),
        f"{subnet.tier} subnets run out of addresses when `{group.group}` scales out",
        f"up to {group.nodes} nodes and {group.surge} more during an update",
        ((subnet.path, f"{subnet.usable} addresses, {sum(subnet.needs.values())} needed"),),
        note=f"each {group.instance.name} can use {group.addresses(subnet.tier)} addresses; {_needs(subnet)}",
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
