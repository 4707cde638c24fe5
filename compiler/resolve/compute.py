"""Nodes besides those of node groups: Fargate profiles, and the base add-ons that they have no use for."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from ...schemas.cluster import ClusterSpec
from ...schemas.compute import FargateSelector, FargateZones
from ..diagnostics import Path
from .model import ResolvedFargateProfile
from .names import fargate_profile_name, role_identity
from .network import subnets_of, zones_of

COREDNS_PODS = ("kube-system", {"eks.amazonaws.com/component": "coredns", "k8s-app": "kube-dns"})
"""The namespace and the labels of the pods of CoreDNS (the add-on of EKS, read 2026-11-29)."""


def resolve_fargate(spec: ClusterSpec) -> tuple[ResolvedFargateProfile, ...]:
    """Return every Fargate profile, sorted by name."""
    return tuple(_profile(spec, name) for name in sorted(spec.fargate_profiles))


def zones_of_profile(spec: ClusterSpec, name: str) -> tuple[str, ...]:
    """Return the zones in which the pods of a Fargate profile run, sorted."""
    subnets = spec.fargate_profiles[name].subnets
    return tuple(sorted(subnets.zones)) if isinstance(subnets, FargateZones) else zones_of(spec)


def _profile(spec: ClusterSpec, name: str) -> ResolvedFargateProfile:
    profile, zones = spec.fargate_profiles[name], zones_of_profile(spec, name)
    placed = [str(at.value) for zone, at in subnets_of(spec)["private"].items() if zone in zones]
    selectors = sorted((s.namespace, sorted(s.labels.items())) for s in profile.selectors)
    replaces = (selectors, placed, role_identity(spec, profile.iam))
    aws_name = fargate_profile_name(name, *replaces)
    return ResolvedFargateProfile(name, ("fargateProfiles", name), profile, aws_name, zones)


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


def has_own_nodes(spec: ClusterSpec) -> bool:
    """Return whether nodes join that need the base add-ons."""
    return bool(spec.node_groups) or spec.karpenter is not None


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
    Sources (read 2026-11-29): EKS user guide, "EKS Auto Mode" (components), "Simplify compute management with
    AWS Fargate" (considerations), "Configure add-ons for hybrid nodes".
    """
    if has_own_nodes(spec) or not other_nodes(spec):
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
    """Return whether CoreDNS must be told to run on Fargate: there, and on no other node."""
    return not has_own_nodes(spec) and runs_on_fargate(spec, *COREDNS_PODS)
