"""Use the versions of a lock where the spec names none. In: spec, tree and lock. Out: both with the versions.

A value in the spec wins. A version from the lock has its place in the lock file, so that findings, plans and
`--show-resolved` name that line. What the lock says for another Kubernetes version is not used.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...schemas.cluster import ClusterSpec
from ...schemas.lock import Lock
from ...schemas.nodes import NodeGroup
from ..resolve.addons import addons_of
from ..source.tree import MapNode, Node, find, with_fields
from .read import LockFile


def with_lock(spec: ClusterSpec, tree: Node, lock_file: LockFile | None) -> tuple[ClusterSpec, Node]:
    """Return the spec and its tree with the versions of the lock that they leave open."""
    if lock_file is None or lock_file.lock is None or lock_file.tree is None:
        return spec, tree
    if lock_file.lock.kubernetes != spec.kubernetes.version:
        return spec, tree
    addons, groups = pinned_addons(spec, lock_file.lock), pinned_groups(spec, lock_file.lock)
    tree = _placed(tree, "addons", "version", addons, lock_file.tree)
    tree = _placed(tree, "nodeGroups", "release", groups, lock_file.tree)
    return _with_versions(spec, addons, groups), tree


def pinned_addons(spec: ClusterSpec, lock: Lock) -> dict[str, str]:
    """Return the versions of the lock for add-ons of the spec without one, by short name."""
    open_ = {name for name, addon in addons_of(spec) if addon.version is None}
    return {name: version for name, version in sorted(lock.addons.items()) if name in open_}


def pinned_groups(spec: ClusterSpec, lock: Lock) -> dict[str, str]:
    """Return the releases of the lock for node groups of the spec without one, by name."""
    open_ = {name for name, group in spec.node_groups.items() if is_open(group)}
    return {name: release for name, release in sorted(lock.node_groups.items()) if name in open_}


def is_open(group: NodeGroup) -> bool:
    """Return whether something else than the spec decides the release of a group's image."""
    return group.release is None and has_release(group)


def has_release(group: NodeGroup) -> bool:
    """Return whether the image of a group is a release of EKS that can be named.

    An image in `ami` is none. A self-managed group finds its image by a parameter, and AWS publishes only
    that of the newest Windows.
    """
    own = group.ami is not None or group.os == "custom"
    return not own and not (group.kind == "self-managed" and group.os.startswith("windows"))


def _placed(tree: Node, section: str, field: str, names: Collection[str], lock: Node) -> Node:
    written = find(lock, (section,))
    if not names or not isinstance(written, MapNode):
        return tree
    return with_fields(tree, section, field, {name: written.entries[name] for name in names})


def _with_versions(spec: ClusterSpec, addons: dict[str, str], groups: dict[str, str]) -> ClusterSpec:
    """Return the spec with versions of add-ons and releases of groups."""
    changes: dict[str, Any] = {}
    if addons:
        fields = {info.alias or name: name for name, info in type(spec.addons).model_fields.items()}
        present = dict(addons_of(spec))
        versions = {
            fields.get(name, name): present[name].model_copy(update={"version": version})
            for name, version in addons.items()
        }
        changes["addons"] = spec.addons.model_copy(update=versions)
    if groups:
        changes["node_groups"] = {
            name: group.model_copy(update={"release": groups[name]}) if name in groups else group
            for name, group in spec.node_groups.items()
        }
    return spec.model_copy(update=changes) if changes else spec
