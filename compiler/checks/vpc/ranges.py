"""Rules for the CIDR blocks of the VPC: their sizes, what AWS adds to a VPC, and what overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations

from ....catalog.limits import SUBNET_PREFIXES
from ....catalog.limits.vpc import POD_PREFIXES, RANGES_PER_VPC, refused_range
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Severity
from ...resolve.vpc.ranges import vpc_ranges
from ..finding import Finding

_PODS = ("network", "podCidr")


def ranges_sized(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that further blocks are /16 to /28, and that a block for pods holds a subnet for each zone."""
    for path, block in list(vpc_ranges(spec.network))[1:]:
        least, most = POD_PREFIXES if path == _PODS else SUBNET_PREFIXES
        size = IPv4Network(block).prefixlen
        if not least <= size <= most:
            what = "a range for pods" if path == _PODS else "a range of a VPC"
            yield Finding("network-size", path, f"{what} cannot be a /{size}", f"must be /{least} to /{most}")


def ranges_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that AWS adds each block to a VPC with this primary one (AssociateVpcCidrBlock)."""
    (first, primary), *others = vpc_ranges(spec.network)
    if spec.network.existing is not None:
        return
    for path, block in others:
        if why := refused_range(IPv4Network(primary), IPv4Network(block)):
            message = f"AWS does not add {block} to this VPC"
            help = "choose another range, such as one of 100.64.0.0/10"
            yield Finding(
                "refused-range", path, message, "refused by AWS", ((first, primary),), note=why, help=help
            )


def ranges_apart(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two blocks of the VPC overlap."""
    for (first, one), (second, other) in combinations(vpc_ranges(spec.network), 2):
        if IPv4Network(one).overlaps(IPv4Network(other)):
            message = f"the ranges {one} and {other} of the VPC overlap"
            yield Finding("range-overlap", second, message, other, ((first, one),))


def ranges_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the VPC has more blocks than AWS allows without a higher quota."""
    ranges = list(vpc_ranges(spec.network))
    if spec.network.existing is None and len(ranges) > RANGES_PER_VPC:
        yield Finding(
            "over-quota",
            ranges[RANGES_PER_VPC][0],
            f"the VPC has {len(ranges)} ranges, and an account has {RANGES_PER_VPC} for each VPC at first",
            "one range too many",
            help="ask AWS for a higher quota (IPv4 CIDR blocks per VPC), or use fewer, larger ranges",
            severity=Severity.WARNING,
        )


def pods_networked(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the VPC CNI gives pods addresses of `podCidr`."""
    if spec.network.pod_cidr is None:
        return
    addon = spec.addons.vpc_cni
    if spec.kubernetes.ip_family == "ipv6":
        message = "pods of an IPv6 cluster get no addresses of an IPv4 range"
        others = ((("kubernetes", "ipFamily"), "IPv6"),)
        yield Finding("pods-without-cni", _PODS, message, "has no effect", others, help="remove `podCidr`")
    if addon == "none":
        message = "pods get addresses of `podCidr` from the add-on vpc-cni, which is off"
        others = ((("addons", "vpc-cni"), "turned off here"),)
        yield Finding("pods-without-cni", _PODS, message, "has no effect", others, help="remove `podCidr`")
        return
    env = addon.configuration.get("env")
    key = "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"
    path = ("addons", "vpc-cni", "configuration", "env", key)
    if isinstance(env, dict) and str(env.get(key, "true")).lower() != "true":
        message = "the add-on vpc-cni does not use `podCidr`"
        others = ((_PODS, "the range for pods"),)
        yield Finding(
            "pods-without-cni", path, message, "turned off here", others, help="remove this variable"
        )
    if "eniConfig" in addon.configuration:
        message = "`podCidr` makes the ENIConfigs of the add-on, and so does its configuration"
        others = ((_PODS, "the range for pods"),)
        where = ("addons", "vpc-cni", "configuration", "eniConfig")
        yield Finding(
            "pods-without-cni", where, message, "would be replaced", others, help="remove one of the two"
        )
