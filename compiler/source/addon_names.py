"""One name for each add-on: AWS's own name of an add-on becomes its short name, before files are merged.

In: the tree of a file. Out: the tree with short names, each key at its own place; paths of one spelling as
those of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.addons import addon
from ..diagnostics import Diagnostic, Label, Path, Severity
from .tree import MapEntry, MapNode, Node, find, replace_node

_ADDONS = "addons"


def with_short_names(root: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """Return the tree with the short names of its add-ons, and a finding for each that is written twice."""
    addons = find(root, (_ADDONS,))
    if not isinstance(addons, MapNode):
        return root, ()
    entries: dict[str, MapEntry] = {}
    written: dict[str, MapEntry] = {}
    findings = []
    for key, entry in addons.entries.items():
        name = _short(key)
        if name in written:
            findings.append(_duplicate(written[name], entry))
        else:
            written[name], entries[name] = entry, MapEntry(name, entry.key_span, entry.node)
    return replace_node(root, _ADDONS, MapNode(addons.span, entries)), tuple(findings)


def short_path(path: Path) -> Path:
    """Return a path with the short name of its add-on."""
    return (_ADDONS, _short(path[1]), *path[2:]) if path[:1] == (_ADDONS,) and len(path) > 1 else path


def path_in_file(root: Node, path: Path) -> Path:
    """Return a path as a file spells it, where the file writes an add-on under its other name."""
    for key in _keys(root):
        if path[:1] == (_ADDONS,) and path[1:2] == (_short(key),):
            return (_ADDONS, key, *path[2:])
    return path


def _keys(root: Node) -> Iterator[str]:
    addons = find(root, (_ADDONS,))
    if isinstance(addons, MapNode):
        yield from addons.entries


def _short(key: str | int) -> str:
    known = addon(str(key))
    return known.name if known else str(key)


def _duplicate(first: MapEntry, second: MapEntry) -> Diagnostic:
    return Diagnostic(
        "duplicate-addon",
        Severity.ERROR,
        f"`{first.key}` and `{second.key}` are two names of the same add-on",
        Label(second.key_span, "duplicate add-on"),
        (Label(first.key_span, "first defined here"),),
        helps=("keep one of the two",),
    )
