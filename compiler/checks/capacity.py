"""The rule on capacity: at full scale-out every subnet still has addresses."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..resolve.capacity import node_capacities, subnet_capacities
from .finding import Finding


def addresses_suffice(spec: ClusterSpec) -> Iterator[Finding]:
    """Nodes at full scale-out, plus one rolling update, find addresses in each of their subnets."""
    groups = {one.group: one for one in node_capacities(spec)}
    told: set[tuple[str, Path]] = set()
    for subnet in subnet_capacities(spec):
        hungry = max(
            (name for name in subnet.needs if name in groups), key=subnet.needs.__getitem__, default=None
        )
        if subnet.left >= 0 or hungry is None or (subnet.tier, subnet.path) in told:
            continue
        told.add((subnet.tier, subnet.path))
        group, needed = groups[hungry], sum(subnet.needs.values())
        yield Finding(
            "addresses-run-out",
            (*group.path, "scaling", "max"),
            f"{subnet.tier} subnets run out of addresses when `{hungry}` is scaled out",
            f"up to {group.nodes} nodes and {group.surge} more during an update",
            ((subnet.path, f"{subnet.usable} addresses, {needed} needed"),),
            note=f"a {group.instance.name} can hold {group.addresses_per_node} addresses; "
            f"{subnet.zone} needs {', '.join(f'{count} for {name}' for name, count in subnet.needs.items())}",
            help="make the subnets larger, or lower `max`; `eksgen capacity` shows the whole reckoning",
            severity=Severity.WARNING,
        )
