"""The versions of the AWS provider that a cluster needs and gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network

from ...catalog.regions.regions import region
from ...catalog.terraform_versions import AWS_PROVIDER, SHARED_RANGE_PROVIDER, aws_provider_in
from ...schemas.cluster import ClusterSpec
from ..cidr import SHARED_RANGE


def provider_needs(spec: ClusterSpec) -> tuple[str, str]:
    """Return the constraint that the modules, the region and the fields of a spec need, and why."""
    return max(_needs(spec), key=lambda need: _lowest(need[0]))


def needed_provider(spec: ClusterSpec) -> str:
    """Return the constraint that the modules, the region and the fields of a spec need."""
    return provider_needs(spec)[0]


def provider_constraint(spec: ClusterSpec) -> str:
    """Return `terraform.awsProvider`, narrowed to what is needed."""
    written, needed = spec.terraform.aws_provider, needed_provider(spec)
    if needed == AWS_PROVIDER or _terms(needed) <= _terms(written):
        return written
    return needed if written == AWS_PROVIDER else f"{written}, {needed}"


def _needs(spec: ClusterSpec) -> Iterator[tuple[str, str]]:
    yield AWS_PROVIDER, "the modules work with these versions"
    known, remote = region(spec.metadata.region), spec.control_plane.remote_networks
    if known:
        why = f"older versions of the AWS provider refuse ARNs in {known.name}"
        yield aws_provider_in(known.partition.name), why
    ranges = (*remote.nodes, *remote.pods) if remote else ()
    if any(IPv4Network(cidr).subnet_of(SHARED_RANGE) for cidr in ranges):
        why = f"older versions of the AWS provider refuse remote networks in {SHARED_RANGE}"
        yield SHARED_RANGE_PROVIDER, why


def _lowest(constraint: str) -> tuple[int, ...]:
    """Return the lowest version of a constraint of the catalog."""
    return tuple(map(int, re.findall(r"\d+", constraint.partition(",")[0])))


def _terms(constraint: str) -> set[str]:
    return {term.strip() for term in constraint.split(",")}
