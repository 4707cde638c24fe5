"""The CIDR blocks of the VPC, and those for pods."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.network import Network
from ...diagnostics import Path
from ...values import At
from .existing import existing_ranges
from .subnets import pod_blocks, slot_of


def vpc_ranges(network: Network) -> Iterator[tuple[Path, str]]:
    """Yield the place and CIDR block of each range of the VPC: the first is the primary one."""
    if network.existing is not None:
        yield from existing_ranges(network.existing, network.pod_cidr)
        return
    yield ("network", "cidr"), network.cidr
    for index, block in enumerate(network.secondary_cidrs):
        yield ("network", "secondaryCidrs", index), block
    if network.pod_cidr is not None:
        yield ("network", "podCidr"), network.pod_cidr


def primary_range(network: Network) -> tuple[Path, str]:
    """Return the place and CIDR block of the range in which eksgen places subnets."""
    return next(vpc_ranges(network))


def secondary_ranges(network: Network) -> tuple[At, ...]:
    """Return the ranges besides the primary one, sorted."""
    _, *others = vpc_ranges(network)
    return tuple(At(block, path) for path, block in sorted(others, key=lambda item: item[1]))


def pod_subnets_of(spec: ClusterSpec, zones: tuple[str, ...]) -> dict[str, At]:
    """Return the CIDR block for pods in each zone; none without `podCidr`."""
    if spec.network.pod_cidr is None:
        return {}
    blocks = pod_blocks(spec.network.pod_cidr)
    return {
        zone: At(blocks[slot_of(zone)], ("network", "podCidr"))
        for zone in zones
        if slot_of(zone) < len(blocks)
    }
