"""Rules for `kubernetes.networkPolicy`: something enforces the policies, on every node.

Sources (read 2026-11-30): EKS user guide, "Limit Pod traffic with Kubernetes network policies" (VPC CNI 1.14;
Linux nodes of EC2 only), "Amazon VPC CNI" (not on hybrid nodes), "Use Network Policies with EKS Auto Mode";
Calico, "Amazon Elastic Kubernetes Service" (policy only, beside the VPC CNI; not on IPv6 pods); EKS user
guide, "Alternate CNI plugins" (not on Fargate, not with Auto Mode).
"""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.ami import OS_FAMILIES
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.compute.own_settings import NETWORK_POLICY
from ...versions import parse_version
from ..finding import Finding

_CNI: Path = ("addons", "vpc-cni")
_FIRST_CNI = (1, 14, 0)


def policies_enforced(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that what shall enforce the policies is there, and nothing else beside it."""
    engine, cni = spec.kubernetes.network_policy, spec.addons.vpc_cni
    if engine == "none":
        return
    if cni == "none":
        calico = "Calico leaves the addresses of pods to the add-on vpc-cni, which is off"
        message = calico if engine == "calico" else "nothing enforces policies: the add-on vpc-cni is off"
        help = "write `networkPolicy: none` and let the other CNI enforce them, or delete `vpc-cni: none`"
        yield Finding("network-policy", NETWORK_POLICY, message, "", ((_CNI, "turned off here"),), help=help)
        return
    if engine == "vpc-cni" and cni.version is not None and parse_version(cni.version) < _FIRST_CNI:
        first = ".".join(map(str, _FIRST_CNI))
        message = f"`vpc-cni` enforces network policies from v{first} on"
        others = ((NETWORK_POLICY, "wanted here"),)
        yield Finding(
            "network-policy", (*_CNI, "version"), message, "too old", others, help="use a newer one"
        )
    written = str(cni.configuration.get("enableNetworkPolicy", "")).lower()
    if engine == "calico" and spec.kubernetes.ip_family == "ipv6":
        message = "Calico does not enforce policies on IPv6 pods of the VPC CNI"
        others = ((("kubernetes", "ipFamily"), "IPv6"),)
        yield Finding("network-policy", NETWORK_POLICY, message, "", others, help="write `vpc-cni`")
    if engine == "calico" and written == "true":
        path = (*_CNI, "configuration", "enableNetworkPolicy")
        message = "Calico and `vpc-cni` would both enforce network policies"
        others = ((NETWORK_POLICY, "Calico"),)
        yield Finding("network-policy", path, message, "a second one", others, help="delete this value")


def policies_everywhere(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about nodes on which the policies have no effect."""
    engine = spec.kubernetes.network_policy
    others = tuple(_without(spec, engine)) if engine != "none" else ()
    if others:
        name = "vpc-cni" if engine == "vpc-cni" else "Calico"
        yield Finding(
            "unenforced-network-policy",
            NETWORK_POLICY,
            f"{name} does not enforce network policies on every node of the cluster",
            "not everywhere",
            others,
            note="pods there talk to each other whatever a NetworkPolicy says",
            help="keep pods that policies must protect off these nodes, by labels or taints, then add "
            "`# eksgen: allow(unenforced-network-policy) because REASON` to the line",
            severity=Severity.WARNING,
        )


def _without(spec: ClusterSpec, engine: str) -> Iterator[tuple[Path, str]]:
    for name, group in sorted(spec.node_groups.items()):
        if OS_FAMILIES[group.os].windows:
            yield ("nodeGroups", name, "os"), "Windows"
    for name in sorted(spec.fargate_profiles):
        yield ("fargateProfiles", name), "Fargate"
    if spec.control_plane.remote_networks is not None:
        yield ("controlPlane", "remoteNetworks"), "hybrid nodes"
    if engine == "calico" and has_auto_node_pools(spec):
        yield ("controlPlane", "autoMode"), "nodes of Auto Mode have an agent of their own"
