"""The reckoning of addresses as two tables: what each node group needs, what each subnet has."""

from __future__ import annotations

from collections.abc import Sequence

from ...compiler.diagnostics import dotted
from ...compiler.resolve.capacity import NodeCapacity, SubnetCapacity, node_capacities, subnet_capacities
from ...compiler.source.tree import Node, locate
from ...schemas.cluster import ClusterSpec


def draw_capacity(spec: ClusterSpec, tree: Node) -> str:
    """Both tables, and the line that decides each row."""
    nodes = [_node(one, tree) for one in node_capacities(spec)]
    subnets = [_subnet(one, tree) for one in subnet_capacities(spec)]
    heads = ("node group", "type", "nodes", "update", "pods/node", "addresses/node", "decided at")
    tails = ("subnet", "range", "addresses", "needed", "left", "decided at")
    return _table(heads, nodes) + "\n" + _table(tails, subnets)


def _node(one: NodeCapacity, tree: Node) -> tuple[str, ...]:
    path = (*one.path, "scaling", "max")
    counts = (one.nodes, f"+{one.surge}", one.pods_per_node, one.addresses_per_node)
    return (one.group, one.instance.name, *map(str, counts), _place(tree, path))


def _subnet(one: SubnetCapacity, tree: Node) -> tuple[str, ...]:
    counts = (one.usable, sum(one.needs.values()), one.left)
    return (f"{one.tier} {one.zone}", one.cidr, *map(str, counts), _place(tree, one.path))


def _place(tree: Node, path: tuple[str | int, ...]) -> str:
    place = locate(tree, path)
    default = "" if place.written else " (default)"
    return f"{place.span.file}:{place.span.line} {dotted(path)}{default}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be; numbers to the right."""
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
