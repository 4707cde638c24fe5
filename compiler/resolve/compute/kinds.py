"""The kinds of nodes of a cluster, and the add-ons that none of them has a use for."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from ....schemas.cluster import ClusterSpec
from ....schemas.compute.fargate import FargateSelector
from ...diagnostics import Path

COREDNS_PODS = ("kube-system", {"eks.amazonaws.com/component": "coredns", "k8s-app": "kube-dns"})
"""The namespace and the labels of the pods of CoreDNS (the add-on of EKS, read 2026-11-29)."""


def runs_on_fargate(spec: ClusterSpec, namespace: str, labels: Mapping[str, str]) -> bool:
    """Return whether a Fargate profile matches a pod."""
    profiles = spec.fargate_profiles.values()
    return any(_matches(selector, namespace, labels) for p in profiles for selector in p.selectors)


def _matches(selector: FargateSelector, namespace: str, labels: Mapping[str, str]) -> bool:
    return fnmatchcase(namespace, selector.namespace) and all(
        any(fnmatchcase(key, wanted) and fnmatchcase(labels[key], value) for key in labels)
        for wanted, value in selector.labels.items()
    )


def has_auto_node_pools(spec: ClusterSpec) -> bool:
    """Return whether EKS starts nodes by node pools of its own, in the subnets of the control plane.

    Source: EKS user guide, "Create a Node Class for Amazon EKS" (the default NodeClass; read 2026-11-29).
    """
    mode = spec.control_plane.auto_mode
    return mode is not None and bool(mode.node_pools)


def has_nodes(spec: ClusterSpec) -> bool:
    """Return whether pods have somewhere to run. Karpenter adds nothing: it needs a place for its own."""
    return bool(spec.node_groups) or bool(other_nodes(spec))


def other_nodes(spec: ClusterSpec) -> tuple[Path, ...]:
    """Return the fields that bring nodes which need no base add-ons, or not all of them."""
    fields: tuple[tuple[Path, object], ...] = (
        (("controlPlane", "autoMode"), spec.control_plane.auto_mode),
        (("fargateProfiles",), spec.fargate_profiles or None),
        (("controlPlane", "remoteNetworks"), spec.control_plane.remote_networks),
    )
    return tuple(path for path, value in fields if value is not None)


def unused_addons(spec: ClusterSpec) -> frozenset[str]:
    """Return the base add-ons, by short name, that no node of the cluster has a use for.

    Auto Mode has all of them built in, Fargate all but CoreDNS; volumes and pod identities do not work there.
    Hybrid nodes take kube-proxy; the add-on CoreDNS waits for nodes, and none of them is there at creation.
    Nodes of Karpenter need all, once its controller runs on those of Auto Mode.
    Sources (read 2026-11-29): EKS user guide, "EKS Auto Mode" (components), "Simplify compute management with
    AWS Fargate" (considerations), "Configure add-ons for hybrid nodes".
    """
    if spec.node_groups or not has_nodes(spec):
        return frozenset()
    if spec.karpenter is not None and spec.control_plane.auto_mode is not None:
        return frozenset()
    unused = {"vpc-cni", "pod-identity-agent", "ebs-csi"}
    if spec.control_plane.remote_networks is None:
        unused.add("kube-proxy")
    if not runs_on_fargate(spec, *COREDNS_PODS) and (
        spec.control_plane.auto_mode or not spec.fargate_profiles
    ):
        unused.add("coredns")
    return frozenset(unused)


def coredns_on_fargate(spec: ClusterSpec) -> bool:
    """Return whether CoreDNS must be configured to run on Fargate: no node is there before it."""
    return not spec.node_groups and runs_on_fargate(spec, *COREDNS_PODS)
