"""Rules for clusters whose pods have IPv6 addresses: what EKS and the VPC CNI do not have there.

Sources (read 2026-11-29): EKS user guide, "Learn about IPv6 addresses to clusters, pods, and services"; EKS
API reference, KubernetesNetworkConfigRequest; amazon-vpc-cni-k8s, README; Elastic Load Balancing user guides,
"IP address type" of load balancers and target groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.addons.addons import addon_or_default
from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.compute.type_names import is_nitro
from ....catalog.regions.regions import region
from ....schemas.addons import VpcCni
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path
from ...resolve.addons import addons_of
from ...resolve.network import has_ipv6
from ...resolve.vpc.existing import PATH as EXISTING
from ...resolve.vpc.existing import has_given_subnets
from ...versions import parse_version
from ..finding import Finding
from ..load_balancers.walk import balancers, listeners
from ..nodes.groups import groups, groups_and_pools

_FAMILY: Path = ("kubernetes", "ipFamily")
_ADDON: Path = ("addons", "vpc-cni")
_FIRST_CNI = (1, 10, 1)
_WITHOUT_IPV6 = ("fsx-csi",)
_ENV = {
    "ENABLE_PREFIX_DELEGATION": ("true", "pods of an IPv6 cluster have addresses of prefixes"),
    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": (
        "false",
        "pods of an IPv6 cluster are in the subnets of their nodes",
    ),
}
"""Variables of the VPC CNI, what EKS sets them to with IPv6, and why."""
_SET_BY_EKS = ("ENABLE_IPv4", "ENABLE_IPv6")
"""Variables that EKS sets by the family of the cluster, and that are not in the schema of the add-on."""


def family_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS has IPv6 in the region, and chooses the range of Services itself."""
    if not has_ipv6(spec):
        return
    known = region(spec.metadata.region)
    if known is not None and known.partition.name == "aws-cn":
        others = ((("metadata", "region"), "a region of China"),)
        message, help = "EKS has no IPv6 clusters in China", "write `ipv4`"
        yield Finding("ipv6-unsupported", _FAMILY, message, "not offered there", others, help=help)
    if spec.kubernetes.service_cidr is not None:
        place, message = ("kubernetes", "serviceCidr"), "EKS chooses the range of Services of an IPv6 cluster"
        yield _refused(place, message, "not accepted by EKS", "delete it")


def subnets_have_ipv6(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no subnets are made in a VPC that exists: its owner knows which IPv6 ranges are free."""
    network = spec.network
    if has_ipv6(spec) and network.existing is not None and not has_given_subnets(network):
        message = "eksgen makes no subnets with IPv6 ranges in a VPC that exists"
        help = "name subnets that exist in `network.existing.subnets`, or make an IPv4 cluster"
        yield _refused(EXISTING, message, "names no subnets", help)


def nodes_have_ipv6(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no group of an IPv6 cluster has Windows, or instances that are not built on Nitro."""
    if not has_ipv6(spec):
        return
    for path, group in groups(spec):
        if OS_FAMILIES[group.os].windows:
            message = "nodes with Windows cannot be in an IPv6 cluster"
            yield _refused((*path, "os"), message, "no IPv6 on Windows", "use al2023 or bottlerocket")
    for path, own in groups_and_pools(spec):
        for index, name in enumerate(own.instance_types):
            if not is_nitro(name):
                place = (*path, "instanceTypes", index)
                message = f"`{printable(name)}` cannot be a node of an IPv6 cluster"
                yield _refused(place, message, "not built on the Nitro System", "choose a newer type")


def addons_have_ipv6(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the add-ons of an IPv6 cluster can work there."""
    if not has_ipv6(spec):
        return
    for name, _ in addons_of(spec):
        if addon_or_default(name).name in _WITHOUT_IPV6:
            message = f"`{name}` does not work in an IPv6 cluster"
            yield _refused(("addons", name), message, "needs IPv4", "remove it")
    if isinstance(cni := spec.addons.vpc_cni, VpcCni):
        yield from _cni(cni)


def _cni(cni: VpcCni) -> Iterator[Finding]:
    if cni.version is not None and parse_version(cni.version) < _FIRST_CNI:
        first = ".".join(map(str, _FIRST_CNI))
        message = "this version of `vpc-cni` has no IPv6"
        yield _refused((*_ADDON, "version"), message, f"v{first} and later have it", "use a newer version")
    env = cni.configuration.get("env")
    for key, value in env.items() if isinstance(env, dict) else ():
        place = (*_ADDON, "configuration", "env", key)
        wanted, why = _ENV.get(key, (str(value).lower(), ""))
        if str(value).strip().lower() != wanted:
            yield _refused(place, why, f"EKS sets it to {wanted}", "remove this variable")
        elif key in _SET_BY_EKS:
            message = f"EKS sets `{key}` by the family of the cluster"
            yield _refused(place, message, "not accepted by EKS", "remove this variable")


def balancers_have_ipv6(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that load balancers reach the IPv6 addresses of nodes: of instances, TCP and HTTP do."""
    if not has_ipv6(spec):
        return
    for path, balancer in balancers(spec):
        if balancer.type == "classic":
            message = "a classic load balancer in a VPC does not reach the nodes of an IPv6 cluster"
            help = "write `type: network` or `type: application`"
            yield _refused((*path, "type"), message, "IPv4 only", help)
    for path, _, listener in listeners(spec):
        if "udp" in listener.protocol:
            message = f"a {listener.protocol} listener does not reach the nodes of an IPv6 cluster"
            yield _refused((*path, "protocol"), message, "IPv4 only", "use an IPv4 cluster")


def _refused(place: Path, message: str, label: str, help: str) -> Finding:
    return Finding("ipv6-unsupported", place, message, label, ((_FAMILY, "IPv6"),), help=help)
