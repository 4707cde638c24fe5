"""Two tables of IP addresses: what each node group needs, and what each subnet has."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.compute.type_names import known_types
from ...compiler.diagnostics import dotted
from ...compiler.resolve.capacity import NodeCapacity, SubnetCapacity, node_capacities, subnet_capacities
from ...compiler.source.tree import Node, locate
from ...schemas.cluster import ClusterSpec


def draw_capacity(spec: ClusterSpec, tree: Node) -> str:
    """Return both tables; each row names the line of the spec that decides it."""
    found = node_capacities(spec)
    nodes = [_node(node, tree) for node in found]
    subnets = [_subnet(subnet, tree) for subnet in subnet_capacities(spec, found)]
    node_head = ("node group", "type", "nodes", "update", "pods/node", "addresses/node", "decided at")
    subnet_head = ("subnet", "range", "addresses", "needed", "left", "decided at")
    return draw_table(node_head, nodes) + "\n" + draw_table(subnet_head, subnets) + _not_counted(spec)


def _not_counted(spec: ClusterSpec) -> str:
    """Return a line for each node group whose addresses are unknown."""
    lines = []
    for name, group in sorted(spec.node_groups.items()):
        if unknown := [kind for kind in group.instance_types if known_types((kind,)) is None]:
            lines.append(f"\n{name} is not counted: eksgen has no figures for {', '.join(unknown)}\n")
    return "".join(lines)


def _node(node: NodeCapacity, tree: Node) -> tuple[str, ...]:
    path = (*node.path, "scaling", "max")
    counts = (node.nodes, f"+{node.surge}", node.pods_per_node, node.addresses_per_node)
    return (node.group, node.instance.name, *map(str, counts), _place(tree, path))


def _subnet(subnet: SubnetCapacity, tree: Node) -> tuple[str, ...]:
    counts = (subnet.usable, sum(subnet.needs.values()), subnet.left)
    return (f"{subnet.tier} {subnet.zone}", subnet.cidr, *map(str, counts), _place(tree, subnet.path))


def _place(tree: Node, path: tuple[str | int, ...]) -> str:
    place = locate(tree, path)
    default = "" if place.written else " (default)"
    return f"{place.span.file}:{place.span.line} {dotted(path)}{default}"


def draw_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with columns as wide as their content, numbers aligned right."""
    widths = [max(len(row[index]) for row in (head, *rows)) for index in range(len(head))]
    numeric = [
        bool(rows) and all(row[index].lstrip("+-").isdigit() for row in rows) for index in range(len(head))
    ]
    lines = []
    for row in (head, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
