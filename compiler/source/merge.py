"""Merge positioned trees: a file over the files it extends, a node group over `nodeDefaults`."""

from __future__ import annotations

from ..diagnostics import Path
from .alternatives import without_replaced
from .tree import MapEntry, MapNode, Node, ScalarNode


def merge_trees(base: Node, over: Node, path: Path = ()) -> Node:
    """Merge `over` into `base`, both at a path: mappings merge by key, null removes a key, all else replaces.

    Fields of the base that exclude one that is written over it are replaced too. Every node keeps its span.
    """
    if not (isinstance(base, MapNode) and isinstance(over, MapNode)):
        return over
    entries = dict(without_replaced(path, base, over))
    for key, entry in over.entries.items():
        below = entries.get(key)
        if below and isinstance(entry.node, ScalarNode) and entry.node.value is None:
            del entries[key]
            continue
        merged = merge_trees(below.node, entry.node, (*path, key)) if below else entry.node
        entries[key] = MapEntry(key, entry.key_span, merged)
    return MapNode(over.span, entries)
