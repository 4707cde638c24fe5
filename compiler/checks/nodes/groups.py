"""Rules for `nodeGroups`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ....catalog.compute.instances import instance_type, suggest
from ....catalog.compute.type_names import accelerator_of, architecture_of, is_mac, usable
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.karpenter import NodePool
from ....schemas.nodes import NodeGroup, SubnetsOf
from ...diagnostics import Path, Severity
from ...resolve.network import zones_of_tier
from ...resolve.nodes import scaling_sizes, tier_of_group
from ..finding import Finding, not_in_catalog


def groups(spec: ClusterSpec) -> Iterator[tuple[Path, NodeGroup]]:
    """Yield every node group with its path."""
    return ((("nodeGroups", name), group) for name, group in spec.node_groups.items())


def groups_and_pools(spec: ClusterSpec) -> Iterator[tuple[Path, NodeGroup | NodePool]]:
    """Yield every node group and every node pool of Karpenter with its path."""
    yield from groups(spec)
    pools = spec.karpenter.node_pools if spec.karpenter else {}
    yield from ((("karpenter", "nodePools", name), pool) for name, pool in pools.items())


def instance_types_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that every instance type is known and listed once."""
    for path, group in groups_and_pools(spec):
        for index, name in enumerate(group.instance_types):
            place = (*path, "instanceTypes", index)
            if name in group.instance_types[:index]:
                yield Finding(
                    "duplicate-instance-type",
                    place,
                    f"instance type `{name}` is listed twice",
                    "duplicate",
                )
            elif is_mac(name):
                message = f"`{name}` cannot be a node: Macs run only macOS"
                yield Finding("unknown-instance-type", place, message, "no node of EKS")
            elif instance_type(name) is None:
                yield _without_figures(place, name)


def _without_figures(place: Path, name: str) -> Finding:
    """Return the warning for a type that AWS has or may have, the error for any other."""
    if usable(name):
        note = (
            f"eksgen takes it for {architecture_of(name)} by its name, and does not know its pods, "
            "addresses, spot capacity and regions"
        )
        return not_in_catalog(place, f"eksgen has no figures for instance type `{name}`", note)
    message = f"unknown instance type `{printable(name)}`"
    return Finding(
        "unknown-instance-type", place, message, "no such type", help=partial(_similar_types, name)
    )


def _similar_types(name: str) -> str:
    near = suggest(name)
    return f"similar types: {', '.join(near)}" if near else ""


def one_architecture(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that all instance types of a group have the same architecture and kind of accelerator."""
    for path, group in groups(spec):
        known = [(index, name) for index, name in enumerate(group.instance_types) if usable(name)]
        for index, other in known[1:]:
            place, first = (*path, "instanceTypes", known[0][0]), known[0][1]
            if architecture_of(other) != architecture_of(first):
                yield Finding(
                    "mixed-architectures",
                    (*path, "instanceTypes", index),
                    "a node group cannot mix CPU architectures",
                    architecture_of(other),
                    ((place, architecture_of(first)),),
                    help="put each architecture in its own group",
                )
            elif _accelerators(other) != _accelerators(first):
                yield Finding(
                    "mixed-accelerators",
                    (*path, "instanceTypes", index),
                    "a node group cannot mix instance types with and without accelerators",
                    _accelerators(other),
                    ((place, _accelerators(first)),),
                    help="put them in separate groups",
                )


def _accelerators(name: str) -> str:
    words = {"none": "no accelerator", "neuron": "Neuron"}
    return words.get(accelerator_of(name), "GPU")


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
    """Check that the zones of a group are zones of the network, each listed once."""
    for path, group in groups(spec):
        known = zones_of_tier(spec, tier_of_group(spec, group))
        zones = (isinstance(group.subnets, SubnetsOf) and group.subnets.zones) or ()
        for index, zone in enumerate(zones):
            place, note = (*path, "subnets", "zones", index), f"zones of the network: {', '.join(known)}"
            if zone not in known:
                message = f"`{zone}` is not a zone of the network"
                yield Finding("unknown-zone", place, message, "unknown zone", note=note)
            elif zone in zones[:index]:
                yield Finding("duplicate-zone", place, f"zone `{zone}` is listed twice", "duplicate")


def taints_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two taints of a group have the same key and effect (Kubernetes keeps one)."""
    for path, group in groups_and_pools(spec):
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


_OWNED_DOMAINS = ("kubernetes.io", "k8s.io")
_KUBELET_MAY_SET = ("kubelet.kubernetes.io", "node.kubernetes.io")
_EKS_DOMAIN = "eks.amazonaws.com"
_SET_BY_KUBERNETES = "node.kubernetes.io/"
"""Taints of the node lifecycle controller, which sets and removes them by the state of the node."""
_CONDITIONS = (
    "not-ready",
    "unreachable",
    "memory-pressure",
    "disk-pressure",
    "pid-pressure",
    "network-unavailable",
    "unschedulable",
)


def labels_allowed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no label is reserved for Kubernetes (NodeRestriction admission) or for EKS.

    EKS says "Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]" (eksctl
    #4007), and the kubelet does not start with a label of these domains that it does not know.
    """
    for path, group in groups(spec):
        for key in group.labels:
            if (owner := _owner(key)) is not None:
                yield Finding(
                    "reserved-label",
                    (*path, "labels", key),
                    f"nodes cannot set the label `{key}`",
                    f"reserved by {owner}",
                    help=f"use your own prefix, such as `example.com/{key.rpartition('/')[2]}`",
                )


def taints_allowed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no taint is one of EKS, or one that Kubernetes sets by the state of a node."""
    for path, group in groups_and_pools(spec):
        for index, taint in enumerate(group.taints):
            place, name = (*path, "taints", index, "key"), taint.key.rpartition("/")[2]
            condition = taint.key.startswith(_SET_BY_KUBERNETES) and name in _CONDITIONS
            if condition or in_domain(taint.key, _EKS_DOMAIN):
                yield Finding(
                    "reserved-taint",
                    place,
                    f"nodes cannot keep the taint `{taint.key}`",
                    "set and removed by Kubernetes" if condition else "reserved by EKS",
                    help=f"use your own prefix, such as `example.com/{name}`",
                )


def _owner(key: str) -> str | None:
    """Return who reserves a label; None if nobody does."""
    if in_domain(key, _EKS_DOMAIN):
        return "EKS"
    owned = any(in_domain(key, domain) for domain in _OWNED_DOMAINS)
    return "Kubernetes" if owned and not any(in_domain(key, domain) for domain in _KUBELET_MAY_SET) else None


def in_domain(key: str, domain: str) -> bool:
    """Return whether the prefix of a key is a domain or below it."""
    prefix = key.rpartition("/")[0]
    return prefix == domain or prefix.endswith(f".{domain}")
