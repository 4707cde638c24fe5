"""Rules on node groups."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.ami import OS_FAMILIES
from ...catalog.instances import instance_type, named_by_aws, suggest
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup, ZoneChoice
from ..diagnostics import Path, Severity
from ..resolve.network import zones_of
from ..resolve.nodes import scaling_sizes
from .finding import Finding


def groups(spec: ClusterSpec) -> Iterator[tuple[Path, NodeGroup]]:
    """Every node group with its path."""
    return ((("nodeGroups", name), group) for name, group in spec.node_groups.items())


def instance_types_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Every instance type exists and is listed once."""
    for path, group in groups(spec):
        for index, name in enumerate(group.instance_types):
            place = (*path, "instanceTypes", index)
            if name in group.instance_types[:index]:
                yield Finding(
                    "duplicate-instance-type",
                    place,
                    f"instance type `{name}` is listed twice",
                    "listed before",
                )
            elif instance_type(name) is None:
                near = suggest(name)
                note = "AWS has it, eksgen has no figures for it" if named_by_aws(name) else ""
                help = f"similar types: {', '.join(near)}" if near else ""
                yield Finding(
                    "unknown-instance-type",
                    place,
                    f"unknown instance type `{name}`",
                    "not in the catalog",
                    note=note,
                    help=help,
                )


def one_architecture(spec: ClusterSpec) -> Iterator[Finding]:
    """All types of a group share one CPU architecture and one kind of accelerator."""
    for path, group in groups(spec):
        known = [
            (index, found)
            for index, name in enumerate(group.instance_types)
            if (found := instance_type(name))
        ]
        for index, found in known[1:]:
            first = known[0][1]
            if found.architecture != first.architecture:
                yield Finding(
                    "mixed-architectures",
                    (*path, "instanceTypes", index),
                    "instance types of two CPU architectures in one group",
                    found.architecture,
                    (((*path, "instanceTypes", known[0][0]), first.architecture),),
                    help="put each architecture in a group of its own",
                )
            elif bool(found.gpus) != bool(first.gpus) or bool(found.neuron_devices) != bool(
                first.neuron_devices
            ):
                yield Finding(
                    "mixed-accelerators",
                    (*path, "instanceTypes", index),
                    "instance types with and without accelerators in one group",
                    "differs",
                    (((*path, "instanceTypes", known[0][0]), "from this"),),
                    help="put them in groups of their own",
                )


def scaling_ordered(spec: ClusterSpec) -> Iterator[Finding]:
    """min <= desired <= max."""
    for path, group in groups(spec):
        least, desired, most = scaling_sizes(group.scaling)
        place = (*path, "scaling")
        if least > most:
            yield Finding(
                "scaling-order",
                (*place, "min"),
                f"`min` is {least}, more than `max`",
                "greater than max",
                (((*place, "max"), f"{most}"),),
            )
        elif not least <= desired <= most:
            yield Finding(
                "scaling-order",
                (*place, "desired"),
                f"`desired` is {desired}, not between `min` and `max`",
                f"not in {least}..{most}",
            )


def one_update_limit(spec: ClusterSpec) -> Iterator[Finding]:
    """EKS takes a number or a percentage, not both."""
    for path, group in groups(spec):
        if group.update.max_unavailable is not None and group.update.max_unavailable_percentage is not None:
            place = (*path, "update")
            yield Finding(
                "two-update-limits",
                (*place, "maxUnavailablePercent"),
                "an update limit is a number or a percentage, not both",
                "second limit",
                (((*place, "maxUnavailable"), "first limit"),),
                help="delete one of the two",
            )


def update_limit(spec: ClusterSpec) -> Iterator[Finding]:
    """EKS lets no more nodes be away than the group can have (UpdateNodegroupConfig)."""
    for path, group in groups(spec):
        away, most = group.update.max_unavailable, scaling_sizes(group.scaling)[2]
        if away is not None and away > max(most, 1):
            yield Finding(
                "update-limit",
                (*path, "update", "maxUnavailable"),
                f"{away} nodes cannot be away from a group of at most {most}",
                "more than the group has",
                (((*path, "scaling", "max"), f"{most}"),),
                help=f"write `maxUnavailable: {max(most, 1)}` or less, or `maxUnavailablePercent`",
            )


