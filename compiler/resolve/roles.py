"""The IAM roles that a spec describes, with their fields. In: a spec. Out: each role with its path."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Iam
from ..diagnostics import Path
from .addons import addons_of


def roles_of(spec: ClusterSpec) -> Iterator[tuple[Path, Iam]]:
    """Yield every role of the spec; an add-on holds the fields of its role itself."""
    yield ("controlPlane", "role"), spec.control_plane.role
    if spec.network.flow_logs != "none":
        yield ("network", "flowLogs", "role"), spec.network.flow_logs.role
    for name, addon in addons_of(spec):
        yield ("addons", name), addon
    for name, group in spec.node_groups.items():
        yield ("nodeGroups", name, "iam"), group.iam
    if spec.karpenter is not None:
        yield ("karpenter", "nodeRole"), spec.karpenter.node_role
