"""The rule for capacity: no subnet runs out of addresses at full scale-out."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..resolve.capacity import node_capacities, subnet_capacities
from .finding import Finding


def addresses_suffice(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each subnet has addresses for its nodes at full scale-out plus one rolling update."""
    groups = {capacity.group: capacity for capacity in node_capacities(spec)}
    reported: set[tuple[str, Path]] = set()
    for subnet in subnet_capacities(spec):
        largest = max(
            (name for name in subnet.needs if name in groups), key=subnet.needs.__getitem__, default=None
        )
        if subnet.left >= 0 or largest is None or (subnet.tier, subnet.path) in reported:
            continue
        reported.add((subnet.tier, subnet.path))
        group, needed = groups[largest], sum(subnet.needs.values())
        yield Finding(
            "addresses-run-out",
            (*group.path, "scaling", "max"),
            f"{subnet.tier} subnets run out of addresses when `{largest}` scales out",
            f"up to {group.nodes} nodes and {group.surge} more during an update",
            ((subnet.path, f"{subnet.usable} addresses, {needed} needed"),),
            note=f"each {group.instance.name} can use {group.addresses_per_node} addresses; "
            f"{subnet.zone} needs {', '.join(f'{count} for {name}' for name, count in subnet.needs.items())}",
            help="make the subnets larger, or lower `max`; `eksgen capacity` shows the calculation",
            severity=Severity.WARNING,
        )