def credentials_kept(spec: ClusterSpec) -> Iterator[Finding]:
    """A hop limit over 1 lets pods take the node's credentials; allowed, and said."""
    for path, group in groups(spec):
        if group.imds.hop_limit > 1:
            yield Finding(
                "pods-reach-node-role",
                (*path, "imds", "hopLimit"),
                "pods can take the credentials of their node",
                "more than one hop",
                help="leave `hopLimit` at 1 and give pods roles of their own",
                severity=Severity.NOTE,
            )


def zones_of_network(spec: ClusterSpec) -> Iterator[Finding]:
    """A group's zones are zones of the network."""
    for path, group in groups(spec):
        if isinstance(group.subnets, ZoneChoice):
            for index, zone in enumerate(group.subnets.zones):
                if zone not in zones_of(spec):
                    yield Finding(
                        "unknown-zone",
                        (*path, "subnets", "zones", index),
                        f"`{zone}` is not a zone of the network",
                        "no such zone here",
                        note=f"zones: {', '.join(zones_of(spec))}",
                    )


def taints_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Kubernetes keeps one taint a key and effect."""
    for path, group in groups(spec):
        seen: dict[tuple[str, str], int] = {}
        for index, taint in enumerate(group.taints):
            first = seen.setdefault((taint.key, taint.effect), index)
            if first != index:
                yield Finding(
                    "duplicate-taint",
                    (*path, "taints", index),
                    f"taint `{taint.key}` with this effect is given twice",
                    "again",
                    (((*path, "taints", first), "first"),),
                )


_OWNED_PREFIXES = ("kubernetes.io", "k8s.io")
_KUBELET_MAY_SET = ("kubelet.kubernetes.io", "node.kubernetes.io")


def labels_allowed(spec: ClusterSpec) -> Iterator[Finding]:
    """Kubelets may not set labels of Kubernetes itself (NodeRestriction admission)."""
    for path, group in groups(spec):
        for key in group.labels:
            prefix = key.rpartition("/")[0]
            owned = any(prefix == domain or prefix.endswith(f".{domain}") for domain in _OWNED_PREFIXES)
            free = any(prefix == domain or prefix.endswith(f".{domain}") for domain in _KUBELET_MAY_SET)
            if owned and not free:
                yield Finding(
                    "reserved-label",
                    (*path, "labels", key),
                    f"nodes may not give themselves the label `{key}`",
                    "kept by Kubernetes",
                    help=f"use a prefix of your own, such as `example.com/{key.rpartition('/')[2]}`",
                )


def coredns_runs(spec: ClusterSpec) -> Iterator[Finding]:
    """CoreDNS needs a Linux node that it tolerates, or its add-on waits twenty minutes and fails."""
    linux = [(path, group) for path, group in groups(spec) if not OS_FAMILIES[group.os].windows]
    open_groups = [
        path for path, group in linux if scaling_sizes(group.scaling)[1] > 0 and not _keeps_out(group)
    ]
    if not open_groups:
        yield Finding(
            "no-node-for-coredns",
            ("nodeGroups",),
            "no node group can run CoreDNS",
            "every group is empty or tainted",
            note="the coredns add-on would wait for a node until it fails",
            help="keep one group with `desired` of at least 1 and no taint",
        )


def _keeps_out(group: NodeGroup) -> bool:
    tolerated = {
        ("node-role.kubernetes.io/control-plane", "no-schedule"),
        ("CriticalAddonsOnly", "no-schedule"),
    }
    return any(
        taint.effect != "prefer-no-schedule" and (taint.key, taint.effect) not in tolerated
        for taint in group.taints
    )
