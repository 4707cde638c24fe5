"""Rules for `nodeGroups`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...catalog.compute.ami import OS_FAMILIES
from ...catalog.compute.instances import InstanceType, instance_type, named_by_aws, suggest
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup, ZoneChoice
from ..diagnostics import Path, Severity
from ..resolve.network import zones_of
from ..resolve.nodes import scaling_sizes
from .finding import Finding


def groups(spec: ClusterSpec) -> Iterator[tuple[Path, NodeGroup]]:
    """Yield every node group with its path."""
    return ((("nodeGroups", name), group) for name, group in spec.node_groups.items())


def instance_types_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that every instance type is known and listed once."""
    for path, group in groups(spec):
        for index, name in enumerate(group.instance_types):
            place = (*path, "instanceTypes", index)
            if name in group.instance_types[:index]:
                yield Finding(
                    "duplicate-instance-type",
                    place,
                    f"instance type `{name}` is listed twice",
                    "duplicate",
                )
            elif instance_type(name) is None:
                note = "the type exists in AWS, but eksgen has no data on it" if named_by_aws(name) else ""
                yield Finding(
                    "unknown-instance-type",
                    place,
                    f"unknown instance type `{name}`",
                    "not in the catalog",
                    note=note,
                    help=partial(_similar_types, name),
                )


def _similar_types(name: str) -> str:
    near = suggest(name)
    return f"similar types: {', '.join(near)}" if near else ""


def one_architecture(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that all instance types of a group have the same architecture and kind of accelerator."""
    for path, group in groups(spec):
        known = [
            (index, listed)
            for index, name in enumerate(group.instance_types)
            if (listed := instance_type(name))
        ]
        for index, other in known[1:]:
            first = known[0][1]
            if other.architecture != first.architecture:
                yield Finding(
                    "mixed-architectures",
                    (*path, "instanceTypes", index),
                    "a node group cannot mix CPU architectures",
                    other.architecture,
                    (((*path, "instanceTypes", known[0][0]), first.architecture),),
                    help="put each architecture in its own group",
                )
            elif _accelerators(other) != _accelerators(first):
                yield Finding(
                    "mixed-accelerators",
                    (*path, "instanceTypes", index),
                    "a node group cannot mix instance types with and without accelerators",
                    _accelerators(other),
                    (((*path, "instanceTypes", known[0][0]), _accelerators(first)),),
                    help="put them in separate groups",
                )


def _accelerators(kind: InstanceType) -> str:
    return "GPU" if kind.gpus else "Neuron" if kind.neuron_devices else "no accelerator"


def scaling_ordered(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that min <= desired <= max."""
    for path, group in groups(spec):
        least, desired, most = scaling_sizes(group.scaling)
        place = (*path, "scaling")
        if least > most:
            yield Finding(
                "scaling-order",
                (*place, "min"),
                f"`min` ({least}) is greater than `max` ({most})",
                "greater than `max`",
                (((*place, "max"), f"{most}"),),
            )
        elif not least <= desired <= most:
            yield Finding(
                "scaling-order",
                (*place, "desired"),
                f"`desired` ({desired}) is not between `min` and `max`",
                f"not in {least}..{most}",
            )


def update_limit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that `maxUnavailable` is at most the maximum size of the group (UpdateNodegroupConfig)."""
    for path, group in groups(spec):
        unavailable, most = group.update.max_unavailable, scaling_sizes(group.scaling)[2]
        if isinstance(unavailable, int) and unavailable > max(most, 1):
            yield Finding(
                "update-limit",
                (*path, "update", "maxUnavailable"),
                f"`maxUnavailable` ({unavailable}) is greater than the maximum size of the group ({most})",
                "more nodes than the group has",
                (((*path, "scaling", "max"), f"{most}"),),
                help=f"write `maxUnavailable: {max(most, 1)}` or less, or a percentage in quotes",
            )


def credentials_kept(spec: ClusterSpec) -> Iterator[Finding]:
    """Report hop limits above 1, which let pods use the credentials of their node."""
    for path, group in groups(spec):
        if group.imds.hop_limit > 1:
            yield Finding(
                "pods-reach-node-role",
                (*path, "imds", "hopLimit"),
                "pods can use the credentials of their node",
                "more than one hop",
                help="set `hopLimit` to 1, and give pods their own IAM roles",
                severity=Severity.NOTE,
            )


def zones_of_network(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the zones of a group are zones of the network."""
    for path, group in groups(spec):
        if isinstance(group.subnets, ZoneChoice):
            for index, zone in enumerate(group.subnets.zones):
                if zone not in zones_of(spec):
                    yield Finding(
                        "unknown-zone",
                        (*path, "subnets", "zones", index),
                        f"`{zone}` is not a zone of the network",
                        "unknown zone",
                        note=f"zones of the network: {', '.join(zones_of(spec))}",
                    )


def taints_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two taints of a group have the same key and effect (Kubernetes keeps one)."""
    for path, group in groups(spec):
        seen: dict[tuple[str, str], int] = {}
        for index, taint in enumerate(group.taints):
            first = seen.setdefault((taint.key, taint.effect), index)
            if first != index:
                yield Finding(
                    "duplicate-taint",
                    (*path, "taints", index),
                    f"two taints have the key `{taint.key}` and the same effect",
                    "second taint",
                    (((*path, "taints", first), "first taint"),),
                )


_OWNED_PREFIXES = ("kubernetes.io", "k8s.io")
_KUBELET_MAY_SET = ("kubelet.kubernetes.io", "node.kubernetes.io")


def labels_allowed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that labels are not reserved for Kubernetes (NodeRestriction admission)."""
    for path, group in groups(spec):
        for key in group.labels:
            prefix = key.rpartition("/")[0]
            owned = any(prefix == domain or prefix.endswith(f".{domain}") for domain in _OWNED_PREFIXES)
            allowed = any(prefix == domain or prefix.endswith(f".{domain}") for domain in _KUBELET_MAY_SET)
            if owned and not allowed:
                yield Finding(
                    "reserved-label",
                    (*path, "labels", key),
                    f"nodes cannot set the label `{key}`",
                    "reserved by Kubernetes",
                    help=f"use your own prefix, such as `example.com/{key.rpartition('/')[2]}`",
                )


def coredns_runs(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that CoreDNS has a Linux node it tolerates; else its add-on fails after twenty minutes."""
    if spec.addons.coredns == "none":
        return
    linux = [group for group in spec.node_groups.values() if not OS_FAMILIES[group.os].windows]
    if not any(scaling_sizes(group.scaling)[1] > 0 and not _repels_coredns(group) for group in linux):
        yield Finding(
            "no-node-for-coredns",
            ("nodeGroups",),
            "no node group can run CoreDNS",
            "every group is empty or tainted",
            note="the coredns add-on would wait for a node and then fail",
            help="keep one group with `desired` of at least 1 and no taint",
        )


def _repels_coredns(group: NodeGroup) -> bool:
    tolerated = {
        ("node-role.kubernetes.io/control-plane", "NoSchedule"),
        ("CriticalAddonsOnly", "NoSchedule"),
    }
    return any(
        taint.effect != "PreferNoSchedule" and (taint.key, taint.effect) not in tolerated
        for taint in group.taints
    )
