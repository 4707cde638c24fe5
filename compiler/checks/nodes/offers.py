"""Rules for instance types: regions, spot capacity, pods per node, accelerators."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ....catalog.addons.addons import PODS_ON_EVERY_NODE
from ....catalog.compute.instances import InstanceType, instance_type, offered_in, similar_in
from ....catalog.compute.type_names import accelerator_of, resource_of, usable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ..finding import Finding
from .groups import groups, groups_and_pools


def _types(spec: ClusterSpec) -> Iterator[tuple[Path, InstanceType]]:
    """Yield every known instance type of every group and pool with its path."""
    for path, group in groups_and_pools(spec):
        for index, name in enumerate(group.instance_types):
            if (known := instance_type(name)) is not None:
                yield (*path, "instanceTypes", index), known


def types_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about types the region does not offer; no error, since AWS keeps adding types to regions."""
    region = spec.metadata.region
    for path, kind in _types(spec):
        if offered_in(kind.name, region) is False:
            yield Finding(
                "not-offered",
                path,
                f"{region} did not offer {kind.name} when the catalog was built",
                "may be unavailable",
                ((("metadata", "region"), "region of the cluster"),),
                help=partial(_similar_types, kind.name, region),
                severity=Severity.WARNING,
            )


def _similar_types(name: str, region: str) -> str:
    near = similar_in(name, region)
    return f"similar types in this region: {', '.join(near)}" if near else ""


def spot_sold(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the types of a spot group are sold as spot capacity, and that there are several."""
    for path, group in groups(spec):
        if group.capacity != "spot":
            continue
        capacity: tuple[tuple[Path, str], ...] = (((*path, "capacity"), "spot requested here"),)
        for index, name in enumerate(group.instance_types):
            known = instance_type(name)
            if known is not None and not known.spot:
                yield Finding(
                    "no-spot",
                    (*path, "instanceTypes", index),
                    f"{name} is not available as spot capacity",
                    "on-demand only",
                    capacity,
                )
        if len(group.instance_types) == 1:
            yield Finding(
                "one-spot-type",
                (*path, "capacity"),
                "a spot group with one instance type can lose all nodes of a zone at once",
                "one capacity pool in each zone",
                help="list several types of similar size in `instanceTypes`",
                severity=Severity.NOTE,
            )


def pods_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about types with room for few pods besides those that run on every node."""
    for path, kind in _types(spec):
        if kind.max_pods <= PODS_ON_EVERY_NODE + 2:
            yield Finding(
                "too-few-pods",
                path,
                f"{kind.name} nodes run {kind.max_pods} pods, {PODS_ON_EVERY_NODE} of them for base add-ons",
                "little room for other pods",
                note=f"it has {kind.max_enis} network interfaces with {kind.ipv4_per_eni} addresses each",
                severity=Severity.WARNING,
            )


def accelerators_kept(spec: ClusterSpec) -> Iterator[Finding]:
    """Report groups with accelerators that have no taint to keep other pods away."""
    for path, group in groups(spec):
        first = next((name for name in group.instance_types if usable(name)), "")
        if accelerator_of(first) == "none":
            continue
        if not any(taint.effect != "PreferNoSchedule" for taint in group.taints):
            yield Finding(
                "untainted-accelerators",
                (*path, "instanceTypes", 0),
                "pods that need no accelerator can run on these nodes",
                first,
                help=f"add `taints: [{{key: {resource_of(first)}, effect: NoSchedule}}]`",
                severity=Severity.NOTE,
            )
