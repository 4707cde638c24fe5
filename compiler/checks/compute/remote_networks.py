"""Rules for `controlPlane.remoteNetworks`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations

from ....catalog.limits import REMOTE_RANGE_PREFIXES
from ....schemas.cluster import ClusterSpec
from ...cidr import PRIVATE_RANGES, SHARED_RANGE
from ...diagnostics import Path, Severity
from ...resolve.network import service_cidr
from ...resolve.vpc.ranges import vpc_ranges
from ..finding import Finding

_REMOTE: Path = ("controlPlane", "remoteNetworks")
_ENDPOINT: Path = ("controlPlane", "endpoint")
Range = tuple[Path, str, IPv4Network]
"""A range: its place, what it is, its addresses."""


def remote_ranges_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that remote ranges are private, and no larger than EKS accepts."""
    least, most = REMOTE_RANGE_PREFIXES
    for path, _, block in _remote(spec):
        private = any(block.subnet_of(known) for known in (*PRIVATE_RANGES, SHARED_RANGE))
        if not private or not least <= block.prefixlen <= most:
            yield Finding(
                "remote-range",
                path,
                f"EKS does not accept {block} as a remote network",
                "not accepted by EKS",
                note=f"it accepts /{least} to /{most} inside {', '.join(map(str, PRIVATE_RANGES))} or "
                f"{SHARED_RANGE}",
            )


def remote_ranges_apart(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that remote ranges overlap neither each other, nor the network, nor the Services."""
    remote = list(_remote(spec))
    pairs = [*combinations(remote, 2), *((known, far) for known in _local(spec) for far in remote)]
    for (first, what, block), (path, _, other) in pairs:
        if block.overlaps(other):
            message = f"the remote network {other} overlaps {what}"
            yield Finding("range-overlap", path, message, f"overlaps {block}", ((first, what),))


def _remote(spec: ClusterSpec) -> Iterator[Range]:
    remote = spec.control_plane.remote_networks
    for key, ranges in (("nodes", remote.nodes), ("pods", remote.pods)) if remote else ():
        for index, cidr in enumerate(ranges):
            yield (*_REMOTE, key, index), "another remote network", IPv4Network(cidr)


def _local(spec: ClusterSpec) -> Iterator[Range]:
    for path, cidr in vpc_ranges(spec.network):
        yield path, "the network", IPv4Network(cidr)
    if (block := service_cidr(spec)) is not None:
        yield ("kubernetes", "serviceCidr"), "the Services", IPv4Network(block)


def remote_family(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a cluster with hybrid nodes has IPv4 addresses (EKS accepts no others)."""
    if spec.control_plane.remote_networks and spec.kubernetes.ip_family != "ipv4":
        yield Finding(
            "remote-range",
            _REMOTE,
            "hybrid nodes need a cluster with IPv4 addresses",
            "not accepted by EKS",
            ((("kubernetes", "ipFamily"), spec.kubernetes.ip_family),),
        )


def remote_endpoint(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the API has both endpoints: outside the VPC its name leads to the public one."""
    endpoint = spec.control_plane.endpoint
    if spec.control_plane.remote_networks and endpoint.private and endpoint.public:
        yield Finding(
            "hybrid-nodes-through-internet",
            (*_ENDPOINT, "public"),
            "hybrid nodes reach the Kubernetes API through the internet",
            "its name has public addresses outside the VPC",
            ((_REMOTE, "hybrid nodes"),),
            help="write `public: false`, so that they use the private endpoint",
            severity=Severity.WARNING,
        )
