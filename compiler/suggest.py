"""Read a help as a change of the spec, so that it can be tried before it is shown (`fixes.py`).

A help is a suggestion if it begins with what to write: ``write `VALUE` ``, ``write `FIELD: VALUE` ``,
``add `FIELD: VALUE` ``, ``for example `FIELD: VALUE` ``. Any other help is advice, and shown as it is.
In a finding about a key, ``write `NAME` `` renames it (`renaming`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..schemas.cluster import ClusterSpec
from ..schemas.reflection.walk import known_steps
from .diagnostics import Fix, Path
from .source.addon_names import short_path
from .source.parse import parse_yaml
from .source.scalars import flow_text
from .source.tree import MapNode, Node, find, to_plain

SUGGESTION = re.compile(r"(?:write|add|for example) `([^`]+)`")


def suggestion(help: str, path: Path) -> Fix | None:
    """Return the change that a help for a finding at a path describes; None if it is advice."""
    match = SUGGESTION.match(help)
    if match is None:
        return None
    node = parse_yaml(match[1].encode(), "")[0]
    if isinstance(node, MapNode) and not match[1].startswith("{"):
        changes = [
            change for key, entry in node.entries.items() for change in _leaves(entry.node, _place(path, key))
        ]
    else:
        changes = [(path, match[1])]
    return Fix(help, tuple(changes))


def renaming(help: str, path: Path, root: Node) -> Fix | None:
    """Return the change of the last key of a path into the name that a help says; None if that is written."""
    match, node = SUGGESTION.match(help), find(root, path)
    if match is None or node is None:
        return None
    target = short_path((*path[:-1], match[1]))
    if find(root, target) is not None:
        return None
    return Fix(help, ((path, None), (target, flow_text(to_plain(node)))))


def _leaves(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the values of a node by path, so that other fields of its mappings stay as they are."""
    if isinstance(node, MapNode) and node.entries:
        for key, entry in node.entries.items():
            yield from _leaves(entry.node, (*path, key))
    else:
        yield path, flow_text(to_plain(node))


def _place(path: Path, key: str) -> Path:
    """Return where a field belongs that the help for a path names: at it, around it, in it or beside it."""
    if key in path:
        return path[: len(path) - path[::-1].index(key)]
    bases = (path, *(path[:count] for count in range(len(path) - 1, -1, -1)))
    return next((place for base in bases if _exists(place := (*base, key))), (*path[:-1], key))


def _exists(path: Path) -> bool:
    return known_steps(ClusterSpec, path)[0] == len(path)
